"""Units, facts and jobs on real PostgreSQL."""

from __future__ import annotations

import asyncio
from contextvars import Context
from datetime import timedelta
from uuid import UUID

import asyncpg
import msgspec
import pytest

from madoguchi.kit import facts, jobs
from madoguchi.kit.clock import TestClock, now
from madoguchi.kit.db import current_tenant, db, unit
from madoguchi.kit.facts import Fact, kind_of, reacts_to, record, settle, sweep_left_over
from madoguchi.kit.ids import new_id
from madoguchi.kit.vault import Erased, Scope, forget_subject, rewrap, seal, unseal, unseal_many


class Happened(Fact):
    what: UUID


class Failing(Fact):
    what: UUID


heard: list[UUID] = []
tries: list[UUID] = []


@reacts_to(Happened)
async def remember(fact: Happened) -> None:
    heard.append(fact.what)


@reacts_to(Failing)
async def fail_once(fact: Failing) -> None:
    tries.append(fact.what)
    if len([t for t in tries if t == fact.what]) == 1:
        raise ValueError("not yet")


@jobs.job("test.cancelled")
async def cancelled_meanwhile(body: Happened) -> None:
    """While this works, another unit takes it back: cancelling waits for nobody, and the work is undone."""
    tenant = current_tenant()
    record(Happened(what=body.what))

    async def take_back() -> None:
        async with unit(tenant):
            await jobs.cancel("k")

    await asyncio.create_task(take_back(), context=Context())


@jobs.job("test.ring")
async def ring(body: Happened) -> None:
    heard.append(body.what)


async def test_a_fact_is_delivered_after_the_commit_and_only_once(tenant: UUID) -> None:
    what = new_id()
    async with unit(tenant):
        record(Happened(what=what))
        assert what not in heard
    await settle()
    await sweep_left_over(grace=0)
    assert heard.count(what) == 1


async def test_what_is_rolled_back_never_happened(tenant: UUID) -> None:
    what = new_id()
    with pytest.raises(RuntimeError, match="no"):
        async with unit(tenant):
            record(Happened(what=what))
            raise RuntimeError("no")
    await settle()
    async with unit(tenant):
        assert await db().fetchval("select count(*) from outbox") == 0
    assert what not in heard


async def test_a_crashed_process_leaves_its_facts_to_the_sweep(tenant: UUID, owner: asyncpg.Connection) -> None:
    what = new_id()
    await owner.execute(
        "insert into outbox (tenant_id, kind, body, at) values ($1, $2, $3, $4)",
        tenant, kind_of(Happened),
        msgspec.json.encode(Happened(what=what)).decode(), now() - timedelta(seconds=60),
    )  # fmt: skip
    await sweep_left_over()
    assert heard.count(what) == 1


async def test_a_failing_reaction_is_tried_again(tenant: UUID, clock: TestClock) -> None:
    what = new_id()
    async with unit(tenant):
        record(Failing(what=what))
    await settle()
    assert tries.count(what) == 1
    clock.advance(5)
    await sweep_left_over()
    assert tries.count(what) == 2
    clock.advance(3600)
    await sweep_left_over()
    assert tries.count(what) == 2


async def test_a_reaction_that_failed_while_the_database_was_away_is_found_by_the_sweep(
    tenant: UUID, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    what = new_id()

    async def away(*_: object) -> bool:
        return False

    with monkeypatch.context() as patched:
        patched.setattr(facts, "_book_retry", away)
        async with unit(tenant):
            record(Failing(what=what))
        await settle()
    assert tries.count(what) == 1
    clock.advance(60)
    await sweep_left_over()
    assert tries.count(what) == 2


async def test_another_tenant_sees_nothing(tenant: UUID) -> None:
    async with unit(tenant):
        await jobs.schedule("test.ring", Happened(what=new_id()), due=now() + timedelta(hours=9))
        assert await db().fetchval("select count(*) from job") == 1
    async with unit(new_id()):
        assert await db().fetchval("select count(*) from job") == 0


async def test_a_job_taken_back_while_it_works_is_undone_and_holds_nobody_up(tenant: UUID) -> None:
    what = new_id()
    async with unit(tenant):
        await jobs.schedule("test.cancelled", Happened(what=what), due=now(), key="k")
    await asyncio.wait_for(jobs.run_due(100), 5)
    await settle()
    assert what not in heard
    async with unit(tenant):
        assert await db().fetchval("select count(*) from job") == 0


async def test_a_job_runs_when_it_is_due_and_a_key_replaces_it(tenant: UUID, clock: TestClock) -> None:
    first, second = new_id(), new_id()
    async with unit(tenant):
        await jobs.schedule("test.ring", Happened(what=first), due=now() + timedelta(seconds=10), key="k")
    async with unit(tenant):
        await jobs.schedule("test.ring", Happened(what=second), due=now() + timedelta(seconds=20), key="k")
    clock.advance(15)
    await jobs.run_due(100)
    assert second not in heard
    clock.advance(10)
    await jobs.run_due(100)
    assert first not in heard
    assert heard.count(second) == 1


async def test_erasing_a_subject_makes_its_text_unreadable(tenant: UUID) -> None:
    item, person = new_id(), new_id()
    async with unit(tenant):
        sealed = await seal(Scope(item), "苦情の内容".encode())
    async with unit(tenant):
        await rewrap(item, person)
        assert (await unseal(Scope(item), sealed)).decode() == "苦情の内容"
    async with unit(tenant):
        await forget_subject(person)
    async with unit(tenant):
        with pytest.raises(Erased):
            await unseal(Scope(item), sealed)


async def test_many_are_unsealed_at_once_and_the_erased_stay_silent(tenant: UUID) -> None:
    known, erased, nobody = Scope(new_id(), new_id()), Scope(new_id(), new_id()), Scope(new_id())
    async with unit(tenant):
        sealed = [(scope.item, await seal(scope, str(scope.item).encode())) for scope in (known, erased, nobody)]
    assert erased.subject is not None
    async with unit(tenant):
        await forget_subject(erased.subject)
    async with unit(tenant):
        assert await unseal_many(sealed) == [str(known.item).encode(), None, str(nobody.item).encode()]
        assert await unseal_many([]) == []
