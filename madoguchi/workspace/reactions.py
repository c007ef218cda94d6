"""What the desk does about others' facts."""

from uuid import UUID

from madoguchi import crm, interactions, telephony
from madoguchi.cases.events import AppointmentChanged, CallbackChanged, CallbackDue
from madoguchi.interactions.events import CustomerRecognised, SegmentConnecting, SegmentEnded
from madoguchi.kit.facts import reacts_to
from madoguchi.routing.events import OfferExpired, OfferMade, PresenceChanged, WaitEnded
from madoguchi.workspace.actions import callbacks, handing, wrapups
from madoguchi.workspace.pop import address_of

WRAPPING = ("wrap_up", "wrap_up_overdue")


@reacts_to(OfferMade)
async def fetch_card(fact: OfferMade) -> None:
    """While it rings, the CRMs are asked for their card; the pop is long painted when they answer."""
    await _fetch_card(fact.interaction, fact.user)


@reacts_to(OfferExpired)
async def nobody_was_heard(fact: OfferExpired) -> None:
    """The time to connect is over: the next is asked, and the phone of the one before is let go."""
    if fact.cause == "connect_timed_out":
        await telephony.not_connected(fact.interaction, fact.user)


@reacts_to(SegmentConnecting)
async def fetch_card_of_dialled(fact: SegmentConnecting) -> None:
    """Whom an agent calls out to has a card too. (On the way in it was asked for with the offer.)"""
    if (await interactions.interaction(fact.interaction)).direction == "out":
        await _fetch_card(fact.interaction, fact.user)


@reacts_to(CustomerRecognised)
async def fetch_card_of_chosen(fact: CustomerRecognised) -> None:
    """It is somebody else than the number said: their card, for everybody who talks to them."""
    for part in await interactions.segments_of(fact.interaction):
        if part.status != "ended":
            await _fetch_card(fact.interaction, part.user_id)


async def _fetch_card(interaction: UUID, user: UUID) -> None:
    contact = await interactions.interaction(interaction)
    await crm.begin_card(interaction, contact.customer_id, address_of(contact), user)


@reacts_to(CallbackDue)
async def line_up(fact: CallbackDue) -> None:
    """A promised call's time has come: it waits in line, at the place that was kept."""
    await callbacks.line_up(fact.task)


@reacts_to(CallbackChanged)
async def call_off(fact: CallbackChanged) -> None:
    """A promised call is not to be made any more."""
    if fact.state in ("cancelled", "given_up"):
        await callbacks.called_off(fact.task)


@reacts_to(AppointmentChanged)
async def tell_change(fact: AppointmentChanged) -> None:
    """A promised call was moved to another time or person."""
    await callbacks.changed(fact)


@reacts_to(WaitEnded)
async def nobody_took_it(fact: WaitEnded) -> None:
    """A promised call found nobody in line: tried again later."""
    if fact.exit not in ("connected", "abandoned"):
        await callbacks.wait_over(fact.interaction)


@reacts_to(WaitEnded)
async def asked_in_vain(fact: WaitEnded) -> None:
    """A colleague who was asked into a call did not take it: the one who asked has the customer again."""
    if fact.exit == "unanswered":
        await handing.not_taken(fact.interaction)


@reacts_to(SegmentEnded)
async def owe_a_form(fact: SegmentEnded) -> None:
    """Hang-up by either side opens the wrap-up by itself; who was only asked aside owes none."""
    if fact.owed:
        await wrapups.open_wrapup(fact)


@reacts_to(PresenceChanged)
async def wrap_up_is_over(fact: PresenceChanged) -> None:
    """Who leaves wrap-up with the form unfinished has ended their wrap-up time all the same."""
    if fact.previous in WRAPPING and fact.presence not in WRAPPING:
        await wrapups.turned_away(fact.user, fact.since)
