"""`python -m tools.performance`: the tables of docs/performance.md and .ja.md, from the last run of each bench.

What stands in bench/out/*.json takes the place of earlier runs in docs/performance.json, from which the tables come; a
run of another size than usual is kept beside, as `<bench>@<size>`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, Final

ROOT = Path(__file__).parent.parent
OUT = ROOT / "bench" / "out"
KEPT = ROOT / "docs" / "performance.json"
PAGES = {"en": ROOT / "docs" / "performance.md", "ja": ROOT / "docs" / "performance.ja.md"}
BEGIN, END = "<!-- figures: made by `python -m tools.performance` -->", "<!-- /figures -->"

# (bench, figure, "<=" or ">=", goal)
GOALS: Final[list[tuple[str, str, str, float]]] = [
    ("ani_lookup", "p99_ms@1m", "<=", 5),
    ("ani_lookup@10m", "p99_ms@10m", "<=", 5),
    ("ani_lookup@10m", "per_second@10m", ">=", 1500),
    ("ani_lookup", "per_second@1m", ">=", 1500),
    ("customer_search", "p99_ms@1m", "<=", 50),
    ("screen_pop", "p50_ms@1m", "<=", 40),
    ("screen_pop", "p99_ms@1m", "<=", 100),
    ("offer_push", "p99_ms", "<=", 10),
    ("offer_push", "lost", "<=", 0),
    ("routing", "per_second@1000x10000", ">=", 3000),
    ("routing", "decision_p99_ms@1000x10000", "<=", 5),
    ("claims", "doubled", "<=", 0),
    ("case_list", "per_second", ">=", 500),
    ("case_list", "p99_ms", "<=", 50),
    ("case_create", "per_second", ">=", 500),
    ("case_create", "lost", "<=", 0),
    ("case_open", "per_second", ">=", 200),
    ("timeline", "p99_ms", "<=", 10),
    ("board_paint", "paint_p95_ms", "<=", 1000),
    ("reports", "month_by_person_ms", "<=", 1000),
    ("reports", "year_by_person_ms", "<=", 10000),
]
WORDS: Final = {
    "en": {
        "goals": "| bench | figure | measured | goal | kept |", "all": "Every figure",
        "figure": "| figure | measured | |",
        "peer": "elsewhere", "yes": "yes", "no": "**no**", "machine": "Measured on", "commit": "commit",
        "none": "Nothing has been measured yet: `make bench`, then `python -m tools.performance`.",
        "load": "load average before the run",
    },
    "ja": {
        "goals": "| 測定 | 指標 | 実測 | 目標 | 達成 |", "all": "すべての数値",
        "figure": "| 指標 | 実測 | |",
        "peer": "他の製品", "yes": "はい", "no": "**いいえ**", "machine": "測定環境", "commit": "コミット",
        "none": "まだ測定していません。`make bench` のあと `python -m tools.performance` を実行してください。",
        "load": "測定前の負荷平均",
    },
}  # fmt: skip
Results = dict[str, dict[str, Any]]


def results(kept: Path = KEPT, folder: Path = OUT) -> Results:
    """The last run of each bench, by name: those kept, and those that were run since."""
    found: Results = json.loads(kept.read_text("utf-8")) if kept.exists() else {}
    found |= {file.stem: json.loads(file.read_text("utf-8")) for file in folder.glob("*.json")}
    return dict(sorted(found.items()))


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:.2f}".rstrip("0").rstrip(".")


def _goals(found: Results, words: dict[str, str]) -> list[str]:
    lines = [words["goals"], "|---|---|---:|---:|---|"]
    for bench, figure, way, goal in GOALS:
        value = found.get(bench, {}).get("metrics", {}).get(figure)
        if value is not None:
            kept = value <= goal if way == "<=" else value >= goal
            sign = "≤" if way == "<=" else "≥"
            verdict = words["yes" if kept else "no"]
            lines.append(f"| `{bench}` | `{figure}` | {_number(value)} | {sign} {_number(goal)} | {verdict} |")
    return lines


def _machines(found: Results, words: dict[str, str]) -> list[str]:
    """One line for each machine and commit, with the benches taken there."""
    places: dict[str, list[str]] = {}
    for name, result in found.items():
        machine = result.get("machine", {})
        about = ", ".join(machine[key] for key in ("processor", "memory", "system") if machine.get(key))
        place = (
            f"{result['cores']} × {about}, Python {machine.get('python', '?')}, {words['commit']} {result['commit']}"
        )
        places.setdefault(place, []).append(
            f"`{name}` ({result['when'][:16].replace('T', ' ')} UTC, {words['load']} {machine.get('load_before', '?')})"
        )
    return [f"{words['machine']} {place}: {', '.join(names)}." for place, names in places.items()]


def _all(found: Results, words: dict[str, str]) -> list[str]:
    lines = [f"### {words['all']}", ""]
    for name, result in found.items():
        lines += [f"#### `{name}`", "", words["figure"], "|---|---:|---|"]
        notes = result.get("notes", {})
        lines += [f"| `{key}` | {_number(value)} | {notes.get(key, '')} |" for key, value in result["metrics"].items()]
        for peer, figures in result.get("peers", {}).items():
            told = ", ".join(f"{key} {_number(value)}" for key, value in figures.items())
            lines.append(f"| {words['peer']}: {peer} | | {told} |")
        lines.append("")
    return lines


def table(found: Results, language: str) -> str:
    """The part of the page between the marks."""
    words = WORDS[language]
    if not found:
        return words["none"]
    return "\n".join([*_goals(found, words), "", *_machines(found, words), "", *_all(found, words)]).rstrip()


def filled(page: str, figures: str) -> str:
    """The page with new figures between its marks."""
    head, _, rest = page.partition(BEGIN)
    return f"{head}{BEGIN}\n\n{figures}\n\n{END}{rest.partition(END)[2]}"


def main() -> int:
    """Keep the results and write both pages; says which goals were missed, and ends with 1 when one was."""
    found = results()
    KEPT.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", "utf-8")
    for language in WORDS:
        page = PAGES[language]
        page.write_text(filled(page.read_text("utf-8"), table(found, language)), "utf-8")
    missed = [line for line in _goals(found, WORDS["en"]) if WORDS["en"]["no"] in line]
    print("\n".join(missed) or f"{len(found)} benches, no goal missed")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
