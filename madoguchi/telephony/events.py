"""What telephony announces beyond what `interactions` says of every medium. Ids and codes only."""

from uuid import UUID

from madoguchi.kit.facts import Fact


class CallAnswered(Fact, frozen=True, kw_only=True):
    """The caller hears us (music, an announcement), not yet an agent."""

    interaction: UUID


class AnnouncementFinished(Fact, frozen=True, kw_only=True):
    """Sounds were played to their end, were interrupted, or could not be played."""

    interaction: UUID
    playback: UUID


class DigitsGathered(Fact, frozen=True, kw_only=True):
    """A caller was asked for digits and has typed them, or nothing. What it was is handed out once, by `gathered`."""

    interaction: UUID
    gathering: UUID


class NumberNotReached(Fact, frozen=True, kw_only=True):
    """A caller was to be put through to a number outside, which did not answer; they are still there."""

    interaction: UUID
    sending: UUID


class CallHandedOut(Fact, frozen=True, kw_only=True):
    """A caller was put through to a number outside, which has answered."""

    interaction: UUID
    sending: UUID


class MessageTaken(Fact, frozen=True, kw_only=True):
    """A caller was asked for a message. 0 seconds: they left none; else `interactions` keeps it."""

    interaction: UUID
    message: UUID
    seconds: int


class CallLost(Fact, frozen=True, kw_only=True):
    """An agent's phone fell out of a talk and did not come back; the customer is still there and hears music."""

    interaction: UUID
    user: UUID


class PartiesChanged(Fact, frozen=True, kw_only=True):
    """Who is in a call, aside, asked in or parked, or what its recording does, is not as it was."""

    interaction: UUID


class InvitationEnded(Fact, frozen=True, kw_only=True):
    """Who was asked into a call by `by` is in it now (`cause` "joined"), or not and will not be.

    `cause` otherwise: declined, timed_out, unreachable, no_answer, busy, rejected, failed, lost, cancelled (by the one
    who asked), left (they hung up aside), too_long (the tenant's time for a consultation is over), over (the call is).
    `to` is None for an outside number.
    """

    interaction: UUID
    by: UUID
    to: UUID | None
    purpose: str
    cause: str


class CallParked(Fact, frozen=True, kw_only=True):
    """The customer waits where any colleague may take them."""

    interaction: UUID
    by: UUID


class CallUnparked(Fact, frozen=True, kw_only=True):
    """Parked no more. `cause`: taken (by whom is told by their part), back (the parker's wish), time, left, over."""

    interaction: UUID
    by: UUID
    cause: str


class RecordingBegan(Fact, frozen=True, kw_only=True):
    """The switch records the call from now until it ends."""

    interaction: UUID


class TestCallChanged(Fact, frozen=True, kw_only=True):
    """A trunk's test call moved on."""

    test_call: UUID
    trunk: UUID
    state: str
    cause: str
