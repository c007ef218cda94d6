"""Forms owed: what is filled in so far, more time, the finished form."""

from typing import Annotated
from uuid import UUID

from litestar.params import HeaderParameter

from madoguchi.kit.http import Tagged, current_user, expected_version, get, post, put
from madoguchi.workspace.actions import wrapups
from madoguchi.workspace.desk import wrapup_shown
from madoguchi.workspace.model.pop import WrapupShown
from madoguchi.workspace.model.wrapup import WrapupForm
from madoguchi.workspace.store import wrapups as store

IfMatch = Annotated[str | None, HeaderParameter(name="If-Match", required=False)]


@get("/wrapups", needs="desk.use")
async def list_wrapups() -> list[WrapupShown]:
    """The forms I owe, oldest first."""
    return [await wrapup_shown(wrapup) for wrapup in await store.owed_by(current_user())]


@get("/wrapups/{wrapup:uuid}", needs="desk.use")
async def show_wrapup(wrapup: UUID) -> Tagged[WrapupShown]:
    """One form I owe or finished; its version is that of what is filled in so far."""
    return await _shown(wrapup)


@put("/wrapups/{wrapup:uuid}", needs="desk.use")
async def save_wrapup(wrapup: UUID, data: WrapupForm, if_match: IfMatch = None) -> Tagged[WrapupShown]:
    """Keep the unfinished form. With If-Match (0: nothing was kept) another device's words are not overwritten."""
    expected = None if if_match is None else expected_version()
    await wrapups.save(wrapup, current_user(), data, expected)
    return await _shown(wrapup)


@post("/wrapups/{wrapup:uuid}/extend", needs="desk.use", status=200)
async def extend_wrapup(wrapup: UUID) -> WrapupShown:
    """More time, as often as the rule allows."""
    return await wrapup_shown(await wrapups.extend(wrapup, current_user()))


@post("/wrapups/{wrapup:uuid}/finish", needs="desk.use", status=200)
async def finish_wrapup(wrapup: UUID, data: WrapupForm) -> WrapupShown:
    """Finish the form; what the line of business requires is checked here, field by field."""
    return await wrapup_shown(await wrapups.finish(wrapup, current_user(), data))


async def _shown(wrapup: UUID) -> Tagged[WrapupShown]:
    shown = await wrapup_shown(await wrapups.own(wrapup, current_user()))
    return Tagged(shown, shown.version)


routes = [list_wrapups, show_wrapup, save_wrapup, extend_wrapup, finish_wrapup]
