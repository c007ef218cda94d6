"""Files of customers as people have them: any program, any heading, any spelling."""

from __future__ import annotations

import io
from datetime import datetime

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from madoguchi.customers.model.importing import mapping_fault, said, suggest, with_zero
from madoguchi.kit.sheets import SheetUnreadable, read_table

TIERS = {"gold": "gold", "ゴールド": "gold"}


def test_japanese_and_english_headings_are_understood() -> None:
    assert suggest(["顧客番号", "氏名（漢字）", "フリガナ", "携帯電話", "ＴＥＬ", "メールアドレス*", "備考"], []) == {
        0: "number", 1: "name", 2: "kana", 3: "phone", 4: "phone_2", 5: "email",
    }  # fmt: skip
    assert suggest(["Customer ID", "First Name", "Last_Name", "E-mail", "Zip"], []) == {
        0: "number", 1: "given_name", 2: "family_name", 3: "email", 4: "postal_code",
    }  # fmt: skip


def test_a_column_without_a_telling_heading_is_known_by_its_content() -> None:
    rows = [["a@example.jp", "09012345678", "222-0033", "x"], ["b@example.jp", "312345678", "1000001", "y"]]
    assert suggest(["A", "B", "C", "D"], rows) == {0: "email", 1: "phone", 2: "postal_code"}


def test_a_line_says_who_it_is() -> None:
    mapping = {0: "family_name", 1: "given_name", 2: "phone", 3: "tier", 4: "language", 5: "postal_code", 6: "tags"}
    says = said(["長谷川", "美咲", "9012345678", "ゴールド", "英語", "600001", "家族 重要"], mapping, TIERS)
    assert (says.form.name, says.form.tier, says.form.language) == ("長谷川 美咲", "gold", "en")
    assert says.addresses == [("phone", "phone", "09012345678")]
    assert (says.form.postal_code, says.form.tags) == ("0600001", ["家族", "重要"])
    assert set(says.given) == {"name", "tier", "language", "postal_code", "tags"}


def test_several_numbers_in_a_cell_are_several_addresses() -> None:
    says = said(["x", "03-1234-5678 / 090-1234-5678"], {0: "name", 1: "phone"}, {})
    assert [raw for _, _, raw in says.addresses] == ["03-1234-5678", "090-1234-5678"]


def test_a_mapping_that_cannot_work_is_told() -> None:
    assert mapping_fault({0: "name", 1: "phone"}, 2) is None
    assert mapping_fault({0: "name", 5: "phone"}, 2) == "column_unknown"
    assert mapping_fault({0: "name", 1: "soul"}, 2) == "field_unknown"
    assert mapping_fault({0: "name", 1: "name"}, 2) == "field_twice"
    assert mapping_fault({0: "phone"}, 2) == "name_column_missing"


@given(st.integers(10_000_000, 99_999_999))
def test_a_zero_that_a_spreadsheet_ate_is_given_back(subscriber: int) -> None:
    assert with_zero(f"90{subscriber}") == f"090{subscriber}"
    assert with_zero(f"090{subscriber}") == f"090{subscriber}"


TEXT = "氏名,電話\r\n長谷川 美咲,090-1234-5678\r\n\r\n𠮷野,\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932"])
def test_a_csv_file_is_read_in_any_encoding(encoding: str) -> None:
    text = TEXT if encoding != "cp932" else TEXT.replace("𠮷", "吉")
    table = read_table(text.encode(encoding))
    assert table.headings == ["氏名", "電話"]
    assert table.rows[0] == ["長谷川 美咲", "090-1234-5678"]
    assert len(table.rows) == 2


def test_tabs_and_semicolons_part_cells_too() -> None:
    assert read_table(b"name\tphone\nx\t1\n").rows == [["x", "1"]]
    assert read_table(b'name;phone\n"x;y";1\n').rows == [["x;y", "1"]]


def test_a_workbook_is_read_as_typed() -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["氏名", "電話", "生年月日", None])
    book.active.append(["長谷川 美咲", 9012345678, datetime(1985, 4, 2), None])
    book.active.append(["=1+1", 3.5, None, None])
    out = io.BytesIO()
    book.save(out)
    table = read_table(out.getvalue())
    assert table.headings == ["氏名", "電話", "生年月日"]
    assert table.rows[0] == ["長谷川 美咲", "9012345678", "1985-04-02"]
    assert table.rows[1][1] == "3.5"


@pytest.mark.parametrize("content", [b"", b"\n\n", b"PK\x03\x04broken", b"a," * 200 + b"\n", b'"' + b"x" * 200_000])
def test_what_is_no_table_is_told(content: bytes) -> None:
    with pytest.raises(SheetUnreadable):
        read_table(content)


@given(st.binary(max_size=300))
def test_any_bytes_are_a_table_or_told(content: bytes) -> None:
    try:
        table = read_table(content)
    except SheetUnreadable:
        return
    for row in table.rows:
        assert len(row) == len(table.headings)
        assert not any("\x00" in cell for cell in row)


@given(st.lists(st.text(max_size=30), max_size=6))
def test_any_line_can_be_understood(cells: list[str]) -> None:
    mapping = {0: "name", 1: "phone", 2: "email", 3: "birth_date", 4: "tier", 5: "tags"}
    said(cells, mapping, TIERS)
