"""Messages to the team, and a hand that is seen to."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from madoguchi.interactions import lower_hand
from madoguchi.kit.http import current_user, delete, get, post
from madoguchi.supervision import views
from madoguchi.supervision.actions import messages as actions
from madoguchi.supervision.actions.messages import To
from madoguchi.supervision.views import MessageShown, SentMessage


class NewMessage(Struct, frozen=True, kw_only=True):
    """What to tell whom. `minutes`: how long it stays up; null: as the tenant's settings say."""

    text: Annotated[str, Meta(min_length=1, max_length=500)]
    to: To
    minutes: Annotated[int, Meta(ge=1, le=1440)] | None = None


class SentAs(Struct, frozen=True, kw_only=True):
    """The message that went out."""

    id: UUID


@post("/supervision/messages", needs="supervision.steer")
async def send_message(data: NewMessage) -> SentAs:
    """Put a few words on the screens of a team, of who serves a queue, of people by name, or of everybody at work."""
    return SentAs(id=(await actions.send(current_user(), data.text, data.to, data.minutes)).id)


@get("/supervision/messages", needs="supervision.steer")
async def list_messages() -> list[SentMessage]:
    """The newest messages, and who has read them."""
    return await views.sent()


@get("/supervision/messages/unread", needs="desk.use")
async def list_unread_messages() -> list[MessageShown]:
    """What I have yet to read."""
    return await views.unread(current_user())


@post("/supervision/messages/{message:uuid}/read", needs="desk.use", status=204)
async def read_message(message: UUID) -> None:
    """I have read it."""
    await actions.read(message, current_user())


@delete("/supervision/people/{user:uuid}/hands/{interaction:uuid}", needs="supervision.steer")
async def see_to_hand(user: UUID, interaction: UUID) -> None:
    """Their hand is seen to: take it down."""
    await lower_hand(interaction, user, current_user())


routes = [send_message, list_messages, list_unread_messages, read_message, see_to_hand]
