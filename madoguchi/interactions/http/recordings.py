"""The sound of a contact, and its words."""

from uuid import UUID

from litestar.response import Stream
from msgspec import Struct

from madoguchi.access import audit
from madoguchi.files import SERVED, serve
from madoguchi.interactions.actions.transcribing import transcribe
from madoguchi.interactions.errors import RecordingUnknown
from madoguchi.interactions.model import Recording, Transcript
from madoguchi.interactions.queries import recordings_of
from madoguchi.interactions.store import by_id, segments_of
from madoguchi.kit.errors import Forbidden
from madoguchi.kit.http import Tagged, current_user, expected_version, get, principal, put


class Waveform(Struct, frozen=True, kw_only=True):
    """Peaks 0-255, channels (customer, agent) interleaved, evenly spread over `seconds`."""

    recording: UUID
    seconds: int
    channels: int
    peaks: list[int]


class Words(Struct, frozen=True):
    """What is said in a recording, and in which language (BCP 47)."""

    text: str
    language: str


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


@put("/interactions/{interaction:uuid}/recordings/{recording:uuid}/transcript", needs="desk.use")
async def write_transcript(interaction: UUID, recording: UUID, data: Words) -> Tagged[Transcript]:
    """Write down what is said in a recording, or correct the version named in If-Match (0: nothing was written yet).

    For whoever may play it.
    """
    seen = expected_version()
    await _may_listen(interaction)
    await _recording(interaction, recording)
    written = await transcribe(recording, data.text, language=data.language, author=current_user(), seen=seen)
    details = {"recording": str(recording), "version": str(written.version)}
    await audit("recording.transcribed", "interaction", interaction, details, reason=interaction)
    return Tagged(written, written.version)


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


routes = [play, show_waveform, write_transcript]
