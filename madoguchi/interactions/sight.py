"""Whose eyes see a number whole: those who may reveal or see everything; others see a mask."""

from msgspec import structs

from madoguchi.access import FieldKind, masked
from madoguchi.interactions.history import HistoryRow
from madoguchi.interactions.model import Interaction
from madoguchi.kit.http import Principal

KINDS: dict[str, FieldKind] = {"phone": "phone", "email": "email"}


def _sees(who: Principal) -> bool:
    return bool(who.permissions & {"customers.unmasked", "customers.reveal"})


def number_shown_to(who: Principal, row: HistoryRow) -> HistoryRow:
    """A line of the history as `who` may see it."""
    return row if _sees(who) else structs.replace(row, address_value=masked("phone", row.address_value))


def shown_to(who: Principal, contact: Interaction) -> Interaction:
    """A contact as `who` may see it."""
    if _sees(who):
        return contact
    hidden = masked(KINDS.get(contact.address_kind, "handle"), contact.address_value)
    return structs.replace(contact, address_value=hidden, address_raw="")
