"""What reports do about others' facts: book the counting of a contact, keep what people turned to."""

from __future__ import annotations

from madoguchi.analytics.actions import counting
from madoguchi.analytics.store import rows
from madoguchi.interactions.events import (
    CustomerRecognised,
    InteractionEnded,
    OutcomeRecorded,
    SegmentEnded,
    SegmentWrapped,
)
from madoguchi.kit.facts import reacts_to
from madoguchi.routing import PresenceMark
from madoguchi.routing.events import ItemMoved, ItemQueued, PresenceChanged, WaitEnded


@reacts_to(ItemQueued)
async def count_offered(fact: ItemQueued) -> None:
    """Whoever waits is offered already."""
    await counting.later(fact.interaction)


@reacts_to(ItemMoved)
async def count_overflow(fact: ItemMoved) -> None:
    """The queue that it left has had it."""
    await counting.later(fact.interaction)


@reacts_to(WaitEnded)
async def count_wait(fact: WaitEnded) -> None:
    """Somebody was connected, gave up, or went another way."""
    await counting.later(fact.interaction)


@reacts_to(SegmentEnded)
async def count_part(fact: SegmentEnded) -> None:
    """An agent's part is over."""
    await counting.later(fact.interaction)


@reacts_to(SegmentWrapped)
async def count_wrapup(fact: SegmentWrapped) -> None:
    """Its wrap-up is over too."""
    await counting.later(fact.interaction)


@reacts_to(OutcomeRecorded)
async def count_topic(fact: OutcomeRecorded) -> None:
    """It is known what it was about."""
    await counting.later(fact.interaction)


@reacts_to(InteractionEnded)
async def count_contact(fact: InteractionEnded) -> None:
    """Also one that never came to a queue."""
    await counting.later(fact.interaction)


@reacts_to(CustomerRecognised)
async def count_customer(fact: CustomerRecognised) -> None:
    """It is known who it was: did they call before?"""
    await counting.later(fact.interaction)


@reacts_to(PresenceChanged)
async def keep_presence(fact: PresenceChanged) -> None:
    """Somebody turned to something else."""
    mark = PresenceMark(
        user=fact.user, at=fact.since, presence=fact.presence, reason=fact.reason, interaction=fact.interaction
    )
    await rows.keep_marks([mark])
