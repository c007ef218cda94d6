"""An agent asks for help, or ends a contact that nobody has to bear; what is evidence is kept."""

from __future__ import annotations

from uuid import UUID

from madoguchi.access import audit
from madoguchi.files import hold
from madoguchi.interactions import hands, incidents, queries, store
from madoguchi.interactions.errors import NoteInvalid, NotInContact
from madoguchi.interactions.events import HandLowered, HandRaised, IncidentRecorded
from madoguchi.interactions.hands import Hand
from madoguchi.interactions.incidents import Incident
from madoguchi.kit.clock import now
from madoguchi.kit.errors import Fault
from madoguchi.kit.facts import record
from madoguchi.kit.ids import new_id
from madoguchi.kit.metrics import counter, histogram

NOTE_CHARACTERS = 4000
HOLD = "harassment"

raised_total = counter("hands_raised", "Hands that agents raised for their supervisor")
up_seconds = histogram("hand_seconds", "How long a raised hand stayed up", ("cause",), (5, 15, 30, 60, 120, 300, 900))
incidents_total = counter("incidents_recorded", "Contacts kept as evidence", ("kind", "reason"))


async def raise_hand(interaction: UUID, user: UUID) -> Hand:
    """`user` asks for their supervisor. Idempotent while it is up. Raises `NotInContact`."""
    await store.lock(interaction)
    if not any(part.interaction_id == interaction for part in await store.live_segments(user)):
        raise NotInContact
    hand = await hands.insert(interaction, user, now())
    if hand is None:
        found = await hands.hand_of(interaction, user)
        assert found is not None, "the contact is locked, so nobody lowered it meanwhile"
        return found
    await store.event(interaction, "hand_raised", hand.raised, {"by": str(user)})
    record(HandRaised(hand=hand.id, interaction=interaction, user=user, at=hand.raised))
    await audit("hand.raised", "interaction", interaction, reason=interaction)
    raised_total.inc()
    return hand


async def lower_hand(interaction: UUID, user: UUID, by: UUID | None) -> None:
    """The hand of `user` goes down: they lowered it, or somebody came. Harmless when it is not up."""
    await store.lock(interaction)
    if await put_down(interaction, user, by, "agent" if by == user else "supervisor"):
        await audit("hand.lowered", "interaction", interaction, {"user": str(user)}, reason=interaction)


async def put_down(interaction: UUID, user: UUID, by: UUID | None, cause: str) -> bool:
    """The same in a contact that the unit holds; True when it was up."""
    hand = await hands.lower(interaction, user, now(), by, cause)
    if hand is None or hand.lowered is None:
        return False
    await store.event(interaction, "hand_lowered", hand.lowered, {"cause": cause})
    record(HandLowered(hand=hand.id, interaction=interaction, user=user, by=by, cause=cause))
    up_seconds.labels(cause).observe(max(0.0, (hand.lowered - hand.raised).total_seconds()))
    return True


async def record_incident(interaction: UUID, reason: str, note: str, by: UUID | None) -> Incident:
    """Harassment by the customer: what was done is recorded, and what was recorded is kept from deletion.

    Raises `NoteInvalid` for more than 4,000 characters.
    """
    if len(note) > NOTE_CHARACTERS:
        raise NoteInvalid(faults=[Fault(at="note", code="note_length", params={"most": NOTE_CHARACTERS})])
    contact = await store.lock(interaction)
    made = Incident(
        id=new_id(), interaction_id=interaction, kind="harassment", reason=reason, at=now(), recorded_by=by,
        note=note.strip(),
    )  # fmt: skip
    await incidents.insert(contact, made)
    await store.event(interaction, "incident", made.at, {"reason": reason})
    for file in await queries.evidence_files(interaction):
        await hold(file, HOLD)
    record(
        IncidentRecorded(
            incident=made.id, interaction=interaction, customer=contact.customer_id, user=by, kind=made.kind,
            reason=reason,
        )
    )  # fmt: skip
    await audit("incident.recorded", "interaction", interaction, {"reason": reason}, reason=interaction,
                about=contact.customer_id)  # fmt: skip
    incidents_total.labels(made.kind, reason).inc()
    return made
