"""The parked customers that somebody may take."""

from collections.abc import Sequence
from uuid import UUID

from madoguchi import interactions, routing, telephony
from madoguchi.access import line_of_business, users_by_id
from madoguchi.customers import profiles, sight_of
from madoguchi.interactions import Interaction
from madoguchi.telephony import Parked
from madoguchi.workspace.model.call import ParkedShown


async def parked_for(user: UUID, *, all_queues: bool) -> list[ParkedShown]:
    """Those of the queues that `user` serves, those without one, and their own; or all. The longest first."""
    waiting = await telephony.parked()
    if not waiting:
        return []
    mine = {load.id for load in await routing.queues_of(user)}
    contacts = {one.interaction: await interactions.interaction(one.interaction) for one in waiting}
    seen = [
        one for one in waiting if all_queues or one.by == user or contacts[one.interaction].queue_id in (None, *mine)
    ]
    return await _shown(seen, contacts, user)


async def _shown(seen: Sequence[Parked], contacts: dict[UUID, Interaction], user: UUID) -> list[ParkedShown]:
    names = await users_by_id({one.by for one in seen})
    known = [contacts[one.interaction].customer_id for one in seen]
    customers = await profiles([customer for customer in known if customer])
    lines = {
        line: await line_of_business(line)
        for line in {contacts[one.interaction].line_of_business_id for one in seen}
        if line is not None
    }
    shown, sees = [], await sight_of()
    for one in seen:
        contact = contacts[one.interaction]
        customer = customers.get(contact.customer_id) if contact.customer_id else None
        line = lines.get(contact.line_of_business_id) if contact.line_of_business_id else None
        shown.append(
            ParkedShown(
                interaction=one.interaction,
                since=one.since,
                by=names[one.by].name if one.by in names else "",
                by_me=one.by == user,
                customer=customer,
                address=None if customer else sees.reached(contact.address_kind, contact.address_value) or None,
                line_ja=line.name_ja if line else "",
                line_en=line.name_en if line else "",
            )
        )
    return shown
