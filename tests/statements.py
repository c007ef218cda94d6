"""What a piece of work costs the database: every statement that the pool's connections send, in order."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from madoguchi.kit.db import database


@contextmanager
def statements() -> Iterator[list[str]]:
    """The statements sent while inside, `begin` and `commit` among them; each is one round trip."""
    sent: list[str] = []

    def note(query: Any) -> None:
        sent.append(" ".join(query.query.split()))

    pool: Any = database().app
    with ExitStack() as stack:
        for holder in pool._holders:  # asyncpg tells them per connection only
            if holder._con is not None:
                stack.enter_context(holder._con.query_logger(note))
        yield sent


@contextmanager
def at_most(count: int) -> Iterator[list[str]]:
    """Fails when the work inside sends more than `count` statements, and says which."""
    with statements() as sent:
        yield sent
    listed = "\n".join(f"{place}. {sql[:200]}" for place, sql in enumerate(sent, 1))
    assert len(sent) <= count, f"{len(sent)} statements instead of {count}:\n{listed}"
