"""Who was asked and why, where a contact stands in line, and what another strategy would have done."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec

from madoguchi.kit.http import get
from madoguchi.routing import queries, words
from madoguchi.routing.errors import NotInLine
from madoguchi.routing.model.history import Logged, Replay
from madoguchi.routing.model.waiting import Offer, OfferState
from madoguchi.routing.model.work import Decision
from madoguchi.routing.queries import Standing
from madoguchi.routing.words import Words


class OfferView(msgspec.Struct, frozen=True, kw_only=True):
    """One person asked to take the contact, what came of it, and why this person; `words` says it in sentences."""

    id: UUID
    user: UUID
    queue: UUID | None
    state: OfferState
    cause: str | None
    made: datetime
    answered: datetime | None
    ended: datetime | None
    reason: Decision
    words: Words


@get("/interactions/{interaction:uuid}/offers", needs="interactions.read_all")
async def list_offers(interaction: UUID) -> list[OfferView]:
    """Everybody who was asked to take the contact, in order, each with the reason why."""
    offers = await queries.offers_of(interaction)
    return [_view(offer, said) for offer, said in zip(offers, await words.why(offers), strict=True)]


def _view(offer: Offer, said: Words) -> OfferView:
    told = {name: getattr(offer, name) for name in OfferView.__struct_fields__ if name != "words"}
    return OfferView(**told, words=said)


@get("/interactions/{interaction:uuid}/standing", needs="desk.use")
async def show_standing(interaction: UUID) -> Standing:
    """Where the contact stands in line, and how long it will take."""
    standing = await queries.standing(interaction)
    if standing is None:
        raise NotInLine
    return standing


@get("/routing/decisions/{decision:uuid}", needs="routing.supervise")
async def show_decision(decision: UUID) -> Logged:
    """All that the matcher saw when it decided (`reason.log` of an offer), and whom it chose."""
    return await queries.decision(decision)


@get("/routing/replay", needs="routing.supervise")
async def replay(strategy: str, start: datetime, end: datetime, queue: UUID | None = None) -> Replay:
    """What another strategy would have made of the decisions of a time, at most 20,000 of them, the latest first."""
    return await queries.replay(strategy, start, end, queue)


routes = [list_offers, show_standing, show_decision, replay]
