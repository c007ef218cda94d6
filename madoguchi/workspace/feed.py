"""What desks see at once. Each is told what concerns it, and nobody else: a pop goes to the person asked alone."""

from uuid import UUID

from msgspec import Struct

from madoguchi import interactions
from madoguchi.access import users_by_id
from madoguchi.interactions import Note
from madoguchi.interactions.events import (
    ConnectFailed,
    CustomerRecognised,
    HandLowered,
    HandRaised,
    NoteWritten,
    SegmentAside,
    SegmentConnecting,
    SegmentEnded,
    SegmentHeld,
    SegmentMuted,
    SegmentResumed,
    SegmentRinging,
    SegmentStarted,
)
from madoguchi.kit.facts import Push, watches
from madoguchi.routing import presence_of
from madoguchi.routing.events import (
    OfferAccepted,
    OfferDeclined,
    OfferExpired,
    OfferMade,
    OfferTimedOut,
    OfferWithdrawn,
    PresenceChanged,
)
from madoguchi.telephony.events import CallParked, CallUnparked, InvitationEnded, PartiesChanged, RecordingBegan
from madoguchi.workspace.desk import wrapup_shown
from madoguchi.workspace.events import DraftSaved, WrapupChanged, WrapupOpened, WrapupRulesChanged
from madoguchi.workspace.model.call import CallTold
from madoguchi.workspace.model.pop import PresenceNow
from madoguchi.workspace.pop import pop_of, screen_pop
from madoguchi.workspace.situation import call_now, calls_now
from madoguchi.workspace.store import wrapups


class OfferEnded(Struct, frozen=True, kw_only=True):
    """`state`: accepted, declined, timed_out, withdrawn or expired."""

    offer: UUID
    interaction: UUID
    state: str
    cause: str | None = None


class ParkedNow(Struct, frozen=True, kw_only=True):
    """A customer was parked, or is no more."""

    interaction: UUID


class DraftNow(Struct, frozen=True, kw_only=True):
    """Another device of mine kept something: read it again unless this one wrote it (`version`)."""

    interaction: UUID
    kind: str
    version: int


class RulesNow(Struct, frozen=True, kw_only=True):
    what: str


def _desk(user: UUID, event: str, body: object) -> Push:
    return Push(to=f"user:{user}", event=event, body=body)


@watches(OfferMade)
async def pop_screen(fact: OfferMade) -> Push | None:
    """The screen pops while it rings; on replay only if it still does."""
    pop = await screen_pop(fact.offer, fact.interaction)
    return _desk(fact.user, "offer.made", pop) if pop else None


@watches(OfferAccepted)
async def accepted(fact: OfferAccepted) -> Push:
    return _over(fact, "accepted")


@watches(OfferDeclined)
async def declined(fact: OfferDeclined) -> Push:
    return _over(fact, "declined")


@watches(OfferTimedOut)
async def timed_out(fact: OfferTimedOut) -> Push:
    return _over(fact, "timed_out")


@watches(OfferWithdrawn)
async def withdrawn(fact: OfferWithdrawn) -> Push:
    return _over(fact, "withdrawn", fact.cause)


@watches(OfferExpired)
async def expired(fact: OfferExpired) -> Push:
    return _over(fact, "expired", fact.cause)


Over = OfferAccepted | OfferDeclined | OfferTimedOut | OfferWithdrawn | OfferExpired


def _over(fact: Over, state: str, cause: str | None = None) -> Push:
    return _desk(
        fact.user, "offer.ended", OfferEnded(offer=fact.offer, interaction=fact.interaction, state=state, cause=cause)
    )


async def _call(segment: UUID) -> Push:
    part = await interactions.segment(segment)
    return _desk(part.user_id, "call.changed", await call_now(part))


async def _everybody(interaction: UUID) -> list[Push]:
    return [_desk(user, "call.changed", now) for user, now in await calls_now(interaction)]


@watches(SegmentAside)
async def consulted(fact: SegmentAside) -> list[Push]:
    return await _everybody(fact.interaction)


@watches(PartiesChanged)
async def others(fact: PartiesChanged) -> list[Push]:
    """Everybody in the call sees who is in it, and what its recording does."""
    return await _everybody(fact.interaction)


@watches(InvitationEnded)
async def asked(fact: InvitationEnded) -> Push | None:
    """Whoever asked somebody in hears why they do not come."""
    if fact.cause in ("joined", "cancelled", "over"):
        return None
    names = await users_by_id([fact.to]) if fact.to else {}
    name = names[fact.to].name if fact.to in names else ""
    told = CallTold(interaction=fact.interaction, what="invitation", cause=fact.cause, purpose=fact.purpose, name=name)
    return _desk(fact.by, "call.told", told)


@watches(CallParked)
async def parked(fact: CallParked) -> list[Push]:
    """Whoever looks at the parked customers looks again."""
    return [*await _everybody(fact.interaction), _parked(fact.interaction)]


@watches(CallUnparked)
async def unparked(fact: CallUnparked) -> list[Push]:
    pushes = [*await _everybody(fact.interaction), _parked(fact.interaction)]
    if fact.cause == "time":
        told = CallTold(interaction=fact.interaction, what="park", cause=fact.cause)
        pushes.append(_desk(fact.by, "call.told", told))
    return pushes


def _parked(interaction: UUID) -> Push:
    return Push(to="permission:desk.use", event="parked.changed", body=ParkedNow(interaction=interaction))


@watches(SegmentConnecting)
async def connecting(fact: SegmentConnecting) -> Push:
    return await _call(fact.segment)


@watches(SegmentRinging)
async def ringing(fact: SegmentRinging) -> Push:
    return await _call(fact.segment)


@watches(SegmentStarted)
async def talking(fact: SegmentStarted) -> Push:
    return await _call(fact.segment)


@watches(SegmentHeld)
async def held(fact: SegmentHeld) -> Push:
    return await _call(fact.segment)


@watches(SegmentResumed)
async def resumed(fact: SegmentResumed) -> Push:
    return await _call(fact.segment)


@watches(SegmentMuted)
async def muted(fact: SegmentMuted) -> Push:
    return await _call(fact.segment)


@watches(SegmentEnded)
async def ended(fact: SegmentEnded) -> Push:
    return await _call(fact.segment)


@watches(RecordingBegan)
async def recorded(fact: RecordingBegan) -> list[Push]:
    """Everybody in the contact sees that it is recorded."""
    return await _everybody(fact.interaction)


@watches(HandRaised)
async def hand_raised(fact: HandRaised) -> Push | None:
    return await _call_of(fact.interaction, fact.user)


@watches(HandLowered)
async def hand_lowered(fact: HandLowered) -> Push | None:
    return await _call_of(fact.interaction, fact.user)


async def _call_of(interaction: UUID, user: UUID) -> Push | None:
    """The call bar of somebody in the contact."""
    mine = [part for part in await interactions.segments_of(interaction) if part.user_id == user]
    return await _call(mine[-1].id) if mine and mine[-1].status != "ended" else None


@watches(ConnectFailed)
async def not_connected(fact: ConnectFailed) -> Push | None:
    return await _call(fact.segment) if fact.segment else None


@watches(CustomerRecognised)
async def who_it_is(fact: CustomerRecognised) -> list[Push]:
    """Whoever has the contact on their screen sees the customer there now."""
    contact = await interactions.interaction(fact.interaction)
    users = {part.user_id for part in await interactions.segments_of(fact.interaction)}
    if not users:
        return []
    pop = await pop_of(contact)
    return [_desk(user, "contact.recognised", pop) for user in sorted(users)]


@watches(NoteWritten)
async def noted(fact: NoteWritten) -> list[Push]:
    """The note stands on every open desk that looks at the contact or its customer."""
    note = next((one for one in await interactions.notes_of(fact.interaction) if one.id == fact.note), None)
    if note is None:
        return []
    return [Push(to=to, event="note.written", body=note) for to in await _lookers(note, fact.customer)]


async def _lookers(note: Note, customer: UUID | None) -> list[str]:
    users = {part.user_id for part in await interactions.segments_of(note.interaction_id)}
    places = [f"user:{user}" for user in sorted(users)]
    places.append(f"topic:interaction:{note.interaction_id}")
    return [*places, f"topic:customer:{customer}"] if customer else places


@watches(PresenceChanged)
async def presence(fact: PresenceChanged) -> Push:
    """As it is now: who reads a replay is not led through what was."""
    agent = await presence_of(fact.user)
    body = PresenceNow(
        presence=agent.presence, since=agent.since, reason=agent.reason, due=agent.due, after=agent.after
    )
    return _desk(fact.user, "presence.changed", body)


@watches(WrapupOpened)
async def wrapup_opened(fact: WrapupOpened) -> Push:
    return await _wrapup(fact.wrapup, "wrapup.opened")


@watches(WrapupChanged)
async def wrapup_changed(fact: WrapupChanged) -> Push:
    return await _wrapup(fact.wrapup, "wrapup.overdue" if fact.state == "overdue" else "wrapup.changed")


async def _wrapup(wrapup: UUID, event: str) -> Push:
    found = await wrapups.find(wrapup)
    return _desk(found.user_id, event, await wrapup_shown(found))


@watches(DraftSaved)
async def draft_saved(fact: DraftSaved) -> Push:
    body = DraftNow(interaction=fact.interaction, kind=fact.kind, version=fact.version)
    return _desk(fact.user, "draft.saved", body)


@watches(WrapupRulesChanged)
async def rules_changed(fact: WrapupRulesChanged) -> Push:
    return Push(to="tenant", event="wrapup_rules.changed", body=RulesNow(what=fact.what))
