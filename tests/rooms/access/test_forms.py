"""Forms made from the settings structs of every room have words in both languages."""

from __future__ import annotations

from typing import Any

import pytest

from madoguchi.crm.vendors import vendor
from madoguchi.entrypoints import bootstrap
from madoguchi.kit.forms import form_of, titled
from madoguchi.kit.i18n import LOCALES, Locale, catalogue
from madoguchi.kit.settings import declared

bootstrap.wire()


@pytest.mark.parametrize("name", declared())
@pytest.mark.parametrize("locale", LOCALES)
def test_every_field_has_a_name_and_what_it_does_in_both_languages(name: str, locale: Locale) -> None:
    assert f"setting.{name}" in catalogue(locale)
    _has_words(form_of(f"setting.{name}", declared()[name], locale), locale)


@pytest.mark.parametrize("locale", LOCALES)
def test_every_field_of_a_crm_has_a_name_too(locale: Locale) -> None:
    tryton = vendor("tryton")
    _has_words(form_of("crm.tryton", tryton.settings, locale), locale)
    assert all(titled(f"crm.tryton.{secret}", locale).keys() == {"title", "description"} for secret in tryton.secrets)


def _has_words(form: dict[str, Any], locale: Locale) -> None:
    fields = {
        **form["properties"],
        **{f: p for d in form.get("$defs", {}).values() for f, p in d["properties"].items()},
    }
    assert [field for field, about in fields.items() if not about.get("title")] == []
    assert [field for field, about in form["properties"].items() if not about.get("description")] == []
    if locale == "ja":
        assert [f for f, about in fields.items() if about["title"].isascii() and about["title"] != "ID"] == []
