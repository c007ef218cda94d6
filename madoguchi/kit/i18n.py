"""Sentences in Japanese and English, by code: `<room>/messages/{ja,en}.json`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

Locale = Literal["ja", "en"]
LOCALES: tuple[Locale, ...] = ("ja", "en")
HOUSE = Path(__file__).parent.parent


@cache
def catalogue(locale: Locale) -> dict[str, str]:
    """Every sentence of every room in one language, by code."""
    sentences: dict[str, str] = {}
    for file in sorted(HOUSE.rglob(f"messages/{locale}.json")):
        sentences |= msgspec.json.decode(file.read_bytes(), type=dict[str, str])
    return sentences


def say(code: str, locale: Locale, params: Mapping[str, object] | None = None) -> str:
    """The sentence for `code`; the code itself when nobody wrote one."""
    sentence = catalogue(locale).get(code, code)
    for name, value in (params or {}).items():
        sentence = sentence.replace("{" + name + "}", str(value))
    return sentence


def choose(accept_language: str) -> Locale:
    """The language to answer in, from an Accept-Language header."""
    wanted = [part.split(";")[0].strip().lower() for part in accept_language.split(",")]
    for tag in wanted:
        for locale in LOCALES:
            if tag == locale or tag.startswith(locale + "-"):
                return locale
    return "en"
