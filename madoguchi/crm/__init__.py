"""The CRM next door: its card read live, our contacts written back to it.

state = await crm.begin_card(interaction, customer, address, for_user=agent)    # "off" or "waiting"; then `crm.card`
"""

from madoguchi.crm.actions.connections import (
    ConnectionChange,
    ConnectionForm,
    add_connection,
    change_connection,
    check_connection,
    remove_connection,
)
from madoguchi.crm.actions.writebacks import retry
from madoguchi.crm.cards import begin_card, card, card_state, refresh_card, settle_cards
from madoguchi.crm.errors import (
    CrmFault,
    CrmForbidden,
    CrmRefused,
    CrmResting,
    CrmUnanswered,
    CrmUnreachable,
)
from madoguchi.crm.model import CardLine, CardShown, Connection, ShownState
from madoguchi.crm.opened import close_all
from madoguchi.crm.vendors import register_vendor

__all__ = [
    "CardLine", "CardShown", "Connection", "ConnectionChange", "ConnectionForm", "CrmFault", "CrmForbidden",
    "CrmRefused", "CrmResting", "CrmUnanswered", "CrmUnreachable", "ShownState", "add_connection", "begin_card", "card",
    "card_state", "change_connection", "check_connection", "close_all", "refresh_card", "register_vendor",
    "remove_connection", "retry", "settle_cards",
]  # fmt: skip
