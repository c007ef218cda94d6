"""Personal fields as they are shown to those who may not see them whole. Pure; what is masked stays recognisable to
someone who already knows it (the last digits of a number, the domain of an address) and to nobody else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal

FieldKind = Literal["phone", "email", "handle", "address", "birth_date", "number"]

HIDDEN: Final = "＊"
_LAST_DIGITS: Final = 4


def _phone(value: str) -> str:
    """`+819012345678` → `＊＊＊＊5678`: only the last four digits, which people say to each other."""
    digits = [c for c in value if c.isdigit()]
    # A short number (110, an extension) would be shown whole by its last four digits.
    keep = _LAST_DIGITS if len(digits) > 2 * _LAST_DIGITS - 1 else 0
    return HIDDEN * 4 + "".join(digits[len(digits) - keep :])


def _email(value: str) -> str:
    """`taro@example.co.jp` → `t＊＊＊@example.co.jp`."""
    local, at, domain = value.rpartition("@")
    if not at:
        return _handle(value)
    return (local[:1] if len(local) > 1 else "") + HIDDEN * 3 + at + domain


def _handle(value: str) -> str:
    return (value[:1] if len(value) > 2 else "") + HIDDEN * 3


def _birth_date(value: str) -> str:
    """`1985-04-02` → `1985-＊＊-＊＊`; any other form is hidden whole."""
    return value[:5] + f"{HIDDEN * 2}-{HIDDEN * 2}" if len(value) == 10 and value[4] == "-" else HIDDEN * 4


def _address(value: str) -> str:
    """Keep the prefecture, with which people are routed; hide the rest."""
    for ending in ("都", "道", "府", "県"):
        at = value.find(ending, 2, 4)
        if at > 0:
            return value[: at + 1] + HIDDEN * 4
    return HIDDEN * 4


def _number(value: str) -> str:
    """A contract or member number: the last four characters of a long one."""
    return HIDDEN * 4 + (value[-_LAST_DIGITS:] if len(value) > 2 * _LAST_DIGITS - 1 else "")


_MASKS: Final[dict[FieldKind, Callable[[str], str]]] = {
    "phone": _phone,
    "email": _email,
    "handle": _handle,
    "address": _address,
    "birth_date": _birth_date,
    "number": _number,
}


def masked(kind: FieldKind, value: str) -> str:
    """`value` with its personal part hidden. An empty value stays empty."""
    return _MASKS[kind](value) if value else value
