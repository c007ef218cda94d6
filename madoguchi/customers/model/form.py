"""A profile as somebody typed it, and what of it can be kept. Every fault is found at once, each with its place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection
from datetime import date
from typing import Literal

import msgspec

from madoguchi.calendars import zone
from madoguchi.customers.model.reading import is_kana, is_latin, katakana
from madoguchi.customers.model.text import TooLong, clean, name_text
from madoguchi.kit.errors import Fault

MOST_TAGS = 20
LIMITS = {
    "name": 200, "kana": 200, "romaji": 200, "company": 200, "company_kana": 200, "tier": 40, "language": 35,
    "time_zone": 64, "postal_code": 16, "address": 500, "birth_date": 40, "notes_flag": 40,
}  # fmt: skip
_NAMES = ("name", "kana", "romaji", "company", "company_kana")
_LANGUAGE = re.compile(r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")
_CODE = re.compile(r"^[a-z0-9_]{0,40}$")
_ERAS = {"M": 1867, "T": 1911, "S": 1925, "H": 1988, "R": 2018}
_ERA_NAMES = {"明治": "M", "大正": "T", "昭和": "S", "平成": "H", "令和": "R"}
_DATE = re.compile(r"^([MTSHR]?)(\d{1,4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$", re.IGNORECASE)


class ProfileForm(msgspec.Struct, frozen=True, kw_only=True):
    """What may be said of a customer. `birth_date` is taken as 1980-01-31, 1980/1/31, S55.1.31 or 昭和55年1月31日."""

    kind: Literal["person", "organisation"] = "person"
    name: str = ""
    kana: str = ""
    romaji: str = ""
    company: str = ""
    company_kana: str = ""
    tier: str = ""
    language: str = ""
    time_zone: str = ""
    postal_code: str = ""
    address: str = ""
    birth_date: str = ""
    tags: list[str] = []
    notes_flag: str = ""


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """A profile fit to be kept."""

    kind: Literal["person", "organisation"]
    name: str
    kana: str
    romaji: str
    company: str
    company_kana: str
    tier: str
    language: str
    time_zone: str
    postal_code: str
    address: str
    birth_date: date | None
    tags: list[str]
    notes_flag: str | None


class Defaults(msgspec.Struct, frozen=True, kw_only=True):
    """What fills the gaps, and which tiers there are."""

    tiers: Collection[str]
    tier: str
    language: str
    time_zone: str


def parse_date(text: str) -> date:
    """A day as people write it, the Japanese era too. Raises ValueError."""
    plain = unicodedata.normalize("NFKC", text).replace(" ", "").replace("元年", "1年")
    for name, letter in _ERA_NAMES.items():
        plain = plain.replace(name, letter)
    if re.fullmatch(r"\d{8}", plain):
        plain = f"{plain[:4]}-{plain[4:6]}-{plain[6:]}"
    match = _DATE.match(plain)
    if match is None:
        raise ValueError(text)
    era, year, month, day = match[1].upper(), int(match[2]), int(match[3]), int(match[4])
    if not era and year < 1000:
        raise ValueError(text)
    return date(_ERAS.get(era, 0) + year, month, day)


def postal_code(text: str) -> str:
    """A Japanese postal code as 222-0033; one of another country as it is."""
    plain = unicodedata.normalize("NFKC", text).replace("〒", "").strip()
    digits = plain.replace("-", "").replace("−", "").replace("ー", "")
    return f"{digits[:3]}-{digits[3:]}" if re.fullmatch(r"\d{7}", digits) else plain


def _texts(form: ProfileForm, faults: list[Fault]) -> dict[str, str]:
    texts: dict[str, str] = {}
    for field, limit in LIMITS.items():
        raw = getattr(form, field)
        try:
            texts[field] = name_text(raw, limit) if field in _NAMES else clean(raw, limit, lines=field == "address")
        except TooLong:
            faults.append(Fault(at=field, code="too_long", params={"limit": limit}))
            texts[field] = ""
    return texts


def _reading(field: str, texts: dict[str, str], faults: list[Fault]) -> str:
    reading = texts[field]
    if not reading or is_latin(reading):
        return reading
    if not is_kana(reading):
        faults.append(Fault(at=field, code="kana_expected"))
    return katakana(reading)


def _birth_date(text: str, today: date, faults: list[Fault]) -> date | None:
    if not text:
        return None
    try:
        day = parse_date(text)
    except ValueError:
        faults.append(Fault(at="birth_date", code="date_unreadable"))
        return None
    if not date(1850, 1, 1) <= day <= today:
        faults.append(Fault(at="birth_date", code="date_impossible"))
    return day


def _tags(raw: list[str], faults: list[Fault]) -> list[str]:
    tags: dict[str, None] = {}
    for at, tag in enumerate(raw[: MOST_TAGS + 1]):
        try:
            tags[clean(tag, 60)] = None
        except TooLong:
            faults.append(Fault(at=f"tags[{at}]", code="too_long", params={"limit": 60}))
    if len(raw) > MOST_TAGS:
        faults.append(Fault(at="tags", code="too_many_items", params={"limit": MOST_TAGS}))
    return [tag for tag in tags if tag]


def _codes(texts: dict[str, str], defaults: Defaults, faults: list[Fault]) -> None:
    """Check the fields that are codes, in place."""
    checks: tuple[tuple[str, str, Callable[[str], bool]], ...] = (
        ("tier", "tier_unknown", lambda value: value in defaults.tiers),
        ("language", "language_unknown", lambda value: bool(_LANGUAGE.match(value))),
        ("time_zone", "time_zone_unknown", lambda value: zone(value) is not None),
        ("notes_flag", "code_expected", lambda value: bool(_CODE.match(value))),
    )
    for field, code, fits in checks:
        if texts[field] and not fits(texts[field]):
            faults.append(Fault(at=field, code=code))


def read_profile(form: ProfileForm, defaults: Defaults, today: date) -> tuple[Profile, list[Fault]]:
    """The profile to keep and everything wrong with what was typed; keep it only when nothing is."""
    faults: list[Fault] = []
    texts = _texts(form, faults)
    kana, company_kana = _reading("kana", texts, faults), _reading("company_kana", texts, faults)
    _codes(texts, defaults, faults)
    name, kind = texts["name"], form.kind
    if not name and texts["company"]:
        name, kana, kind = texts["company"], kana or company_kana, "organisation"
    if not name and not any(fault.at == "name" for fault in faults):
        faults.append(Fault(at="name", code="name_missing"))
    profile = Profile(
        kind=kind,
        name=name,
        kana=kana,
        romaji=texts["romaji"],
        company=texts["company"],
        company_kana=company_kana,
        tier=texts["tier"] or defaults.tier,
        language=texts["language"] or defaults.language,
        time_zone=texts["time_zone"] or defaults.time_zone,
        postal_code=postal_code(texts["postal_code"]),
        address=texts["address"],
        birth_date=_birth_date(texts["birth_date"], today, faults),
        tags=_tags(form.tags, faults),
        notes_flag=texts["notes_flag"] or None,
    )
    return profile, faults
