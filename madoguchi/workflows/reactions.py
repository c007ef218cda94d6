"""What moves a contact through its entry flow."""

from __future__ import annotations

from madoguchi.interactions.events import InteractionEnded, InteractionOpened
from madoguchi.kit.facts import reacts_to
from madoguchi.routing.events import PresenceChanged, WaitEnded
from madoguchi.telephony.events import (
    AnnouncementFinished,
    CallHandedOut,
    CallLost,
    DigitsGathered,
    MessageTaken,
    NumberNotReached,
)
from madoguchi.workflows.actions import running, unstaffed
from madoguchi.workflows.model.engine import Recorded, Unreached
from madoguchi.workflows.views import THERE


@reacts_to(InteractionOpened)
async def call_came_in(fact: InteractionOpened) -> None:
    """An inbound call enters the flow of its entry point."""
    if fact.direction == "in" and fact.medium == "voice":
        await running.begin(fact.interaction, fact.entry_point)


@reacts_to(AnnouncementFinished)
async def prompt_finished(fact: AnnouncementFinished) -> None:
    """Goes on after what was said."""
    await running.prompt_finished(fact.interaction, fact.playback)


@reacts_to(DigitsGathered)
async def digits_gathered(fact: DigitsGathered) -> None:
    """Goes on from what was typed."""
    await running.digits_gathered(fact.interaction, fact.gathering)


@reacts_to(MessageTaken)
async def message_taken(fact: MessageTaken) -> None:
    """Goes on after a message."""
    await running.hear(fact.interaction, fact.message, Recorded(seconds=fact.seconds))


@reacts_to(NumberNotReached)
async def not_reached(fact: NumberNotReached) -> None:
    """Goes on when a number outside did not answer."""
    await running.hear(fact.interaction, fact.sending, Unreached())


@reacts_to(CallHandedOut)
async def handed_out(fact: CallHandedOut) -> None:
    """The caller talks with somebody outside: the flow has nothing more to do."""
    await running.handed_out(fact.interaction, fact.sending)


@reacts_to(WaitEnded)
async def wait_ended(fact: WaitEnded) -> None:
    """Goes on from the exit of the wait."""
    await running.wait_ended(fact.interaction, fact.item, fact.exit)


@reacts_to(PresenceChanged)
async def people_came_or_left(fact: PresenceChanged) -> None:
    """Nobody is left to wait for people who went home."""
    there, was = fact.presence in THERE, fact.previous in THERE
    if was and not there:
        await unstaffed.somebody_left(fact.user)
    elif there and not was:
        await unstaffed.somebody_came(fact.user)


@reacts_to(CallLost)
async def talk_lost(fact: CallLost) -> None:
    """Somebody else takes the customer."""
    await running.talk_lost(fact.interaction)


@reacts_to(InteractionEnded)
async def contact_ended(fact: InteractionEnded) -> None:
    """Nobody is left to lead."""
    await running.left(fact.interaction)
