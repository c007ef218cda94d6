"""Words and times as this room keeps them. Times are UTC."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from typing import Annotated

from msgspec import Meta

Moment = Annotated[datetime, Meta(tz=True)]

TITLE_LIMIT = 300
TEXT_LIMIT = 20_000
FIRST_YEAR, LAST_YEAR = 2000, 2200


def clean(text: str) -> str:
    """Text as we keep it: no control characters that PostgreSQL or a screen cannot hold, no outer blanks."""
    kept = (c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs"))
    return "".join(kept).strip()


def sensible(moment: datetime | None) -> bool:
    """Whether a time can be promised: with a zone, and in a year that every calendar can hold in UTC."""
    return moment is None or (moment.tzinfo is not None and FIRST_YEAR <= moment.year <= LAST_YEAR)


def folded(text: str) -> str:
    """The form in which titles and numbers are searched: width, case and blanks do not matter."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def bigrams(text: str) -> list[str]:
    """The pairs of neighbouring characters in the folded text; PostgreSQL intersects them."""
    plain = folded(text)
    return sorted({plain[i : i + 2] for i in range(len(plain) - 1)})
