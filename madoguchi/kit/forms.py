"""A struct as the JSON Schema from which a desk makes its form, titled in the reader's language."""

from __future__ import annotations

from typing import Any

import msgspec

from madoguchi.kit.i18n import Locale, catalogue

COMMON = "setting.part"
"""What a list or a group is made of is named once for all: a code is a code everywhere."""


def form_of(prefix: str, kind: type[msgspec.Struct], locale: Locale) -> dict[str, Any]:
    """The JSON Schema of a struct, its definitions inside, its fields titled by the messages under `prefix`.

    `{prefix}.{field}` and `….about` name a field, `{prefix}.part.{field}` one within a list or a group.
    """
    (schema,), definitions = msgspec.json.schema_components([kind], ref_template="#/$defs/{name}")
    top = definitions.pop(schema["$ref"].rpartition("/")[2])
    sentences = catalogue(locale)
    for field, about in top.get("properties", {}).items():
        about |= titled(f"{prefix}.{field}", locale)
    for part in definitions.values():
        for field, about in part.get("properties", {}).items():
            title = sentences.get(f"{prefix}.part.{field}") or sentences.get(f"{COMMON}.{field}")
            if title:
                about["title"] = title
    return {**top, "$defs": definitions} if definitions else top


def titled(code: str, locale: Locale) -> dict[str, str]:
    """The title and the description that the messages have for `code`, as a schema names them."""
    sentences = catalogue(locale)
    said = {"title": sentences.get(code), "description": sentences.get(f"{code}.about")}
    return {key: sentence for key, sentence in said.items() if sentence}
