"""A call is handed on, or somebody is asked in: a colleague, a line, or an outside number. What I know goes along.

The note is written before anybody is asked, so that it stands on their screen while it rings.
"""

from uuid import UUID

from msgspec import Struct

from madoguchi import interactions, routing, telephony
from madoguchi.access import audit
from madoguchi.interactions import Purpose
from madoguchi.kit.clock import now
from madoguchi.kit.errors import Fault
from madoguchi.kit.metrics import counter
from madoguchi.routing import WaitPlan
from madoguchi.workspace.errors import ParkedNoMore, TargetUnclear

handed = counter("calls_handed_on", "Calls handed on or people asked into them", ("how", "whom"))


class Target(Struct, frozen=True, kw_only=True):
    """Exactly one of: a colleague, a queue, a number as people write it."""

    user: UUID | None = None
    queue: UUID | None = None
    number: str = ""

    @property
    def kind(self) -> str:
        """ "person", "queue" or "number"; raises `TargetUnclear` when it is none or several."""
        given = [
            name for name, value in (("person", self.user), ("queue", self.queue), ("number", self.number)) if value
        ]
        if len(given) != 1:
            raise TargetUnclear(faults=[Fault(at="to", code="target_unclear")])
        return given[0]


async def transfer(interaction: UUID, user: UUID, to: Target, note: str = "") -> None:
    """Hand the customer over at once (即時転送); they hear music until somebody has them.

    A colleague who does not take it leaves them first in line of the queue they came from; into a queue they take their
    place with them; a number that does not answer leaves them with `user`. Raises `AgentNotAvailable`, `QueueUnknown`,
    `NumberInvalid`, `NotInContact`, `CustomerGone`, `MediumRefused`, `NoteInvalid`, `TargetUnclear`.
    """
    kind = to.kind
    await _note(interaction, user, note)
    contact = await interactions.interaction(interaction)
    if to.number:
        await interactions.transfer_out(interaction, user, telephony.dialable(to.number))
    elif to.user:
        line = contact.queue_id or await _own_line(user)
        await routing.offer_to(to.user, interaction, user, queue=line, medium=contact.medium)
        await interactions.transfer(interaction, user)
    elif to.queue:
        await interactions.transfer(interaction, user)
        plan = WaitPlan(queue=to.queue, since=await interactions.queued_since(interaction))
        await routing.enqueue(interaction, plan, contact.medium, from_user=user)
    told = {"by": str(user), "whom": kind} | ({"queue": str(to.queue)} if to.queue else {})
    await interactions.happened(interaction, "transferred", now(), told)
    await _written("transfer", kind, interaction, to)


async def _own_line(user: UUID) -> UUID | None:
    """Where a customer waits who came by no line (an outgoing call): the first that the agent serves."""
    return next((load.id for load in await routing.queues_of(user)), None)


async def ask_in(interaction: UUID, user: UUID, purpose: Purpose, to: Target, note: str = "") -> None:
    """Ask a colleague or a number aside ("consult") or into the talk ("add"). Raises as `transfer` does."""
    kind = to.kind
    if to.queue:
        raise TargetUnclear(faults=[Fault(at="to", code="target_unclear")])
    await _note(interaction, user, note)
    wish = interactions.consult if purpose == "consult" else interactions.add
    await wish(interaction, user, to=to.user, number=telephony.dialable(to.number) if to.number else "")
    if to.user:
        medium = (await interactions.interaction(interaction)).medium
        await routing.offer_to(to.user, interaction, user, medium=medium)
    await _written(purpose, kind, interaction, to)


async def abort(interaction: UUID, user: UUID) -> None:
    """Back to the customer without whoever was asked; who still rings is left in peace. Raises `MediumRefused`."""
    await _unasked(interaction)
    await interactions.abort(interaction, user)


async def swap(interaction: UUID, user: UUID) -> None:
    """From the person aside to the customer, or back. Raises `MediumRefused`."""
    await interactions.swap(interaction, user)


async def merge(interaction: UUID, user: UUID) -> None:
    """All together. Raises `MediumRefused`."""
    await interactions.merge(interaction, user)
    await audit("call.merged", "interaction", interaction, reason=interaction)


async def complete(interaction: UUID, user: UUID) -> None:
    """The customer to whoever is aside; I wrap up. Raises `MediumRefused`."""
    await interactions.complete(interaction, user)
    await audit("call.completed", "interaction", interaction, reason=interaction)


async def drop(interaction: UUID, user: UUID, party: str) -> None:
    """Let somebody else in the call go. Raises `MediumRefused`."""
    await interactions.drop(interaction, user, party)
    await audit("call.dropped", "interaction", interaction, {"party": party}, reason=interaction)


async def hang_up(interaction: UUID, user: UUID) -> None:
    """End the call for me; whoever I was asking is asked no more. Raises `NotInContact`, `MediumRefused`."""
    await _unasked(interaction, user)
    await interactions.hang_up(interaction, user)


async def not_taken(interaction: UUID) -> None:
    """The colleague who was asked did not take it."""
    offers = await routing.offers_of(interaction)
    last = offers[-1] if offers else None
    cause = "unreachable" if last is None or last.state == "expired" else last.state
    await interactions.uninvite(interaction, cause)


async def _unasked(interaction: UUID, user: UUID | None = None) -> None:
    """Take the offer back from a colleague who was asked in and has not answered (by `user`, when named)."""
    invitation = (await telephony.situation(interaction)).invitation
    if invitation is None or invitation.to_id is None or invitation.state != "asked":
        return
    if user in (None, invitation.by_id):
        await routing.withdraw(interaction)


async def park(interaction: UUID, user: UUID) -> None:
    """Let the customer wait where every colleague can take them. Raises `MediumRefused`."""
    await interactions.park(interaction, user)
    await audit("call.parked", "interaction", interaction, reason=interaction)


async def unpark(interaction: UUID, user: UUID) -> None:
    """Talk with the customer that I parked. Raises `MediumRefused`."""
    await interactions.unpark(interaction, user)


async def take(interaction: UUID, user: UUID) -> None:
    """Take a parked customer. Raises `ParkedNoMore`, `AgentBusy`, `CustomerGone`, `MediumRefused`."""
    if (await telephony.situation(interaction)).parked_by is None:
        raise ParkedNoMore
    contact = await interactions.interaction(interaction)
    await routing.reserve(user, interaction)
    await interactions.connect(interaction, user, queue=contact.queue_id)
    await audit("call.taken", "interaction", interaction, reason=interaction)


async def pause_recording(interaction: UUID, user: UUID, reason: str) -> None:
    """Leave out what is said from now on. Raises `MediumRefused`."""
    await interactions.pause_recording(interaction, user, reason)
    await audit("recording.paused", "interaction", interaction, {"reason": reason}, reason=interaction)


async def resume_recording(interaction: UUID, user: UUID) -> None:
    """Record again."""
    await interactions.resume_recording(interaction, user)
    await audit("recording.resumed", "interaction", interaction, reason=interaction)


async def _note(interaction: UUID, user: UUID, note: str) -> None:
    if note.strip():
        await interactions.write_note(interaction, note, user)


async def _written(how: str, whom: str, interaction: UUID, to: Target) -> None:
    handed.labels(how, whom).inc()
    details = {"whom": whom} if to.number else {"whom": whom, "to": str(to.user or to.queue)}
    done = {"transfer": "call.transferred", "consult": "call.consulted", "add": "call.added"}[how]
    await audit(done, "interaction", interaction, details, reason=interaction)
