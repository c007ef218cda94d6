"""What an agent's call bar shows. The screens' words are made from these codes."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

from madoguchi.customers import CustomerBrief
from madoguchi.interactions import ConsentState, Purpose

CallState = Literal["connecting", "ringing", "aside", "talking", "held", "ended"]


class PartyShown(Struct, frozen=True, kw_only=True):
    """Somebody in the call; the customer's name is the screen's. `number`: of a guest from outside (E.164).

    `state`: asked (not there yet), talking (in the talk), aside, apart (hears music). `id`: good for letting them go.
    """

    id: str
    kind: Literal["customer", "agent", "guest"]
    name: str
    number: str
    state: Literal["asked", "talking", "aside", "apart"]
    since: datetime
    me: bool


class InvitationShown(Struct, frozen=True, kw_only=True):
    """Somebody is being asked in `by` one of us: a colleague (`name`) or an outside number.

    `state`: asked until they hear the one who asked, then aside; turned while that one talks with the customer.
    """

    purpose: Purpose
    state: Literal["asked", "aside", "turned"]
    name: str
    number: str
    by: str
    by_me: bool
    made: datetime


class CallNow(Struct, frozen=True, kw_only=True):
    """How an agent's call stands; `since` (UTC) when it became so, `connected` when the two began to talk.

    `recording`: the call is being recorded at this moment; `recording_paused`: since when it leaves out what is said.
    `consent`: what the other side says to it ("asking" while they are being told of it; None: they never were).
    `parked`: since when any colleague may take the customer. `hand`: since when my hand is up for my supervisor.
    """

    interaction: UUID
    segment: UUID
    state: CallState
    muted: bool
    since: datetime
    connected: datetime | None
    recording: bool
    recording_paused: datetime | None
    consent: ConsentState | Literal["asking"] | None
    parties: list[PartyShown]
    invitation: InvitationShown | None
    parked: datetime | None
    parked_by_me: bool
    hand: datetime | None


class ParkedShown(Struct, frozen=True, kw_only=True):
    """A customer who waits for any of us. `address`: their number or its mask, where nobody is recognised."""

    interaction: UUID
    since: datetime
    by: str
    by_me: bool
    customer: CustomerBrief | None
    address: str | None
    line_ja: str
    line_en: str


class CallTold(Struct, frozen=True, kw_only=True):
    """What became of somebody who was asked in, or of a parked customer: `what` "invitation" or "park", and why."""

    interaction: UUID
    what: Literal["invitation", "park"]
    cause: str
    purpose: str = ""
    name: str = ""
    number: str = ""


class ContextShown(Struct, frozen=True, kw_only=True):
    """What a call handed to the outside is about, for a system that holds its token.

    Times are UTC; `notes` are the newest first; `handed_by` is who of ours handed it over.
    """

    class Customer(Struct, frozen=True, kw_only=True):
        id: UUID
        number: str
        name: str
        kana: str
        tier: str
        language: str

    class Case(Struct, frozen=True, kw_only=True):
        number: str
        title: str
        status: str

    class Note(Struct, frozen=True, kw_only=True):
        at: datetime
        author: str
        text: str

    interaction: UUID
    direction: str
    opened: datetime
    line_of_business: str
    dialled: str
    customer: Customer | None
    cases: list[Case]
    notes: list[Note]
