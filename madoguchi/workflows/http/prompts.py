"""Prompts over HTTP: the library, what it sounds like, recordings that are uploaded."""

from __future__ import annotations

from typing import Annotated, Final
from uuid import UUID

import msgspec
from litestar import Response
from litestar.openapi.datastructures import ResponseSpec
from litestar.response import Stream
from msgspec import Meta

from madoguchi.files import SERVED, Uploaded, blocks, serve
from madoguchi.kit.http import Tagged, delete, expected_version, get, post, put
from madoguchi.telephony import house_sound, seconds_of
from madoguchi.workflows.actions import prompts
from madoguchi.workflows.actions.prompts import PromptForm
from madoguchi.workflows.errors import PromptUnknown
from madoguchi.workflows.model.prompt import HOUSE, LANGUAGES, Language, Prompt, Speaker
from madoguchi.workflows.sentences import Said, said
from madoguchi.workflows.store import prompts as store

MOST_BYTES: Final = 20 * 1024 * 1024
WAVE: Final = {200: ResponseSpec(bytes, description="The sound", media_type="audio/wav")}
Code = Annotated[str, Meta(pattern="^[a-z0-9-]{1,40}$")]


class HousePrompt(msgspec.Struct, frozen=True, kw_only=True):
    """A prompt of the house, which is always there: `code` names it in a step; `seconds` by language."""

    code: str
    name: Said
    text: Said
    seconds: dict[Language, float]


class Library(msgspec.Struct, frozen=True, kw_only=True):
    """All that a step may speak: a step names a prompt of the house by its code, another by its id.

    `speakers`: by that name, the flows whose draft or published version speaks it.
    """

    house: list[HousePrompt]
    prompts: list[Prompt]
    speakers: dict[str, list[Speaker]]


@get("/prompts", needs="routing.admin")
async def list_prompts() -> Library:
    """Everything that callers may be made to hear."""
    return Library(
        house=[_of_house(code) for code in HOUSE], prompts=await store.prompts(), speakers=await store.speakers()
    )


@post("/prompts", needs="routing.admin")
async def add_prompt(data: PromptForm) -> Tagged[Prompt]:
    """Add a prompt; its texts are spoken now, in each language that has a voice here."""
    return _tagged(await prompts.add(data))


@get("/prompts/{prompt:uuid}", needs="routing.admin")
async def show_prompt(prompt: UUID) -> Tagged[Prompt]:
    """One prompt of the library."""
    return _tagged(await prompts.prompt(prompt))


@put("/prompts/{prompt:uuid}", needs="routing.admin")
async def change_prompt(prompt: UUID, data: PromptForm) -> Tagged[Prompt]:
    """Change a prompt from the version named in If-Match; every flow that speaks it does so anew at once."""
    return _tagged(await prompts.change(prompt, data, expected_version()))


@delete("/prompts/{prompt:uuid}", needs="routing.admin")
async def remove_prompt(prompt: UUID) -> None:
    """Remove a prompt that no flow speaks, in the version named in If-Match."""
    await prompts.remove(prompt, expected_version())


@put("/prompts/{prompt:uuid}/recordings/{language:str}", needs="routing.admin")
async def upload_recording(prompt: UUID, language: Language, data: Uploaded) -> Tagged[Prompt]:
    """Let a recording (PCM WAV) be heard in a language, in the version of the prompt named in If-Match."""
    content = b"".join([block async for block in blocks(data.file)])[: MOST_BYTES + 1]
    return _tagged(await prompts.upload(prompt, language, content, expected_version()))


@get("/prompts/{prompt:uuid}/sounds/{language:str}", needs="routing.admin", also=SERVED)
async def play_prompt(prompt: UUID, language: Language) -> Stream:
    """What callers hear of a prompt in a language."""
    voice = (await prompts.prompt(prompt)).voice(language)
    if voice is None or voice.file is None:
        raise PromptUnknown
    return await serve(voice.file)


@get("/prompts/house/{code:str}/sounds/{language:str}", needs="routing.admin", also=WAVE)
async def play_house_prompt(code: Code, language: Language) -> Response[bytes]:
    """What callers hear of a prompt of the house."""
    if code not in HOUSE or language not in LANGUAGES:
        raise PromptUnknown
    return Response(house_sound(code, language).read_bytes(), media_type="audio/wav")


def _of_house(code: str) -> HousePrompt:
    return HousePrompt(
        code=code,
        name=said(f"prompt.{code}"),
        text=said(f"prompt.{code}.text"),
        seconds={language: seconds_of(house_sound(code, language)) for language in LANGUAGES},
    )


def _tagged(prompt: Prompt) -> Tagged[Prompt]:
    return Tagged(prompt, prompt.version)


routes = [
    list_prompts, add_prompt, show_prompt, change_prompt, remove_prompt, upload_recording, play_prompt,
    play_house_prompt,
]  # fmt: skip
