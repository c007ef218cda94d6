"""What the switch says over ARI, as far as we read it.

Fields that we do not use are skipped, and events of unknown types still decode.
"""

from datetime import datetime

import msgspec


class Party(msgspec.Struct, frozen=True):
    """A name and a number as SIP gave them: unchecked text."""

    name: str = ""
    number: str = ""


class Place(msgspec.Struct, frozen=True):
    """Where in the dialplan a channel is; `app_name` is what it runs there."""

    context: str = ""
    exten: str = ""
    app_name: str = ""
    app_data: str = ""


class Channel(msgspec.Struct, frozen=True):
    """One leg as the switch sees it. `state`: Down, Ring (arriving), Ringing (leaving), Up, Busy, …"""

    id: str
    name: str
    state: str
    caller: Party = Party()
    connected: Party = Party()
    dialplan: Place = Place()
    creationtime: str = ""
    protocol_id: str = ""
    channelvars: dict[str, str] = {}

    @property
    def in_stasis(self) -> bool:
        return self.dialplan.app_name == "Stasis"


class Bridge(msgspec.Struct, frozen=True):
    id: str
    channels: list[str] = []
    creationtime: str = ""
    bridge_type: str = ""
    name: str = ""


class Playback(msgspec.Struct, frozen=True):
    """`state`: queued, playing, continuing, done, failed. `target_uri` is `channel:<id>` or `bridge:<id>`."""

    id: str
    state: str = ""
    media_uri: str = ""
    target_uri: str = ""


class Recording(msgspec.Struct, frozen=True):
    """A recording under way or just ended; `duration` in whole seconds once it is done; of `channel:<id>`."""

    name: str
    state: str = ""
    duration: int = 0
    cause: str = ""
    target_uri: str = ""


class Event(msgspec.Struct, frozen=True):
    """Any event: `type` says which, and which of the other fields are filled.

    `cause` is the Q.850 hang-up cause (0 when there is none) and `cause_txt` its name in English.
    """

    type: str
    timestamp: str = ""
    application: str = ""
    args: list[str] = []
    channel: Channel | None = None
    bridge: Bridge | None = None
    peer: Channel | None = None
    playback: Playback | None = None
    recording: Recording | None = None
    digit: str = ""
    duration_ms: int = 0
    cause: int = 0
    cause_txt: str = ""
    dialstatus: str = ""
    variable: str = ""
    value: str = ""
    replace_channel: Channel | None = None
    transferer: Channel | None = None
    exten: str = ""
    result: str = ""

    @property
    def at(self) -> datetime | None:
        """When the switch says it happened (its clock, with offset)."""
        try:
            return datetime.strptime(self.timestamp, "%Y-%m-%dT%H:%M:%S.%f%z")
        except ValueError:
            return None


class Info(msgspec.Struct, frozen=True):
    """Who the switch is: its version and when it started (an ISO time with offset)."""

    class System(msgspec.Struct, frozen=True):
        version: str
        entity_id: str = ""

    class Status(msgspec.Struct, frozen=True):
        startup_time: str

        @property
        def started(self) -> datetime | None:
            """When the switch's process began."""
            try:
                return datetime.strptime(self.startup_time, "%Y-%m-%dT%H:%M:%S.%f%z")
            except ValueError:
                return None

    system: System
    status: Status


class Application(msgspec.Struct, frozen=True):
    name: str


class Variable(msgspec.Struct, frozen=True):
    value: str


class Endpoint(msgspec.Struct, frozen=True):
    """`state`: unknown, offline, online."""

    technology: str
    resource: str
    state: str = "unknown"
    channel_ids: list[str] = []
