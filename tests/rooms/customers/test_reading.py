"""Readings: names are found and sorted by sound, however they were typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from madoguchi.customers.model.reading import fold_kana, fold_kanji, fold_romaji, is_kana, romaji_of, sort_key
from madoguchi.customers.model.text import TooLong, clean, name_text

kana = st.text(alphabet=[chr(c) for c in range(0x30A1, 0x30F7)] + ["ー"], min_size=1, max_size=12)


@pytest.mark.parametrize("typed", ["ハセガワ", "はせがわ", "ﾊｾｶﾞﾜ", "はせかわ"])
def test_a_reading_folds_to_one_key_in_every_script(typed: str) -> None:
    assert fold_kana(typed) == "ハセカワ"


@pytest.mark.parametrize(
    ("group", "key"),
    [
        (["Ōno", "Ohno", "Oono", "Ono", "ONO"], "ono"),
        (["Satō", "Satoh", "Satou", "Sato"], "sato"),
        (["Shin'ichi", "Shinichi", "Sinichi", "Shin-ichi"], "siniti"),
        (["Homma", "Honma"], "honma"),
        (["Matcha", "Maccha"], "mattya"),
        (["Kenji", "Kenzi"], "kenzi"),
        (["Tsuji", "Tuzi"], "tuzi"),
    ],
)
def test_spellings_of_one_name_agree(group: list[str], key: str) -> None:
    assert {fold_romaji(spelling) for spelling in group} == {key}


@given(kana)
def test_folding_kana_twice_changes_nothing(reading: str) -> None:
    assert fold_kana(fold_kana(reading)) == fold_kana(reading)


@given(st.text(max_size=60))
def test_folding_any_text_twice_changes_nothing(text: str) -> None:
    assert fold_kanji(fold_kanji(text)) == fold_kanji(text)
    assert fold_romaji(fold_romaji(text)) == fold_romaji(text)


def test_kanji_variants_are_one_name() -> None:
    assert fold_kanji("渡邉 髙﨑 𠮷野 齋藤") == fold_kanji("渡辺 高崎 吉野 斎藤")


def test_a_reading_has_its_romaji() -> None:
    assert romaji_of("ハセガワ ミサキ") == "hasegawa misaki"
    assert romaji_of("長谷川") == ""


def test_names_sort_by_reading_then_latin_then_those_without_a_reading() -> None:
    people = [
        ("山田 花子", ""), ("John Smith", ""), ("和田 学", "ワダ マナブ"), ("安藤 愛", "あんどう あい"),
        ("長谷川 美咲", "ハセガワ ミサキ"), ("バード さくら", "バード サクラ"), ("パク 舞", "パク マイ"),
        ("Ann Lee", ""),
    ]  # fmt: skip
    ordered = [name for name, _ in sorted(people, key=lambda p: sort_key(*p))]
    assert ordered == [
        "安藤 愛", "バード さくら", "パク 舞", "長谷川 美咲", "和田 学", "Ann Lee", "John Smith", "山田 花子",
    ]  # fmt: skip


def test_a_name_written_in_kana_is_its_own_reading() -> None:
    assert is_kana("さくら")
    assert sort_key("さくら", "") < sort_key("佐々木", "ササキ")


def test_names_stay_as_people_write_them() -> None:
    assert name_text(" ﾊｾｶﾞﾜ　ﾐｻｷ ") == "ハセガワ ミサキ"
    assert name_text("𠮷野家 🍣 㓛刀 神﨑") == "𠮷野家 🍣 㓛刀 神﨑"
    assert name_text("ＡＢＣ商事") == "ABC商事"


def test_compatibility_kanji_are_not_replaced_by_their_cousins() -> None:
    assert name_text("\ufa19") == "\ufa19"
    assert fold_kanji("\ufa19") == "神"


def test_tricks_with_invisible_characters_are_taken_out() -> None:
    assert name_text("a\u202eb\x00c\u200bd\ud83de") == "abcde"
    assert clean("line\r\nbreak\x07", 40, lines=True) == "line\nbreak"


def test_a_64_kb_name_is_too_long() -> None:
    with pytest.raises(TooLong):
        name_text("あ" * 65_536)


@given(st.text(max_size=200))
def test_any_text_becomes_storable(text: str) -> None:
    safe = clean(text, 1000)
    assert "\x00" not in safe
    safe.encode()
    assert clean(safe, 1000) == safe
