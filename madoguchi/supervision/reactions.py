"""What supervision does about what happens in contacts."""

from __future__ import annotations

from typing import cast

from madoguchi import routing
from madoguchi.interactions.events import HandLowered, HandRaised, SupervisorJoined, SupervisorLeft
from madoguchi.kit.facts import reacts_to
from madoguchi.routing.events import SkillMissing, WaitEnded
from madoguchi.supervision.actions import alerts, monitoring
from madoguchi.supervision.model.monitoring import Mode


@reacts_to(SupervisorJoined)
async def supervisor_is_there(fact: SupervisorJoined) -> None:
    """What was wished came to be."""
    await monitoring.joined(fact.interaction, fact.user, cast(Mode, fact.mode), fact.at)


@reacts_to(SupervisorLeft)
async def supervisor_is_gone(fact: SupervisorLeft) -> None:
    """By their own wish, with the talk, or because their phone broke off."""
    await monitoring.left(fact.interaction, fact.user, fact.cause, fact.at)


@reacts_to(HandRaised)
async def hand_is_up(fact: HandRaised) -> None:
    """Nobody who raises a hand waits for the next look."""
    await alerts.look()


@reacts_to(HandLowered)
async def hand_is_down(fact: HandLowered) -> None:
    """Somebody came, or the talk is over."""
    await alerts.look()


@reacts_to(SkillMissing)
async def nobody_can(fact: SkillMissing) -> None:
    """A contact asks for what nobody here can do."""
    queue = await routing.queue(fact.queue)
    await alerts.skill_missing(fact.queue, queue.code, fact.interaction, fact.skill)


@reacts_to(WaitEnded)
async def wait_is_over(fact: WaitEnded) -> None:
    """Whoever took it, or not: it asks for nothing any more."""
    await alerts.wait_over(fact.interaction)
