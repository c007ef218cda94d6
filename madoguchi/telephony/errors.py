"""What may go wrong by rule in telephony."""

from madoguchi.interactions import MediumRefused
from madoguchi.kit.errors import Conflict, Invalid, NotFound, Unavailable


class NoLine(Unavailable):
    """This installation has no switch yet."""

    code = "no_line"


class NoPhone(MediumRefused):
    """The agent has no phone that could be rung."""

    code = "no_phone"


class PhoneNotReady(MediumRefused):
    """The agent's browser phone has not signed in at the switch (yet): it could not be rung."""

    code = "phone_not_ready"


class NoTrunk(MediumRefused):
    """There is no trunk to call out over."""

    code = "no_trunk"


class NothingToDial(MediumRefused):
    """The interaction has no phone number."""

    code = "nothing_to_dial"


class NotTalking(MediumRefused):
    """The agent is not connected with the customer now."""

    code = "not_talking"


class InvitationOpen(MediumRefused):
    """Somebody is being asked into this call already: one at a time."""

    code = "invitation_open"


class NobodyAside(MediumRefused):
    """Nobody is aside with this agent (yet)."""

    code = "nobody_aside"


class TooManyParties(MediumRefused):
    """No further person fits into this call."""

    code = "too_many_parties"


class PartyUnknown(MediumRefused):
    """There is no such person in the talk, or they cannot be let go by somebody else."""

    code = "party_unknown"


class CannotPark(MediumRefused):
    """Only a talk of two is parked: nobody else may be in it, and nobody be asked in."""

    code = "cannot_park"


class NotParked(MediumRefused):
    code = "not_parked"


class ParkedTaken(MediumRefused):
    """A colleague is taking the parked customer at this moment."""

    code = "parked_taken"


class NotRecorded(MediumRefused):
    """The call is not being recorded, so there is nothing to leave out."""

    code = "not_recorded"


class GuestUntold(MediumRefused):
    """An outside number is in the talk that does not know of the recording, or has not agreed to it."""

    code = "guest_untold"


class ContextUnknown(NotFound):
    """No such token, or its time is over."""

    code = "context_unknown"


class OthersInTalk(MediumRefused):
    """Somebody else talks with the customer too: the talk cannot be handed on from under them."""

    code = "others_in_talk"


class NumberUnknown(NotFound):
    code = "number_unknown"


class NumberTaken(Conflict):
    code = "number_taken"


class NumberInvalid(Invalid):
    code = "number_invalid"


class TrunkUnknown(NotFound):
    code = "trunk_unknown"


class TrunkInvalid(Invalid):
    code = "trunk_invalid"


class TrunkInUse(Conflict):
    """Numbers still go over this trunk."""

    code = "trunk_in_use"


class SoundUnfit(Invalid):
    """The content is no PCM WAV of a usable length, or nothing is to be heard in it."""

    code = "sound_unfit"


class SoundCompressed(Invalid):
    """The content is a sound, of a `kind` (MP3, M4A …) that cannot be decoded here."""

    code = "sound_compressed"


class SoundUnknown(NotFound):
    code = "sound_unknown"


class LoginUnknown(NotFound):
    code = "login_unknown"


class TestCallUnknown(NotFound):
    code = "test_call_unknown"
