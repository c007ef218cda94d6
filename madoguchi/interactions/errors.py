"""What may go wrong by rule in a contact."""

from madoguchi.kit.errors import Conflict, Forbidden, Invalid, NotFound


class InteractionUnknown(NotFound):
    code = "interaction_unknown"


class SegmentUnknown(NotFound):
    code = "segment_unknown"


class RecordingUnknown(NotFound):
    code = "recording_unknown"


class MediumUnknown(Conflict):
    """No medium of this name is wired into this installation. `medium` names it."""

    code = "medium_unknown"


class MediumRefused(Conflict):
    """The medium knows at once that the wish cannot be met (not held, no such leg …)."""

    code = "medium_refused"


class CustomerGone(Conflict):
    """The customer has left: there is nobody to be connected with."""

    code = "customer_gone"


class NotInContact(Conflict):
    """This agent has no live part in the contact."""

    code = "not_in_contact"


class AttachmentRefused(Conflict):
    """Only what a person uploaded as an attachment themselves, and is with no other contact, may be attached."""

    code = "attachment_refused"


class NoteInvalid(Invalid):
    code = "note_invalid"


class TranscriptInvalid(Invalid):
    code = "transcript_invalid"


class DigitsInvalid(Invalid):
    code = "digits_invalid"


class MayNotCall(Forbidden):
    """The customer or the law forbids this call; the faults name every reason."""

    code = "may_not_call"


class CallNeedsReason(Conflict):
    """Somebody's wish stands against this call; an agent may make it, saying why. The faults name every reason."""

    code = "call_needs_reason"
