"""`python -m tools.metrics`: docs/metrics.md and .ja.md, the catalogue of metrics in words, from the code.

With `--check` nothing is written; it ends with 1 when a page is not what the code says.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from madoguchi.analytics.definitions import Definition, definitions, moments
from madoguchi.analytics.model.catalogue import By
from madoguchi.analytics.model.detectors import DETECTORS, Limits
from madoguchi.analytics.model.terms import Terms
from madoguchi.kit.i18n import LOCALES, Locale, say

ROOT: Final = Path(__file__).parent.parent
PAGES: Final[dict[Locale, Path]] = {"en": ROOT / "docs" / "metrics.md", "ja": ROOT / "docs" / "metrics.ja.md"}
WORDS: Final[dict[Locale, dict[str, str]]] = {
    "en": {
        "title": "# The catalogue of metrics",
        "intro": "Made by `python -m tools.metrics` from the code that counts; numbers are the settings as delivered. "
        "Every figure is made of sums, never of averages, and opens the contacts it is made of.",
        "formula": "Formula", "unit": "Unit", "by": "Shown by", "detectors": "## Detectors",
        "moments": "## At this moment",
        "moment": "What only the supervisor's board shows. Its other figures are those above, of the day that runs.",
        "note": "A detector says where somebody should look. Nothing else follows from a finding.",
        "total": "total", "queue": "queue", "line": "line of business", "team": "team", "person": "agent",
    },
    "ja": {
        "title": "# 指標の一覧",
        "intro": "数えているコードから `python -m tools.metrics` で作っています。数値は初期設定のものです。"
        "どの数値も合計から計算し（平均の平均は使いません）、もとになった応対を開けます。",
        "formula": "計算式", "unit": "単位", "by": "集計単位", "detectors": "## 気づき",
        "moments": "## いまの数値",
        "moment": "ライブモニターだけに出る数値です。そのほかの数値は、上の指標を本日分について表示したものです。",
        "note": "気づきは、人が確認するきっかけです。ほかには何も起こりません。",
        "total": "全体", "queue": "キュー", "line": "業務", "team": "チーム", "person": "オペレーター",
    },
}  # fmt: skip


def _metric(metric: Definition, words: dict[str, str]) -> list[str]:
    order: tuple[By, ...] = ("total", "queue", "line", "team", "person")
    shown = ", ".join(words[by] for by in order if by in metric.by)
    return [
        f"## {metric.name}", "", f"`{metric.code}`", "", metric.definition, "",
        f"- {words['formula']}: {metric.formula}", f"- {words['unit']}: {metric.unit_name}",
        f"- {words['by']}: {shown}", "",
    ]  # fmt: skip


def _detectors(locale: Locale) -> list[str]:
    limits = Limits()
    told: dict[str, dict[str, object]] = {
        "long_wrapup": {
            "count": limits.wrapup_count, "percent": limits.wrapup_percent, "seconds": limits.wrapup_seconds,
            "factor": limits.wrapup_factor,
        },
        "dropped_calls": {"count": limits.drop_count, "seconds": limits.drop_seconds},
        "quick_transfers": {
            "count": limits.dump_count, "percent": limits.dump_percent, "seconds": limits.dump_seconds,
            "factor": limits.dump_factor, "usual": "…",
        },
    }  # fmt: skip
    lines = [WORDS[locale]["detectors"], "", WORDS[locale]["note"], ""]
    for code in DETECTORS:
        lines += [f"### {say(f'detector.{code}', locale)}", "", f"`{code}`", ""]
        lines += [say(f"detector.{code}.definition", locale, told[code]), ""]
    return lines


def page(locale: Locale) -> str:
    """The whole page in one language."""
    words = WORDS[locale]
    lines = [words["title"], "", words["intro"], ""]
    for metric in definitions(locale, Terms()):
        lines += _metric(metric, words)
    lines += [words["moments"], "", words["moment"], ""]
    for moment in moments(locale, Terms()):
        lines += ["#" + line if line.startswith("## ") else line for line in _metric(moment, words)]
    return "\n".join([*lines, *_detectors(locale)]).rstrip() + "\n"


def main() -> int:
    """Write both pages, or see whether they are as the code says."""
    stale = [
        locale for locale in LOCALES if not PAGES[locale].exists() or PAGES[locale].read_text("utf-8") != page(locale)
    ]
    if "--check" in sys.argv:
        print("\n".join(f"{PAGES[locale].name} is not what the code says: python -m tools.metrics" for locale in stale))
        return 1 if stale else 0
    for locale in stale:
        PAGES[locale].write_text(page(locale), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
