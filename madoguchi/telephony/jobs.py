"""Time-outs and left-overs of telephony."""

from __future__ import annotations

from madoguchi.kit.clock import now
from madoguchi.kit.jobs import every, job
from madoguchi.telephony import ordering
from madoguchi.telephony.actions import (
    consenting,
    context,
    digits,
    guests,
    inviting,
    legs,
    messages,
    outside,
    parking,
    phones,
    recording,
    testing,
)
from madoguchi.telephony.booked import (
    CONSENT_DUE,
    CONSULT_DUE,
    DIGITS_DUE,
    GUEST_DUE,
    INVITE_DUE,
    KEEP_MESSAGE,
    KEEP_RECORDING,
    LEG_DUE,
    MESSAGE_DUE,
    OUTSIDE_DUE,
    PARK_DUE,
    PAUSE_DUE,
    REJOIN,
    TALK_LOST,
    CallDue,
    ConsentDue,
    DigitsDue,
    KeepMessage,
    KeepRecording,
    LegDue,
    MessageDue,
    PauseDue,
    Rejoin,
    TalkLost,
)
from madoguchi.telephony.commands import HangUp
from madoguchi.telephony.ordering import Pending
from madoguchi.telephony.store import calls, gatherings


@job(ordering.JOB)
async def unconfirmed_command(body: Pending) -> None:
    """Nobody knows whether the switch did it."""
    await ordering.settle(body)


@job(LEG_DUE)
async def leg_due(body: LegDue) -> None:
    """A leg that should have been answered by now."""
    leg = await calls.leg(body.leg)
    if leg is None:
        await testing.overdue(body.leg)
        return
    await calls.lock(leg.interaction_id)
    leg = await calls.leg(body.leg) or leg
    if leg.state in ("new", "ringing"):
        await ordering.order(HangUp(interaction=leg.interaction_id, leg=leg.id))
        await legs.down(leg, "no_answer", now())


@job(TALK_LOST)
async def talk_lost(body: TalkLost) -> None:
    """An agent's phone did not come back."""
    await phones.talk_lost(body)


@job(REJOIN)
async def rejoin(body: Rejoin) -> None:
    """A new phone for a talk under way."""
    await phones.rejoin(body)


@job(INVITE_DUE)
async def invite_due(body: CallDue) -> None:
    """Who was asked into a call has never answered."""
    await inviting.time_is_up(body.interaction, aside=False)


@job(CONSULT_DUE)
async def consult_due(body: CallDue) -> None:
    """The customer has waited long enough for the end of a consultation."""
    await inviting.time_is_up(body.interaction, aside=True)


@job(PARK_DUE)
async def park_due(body: CallDue) -> None:
    """Nobody took a parked customer."""
    await parking.time_is_up(body.interaction)


@job(OUTSIDE_DUE)
async def outside_due(body: CallDue) -> None:
    """A customer has talked with an outside number for very long."""
    await outside.time_is_up(body.interaction)


@job(PAUSE_DUE)
async def pause_due(body: PauseDue) -> None:
    """A recording goes on by itself."""
    await recording.pause_is_up(body.interaction, body.gap)


@job(KEEP_RECORDING)
async def keep_recording(body: KeepRecording) -> None:
    """A call is over: take its recording into our own keeping."""
    await recording.fetch(body.interaction, body.recording)


@job(DIGITS_DUE)
async def digits_due(body: DigitsDue) -> None:
    """A caller pressed nothing more."""
    await digits.due(body.gathering)


@job(CONSENT_DUE)
async def consent_due(body: ConsentDue) -> None:
    """Nothing was heard of what the other side says to the recording."""
    await consenting.time_is_up(body.interaction, body.asking)


@job(GUEST_DUE)
async def guest_due(body: LegDue) -> None:
    """Nothing was heard of the end of the notice to a guest."""
    await guests.time_is_up(body.leg)


@job(MESSAGE_DUE)
async def message_due(body: MessageDue) -> None:
    """The switch did not tell the end of a message."""
    await messages.due(body.message)


@job(KEEP_MESSAGE)
async def keep_message(body: KeepMessage) -> None:
    """A message is over: take it into our own keeping."""
    await messages.keep(body)


@every("telephony.digits", seconds=60)
async def forgotten_digits() -> None:
    """What callers typed is not kept for longer than it may be asked for."""
    await gatherings.forget_before(now() - digits.FORGOTTEN_AFTER)


@every("telephony.context", seconds=600)
async def expired_context() -> None:
    """What travelled with calls to the outside is told to nobody any more."""
    await context.forget_expired()


@every("telephony.logins", seconds=60)
async def expired_logins() -> None:
    """Logins end by themselves, on the switch too."""
    await phones.revoke_expired()
