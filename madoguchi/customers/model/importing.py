"""Lines of a file as customers: which column is what, and what a line says. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Final, Literal, get_args

import msgspec

from madoguchi.customers.model.address import Kind, e164
from madoguchi.customers.model.form import ProfileForm

Field = Literal[
    "number", "name", "family_name", "given_name", "kana", "family_kana", "given_kana", "romaji", "company",
    "company_kana", "tier", "language", "time_zone", "postal_code", "address", "address_2", "birth_date", "tags",
    "phone", "phone_2", "email", "handle", "do_not_call",
]  # fmt: skip
FIELDS: Final[tuple[Field, ...]] = get_args(Field)
MatchBy = Literal["number", "phone", "email", "none"]
OnMatch = Literal["update", "skip"]

_WORDS: Final[dict[Field, str]] = {
    "number": "number|customer number|customer no|customer id|id|お客様番号|顧客番号|顧客コード|顧客id|会員番号|会員id",
    "name": "name|full name|customer name|氏名|名前|お名前|顧客名|お客様名|会員名|ご氏名",
    "family_name": "family name|last name|surname|姓|苗字|名字|氏",
    "given_name": "given name|first name|名|下の名前",
    "kana": "kana|reading|furigana|ふりがな|フリガナ|カナ|氏名カナ|氏名かな|氏名フリガナ|お名前カナ|カナ氏名"
    "|読み|よみがな",
    "family_kana": "family kana|姓カナ|セイ|せい|姓フリガナ|姓かな|姓ふりがな",
    "given_kana": "given kana|名カナ|メイ|めい|名フリガナ|名かな|名ふりがな",
    "romaji": "romaji|roman|ローマ字|英字氏名|氏名ローマ字",
    "company": "company|company name|organisation|organization|会社|会社名|法人名|企業名|勤務先|団体名",
    "company_kana": "company kana|会社名カナ|会社カナ|法人名カナ|会社名フリガナ",
    "tier": "tier|rank|membership|ランク|会員ランク|会員区分|区分|顧客区分|ステージ",
    "language": "language|lang|言語|使用言語",
    "time_zone": "time zone|timezone|タイムゾーン",
    "postal_code": "postal code|zip|zip code|postcode|郵便番号|〒",
    "address": "address|address 1|street|住所|ご住所|住所1|所在地|都道府県市区町村",
    "address_2": "address 2|住所2|建物名|番地建物|建物",
    "birth_date": "birth date|birthday|date of birth|dob|生年月日|誕生日",
    "tags": "tags|labels|タグ|属性",
    "phone": "phone|telephone|tel|phone number|mobile|電話|電話番号|tel1|電話番号1|携帯|携帯電話|携帯番号",
    "phone_2": "phone 2|home phone|work phone|tel2|電話番号2|自宅電話|自宅電話番号|固定電話|勤務先電話",
    "email": "email|e-mail|mail|email address|メール|メールアドレス|eメール",
    "handle": "handle|line id|line|ライン id|アカウント",
    "do_not_call": "do not call|dnc|架電禁止|電話不可|電話拒否",
}
_BY_HEADING: Final = {word: field for field, words in _WORDS.items() for word in words.split("|")}
_YES: Final = frozenset(["1", "true", "yes", "y", "on", "○", "◯", "はい", "有", "あり", "禁止", "不可", "拒否"])
_LANGUAGES: Final = {"日本語": "ja", "japanese": "ja", "英語": "en", "english": "en", "中国語": "zh", "chinese": "zh"}
_EMAIL: Final = re.compile(r"^\S+@\S+\.\S+$")
_POSTAL: Final = re.compile(r"^〒?\d{3}-?\d{4}$")
_SAMPLE_LEAST: Final = 0.7


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What a line says of a customer: `given` names the profile fields that it fills; addresses with their field."""

    form: ProfileForm
    given: list[str]
    addresses: list[tuple[Field, Kind, str]]
    number: str
    do_not_call: bool


def _folded(heading: str) -> str:
    plain = unicodedata.normalize("NFKC", heading).casefold().replace("_", " ").replace("＿", " ")
    return " ".join(re.sub(r"[（(［\[].*?[)）\]］]|[*※:：]", " ", plain).split())


def _looks_like(samples: Sequence[str]) -> Field | None:
    """The field of a column whose heading says nothing, by what is in it."""
    filled = [sample for sample in samples if sample]
    if not filled:
        return None

    def mostly(fits: int) -> bool:
        return fits / len(filled) >= _SAMPLE_LEAST

    if mostly(sum(bool(_EMAIL.match(s)) for s in filled)):
        return "email"
    if mostly(sum(bool(_POSTAL.match(unicodedata.normalize("NFKC", s))) for s in filled)):
        return "postal_code"
    if mostly(sum(len(s) >= 9 and e164(with_zero(s)) is not None for s in filled)):
        return "phone"
    return None


def suggest(headings: Sequence[str], samples: Sequence[Sequence[str]]) -> dict[int, Field]:
    """Which column is likely which field, by its heading first and by its content second; each field once."""
    mapping: dict[int, Field] = {}
    for at, heading in enumerate(headings):
        field = _BY_HEADING.get(_folded(heading)) or _BY_HEADING.get(_folded(heading).replace(" ", ""))
        if field == "phone" and field in mapping.values():
            field = "phone_2"
        if field and field not in mapping.values():
            mapping[at] = field
    for at in range(len(headings)):
        if at not in mapping:
            guessed = _looks_like([row[at] for row in samples if at < len(row)])
            if guessed and guessed not in mapping.values():
                mapping[at] = guessed
    return mapping


def mapping_fault(mapping: Mapping[int, str], columns: int) -> str | None:
    """Why a mapping cannot be used, as a code; None when it can."""
    fields = list(mapping.values())
    if any(at < 0 or at >= columns for at in mapping):
        return "column_unknown"
    if any(field not in FIELDS for field in fields):
        return "field_unknown"
    if len(set(fields)) < len(fields):
        return "field_twice"
    if not {"name", "family_name", "company"} & set(fields):
        return "name_column_missing"
    return None


def with_zero(phone: str) -> str:
    """A Japanese number whose leading zero a spreadsheet took for nothing, with it again."""
    digits = unicodedata.normalize("NFKC", phone).strip()
    if re.fullmatch(r"[1-9]\d{8,9}", digits) and e164(f"0{digits}"):
        return f"0{digits}"
    return phone


def _postal(text: str) -> str:
    digits = unicodedata.normalize("NFKC", text).strip()
    return digits.zfill(7) if re.fullmatch(r"\d{5,6}", digits) else text


def _joined(cells: Mapping[str, str], whole: str, *parts: str, between: str = " ") -> str:
    return cells.get(whole) or between.join(cell for part in parts if (cell := cells.get(part)))


def said(row: Sequence[str], mapping: Mapping[int, str], tiers: Mapping[str, str]) -> Said:
    """What a line says. `tiers`: names a tier goes by (code, Japanese, English; folded) → its code."""
    cells = {field: row[at].strip() for at, field in mapping.items() if at < len(row) and row[at].strip()}
    tier, language = cells.get("tier", ""), cells.get("language", "")
    values = {
        "name": _joined(cells, "name", "family_name", "given_name"),
        "kana": _joined(cells, "kana", "family_kana", "given_kana"),
        "address": "\n".join(cells[part] for part in ("address", "address_2") if part in cells),
        "tier": tiers.get(tier.casefold(), tier),
        "language": _LANGUAGES.get(language.casefold(), language),
        "postal_code": _postal(cells.get("postal_code", "")),
    }
    for field in ("romaji", "company", "company_kana", "time_zone", "birth_date"):
        values[field] = cells.get(field, "")
    tags = [tag for tag in re.split(r"[,、;；|\s]+", cells.get("tags", "")) if tag]
    kinds: tuple[tuple[Field, Kind], ...] = (
        ("phone", "phone"), ("phone_2", "phone"), ("email", "email"), ("handle", "handle"),
    )  # fmt: skip
    addresses: list[tuple[Field, Kind, str]] = [
        (field, kind, with_zero(part) if kind == "phone" else part)
        for field, kind in kinds
        for part in re.split(r"\s+/\s+|[;；、]", cells.get(field, ""))
        if part.strip()
    ]
    given = [name for name, value in values.items() if value] + (["tags"] if tags else [])
    return Said(
        form=msgspec.convert({**values, "tags": tags}, ProfileForm),
        given=given,
        addresses=addresses,
        number=cells.get("number", "").upper(),
        do_not_call=cells.get("do_not_call", "").casefold() in _YES,
    )
