"""What I have half-written, on whatever device."""

from typing import Annotated
from uuid import UUID

from litestar.params import HeaderParameter
from msgspec import Struct

from madoguchi.kit.http import Tagged, current_user, delete, expected_version, get, put
from madoguchi.workspace.actions import drafts
from madoguchi.workspace.actions.drafts import Draft, DraftKind

IfMatch = Annotated[str | None, HeaderParameter(name="If-Match", required=False)]


class DraftBody(Struct, frozen=True):
    """The client's own JSON."""

    body: object


@get("/drafts", needs="desk.use")
async def list_drafts() -> list[Draft]:
    """Everything I have half-written, newest first."""
    return await drafts.of_user(current_user())


@get("/drafts/{interaction:uuid}/{kind:str}", needs="desk.use")
async def show_draft(interaction: UUID, kind: DraftKind) -> Tagged[Draft]:
    """One thing half-written: note, wrapup, case or task."""
    draft = await drafts.read(current_user(), interaction, kind)
    return Tagged(draft, draft.version)


@put("/drafts/{interaction:uuid}/{kind:str}", needs="desk.use")
async def save_draft(interaction: UUID, kind: DraftKind, data: DraftBody, if_match: IfMatch = None) -> Tagged[Draft]:
    """Keep it. With If-Match (0: there was none) another device's newer words are not overwritten."""
    expected = None if if_match is None else expected_version()
    draft = await drafts.save(current_user(), interaction, kind, data.body, expected)
    return Tagged(draft, draft.version)


@delete("/drafts/{interaction:uuid}/{kind:str}", needs="desk.use")
async def drop_draft(interaction: UUID, kind: DraftKind) -> None:
    """Give it up."""
    await drafts.drop(current_user(), interaction, kind)


routes = [list_drafts, show_draft, save_draft, drop_draft]
