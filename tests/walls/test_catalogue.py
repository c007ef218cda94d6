"""The walls between tenants, as PostgreSQL's own catalogue tells them: a table without a policy cannot land."""

from __future__ import annotations

from uuid import UUID

import asyncpg
import pytest

from madoguchi.kit.db import Connection, db, unit
from madoguchi.kit.ids import new_id

ALL = """
    select c.relname as name, c.relrowsecurity as walled,
        exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and a.attnotnull)
            as owned,
        has_table_privilege(app_role(), c.oid, 'select, insert, update, delete') as open,
        exists (select 1 from pg_policy p where p.polrelid = c.oid and app_role()::regrole = any (p.polroles)
                and pg_get_expr(p.polqual, p.polrelid) = '(tenant_id = current_tenant())'
                and pg_get_expr(p.polwithcheck, p.polrelid) = '(tenant_id = current_tenant())') as by_tenant
    from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
      and c.relname <> 'alembic_version'
    order by c.relname
"""
# What the application's role may reach past its tenant: nothing but functions, each of which says what it gives.
LEAKS = """
    select c.relname || ': ' || p.polname from pg_policy p join pg_class c on c.oid = p.polrelid
    where p.polpermissive and (p.polroles && array[0::oid, app_role()::regrole::oid]) and p.polname <> 'tenant'
"""
LOOSE_FUNCTIONS = """
    select p.proname from pg_proc p where p.pronamespace = 'public'::regnamespace and p.prosecdef
      and (has_function_privilege('public', p.oid, 'execute')
           or not coalesce(array_to_string(p.proconfig, ',') like '%search_path=%', false))
"""
VIEWS = "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('v', 'm')"


async def test_every_table_stands_behind_its_tenant_s_wall(database: None, owner: Connection) -> None:
    tables = await owner.fetch(ALL)
    assert len(tables) > 15
    assert [t["name"] for t in tables if not t["walled"]] == []
    assert [t["name"] for t in tables if t["open"] and not (t["owned"] and t["by_tenant"])] == []


async def test_no_other_policy_view_or_function_opens_a_wall(database: None, owner: Connection) -> None:
    assert [row[0] for row in await owner.fetch(LEAKS)] == []
    assert [row[0] for row in await owner.fetch(LOOSE_FUNCTIONS)] == []
    assert [row[0] for row in await owner.fetch(VIEWS)] == []


async def test_the_application_s_role_can_neither_bypass_nor_own(database: None, owner: Connection) -> None:
    role = await owner.fetchrow(
        "select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles where rolname = app_role()"
    )
    assert role is not None
    assert not any(role.values())
    assert await owner.fetchval("select count(*) from pg_class where relowner = app_role()::regrole") == 0
    assert await owner.fetchval("select has_schema_privilege(app_role(), 'public', 'create')") is False


async def test_a_unit_without_a_tenant_sees_no_row_of_any_table(tenant: UUID, owner: Connection) -> None:
    await _fill(tenant)
    names = [t["name"] for t in await owner.fetch(ALL) if t["open"]]
    async with unit(None, readonly=True):
        for name in names:
            assert await db().fetchval(f"select count(*) from {name}") == 0, name


async def test_another_tenant_s_rows_can_be_neither_read_nor_written(tenant: UUID) -> None:
    await _fill(tenant)
    async with unit(new_id()):
        assert await db().fetchval("select count(*) from period") == 0
        assert await db().execute("update period set name = 'mine'") == "UPDATE 0"
        assert await db().execute("delete from period") == "DELETE 0"
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await db().execute("insert into period (tenant_id, name, due) values ($1, 'x', now())", tenant)


async def _fill(tenant: UUID) -> None:
    async with unit(tenant):
        await db().execute("insert into period (name, due) values ('a', now())")
