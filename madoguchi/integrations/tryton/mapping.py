"""Which of Tryton's fields are a card's lines, and which fields hold a contact's record: the tenant's choice.

A path is `model/field`, with dots through relations (`party.party/lang.name`) and commas for several fields of one line
(`sale.opportunity/number,description`). Models other than the party are searched by the field that names the party.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct, field

PARTY = "party.party"
Path = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_.]*/[a-z][a-z0-9_.]*(,[a-z][a-z0-9_.]*)*$", max_length=200)]
Word = Annotated[str, Meta(min_length=1, max_length=100)]
_PLACE = re.compile(r"\{(\w+)\}")


class CardLineMapping(Struct, frozen=True, kw_only=True):
    """One line of the card. Of related records the newest `rows` are shown; `only` narrows them to these states."""

    name: Word
    label_ja: Word
    label_en: Word
    path: Path
    party_field: Word = "party"
    only: tuple[Word, ...] = ()
    rows: Annotated[int, Meta(ge=1, le=20)] = 3

    @property
    def model(self) -> str:
        return self.path.partition("/")[0]

    @property
    def fields(self) -> list[str]:
        return self.path.partition("/")[2].split(",")


RECORD = {
    "resource": "party.party,{party}",
    "type": "link",
    "name": "{subject}",
    "link": "{link}",
    "description": "{text}",
}


class ActivityMapping(Struct, frozen=True, kw_only=True):
    """Where a contact's record goes: `values` are templates with {party}, {subject}, {text}, {link}, {key} and more.

    `key_field` must end up holding {key} or {link}: the record is found again by it.
    """

    model: Word = "ir.attachment"
    key_field: Word = "link"
    values: dict[Word, str] = field(default_factory=RECORD.copy)


CARD = (
    CardLineMapping(name="name", label_ja="取引先名", label_en="Party", path="party.party/full_name"),
    CardLineMapping(name="code", label_ja="取引先コード", label_en="Party code", path="party.party/code"),
    CardLineMapping(name="language", label_ja="言語", label_en="Language", path="party.party/lang.name"),
    CardLineMapping(name="categories", label_ja="分類", label_en="Categories", path="party.party/categories.name"),
    CardLineMapping(
        name="opportunities",
        label_ja="進行中の商談",
        label_en="Open opportunities",
        path="sale.opportunity/number,description",
        only=("lead", "opportunity"),
    ),
)


class TrytonSettings(Struct, frozen=True, kw_only=True):
    """`url` is the server's address without the database, `web_url` the web client's, for links (empty: the same)."""

    url: Annotated[str, Meta(pattern=r"^https?://[^\s/]+(/[^\s]*)?$", max_length=300)]
    database: Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{1,63}$")]
    user: Word
    language: Literal["ja", "en"] = "ja"
    web_url: Annotated[str, Meta(max_length=300)] = ""
    card: tuple[CardLineMapping, ...] = CARD
    activity: ActivityMapping = ActivityMapping()


def record_values(mapping: ActivityMapping, party: str, values: Mapping[str, str]) -> dict[str, Any]:
    """A contact's record as Tryton's fields. A template that is nothing but {party} becomes the number itself."""
    places = {**values, "party": party}
    return {
        name: int(party) if template == "{party}" else _PLACE.sub(lambda m: places.get(m[1], ""), template)
        for name, template in mapping.values.items()
    }


def line_value(rows: Sequence[Mapping[str, Any]], fields: Sequence[str]) -> str:
    """The text of a card's line: its fields side by side, its rows one below the other."""
    lines = [" · ".join(filter(None, (", ".join(_texts(row, field)) for field in fields))) for row in rows]
    return "\n".join(line for line in lines if line)


def _texts(value: Any, path: str) -> list[str]:
    """What lies at the end of a dotted path through Tryton's answer; relations may be empty, one or many."""
    if isinstance(value, list):
        return [text for each in value for text in _texts(each, path)]
    if not isinstance(value, Mapping):
        return []
    step, _, rest = path.partition(".")
    if rest:
        return _texts(value.get(f"{step}."), rest)
    text = _text(value.get(step))
    return [text] if text else []


def _text(value: Any) -> str:
    if isinstance(value, Mapping):
        return _typed(value)
    if value is None or value is False or isinstance(value, list):
        return ""
    return "✓" if value is True else str(value)


def _typed(value: Mapping[str, Any]) -> str:
    """Tryton's JSON for dates, times and decimals."""
    kind = value.get("__class__")
    if kind in ("date", "datetime"):
        day = f"{value['year']:04d}-{value['month']:02d}-{value['day']:02d}"
        return day if kind == "date" else f"{day} {value['hour']:02d}:{value['minute']:02d}"
    return str(value["decimal"]) if kind == "Decimal" else ""
