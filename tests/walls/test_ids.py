"""The ids that `docs/testing.md` promises to outside tests are in the desk's sources."""

from __future__ import annotations

import re
from pathlib import Path

HERE = Path(__file__).parents[2]
PART = re.compile(r"`([a-z][a-z0-9-]*)[^`]*`")


def promised() -> set[str]:
    """Every id of the table; of one with a varying end (`call-me-<story>`) what stands before it."""
    table = (HERE / "docs" / "testing.md").read_text().partition("## Stable test ids")[2].partition("\n## ")[0]
    rows = [line.split("|")[2] for line in table.splitlines() if line.startswith("| ")][1:]
    return {match.group(1).rstrip("-") for row in rows for match in PART.finditer(re.sub(r"\([^)]*\)", "", row))}


def written() -> str:
    """The desk's sources."""
    folders = [HERE / "web" / "apps" / "desk" / "src", HERE / "web" / "packages"]
    files = [path for folder in folders for path in folder.rglob("*.ts*") if "node_modules" not in path.parts]
    return "\n".join(path.read_text() for path in files)


def test_every_promised_id_is_in_the_desk() -> None:
    ids, sources = promised(), written()
    assert len(ids) > 200
    known = set(re.findall(r"[a-z][a-z0-9-]*", sources))
    begins = set(re.findall(r"([a-z][a-z0-9-]*)-\$\{", sources))
    ends = set(re.findall(r"\$\{[^}]*\}-([a-z][a-z0-9-]*)", sources))

    def there(id: str) -> bool:
        """Written out, or made of a beginning, an end and what varies."""
        if id in known or id in begins or any(id.startswith(f"{begin}-") for begin in begins):
            return True
        return any(there(id.removesuffix(f"-{end}")) for end in ends if id.endswith(f"-{end}"))

    assert {id for id in ids if not there(id)} == set()
