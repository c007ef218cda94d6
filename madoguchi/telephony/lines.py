"""The switches of this installation, as this process reaches them. Filled by bootstrap.

A call lives on one switch from its first leg to its last, and its row says on which: commands go to that one, from
whatever node. An agent's phone is signed in on all of them.
"""

import random
from collections.abc import Awaitable, Callable, Sequence

from msgspec import Struct

from madoguchi.telephony.errors import NoLine
from madoguchi.telephony.model import TrunkLine
from madoguchi.telephony.ports import CallControl

ApplyTrunks = Callable[[Sequence[TrunkLine]], Awaitable[None]]

MAIN = "main"
"""The switch of an installation that has but one. Whatever that one is called, calls of MAIN are its calls."""


class Switch(Struct, frozen=True, kw_only=True):
    """One switch. `socket_url`: the WebSocket of its phones as this node reaches it ("" when phones need none), `near`:
    so does a browser on this machine; `phone_url`: where browsers anywhere reach it ("" when only through us);
    `sip_address`: where phones and carriers send SIP ("" when that is not our doing).
    """

    id: str
    control: CallControl
    socket_url: str = ""
    phone_url: str = ""
    near: bool = False
    sip_address: str = ""


class _Wiring:
    switches: dict[str, Switch] = {}
    silent: set[str] = set()
    apply_trunks: ApplyTrunks | None = None


_wiring = _Wiring()


def use_switches(switches: Sequence[Switch], apply_trunks: ApplyTrunks | None = None) -> None:
    """Wire the switches. `apply_trunks`: makes those that are this node's own know all trunks."""
    _wiring.switches = {switch.id: switch for switch in switches}
    _wiring.silent &= _wiring.switches.keys()
    _wiring.apply_trunks = apply_trunks


def use_line(control: CallControl | None, *, socket_url: str = "") -> None:
    """Wire one switch, and none but that; None: no switch at all."""
    use_switches([Switch(id=MAIN, control=control, socket_url=socket_url, near=True)] if control else [])


def line(switch: str) -> CallControl:
    """The switch of this name. Raises NoLine."""
    return switch_named(switch).control


def switch_named(switch: str) -> Switch:
    """The switch of this name. Raises NoLine."""
    found = _wiring.switches.get(switch)
    if found is None and switch == MAIN and len(_wiring.switches) == 1:
        (found,) = _wiring.switches.values()
    if found is None:
        raise NoLine
    return found


def same_switch(named: str, switch: str) -> bool:
    """Whether what was written down under `named` is on `switch`."""
    return named == switch or (named == MAIN and len(_wiring.switches) == 1)


def switches() -> list[Switch]:
    """All of them, by name."""
    return sorted(_wiring.switches.values(), key=lambda switch: switch.id)


def noted(switch: str, *, answers: bool) -> None:
    """What this process last found: whether the switch answers."""
    if answers:
        _wiring.silent.discard(switch)
    else:
        _wiring.silent.add(switch)


def for_a_new_call() -> str:
    """The switch on which a call of ours begins: any that answers, if there is one that does. Raises NoLine."""
    if not _wiring.switches:
        raise NoLine
    return random.choice(sorted(_wiring.switches.keys() - _wiring.silent) or sorted(_wiring.switches))


def trunk_applier() -> ApplyTrunks | None:
    return _wiring.apply_trunks
