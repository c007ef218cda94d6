"""The contact at my desk: its screen, who is on the line, the identity check."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from madoguchi import interactions
from madoguchi.customers import CheckItemSetting, IdentityCheckItem, ProfileForm, identity_checks
from madoguchi.kit.http import current_user, get, post
from madoguchi.workspace.actions import callers
from madoguchi.workspace.model.pop import ScreenPop
from madoguchi.workspace.pop import pop_of


class Choice(Struct, frozen=True):
    """Who is on the line; null takes a wrong choice back."""

    customer: UUID | None


class IdentityCheck(Struct, frozen=True, kw_only=True):
    """What was asked and whether it fitted; `result` only to say otherwise than the answers do."""

    items: Annotated[list[IdentityCheckItem], Meta(min_length=1, max_length=50)]
    result: str | None = None


class CheckResult(Struct, frozen=True):
    """passed, partial or failed."""

    result: str


@get("/interactions/{interaction:uuid}/pop", needs="desk.use")
async def show_pop(interaction: UUID) -> ScreenPop:
    """The screen of a contact I am or was in, or that is offered to me."""
    return await pop_of(await callers.concerned(interaction, current_user()))


@post("/interactions/{interaction:uuid}/customer", needs="desk.use", status=200)
async def choose_customer(interaction: UUID, data: Choice) -> ScreenPop:
    """Choose or correct who is on the line; kept for this number."""
    await callers.choose(interaction, current_user(), data.customer)
    return await pop_of(await interactions.interaction(interaction))


@post("/interactions/{interaction:uuid}/customer/new", needs="customers.write")
async def create_customer(interaction: UUID, data: ProfileForm) -> ScreenPop:
    """Make the unknown caller a customer with the number they call from, and put them on the line."""
    await callers.create_caller(interaction, current_user(), data)
    return await pop_of(await interactions.interaction(interaction))


@get("/identity-check-items", needs="desk.use")
async def list_check_items() -> list[CheckItemSetting]:
    """The questions of the identity check (本人確認), as the tenant set them."""
    return list(await identity_checks())


@post("/interactions/{interaction:uuid}/identity-checks", needs="desk.use")
async def check_identity(interaction: UUID, data: IdentityCheck) -> CheckResult:
    """Keep what the identity check of this call gave."""
    return CheckResult(await callers.check_identity(interaction, current_user(), data.items, data.result))


routes = [show_pop, choose_customer, create_customer, list_check_items, check_identity]
