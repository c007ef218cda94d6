"""Every job that is due, whoever booked it: tests share one database, and a look takes a few jobs only."""

from __future__ import annotations

from madoguchi.kit import jobs


async def run_due() -> None:
    """Run what is due until nothing is."""
    while await jobs.run_due():
        pass
