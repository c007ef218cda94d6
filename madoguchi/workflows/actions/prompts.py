"""Prompts as people make them: text that is spoken when it is saved, or a recording that is uploaded."""

from __future__ import annotations

from uuid import UUID

import msgspec
from msgspec.structs import replace

from madoguchi import access, intelligence, telephony
from madoguchi.intelligence import SpeechOff
from madoguchi.kit.clock import now
from madoguchi.kit.errors import PreconditionFailed
from madoguchi.kit.http import maybe_principal
from madoguchi.kit.ids import new_id
from madoguchi.kit.metrics import counter
from madoguchi.workflows.errors import PromptInUse, PromptNameTaken, PromptUnknown
from madoguchi.workflows.model.prompt import LANGUAGES, Language, Prompt, PromptName, Source, Text, Voice
from madoguchi.workflows.store import prompts as store

saved_total = counter("prompts_saved", "Prompts that were made or changed", ("source",))


class VoiceForm(msgspec.Struct, frozen=True, kw_only=True):
    """A prompt in one language: a text to be spoken, or what the recording says that was uploaded."""

    text: Text = ""
    source: Source = "spoken"


class PromptForm(msgspec.Struct, frozen=True, kw_only=True):
    """A prompt as a whole; null: not in that language."""

    name: PromptName
    ja: VoiceForm | None = None
    en: VoiceForm | None = None


async def add(form: PromptForm) -> Prompt:
    """Raises `PromptNameTaken`, or as speaking does. Where nobody speaks a language its text is kept without sound."""
    return await _save(Prompt(id=new_id(), name="", changed=now(), changed_by=None, version=0), form)


async def change(id: UUID, form: PromptForm, expected: int) -> Prompt:
    """Every flow that speaks it does so anew at once. Raises `PromptUnknown`, `PreconditionFailed`, or as `add`."""
    return await _save(await _held(id, expected), form)


async def upload(id: UUID, language: Language, content: bytes, expected: int) -> Prompt:
    """Let a recording be heard. Raises `PromptUnknown`, `PreconditionFailed`, `SoundUnfit`."""
    before = await _held(id, expected)
    sound = await telephony.keep_sound(content, f"prompt-{language}")
    old = before.voice(language)
    voice = Voice(
        language=language,
        source="uploaded",
        text=old.text if old else "",
        file=sound.file,
        seconds=sound.seconds,
        engine="",
    )
    return await _keep(before, before.name, [*(v for v in before.voices if v.language != language), voice])


async def remove(id: UUID, expected: int) -> None:
    """Raises `PromptUnknown`, `PreconditionFailed`, `PromptInUse`."""
    before = await _held(id, expected)
    speakers = (await store.speakers()).get(str(id))
    if speakers:
        raise PromptInUse(flow=speakers[0].name)
    await store.remove(id)
    await access.audit("prompt.removed", "prompt", id, {"name": before.name})


async def prompt(id: UUID) -> Prompt:
    """One prompt. Raises `PromptUnknown`."""
    found = await store.prompt(id)
    if found is None:
        raise PromptUnknown
    return found


async def _save(before: Prompt, form: PromptForm) -> Prompt:
    if await store.name_taken(form.name, before.id):
        raise PromptNameTaken(taken=form.name)
    wished = {"ja": form.ja, "en": form.en}
    voices = [
        await _voiced(language, wish, before.voice(language))
        for language in LANGUAGES
        if (wish := wished[language]) is not None and (wish.text.strip() or wish.source == "uploaded")
    ]
    return await _keep(before, form.name, voices)


async def _voiced(language: Language, wish: VoiceForm, before: Voice | None) -> Voice:
    text = wish.text.strip()
    if wish.source == "uploaded":
        if before is not None and before.source == "uploaded":
            return replace(before, text=text)
        return Voice(language=language, source="uploaded", text=text)
    try:
        speech = await intelligence.speak(text, language)
    except SpeechOff:
        return Voice(language=language, source="spoken", text=text)
    return Voice(
        language=language, source="spoken", text=text, file=speech.file, seconds=speech.seconds, engine=speech.engine
    )


async def _keep(before: Prompt, name: str, voices: list[Voice]) -> Prompt:
    who = maybe_principal()
    ordered = sorted(voices, key=lambda voice: LANGUAGES.index(voice.language))
    after = replace(
        before, name=name, voices=ordered, changed=now(), changed_by=who.user if who else None,
        version=before.version + 1,
    )  # fmt: skip
    await store.save(after)
    for voice in ordered:
        saved_total.labels(voice.source if voice.file else "silent").inc()
    await access.audit("prompt.saved", "prompt", after.id, {"languages": [*sorted(after.heard_in())]})
    return after


async def _held(id: UUID, expected: int) -> Prompt:
    held = await store.prompt(id, lock=True)
    if held is None:
        raise PromptUnknown
    if held.version != expected:
        raise PreconditionFailed(version=held.version)
    return held
