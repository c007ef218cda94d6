"""Warnings about customers, for those who may see them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from madoguchi.access import UserName, users_by_id
from madoguchi.customers import queries
from madoguchi.customers.actions import cautions as actions
from madoguchi.customers.model.structs import Caution, CautionKind
from madoguchi.customers.store import cautions as store
from madoguchi.kit.http import delete, get, post, put

Note = Annotated[str, Meta(max_length=500)]
Moment = Annotated[datetime, Meta(tz=True)]


class NewCaution(msgspec.Struct, frozen=True, kw_only=True):
    """A warning. `expires` left out: until it is lifted; `interaction`: the contact that gave cause."""

    kind: CautionKind
    note: Note = ""
    expires: Moment | None = None
    interaction: UUID | None = None


class CautionChange(msgspec.Struct, frozen=True, kw_only=True):
    """Another wording, another end."""

    note: Note
    expires: Moment | None


class Cautions(msgspec.Struct, frozen=True, kw_only=True):
    """Every warning there ever was, the latest first; `users` names whoever gave them."""

    items: list[Caution]
    users: list[UserName]


@get("/customers/{customer_id:uuid}/cautions", needs="cautions.read")
async def list_cautions(customer_id: UUID) -> Cautions:
    """The warnings about a customer, those that are over among them."""
    await queries.customer(customer_id)
    items = await store.of_customer(customer_id)
    users = await users_by_id({one.created_by for one in items if one.created_by})
    return Cautions(items=items, users=list(users.values()))


@post("/customers/{customer_id:uuid}/cautions", needs="cautions.write")
async def add_caution(customer_id: UUID, data: NewCaution) -> Caution:
    """Warn everybody who may see it."""
    return await actions.add_caution(
        customer_id, data.kind, data.note, expires=data.expires, interaction=data.interaction
    )


@put("/cautions/{caution:uuid}", needs="cautions.write")
async def change_caution(caution: UUID, data: CautionChange) -> Caution:
    """Another wording, another end."""
    return await actions.change_caution(caution, data.note, data.expires)


@delete("/cautions/{caution:uuid}", needs="cautions.write")
async def lift_caution(caution: UUID) -> None:
    """Lift a warning: it is kept in the list, and does not show any more."""
    await actions.lift_caution(caution)


routes = [list_cautions, add_caution, change_caution, lift_caution]
