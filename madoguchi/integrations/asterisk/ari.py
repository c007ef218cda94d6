"""A thin, typed client of the Asterisk REST interface.

Every method is one request. What can be found gone is a result, not an accident: removing verbs answer False when there
was nothing to remove, reading verbs None, and the others raise NotThere. SwitchUnreachable leaves open whether the
command took effect; commands carry ids of our own choosing so that the caller can look.
"""

import contextlib
import errno
from collections.abc import AsyncIterator, Mapping, Sequence
from functools import partial
from types import TracebackType
from typing import Self, TypeVar

import aiohttp
import msgspec

from madoguchi.integrations.asterisk import ari_events
from madoguchi.integrations.asterisk.ari_model import (
    Application,
    Bridge,
    Channel,
    Endpoint,
    Event,
    Info,
    Playback,
    Recording,
    Variable,
)
from madoguchi.integrations.asterisk.errors import NotThere, Refused, SwitchUnreachable, WrongState

T = TypeVar("T")
Query = Mapping[str, str | int | None]


class Ari:
    """One switch. `url` ends in `/ari`; `timeout` is the seconds a request may take as a whole."""

    def __init__(self, url: str, user: str, password: str, *, timeout: float = 5.0) -> None:
        self.url = url.rstrip("/")
        self._timeout = timeout
        self._session = aiohttp.ClientSession(
            headers={"Authorization": aiohttp.encode_basic_auth(user, password)},
            connector=aiohttp.TCPConnector(limit=64, keepalive_timeout=10),
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        await self._session.close()

    def events(self, application: str) -> AsyncIterator[Event | ari_events.Connected | ari_events.Lost]:
        """Everything the switch reports to `application`, for ever, across reconnections."""
        return ari_events.stream(self._session, self.url, application, partial(self.knows, application))

    async def knows(self, application: str) -> bool:
        """Whether the switch has events for `application` and somebody to send them to."""
        return await self._find(f"/applications/{application}", Application) is not None

    async def only(self, application: str, kinds: Sequence[str]) -> None:
        """Let the switch send `application` no events but these kinds."""
        body = {"allowed": [{"type": kind} for kind in kinds]}
        await self._do("PUT", f"/applications/{application}/eventFilter", body=body)

    # The switch itself

    async def info(self) -> Info:
        return await self._read("/asterisk/info", Info)

    async def get_variable(self, name: str, channel: str | None = None) -> str | None:
        """A channel's variable or function (`CALLERID(pres)`), or a switch-wide one."""
        path = f"/channels/{channel}/variable" if channel else "/asterisk/variable"
        found = await self._find(path, Variable, {"variable": name})
        return found.value if found else None

    async def set_variable(self, name: str, value: str, channel: str | None = None) -> None:
        path = f"/channels/{channel}/variable" if channel else "/asterisk/variable"
        await self._do("POST", path, {"variable": name, "value": value})

    async def put_object(self, kind: str, name: str, fields: Mapping[str, str]) -> None:
        """Create or replace a SIP object (`kind`: auth, aor, endpoint) in the switch's memory."""
        body = {"fields": [{"attribute": key, "value": value} for key, value in fields.items()]}
        await self._do("PUT", f"/asterisk/config/dynamic/res_pjsip/{kind}/{name}", body=body)

    async def remove_object(self, kind: str, name: str) -> bool:
        return await self._remove(f"/asterisk/config/dynamic/res_pjsip/{kind}/{name}")

    async def endpoint(self, name: str, technology: str = "PJSIP") -> Endpoint | None:
        return await self._find(f"/endpoints/{technology}/{name}", Endpoint)

    async def endpoints(self, technology: str = "PJSIP") -> list[Endpoint]:
        return await self._read(f"/endpoints/{technology}", list[Endpoint])

    # Channels

    async def channels(self) -> list[Channel]:
        return await self._read("/channels", list[Channel])

    async def channel(self, channel: str) -> Channel | None:
        return await self._find(f"/channels/{channel}", Channel)

    async def originate(
        self,
        endpoint: str,
        channel: str,
        application: str,
        arguments: Sequence[str],
        *,
        caller: str = "",
        timeout: int = 30,
        variables: Mapping[str, str] | None = None,
        formats: Sequence[str] = (),
    ) -> Channel:
        """Call `endpoint` as a channel whose id we choose; when it is answered it enters `application`.

        `timeout` in seconds of ringing. `caller` is shown to the called side, as `Name <number>`.
        """
        query: dict[str, str | int | None] = {
            "endpoint": endpoint,
            "channelId": channel,
            "app": application,
            "appArgs": ",".join(arguments),
            "callerId": caller or None,
            "timeout": timeout,
            "formats": ",".join(formats) or None,
        }
        body = {"variables": dict(variables)} if variables else None
        return await self._read("/channels", Channel, query, method="POST", body=body)

    async def answer(self, channel: str) -> None:
        await self._do("POST", f"/channels/{channel}/answer")

    async def ring(self, channel: str) -> None:
        """Let the caller hear ringing."""
        await self._do("POST", f"/channels/{channel}/ring")

    async def stop_ring(self, channel: str) -> None:
        await self._do("DELETE", f"/channels/{channel}/ring")

    async def hang_up(self, channel: str, reason: str = "normal") -> bool:
        """`reason`: normal, busy, congestion, no_answer, …"""
        return await self._remove(f"/channels/{channel}", {"reason": reason})

    async def music(self, channel: str, kind: str = "default") -> None:
        await self._do("POST", f"/channels/{channel}/moh", {"mohClass": kind})

    async def stop_music(self, channel: str) -> None:
        await self._do("DELETE", f"/channels/{channel}/moh")

    async def mute(self, channel: str, direction: str) -> None:
        """`in`: what the channel says is not heard; `out`: it hears nothing; `both`."""
        await self._do("POST", f"/channels/{channel}/mute", {"direction": direction})

    async def unmute(self, channel: str, direction: str) -> None:
        await self._do("DELETE", f"/channels/{channel}/mute", {"direction": direction})

    async def dtmf(self, channel: str, digits: str) -> None:
        await self._do("POST", f"/channels/{channel}/dtmf", {"dtmf": digits})

    async def play(self, target: str, media: str, playback: str) -> Playback:
        """Play `media` (`sound:…`, `tone:…`) to `target` (`channels/<id>` or `bridges/<id>`) under an id of our own."""
        return await self._read(f"/{target}/play/{playback}", Playback, {"media": media}, method="POST")

    async def playback(self, playback: str) -> Playback | None:
        """None once it has ended."""
        return await self._find(f"/playbacks/{playback}", Playback)

    async def stop_playback(self, playback: str) -> bool:
        return await self._remove(f"/playbacks/{playback}")

    async def snoop(
        self, channel: str, snoop: str, application: str, arguments: Sequence[str], *, spy: str, whisper: str = "none"
    ) -> Channel:
        """Listen to one side of a channel. `spy` in: what it says, out: what it hears; `whisper` out: into its ear."""
        query = {"app": application, "appArgs": ",".join(arguments), "spy": spy, "whisper": whisper}
        return await self._read(f"/channels/{channel}/snoop/{snoop}", Channel, query, method="POST")

    async def leave(self, channel: str, context: str, extension: str) -> None:
        """Let a channel go on in the dialplan."""
        query: Query = {"context": context, "extension": extension, "priority": 1}
        await self._do("POST", f"/channels/{channel}/continue", query)

    async def redirect(self, channel: str, endpoint: str) -> None:
        """Send the far side elsewhere (SIP REFER, or 302 before the answer); `endpoint` like `PJSIP/trunk/sip:…`."""
        await self._do("POST", f"/channels/{channel}/redirect", {"endpoint": endpoint})

    async def record(self, target: str, name: str, *, exists: str = "overwrite") -> Recording:
        """Record `channels/<id>` or `bridges/<id>` to `<name>.wav` in the switch's recording folder."""
        query = {"name": name, "format": "wav", "ifExists": exists}
        return await self._read(f"/{target}/record", Recording, query, method="POST")

    async def take_message(self, channel: str, name: str, *, max_seconds: int, silence_seconds: int) -> Recording:
        """Record what `channel` says until it is silent for so long; the channel does nothing else meanwhile."""
        query: Query = {
            "name": name,
            "format": "wav",
            "ifExists": "fail",
            "maxDurationSeconds": max_seconds,
            "maxSilenceSeconds": silence_seconds,
            "terminateOn": "#",
        }
        return await self._read(f"/channels/{channel}/record", Recording, query, method="POST")

    async def recording_runs(self, name: str) -> bool:
        return await self._find(f"/recordings/live/{name}", Recording) is not None

    async def recording_command(self, name: str, verb: str) -> bool:
        """`verb`: stop; False when no such recording is under way."""
        try:
            await self._do("POST", f"/recordings/live/{name}/{verb}")
        except (NotThere, WrongState):
            return False
        return True

    async def pause_recording(self, name: str) -> None:
        """Write nothing until it is resumed. Idempotent, unlike `mute`, which the switch counts as a toggle."""
        await self._do("POST", f"/recordings/live/{name}/pause")

    async def resume_recording(self, name: str) -> bool:
        """Undo `pause`; False when no such recording is under way."""
        return await self._remove(f"/recordings/live/{name}/pause")

    async def stored_recording(self, name: str) -> bytes | None:
        """The file of an ended recording."""
        try:
            return await self._request("GET", f"/recordings/stored/{name}/file", timeout=60.0)
        except NotThere:
            return None

    async def remove_recording(self, name: str) -> bool:
        return await self._remove(f"/recordings/stored/{name}")

    # Bridges

    async def bridges(self) -> list[Bridge]:
        return await self._read("/bridges", list[Bridge])

    async def bridge(self, bridge: str) -> Bridge | None:
        return await self._find(f"/bridges/{bridge}", Bridge)

    async def create_bridge(self, bridge: str, kind: str = "mixing") -> None:
        """Make the bridge of this id, unless it is there."""
        with contextlib.suppress(WrongState):
            await self._do("POST", f"/bridges/{bridge}", {"type": kind})

    async def join(self, bridge: str, channels: Sequence[str]) -> None:
        """Put channels of our application into a bridge; they leave any other."""
        await self._do("POST", f"/bridges/{bridge}/addChannel", {"channel": ",".join(channels)})

    async def part(self, bridge: str, channel: str) -> None:
        await self._do("POST", f"/bridges/{bridge}/removeChannel", {"channel": channel})

    async def remove_bridge(self, bridge: str) -> bool:
        try:
            return await self._remove(f"/bridges/{bridge}")
        except WrongState:  # it is gone, and still shown
            return False

    # One request

    async def _read(
        self, path: str, kind: type[T], query: Query | None = None, *, method: str = "GET", body: object = None
    ) -> T:
        return msgspec.json.decode(await self._request(method, path, query, body), type=kind)

    async def _find(self, path: str, kind: type[T], query: Query | None = None) -> T | None:
        try:
            return await self._read(path, kind, query)
        except NotThere:
            return None

    async def _do(self, method: str, path: str, query: Query | None = None, body: object = None) -> None:
        await self._request(method, path, query, body)

    async def _remove(self, path: str, query: Query | None = None) -> bool:
        try:
            await self._request("DELETE", path, query)
        except NotThere:
            return False
        return True

    async def _request(
        self, method: str, path: str, query: Query | None = None, body: object = None, timeout: float | None = None
    ) -> bytes:
        parameters = {key: str(value) for key, value in (query or {}).items() if value is not None}
        limit = aiohttp.ClientTimeout(total=timeout or self._timeout)
        try:
            async with self._session.request(
                method, self.url + path, params=parameters, json=body, timeout=limit
            ) as answer:
                content = await answer.read()
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            unreachable = SwitchUnreachable(f"{method} {path}: {error or type(error).__name__}")
            unreachable.refused = getattr(error, "errno", None) == errno.ECONNREFUSED
            raise unreachable from error
        if answer.status < 300:
            return content
        raise _refusal(f"{method} {path}", answer.status, content)


def _refusal(request: str, status: int, content: bytes) -> NotThere | WrongState | Refused:
    said = f"{request}: {status} {content.decode(errors='replace')[:200]}"
    if status == 404 or (status == 400 and b"not found" in content):  # 400: of a channel, when it should join a bridge
        return NotThere(said)
    if status in (409, 412, 422):
        return WrongState(said)
    return Refused(said, status)
