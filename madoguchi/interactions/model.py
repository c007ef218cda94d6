"""The shapes of a contact and the arithmetic of an agent's part in it. Times are UTC, durations whole seconds."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct, field

OUTCOMES = ("none", "unclassified", "classified", "abandoned", "missed", "callback", "voicemail")
Remedy = Literal["callback", "voicemail"]
MISSED_CAUSES = frozenset({"missed", "fallback"})  # logged after the fact: nobody of ours was there to take it

CallEvent = Literal[
    "consult_began", "consult_swapped", "consult_ended", "merged", "handed_over", "transferred", "taken_over",
    "guest_joined", "guest_left", "guest_noticed", "guest_unheard", "handed_out", "parked", "unparked",
    "recording_paused", "recording_resumed", "recording_noticed", "recording_agreed", "recording_refused",
    "recording_unheard",
]  # fmt: skip
"""What may happen to a call as a whole, beside its agents' parts."""

Purpose = Literal["consult", "transfer", "add"]
"""Why a further person is asked in: to be asked aside, to have the customer, or to talk with everybody."""

JSONScalar = str | int | bool | None
SupervisionMode = Literal["listen", "whisper", "barge", "take_over"]


class Interaction(Struct, frozen=True, kw_only=True):
    """One contact on one medium. `customer_id`: None while nobody is recognised; `ended`: when the customer left.

    `remedy`: what a caller got instead of a person ("callback": a call is promised, "voicemail": word was left), or "".
    """

    id: UUID
    medium: str
    medium_ref: str
    direction: str
    conversation_id: UUID
    customer_id: UUID | None
    address_kind: str
    address_value: str
    address_raw: str
    withheld: str | None
    dialled: str
    entry_point: UUID | None
    line_of_business_id: UUID | None
    queue_id: UUID | None
    state: str
    outcome: str
    cause: str
    opened: datetime
    answered: datetime | None
    ended: datetime | None
    closed: datetime | None
    caller_relation: str
    contract_holder_id: UUID | None
    version: int
    remedy: str = ""


class Segment(Struct, frozen=True, kw_only=True):
    """One agent's part. `status` connecting | ringing | aside | talking | held | ended, `since` when it became so.

    `aside_at`: since when they heard a colleague who consulted them; `connected_at`: since when they heard the
    customer, which who was only consulted never did.
    """

    id: UUID
    interaction_id: UUID
    user_id: UUID
    queue_id: UUID | None
    status: str
    muted: bool
    since: datetime
    ring_at: datetime
    aside_at: datetime | None
    connected_at: datetime | None
    ended_at: datetime | None
    ended_by: str
    ring_seconds: int
    consult_seconds: int
    talk_seconds: int
    hold_seconds: int
    wrap_seconds: int | None
    outcome: str

    @property
    def consulted_only(self) -> bool:
        """Whether they were asked aside and never heard the customer: then no outcome is theirs to record."""
        return self.aside_at is not None and self.connected_at is None


class Mark(Struct, frozen=True):
    """Something that happened to a segment, as it was reported: perhaps twice, perhaps out of order."""

    kind: str  # a key of MARK_ORDER
    at: datetime
    by: str = ""


# At one and the same instant, marks count in this order.
MARK_ORDER = {
    "connecting": 0,
    "ringing": 1,
    "aside": 2,
    "joined": 3,
    "resumed": 4,
    "held": 5,
    "unmuted": 6,
    "muted": 7,
    "failed": 8,
    "left": 9,
    "wrapped": 10,
}


class SegmentTimes(Struct, frozen=True, kw_only=True):
    """What the marks of one segment amount to."""

    status: str
    muted: bool
    since: datetime
    ring_at: datetime
    aside_at: datetime | None
    connected_at: datetime | None
    ended_at: datetime | None
    ended_by: str
    ring_seconds: int
    consult_seconds: int
    talk_seconds: int
    hold_seconds: int
    wrap_seconds: int | None


def measure(marks: Iterable[Mark]) -> SegmentTimes:
    """Derive a segment's state and seconds from its marks, in whatever order and number they were reported.

    ring: from the offer (or first ring) to the first voice heard, or to the end if there was none.
    consult: from the first word with a colleague aside to the connection with the customer, or to the end.
    talk + hold: from the connection to the end (or to the last mark so far); a hold never resumed lasts so long.
    wrap: from the end to the first mark of its being over; None until then.
    A doubled mark counts once, a mark after the end (other than "wrapped") not at all.
    """
    ordered = sorted(set(marks), key=lambda mark: (mark.at, MARK_ORDER[mark.kind], mark.by))
    if not ordered:
        raise ValueError("a segment has at least one mark")
    finish = next((mark for mark in ordered if mark.kind in ("left", "failed")), None)
    ended = finish.at if finish else None
    live = [mark for mark in ordered if mark.kind != "wrapped" and (ended is None or mark.at <= ended)] or ordered[:1]
    ring_at = live[0].at
    connected = next((mark.at for mark in live if mark.kind == "joined"), None)
    asked = next((mark.at for mark in live if mark.kind == "aside"), None)
    aside = asked if connected is None or (asked is not None and asked < connected) else None
    last = ended or live[-1].at
    hold, held_since = _hold_seconds(live, connected, last)
    status, since = _status(live, aside, connected, held_since, ended)
    return SegmentTimes(
        status=status,
        muted=_muted(live) and ended is None,
        since=since,
        ring_at=ring_at,
        aside_at=aside,
        connected_at=connected,
        ended_at=ended,
        ended_by=(finish.by or finish.kind) if finish else "",
        ring_seconds=seconds_between(ring_at, aside or connected or last),
        consult_seconds=seconds_between(aside, connected or last) if aside else 0,
        talk_seconds=max(0, seconds_between(connected, last) - hold) if connected else 0,
        hold_seconds=hold,
        wrap_seconds=_wrap_seconds(ordered, ended),
    )


def _hold_seconds(marks: Sequence[Mark], connected: datetime | None, last: datetime) -> tuple[int, datetime | None]:
    """Seconds on hold after the connection, and since when it is held now."""
    if connected is None:
        return 0, None
    total = 0.0
    since: datetime | None = None
    for mark in marks:
        if mark.at < connected:
            continue
        if mark.kind == "held" and since is None:
            since = mark.at
        elif mark.kind == "resumed" and since is not None:
            total += (mark.at - since).total_seconds()
            since = None
    if since is not None:
        total += (last - since).total_seconds()
    return int(total), since


def _status(
    marks: Sequence[Mark],
    aside: datetime | None,
    connected: datetime | None,
    held_since: datetime | None,
    ended: datetime | None,
) -> tuple[str, datetime]:
    if ended is not None:
        return "ended", ended
    if held_since is not None:
        return "held", held_since
    if connected is not None:
        resumed = [mark.at for mark in marks if mark.kind == "resumed" and mark.at >= connected]
        return "talking", resumed[-1] if resumed else connected
    if aside is not None:
        return "aside", aside
    ringing = next((mark.at for mark in marks if mark.kind == "ringing"), None)
    return ("ringing", ringing) if ringing else ("connecting", marks[0].at)


def _muted(marks: Sequence[Mark]) -> bool:
    switched = [mark.kind for mark in marks if mark.kind in ("muted", "unmuted")]
    return bool(switched) and switched[-1] == "muted"


def _wrap_seconds(marks: Sequence[Mark], ended: datetime | None) -> int | None:
    over = next((mark.at for mark in marks if mark.kind == "wrapped" and ended and mark.at >= ended), None)
    return seconds_between(ended, over) if ended and over else None


def seconds_between(start: datetime, end: datetime) -> int:
    """Whole seconds from start to end, never negative."""
    return max(0, int((end - start).total_seconds()))


def belongs(segment: Segment, at: datetime) -> bool:
    """Whether a mark of this time is about this part and not about a later one of the same agent."""
    return segment.ended_at is None or at <= segment.ended_at


def closable(interaction: Interaction, segments: Iterable[Segment]) -> bool:
    """The customer is gone, nobody of ours is still in, and no part waits for its outcome."""
    return interaction.state == "open" and interaction.ended is not None and not owed(segments)


def owed(segments: Iterable[Segment]) -> bool:
    """Whether any part still lives or waits for its outcome."""
    return any(part.status != "ended" or part.outcome == "pending" for part in segments)


def final_outcome(interaction: Interaction, segments: Iterable[Segment]) -> str:
    """The outcome of the whole: none while one is owed, then unclassified if any part is.

    Abandoned or missed when an inbound contact ended before any agent was in it; what they got instead, if anything.
    """
    states = {part.outcome for part in segments} - {"none"}
    if "pending" in states:
        return "none"
    if states:
        return "classified" if states == {"classified"} else "unclassified"
    if interaction.direction == "in" and interaction.answered is None:
        if interaction.remedy:
            return interaction.remedy
        return "missed" if interaction.cause in MISSED_CAUSES else "abandoned"
    return "none"


class Outcome(Struct, frozen=True, kw_only=True):
    """What a finished wrap-up says. The texts are personal, stored sealed; the reason's names are kept as they were."""

    reason_id: UUID | None = None
    reason_codes: tuple[str, ...] = ()
    reason_ja: str = ""
    reason_en: str = ""
    resolution: str = ""
    callback_owed: bool = False
    asked: str = ""
    done: str = ""
    result: str = ""
    caller_relation: str = ""
    contract_holder: UUID | None = None


class Note(Struct, frozen=True, kw_only=True):
    id: UUID
    interaction_id: UUID
    author: UUID
    at: datetime
    text: str


class Link(Struct, frozen=True, kw_only=True):
    id: UUID
    interaction_id: UUID
    kind: str
    ref: UUID
    at: datetime


class Gap(Struct, frozen=True, kw_only=True):
    """A stretch of a recording that was left out on purpose: silence from `at` seconds on, `seconds` long."""

    at: float
    seconds: float
    reason: str


class Recording(Struct, frozen=True, kw_only=True):
    """`waveform` holds peaks 0–255 a channel, channels interleaved; `seconds` is the length. `gaps`: what was left
    out, in its place, so that everything after it stands at its true time.
    """

    id: UUID
    interaction_id: UUID
    file_id: UUID
    started: datetime
    seconds: int
    channels: int
    waveform: list[int] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)


class Transcript(Struct, frozen=True, kw_only=True):
    """What is said in a recording, in words: its latest version. `text` is "" when it was erased; `language` BCP 47;
    `author` None: a machine wrote it.
    """

    recording_id: UUID
    version: int
    language: str
    author: UUID | None
    at: datetime
    text: str


class Cursor(Struct, frozen=True):
    """A place in a timeline: entries strictly older than (at, id) follow."""

    at: datetime
    id: UUID


class TimelineEntry(Struct, frozen=True, kw_only=True):
    """One line of a customer's timeline, of any kind ("interaction", "case", "task", "order", …).

    `codes` is what the line is rendered from (medium, direction, outcome, seconds …); `title` is personal text or "".
    `said`: how a message that was left begins, in words; None where none was left, "" while nobody has written it down.
    """

    id: UUID
    kind: str
    at: datetime
    title: str = ""
    said: str | None = None
    codes: dict[str, JSONScalar] = field(default_factory=dict)
    users: tuple[UUID, ...] = ()
    links: tuple[tuple[str, UUID], ...] = ()
