"""Callbacks meet the line: cases knows what was promised, routing who waits and who takes it."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from msgspec import UNSET, Struct, UnsetType

from madoguchi import cases, interactions, routing
from madoguchi.access import audit, users_by_id
from madoguchi.cases import AppointmentForm, Callback, CallbackForm, Task
from madoguchi.cases.events import AppointmentChanged
from madoguchi.customers import Address, Purpose, contact_until, next_contact, normalise, recognise
from madoguchi.interactions import Interaction
from madoguchi.kit.clock import now
from madoguchi.kit.errors import Fault
from madoguchi.kit.settings import setting
from madoguchi.routing import Offer, QueueUnknown
from madoguchi.workspace.actions import dialling, invitations
from madoguchi.workspace.errors import CallbackInvalid
from madoguchi.workspace.settings import WorkspaceSettings
from madoguchi.workspace.slots import most_at

MEDIUM = "voice"
PURPOSE: Purpose = "callback"


class CallbackWish(Struct, frozen=True, kw_only=True):
    """A callback to be promised. `to` as people write numbers; without it, whoever is in `interaction` or `customer`.

    `at`: by appointment, at a time that `callback-slots` offers; without, at once. `owner`: who promised to call.
    """

    queue: UUID | None = None
    interaction: UUID | None = None
    customer: UUID | None = None
    to: str = ""
    at: datetime | None = None
    owner: UUID | None = None
    text: str = ""


class MoveWish(Struct, frozen=True, kw_only=True):
    """Where an appointment is to be moved: `at` as in `CallbackWish`, or when it is already; what is unset stays."""

    at: datetime
    owner: UUID | UnsetType | None = UNSET
    text: str | UnsetType = UNSET


async def book(wish: CallbackWish, by: UUID | None) -> Callback:
    """Promise a call, and invite both sides where it is by appointment.

    Raises `CallbackInvalid`, `CallbackRefused`, `SlotTaken`, `AddressInvalid`, `QueueUnknown`.
    """
    contact = await interactions.interaction(wish.interaction) if wish.interaction else None
    queue = await routing.queue(await _queue(wish, contact))
    if wish.owner is not None and wish.at is None:
        raise CallbackInvalid(faults=[Fault(at="owner", code="owner_needs_time")])
    await _known(wish.owner)
    address = await _address(wish, contact)
    customer = wish.customer or (contact.customer_id if contact else None) or (await recognise(address)).customer
    slot, most = (None, 1) if wish.at is None else await _slot(queue.id, wish.at)
    form = CallbackForm(
        queue_id=queue.id,
        address=address.value,
        customer_id=customer,
        interaction_id=wish.interaction,
        line_of_business_id=(contact.line_of_business_id if contact else None) or queue.line_of_business,
        slot=slot,
        most_in_slot=most,
        since=await interactions.queued_since(contact.id) if contact and contact.answered is None else None,
        owner_id=wish.owner,
        text=wish.text,
    )
    made = await cases.book_callback(form, by=by)
    if slot is not None:
        await invitations.invite(made.task_id)
    return made


async def _queue(wish: CallbackWish, contact: Interaction | None) -> UUID:
    found = wish.queue or (contact.queue_id if contact else None)
    if found is None:
        raise CallbackInvalid(faults=[Fault(at="queue", code="queue_needed")])
    return found


async def _address(wish: CallbackWish, contact: Interaction | None) -> Address:
    if wish.to:
        return normalise("phone", wish.to)
    if contact is not None and contact.address_kind == "phone" and contact.address_value:
        return Address(kind="phone", value=contact.address_value)
    known = await dialling.phone_of(wish.customer) if wish.customer else None
    if known is None:
        raise CallbackInvalid(faults=[Fault(at="to", code="number_needed")])
    return known


async def _slot(queue: UUID, at: datetime) -> tuple[tuple[datetime, datetime], int]:
    """The appointment that begins at `at`, and how many may be made at its time."""
    minutes = (await setting(WorkspaceSettings)).slot_minutes
    most = await most_at(queue, at)
    if most == 0:
        raise CallbackInvalid(faults=[Fault(at="at", code="slot_unknown")])
    return (at, at + timedelta(minutes=minutes)), most


async def _known(owner: UUID | None) -> None:
    if owner is not None and owner not in await users_by_id([owner]):
        raise CallbackInvalid(faults=[Fault(at="owner", code="owner_unknown")])


async def move(task: UUID, wish: MoveWish, by: UUID | None, expected_version: int) -> Task:
    """An appointment is moved to another time or person; whoever was invited is told afterwards.

    Raises `TaskUnknown`, `CallbackUnknown`, `TaskEnded`, `CallbackRunning`, `PreconditionFailed`, `CallbackInvalid`,
    `CallbackRefused`, `SlotTaken`.
    """
    held = await cases.appointment(task, expected_version)
    promise, callback = held
    owner = promise.owner_id if wish.owner is UNSET else wish.owner
    await _known(owner)
    if callback.live and callback.slot_start == wish.at and callback.slot_end is not None:
        slot, most = (wish.at, callback.slot_end), 1
    else:
        slot, most = await _slot(callback.queue_id, wish.at)
    form = AppointmentForm(
        slot=slot, most_in_slot=most, owner_id=owner, text=promise.text if wish.text is UNSET else wish.text
    )
    return await cases.move_appointment(held, form, by=by)


async def line_up(task: UUID) -> None:
    """A callback's time has come: it waits in line at the place that was kept, while one may call; else later."""
    turn = await cases.its_turn(task)
    if turn is None:
        return
    promise, callback = turn
    at, address = now(), Address(kind="phone", value=promise.address_value)
    opens = await next_contact(promise.customer_id, MEDIUM, address, at, PURPOSE)
    if opens is None or opens > at:
        await (cases.refuse(task, "address_blocked") if opens is None else cases.postpone(task, opens))
        return
    try:
        queue = await routing.queue(callback.queue_id)
    except QueueUnknown:
        await cases.refuse(task, "queue_unknown")
        return
    source = await interactions.interaction(callback.source_id) if callback.source_id else None
    order = interactions.Outbound(
        address=address,
        purpose=PURPOSE,
        customer=promise.customer_id,
        line_of_business=promise.line_of_business_id or queue.line_of_business,
        medium_ref=f"callback:{task}:{callback.version}",
        conversation=source.conversation_id if source else None,
    )
    contact = await interactions.originate(order)
    await interactions.link(contact.id, "task", task)
    await cases.lined_up(task, contact.id)
    latest = at + timedelta(seconds=await cases.longest_in_line())
    shuts = await contact_until(promise.customer_id, MEDIUM, address, at, latest, PURPOSE)
    longest = max(1, int((shuts - at).total_seconds()))
    await routing.enqueue(contact.id, routing.WaitPlan(queue=queue.id, max_wait_seconds=longest, since=callback.since))


async def take(offer: Offer, task: UUID, user: UUID) -> None:
    """Who accepted the offer of a callback makes it: their own phone first, then the customer's."""
    await routing.dial(offer.id)
    await cases.take_up(task, offer.interaction, user)
    await interactions.start(offer.interaction, user)


async def wait_over(interaction: UUID) -> None:
    """The wait of a contact ended without anybody: where it is a callback, it is tried again later."""
    await cases.not_taken(interaction)


async def called_off(task: UUID) -> None:
    """Nobody is to be called any more: what waited in line for it ends, and whoever was invited is told so."""
    callback = await cases.callback(task)
    if callback.interaction_id is not None:
        await _leave_line(callback.interaction_id)
    if callback.kind == "appointment" and callback.state == "cancelled":
        await invitations.call_off(task)


async def changed(fact: AppointmentChanged) -> None:
    """An appointment is at another time or another person's: nobody is called at the time before, and whoever was
    invited is told."""
    if fact.waiting is not None:
        await _leave_line(fact.waiting)
    await invitations.tell_change(fact)


async def _leave_line(interaction: UUID) -> None:
    contact = await interactions.interaction(interaction)
    if contact.ended is None and contact.answered is None:
        await interactions.customer_left(contact.id, now(), "called_off")


async def call(task: UUID, user: UUID) -> Interaction:
    """Call for a task with one press; it ends in the same wrap-up, and the attempt is booked, whatever comes of it.

    Raises `TaskUnknown`, `TaskEnded`, `NothingToCall`, and as dialling does.
    """
    promise = await cases.to_call(task)
    where = promise.address_value
    if not where and promise.customer_id:
        known = await dialling.phone_of(promise.customer_id)
        where = known.value if known else ""
    if not where:
        raise cases.NothingToCall
    contact = await dialling.dial(user, where, promise.customer_id, promise.line_of_business_id, PURPOSE)
    await cases.begin_attempt(task, contact.id, user)
    await audit("task.called", "task", task, reason=contact.id, about=promise.customer_id)
    return contact
