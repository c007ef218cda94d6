"""What an agent's screen shows of a contact and of the whole desk. The screens' words are made from these codes."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

from madoguchi.access import UserName
from madoguchi.cases import CaseRow, TaskRow
from madoguchi.customers import Contract, CustomerBrief, CustomerCard, Order
from madoguchi.interactions import Purpose, TimelineEntry
from madoguchi.workspace.model.call import CallNow
from madoguchi.workspace.model.care import Care
from madoguchi.workspace.model.repeat import Repeat
from madoguchi.workspace.model.wrapup import WrapupForm

Recognised = Literal["one", "several", "none", "withheld"]
CrmState = Literal["waiting", "ok", "down", "off"]


class OfferNow(Struct, frozen=True, kw_only=True):
    """The offer behind a ringing pop: to be answered before `expires` (UTC)."""

    id: UUID
    made: datetime
    expires: datetime


class ContactNow(Struct, frozen=True, kw_only=True):
    """The contact a screen is about. `waited_seconds`: from its opening to the answer, or to this look."""

    id: UUID
    medium: str
    direction: str
    opened: datetime
    waited_seconds: int


class LineShown(Struct, frozen=True, kw_only=True):
    """The line of business (業務); empty names where the contact has none."""

    id: UUID | None = None
    code: str = ""
    name_ja: str = ""
    name_en: str = ""


class QueueShown(Struct, frozen=True, kw_only=True):
    id: UUID
    name_ja: str
    name_en: str


class DeskShown(Struct, frozen=True, kw_only=True):
    """The first line: which desk am I. `dialled` in E.164."""

    line_of_business: LineShown
    dialled: str | None
    opening_phrase_ja: str
    opening_phrase_en: str
    queue: QueueShown | None


class CallerShown(Struct, frozen=True, kw_only=True):
    """Who calls, as the network says. `address`: normalised, or its mask; None when withheld or unavailable."""

    address: str | None
    kind: str
    withheld: str | None


class CrmShown(Struct, frozen=True, kw_only=True):
    """Whether a CRM's card is coming; it arrives by itself as `crm.card`."""

    state: CrmState


class FromAgent(Struct, frozen=True, kw_only=True):
    """Who handed the contact on, or asks for help with it, and what they said about it.

    `purpose`: transfer (the customer is handed over), consult (the two of you talk aside first), add (you come into the
    talk).
    """

    user: UUID
    name: str
    note: str | None
    purpose: Purpose


class NoteShown(Struct, frozen=True, kw_only=True):
    """A note on this contact, and who wrote it."""

    id: UUID
    at: datetime
    author: str
    text: str


class CallbackShown(Struct, frozen=True, kw_only=True):
    """The contact is a call that we promised, or return: for which task, the how-manieth try, and the contact in which
    it was asked for."""

    task: TaskRow
    attempt: int
    asked_in: UUID | None


class ScreenPop(Struct, frozen=True, kw_only=True):
    """Everything an agent sees of a contact before and while they talk, in one piece.

    `order`: the one that the contact is about (its number was typed, or somebody linked it), whoever made it.
    """

    offer: OfferNow | None
    interaction: ContactNow
    desk: DeskShown
    caller: CallerShown
    recognition: Recognised
    candidates: list[CustomerBrief]
    customer: CustomerCard | None
    care: list[Care]
    cases: list[CaseRow]
    orders: list[Order]
    order: Order | None
    contracts: list[Contract]
    tasks: list[TaskRow]
    timeline: list[TimelineEntry]
    users: list[UserName]
    crm: CrmShown
    from_agent: FromAgent | None
    notes: list[NoteShown]
    callback: CallbackShown | None
    repeat: Repeat | None


class DeskCall(CallNow, frozen=True, kw_only=True):
    """A call at the desk with its screen."""

    pop: ScreenPop


class RuleShown(Struct, frozen=True, kw_only=True):
    """What the form must hold, and how it may be extended."""

    seconds: int
    required: tuple[str, ...]
    reason_depth: int
    extend_seconds: int
    extensions_left: int


class WrapupShown(Struct, frozen=True, kw_only=True):
    """A form owed: what is filled in so far, its time and its rule. `version` is the draft's, 0 while none is kept."""

    id: UUID
    interaction: UUID
    segment: UUID
    state: str
    opened: datetime
    due: datetime
    talk_seconds: int
    held_seconds: int
    form: WrapupForm
    version: int
    rule: RuleShown


class DeskWrapup(WrapupShown, frozen=True, kw_only=True):
    """A form owed with its screen."""

    pop: ScreenPop


class PresenceShown(Struct, frozen=True, kw_only=True):
    """What I am doing. `due`: when it ends by itself; `after`: where I go after this contact."""

    state: str
    since: datetime
    reason: str | None
    due: datetime | None
    after: str


class PresenceNow(Struct, frozen=True, kw_only=True):
    """What I am doing now, as it is told live."""

    presence: str
    since: datetime
    reason: str | None
    due: datetime | None
    after: str


class QueueRow(Struct, frozen=True, kw_only=True):
    """How a queue that I serve stands."""

    id: UUID
    name_ja: str
    name_en: str
    waiting: int
    longest_wait_since: datetime | None
    ready: int


class Desk(Struct, frozen=True, kw_only=True):
    """My whole session in one read, on whatever device: after a crash or a reload nothing is missing."""

    presence: PresenceShown
    offer: ScreenPop | None
    calls: list[DeskCall]
    wrapups: list[DeskWrapup]
    tasks: list[TaskRow]
    queues: list[QueueRow]
