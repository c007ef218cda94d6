"""What becomes of Tryton's answers on a card, and of our words in Tryton's fields."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path
from typing import Any

import msgspec
import pytest

from madoguchi.integrations.tryton.mapping import ActivityMapping, TrytonSettings, line_value, record_values

HOUSE = Path(__file__).parents[4]
FOLDER = HOUSE / "madoguchi" / "integrations" / "tryton"


@pytest.mark.parametrize(
    ("row", "field", "shown"),
    [
        ({"name": "山田"}, "name", "山田"),
        ({"name": None}, "name", ""),
        ({"active": True}, "active", "✓"),
        ({"lang.": {"name": "日本語", "id": 1}}, "lang.name", "日本語"),
        ({"lang.": None}, "lang.name", ""),
        ({"categories.": [{"name": "得意先"}, {"name": "VIP"}]}, "categories.name", "得意先, VIP"),
        ({"a.": {"b.": {"c": 3}}}, "a.b.c", "3"),
        ({"day": {"__class__": "date", "year": 2026, "month": 3, "day": 9}}, "day", "2026-03-09"),
        (
            {"at": {"__class__": "datetime", "year": 2026, "month": 3, "day": 9, "hour": 7, "minute": 5}},
            "at",
            "2026-03-09 07:05",
        ),
        ({"sum": {"__class__": "Decimal", "decimal": "1980"}}, "sum", "1980"),
    ],
)
def test_every_kind_of_value_is_readable(row: dict[str, Any], field: str, shown: str) -> None:
    assert line_value([row], [field]) == shown


def test_several_fields_stand_side_by_side_and_rows_below_each_other() -> None:
    rows = [{"number": "1", "description": "買い替え"}, {"number": "2", "description": None}]
    assert line_value(rows, ["number", "description"]) == "1 · 買い替え\n2"


def test_templates_are_filled_and_a_bare_party_is_a_number() -> None:
    mapping = ActivityMapping(model="x", key_field="ref", values={"party": "{party}", "ref": "mado:{key}", "t": "{no}"})
    assert record_values(mapping, "12", {"key": "k"}) == {"party": 12, "ref": "mado:k", "t": ""}


def test_words_of_the_customer_are_not_templates() -> None:
    values = record_values(ActivityMapping(values={"description": "{text}"}), "1", {"text": "{party} {link}"})
    assert values["description"] == "{party} {link}"


@pytest.mark.parametrize(
    "change",
    [{"url": "ftp://x"}, {"url": "http://"}, {"database": "a/b"}, {"card": [{"name": "x", "path": "no slash"}]}],
)
def test_settings_that_lead_nowhere_are_refused(change: dict[str, Any]) -> None:
    good = {"url": "https://tryton.example.jp", "database": "crm", "user": "u"}
    assert msgspec.convert(good, TrytonSettings).activity.model == "ir.attachment"
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(good | change, TrytonSettings)


def test_the_manifest_tells_the_truth() -> None:
    manifest = json.loads((FOLDER / "manifest.json").read_text("utf-8"))
    module, _, name = manifest["ports"]["crm"].partition(":")
    vendor = getattr(import_module(module), name)
    assert (vendor.code, list(vendor.secrets)) == (manifest["code"], manifest["secrets"])
    assert f"{vendor.settings.__module__}:{vendor.settings.__name__}" == manifest["settings"]
    assert all((HOUSE / page).exists() for page in manifest["manual"].values())


def test_every_setting_has_its_words_in_both_languages() -> None:
    for locale in ("ja", "en"):
        words = json.loads((FOLDER / "messages" / f"{locale}.json").read_text("utf-8"))
        for field in (*TrytonSettings.__struct_fields__, "password"):
            assert words[f"crm.tryton.{field}"]
            assert words[f"crm.tryton.{field}.about"]
