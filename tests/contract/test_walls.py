"""Nobody of one company reaches anything of another: every endpoint, every role, with the other company's ids.

Each request that the document allows is made with ids of the neighbour's things, in the path and in the body. No answer
may show anything of theirs, and nothing of theirs may have changed at the end.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import asyncpg
import httpx
import msgspec
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.core import NOT_SET

from madoguchi.entrypoints.contract import document
from tests.contract.world import World, client_of
from tests.founding import ROLES
from tests.instance import Instance

SCHEMA = schemathesis.openapi.from_dict(msgspec.json.decode(document()))
OPERATIONS = [found.ok() for found in SCHEMA.get_all_operations()]
# These end the sessions of the robot itself, and name nothing of anybody else's.
OWN = {"DELETE /api/v1/session", "POST /api/v1/session/lock", "POST /api/v1/session", "POST /api/v1/session/unlock"}
BODY_NAMES = {
    "customer": "customer_id", "contract_holder": "customer_id", "interaction_id": "interaction", "case_id": "case",
    "line_of_business": "line_id", "line_of_business_id": "line_id", "assignee_id": "user_id", "owner_id": "user_id",
    "users": "user_id", "parent": "reason", "product": "product_id", "file": "file_id", "ref": "case", "to": "user_id",
}  # fmt: skip
# Time moves these on by itself.
MOVING = {"period", "outbox", "job", "audit_entry", "audit_seal", "session", "idempotency", "reaction_done"}


def cases_of(operation: schemathesis.APIOperation, theirs: World, count: int = 2) -> list[schemathesis.Case]:
    """Requests that the document allows, with the neighbour's ids in the path."""
    places = {p.name: theirs.ids[p.name] for p in operation.path_parameters if p.name in theirs.ids}
    made: list[schemathesis.Case] = []

    @given(operation.as_strategy(path_parameters=places) if places else operation.as_strategy())
    @settings(
        max_examples=count,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def collect(case: schemathesis.Case) -> None:
        case.path_parameters = {**(case.path_parameters or {}), **places}
        made.append(case)

    collect()
    return made


def reaching(value: Any, theirs: World, name: str = "") -> Any:
    """The body with every id in it replaced by one of the neighbour's things of that name."""
    if isinstance(value, dict):
        return {key: reaching(inner, theirs, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [reaching(inner, theirs, name) for inner in value]
    known = theirs.ids.get(BODY_NAMES.get(name, name))
    return known if known and (value is None or isinstance(value, str)) else value


class Floor:
    """People of one company, one of each role, in front of another company's things."""

    def __init__(self, ours: World, theirs: World, clients: dict[str, httpx.Client]) -> None:
        self.theirs = theirs
        self.clients = clients
        self.secrets = [theirs.company.code, *theirs.ids.values()]

    def ask(self, role: str, case: schemathesis.Case) -> httpx.Response:
        """Make the request as `role`, its body reaching for the neighbour's things."""
        body: dict[str, Any] = {}
        if case.body is not NOT_SET and case.media_type == "application/json":
            body = {"json": reaching(case.body, self.theirs)}
        query = reaching(dict(case.query or {}), self.theirs)
        wanted = {name: value for name, value in query.items() if value is not None}
        path = case.formatted_path.removeprefix("/api/v1")
        return self.clients[role].request(case.method, path, params=wanted, headers={"If-Match": "1"}, **body)


@pytest.fixture(scope="module")
def newcomer(served: Instance) -> World:
    """A company whose people nobody has changed: the robots beside this file end sessions and switch people off."""
    return World(served, "tsubaki")


@pytest.fixture(scope="module")
def floor(newcomer: World, neighbour: World) -> Iterator[Floor]:
    """The floor of this module."""
    with ExitStack() as doors:
        clients = {
            role: doors.enter_context(client_of(newcomer.instance, newcomer.company.email(role))) for role in ROLES
        }
        yield Floor(newcomer, neighbour, clients)


@pytest.fixture(scope="module")
def before(served: Instance, neighbour: World) -> dict[str, str]:
    """The neighbour's rows before anybody asked."""
    return asyncio.run(fingerprints(served.database_url, neighbour))


async def fingerprints(url: str, theirs: World) -> dict[str, str]:
    """A sum of every row of the neighbour's, by table."""
    connection = await asyncpg.connect(url)
    try:
        tables = await connection.fetch(
            """select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
               where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'"""
        )
        names = sorted({row["relname"] for row in tables} - MOVING)
        rows = "coalesce(string_agg(t::text, ' ' order by t::text), '')"
        return {
            name: await connection.fetchval(
                f"select md5({rows}) from {name} t where tenant_id = $1", theirs.company.tenant
            )
            for name in names
        }
    finally:
        await connection.close()


@pytest.mark.parametrize("operation", OPERATIONS, ids=[operation.label for operation in OPERATIONS])
def test_no_answer_shows_anything_of_another_company(
    operation: schemathesis.APIOperation, floor: Floor, before: dict[str, str]
) -> None:
    if operation.label in OWN:
        return
    for case in cases_of(operation, floor.theirs):
        for role in ROLES:
            answer = floor.ask(role, case)
            assert answer.status_code < 500, answer.text
            if answer.status_code < 400:
                shown = [secret for secret in floor.secrets if secret in answer.text]
                assert shown == [], f"{role} reached {case.formatted_path}: {answer.text[:300]}"


def test_nothing_of_the_other_company_has_changed(served: Instance, neighbour: World, before: dict[str, str]) -> None:
    after = asyncio.run(fingerprints(served.database_url, neighbour))
    assert len(after) > 20  # tables still compared
    assert {name for name in after if after[name] != before[name]} == set()
