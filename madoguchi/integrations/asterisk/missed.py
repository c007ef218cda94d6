"""Reads what the fallback wrote down while Madoguchi was away: one file per call, see `dialplan`."""

from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote

import msgspec


class MissedCall(msgspec.Struct, frozen=True):
    """A caller whom only the switch's own message answered. Times in UTC; `ended` is None while the message plays.

    `ani`, `name` and `dialled` are as SIP gave them; `presentation` begins with `prohib` when the caller withheld them.
    """

    channel: str
    arrived: datetime
    moved: datetime
    ended: datetime | None
    dialled: str
    ani: str
    name: str
    presentation: str

    @property
    def withheld(self) -> bool:
        return self.presentation.startswith("prohib")


def read(folder: Path) -> list[MissedCall]:
    """All calls written down and not yet forgotten, oldest first. Files that make no sense are passed over."""
    if not folder.is_dir():
        return []
    calls = [call for path in folder.iterdir() if path.is_file() and (call := _call(path))]
    return sorted(calls, key=lambda call: call.moved)


def forget(folder: Path, call: MissedCall) -> None:
    """Remove the file, once its call is safely recorded elsewhere."""
    (folder / call.channel).unlink(missing_ok=True)


def _call(path: Path) -> MissedCall | None:
    fields: dict[str, str] = {}
    ended = None
    for line in path.read_text(errors="replace").splitlines():
        kind, _, rest = line.partition(" ")
        if kind == "missed":
            fields = dict(part.partition("=")[::2] for part in rest.split(" "))
        elif kind == "ended":
            ended = _time(rest)
    moved = _time(fields.get("moved", ""))
    if moved is None:
        return None
    return MissedCall(
        channel=path.name,
        arrived=_time(fields.get("arrived", "")) or moved,
        moved=moved,
        ended=ended,
        dialled=unquote(fields.get("dnis", "")),
        ani=unquote(fields.get("ani", "")),
        name=unquote(fields.get("name", "")),
        presentation=fields.get("presentation", ""),
    )


def _time(seconds: str) -> datetime | None:
    try:
        return datetime.fromtimestamp(int(seconds), UTC)
    except (ValueError, OSError, OverflowError):
        return None
