"""The screen pop: one contact as its agent sees it, from the ring to the finished wrap-up.

Every room is asked once, each answers in one statement; nothing outside the database is waited for.
"""

from uuid import UUID

from madoguchi import cases, crm, interactions, routing
from madoguchi.access import line_of_business, users_by_id
from madoguchi.customers import Address, CustomerBrief, CustomerCard, Kind, profile, profiles, recognise
from madoguchi.interactions import Interaction, TimelineEntry
from madoguchi.kit.clock import now
from madoguchi.kit.metrics import histogram
from madoguchi.kit.settings import setting
from madoguchi.routing import Offer
from madoguchi.workspace.model import care
from madoguchi.workspace.model.pop import (
    CallerShown,
    ContactNow,
    CrmShown,
    DeskShown,
    FromAgent,
    LineShown,
    OfferNow,
    QueueShown,
    Recognised,
    ScreenPop,
)
from madoguchi.workspace.settings import WorkspaceSettings

TIMELINE = 20
CASES = 10

composed = histogram("screen_pop_seconds", "Time to compose a screen pop from the database")


async def screen_pop(offer_id: UUID) -> ScreenPop | None:
    """What the person asked sees while it rings; None when the offer is over or the contact has ended."""
    offer = await routing.offer(offer_id)
    if offer is None or offer.ended is not None:
        return None
    contact = await interactions.interaction(offer.interaction)
    return None if contact.ended is not None else await pop_of(contact, offer)


async def pop_of(contact: Interaction, offer: Offer | None = None) -> ScreenPop:
    """The screen of a contact, whoever its customer is by now."""
    with composed.time():
        recognition, candidates = await _recognition(contact)
        customer = contact.customer_id
        card = await profile(customer) if customer else None
        opened = await cases.cases_of(customer, CASES) if customer else []
        tasks = await cases.tasks_of(customer=customer) if customer else []
        past = await _timeline(contact)
        named = await users_by_id({user for entry in past for user in entry.users})
        return ScreenPop(
            offer=OfferNow(id=offer.id, made=offer.made, expires=offer.expires) if offer else None,
            interaction=_contact(contact),
            desk=await _desk(contact, offer.queue if offer else contact.queue_id),
            caller=CallerShown(
                address=contact.address_value or None, kind=contact.address_kind, withheld=contact.withheld
            ),
            recognition=recognition,
            candidates=candidates,
            customer=card,
            care=await _care(card, opened, tasks, past) if card else [],
            cases=opened,
            orders=card.orders if card else [],
            contracts=card.contracts if card else [],
            tasks=tasks,
            timeline=past,
            users=sorted(named.values(), key=lambda user: user.id),
            crm=CrmShown(state=await crm.card_state(contact.id, customer)),
            from_agent=await _handed_on(contact),
        )


def _contact(contact: Interaction) -> ContactNow:
    until = contact.answered or contact.ended or now()
    return ContactNow(
        id=contact.id,
        medium=contact.medium,
        direction=contact.direction,
        opened=contact.opened,
        waited_seconds=max(0, int((until - contact.opened).total_seconds())),
    )


async def _recognition(contact: Interaction) -> tuple[Recognised, list[CustomerBrief]]:
    """How sure we are, and whom else the address may mean (also when one was chosen: choices are correctable)."""
    if contact.withheld is not None:
        return ("one" if contact.customer_id else "withheld"), []
    address = address_of(contact)
    candidates = (await recognise(address)).candidates if address else []
    if len(candidates) > 1:
        briefs = await profiles(candidates)
        return "several", [briefs[one] for one in candidates if one in briefs]
    return ("one" if contact.customer_id else "none"), []


def address_of(contact: Interaction) -> Address | None:
    """Where the contact comes from or goes to; None when nothing is known of it."""
    kinds: dict[str, Kind] = {"phone": "phone", "email": "email", "handle": "handle"}
    kind = kinds.get(contact.address_kind)
    return Address(kind=kind, value=contact.address_value) if kind and contact.address_value else None


async def _desk(contact: Interaction, queue_id: UUID | None) -> DeskShown:
    line = await line_of_business(contact.line_of_business_id) if contact.line_of_business_id else None
    queue = await routing.queue(queue_id) if queue_id else None
    return DeskShown(
        line_of_business=LineShown(id=line.id, code=line.code, name_ja=line.name_ja, name_en=line.name_en)
        if line
        else LineShown(),
        dialled=contact.dialled or None,
        opening_phrase_ja=line.opening_phrase_ja if line else "",
        opening_phrase_en=line.opening_phrase_en if line else "",
        queue=QueueShown(id=queue.id, name_ja=queue.name_ja, name_en=queue.name_en) if queue else None,
    )


async def _timeline(contact: Interaction) -> list[TimelineEntry]:
    if contact.customer_id is None:
        return []
    past = await interactions.timeline(contact.customer_id, limit=TIMELINE + 1)
    return [entry for entry in past if entry.id != contact.id][:TIMELINE]


async def _care(
    card: CustomerCard, opened: list[cases.CaseRow], tasks: list[cases.TaskRow], past: list[TimelineEntry]
) -> list[care.Care]:
    """The reasons to care, from what the screen shows anyway: nothing is read for them alone."""
    known = care.Known(
        at=now(),
        days=(await setting(WorkspaceSettings)).repeat_days,
        caution=card.notes_flag,
        do_not_call=card.preferences.do_not_call,
        contacts=[_past(entry) for entry in past if entry.kind == "interaction"],
        cases=[
            care.OpenCase(
                id=row.id, number=row.number, title=row.title, priority=row.priority, due=row.due, opened=row.opened
            )
            for row in opened
            if row.resolved is None
        ],
        tasks=[care.OpenTask(kind=task.kind, due=task.due) for task in tasks],
        orders=[care.Ordered(id=order.id, number=order.number, status=order.status) for order in card.orders],
    )
    return care.care(known)


def _past(entry: TimelineEntry) -> care.PastContact:
    codes = entry.codes
    return care.PastContact(
        opened=entry.at,
        direction=str(codes["direction"]),
        outcome=str(codes["outcome"]),
        resolution=str(codes["resolution"]),
        callback_owed=bool(codes["callback_owed"]),
        reason=str(codes["reason"]) if codes["reason"] else None,
        reason_ja=str(codes["reason_ja"]),
        reason_en=str(codes["reason_en"]),
        about=entry.links,
    )


async def _handed_on(contact: Interaction) -> FromAgent | None:
    """Who transferred the contact last, with the note they left on it."""
    if contact.answered is None:
        return None
    parts = await interactions.segments_of(contact.id)
    given = [part for part in parts if part.ended_by == "transfer"]
    if not given:
        return None
    last = given[-1]
    notes = await interactions.notes_of(contact.id)
    said = next((note.text for note in notes if note.author == last.user_id and note.at >= last.ring_at), None)
    names = await users_by_id([last.user_id])
    return FromAgent(name=names[last.user_id].name if last.user_id in names else "", note=said)
