"""The ledger: what was done is written, sealed, read by auditors, and nobody changes it unseen."""

from __future__ import annotations

from typing import Any

import asyncpg
import pytest

from madoguchi import access
from madoguchi.access.jobs import seal
from madoguchi.kit.db import Connection, db, unit
from madoguchi.kit.ids import new_id
from madoguchi.kit.vault import forget_subject
from tests.rooms.access.desk import Company, browser


@pytest.fixture
async def sealed(company: Company) -> Company:
    """A company with three seals of three entries each and one entry more."""
    for _ in range(3):
        async with unit(company.tenant):
            for _ in range(3):
                await access.audit("customer.revealed", "customer", new_id(), {"phone": "090-1234-5678"})
            await seal()
    async with unit(company.tenant):
        await access.audit("case.read", "case", new_id())
    return company


async def _verified(company: Company) -> access.Verification:
    async with unit(company.tenant, readonly=True):
        return await access.verify()


async def test_the_chain_holds_and_tells_the_unsealed_tail(sealed: Company) -> None:
    found = await _verified(sealed)
    assert found.holds
    assert (found.seals, found.unsealed) == (3, 1)
    assert found.entries >= 9


ONE = "where tenant_id = $1 and seal = 2 and seal_position = 1"
TAMPERING = {
    "entry_changed": f"update audit_entry set action = 'customer.read' {ONE}",
    "entry_missing": f"delete from audit_entry {ONE}",
    "seal_missing": "delete from audit_seal where tenant_id = $1 and number = 3",
    "seal_changed": "update audit_seal set entries = 2 where tenant_id = $1 and number = 2",
}


@pytest.mark.parametrize("fault", TAMPERING)
async def test_not_even_the_database_s_owner_changes_it_unseen(sealed: Company, owner: Connection, fault: str) -> None:
    await owner.execute("alter table audit_entry disable trigger audit_entry_stays")
    try:
        assert await owner.execute(TAMPERING[fault], sealed.tenant) in {"UPDATE 1", "DELETE 1"}
    finally:
        await owner.execute("alter table audit_entry enable trigger audit_entry_stays")
    found = await _verified(sealed)
    assert not found.holds
    assert found.fault == fault
    assert found.fault_at == (3 if fault == "seal_missing" else 2)


@pytest.mark.parametrize(
    "statement",
    [
        "update audit_entry set action = 'nothing'",
        "update audit_entry set seal = 9, seal_position = 9",
        "delete from audit_entry",
        "update audit_seal set entries = 1",
        "delete from audit_seal",
        "truncate audit_entry",
    ],
)
async def test_the_application_itself_may_only_add(sealed: Company, statement: str) -> None:
    with pytest.raises((asyncpg.InsufficientPrivilegeError, asyncpg.IntegrityConstraintViolationError)):
        async with unit(sealed.tenant):
            await db().execute(statement)
    assert (await _verified(sealed)).holds


async def test_personal_text_is_nowhere_in_the_clear_and_goes_with_the_person_s_key(
    company: Company, owner: Connection
) -> None:
    customer = new_id()
    async with unit(company.tenant):
        await access.audit("customer.revealed", "customer", customer, {"phone": "090-1234-5678"}, reason=new_id())
        await seal()
    stored = await owner.fetchval("select details from audit_entry where subject_id = $1", customer)
    assert b"090-1234" not in stored
    async with browser(company.administrator.email) as admin:
        asked = {"subject": str(customer)}
        assert (await admin.get("/audit", params=asked)).json()["items"][0]["details"] == {"phone": "090-1234-5678"}
        async with unit(company.tenant):
            await forget_subject(customer)
        assert (await admin.get("/audit", params=asked)).json()["items"][0]["details"] is None
        assert (await admin.post("/audit/verification")).json()["holds"] is True


async def test_an_auditor_sees_who_did_what_from_where(company: Company) -> None:
    auditor = await company.person("auditor")
    async with browser(company.administrator.email, address="203.0.113.5") as admin, browser(auditor.email) as reader:
        await admin.post("/teams", json={"code": "a", "name_ja": "第一", "name_en": "First"})
        page = (await reader.get("/audit", params={"action": "team.created"})).json()
        assert (await reader.get("/users")).status_code == 403
    entry: dict[str, Any] = page["items"][0]
    assert entry["actor_name"] == "佐藤 一郎"
    assert entry["address"] == "203.0.113.5"
    assert entry["session_id"] is not None
    assert (entry["kind"], entry["sealed"]) == ("team", False)


async def test_the_ledger_is_read_in_pages_by_period_and_person(company: Company) -> None:
    async with browser(company.administrator.email) as admin:
        for code in "abc":
            await admin.post("/teams", json={"code": code, "name_ja": code, "name_en": code})
        me = str(company.administrator.id)
        seen: list[str] = []
        after: str | None = None
        while True:
            more = {"after": after} if after else {}
            page = (await admin.get("/audit", params={"actor": me, "limit": 2, **more})).json()
            seen += [row["id"] for row in page["items"]]
            after = page["next"]
            if after is None:
                break
        nothing = (await admin.get("/audit", params={"until": "2020-01-01T00:00:00Z"})).json()
    assert len(seen) == len(set(seen)) == 4
    assert nothing["items"] == []


async def test_a_refused_sign_in_is_in_the_ledger_and_its_password_is_not(company: Company, owner: Connection) -> None:
    async with browser(company.administrator.email) as admin, browser(address="203.0.113.9") as guesser:
        await guesser.sign_in(company.administrator.email, "my secret guess")
        page = (await admin.get("/audit", params={"action": "session.refused"})).json()
    assert page["items"][0]["address"] == "203.0.113.9"
    assert page["items"][0]["subject_id"] == str(company.administrator.id)
    assert "guess" not in str(page)
