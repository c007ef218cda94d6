"""The switch of this installation. Filled by bootstrap."""

from collections.abc import Awaitable, Callable, Sequence

from madoguchi.telephony.errors import NoLine
from madoguchi.telephony.model import TrunkLine
from madoguchi.telephony.ports import CallControl

ApplyTrunks = Callable[[Sequence[TrunkLine]], Awaitable[None]]


class _Wiring:
    line: CallControl | None = None
    phone_url = ""
    sip_address = ""
    apply_trunks: ApplyTrunks | None = None


_wiring = _Wiring()


def use_line(
    control: CallControl | None,
    *,
    phone_url: str = "",
    sip_address: str = "",
    apply_trunks: ApplyTrunks | None = None,
) -> None:
    """Wire the switch. `phone_url`: the WebSocket address of browsers' phones ("" when they need none); `sip_address`:
    where phones and carriers send SIP; `apply_trunks`: makes the switch know all trunks, where that is our doing.
    """
    _wiring.line = control
    _wiring.phone_url, _wiring.sip_address, _wiring.apply_trunks = phone_url, sip_address, apply_trunks


def line() -> CallControl:
    """The switch. Raises NoLine."""
    if _wiring.line is None:
        raise NoLine
    return _wiring.line


def wired_line() -> CallControl | None:
    return _wiring.line


def phone_url() -> str:
    return _wiring.phone_url


def sip_address() -> str:
    return _wiring.sip_address


def trunk_applier() -> ApplyTrunks | None:
    return _wiring.apply_trunks
