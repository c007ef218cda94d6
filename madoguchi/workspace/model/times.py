"""Times as people read them, in a language and by a clock."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from madoguchi.calendars import zone

WEEKDAYS = "月火水木金土日"


def local_span(start: datetime, end: datetime, time_zone: str, locale: Literal["ja", "en"]) -> str:
    """From when until when: 11月26日（木）14:00〜14:30, or Thu 26 Nov 14:00–14:30."""
    place = zone(time_zone)
    begin, finish = start.astimezone(place), end.astimezone(place)
    if locale == "ja":
        day = f"{begin.month}月{begin.day}日（{WEEKDAYS[begin.weekday()]}）"
        return f"{day}{begin:%H:%M}〜{finish:%H:%M}"
    return f"{begin:%a} {begin.day} {begin:%b} {begin:%H:%M}–{finish:%H:%M}"
