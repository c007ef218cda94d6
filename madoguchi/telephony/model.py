"""Shapes of telephony. Times are UTC, durations whole seconds unless said otherwise."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

from madoguchi.interactions import ConsentState, Purpose, SupervisionMode

Role = Literal["customer", "agent", "guest", "supervisor"]
Place = Literal["main", "side", "apart"]
"""Where a leg is: in the talk with the customer, aside with somebody who is consulted, or by itself with music."""

Told = Literal["", "telling", "told", "untold"]
"""What a guest in a recorded talk knows of that: they hear it just now, have heard it, or do not know or agree."""

PartyState = Literal["asked", "talking", "aside", "apart"]
RecordingState = Literal["off", "on", "paused"]
InvitationState = Literal["asked", "aside", "turned"]
LegState = Literal["new", "ringing", "up", "down"]
SwitchKind = Literal["asterisk", "simulated"]
TestState = Literal["dialling", "ringing", "answered", "done", "failed"]


class Number(Struct, frozen=True, kw_only=True):
    """A number of ours. `e164` is what callers dial; `entry_point` what happens to them; `outbound`: whether it is
    shown when its line of business calls out, over `trunk_id`.
    """

    id: UUID
    e164: str
    label: str
    entry_point: UUID | None
    line_of_business_id: UUID | None
    trunk_id: UUID | None
    outbound: bool
    active: bool
    version: int


class Trunk(Struct, frozen=True, kw_only=True):
    """A line to the outside. `host`: where calls go; `accepts`: the addresses whose calls are taken; `registers`:
    whether we sign in there. The password is write-only: `has_password` says whether there is one.
    """

    id: UUID
    name: str
    host: str
    accepts: list[str]
    username: str
    has_password: bool
    registers: bool
    active: bool
    version: int


class TrunkLine(Struct, frozen=True, kw_only=True):
    """A trunk as the switch must know it. `name` is its id, `password` open: never to be shown or logged."""

    name: str
    host: str
    accepts: tuple[str, ...]
    username: str
    password: str
    registers: bool


class RegisteredSwitch(Struct, frozen=True, kw_only=True):
    """A switch as every node may know it. `url`: of its ARI; `phone_url`: the WebSocket address that browsers anywhere
    may use, "" when only nodes reach it; `owner`: the node that started it, None when it is somebody else's; `folder`:
    where it lives on that node's machine; `holder`: the node that held its event socket last.
    """

    id: str
    kind: SwitchKind
    url: str = ""
    account: str = ""
    password: str = ""
    phone_url: str = ""
    sip_address: str = ""
    owner: UUID | None = None
    folder: str = ""
    holder: UUID | None = None


class Call(Struct, frozen=True, kw_only=True):
    """What a switch does for one interaction: all its legs are on `switch`. `ending`: who wanted it to end, "" while
    nobody did. `asking`: the other side is being told of the recording under this id, by `asking_rule`;
    `asking_for` waits for the end of it.
    """

    interaction_id: UUID
    direction: Literal["in", "out"]
    switch: str
    number_id: UUID | None
    trunk_id: UUID | None
    customer_leg: str | None
    playback: str | None
    interruptible: bool
    sending: UUID | None
    sending_leg: str | None
    noticed: bool
    asking: UUID | None
    asking_for: UUID | None
    asking_rule: str | None
    recording: str | None
    recorded_from: datetime | None
    recorded_to: datetime | None
    parked_at: datetime | None
    parked_by: UUID | None
    ending: str
    started: datetime
    ended: datetime | None


class Invitation(Struct, frozen=True, kw_only=True):
    """Somebody who is being asked into a call, or is aside with the one who asked: a colleague or an outside number.

    `leg`: their way in, None until a colleague has accepted. `state`: "asked" until they hear the one who asked, then
    "aside", or "turned" while that one has turned back to the customer.
    """

    interaction_id: UUID
    purpose: Purpose
    by_id: UUID
    to_id: UUID | None
    number: str
    leg: str | None
    state: InvitationState
    made: datetime


class RecordingGap(Struct, frozen=True, kw_only=True):
    """What a recording leaves out, and why: `asked` for by somebody (None: by the rule for a guest), `began` when the
    switch had obeyed.
    """

    id: UUID
    interaction_id: UUID
    reason: str
    user_id: UUID | None
    asked: datetime
    began: datetime | None
    ended: datetime | None


class Party(Struct, frozen=True, kw_only=True):
    """Somebody in a call: the customer, one of ours (`user`), or a guest (`number`). `id` is good for letting them go.

    `state`: asked (not there yet), talking, aside, apart (hears music).
    """

    id: str
    role: Role
    user: UUID | None
    number: str
    state: PartyState
    since: datetime


class Parked(Struct, frozen=True, kw_only=True):
    """A customer who waits where any colleague may take them, `since` (UTC), parked `by` somebody."""

    interaction: UUID
    since: datetime
    by: UUID


class Situation(Struct, frozen=True, kw_only=True):
    """How a call stands beyond its agents' parts. `recording`: off, on, or paused since `paused_since`; `consent`: what
    the other side says to it, "asking" while they are being told, None when they never were.
    """

    parties: list[Party]
    invitation: Invitation | None
    parked_at: datetime | None
    parked_by: UUID | None
    recording: RecordingState
    paused_since: datetime | None
    consent: ConsentState | Literal["asking"] | None = None


class Leg(Struct, frozen=True, kw_only=True):
    """One way through the switch. `joined`: since when it heard the customer; `ending`: why we are ending it ("agent",
    "transfer", "replaced", "cancelled", "consult", "dropped", "over", "left", "takeover"), "" when we are not. `place`:
    where it belongs; `number`: whom a guest's leg reaches; `told`: what a guest knows of the recording. A supervisor's
    leg is beside the talk of `target_id`, in the way that `mode` says; an agent's leg with a target took over from
    them.
    """

    id: str
    interaction_id: UUID
    role: Role
    user_id: UUID | None
    login: str | None
    state: LegState
    joined: datetime | None
    ending: str
    cause: str
    made: datetime
    ended: datetime | None
    mode: SupervisionMode | None = None
    target_id: UUID | None = None

    @property
    def monitor(self) -> str:
        """The id under which the switch lets this leg listen."""
        return f"{self.id}-monitor"

    place: Place = "apart"
    number: str = ""
    told: Told = ""

    @property
    def live(self) -> bool:
        return self.state != "down"


class Login(Struct, frozen=True, kw_only=True):
    """A phone's right to sign in. The password is known to the switch and to the browser only."""

    login: str
    user_id: UUID
    session_id: UUID | None
    issued: datetime
    expires: datetime


class TestCall(Struct, frozen=True, kw_only=True):
    """A trunk tried out. `cause`: why it failed, a code."""

    id: UUID
    trunk_id: UUID
    leg: str
    switch: str
    state: TestState
    cause: str
    made: datetime
    answered: datetime | None
    ended: datetime | None


MOST_PARTIES = 8
"""So many may be in one call, the customer among them."""


def bridge_of(interaction: UUID, place: Place) -> str | None:
    """The id of the bridge that is a place of this call; None for the place that is none."""
    return {"main": str(interaction), "side": f"{interaction}-side", "apart": None}[place]


def place_of(interaction: UUID, bridge: str | None) -> Place:
    """Which place of this call a bridge is."""
    places: dict[str | None, Place] = {bridge_of(interaction, "main"): "main", bridge_of(interaction, "side"): "side"}
    return places.get(bridge, "apart")


def up(legs: list[Leg]) -> list[Leg]:
    """Legs that are up and not being ended."""
    return [leg for leg in legs if leg.state == "up" and not leg.ending]


def agents_in(legs: list[Leg]) -> list[Leg]:
    """Agents' legs that are up and not being ended."""
    return [leg for leg in legs if leg.role == "agent" and leg.state == "up" and not leg.ending]


def talking(legs: list[Leg], user: UUID | None) -> Leg | None:
    """The leg over which this agent talks with the customer now."""
    return next((leg for leg in reversed(agents_in(legs)) if leg.user_id == user and leg.joined is not None), None)


def untold(legs: list[Leg]) -> bool:
    """Whether a guest is there who does not know of the recording, or has not agreed to it."""
    return any(leg.told == "untold" and leg.live and not leg.ending for leg in legs)


def supervisors_in(legs: list[Leg], target: UUID | None = None) -> list[Leg]:
    """Supervisors' live legs that are not being ended; only those beside `target`, when named."""
    beside = [leg for leg in legs if leg.role == "supervisor" and leg.live and not leg.ending]
    return [leg for leg in beside if target is None or leg.target_id == target]


def spoken(caller: str, name: str, withheld: bool) -> str:
    """A caller as a SIP name-address, for recognition. What they withheld is not in it, only the network's reason."""
    display = name.replace('"', "").replace("\\", "")
    if withheld:
        return f'"{display or "Anonymous"}" <sip:anonymous@anonymous.invalid>'
    return f'"{display}" <sip:{caller}@switch.invalid>'
