"""What an administrator sets up before a journey begins, through the API as their browser would."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx

from madoguchi.entrypoints.demo.seed import PASSWORD
from tests.instance import Instance
from tests.servers.tryton import TrytonServer


@asynccontextmanager
async def signed_in(centre: Instance, email: str = "admin@minato.example") -> AsyncIterator[httpx.AsyncClient]:
    """The API as somebody of the demonstration company."""
    async with httpx.AsyncClient(base_url=f"{centre.url}/api/v1", timeout=20) as client:
        answer = await client.post("/session", json={"email": email, "password": PASSWORD})
        answer.raise_for_status()
        client.headers["X-CSRF-Token"] = answer.json()["csrf"]
        yield client


async def connect_tryton(centre: Instance, server: TrytonServer) -> None:
    """The company's CRM is this Tryton from now on; the test button says that it answers."""
    form = {
        "vendor": "tryton",
        "name": "Tryton",
        "settings": {"url": server.url, "database": server.database, "user": server.user},
        "secrets": {"password": server.password},
    }
    async with signed_in(centre) as client:
        made = await client.post("/crm/connections", json=form)
        made.raise_for_status()
        tried = await client.post(f"/crm/connections/{made.json()['id']}/test")
        assert tried.json()["result"] == "ok", tried.text


async def set_up(centre: Instance, name: str, **values: Any) -> None:
    """Change some of one room's settings."""
    async with signed_in(centre) as client:
        now = (await client.get(f"/settings/{name}")).json()
        changed = await client.put(
            f"/settings/{name}", json=now["value"] | values, headers={"If-Match": f'"{now["version"]}"'}
        )
        changed.raise_for_status()


async def trunk_leads_to(centre: Instance, address: str) -> None:
    """The public network is at this address from now on."""
    async with signed_in(centre) as client:
        (trunk,) = (await client.get("/trunks")).json()
        form = {name: trunk[name] for name in ("name", "accepts", "username", "registers", "active")}
        changed = await client.put(
            f"/trunks/{trunk['id']}",
            json=form | {"host": address},
            headers={"If-Match": f'"{trunk["version"]}"'},
        )
        changed.raise_for_status()


async def api_key(centre: Instance, *scopes: str) -> dict[str, str]:
    """A program's key, as the header that it sends."""
    async with signed_in(centre) as client:
        made = await client.post("/api-keys", json={"name": "shop", "scopes": list(scopes)})
        made.raise_for_status()
        return {"Authorization": f"Bearer {made.json()['secret']}"}


async def wrapup_rule(centre: Instance, **values: Any) -> None:
    """Change everybody's wrap-up: its `seconds`, what is `required` …"""
    async with signed_in(centre) as client:
        (rule,) = (rule for rule in (await client.get("/wrapup-rules")).json() if rule["line_of_business_id"] is None)
        form = {name: rule[name] for name in ("seconds", "extend_seconds", "extensions", "required", "reason_depth")}
        changed = await client.put("/wrapup-rules", json=form | values, headers={"If-Match": f'"{rule["version"]}"'})
        changed.raise_for_status()


async def straight_to_the_queue(centre: Instance) -> None:
    """Nobody hears a notice first: what it says is another journey's."""
    async with signed_in(centre) as client:
        for row in (await client.get("/flows")).json():
            flow = (await client.get(f"/flows/{row['id']}")).json()
            nodes, edges = flow["draft"]["nodes"], flow["draft"]["edges"]
            if not any(node["id"] == "notice" for node in nodes):
                continue
            after = next(edge["target"] for edge in edges if edge["source"] == "notice")
            draft = {
                "nodes": [node for node in nodes if node["id"] != "notice"],
                "edges": [
                    edge | {"target": after} if edge["target"] == "notice" else edge
                    for edge in edges
                    if edge["source"] != "notice"
                ],
            }
            url, version = f"/flows/{row['id']}", f'"{flow["version"]}"'
            drafted = await client.put(f"{url}/draft", json={"draft": draft}, headers={"If-Match": version})
            drafted.raise_for_status()
            done = await client.post(f"{url}/publish", json={}, headers={"If-Match": drafted.headers["etag"]})
            done.raise_for_status()


Way = str
"""`"start.next>hours"`: out of a step by an exit, to another step."""


async def entry_flow(
    centre: Instance, number: str, steps: list[dict[str, Any]], ways: tuple[Way, ...], line: str = "appliances"
) -> None:
    """A new number whose callers are led through these steps, published."""
    edges = []
    for way in ways:
        source, target = way.split(">")
        edges.append({"source": source.split(".")[0], "exit": source.split(".")[1], "target": target})
    async with signed_in(centre) as client:
        made = await client.post("/flows", json={"name": number, "draft": {"nodes": steps, "edges": edges}})
        made.raise_for_status()
        published = await client.post(
            f"/flows/{made.json()['id']}/publish", json={}, headers={"If-Match": made.headers["etag"]}
        )
        published.raise_for_status()
        known = {row["code"]: row["id"] for row in (await client.get("/lines-of-business")).json()}
        form = {"number": number, "entry_point": made.json()["id"], "line_of_business_id": known[line]}
        (await client.post("/numbers", json=form)).raise_for_status()
