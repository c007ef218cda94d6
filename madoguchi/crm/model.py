"""The shapes of connections, cards and what is owed to a CRM. Times are UTC."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from msgspec import Struct, field

from madoguchi.crm.ports import CardField

CardState = Literal["waiting", "late", "ok", "none", "several", "down"]
ShownState = Literal["off", "waiting", "ok", "down"]
WritebackState = Literal["pending", "sending", "delivered", "no_record", "several", "failed"]
_PLACE = re.compile(r"\{(\w+)\}")


class Connection(Struct, frozen=True, kw_only=True):
    """A CRM that this tenant uses. `settings` are the vendor's; secrets never leave the store.

    `locale` is the language in which contacts are written there, `link_base` the address under which people over there
    open this desk. The templates, where not empty, replace the usual wording of a contact's record. `check_result` is
    "ok" or the error's code of the last test, "" before any.
    """

    id: UUID
    vendor: str
    name: str
    active: bool
    settings: dict[str, Any]
    locale: Literal["ja", "en"]
    link_base: str
    subject_template: str
    text_template: str
    created: datetime
    changed: datetime
    checked: datetime | None
    check_result: str
    version: int


class CardLine(Struct, frozen=True, kw_only=True):
    """A field of a card with the name of the CRM that it comes from."""

    name: str
    label_ja: str
    label_en: str
    value: str
    source: str


class CardRow(Struct, frozen=True, kw_only=True):
    """What one CRM answered about one subject, as last read. `took_ms` from question to answer."""

    connection_id: UUID
    source: str
    state: CardState
    fields: list[CardField] = field(default_factory=list)
    url: str = ""
    asked: datetime | None = None
    answered: datetime | None = None
    took_ms: int = 0


class CardSource(Struct, frozen=True, kw_only=True):
    """How one CRM stands: waiting, late, ok, none (no such person there), several, down."""

    connection_id: UUID
    name: str
    state: CardState
    url: str
    answered: datetime | None
    took_ms: int


class CardShown(Struct, frozen=True, kw_only=True):
    """All CRMs' fields about somebody, each with its source. `url` opens the first card over there."""

    customer_id: UUID | None
    interaction_id: UUID | None
    state: ShownState
    fields: list[CardLine]
    url: str | None
    sources: list[CardSource]


class Writeback(Struct, frozen=True, kw_only=True):
    """What we owe one CRM for one contact: `revision` is the newest worth telling, `written` the one it has."""

    id: UUID
    connection_id: UUID
    interaction_id: UUID
    customer_id: UUID
    state: WritebackState
    revision: int
    written: int
    digest: bytes | None
    external_id: str | None
    attempts: int
    due: datetime
    leased_until: datetime | None
    error: str
    created: datetime
    delivered: datetime | None


def card_shown(rows: Iterable[CardRow], customer: UUID | None, interaction: UUID | None) -> CardShown:
    """One card out of what every CRM answered."""
    found = list(rows)
    return CardShown(
        customer_id=customer,
        interaction_id=interaction,
        state=shown_state([row.state for row in found]),
        fields=[
            CardLine(name=f.name, label_ja=f.label_ja, label_en=f.label_en, value=f.value, source=row.source)
            for row in found
            for f in row.fields
        ],
        url=next((row.url for row in found if row.url), None),
        sources=[
            CardSource(
                connection_id=row.connection_id, name=row.source, state=row.state, url=row.url, answered=row.answered,
                took_ms=row.took_ms,
            )
            for row in found
        ],
    )  # fmt: skip


def shown_state(states: list[CardState]) -> ShownState:
    """How the CRMs stand together: ok as soon as one answered, down only when none is still asked."""
    if not states:
        return "off"
    if "ok" in states:
        return "ok"
    if "waiting" in states or "late" in states:
        return "waiting"
    return "down" if all(state == "down" for state in states) else "ok"


def fill(template: str, values: Mapping[str, str]) -> str:
    """A tenant's template with its {places} filled. A line whose places are all empty is left out."""
    lines = []
    for line in template.splitlines():
        places = _PLACE.findall(line)
        if places and not any(values.get(place, "") for place in places):
            continue
        lines.append(_PLACE.sub(lambda match: values.get(match[1], ""), line).rstrip())
    return "\n".join(lines).strip()
