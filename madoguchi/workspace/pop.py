"""The screen pop: one contact as its agent sees it, from the ring to the finished wrap-up.

Every room is asked once and all are asked together: one look at who it is, one at what they need of each other.
Nothing outside the database is waited for.
"""

from typing import NamedTuple
from uuid import UUID

from msgspec import structs

from madoguchi import cases, crm, customers, interactions, routing, telephony
from madoguchi.access import LineOfBusiness, UserName, line_of_business, users_by_id
from madoguchi.customers import (
    Address,
    CustomerBrief,
    CustomerCard,
    Kind,
    Order,
    profile,
    profiles,
    recognise,
    sight_of,
)
from madoguchi.interactions import Interaction, TimelineEntry
from madoguchi.kit.clock import now
from madoguchi.kit.metrics import histogram
from madoguchi.kit.settings import setting
from madoguchi.kit.together import together
from madoguchi.routing import Offer
from madoguchi.workspace.model import care
from madoguchi.workspace.model.pop import (
    CallbackShown,
    CallerShown,
    ContactNow,
    CrmShown,
    DeskShown,
    FromAgent,
    LineShown,
    NoteShown,
    OfferNow,
    QueueShown,
    Recognised,
    ScreenPop,
)
from madoguchi.workspace.model.repeat import Now, Repeat, repeat
from madoguchi.workspace.settings import WorkspaceSettings

TIMELINE = 20
CASES = 10
NOTES = 5

composed = histogram("screen_pop_seconds", "Time to compose a screen pop from the database")


async def screen_pop(offer_id: UUID, interaction: UUID) -> ScreenPop | None:
    """What the person asked sees while it rings; None when the offer is over or the contact has ended."""
    offer, contact = await together(routing.offer(offer_id), interactions.interaction(interaction))
    if offer is None or offer.ended is not None or contact.ended is not None:
        return None
    return await pop_of(contact, offer)


async def pop_of(contact: Interaction, offer: Offer | None = None) -> ScreenPop:
    """The screen of a contact, whoever its customer is by now."""
    with composed.time():
        (recognition, candidates), known, desk, state, ((from_agent, notes), callback, order, seen) = await together(
            _recognition(contact),
            _known(contact),
            _desk(contact, offer.queue if offer else contact.queue_id),
            crm.card_state(contact.id, contact.customer_id),
            together(_said(contact), _callback(contact), _order(contact), sight_of()),
        )
        card = known.card
        repeated = await _repeat(contact, known, order) if contact.direction == "in" else None
        return ScreenPop(
            offer=OfferNow(id=offer.id, made=offer.made, expires=offer.expires) if offer else None,
            interaction=_contact(contact),
            desk=desk,
            caller=CallerShown(
                address=seen.reached(contact.address_kind, contact.address_value) or None,
                kind=contact.address_kind,
                withheld=contact.withheld,
            ),
            recognition=recognition,
            candidates=candidates,
            customer=card,
            care=await _care(known, card, repeated) if card else [],
            cases=known.opened,
            orders=card.orders if card else [],
            order=order,
            contracts=card.contracts if card else [],
            tasks=known.tasks,
            timeline=known.timeline,
            users=known.users,
            crm=CrmShown(state=state),
            from_agent=from_agent,
            notes=notes,
            callback=callback,
            repeat=repeated,
        )


class _Known(NamedTuple):
    """What the house knows of a customer; nothing of nobody."""

    card: CustomerCard | None = None
    opened: list[cases.CaseRow] = []
    tasks: list[cases.TaskRow] = []
    timeline: list[TimelineEntry] = []
    users: list[UserName] = []
    links: tuple[tuple[str, UUID], ...] = ()


async def _known(contact: Interaction) -> _Known:
    customer = contact.customer_id
    if customer is None:
        return _Known()
    card, opened, tasks, (past, users, links) = await together(
        profile(customer),
        cases.cases_of(customer, CASES),
        cases.tasks_of(customer=customer),
        _past_of(contact, customer),
    )
    return _Known(card, opened, tasks, past, users, links)


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
    line, queue = await together(_line(contact.line_of_business_id), _queue(queue_id))
    return DeskShown(
        line_of_business=LineShown(id=line.id, code=line.code, name_ja=line.name_ja, name_en=line.name_en)
        if line
        else LineShown(),
        dialled=contact.dialled or None,
        opening_phrase_ja=line.opening_phrase_ja if line else "",
        opening_phrase_en=line.opening_phrase_en if line else "",
        queue=queue,
    )


async def _line(id: UUID | None) -> LineOfBusiness | None:
    return await line_of_business(id) if id else None


async def _queue(id: UUID | None) -> QueueShown | None:
    queue = await routing.queue(id) if id else None
    return QueueShown(id=queue.id, name_ja=queue.name_ja, name_en=queue.name_en) if queue else None


async def _past_of(
    contact: Interaction, customer: UUID
) -> tuple[list[TimelineEntry], list[UserName], tuple[tuple[str, UUID], ...]]:
    """The customer's timeline without this contact, the people of ours named in it, and what this contact touches."""
    found = await interactions.timeline(customer, limit=TIMELINE + 1)
    past = [entry for entry in found if entry.id != contact.id][:TIMELINE]
    named = await users_by_id({user for entry in past for user in entry.users})
    touched = next((entry.links for entry in found if entry.id == contact.id), ())
    return past, sorted(named.values(), key=lambda user: user.id), touched


async def _care(known: _Known, card: CustomerCard, repeated: Repeat | None) -> list[care.Care]:
    """The reasons to care, from what the screen shows anyway: nothing is read for them alone."""
    return care.care(
        care.Known(
            at=now(),
            days=(await setting(WorkspaceSettings)).repeat_days,
            said=repeated.said if repeated else None,
            caution=card.notes_flag,
            cautions=[care.Warned(kind=one.kind, note=one.note, since=one.created) for one in card.cautions],
            do_not_call=card.preferences.do_not_call,
            contacts=[_past(entry) for entry in known.timeline if entry.kind == "interaction"],
            cases=[
                care.OpenCase(
                    id=row.id, number=row.number, title=row.title, priority=row.priority, due=row.due, opened=row.opened
                )
                for row in known.opened
                if row.resolved is None
            ],
            tasks=[care.OpenTask(kind=task.kind, due=task.due) for task in known.tasks],
            orders=[care.Ordered(id=order.id, number=order.number, status=order.status) for order in card.orders],
        )
    )


def _past(entry: TimelineEntry) -> care.PastContact:
    codes = entry.codes
    line, users = codes["line_of_business"], entry.users
    return care.PastContact(
        id=entry.id,
        line=UUID(str(line)) if line else None,
        user=users[-1] if users and codes["answered"] else None,
        opened=entry.at,
        direction=str(codes["direction"]),
        outcome=str(codes["outcome"]),
        resolution=str(codes["resolution"]),
        callback_owed=bool(codes["callback_owed"]),
        reason=str(codes["reason"]) if codes["reason"] else None,
        reason_ja=str(codes["reason_ja"]),
        reason_en=str(codes["reason_en"]),
        incident=codes["incident"] is not None,
        about=tuple(link for link in entry.links if link[0] in ("case", "order")),
    )


async def _callback(contact: Interaction) -> CallbackShown | None:
    """The promise that this call of ours keeps."""
    task = await cases.called_for(contact.id) if contact.direction == "out" else None
    if task is None:
        return None
    counted = task.tried is not None and task.tried >= contact.opened
    return CallbackShown(task=task, attempt=task.tries + (0 if counted else 1), asked_in=task.interaction_id)


async def _order(contact: Interaction) -> Order | None:
    """The order that the contact is about, whoever made it."""
    linked = await interactions.links_of(contact.id, "order")
    return await customers.order(linked[-1]) if linked else None


async def _repeat(contact: Interaction, known: _Known, order: Order | None) -> Repeat | None:
    """Whether they call again about the same thing, from what the screen shows anyway."""
    if known.card is None:
        return None
    about = [link for link in known.links if link[0] in ("case", "order")]
    now_ = Now(at=contact.opened, line=contact.line_of_business_id, about=about)
    orders = [*known.card.orders, *([order] if order else [])]
    numbers = {("order", one.id): one.number for one in orders}
    numbers |= {("case", row.id): row.number for row in known.opened}
    days = (await setting(WorkspaceSettings)).repeat_days
    past = [_past(entry) for entry in known.timeline if entry.kind == "interaction"]
    found = repeat(now_, past, days, numbers)
    if found is None or found.user is None:
        return found
    name = next((user.name for user in known.users if user.id == found.user), "")
    return structs.replace(found, user_name=name)


async def _said(contact: Interaction) -> tuple[FromAgent | None, list[NoteShown]]:
    """Who handed the contact on or asks for help with it, with the note they left, and all notes of this contact.

    Nothing of a contact that nobody has taken yet.
    """
    if contact.answered is None:
        return None, []
    parts, notes, now_ = await together(
        interactions.segments_of(contact.id), interactions.notes_of(contact.id), telephony.situation(contact.id)
    )
    given = next((part for part in reversed(parts) if part.ended_by in ("transfer", "takeover")), None)
    asked = now_.invitation
    who = asked.by_id if asked else given.user_id if given else None
    names = await users_by_id({note.author for note in notes} | ({who} if who else set()))
    authors = {user: name.name for user, name in names.items()}
    shown = [
        NoteShown(id=note.id, at=note.at, author=authors.get(note.author, ""), text=note.text) for note in notes[:NOTES]
    ]
    if who is None:
        return None, shown
    began = min((part.ring_at for part in parts if part.user_id == who), default=contact.opened)
    said = next((note.text for note in notes if note.author == who and note.at >= began), None)
    purpose = asked.purpose if asked else "transfer"
    return FromAgent(user=who, name=authors.get(who, ""), note=said, purpose=purpose), shown
