"""SIP logins for agents, made and unmade while the switch runs. They live in its memory: a restart forgets them."""

from typing import Literal

from madoguchi.integrations.asterisk.ari import Ari

Kind = Literal["browser", "phone"]

LONGEST_REGISTRATION = 120
"""Seconds until a phone must prove again that its login still counts."""

SILENCE_SECONDS = 6
"""A browser that was closed says nothing on its way out; its leg ends after this long without audio from it.

A living one sends audio all the time, muted or not. Who was only out of reach for longer is rung again.
"""

ENDPOINT = {
    # Nothing can be dialled from there: agents' calls are made by Madoguchi.
    "context": "agents",
    "disallow": "all",
    "direct_media": "no",
    "rtp_symmetric": "yes",
    "force_rport": "yes",
    "rewrite_contact": "yes",
    "dtmf_mode": "rfc4733",
    "identify_by": "auth_username,username",
    "rtp_timeout": str(SILENCE_SECONDS),
}
MEDIA: dict[Kind, dict[str, str]] = {
    "browser": {"webrtc": "yes", "dtls_auto_generate_cert": "yes", "allow": "opus,ulaw"},
    "phone": {"allow": "ulaw,alaw"},
}


async def issue(ari: Ari, user: str, password: str, kind: Kind = "browser") -> None:
    """Let `user` register with `password`. Issuing again replaces the password; a registration there may be is kept."""
    await ari.put_object(
        "auth", user, {"auth_type": "userpass", "username": user, "password": password, "realm": "madoguchi"}
    )
    await ari.put_object(
        "aor",
        user,
        {
            "max_contacts": "1",
            "remove_existing": "yes",
            "maximum_expiration": str(LONGEST_REGISTRATION),
            "default_expiration": str(LONGEST_REGISTRATION),
        },
    )
    await ari.put_object("endpoint", user, {**ENDPOINT, **MEDIA[kind], "auth": user, "aors": user})


async def revoke(ari: Ari, user: str) -> bool:
    """Take the login away. False when there was none (any more). A call in progress goes on."""
    known = await ari.remove_object("endpoint", user)
    await ari.remove_object("auth", user)
    await ari.remove_object("aor", user)
    return known


async def reachable(ari: Ari, user: str) -> bool:
    """Whether a phone is registered under this login."""
    endpoint = await ari.endpoint(user)
    return endpoint is not None and endpoint.state == "online"
