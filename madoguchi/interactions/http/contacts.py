"""One contact: everything about it, what is added to it, and its recording."""

from datetime import datetime
from typing import get_args
from uuid import UUID

from msgspec import Struct, structs

from madoguchi.access import UserName, audit, users_by_id
from madoguchi.customers import CustomerBrief, CustomerSettings, Order, Sight, order, profiles, sight_of
from madoguchi.files import files
from madoguchi.interactions.actions import records
from madoguchi.interactions.model import CallEvent, Interaction, Note
from madoguchi.interactions.queries import Detail, detail
from madoguchi.interactions.queries import interaction as contact_of
from madoguchi.interactions.sight import shown_to
from madoguchi.kit.http import current_user, get, post
from madoguchi.kit.settings import setting

NAMED = frozenset(get_args(CallEvent)) | {"hand_raised", "recognised", "transcribed"}
"""Events of which `by` is one of ours."""


class HeldFile(Struct, frozen=True, kw_only=True):
    """A recording or attachment that a legal hold keeps from being removed, since when, for which reason (a code)."""

    file: UUID
    since: datetime
    reason: str


class ContactView(Struct, frozen=True, kw_only=True):
    """One contact with all its parts; `users` and `customers` name everybody who appears in it.

    `held`: what is kept as evidence; `orders`: those that it touched.
    """

    contact: Detail
    users: list[UserName]
    customers: list[CustomerBrief]
    held: list[HeldFile]
    orders: list[Order]


class NewNote(Struct, frozen=True):
    text: str


class NewLink(Struct, frozen=True):
    kind: str
    ref: UUID


class NewAttachment(Struct, frozen=True):
    file: UUID


class Made(Struct, frozen=True):
    id: UUID


class Revealed(Struct, frozen=True):
    """The whole address of a contact; empty where it was withheld."""

    address: str


@get("/interactions/{interaction:uuid}", needs="interactions.read")
async def show(interaction: UUID) -> ContactView:
    """One contact: its parts, events, notes, outcome, links, attachments and recordings.

    Its address is masked by what the asker may see; seeing a sensitive one is recorded.
    """
    found, seen = await detail(interaction), await sight_of()
    await _seen(found.interaction, seen)
    found = structs.replace(found, interaction=shown_to(seen, found.interaction))
    ids = {part.user_id for part in found.segments} | {note.author for note in found.notes}
    ids |= {written.author for written in found.transcripts if written.author}
    ids |= {UUID(event.data["by"]) for event in found.events if event.kind in NAMED and "by" in event.data}
    named = (found.interaction.customer_id, found.interaction.contract_holder_id)
    return ContactView(
        contact=found,
        users=list((await users_by_id(ids)).values()),
        customers=list((await profiles([id for id in named if id])).values()),
        held=await _held(found),
        orders=[one for link in found.links if link.kind == "order" and (one := await order(link.ref))],
    )


async def _seen(contact: Interaction, seen: Sight) -> None:
    kind = contact.address_kind
    if contact.address_value and seen.sees(kind) and kind in (await setting(CustomerSettings)).sensitive_fields:
        await audit("interaction.seen", "interaction", contact.id, {"fields": [kind]}, about=contact.customer_id)


@post("/interactions/{interaction:uuid}/reveal", needs="customers.reveal", status=200, replay=False)
async def reveal_address(interaction: UUID) -> Revealed:
    """Open the masked address of a contact. Who opened it and when is recorded."""
    contact = await contact_of(interaction)
    await audit(
        "interaction.revealed", "interaction", interaction, {"fields": [contact.address_kind]},
        reason=interaction, about=contact.customer_id,
    )  # fmt: skip
    return Revealed(contact.address_value)


async def _held(found: Detail) -> list[HeldFile]:
    ids = [*(one.file_id for one in found.recordings), *(one.file_id for one in found.attachments)]
    return [
        HeldFile(file=file.id, since=file.held, reason=file.hold_reason or "")
        for file in (await files(ids)).values()
        if file.held is not None
    ]


@post("/interactions/{interaction:uuid}/notes", needs="desk.use")
async def add_note(interaction: UUID, data: NewNote) -> Note:
    """Write a note about a contact."""
    note = await records.write_note(interaction, data.text, current_user())
    await audit("note.written", "interaction", interaction)
    return note


@post("/interactions/{interaction:uuid}/links", needs="desk.use", status=204)
async def add_link(interaction: UUID, data: NewLink) -> None:
    """Say that a contact touched a case, an order, a task …"""
    await records.link(interaction, data.kind, data.ref, current_user())
    await audit("interaction.linked", "interaction", interaction, {"kind": data.kind, "ref": str(data.ref)})


@post("/interactions/{interaction:uuid}/attachments", needs="desk.use")
async def add_attachment(interaction: UUID, data: NewAttachment) -> Made:
    """Keep an uploaded file (POST /files) with a contact."""
    attachment = await records.attach(interaction, data.file, current_user())
    await audit("interaction.attached", "interaction", interaction, {"file": str(data.file)})
    return Made(attachment)


routes = [show, reveal_address, add_note, add_link, add_attachment]
