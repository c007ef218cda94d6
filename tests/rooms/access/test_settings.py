"""Settings as an administrator's form reads and writes them."""

from __future__ import annotations

from tests.rooms.access.desk import Company, browser


async def test_every_setting_comes_with_the_schema_of_its_form_in_the_reader_s_language(company: Company) -> None:
    async with browser(company.administrator.email) as admin:
        listed = {one["name"]: one for one in (await admin.get("/settings")).json()}
        lock = listed["access"]["form"]["properties"]["idle_lock_seconds"]
        assert listed["access"]["title"] == "ログイン"
        assert (lock["title"], lock["minimum"], lock["default"]) == ("自動ロック", 60, 900)
        await admin.patch("/session/preferences", json={"locale": "en", "theme": "auto"})
        english = (await admin.get("/settings/access")).json()
    assert english["form"]["properties"]["idle_lock_seconds"]["title"] == "Idle lock"
    assert (english["version"], english["value"]["idle_lock_seconds"]) == (0, 900)


async def test_a_change_is_a_new_version_with_its_author_in_the_ledger(company: Company) -> None:
    async with browser(company.administrator.email) as admin:
        before = await admin.get("/settings/access")
        value = {**before.json()["value"], "idle_lock_seconds": 300}
        tag = {"If-Match": before.headers["etag"]}
        assert (await admin.put("/settings/access", json=value)).status_code == 428
        saved = await admin.put("/settings/access", json=value, headers=tag)
        assert (saved.json()["version"], saved.json()["value"]["idle_lock_seconds"]) == (1, 300)
        assert (await admin.put("/settings/access", json=value, headers=tag)).status_code == 412
        assert (await admin.get("/session")).json()["idle_lock_seconds"] == 300
        ledger = (await admin.get("/audit", params={"action": "settings.changed"})).json()
    assert ledger["items"][0]["details"] == {"name": "access", "version": 1}


async def test_a_value_out_of_bounds_is_refused_with_its_place(company: Company) -> None:
    async with browser(company.administrator.email) as admin:
        refused = await admin.put("/settings/access", json={"idle_lock_seconds": 5}, headers={"If-Match": "0"})
        unknown = await admin.get("/settings/nothing")
    assert refused.status_code == 422
    assert "idle_lock_seconds" in str(refused.json()["errors"])
    assert unknown.status_code == 404


async def test_agents_do_not_read_settings(company: Company) -> None:
    agent = await company.person("agent", "supervisor")
    async with browser(agent.email) as desk:
        assert (await desk.get("/settings")).status_code == 403
