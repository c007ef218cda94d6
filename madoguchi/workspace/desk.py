"""My whole session in one read: presence, what rings, calls, forms owed, today's tasks, my queues."""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from madoguchi import cases, interactions, routing
from madoguchi.interactions import Segment
from madoguchi.kit.clock import now
from madoguchi.kit.together import together
from madoguchi.routing import Agent, QueueLoad
from madoguchi.workspace.actions import drafts
from madoguchi.workspace.model.pop import (
    Desk,
    DeskCall,
    DeskWrapup,
    PresenceShown,
    QueueRow,
    RuleShown,
    ScreenPop,
    WrapupShown,
)
from madoguchi.workspace.model.wrapup import Wrapup, WrapupForm
from madoguchi.workspace.pop import pop_of, screen_pop
from madoguchi.workspace.situation import call_now
from madoguchi.workspace.store import wrapups

MOST_OWED = 10
AHEAD = timedelta(days=1)


async def desk_of(user: UUID) -> Desk:
    """Everything on somebody's desk, in the order in which it asks for them."""
    agent, (ringing, calls), owed, tasks, queues = await together(
        routing.presence_of(user),
        together(_ringing(user), _calls(user)),
        _owed(user),
        cases.tasks_of(user=user, until=now() + AHEAD),
        routing.queues_of(user),
    )
    return Desk(
        presence=presence_shown(agent),
        offer=ringing,
        calls=calls,
        wrapups=owed,
        tasks=tasks,
        queues=[queue_row(load) for load in queues],
    )


async def _ringing(user: UUID) -> ScreenPop | None:
    offer = await routing.live_offer_to(user)
    return await screen_pop(offer.id, offer.interaction) if offer and offer.state == "pending" else None


async def _calls(user: UUID) -> list[DeskCall]:
    return list(await together(*(_desk_call(part) for part in await interactions.live_segments(user))))


async def _owed(user: UUID) -> list[DeskWrapup]:
    owed = (await wrapups.owed_by(user))[-MOST_OWED:]
    return list(await together(*(_desk_wrapup(wrapup) for wrapup in owed)))


def presence_shown(agent: Agent) -> PresenceShown:
    """What somebody is doing, for their own desk."""
    return PresenceShown(state=agent.presence, since=agent.since, reason=agent.reason, due=agent.due, after=agent.after)


async def _desk_call(part: Segment) -> DeskCall:
    shown, contact = await together(call_now(part), interactions.interaction(part.interaction_id))
    return DeskCall(**msgspec.structs.asdict(shown), pop=await pop_of(contact))


async def _desk_wrapup(wrapup: Wrapup) -> DeskWrapup:
    shown, contact = await together(wrapup_shown(wrapup), interactions.interaction(wrapup.interaction_id))
    return DeskWrapup(**msgspec.structs.asdict(shown), pop=await pop_of(contact))


async def wrapup_shown(wrapup: Wrapup) -> WrapupShown:
    """A form with what is filled in so far: the draft, else what the system knows by itself."""
    part, (form, version) = await together(interactions.segment(wrapup.segment_id), _draft(wrapup))
    return WrapupShown(
        id=wrapup.id,
        interaction=wrapup.interaction_id,
        segment=wrapup.segment_id,
        state=wrapup.state,
        opened=wrapup.opened,
        due=wrapup.due,
        talk_seconds=part.talk_seconds,
        held_seconds=part.hold_seconds,
        form=form or WrapupForm(resolution=None if part.connected_at else "absent"),
        version=version,
        rule=_rule(wrapup),
    )


async def _draft(wrapup: Wrapup) -> tuple[WrapupForm | None, int]:
    """The form as it was left; a body that is no form any more (an older client's) is passed over."""
    found = await drafts.maybe(wrapup.user_id, wrapup.interaction_id, "wrapup")
    if found is None:
        return None, 0
    try:
        return msgspec.convert(found.body, WrapupForm), found.version
    except msgspec.ValidationError:
        return None, found.version


def _rule(wrapup: Wrapup) -> RuleShown:
    given: datetime = wrapup.due - timedelta(seconds=wrapup.extended * wrapup.extend_seconds)
    return RuleShown(
        seconds=max(0, int((given - wrapup.opened).total_seconds())),
        required=wrapup.required,
        reason_depth=wrapup.reason_depth,
        extend_seconds=wrapup.extend_seconds,
        extensions_left=max(0, wrapup.extensions - wrapup.extended),
    )


def queue_row(load: QueueLoad) -> QueueRow:
    """How a queue stands, for those who hand work to it or take it from there."""
    return QueueRow(
        id=load.id,
        name_ja=load.name_ja,
        name_en=load.name_en,
        waiting=load.waiting,
        longest_wait_since=load.oldest,
        ready=load.agents.get("ready", 0),
    )
