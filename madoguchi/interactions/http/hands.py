"""Raised hands: one key of the agent, seen by every supervisor."""

from uuid import UUID

from madoguchi.interactions.actions import escalating
from madoguchi.interactions.hands import Hand, HandRow, hands_up
from madoguchi.kit.errors import Forbidden
from madoguchi.kit.http import current_user, delete, get, post, principal


@post("/interactions/{interaction:uuid}/hand", needs="desk.use", status=200)
async def raise_hand(interaction: UUID) -> Hand:
    """Ask for my supervisor while I am in this contact."""
    return await escalating.raise_hand(interaction, current_user())


@delete("/interactions/{interaction:uuid}/hand", needs="desk.use")
async def lower_hand(interaction: UUID, user: UUID | None = None) -> None:
    """Lower my hand, or (a supervisor) the hand of `user`: somebody is with them."""
    mine = current_user()
    if user not in (None, mine) and "interactions.read_all" not in principal().permissions:
        raise Forbidden
    await escalating.lower_hand(interaction, user or mine, mine)


@get("/hands", needs="interactions.read_all")
async def list_hands() -> list[HandRow]:
    """The hands that are up, the first raised first."""
    return await hands_up()


routes = [raise_hand, lower_hand, list_hands]
