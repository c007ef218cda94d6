"""Every metric of the catalogue, on a morning whose figures were worked out by hand."""

from __future__ import annotations

import pytest

from madoguchi.analytics import METRICS
from madoguchi.analytics.model.catalogue import MOMENTS
from madoguchi.kit.i18n import LOCALES, Locale, catalogue
from tests.rooms.analytics.floor import Floor, live_a_morning
from tools import metrics

# The morning of `floor.live_a_morning`, seconds and calls as noted there.
BY_HAND = {
    "received": 7,  # calls 1 to 7; 8 was dialled
    "offered": 6,  # calls 1 to 6; 7 never came to a queue; handing 6 over to one person is no wait in a queue
    "answered": 3,  # calls 1, 2 and 6
    "short_abandoned": 1,  # call 3, after 3 s
    "answer_rate": 100 * 3 / (6 - 1),
    "abandoned": 1,  # call 4, after 40 s
    "abandon_rate": 100 * 1 / (6 - 1),
    "diverted": 1,  # call 5
    "service_level": 100 * 2 / (6 - 1),  # calls 1 (7 s) and 6 (4 s); call 2 took 27 s
    "asa": (7 + 27 + 4) / 3,
    "handled": 5,  # call 1 by A, 2 by B, 6 by A and by B, 8 by A
    "att": (100 + 60 + 50 + 30 + 80) / 5,
    "hold": 20 / 5,
    "acw": (30 + 40 + 10 + 20 + 15) / 5,
    "aht": (320 + 20 + 115) / 5,
    "transfers": 1,  # call 6, by A
    "transfer_rate": 100 * 1 / 5,
    # ready: A 14 + 30 + 12 + 56 + 10, B 1 + 6 + 46 + 127; busy: A 123 + 52 + 90, B 61 + 32; wrap-up: A 55, B 60
    "occupancy": 100 * (358 + 115) / (358 + 115 + 302),
    "staffed": (775 + 113) / 3600,  # and A did not respond for 113 s
    "adherence": 100 * (310 + 170) / 900,  # A, from 9:50 until the break; not there until 9:55, then away for 120 s
    "productivity": 5 * 3600 / 888,
    "fcr": 100 * 1 / 2,  # of calls 1 and 6 by a known customer, 1 was followed by 6
    "repeats": 1,  # call 6
    "repeat_rate": 100 * 1 / 2,
    "asked": 5,  # call 1 A; 2 A, then B; 6 A, then B
    "rona": 1,  # call 2, by A
    "rona_rate": 100 * 1 / 5,
}


@pytest.fixture
async def morning(floor: Floor) -> dict[str, float]:
    await live_a_morning(floor)
    (line,) = (await floor.figures()).lines
    return line.figures


async def test_every_metric_has_an_example_worked_out_by_hand(morning: dict[str, float]) -> None:
    assert set(BY_HAND) == {metric.code for metric in METRICS}
    assert morning == {code: pytest.approx(value, abs=0.001) for code, value in BY_HAND.items()}


def test_every_metric_is_written_down_in_both_languages() -> None:
    for locale in LOCALES:
        said = catalogue(locale)
        for metric in (*METRICS, *MOMENTS):
            for part in ("", ".definition", ".formula"):
                assert said.get(f"metric.{metric.code}{part}"), (locale, metric.code, part)
            assert said.get(f"metric_unit.{metric.unit}")


@pytest.mark.parametrize("locale", LOCALES)
def test_the_page_of_metrics_is_what_the_code_says(locale: Locale) -> None:
    assert metrics.PAGES[locale].read_text("utf-8") == metrics.page(locale)
