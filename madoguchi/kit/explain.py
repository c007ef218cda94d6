"""What msgspec says about a value that does not fit, as a fault: a place, and a code with its two sentences."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from madoguchi.kit.errors import Fault, Param

_PLACE: Final = re.compile(r" - at `(?:key in )?\$\.?(?P<place>[^`]*)`$")
_KINDS: Final = {
    "str": "text",
    "int": "whole",
    "float": "number",
    "bool": "yes_no",
    "array": "list",
    "object": "group",
    "uuid": "id",
    "datetime": "time",
    "date": "date",
    "null": "nothing",
}
_BOUNDS: Final = {
    ("str", ">="): ("text_short", "minimum"),
    ("str", "<="): ("text_long", "maximum"),
    ("array", ">="): ("list_short", "minimum"),
    ("array", "<="): ("list_long", "maximum"),
    ("object", ">="): ("list_short", "minimum"),
    ("object", "<="): ("list_long", "maximum"),
}
MISSING: Final = "field_missing"
UNKNOWN: Final = "field_unexpected"
Found = tuple[str, dict[str, Param]]


def _length(match: re.Match[str]) -> Found:
    code, name = _BOUNDS.get((match["kind"], match["way"]), ("value_invalid", "what"))
    return code, {name: int(match["bound"])}


def _range(match: re.Match[str]) -> Found:
    small = match["way"].startswith(">")
    return ("value_small", {"minimum": match["bound"]}) if small else ("value_great", {"maximum": match["bound"]})


def _kind(match: re.Match[str]) -> Found:
    wanted = match["kinds"].replace("`", "").split(" | ")[0]
    return f"expects_{_KINDS[wanted]}" if wanted in _KINDS else "value_invalid", {"what": match[0]}


_RULES: Final[list[tuple[re.Pattern[str], Callable[[re.Match[str]], Found]]]] = [
    (
        re.compile(r"Object missing required field `(?P<field>[^`]*)`"),
        lambda m: ("field_missing", {"field": m["field"]}),
    ),
    (
        re.compile(r"Object contains unknown field `(?P<field>[^`]*)`"),
        lambda m: ("field_unexpected", {"field": m["field"]}),
    ),
    (re.compile(r"Expected `(?P<kind>\w+)` of length (?P<way>>=|<=) (?P<bound>\d+)"), _length),
    (re.compile(r"Expected `\w+` (?P<way>[<>]=?) (?P<bound>[-\d.e+]+)"), _range),
    (re.compile(r"Expected `str` matching regex"), lambda _: ("form_wrong", {})),
    (re.compile(r"Expected `datetime` with a timezone"), lambda _: ("expects_zone", {})),
    (re.compile(r"Expected (?P<kinds>`[^`]+`), got `[^`]*`"), _kind),
    (re.compile(r"Invalid enum value (?P<value>.*)"), lambda _: ("choice_unknown", {})),
    (re.compile(r"Invalid UUID"), lambda _: ("expects_id", {})),
    (re.compile(r"Invalid RFC3339 encoded datetime"), lambda _: ("expects_time", {})),
    (re.compile(r"Invalid RFC3339 encoded date"), lambda _: ("expects_date", {})),
]


def explain(message: str, at: str = "") -> Fault:
    """The fault behind a message of msgspec; `at` is where it was found when the message does not say."""
    found = _PLACE.search(message)
    place = ".".join(filter(None, [at if at not in ("data", "body") else "", found["place"] if found else ""]))
    words = message[: found.start()] if found else message
    for pattern, rule in _RULES:
        match = pattern.match(words)
        if match is not None:
            code, params = rule(match)
            if code in (MISSING, UNKNOWN):
                place = ".".join(filter(None, [place, str(params["field"])]))
            return Fault(at=place or "body", code=code, params=params)
    return Fault(at=place or "body", code="value_invalid", params={"what": words})
