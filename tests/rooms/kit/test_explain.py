"""A value that does not fit is explained with its place, in both languages."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
import pytest
from msgspec import Meta

from madoguchi.kit.explain import explain
from madoguchi.kit.i18n import LOCALES, catalogue, say


class Part(msgspec.Struct, forbid_unknown_fields=True):
    n: Annotated[int, Meta(ge=3, lt=9)] = 3


class Form(msgspec.Struct):
    a: Annotated[str, Meta(min_length=2, max_length=3)]
    b: int | None = None
    c: Annotated[list[int], Meta(min_length=1, max_length=2)] = msgspec.field(default_factory=lambda: [1])
    d: Literal["x", "y"] = "x"
    e: UUID | None = None
    f: Annotated[datetime, Meta(tz=True)] | None = None
    g: date | None = None
    h: Annotated[str, Meta(pattern="^a$")] = "a"
    i: bool = False
    j: float = 0.1
    k: dict[str, int] = {}
    m: tuple[Part, ...] = ()


@pytest.mark.parametrize(
    ("body", "at", "code"),
    [
        ({}, "a", "field_missing"),
        ({"a": "x"}, "a", "text_short"),
        ({"a": "xxxx"}, "a", "text_long"),
        ({"a": None}, "a", "expects_text"),
        ({"a": "xx", "b": "1"}, "b", "expects_whole"),
        ({"a": "xx", "c": []}, "c", "list_short"),
        ({"a": "xx", "c": [1, 2, 3]}, "c", "list_long"),
        ({"a": "xx", "c": ["1"]}, "c[0]", "expects_whole"),
        ({"a": "xx", "d": "z"}, "d", "choice_unknown"),
        ({"a": "xx", "e": "z"}, "e", "expects_id"),
        ({"a": "xx", "f": "soon"}, "f", "expects_time"),
        ({"a": "xx", "f": "2026-11-22T09:00:00"}, "f", "expects_zone"),
        ({"a": "xx", "g": "soon"}, "g", "expects_date"),
        ({"a": "xx", "h": "b"}, "h", "form_wrong"),
        ({"a": "xx", "i": "b"}, "i", "expects_yes_no"),
        ({"a": "xx", "j": "b"}, "j", "expects_number"),
        ({"a": "xx", "k": []}, "k", "expects_group"),
        ({"a": "xx", "m": {}}, "m", "expects_list"),
        ({"a": "xx", "m": [{"n": 9}]}, "m[0].n", "value_great"),
        ({"a": "xx", "m": [{"n": 2}]}, "m[0].n", "value_small"),
        ({"a": "xx", "m": [{"z": 2}]}, "m[0].z", "field_unexpected"),
        ([], "body", "expects_group"),
    ],
)
def test_a_value_that_does_not_fit_is_explained_in_both_languages(body: Any, at: str, code: str) -> None:
    with pytest.raises(msgspec.ValidationError) as refused:
        msgspec.convert(body, Form)
    fault = explain(str(refused.value))
    assert (fault.at, fault.code) == (at, code)
    for locale in LOCALES:
        sentence = say(fault.code, locale, fault.params)
        assert "{" not in sentence
        assert sentence != fault.code


def test_what_is_not_known_is_said_as_it_came() -> None:
    fault = explain("Something new - at `$.x`", at="data")
    assert (fault.at, fault.params) == ("x", {"what": "Something new"})


def test_both_languages_have_every_sentence() -> None:
    english, japanese = catalogue("en"), catalogue("ja")
    assert english.keys() == japanese.keys()
