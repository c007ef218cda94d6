"""Who may follow what: nobody is told by the live feed what they may not read."""

from __future__ import annotations

import pytest

from madoguchi.entrypoints.live import may_follow
from madoguchi.kit.http import Principal
from madoguchi.kit.ids import new_id


@pytest.mark.parametrize(
    ("permissions", "topic", "allowed"),
    [
        ({"supervision.watch", "customers.read"}, "topic:board", True),
        ({"supervision.watch"}, "topic:board", False),  # customers stand on it by name
        ({"customers.read"}, "topic:board", False),
        ({"customers.read"}, "topic:customer:1", True),
        ({"cases.read"}, "topic:customer:1", False),
        ({"customers.read"}, "topic:nothing", False),
        ({"customers.read"}, "permission:customers.read", False),
    ],
)
def test_a_topic_is_for_those_who_may_read_all_that_it_shows(permissions: set[str], topic: str, allowed: bool) -> None:
    who = Principal(tenant=new_id(), actor=new_id(), permissions=frozenset(permissions))
    assert may_follow(who, topic) is allowed
