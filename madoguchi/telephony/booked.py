"""The bodies and names of telephony's jobs. What they do is in `jobs`, above the actions that book them."""

from datetime import timedelta
from uuid import UUID

from msgspec import Struct

LEG_DUE = "telephony.leg_due"
TALK_LOST = "telephony.talk_lost"
REJOIN = "telephony.rejoin"
INVITE_DUE = "telephony.invite_due"
CONSULT_DUE = "telephony.consult_due"
PARK_DUE = "telephony.park_due"
OUTSIDE_DUE = "telephony.outside_due"
PAUSE_DUE = "telephony.pause_due"
KEEP_RECORDING = "telephony.keep_recording"
DIGITS_DUE = "telephony.digits_due"
CONSENT_DUE = "telephony.consent_due"
GUEST_DUE = "telephony.guest_due"
MESSAGE_DUE = "telephony.message_due"
KEEP_MESSAGE = "telephony.keep_message"

REJOIN_EVERY = timedelta(seconds=0.5)
"""How often it is asked whether a phone has signed in."""


class LegDue(Struct, frozen=True, kw_only=True):
    """A leg must have been answered by now."""

    leg: str


class CallDue(Struct, frozen=True, kw_only=True):
    """Something about a call has lasted as long as it may."""

    interaction: UUID


class PauseDue(Struct, frozen=True, kw_only=True):
    """A recording was paused long enough."""

    interaction: UUID
    gap: UUID


class TalkLost(Struct, frozen=True, kw_only=True):
    """An agent's phone broke off; by now it is back or the talk is over for them."""

    interaction: UUID
    user: UUID
    leg: str


class Rejoin(Struct, frozen=True, kw_only=True):
    """A new phone of an agent in a talk: ring it when it has signed in and the old one is gone."""

    user: UUID
    login: str
    tries: int = 0


class KeepRecording(Struct, frozen=True, kw_only=True):
    """A recording lies on the switch and is to be kept by us."""

    interaction: UUID
    recording: str


class DigitsDue(Struct, frozen=True, kw_only=True):
    """A caller's time to press the next key is over."""

    gathering: UUID


class ConsentDue(Struct, frozen=True, kw_only=True):
    """By now the other side must have been told of the recording, or have said something to it."""

    interaction: UUID
    asking: UUID


class MessageDue(Struct, frozen=True, kw_only=True):
    """A caller's message must have ended by now."""

    message: UUID


class KeepMessage(Struct, frozen=True, kw_only=True):
    """A message lies on the switch and is to be kept by us."""

    message: UUID
