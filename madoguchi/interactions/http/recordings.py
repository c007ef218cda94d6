"""The sound of a contact."""

from uuid import UUID

from litestar.response import Stream
from msgspec import Struct

from madoguchi.access import audit
from madoguchi.files import SERVED, serve
from madoguchi.interactions.errors import RecordingUnknown
from madoguchi.interactions.model import Recording
from madoguchi.interactions.queries import recordings_of
from madoguchi.interactions.store import by_id, segments_of
from madoguchi.kit.errors import Forbidden
from madoguchi.kit.http import current_user, get, principal


class Waveform(Struct, frozen=True, kw_only=True):
    """Peaks 0-255, channels (customer, agent) interleaved, evenly spread over `seconds`."""

    recording: UUID
    seconds: int
    channels: int
    peaks: list[int]


@get("/interactions/{interaction:uuid}/recording", needs="interactions.read", also=SERVED)
async def play(interaction: UUID, recording: UUID | None = None) -> Stream:
    """The sound of a contact, whole or in part (Range); every playback is logged. Needs `recordings.play`, or
    `recordings.play_own` from somebody who took part; what was left on the voicemail is for all who hold the latter.
    """
    await _may_listen(interaction)
    chosen = await _recording(interaction, recording)
    await audit("recording.played", "interaction", interaction, {"recording": str(chosen.id)}, reason=interaction)
    return await serve(chosen.file_id)


@get("/interactions/{interaction:uuid}/recording/waveform", needs="interactions.read")
async def show_waveform(interaction: UUID, recording: UUID | None = None) -> Waveform:
    """The shape of a recording, to be drawn."""
    chosen = await _recording(interaction, recording)
    return Waveform(recording=chosen.id, seconds=chosen.seconds, channels=chosen.channels, peaks=chosen.waveform)


async def _may_listen(interaction: UUID) -> None:
    held = principal().permissions
    if "recordings.play" in held:
        return
    own = "recordings.play_own" in held and (
        (await by_id(interaction)).remedy == "voicemail"  # left for whoever calls back
        or current_user() in {part.user_id for part in await segments_of(interaction)}
    )
    if not own:
        raise Forbidden(needs="recordings.play")


async def _recording(interaction: UUID, recording: UUID | None) -> Recording:
    found = await recordings_of(interaction)
    chosen = next((one for one in found if recording in (None, one.id)), None)
    if chosen is None:
        raise RecordingUnknown
    return chosen


routes = [play, show_waveform]
