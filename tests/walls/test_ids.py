"""The ids that `docs/testing.md` promises to outside tests are given to elements by the desk's sources."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parents[2]
GIVEN = re.compile(
    r"(data-testid|[tT]estId|\bid)'?\s*(?:=|\??:)\s*"
    r"(\"[^\"]*\"|'[^']*'|`[^`]*`|\{(?:[^{}]|\{[^{}]*\})*\})"
)
"""Where an element, or the part that makes it, is given its id: a word, or an expression in braces."""
WORD = re.compile(r"\"([^\"]+)\"|'([^']+)'|`([^`]+)`")
VARIES = re.compile(r"\$\{[^}]*\}")
BASE = re.compile(r"\$\{(?:testId|id)\}")
"""How an id begins that a part is given, and adds to."""


def promised() -> Iterator[str]:
    """Every id of the table; what varies of one stands as `<story>`, unless its row names the kinds."""
    table = (HERE / "docs" / "testing.md").read_text().partition("## Stable test ids")[2].partition("\n## ")[0]
    for line in [line for line in table.splitlines() if line.startswith("| ")][1:]:
        row = re.sub(r"\([^)]*\)", "", line.split("|")[2])
        row, _, kinds = row.partition("for the kinds ")
        named, _, rest = kinds.partition(";")
        for id in re.findall(r"`([^` ]+)`", row + rest):
            if "<kind>" in id and named:
                yield from (id.replace("<kind>", kind) for kind in re.findall(r"`([^`]+)`", named))
            else:
                yield id


def given() -> tuple[set[str], set[str]]:
    """Every id that the desk's sources give, with `${…}` where they vary; and those that a part adds to."""
    folders = [HERE / "web" / "apps" / "desk" / "src", HERE / "web" / "packages"]
    files = [path for folder in folders for path in folder.rglob("*.ts*") if "node_modules" not in path.parts]
    sources = [path.read_text() for path in files if ".test." not in path.name]
    places = [match.groups() for source in sources for match in GIVEN.finditer(source)]
    ids = [(to, next(filter(None, word.groups()))) for to, place in places for word in WORD.finditer(place)]
    return {id for to, id in ids if to != "id"}, {id for to, id in ids if to != "data-testid"}


def test_every_promised_id_is_in_the_desk() -> None:
    ids = set(promised())
    known, handed = given()
    assert len(ids) > 400
    words = {id for id in known if "${" not in id}
    patterns = [re.compile(VARIES.sub("[^ ]+", id)) for id in known if "${" in id and not id.startswith("${")]
    ends = [re.compile(VARIES.sub("<[^>]+>", BASE.sub("", id, 1))) for id in known if BASE.match(id)]

    def there(id: str) -> bool:
        """Written out, made of a beginning and what varies, or of another's id and an ending."""
        if id in words or any(pattern.fullmatch(id) for pattern in patterns):
            return True
        return any(id[:at] in handed and end.fullmatch(id, at) for end in ends for at in range(1, len(id)))

    assert {id for id in ids if not there(id)} == set()
