"""Pages that are made from the code: `python -m tools.pages` writes them, a test says when they are stale."""

from __future__ import annotations

from pathlib import Path
from typing import get_args, get_type_hints

import msgspec

from madoguchi.kit.config import Config

DOCS = Path(__file__).parent.parent / "docs"


def settings_page() -> str:
    """`docs/operations/settings.md`: every installation setting."""
    lines = [
        "# Installation settings · 設置の設定",
        "",
        "Made from `madoguchi/kit/config.py` by `python -m tools.pages`. Set them in the environment, or in a TOML",
        "file that `MADOGUCHI_CONFIG` names (in small letters, without the prefix); the environment wins.",
        "",
        "| variable | default | what it sets |",
        "|---|---|---|",
    ]
    hints = get_type_hints(Config, include_extras=True)
    for field in msgspec.structs.fields(Config):
        about = next((m.description for m in get_args(hints[field.name])[1:] if m.description), "")
        default = "" if field.default == "" else f"`{field.default}`"
        lines.append(f"| `MADOGUCHI_{field.name.upper()}` | {default} | {about} |")
    return "\n".join(lines) + "\n"


PAGES = {DOCS / "operations" / "settings.md": settings_page}


def main() -> None:
    """Write every page."""
    for file, make in PAGES.items():
        file.write_text(make(), "utf-8")


if __name__ == "__main__":
    main()
