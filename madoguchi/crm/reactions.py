"""When contacts are told to CRMs, and what desks see of the CRMs' cards at once."""

from __future__ import annotations

from madoguchi.crm import cards
from madoguchi.crm.actions.writebacks import owe
from madoguchi.crm.events import CardRead, WritebackSettled
from madoguchi.interactions.events import CustomerRecognised, InteractionClosed, NoteWritten, OutcomeRecorded
from madoguchi.kit.facts import Push, reacts_to, watches


@reacts_to(InteractionClosed)
async def tell(fact: InteractionClosed) -> None:
    """A contact is over and its wrap-up finished or timed out: its record is owed."""
    await owe(fact.interaction)


@reacts_to(OutcomeRecorded)
async def tell_outcome(fact: OutcomeRecorded) -> None:
    """An owed form arrived after all: the record is brought up to date."""
    await owe(fact.interaction, only_known=True)


@reacts_to(NoteWritten)
async def tell_note(fact: NoteWritten) -> None:
    """A note was added after the end: the record is brought up to date."""
    await owe(fact.interaction, only_known=True)


@reacts_to(CustomerRecognised)
async def tell_customer(fact: CustomerRecognised) -> None:
    """Who it was is known, or corrected: the record belongs to them."""
    await owe(fact.interaction)


@watches(CardRead)
async def show_card(fact: CardRead) -> list[Push]:
    """The card, as far as it is there, on the desk that it was asked for and wherever the person is open."""
    shown = await cards.card(fact.customer, fact.interaction)
    places = [f"user:{fact.user}"] if fact.user else []
    places += [f"topic:interaction:{fact.interaction}"] if fact.interaction else []
    places += [f"topic:customer:{fact.customer}"] if fact.customer else []
    return [Push(to=place, event="crm.card", body=shown) for place in places]


@watches(WritebackSettled)
async def show_settled(fact: WritebackSettled) -> Push:
    """How a record fared, for those who look after the connections."""
    return Push(to="permission:crm.admin", event="crm.writeback", body=fact)
