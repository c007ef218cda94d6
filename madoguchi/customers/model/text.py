"""Text that people, files and telephone networks send us, made safe to store and show.

PostgreSQL refuses NUL, JSON refuses lone surrogates, and direction overrides or zero-width characters make one name
look like another. Everything else stays as the person wrote it: a name is theirs, also with 𠮷, 﨑 or an emoji in it.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

# Joiners and variation selectors carry meaning inside emoji, Indic scripts and kanji variants.
_KEPT_FORMATS = frozenset("\u200c\u200d")


class TooLong(ValueError):
    """The text has more than `limit` characters."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        super().__init__(f"more than {limit} characters")


def _keeps(char: str, lines: bool) -> bool:
    category = unicodedata.category(char)
    if category == "Cc":
        return lines and char in "\n\t"
    if category in {"Cs", "Cn"}:
        return False
    return category != "Cf" or char in _KEPT_FORMATS or ord(char) >= 0xE0000


_COMPATIBILITY_KANJI = re.compile("([\uf900-\ufaff\U0002f800-\U0002fa1f]+)")


def _normalise(form: Literal["NFC", "NFKC"], text: str) -> str:
    """Unicode normalisation that leaves compatibility kanji alone: both forms would replace them by their cousins."""
    parts = _COMPATIBILITY_KANJI.split(text)
    return "".join(part if at % 2 else unicodedata.normalize(form, part) for at, part in enumerate(parts))


def clean(raw: str, limit: int, *, lines: bool = False) -> str:
    """`raw` without control characters, lone surrogates and invisible formats, trimmed, its spaces single.

    `limit` counts characters. With `lines`, line breaks and tabs stay. Raises TooLong.
    """
    if len(raw) > limit * 4 + 64:  # before any work on 64 kB of nonsense; trimming never needs that much
        raise TooLong(limit)
    if len(raw) <= limit and raw.isascii() and raw.isprintable():
        return " ".join(raw.split()) if not lines else raw.strip()
    raw = raw.replace("\r\n", "\n").replace("\r", "\n")
    if not lines:
        raw = raw.replace("\n", " ").replace("\t", " ")
    kept = _normalise("NFC", "".join(char for char in raw if _keeps(char, lines)))
    result = "\n".join(line.rstrip() for line in kept.split("\n")).strip() if lines else " ".join(kept.split())
    if len(result) > limit:
        raise TooLong(limit)
    return result


def widths(text: str) -> str:
    """Full-width letters and half-width kana in their usual width (NFKC); kanji variants as the person writes them."""
    return _normalise("NFKC", text)


def name_text(raw: str, limit: int = 200) -> str:
    """A person's or company's name as stored. Raises TooLong."""
    return " ".join(widths(clean(raw, limit)).split())
