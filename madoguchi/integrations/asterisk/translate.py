"""From ARI's events to telephony's reports, in one place and without side effects."""

from datetime import UTC, datetime

from madoguchi.integrations.asterisk.ari_model import Bridge, Channel, Event, Recording
from madoguchi.integrations.asterisk.configuration import APPLICATION
from madoguchi.integrations.asterisk.dialplan import FALLBACK
from madoguchi.telephony.ports import (
    Arrived,
    DigitPressed,
    LegDown,
    LegRinging,
    LegSeen,
    LegsJoined,
    LegUp,
    PlaybackEnded,
    RecordingEnded,
    Report,
    Snapshot,
)

INBOUND, LEG, SNOOP = "inbound", "leg", "snoop"
"""First argument of every channel that enters our application: it says whose it is."""

SAID, HEARD = "-said", "-heard"
"""Endings of a recording's two files."""

# Q.850 causes, as far as they differ for us.
CAUSES = {
    0: "normal",  # the far side's own goodbye in a call of ours
    1: "unreachable",
    2: "unreachable",
    3: "unreachable",
    16: "normal",
    17: "busy",
    18: "no_answer",
    19: "no_answer",
    20: "unreachable",
    21: "rejected",
    26: "normal",
    27: "unreachable",
    31: "normal",
    34: "failed",
    38: "failed",
    42: "failed",
    44: "lost",
}


WANTED = (
    "StasisStart",
    "ChannelStateChange",
    "ChannelDestroyed",
    "ChannelDtmfReceived",
    "ChannelEnteredBridge",
    "PlaybackFinished",
    "RecordingFinished",
    "RecordingFailed",
)
"""The events that mean something below; the switch is asked to send no others."""


def report_of(event: Event) -> Report | None:
    """What `event` means for telephony, or None when it means nothing."""
    at = moment(event.timestamp)
    channel = event.channel
    match event.type:
        case "PlaybackFinished" if event.playback is not None:
            kind, _, target = event.playback.target_uri.partition(":")
            heard = event.playback.state != "failed"
            ended = PlaybackEnded(leg=target, playback=event.playback.id, at=at, heard=heard)
            return ended if kind == "channel" else None
        case "RecordingFinished" | "RecordingFailed" if event.recording is not None:
            return _recorded(event.recording, at)
        case "ChannelEnteredBridge" if channel is not None and event.bridge is not None:
            return _joined(channel, event.bridge, at)
    if channel is None or is_helper(channel):
        return None
    return _about_a_leg(event, channel, at)


def _about_a_leg(event: Event, channel: Channel, at: datetime) -> Report | None:
    match event.type:
        case "StasisStart" if event.args[:1] == [INBOUND]:
            return arrival(channel, event.args, at)
        case "StasisStart" if event.args[:1] == [LEG]:
            return LegUp(leg=channel.id, at=at)
        case "ChannelStateChange" if channel.state == "Ringing":
            return LegRinging(leg=channel.id, at=at)
        case "ChannelStateChange" if channel.state == "Up" and channel.in_stasis:
            return LegUp(leg=channel.id, at=at)
        case "ChannelDestroyed":
            return LegDown(leg=channel.id, cause=CAUSES.get(event.cause, "failed"), at=at)
        case "ChannelDtmfReceived":
            return DigitPressed(leg=channel.id, digit=event.digit, at=at)
    return None


def arrival(channel: Channel, arguments: list[str], at: datetime) -> Arrived:
    """A call from outside, from what the dialplan gave our application: inbound, dialled number, presentation."""
    presentation = arguments[-1] if len(arguments) > 2 else ""
    return Arrived(
        leg=channel.id,
        caller=channel.caller.number,
        name=channel.caller.name,
        withheld=presentation.startswith("prohib"),
        dialled=channel.dialplan.exten,
        at=at,
    )


def snapshot_of(channels: list[Channel], bridges: list[Bridge], at: datetime) -> Snapshot:
    """All legs of ours. Helpers of the switch's own (snoops) are none."""
    where = {channel: bridge.id for bridge in bridges for channel in bridge.channels}
    legs = []
    for channel in channels:
        if is_helper(channel) or channel.dialplan.context == FALLBACK:
            continue
        application, *arguments = channel.dialplan.app_data.split(",") if channel.in_stasis else [""]
        if channel.in_stasis and application != APPLICATION:
            continue
        arrived = arrival(channel, arguments, moment(channel.creationtime)) if arguments[:1] == [INBOUND] else None
        legs.append(
            LegSeen(
                leg=channel.id,
                up=channel.state == "Up" and channel.in_stasis,
                call=arguments[1] if arguments[:1] == [LEG] and len(arguments) > 1 else "",
                bridge=where.get(channel.id),
                arrival=arrived,
            )
        )
    moved = frozenset(channel.id for channel in channels if channel.dialplan.context == FALLBACK)
    since = {bridge.id: moment(bridge.creationtime) for bridge in bridges if bridge.creationtime}
    return Snapshot(legs=tuple(legs), moved=moved, at=at, bridges=since)


def is_helper(channel: Channel) -> bool:
    """Whether the channel is a device of ours inside the switch and nobody's leg."""
    return channel.name.startswith(("Snoop/", "Recorder/", "Announcer/"))


def moment(text: str) -> datetime:
    """The switch's time as UTC; now when it cannot be read."""
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%f%z").astimezone(UTC)
    except ValueError:
        return datetime.now(UTC)


def _recorded(recording: Recording, at: datetime) -> RecordingEnded | None:
    if not recording.name.endswith(SAID):
        return None
    # A talk is recorded from helpers that have the recording's name; a message from the leg itself.
    target = recording.target_uri.removeprefix("channel:")
    leg = "" if target == recording.name else target
    return RecordingEnded(recording=recording.name.removesuffix(SAID), at=at, leg=leg)


def _joined(channel: Channel, bridge: Bridge, at: datetime) -> LegsJoined | None:
    if is_helper(channel):
        return None
    return LegsJoined(leg=channel.id, bridge=bridge.id, legs=tuple(bridge.channels), at=at)
