"""Routing: who is doing what, who waits, and who is asked to take it.

A flow lets a contact wait (`enqueue`); the person asked hears of it by `OfferMade`; the desk answers (`accept`,
`decline`). What a medium then reports to `interactions` moves people on by itself.
"""

from madoguchi.routing.actions.answering import accept, decline, dial
from madoguchi.routing.actions.presence import (
    begin_wrapup,
    desk_connected,
    desk_gone,
    end_wrapup,
    force_presence,
    release,
    reserve,
    set_presence,
    wrapup_overdue,
)
from madoguchi.routing.actions.queues import QueueForm, add_queue, change_queue, set_members
from madoguchi.routing.actions.skills import (
    ProfileForm,
    SkillForm,
    add_skill,
    change_profile,
    change_skill,
    delete_skill,
    set_queues_of,
)
from madoguchi.routing.actions.waiting import enqueue, offer_to, withdraw, withdraw_many
from madoguchi.routing.errors import (
    AgentBusy,
    AgentNotAvailable,
    AlreadyWaiting,
    ForceReasonUnknown,
    NoDesk,
    OfferGone,
    OfferUnknown,
    PersonUnknown,
    PresenceMoved,
    QueueUnknown,
    SkillUnknown,
)
from madoguchi.routing.history import PastOffer, PastWait, PresenceMark, past_offers, past_waits, presence_marks
from madoguchi.routing.live import PersonNow, Stay, Stays, counts_of, people_now, stays_of, stays_since
from madoguchi.routing.model.capacity import Capacity
from madoguchi.routing.model.presence import Agent, Chosen, Presence, Slot
from madoguchi.routing.model.sets import version_of
from madoguchi.routing.model.skills import Need, Profile, Skill, Step
from madoguchi.routing.model.waiting import Exit, Item, Offer, OfferState, WaitPlan
from madoguchi.routing.model.work import Candidate, Decision
from madoguchi.routing.queries import (
    QueueTable,
    Standing,
    all_queues,
    break_reasons,
    force_reasons,
    live_offer_to,
    members,
    offer,
    offers_of,
    presence_of,
    presences,
    profile_of,
    profiles_of,
    queue,
    queue_loads,
    queue_table,
    queues_of,
    skills,
    standing,
    waiting_in,
)
from madoguchi.routing.service import Service, ServiceSettings, ServiceTarget, service, today
from madoguchi.routing.settings import BreakReason, ForceReason, RoutingSettings, ValuePoints
from madoguchi.routing.store.queues import AgentRow, Queue, QueueLoad

__all__ = [
    "Agent", "AgentBusy", "AgentNotAvailable", "AgentRow", "AlreadyWaiting", "BreakReason", "Candidate",
    "Capacity", "Chosen", "Decision", "Exit", "ForceReason", "ForceReasonUnknown", "Item", "Need", "NoDesk",
    "Offer", "OfferGone", "OfferState", "OfferUnknown", "PastOffer", "PastWait", "PersonNow", "PersonUnknown",
    "Presence", "PresenceMark", "PresenceMoved", "Profile", "ProfileForm", "Queue", "QueueForm", "QueueLoad",
    "QueueTable", "QueueUnknown", "RoutingSettings", "Service", "ServiceSettings", "ServiceTarget", "Skill",
    "SkillForm", "SkillUnknown", "Slot", "Standing", "Stay", "Stays", "Step", "ValuePoints", "WaitPlan",
    "accept", "add_queue", "add_skill", "all_queues", "begin_wrapup", "break_reasons", "change_profile",
    "change_queue", "change_skill", "counts_of", "decline", "delete_skill", "desk_connected", "desk_gone",
    "dial", "end_wrapup", "enqueue", "force_presence", "force_reasons", "live_offer_to", "members", "offer",
    "offer_to", "offers_of", "past_offers", "past_waits", "people_now", "presence_marks", "presence_of",
    "presences", "profile_of", "profiles_of", "queue", "queue_loads", "queue_table", "queues_of", "release",
    "reserve", "service", "set_members", "set_presence", "set_queues_of", "skills", "standing", "stays_of",
    "stays_since", "today", "version_of", "waiting_in", "withdraw", "withdraw_many", "wrapup_overdue",
]  # fmt: skip
