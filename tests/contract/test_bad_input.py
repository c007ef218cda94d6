"""What people and programs really send: a clear problem document or a safe value, and nothing changed by the former."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.contract.world import World, client_of

Json = dict[str, Any]
HUGE = "あ" * (64 * 1024 // 3 + 1)
NUL = "山田\x00太郎"
RARE = "𠮷野家 髙﨑 葛󠄀城 😀👩‍👩‍👧"


@pytest.fixture(scope="module")
def admin(world: World) -> Iterator[httpx.Client]:
    """The administrator's browser."""
    with client_of(world.instance, world.company.email("administrator")) as client:
        yield client


def forms(world: World, text: str) -> list[tuple[str, Json, str]]:
    """Everything that takes a name or a text: where, what with `text` in it, and the field's name."""
    customer = world.ids["customer_id"]
    code = f"c{uuid4().hex[:12]}"
    return [
        ("/customers", {"name": text}, "name"),
        ("/cases", {"title": text, "customer_id": customer}, "title"),
        ("/tasks", {"kind": "todo", "text": text}, "text"),
        ("/teams", {"code": code, "name_ja": text, "name_en": "A"}, "name_ja"),
        ("/lines-of-business", {"code": code, "name_ja": "A", "name_en": text}, "name_en"),
        ("/queues", {"code": code, "name_ja": text, "name_en": "A"}, "name_ja"),
        ("/products", {"code": code, "name_ja": text, "name_en": "A"}, "name_ja"),
        ("/contact-reasons", {"code": code, "name_ja": text, "name_en": "A"}, "name_ja"),
        ("/wrapup-templates", {"name_ja": text, "name_en": "A"}, "name_ja"),
        ("/users", {"email": f"{code}@example.jp", "name": text, "roles": ["agent"]}, "name"),
        ("/api-keys", {"name": text, "scopes": ["customers.read"]}, "name"),
        (f"/customers/{customer}/orders", {"number": text}, "number"),
        (f"/customers/{customer}/contracts", {"number": code, "title": text, "starts": "2026-01-01"}, "title"),
        (f"/customers/{customer}/identities", {"kind": "handle", "value": text}, "value"),
    ]


def problem(answer: httpx.Response, *statuses: int) -> Json:
    """The problem document of a refusal, which says what is wrong."""
    assert answer.status_code in statuses, f"{answer.request.url}: {answer.status_code} {answer.text[:300]}"
    assert answer.headers["content-type"] == "application/problem+json"
    body: Json = answer.json()
    assert body["title"]
    assert body["code"] != "internal"
    return body


def counts(admin: httpx.Client, world: World) -> list[int]:
    """How much there is of everything that is listed."""
    paths = [
        "/customers",
        "/cases",
        "/tasks",
        "/teams",
        "/lines-of-business",
        "/queues",
        "/products",
        "/users",
        "/api-keys",
    ]
    found = [admin.get(path, params={"limit": 200}).json() for path in paths]
    return [len(body["items"] if isinstance(body, dict) else body) for body in found]


@pytest.mark.parametrize("text", [HUGE, NUL], ids=["64 kB", "NUL"])
def test_a_name_that_cannot_be_kept_is_refused_and_changes_nothing(
    admin: httpx.Client, world: World, text: str
) -> None:
    before = counts(admin, world)
    for path, body, _ in forms(world, text):
        problem(admin.post(path, json=body), 413, 422)
    assert counts(admin, world) == before


def test_rare_kanji_emoji_and_their_like_come_back_as_they_went(admin: httpx.Client, world: World) -> None:
    for path, body, field in forms(world, RARE):
        answer = admin.post(path, json=body)
        assert answer.status_code == 201, f"{path}: {answer.text}"
        if path in ("/customers", "/teams", "/queues", "/products", "/lines-of-business"):
            assert answer.json()[field] == RARE, path


def test_half_width_kana_is_the_same_reading(admin: httpx.Client) -> None:
    made = admin.post("/customers", json={"name": "小鳥遊 環", "kana": "ﾀｶﾅｼ ﾀﾏｷ"})
    assert made.status_code == 201
    for typed in ("ﾀｶﾅｼ", "タカナシ", "たかなし"):
        found = admin.get("/customers", params={"q": typed}).json()["items"]
        assert made.json()["id"] in [row["id"] for row in found], typed


@pytest.mark.parametrize(
    "path",
    [
        "/customers?q=%00",
        "/customers/%00",
        "/settings/%00",
        "/links/%00",
        "/cases?after=%00",
        "/users?q=%F0%28%8C%28",
        "/customers?limit=99999999999999999999",
        "/customers?limit=-1",
        "/customers?after=AAAA",
        "/audit?since=yesterday",
        "/audit?since=0001-01-01T00:00:00%2B23:59",
        "/interactions?since=9999-12-31T23:59:59Z",
        "/customers/not-an-id",
        "/timeline?customer=%27%3B--",
    ],
)
def test_a_strange_address_is_answered_clearly(admin: httpx.Client, path: str) -> None:
    answer = admin.get(path)
    if answer.status_code != 200:
        problem(answer, 400, 404, 422)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"text"',
        b"\xff\xfe",
        b'{"name": "\\ud800"}',
        b'{"name": 1e400}',
        b"[" * 5000,
        b'{"name": "a"} x',
    ],
)
def test_a_body_that_is_no_form_is_answered_clearly(admin: httpx.Client, content: bytes) -> None:
    answer = admin.post("/customers", content=content, headers={"Content-Type": "application/json"})
    problem(answer, 400, 422)


def test_ids_of_nobody_and_of_another_company_are_not_found(
    admin: httpx.Client, world: World, neighbour: World
) -> None:
    for stranger in (str(uuid4()), neighbour.ids["customer_id"]):
        problem(admin.get(f"/customers/{stranger}"), 404)
        problem(admin.post("/cases", json={"title": "x", "customer_id": stranger}), 404, 422)
        problem(admin.post("/tasks", json={"kind": "todo", "text": "x", "customer_id": stranger}), 404, 422)


def test_a_tenant_named_by_the_request_counts_for_nothing(admin: httpx.Client, neighbour: World) -> None:
    other = str(neighbour.company.tenant)
    named = {"X-Tenant": other, "X-Tenant-Id": other}
    answer = admin.get("/customers", params={"tenant_id": other, "tenant": other}, headers=named)
    assert neighbour.company.code not in answer.text
    made = admin.post("/teams", json={"code": "x-tenant", "name_ja": "A", "name_en": "A", "tenant_id": other})
    assert made.status_code in (201, 422)


@pytest.mark.parametrize("name", ["../../etc/passwd", "a\r\nX-Evil: 1.txt", "😀" * 200, "", "con.txt:stream"])
def test_a_file_s_name_cannot_do_harm(admin: httpx.Client, name: str) -> None:
    answer = admin.post("/files", files={"file": (name, b"hello hello hello", "text/plain")})
    if answer.status_code != 201:
        problem(answer, 400, 422)
        return
    back = admin.get(f"/files/{answer.json()['id']}")
    assert back.status_code == 200
    assert "x-evil" not in back.headers
    assert "/" not in answer.json()["name"]
