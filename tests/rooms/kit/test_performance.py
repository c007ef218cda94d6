"""The page of figures is made of what the benches wrote, and says what was missed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tools.performance import BEGIN, END, PAGES, filled, results, table

RESULT = {
    "name": "case_list", "when": "2026-11-23T20:00:00+00:00", "commit": "abc1234", "cores": 2,
    "metrics": {"per_second": 612.4, "p99_ms": 61.25}, "peers": {"osticket": {"per_second": 28.0}},
    "notes": {"p99_ms": "while 8 clients ask"},
    "machine": {"processor": "Some Xeon", "memory": "8 GiB", "system": "Linux", "python": "3.11", "load_before": "0.2"},
}  # fmt: skip


def test_a_goal_kept_and_a_goal_missed() -> None:
    shown = table({"case_list": RESULT}, "en")
    assert "| `case_list` | `per_second` | 612 | ≥ 500 | yes |" in shown
    assert "| `case_list` | `p99_ms` | 61.25 | ≤ 50 | **no** |" in shown
    assert "2 × Some Xeon, 8 GiB, Linux, Python 3.11, commit abc1234" in shown
    assert "osticket" in shown
    assert "while 8 clients ask" in shown


def test_figures_replace_figures_and_nothing_else() -> None:
    page = f"# Page\n\n{BEGIN}\nold\n{END}\n\nafter\n"
    once = filled(page, "new")
    assert once == filled(once, "new") == f"# Page\n\n{BEGIN}\n\nnew\n\n{END}\n\nafter\n"


@pytest.mark.parametrize("language", PAGES)
def test_both_pages_have_a_place_for_them(language: str) -> None:
    assert filled(PAGES[language].read_text("utf-8"), "x").count(BEGIN) == 1


def test_a_bench_that_was_not_run_again_keeps_its_figures(tmp_path: Path) -> None:
    kept, out = tmp_path / "kept.json", tmp_path / "out"
    out.mkdir()
    kept.write_text(json.dumps({"case_list": RESULT, "timeline": {**RESULT, "name": "timeline"}}), "utf-8")
    (out / "case_list.json").write_text(json.dumps({**RESULT, "commit": "def5678"}), "utf-8")
    assert {name: result["commit"] for name, result in results(kept, out).items()} == {
        "case_list": "def5678", "timeline": "abc1234",
    }  # fmt: skip
