"""A private node's configuration files, as text.

Modules are named one by one: loading everything logs dozens of harmless errors and opens doors nobody watches.
"""

import re
from collections.abc import Iterable
from pathlib import Path

import msgspec

from madoguchi.integrations.asterisk.dialplan import dialplan
from madoguchi.integrations.asterisk.modules import MODULES

APPLICATION = "madoguchi"
"""The Stasis application that calls enter."""

TRUNKS = "pjsip_trunks.conf"
"""A file of its own: trunks change while the switch runs, and a restart of ours leaves them as they are."""


class Trunk(msgspec.Struct, frozen=True):
    """A line to the outside. `host` is where calls go (`host` or `host:port`), `accepts` whose calls are taken
    (addresses, networks or host names), `username` and `password` what the carrier gave, `registers` whether it wants
    registration.
    """

    name: str
    host: str
    accepts: tuple[str, ...] = ()
    username: str | None = None
    password: str | None = None
    registers: bool = False
    codecs: tuple[str, ...] = ("ulaw", "alaw")


class Outside(msgspec.Struct, frozen=True):
    """How those who are in none of its networks reach a node. `address`: what stands for it behind NAT;
    `networks`: those that need no such thing (CIDR); `stun`: the server (host or host:port) that tells it how it is
    seen; `own`: its addresses here, for which `address` stands. What is empty is left out.
    """

    address: str = ""
    networks: tuple[str, ...] = ()
    stun: str = ""
    own: tuple[str, ...] = ()


class Layout(msgspec.Struct, frozen=True):
    """Everything a node's files depend on. Ports are on `bind`, except ARI's, which is on `http_host`."""

    name: str
    folder: Path
    run: Path
    modules: Path
    bind: str
    http_host: str
    http_port: int
    sip_port: int
    rtp_ports: tuple[int, int]
    user: str
    password: str
    outside: Outside = Outside()


def render_trunks(trunks: Iterable[Trunk]) -> str:
    """The text of TRUNKS. Raises ValueError for a trunk whose fields could not be written safely."""
    return "".join(_trunk(trunk) for trunk in trunks)


def render(layout: Layout) -> dict[str, str]:
    """The files of `etc/`, by name, but for the trunks."""
    return {
        "asterisk.conf": _asterisk(layout),
        "modules.conf": _modules(layout.modules),
        "logger.conf": LOGGER,
        "http.conf": _http(layout),
        "ari.conf": _ari(layout),
        "rtp.conf": _rtp(layout),
        "sorcery.conf": SORCERY,
        "pjsip.conf": _pjsip(layout),
        "extensions.conf": dialplan(APPLICATION, layout.folder / "missed", layout.folder / "ended"),
        "musiconhold.conf": f"[general]\n[default]\nmode=files\ndirectory={layout.folder}/data/moh\nsort=random\n",
        "indications.conf": INDICATIONS,
        "cdr.conf": "[general]\nenable=no\n",
        "cel.conf": "[general]\nenable=no\n",
        "acl.conf": "",
        "chan_websocket.conf": "[global]\ntype=global\n",
        **dict.fromkeys(EMPTY, "[general]\n"),
    }


def trunk_endpoint(name: str) -> str:
    """The name under which the switch knows a trunk."""
    return f"trunk-{name}"


EMPTY = (
    "ccss.conf",
    "cli.conf",
    "codecs.conf",
    "features.conf",
    "manager.conf",
    "pjproject.conf",
    "res_parking.conf",
    "stasis.conf",
    "udptl.conf",
    "websocket_client.conf",
)

LOGGER = """[general]
queue_log=no
rotatestrategy=rotate
[logfiles]
messages.log => notice,warning,error
"""

# Two wizards an object: what stands in the file (trunks), then memory, where ARI creates agents' endpoints. Memory,
# because short-lived credentials have no business on a disk.
SORCERY = """[res_pjsip]
endpoint=config,pjsip.conf,criteria=type=endpoint
endpoint=memory
auth=config,pjsip.conf,criteria=type=auth
auth=memory
aor=config,pjsip.conf,criteria=type=aor
aor=memory
contact=memory
"""

INDICATIONS = """[general]
country=jp
[jp]
description=Japan
ringcadence=1000,2000
dial=400
busy=400/500,0/500
ring=400+15/1000,0/2000
congestion=400/500,0/500
callwaiting=400+16/500,0/8000
dialrecall=!400/200,!0/200,!400/200,!0/200,!400/200,!0/200,400
record=1400/500,0/15000
info=!950/330,!1400/330,!1800/330,0
stutter=!400/100,!0/100,!400/100,!0/100,!400/100,!0/100,400
"""


def _asterisk(layout: Layout) -> str:
    folder = layout.folder
    return f"""[directories]
astetcdir => {folder}/etc
astmoddir => {layout.modules}
astvarlibdir => {folder}/data
astdbdir => {folder}/db
astkeydir => {folder}/data
astdatadir => {folder}/data
astagidir => {folder}/data
astspooldir => {folder}/spool
astcachedir => {folder}/cache
astrundir => {layout.run}
astlogdir => {folder}/log
[options]
systemname={layout.name}
documentation_language=en_US
transmit_silence=yes
live_dangerously=no
nocolor=yes
"""


def _modules(available: Path) -> str:
    present = [name for name in MODULES if (available / f"{name}.so").exists()]
    return "[modules]\nautoload=no\n" + "".join(f"load={name}.so\n" for name in present)


def _http(layout: Layout) -> str:
    # Each browser's SIP socket is a session of this server for as long as its agent is signed in.
    return f"""[general]
enabled=yes
enablestatic=no
bindaddr={layout.http_host}
bindport={layout.http_port}
sessionlimit=5000
session_inactivity=30000
"""


def _ari(layout: Layout) -> str:
    return f"""[general]
enabled=yes
pretty=no
websocket_write_timeout=1000
[{layout.user}]
type=user
read_only=no
password={layout.password}
"""


def _rtp(layout: Layout) -> str:
    # With the address known, nobody is asked for it: "you almost certainly will NOT want to specify stunaddr" then
    # (rtp.conf.sample). The local one is named beside it for those in the house.
    first, last = layout.rtp_ports
    text = f"[general]\nrtpstart={first}\nrtpend={last}\nicesupport=yes\nstrictrtp=yes\n"
    outside = layout.outside
    if outside.address:
        here = [own for own in outside.own if own != outside.address]
        return text + "".join(
            ["[ice_host_candidates]\n", *(f"{own} => {outside.address},include_local_address\n" for own in here)]
        )
    return text + (f"stunaddr={outside.stun}\nstunaddr_reresolve_ttl_0=yes\n" if outside.stun else "")


def _pjsip(layout: Layout) -> str:
    head = f"""[global]
type=global
user_agent=Madoguchi
endpoint_identifier_order=auth_username,username,ip
[system]
type=system
threadpool_initial_size=8
[udp]
type=transport
protocol=udp
bind={layout.bind}:{layout.sip_port}
{_nat(layout.outside)}[ws]
type=transport
protocol=ws
bind={layout.bind}
"""
    return head + f"#tryinclude {TRUNKS}\n"


def _nat(outside: Outside) -> str:
    """What the outside is told instead of our own address, in SIP and in the description of the sound."""
    if not outside.address:
        return ""
    told = f"external_media_address={outside.address}\nexternal_signaling_address={outside.address}\n"
    return told + "".join(f"local_net={network}\n" for network in outside.networks)


def _trunk(trunk: Trunk) -> str:
    for value in (trunk.name, trunk.host, *trunk.accepts, *trunk.codecs, trunk.username or "", trunk.password or ""):
        if re.search(r"[\s\[\];]|^#", value):
            raise ValueError(f"trunk {trunk.name!r}: spaces, brackets, semicolons and a leading # cannot be written")
    name = trunk_endpoint(trunk.name)
    login = f"outbound_auth={name}\n" if trunk.username else ""
    text = f"""[{name}]
type=endpoint
transport=udp
context=from-trunk
disallow=all
allow={",".join(trunk.codecs)}
direct_media=no
rtp_symmetric=yes
trust_id_inbound=yes
send_pai=yes
aors={name}
{login}[{name}]
type=aor
contact=sip:{trunk.host}
"""
    if trunk.accepts:
        text += f"[{name}]\ntype=identify\nendpoint={name}\nmatch={','.join(trunk.accepts)}\n"
    if trunk.username:
        text += f"[{name}]\ntype=auth\nauth_type=userpass\nusername={trunk.username}\npassword={trunk.password or ''}\n"
    if trunk.username and trunk.registers:
        text += _registration(name, trunk)
    return text


def _registration(name: str, trunk: Trunk) -> str:
    return f"""[{name}]
type=registration
outbound_auth={name}
server_uri=sip:{trunk.host}
client_uri=sip:{trunk.username}@{trunk.host}
contact_user={trunk.username}
retry_interval=30
forbidden_retry_interval=300
line=yes
endpoint={name}
"""
