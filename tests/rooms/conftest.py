"""What all rooms' tests share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher

from madoguchi.access import passwords


@pytest.fixture(scope="session", autouse=True)
def product_hasher() -> Iterator[PasswordHasher]:
    """The product's own hasher, which `access/test_rules` holds to its cost.

    Everywhere else passwords are hashed as ever but cheaply: hundreds of sign-ins are not what is tested.
    """
    kept = passwords._hasher
    passwords._hasher = PasswordHasher(time_cost=1, memory_cost=256, parallelism=1)
    passwords._nobody.cache_clear()
    yield kept
    passwords._hasher = kept
    passwords._nobody.cache_clear()
