"""A running instance with a company that has one of everything, and clients of its people."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from tests.founding import PASSWORD, Company, found_company
from tests.instance import Instance

Ids = dict[str, str]


@contextmanager
def client_of(instance: Instance, email: str) -> Iterator[httpx.Client]:
    """A signed-in browser."""
    with httpx.Client(base_url=f"{instance.url}/api/v1", timeout=60) as client:
        sign_in(client, email)
        yield client


def sign_in(client: httpx.Client, email: str) -> None:
    """Begin a session in `client`."""
    answer = client.post("/session", json={"email": email, "password": PASSWORD})
    assert answer.status_code == 201, answer.text
    client.headers["X-CSRF-Token"] = answer.json()["csrf"]


class World:
    """One company's things, by the names that paths give them."""

    def __init__(self, instance: Instance, code: str = "sakura") -> None:
        self.instance = instance
        self.company: Company = found_company(instance, code)
        self.ids: Ids = {
            "interaction": str(self.company.interaction),
            "user_id": str(self.company.people["agent"]),
        }
        with client_of(instance, self.company.email("administrator")) as self._client:
            self._organisation(code)
            self._customer(code)
            self._work(code)
            self._imports(code)
        with client_of(instance, self.company.email("agent")) as agent:
            self.ids["session_id"] = agent.get("/sessions").json()[0]["id"]
            owed = agent.get("/wrapups").json()
            self.ids["wrapup"] = str((owed["items"] if isinstance(owed, dict) else owed)[0]["id"])

    def _make(self, name: str, path: str, body: dict[str, Any]) -> str:
        answer = self._client.post(path, json=body)
        assert answer.status_code in (200, 201), f"{path}: {answer.status_code} {answer.text}"
        found = answer.json()
        made = found[0] if isinstance(found, list) else found.get("key", found)
        self.ids[name] = str(made["id"])
        return self.ids[name]

    def _organisation(self, code: str) -> None:
        names = {"name_ja": f"{code}の窓口", "name_en": f"Desk of {code}"}
        line = self._make("line_id", "/lines-of-business", {"code": f"{code}-line", **names})
        self._make("team_id", "/teams", {"code": f"{code}-team", **names})
        self._make("key_id", "/api-keys", {"name": f"{code} key", "scopes": ["customers.read"]})
        self._make("queue_id", "/queues", {"code": f"{code}-queue", **names, "line_of_business": line})
        self._make("reason", "/contact-reasons", {"code": f"{code}-reason", **names, "line_of_business": line})
        self._make("template", "/wrapup-templates", {**names, "line_of_business": line})
        self._make("product_id", "/products", {"code": f"{code}-product", **names})

    def _customer(self, code: str) -> None:
        customer = self._make(
            "customer_id",
            "/customers",
            {"name": f"{code} 太郎", "kana": "タロウ", "identities": [{"kind": "phone", "value": "090-1234-5678"}]},
        )
        at = f"/customers/{customer}"
        self._make("identity_id", f"{at}/identities", {"kind": "email", "value": f"taro@{code}.example.com"})
        self._make("order_id", f"{at}/orders", {"number": f"{code}-1"})
        contract = {"number": f"{code}-2", "title": "保守", "starts": "2026-04-01"}
        self._make("contract_id", f"{at}/contracts", contract)
        self._make("owned_id", f"{at}/products", {"product": self.ids["product_id"]})
        self._make("block_id", "/contact-blocks", {"kind": "phone", "value": "090-9999-0000"})

    def _work(self, code: str) -> None:
        customer = self.ids["customer_id"]
        self._make("case", "/cases", {"title": f"{code} の案件", "customer_id": customer, "text": "壊れた"})
        self._make("task", "/tasks", {"kind": "todo", "text": f"{code} へ連絡", "customer_id": customer})
        note = self._client.post(f"/interactions/{self.ids['interaction']}/notes", json={"text": f"{code} のメモ"})
        assert note.status_code in (200, 201), note.text
        answer = self._client.post("/files", files={"file": (f"{code}.txt", code.encode() * 9, "text/plain")})
        assert answer.status_code == 201, answer.text
        self.ids["file_id"] = answer.json()["id"]

    def _imports(self, code: str) -> None:
        table = f"氏名,電話\n{code} 花子,03-1111-2222\n".encode()
        answer = self._client.post("/customer-imports", files={"file": (f"{code}.csv", table, "text/csv")})
        assert answer.status_code == 201, answer.text
        self.ids["import_id"] = answer.json()["id"]
        line, first = {"line_of_business": self.ids["line_id"]}, {"If-Match": "0"}
        rule = self._client.put("/wrapup-rules", json={"seconds": 60}, params=line, headers=first)
        assert rule.status_code == 200, rule.text
        self.ids["rule"] = rule.json()["id"]
