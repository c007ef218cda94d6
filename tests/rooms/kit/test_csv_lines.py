"""Exports open rightly in a spreadsheet and run nothing there."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from madoguchi.kit.csv_lines import csv_lines, safe_cell, unguarded


@given(st.sampled_from("=+-@\t\r"), st.text(max_size=30))
def test_no_cell_is_a_formula(sign: str, rest: str) -> None:
    assert safe_cell(sign + rest).startswith("'")
    assert unguarded(safe_cell(sign + rest)) == sign + rest


@given(st.lists(st.text(alphabet=st.characters(exclude_characters="\x00\r", exclude_categories=["Cs"])), min_size=1))
def test_cells_come_back_as_they_went(cells: list[str]) -> None:
    read = next(csv.reader(io.StringIO(csv_lines([cells]), newline="")))
    assert [unguarded(cell) for cell in read] == [unguarded(cell) for cell in cells]


def test_nothing_is_an_empty_cell() -> None:
    assert csv_lines([[None, 1, "a,b"]]) == ',1,"a,b"\r\n'
