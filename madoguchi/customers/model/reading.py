"""Readings: how a name sounds, folded so that it can be found and sorted (五十音順) however it was typed."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import jaconv

from madoguchi.customers.model.text import widths

_SMALL = str.maketrans("ァィゥェォッャュョヮヵヶ", "アイウエオツヤユヨワカケ")
_VOWEL = {
    **dict.fromkeys("アカサタナハマヤラワガザダバパ", "ア"),
    **dict.fromkeys("イキシチニヒミリギジヂビピヰ", "イ"),
    **dict.fromkeys("ウクスツヌフムユルグズヅブプヴ", "ウ"),
    **dict.fromkeys("エケセテネヘメレゲゼデベペヱ", "エ"),
    **dict.fromkeys("オコソトノホモヨロヲゴゾドボポ", "オ"),
}
_VOICE_MARKS = "\u3099\u309a"
_KANA = re.compile(r"^[\u30a1-\u30fa\u30fc\s・=＝]+$")

# Kanji that stand for one another in names: the index keeps the first, so that 渡邉 finds 渡辺 and 渡邊.
_VARIANTS = (
    "辺邊邉", "斎斉齋齊", "高髙", "崎﨑嵜碕", "沢澤", "浜濱濵", "広廣", "国國", "島嶋嶌", "吉𠮷", "桜櫻", "竜龍",
    "滝瀧", "関關", "塩鹽", "条條", "栄榮", "恵惠", "真眞", "徳德", "瀬瀨", "館舘", "富冨", "峰峯", "万萬",
    "黒黑", "藪薮", "児兒", "寿壽", "実實", "来來", "礼禮", "与與", "亀龜", "楽樂", "檜桧", "渕淵", "蔵藏", "巌巖",
    "穂穗", "静靜", "豊豐", "遥遙", "槙槇", "尭堯", "晃晄", "顔顏",
)  # fmt: skip
_VARIANT = str.maketrans({other: group[0] for group in _VARIANTS for other in group[1:]})


def katakana(text: str) -> str:
    """Hiragana and half-width kana as full-width katakana; everything else as it is."""
    return jaconv.hira2kata(widths(text))


def is_kana(text: str) -> bool:
    """Whether `text` is a reading: kana and nothing but kana (spaces and middle dots allowed)."""
    return bool(text) and bool(_KANA.match(katakana(text)))


@lru_cache(maxsize=65536)
def fold_kana(text: str) -> str:
    """Kana as 五十音順 compares it: large, unvoiced, long vowels spelt out. Idempotent.

    ハセガワ, はせかわ and ﾊｾｶﾞﾜ give ハセカワ; コーヒー gives コオヒイ.
    """
    plain = "".join(c for c in unicodedata.normalize("NFD", katakana(text)) if c not in _VOICE_MARKS)
    folded: list[str] = []
    for char in unicodedata.normalize("NFC", plain).translate(_SMALL):
        folded.append(_VOWEL.get(folded[-1], char) if char == "ー" and folded else char)
    return "".join(folded)


def fold_kanji(text: str) -> str:
    """Name text for comparing: NFKC, lower case, kanji variants by their common form. Idempotent."""
    folded = unicodedata.normalize("NFKC", text).translate(_VARIANT).casefold()
    folded = "".join(c for c in folded if not "\ufe00" <= c <= "\ufe0f" and not "\U000e0100" <= c <= "\U000e01ef")
    return " ".join(unicodedata.normalize("NFKC", folded).split())


_ROMAJI_RULES = tuple(
    (re.compile(pattern), to)
    for pattern, to in (
        (r"cch", "tch"),
        (r"m(?=[bmp])", "n"),
        (r"(?:tch|cch)", "tch"),
        (r"shi", "si"),
        (r"sh(?=[aueo])", "sy"),
        (r"chi", "ti"),
        (r"ch(?=[aueo])", "ty"),
        (r"tsu", "tu"),
        (r"fu", "hu"),
        (r"d?ji|dzi", "zi"),
        (r"d?j(?=[aueo])", "zy"),
        (r"zyy", "zy"),
        (r"dzu", "zu"),
        (r"(?<=[ou])h(?![aiueoy])", ""),
        (r"o[ou]+", "o"),
        (r"u{2,}", "u"),
        (r"n{2,}", "n"),
    )
)


@lru_cache(maxsize=65536)
def plain_romaji(text: str) -> str:
    """Latin letters only: lower case, no accents, apostrophes or hyphens; words parted by single spaces."""
    letters = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    kept = "".join(c if "a" <= c <= "z" else " " if c.isspace() or c in ",.・" else "" for c in letters)
    return " ".join(kept.split())


def is_latin(text: str) -> bool:
    """Whether `text` is Latin letters and what goes between them in a name, accents and macrons included."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return any(c.isalpha() for c in folded) and all(
        "a" <= c <= "z" or c in " .'’-" or unicodedata.combining(c) for c in folded
    )


@lru_cache(maxsize=65536)
def fold_romaji(text: str) -> str:
    """Romaji by sound: Hepburn, Kunrei and passport spellings of one name agree. Idempotent.

    Ōno, Ohno, Oono and Ono give ono; Shin'ichi and Sinichi give siniti.
    """
    before, folded = None, plain_romaji(text)
    while folded != before:
        before = folded
        for rule, to in _ROMAJI_RULES:
            folded = rule.sub(to, folded)
    return folded


@lru_cache(maxsize=65536)
def romaji_of(kana: str) -> str:
    """Hepburn romaji of a reading, lower case ("はせがわ みさき" → "hasegawa misaki"); empty when it is no reading."""
    if not is_kana(kana):
        return ""
    return plain_romaji(jaconv.kana2alphabet(jaconv.kata2hira(katakana(kana)).replace("・", " ")))


def sort_key(name: str, kana: str) -> str:
    """The key by which lists are sorted: readings in 五十音順, then Latin names, then names whose reading is missing.

    Names that sound alike but for voicing keep a steady order: the unfolded reading follows the folded one.
    """
    reading = kana if kana else name
    if is_kana(reading):
        spoken = katakana(reading)
        return f"1{''.join(fold_kana(spoken).split())}\x1f{spoken}\x1f{name}"
    written = kana or name
    return f"2{plain_romaji(written)}\x1f{name}" if is_latin(written) else f"3{fold_kanji(name)}"
