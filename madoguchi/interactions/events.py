"""What the contact room announces. Ids and codes only; times are UTC.

Order is not promised between interactions; within one, facts appear in the order in which they became known.
"""

from datetime import datetime
from uuid import UUID

from madoguchi.kit.facts import Fact


class InteractionOpened(Fact, frozen=True, kw_only=True):
    """A contact began on any medium. `customer` is None while nobody is recognised."""

    interaction: UUID
    medium: str
    direction: str  # "in" | "out"
    customer: UUID | None
    entry_point: UUID | None
    line_of_business: UUID | None


class CustomerRecognised(Fact, frozen=True, kw_only=True):
    """Somebody chose or corrected who is on the line. `customer` is None when the choice was taken back."""

    interaction: UUID
    customer: UUID | None
    previous: UUID | None


class SegmentConnecting(Fact, frozen=True, kw_only=True):
    """An agent took or dialled a contact and is being connected with it."""

    interaction: UUID
    segment: UUID
    user: UUID
    queue: UUID | None


class SegmentRinging(Fact, frozen=True, kw_only=True):
    """The other end rings for this agent: the agent's own leg on the way in, the customer's phone on the way out."""

    interaction: UUID
    segment: UUID
    user: UUID
    queue: UUID | None


class SegmentAside(Fact, frozen=True, kw_only=True):
    """An agent who is consulted hears the colleague who asked, and not the customer. SegmentStarted may follow."""

    interaction: UUID
    segment: UUID
    user: UUID
    queue: UUID | None
    at: datetime


class SegmentStarted(Fact, frozen=True, kw_only=True):
    """Agent and customer hear each other. Recorded once a segment."""

    interaction: UUID
    segment: UUID
    user: UUID
    queue: UUID | None
    at: datetime
    medium: str = "voice"


class SegmentHeld(Fact, frozen=True, kw_only=True):
    interaction: UUID
    segment: UUID
    user: UUID
    at: datetime


class SegmentResumed(Fact, frozen=True, kw_only=True):
    interaction: UUID
    segment: UUID
    user: UUID
    at: datetime


class SegmentMuted(Fact, frozen=True, kw_only=True):
    interaction: UUID
    segment: UUID
    user: UUID
    muted: bool


class SegmentEnded(Fact, frozen=True, kw_only=True):
    """This agent's part is over and their wrap-up begins.

    Recorded once a segment that was connected or dialled out (`connected` is False when nobody answered). An inbound
    leg that never came up is `ConnectFailed` instead. Who was only consulted and never heard the customer has nothing
    to wrap up: then `connected` and `owed` are False.
    """

    interaction: UUID
    segment: UUID
    user: UUID
    queue: UUID | None
    line_of_business: UUID | None
    direction: str
    connected: bool
    by: str  # "agent" | "customer" | "transfer" | "takeover" | "consult" | "system"
    at: datetime
    owed: bool = True


class SegmentWrapped(Fact, frozen=True, kw_only=True):
    """The wrap-up of this part is over: the form is done, or the agent turned to something else. Once a segment."""

    interaction: UUID
    segment: UUID
    user: UUID
    wrap_seconds: int


class ConnectFailed(Fact, frozen=True, kw_only=True):
    """The agent accepted but their leg never came up; the customer still waits unless InteractionAbandoned follows."""

    interaction: UUID
    segment: UUID | None
    user: UUID
    queue: UUID | None
    cause: str


class InteractionAbandoned(Fact, frozen=True, kw_only=True):
    """An inbound customer left before any agent was connected. `waited_seconds` counts from the opening."""

    interaction: UUID
    customer: UUID | None
    queue: UUID | None
    line_of_business: UUID | None
    waited_seconds: int
    cause: str


class InteractionEnded(Fact, frozen=True, kw_only=True):
    """The customer is gone, for whatever cause; wrap-up may still be owed (InteractionClosed comes after it)."""

    interaction: UUID
    customer: UUID | None
    cause: str
    at: datetime


class HandRaised(Fact, frozen=True, kw_only=True):
    """An agent in the contact asks for their supervisor (手上げ)."""

    hand: UUID
    interaction: UUID
    user: UUID
    at: datetime


class HandLowered(Fact, frozen=True, kw_only=True):
    """`by` lowered the hand of `user`; `cause`: agent, supervisor, or ended (their part is over; `by` None)."""

    hand: UUID
    interaction: UUID
    user: UUID
    by: UUID | None
    cause: str


class IncidentRecorded(Fact, frozen=True, kw_only=True):
    """Something happened in the contact that must be kept as evidence. `kind`: harassment; `reason`: a code."""

    incident: UUID
    interaction: UUID
    customer: UUID | None
    user: UUID | None
    kind: str
    reason: str


class OutcomeRecorded(Fact, frozen=True, kw_only=True):
    """A wrap-up was finished ("classified") or its time ran out ("unclassified"); a later form records it again."""

    interaction: UUID
    segment: UUID
    customer: UUID | None
    user: UUID
    state: str  # "classified" | "unclassified"


class InteractionClosed(Fact, frozen=True, kw_only=True):
    """The customer is gone and every agent's part has an outcome. Again only if a late report reopened it."""

    interaction: UUID
    customer: UUID | None
    outcome: str  # model.OUTCOMES


class NoteWritten(Fact, frozen=True, kw_only=True):
    interaction: UUID
    note: UUID
    customer: UUID | None
    author: UUID


class AttachmentAdded(Fact, frozen=True, kw_only=True):
    interaction: UUID
    attachment: UUID
    customer: UUID | None


class LinkAdded(Fact, frozen=True, kw_only=True):
    """The contact touched something of another room: `kind` "case", "task", "order", …; `ref` is that thing's id."""

    interaction: UUID
    customer: UUID | None
    kind: str
    ref: UUID


class VoicemailLeft(Fact, frozen=True, kw_only=True):
    """A caller left a message, which is kept as a recording of the contact. `queue`: whose people it is for."""

    interaction: UUID
    recording: UUID
    customer: UUID | None
    queue: UUID | None
    line_of_business: UUID | None
    seconds: int


class RecordingAdded(Fact, frozen=True, kw_only=True):
    interaction: UUID
    recording: UUID


class TranscriptWritten(Fact, frozen=True, kw_only=True):
    """What is said in a recording was written down or corrected. `author` None: by a machine."""

    interaction: UUID
    recording: UUID
    customer: UUID | None
    version: int
    author: UUID | None


class RecordingConsentKnown(Fact, frozen=True, kw_only=True):
    """The other side was told of the recording: `state` "noticed", "agreed", "refused" or "unheard".

    It was asked by a rule for a region.
    """

    interaction: UUID
    state: str
    rule: str
    region: str


class SupervisorJoined(Fact, frozen=True, kw_only=True):
    """`user` is beside the part of `agent` since `at`, or changed how: `mode` "listen", "whisper" or "barge"."""

    interaction: UUID
    user: UUID
    agent: UUID
    mode: str
    at: datetime


class SupervisorLeft(Fact, frozen=True, kw_only=True):
    """`user` supervises the contact no more, or never came to it.

    `cause`: "left" (their wish), "over" (the agent's part ended), "took_over" (they talk with the customer now), or why
    their own way into the contact broke ("unreachable", "no_answer", "lost", "normal" …).
    """

    interaction: UUID
    user: UUID
    cause: str
    at: datetime
