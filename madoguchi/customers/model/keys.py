"""Search keys: what is stored beside a customer so that any fragment of a name finds them, and how a query reads.

PostgreSQL's trigrams see nothing in two-character names, which most Japanese names are; so the application cuts bigrams
and the database only intersects them (a GIN index over an array). A leading "^" marks a word's beginning, which makes
one-kanji surnames searchable.
"""

from __future__ import annotations

from functools import lru_cache

import msgspec

from madoguchi.customers.model.reading import (
    fold_kana,
    fold_kanji,
    fold_romaji,
    is_kana,
    is_latin,
    plain_romaji,
    romaji_of,
)

BEGINNING = "^"


class SearchKey(msgspec.Struct, frozen=True, kw_only=True):
    """`text`: the folded spellings, one a line, each word led by "^"; `tokens`: its bigrams, sorted."""

    text: str
    tokens: list[str]


@lru_cache(maxsize=65536)
def _word_tokens(word: str) -> frozenset[str]:
    marked = BEGINNING + word
    return frozenset(marked[i : i + 2] for i in range(len(marked) - 1))


def _spellings(name: str, kana: str, romaji: str) -> list[str]:
    reading = kana or (name if is_kana(name) else "")
    latin = romaji or romaji_of(reading) or name
    return [
        fold_kanji(name),
        fold_kana(reading) if is_kana(reading) else fold_kanji(reading),
        plain_romaji(latin),
        fold_romaji(latin),
    ]


def search_key(name: str, kana: str, romaji: str, company: str = "", company_kana: str = "") -> SearchKey:
    """The key of a customer. Words are kept apart and also joined: people type names with and without a space."""
    lines: dict[str, None] = {}
    tokens: set[str] = set()
    for spelling in (*_spellings(name, kana, romaji), *_spellings(company, company_kana, "")):
        words = spelling.split()
        if not words:
            continue
        line = "".join(BEGINNING + word for word in words)
        joined = "".join(words)
        for text in (line, BEGINNING + joined):
            lines.setdefault(text, None)
        for word in (*words, joined):
            tokens |= _word_tokens(word)
    return SearchKey(text="\n".join(lines), tokens=sorted(tokens))


class Alternative(msgspec.Struct, frozen=True, kw_only=True):
    """One way to read a word of a query: rows must hold all `tokens`, and `fragment` within their text."""

    tokens: list[str]
    fragment: str


def _alternative(fragment: str) -> Alternative:
    if len(fragment) == 1:
        return Alternative(tokens=[BEGINNING + fragment], fragment=BEGINNING + fragment)
    return Alternative(tokens=sorted({fragment[i : i + 2] for i in range(len(fragment) - 1)}), fragment=fragment)


def _readings_of(word: str) -> list[str]:
    if is_kana(word):
        return [fold_kana(word), fold_kanji(word)]
    if is_latin(word):
        return [plain_romaji(word), fold_romaji(word)]
    return [fold_kanji(word)]


def name_query(text: str) -> list[list[Alternative]]:
    """What a typed text asks of names: every word must be met, each by any one of its alternatives."""
    words = fold_kanji(text).replace(BEGINNING, " ").split()
    return [[_alternative(f) for f in dict.fromkeys(_readings_of(word)) if f] for word in words[:6]]
