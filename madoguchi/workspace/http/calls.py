"""Offers and calls: take, refuse, dial, steer, hand on."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from madoguchi.customers import Purpose
from madoguchi.interactions import Incident, OverrideReason
from madoguchi.kit.http import current_user, get, post
from madoguchi.workspace.actions import calls, dialling, ending
from madoguchi.workspace.actions.ending import EndingScript


class Dial(Struct, frozen=True, kw_only=True):
    """Whom to call: `to` as people write numbers; without it, where the contact `interaction` came from or went to, or
    the number that `customer` prefers. `purpose` "callback" is what the customer asked for.

    `override`: why the call is made although somebody's wish stands against it (`call_needs_reason`).
    """

    to: Annotated[str, Meta(max_length=64)] = ""
    interaction: UUID | None = None
    customer: UUID | None = None
    line_of_business: UUID | None = None
    purpose: Purpose = "service"
    override: OverrideReason | None = None


class Digits(Struct, frozen=True):
    """What the keypad sends: 0-9 * # A-D."""

    digits: Annotated[str, Meta(min_length=1, max_length=32)]


class Contacted(Struct, frozen=True):
    """The contact that this began or joined."""

    interaction: UUID


@post("/offers/{offer:uuid}/accept", needs="desk.use", status=200)
async def accept(offer: UUID) -> Contacted:
    """Take the offered contact."""
    return Contacted(await calls.accept(offer, current_user()))


@post("/offers/{offer:uuid}/decline", needs="desk.use", status=204)
async def decline(offer: UUID) -> None:
    """Leave the offered contact to the next person."""
    await calls.decline(offer, current_user())


@post("/calls", needs="calls.dial")
async def dial(data: Dial) -> Contacted:
    """Click-to-dial: my phone first, then the customer's."""
    user = current_user()
    if not data.to and data.interaction:
        contact = await dialling.dial_again(user, data.interaction, data.override)
    elif not data.to and data.customer:
        contact = await dialling.dial_customer(user, data.customer, data.override)
    else:
        contact = await dialling.dial(user, data.to, data.customer, data.line_of_business, data.purpose, data.override)
    return Contacted(contact.id)


@post("/calls/{interaction:uuid}/hang-up", needs="desk.use", status=204)
async def hang_up(interaction: UUID) -> None:
    """End the call."""
    await calls.steer(interaction, current_user(), "hang_up")


@post("/calls/{interaction:uuid}/hold", needs="desk.use", status=204)
async def hold(interaction: UUID) -> None:
    """Let the customer hear music."""
    await calls.steer(interaction, current_user(), "hold")


@post("/calls/{interaction:uuid}/resume", needs="desk.use", status=204)
async def resume(interaction: UUID) -> None:
    """Talk again."""
    await calls.steer(interaction, current_user(), "resume")


@post("/calls/{interaction:uuid}/mute", needs="desk.use", status=204)
async def mute(interaction: UUID) -> None:
    """Do not let the customer hear me."""
    await calls.steer(interaction, current_user(), "mute")


@post("/calls/{interaction:uuid}/unmute", needs="desk.use", status=204)
async def unmute(interaction: UUID) -> None:
    """Let the customer hear me again."""
    await calls.steer(interaction, current_user(), "unmute")


@post("/calls/{interaction:uuid}/dtmf", needs="desk.use", status=204)
async def dtmf(interaction: UUID, data: Digits) -> None:
    """Send keypad digits to the other side; they are never stored."""
    await calls.send_digits(interaction, current_user(), data.digits)


class Ending(Struct, frozen=True, kw_only=True):
    """Why the contact is ended for harassment, what happened, and whether to hang up now."""

    reason: Annotated[str, Meta(min_length=1, max_length=40)]
    note: Annotated[str, Meta(max_length=20_000)] = ""
    hang_up: bool = True


@get("/ending-script", needs="desk.use")
async def show_ending_script() -> EndingScript:
    """What to say before a contact is ended for harassment, and the reasons to choose from."""
    return await ending.script()


@post("/calls/{interaction:uuid}/end-for-harassment", needs="desk.use")
async def end_for_harassment(interaction: UUID, data: Ending) -> Incident:
    """End the contact (カスハラ): the reason is recorded and the recording kept from deletion."""
    return await ending.end_contact(interaction, current_user(), data.reason, data.note, hang_up=data.hang_up)


routes = [
    accept,
    decline,
    dial,
    hang_up,
    hold,
    resume,
    mute,
    unmute,
    dtmf,
    show_ending_script,
    end_for_harassment,
]
