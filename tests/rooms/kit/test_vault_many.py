"""Many values sealed at once are what they would be one by one."""

from uuid import UUID

import pytest

from madoguchi.kit.db import unit
from madoguchi.kit.ids import new_id
from madoguchi.kit.vault import Erased, Scope, forget_subject, seal, seal_many, unseal


async def test_values_sealed_together_open_one_by_one_and_die_with_their_person(tenant: UUID) -> None:
    person, other, known = new_id(), new_id(), new_id()
    scopes = [Scope(new_id(), person), Scope(new_id(), other), Scope(new_id()), Scope(known, person)]
    async with unit(tenant):
        before = await seal(scopes[3], b"before")
        sealed = await seal_many([(scope, str(at).encode()) for at, scope in enumerate([*scopes, scopes[0]])])
    async with unit(tenant):
        for at, scope in enumerate([*scopes, scopes[0]]):
            assert await unseal(scope, sealed[at]) == str(at).encode()
        assert await unseal(scopes[3], before) == b"before"
        await forget_subject(person)
    async with unit(tenant):
        with pytest.raises(Erased):
            await unseal(scopes[0], sealed[0])
        assert await unseal(scopes[1], sealed[1]) == b"1"
