"""What a call handed to the outside is about, for a system there that holds its token. Every look is written down."""

from madoguchi import cases, interactions, telephony
from madoguchi.access import audit, line_of_business, users_by_id
from madoguchi.customers import profile
from madoguchi.workspace.model.call import ContextShown

CASES = 5
NOTES = 5


async def context_of(token: str) -> ContextShown:
    """Raises `ContextUnknown` when there is no such token in this tenant, or its time is over."""
    contact = await interactions.interaction(await telephony.context_of(token))
    known = contact.customer_id
    card = await profile(known) if known else None
    opened = await cases.cases_of(known, CASES) if known else []
    notes = (await interactions.notes_of(contact.id))[:NOTES]
    names = await users_by_id({note.author for note in notes})
    line = await line_of_business(contact.line_of_business_id) if contact.line_of_business_id else None
    await audit("context.read", "interaction", contact.id, reason=contact.id, about=known)
    return ContextShown(
        interaction=contact.id,
        direction=contact.direction,
        opened=contact.opened,
        line_of_business=line.code if line else "",
        dialled=contact.dialled,
        customer=ContextShown.Customer(
            id=card.id, number=card.number, name=card.name, kana=card.kana, tier=card.tier, language=card.language
        )
        if card
        else None,
        cases=[ContextShown.Case(number=row.number, title=row.title, status=row.status) for row in opened],
        notes=[
            ContextShown.Note(
                at=note.at, author=names[note.author].name if note.author in names else "", text=note.text
            )
            for note in notes
        ],
    )
