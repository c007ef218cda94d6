"""Forms made from the settings structs of every room have words in both languages."""

from __future__ import annotations

import pytest

from madoguchi.access.http.settings import form_of
from madoguchi.entrypoints import bootstrap
from madoguchi.kit.i18n import LOCALES, Locale, catalogue
from madoguchi.kit.settings import declared

bootstrap.wire()


@pytest.mark.parametrize("name", declared())
@pytest.mark.parametrize("locale", LOCALES)
def test_every_field_has_a_name_and_what_it_does_in_both_languages(name: str, locale: Locale) -> None:
    form = form_of(name, declared()[name], locale)
    assert f"setting.{name}" in catalogue(locale)
    fields = {
        **form["properties"],
        **{f: p for d in form.get("$defs", {}).values() for f, p in d["properties"].items()},
    }
    assert [field for field, about in fields.items() if not about.get("title")] == []
    assert [field for field, about in form["properties"].items() if not about.get("description")] == []
    if locale == "ja":
        assert [f for f, about in fields.items() if about["title"].isascii() and about["title"] != "ID"] == []
