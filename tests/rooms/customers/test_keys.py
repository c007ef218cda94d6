"""Search keys: whatever fragment somebody types of a name, the name's key holds it."""

from hypothesis import given
from hypothesis import strategies as st

from madoguchi.customers.model.keys import SearchKey, name_query, search_key

MISAKI = search_key("長谷川 美咲", "ハセガワ ミサキ", "", "有限会社みどり商会", "ミドリショウカイ")


def found(key: SearchKey, typed: str) -> bool:
    """What the database does with a query."""
    tokens = set(key.tokens)
    return all(
        any(tokens.issuperset(alternative.tokens) and alternative.fragment in key.text for alternative in word)
        for word in name_query(typed)
    )


def test_a_customer_is_found_by_any_spelling_and_fragment() -> None:
    for typed in ("長谷川", "川美", "長谷川美咲", "長谷川 美咲", "美咲 長谷川", "長", "はせがわ", "ハセ", "ﾐｻｷ",
                  "hasegawa", "asegaw", "Misaki HASEGAWA", "みどり", "みどりしょう", "midori"):  # fmt: skip
        assert found(MISAKI, typed), typed


def test_another_name_is_not_found() -> None:
    for typed in ("谷長", "長谷部", "はせべ", "tanaka", "川", "みさこ", "長谷川 陽子"):
        assert not found(MISAKI, typed), typed


def test_one_kanji_surnames_are_found_by_their_kanji() -> None:
    assert found(search_key("林 愛", "ハヤシ アイ", ""), "林")
    assert not found(search_key("小林 愛", "コバヤシ アイ", ""), "林")


def test_variants_of_a_kanji_find_each_other() -> None:
    assert found(search_key("渡邉 隆", "ワタナベ タカシ", ""), "渡辺")
    assert found(search_key("𠮷野 舞", "ヨシノ マイ", ""), "吉野")


def test_foreign_names_are_found_without_their_accents() -> None:
    assert found(search_key("Anna Müller", "", "Anna Müller"), "muller")
    assert found(search_key("Liam O'Brien", "", ""), "obrien")
    assert found(search_key("Liam O'Brien", "", ""), "O'Brien")


names = st.text(alphabet="長谷川美咲佐藤林田中渡辺高橋", min_size=2, max_size=8)
romaji = st.from_regex(r"[a-z]{2,10}( [a-z]{2,10})?", fullmatch=True)


@given(names, st.data())
def test_every_kanji_fragment_of_two_or_more_finds_its_name(name: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(name) - 2))
    end = data.draw(st.integers(start + 2, len(name)))
    assert found(search_key(name, "", ""), name[start:end])


@given(romaji, st.data())
def test_every_romaji_fragment_finds_its_name(name: str, data: st.DataObject) -> None:
    word = data.draw(st.sampled_from(name.split()))
    start = data.draw(st.integers(0, len(word) - 2))
    end = data.draw(st.integers(start + 2, len(word)))
    assert found(search_key("名", "", name), word[start:end])


@given(st.text(max_size=200))
def test_any_query_can_be_read(typed: str) -> None:
    for word in name_query(typed):
        for alternative in word:
            assert alternative.tokens
            assert alternative.fragment
