"""What routing does about what happens in a contact. Late, doubled and shuffled facts find nothing to do."""

from __future__ import annotations

from typing import Final

from madoguchi import interactions
from madoguchi.interactions import Interaction
from madoguchi.interactions.events import (
    ConnectFailed,
    InteractionAbandoned,
    InteractionEnded,
    SegmentAside,
    SegmentEnded,
    SegmentStarted,
)
from madoguchi.kit.facts import reacts_to
from madoguchi.routing.actions import answering, waiting
from madoguchi.routing.model.waiting import Exit

INSTEAD: Final[dict[str, Exit]] = {"callback": "callback", "voicemail": "voicemail"}
"""How the wait ends of who leaves with something else than a talk."""


@reacts_to(InteractionAbandoned)
async def caller_gave_up(fact: InteractionAbandoned) -> None:
    """Out of the line; the pop, if there is one, is withdrawn."""
    await waiting.withdraw(fact.interaction, "abandoned")


@reacts_to(InteractionEnded)
async def contact_ended(fact: InteractionEnded) -> None:
    """The same for one who was talked with before and waited for somebody else (a transfer).

    Who had a call promised, or left word, has not given up; neither has anybody whom we were only about to call.
    """
    await waiting.withdraw(fact.interaction, _exit(await interactions.interaction(fact.interaction)))


def _exit(contact: Interaction) -> Exit:
    if contact.answered is not None:
        return "abandoned"
    return "withdrawn" if contact.direction == "out" else INSTEAD.get(contact.remedy, "abandoned")


@reacts_to(SegmentAside)
async def consulted(fact: SegmentAside) -> None:
    """A colleague asks them aside: they are as busy as with a customer."""
    await answering.started(fact.interaction, fact.user, fact.segment, fact.at)


@reacts_to(SegmentStarted)
async def talk_began(fact: SegmentStarted) -> None:
    """It waits no more; the person is busy with it."""
    await answering.started(fact.interaction, fact.user, fact.segment, fact.at, fact.medium)


@reacts_to(SegmentEnded)
async def talk_ended(fact: SegmentEnded) -> None:
    """The person wraps up, unless they were only asked aside."""
    await answering.hung_up(fact.interaction, fact.user, fact.segment, fact.queue, owed=fact.owed)


@reacts_to(ConnectFailed)
async def phone_not_reached(fact: ConnectFailed) -> None:
    """The caller is first in line again; the person does not respond."""
    await answering.connect_failed(fact.interaction, fact.user, fact.cause)
