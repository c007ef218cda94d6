"""Contact reasons as an administrator sets them and as the forms offer them."""

from __future__ import annotations

from uuid import UUID

from msgspec.structs import replace

from madoguchi.kit.db import unit
from madoguchi.workspace.actions.rules import ReasonForm, add_reason, change_reason
from madoguchi.workspace.store import rules as store
from madoguchi.workspace.store.rules import Reason
from tests.rooms.workspace.factory import Centre


def form(code: str, parent: UUID | None = None, position: int = 0) -> ReasonForm:
    return ReasonForm(code=code, name_ja=code, name_en=code, parent=parent, position=position)


async def test_what_lies_under_a_retired_reason_cannot_be_chosen_until_it_is_back(centre: Centre) -> None:
    async with unit(centre.tenant):
        repair = await add_reason(form("repair"))
        fridge = await add_reason(form("fridge", repair.id))
        noise = await add_reason(form("noise", fridge.id))

        async def offered() -> set[str]:
            return {reason.code for reason in await store.reasons(None)} & {"repair", "fridge", "noise"}

        async def turn(reason: Reason, wish: ReasonForm, active: bool) -> Reason:
            return await change_reason(reason.id, replace(wish, active=active), reason.version)

        assert await offered() == {"repair", "fridge", "noise"}
        repair = await turn(repair, form("repair"), False)
        assert await offered() == set()
        assert await store.chosen(noise.id, None) is None
        everything = [reason.code for reason in await store.reasons(None, all_lines=True, inactive=True)]
        assert {"repair", "fridge", "noise"} <= set(everything)  # the administrator still sees the tree
        await turn(repair, form("repair"), True)
        assert await offered() == {"repair", "fridge", "noise"}
        chosen = await store.chosen(noise.id, None)
        assert chosen is not None
        assert chosen.codes == ("repair", "fridge", "noise")


async def test_siblings_stand_in_the_order_that_was_set(centre: Centre) -> None:
    async with unit(centre.tenant):
        top = await add_reason(form("z-top"))
        for code, position in (("late", 30), ("early", 10), ("middle", 20)):
            await add_reason(form(code, top.id, position))
        assert [r.code for r in await store.reasons(None) if r.parent_id == top.id] == ["early", "middle", "late"]
