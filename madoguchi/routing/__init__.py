"""Routing: who is doing what, who waits, and who is asked to take it.

A flow lets a contact wait (`enqueue`); the person asked hears of it by `OfferMade`; the desk answers (`accept`,
`decline`). What a medium then reports to `interactions` moves people on by itself.
"""

from madoguchi.routing.actions.answering import accept, decline
from madoguchi.routing.actions.presence import (
    begin_wrapup,
    desk_connected,
    desk_gone,
    end_wrapup,
    release,
    reserve,
    set_presence,
    wrapup_overdue,
)
from madoguchi.routing.actions.queues import QueueForm, add_queue, change_queue, set_members
from madoguchi.routing.actions.waiting import enqueue, offer_to, withdraw
from madoguchi.routing.errors import (
    AgentBusy,
    AgentNotAvailable,
    AlreadyWaiting,
    OfferGone,
    OfferUnknown,
    QueueUnknown,
)
from madoguchi.routing.history import PastOffer, PastWait, PresenceMark, past_offers, past_waits, presence_marks
from madoguchi.routing.model.matching import Candidate, Decision
from madoguchi.routing.model.offers import Exit, Item, Offer, OfferState, WaitPlan
from madoguchi.routing.model.presence import Agent, Chosen, Presence
from madoguchi.routing.queries import (
    QueueTable,
    all_queues,
    break_reasons,
    live_offer_to,
    members,
    offer,
    offers_of,
    presence_of,
    presences,
    queue,
    queue_loads,
    queue_table,
    queues_of,
)
from madoguchi.routing.settings import BreakReason, RoutingSettings
from madoguchi.routing.store.queues import AgentRow, Queue, QueueLoad

__all__ = [
    "Agent", "AgentBusy", "AgentNotAvailable", "AgentRow", "AlreadyWaiting", "BreakReason", "Candidate", "Chosen",
    "Decision", "Exit", "Item", "Offer", "OfferGone", "OfferState", "OfferUnknown", "PastOffer", "PastWait",
    "Presence", "PresenceMark", "Queue", "QueueForm", "QueueLoad", "QueueTable", "QueueUnknown", "RoutingSettings",
    "WaitPlan", "accept", "add_queue", "all_queues", "begin_wrapup", "break_reasons", "change_queue", "decline",
    "desk_connected", "desk_gone", "end_wrapup", "enqueue", "live_offer_to", "members", "offer", "offer_to",
    "offers_of", "past_offers", "past_waits", "presence_marks", "presence_of", "presences", "queue", "queue_loads",
    "queue_table", "queues_of", "release", "reserve", "set_members", "set_presence", "withdraw", "wrapup_overdue",
]  # fmt: skip
