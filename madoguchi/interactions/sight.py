"""Contacts as somebody may see them: the address masked by the same rule as on the customer's card."""

from msgspec import structs

from madoguchi.customers import Sight
from madoguchi.interactions.history import HistoryRow
from madoguchi.interactions.model import Interaction


def number_shown_to(seen: Sight, row: HistoryRow) -> HistoryRow:
    """A line of the history as `seen` shows it."""
    return structs.replace(row, address_value=seen.shows("phone", row.address_value))


def shown_to(seen: Sight, contact: Interaction) -> Interaction:
    """A contact as `seen` shows it."""
    shown = seen.reached(contact.address_kind, contact.address_value)
    if shown == contact.address_value:
        return contact
    return structs.replace(contact, address_value=shown, address_raw="")
