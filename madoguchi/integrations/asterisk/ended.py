"""Reads when calls ended that nobody listened to: one file per call with the second of its end, see `dialplan`."""

from datetime import UTC, datetime
from pathlib import Path


def read(folder: Path) -> dict[str, datetime]:
    """When channels ended (UTC), by their ids. Files that make no sense are passed over."""
    if not folder.is_dir():
        return {}
    return {path.name: at for path in folder.iterdir() if (at := _time(path)) is not None}


def forget(folder: Path, before: datetime) -> None:
    """Remove what was written down before this moment, once everybody concerned has heard of it."""
    if not folder.is_dir():
        return
    for path in folder.iterdir():
        at = _time(path)
        if at is None or at < before:
            path.unlink(missing_ok=True)


def _time(path: Path) -> datetime | None:
    try:
        return datetime.fromtimestamp(int(path.read_text()), UTC)
    except (ValueError, OSError, OverflowError):
        return None
