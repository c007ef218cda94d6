"""What a piece of work costs the database: every statement that the pool's connections send, in order."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from typing import Any

from madoguchi.kit.db import database

_counted: ContextVar[list[str] | None] = ContextVar("counted", default=None)


@contextmanager
def statements() -> Iterator[list[str]]:
    """The statements sent by what is inside, `begin` and `commit` among them; each is one round trip. What goes on
    beside it, such as telling the queues, does not count.
    """
    sent: list[str] = []

    def note(query: Any) -> None:
        if _counted.get() is sent:
            sent.append(" ".join(query.query.split()))

    pool: Any = database().app
    with ExitStack() as stack:
        for holder in pool._holders:  # asyncpg tells them per connection only
            if holder._con is not None:
                stack.enter_context(holder._con.query_logger(note))
        token = _counted.set(sent)
        try:
            yield sent
        finally:
            _counted.reset(token)


@contextmanager
def at_most(count: int) -> Iterator[list[str]]:
    """Fails when the work inside sends more than `count` statements, and says which."""
    with statements() as sent:
        yield sent
    listed = "\n".join(f"{place}. {sql[:200]}" for place, sql in enumerate(sent, 1))
    assert len(sent) <= count, f"{len(sent)} statements instead of {count}:\n{listed}"
