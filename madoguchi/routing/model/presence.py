"""What one person is doing, as a pure machine: every move takes an `Agent` and gives the next one.

A move that does not apply returns the very same object, so that late, doubled and shuffled facts do no harm.

    offline ⇄ ready → busy → wrap_up → ready            ready → not_responding → ready
              ⇅        ↑      ↓ (time is up)
       break, training ┘   wrap_up_overdue
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

import msgspec
from msgspec.structs import replace

from madoguchi.routing.model import occupancy
from madoguchi.routing.model.capacity import EXCLUSIVE

Presence = Literal["ready", "busy", "wrap_up", "wrap_up_overdue", "break", "training", "not_responding", "offline"]
Chosen = Literal["ready", "break", "training", "offline"]
"""What a person may choose by themselves; the rest follows from what happens."""

WRAPPING = ("wrap_up", "wrap_up_overdue")


class Slot(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One contact of a medium of which a person has several at once. `segment`: once they are in it.

    `wrapping`: they are out of it and wrap it up; the room it takes is kept until they have.
    """

    interaction: UUID
    medium: str
    since: datetime
    segment: UUID | None = None
    wrapping: bool = False


class Agent(msgspec.Struct, frozen=True, kw_only=True):
    """One person's state. Times in UTC.

    `ready_since` is the place in the line of the idle: kept through an offer that came to nothing, lost when a contact
    begins. `offer` is the live offer (pending, or accepted and not yet connected). `interaction` is the contact that
    keeps them busy or that they wrap up. `due` is when the present state leaves by itself; `after` where they go next.
    `gone_since` is set while no desk of theirs is connected. `unwrapped` is the contact whose wrap-up they broke off to
    dial another. `slots`: what they have in hand beside it. `occupancy` (0..1) as it stood at `measured`. `forced_by`:
    the supervisor who put them where they are (or will be), for the reason `forced_reason`.
    """

    user: UUID
    presence: Presence = "offline"
    since: datetime
    reason: str | None = None
    ready_since: datetime | None = None
    offer: UUID | None = None
    interaction: UUID | None = None
    segment: UUID | None = None
    last_segment: UUID | None = None
    due: datetime | None = None
    after: Chosen = "ready"
    after_reason: str | None = None
    gone_since: datetime | None = None
    unwrapped: UUID | None = None
    slots: tuple[Slot, ...] = ()
    occupancy: float = 0.0
    measured: datetime | None = None
    forced_by: UUID | None = None
    forced_reason: str | None = None

    @property
    def available(self) -> bool:
        """Whether a contact may be offered to them now."""
        return self.presence == "ready" and self.offer is None and self.gone_since is None

    @property
    def load(self) -> dict[str, int]:
        """Contacts in hand by medium; a call or its wrap-up is one "voice"."""
        load = dict(Counter(slot.medium for slot in self.slots))
        return load | {"voice": 1} if self.presence == "busy" or self.presence in WRAPPING else load

    @property
    def at_work(self) -> bool | None:
        """Whether they have something in hand; None while they are not here to take anything."""
        if self.presence == "busy" or self.presence in WRAPPING or self.slots:
            return True
        return False if self.presence == "ready" else None


def measured(agent: Agent, at: datetime) -> Agent:
    """`agent` with the occupancy brought up to `at`: to be asked before anything that changes what is in hand."""
    since = agent.measured or agent.since
    share = occupancy.after(agent.occupancy, agent.at_work, (at - since).total_seconds())
    return replace(agent, occupancy=share, measured=max(at, since))


def move(
    agent: Agent, presence: Presence, at: datetime, reason: str | None = None, due: datetime | None = None
) -> Agent:
    """To `presence`, leaving by itself at `due`. Becoming ready joins the end of the line of the idle."""
    engaged = presence == "busy" or presence in WRAPPING
    idle = agent.ready_since if presence == "busy" else None
    if presence == "ready":
        idle = agent.ready_since or at
    return replace(
        measured(agent, at),
        presence=presence,
        since=at,
        reason=reason,
        due=due,
        ready_since=idle,
        interaction=agent.interaction if engaged else None,
        segment=agent.segment if engaged else None,
    )


def choose(agent: Agent, presence: Chosen, reason: str | None, at: datetime) -> Agent:
    """What the person chose. While busy or wrapping up it is kept for afterwards, except going home from wrap-up."""
    seen = replace(agent, gone_since=None) if presence != "offline" and agent.gone_since else agent
    if seen.forced_by is not None:
        seen = replace(seen, forced_by=None, forced_reason=None)
    engaged = agent.presence == "busy" or (agent.presence in WRAPPING and presence != "offline")
    if engaged:
        return seen if _after(agent) == (presence, reason) else replace(seen, after=presence, after_reason=reason)
    if agent.presence == presence and agent.reason == reason:
        return seen
    return _to(seen, presence, reason, at)


def force(agent: Agent, presence: Chosen, by: UUID, reason: str, at: datetime) -> Agent:
    """What a supervisor decides. A contact is let finish first; a wrap-up ends at once, and its form stays owed."""
    marked = replace(agent, forced_by=by, forced_reason=reason)
    if agent.presence == "busy":
        return agent if agent.after == presence else replace(marked, after=presence, after_reason=None)
    return agent if agent.presence == presence else _to(marked, presence, None, at)


def _after(agent: Agent) -> tuple[Chosen, str | None]:
    return agent.after, agent.after_reason


def _to(agent: Agent, presence: Chosen, reason: str | None, at: datetime) -> Agent:
    return replace(move(agent, presence, at, reason), after="ready", after_reason=None)


def missed(agent: Agent, at: datetime) -> Agent:
    """They did not answer, or their phone did not. Who talks meanwhile, or went on a break, goes on doing so."""
    if agent.presence != "ready" and (agent.presence != "busy" or agent.segment is not None):
        return replace(agent, offer=None)
    return move(replace(agent, offer=None, ready_since=None), "not_responding", at)


def engage(agent: Agent, interaction: UUID, at: datetime, due: datetime | None = None) -> Agent:
    """Reserved for `interaction`; released at `due` when nothing comes of it."""
    return move(replace(agent, interaction=interaction, segment=None), "busy", at, due=due)


def reserve(agent: Agent, interaction: UUID, at: datetime, due: datetime) -> Agent:
    """Reserved by themselves (click-to-dial), unless busy or asked already; they return to what they did before."""
    if agent.presence == "busy" or agent.offer is not None:
        return agent
    unwrapped = agent.interaction if agent.presence in WRAPPING else None
    pausing: Chosen | None = agent.presence if agent.presence in ("break", "training", "offline") else None
    after, reason = (pausing, agent.reason) if pausing else (agent.after, agent.after_reason)
    agent = replace(agent, unwrapped=unwrapped, after=after, after_reason=reason)
    return engage(agent, interaction, at, due)


def free(agent: Agent, at: datetime) -> Agent:
    """The reservation came to nothing: back to where they were or wish to go, with their place among the idle."""
    if agent.presence != "busy":
        return agent
    agent = replace(agent, offer=None, segment=None)
    if agent.unwrapped is not None:
        return move(replace(agent, interaction=agent.unwrapped, unwrapped=None), "wrap_up_overdue", at)
    return _to(agent, agent.after, agent.after_reason, at)


def talking(agent: Agent, interaction: UUID, segment: UUID, at: datetime, medium: str = "voice") -> Agent:
    """Their part of `interaction` began, as the medium says; what the medium says is the truth."""
    if medium not in EXCLUSIVE:
        return _changed(take_up(agent, interaction, medium, at), interaction, at, segment=segment)
    if segment in (agent.segment, agent.last_segment):
        return agent
    if agent.presence in WRAPPING and agent.interaction == interaction:
        return agent
    if agent.interaction != interaction or agent.presence != "busy":
        if agent.presence == "busy" and agent.segment is not None:
            return agent
        agent = engage(agent, interaction, at)
    return replace(agent, segment=segment, offer=None, ready_since=None, due=None)


def hung_up(agent: Agent, interaction: UUID, segment: UUID | None, at: datetime, seconds: float) -> Agent:
    """Their part of `interaction` ended: wrap-up of `seconds`, or none when 0. `segment` None: as far as we know."""
    slot = _slot(agent, interaction)
    if slot is not None:
        known = segment is None or slot.segment in (None, segment)
        return _changed(agent, interaction, at, wrapping=True, gone=seconds <= 0) if known else agent
    if agent.presence != "busy" or agent.interaction != interaction:
        return agent
    if segment is not None and (segment == agent.last_segment or agent.segment not in (None, segment)):
        return agent
    last = segment or agent.segment or agent.last_segment
    done = replace(agent, offer=None, ready_since=None, segment=None, last_segment=last, unwrapped=None)
    if seconds <= 0:
        return _to(done, agent.after, agent.after_reason, at)
    return move(done, "wrap_up", at, due=at + timedelta(seconds=seconds))


def late_wrapup(agent: Agent, interaction: UUID, segment: UUID, at: datetime, seconds: float) -> Agent:
    """A talk of theirs is over of which nobody had told: wrap-up, for who would be asked next, or was thought not to
    respond. Who does something else by now, by their own will, has the form for later.
    """
    if agent.presence not in ("ready", "not_responding") or segment == agent.last_segment:
        return agent
    done = replace(agent, interaction=interaction, offer=None, ready_since=None, last_segment=segment)
    return move(done, "wrap_up", at, due=at + timedelta(seconds=seconds))


def wrap_up(agent: Agent, interaction: UUID, at: datetime, seconds: float) -> Agent:
    """The wrap-up of `interaction` ends `seconds` from now (a rule says so, or more time was asked for).

    Whoever hears of the hang-up first, routing or the room of the form, begins it; the other finds it begun. One of
    several contacts in hand is wrapped up beside the others: it keeps its room until then, and no time presses.
    """
    if _slot(agent, interaction) is not None:
        return _changed(agent, interaction, at, wrapping=True)
    if agent.interaction != interaction:
        return agent
    if agent.presence == "busy":
        return hung_up(agent, interaction, None, at, seconds)
    if agent.presence == "wrap_up_overdue":
        return move(agent, "wrap_up", at, due=at + timedelta(seconds=seconds))
    return replace(agent, due=at + timedelta(seconds=seconds)) if agent.presence == "wrap_up" else agent


def take_up(agent: Agent, interaction: UUID, medium: str, at: datetime) -> Agent:
    """One more in hand, beside what there is."""
    if _slot(agent, interaction) is not None:
        return agent
    slot = Slot(interaction=interaction, medium=medium, since=at)
    return replace(measured(agent, at), slots=(*agent.slots, slot))


def put_down(agent: Agent, interaction: UUID, at: datetime) -> Agent:
    """It is not in hand any more; nothing when it was not."""
    return _changed(agent, interaction, at, gone=True) if _slot(agent, interaction) is not None else agent


def _slot(agent: Agent, interaction: UUID | None) -> Slot | None:
    for slot in agent.slots:
        if slot.interaction == interaction:
            return slot
    return None


def _changed(
    agent: Agent,
    interaction: UUID,
    at: datetime,
    *,
    segment: UUID | None = None,
    wrapping: bool = False,
    gone: bool = False,
) -> Agent:
    slots: list[Slot] = []
    for slot in agent.slots:
        if slot.interaction != interaction:
            slots.append(slot)
        elif not gone:
            slots.append(replace(slot, segment=segment or slot.segment, wrapping=wrapping or slot.wrapping))
    after = tuple(slots)
    return agent if after == agent.slots else replace(measured(agent, at), slots=after)


def wrapped_up(agent: Agent, next_presence: Chosen | None, reason: str | None, at: datetime) -> Agent:
    """Their wrap-up is done. `next_presence` None: where they asked to go, or ready."""
    if agent.presence not in WRAPPING:
        return agent
    if next_presence is None:
        return _to(agent, agent.after, agent.after_reason, at)
    return _to(agent, next_presence, reason, at)


def overdue(agent: Agent, at: datetime) -> Agent:
    """The time for wrap-up is over; they are not ready, and the form stays owed."""
    return move(agent, "wrap_up_overdue", at) if agent.presence == "wrap_up" else agent


def time_is_up(agent: Agent, at: datetime) -> Agent:
    """What happens at `due`: a wrap-up becomes overdue, a reservation without a contact is released."""
    if agent.due is None or at < agent.due:
        return agent
    if agent.presence == "wrap_up":
        return overdue(agent, at)
    if agent.presence == "busy" and agent.segment is None and agent.offer is None:
        return free(agent, at)
    return replace(agent, due=None)


def desk_gone(agent: Agent, at: datetime) -> Agent:
    """The last desk of theirs went away; the grace begins."""
    if agent.gone_since is not None or agent.presence == "offline":
        return agent
    return replace(agent, gone_since=at)


def desk_back(agent: Agent) -> Agent:
    """A desk of theirs is connected (again)."""
    return agent if agent.gone_since is None else replace(agent, gone_since=None)


def grace_over(agent: Agent, at: datetime, seconds: float) -> Agent:
    """No desk for `seconds`: offline. A contact is let finish first."""
    if agent.gone_since is None or at < agent.gone_since + timedelta(seconds=seconds) or agent.presence == "busy":
        return agent
    gone = replace(agent, gone_since=None, offer=None, ready_since=None)
    return gone if agent.presence == "offline" else _to(gone, "offline", None, at)
