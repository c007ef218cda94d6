"""Signing in, staying, leaving."""

from __future__ import annotations

import asyncio

import pytest

from madoguchi import access
from madoguchi.access.authentication import standing_of
from madoguchi.kit.clock import TestClock
from madoguchi.kit.db import unit
from madoguchi.kit.ids import new_id
from tests.rooms.access.desk import PASSWORD, Company, browser, found_company


async def test_signing_in_sets_a_cookie_that_no_script_reads_and_tells_who_is_here(company: Company) -> None:
    agent = await company.person("agent")
    async with browser() as client:
        answer = await client.sign_in(agent.email)
        here = await client.get("/session")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    body = here.json()
    assert body["user"]["name"] == "山田 花子"
    assert body["user"]["roles"] == ["agent"]
    assert body["tenant"]["name"] == "さくら通販"
    assert body["idle_lock_seconds"] == 900
    assert "desk.use" in body["permissions"]
    assert "users.admin" not in body["permissions"]


async def test_nobody_is_told_why_they_may_not_come_in(company: Company) -> None:
    async with browser() as client:
        wrong = await client.sign_in(company.administrator.email, "not the password")
        unknown = await client.sign_in("nobody@example.jp", "not the password")
        assert (await client.get("/users")).status_code == 401
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json()["code"] == unknown.json()["code"] == "sign_in_refused"


async def test_the_sixth_wrong_password_locks_that_place_out_and_no_other(company: Company, clock: TestClock) -> None:
    email = company.administrator.email
    async with browser(address="192.0.2.66") as guesser, browser(address="192.0.2.7") as owner:
        for _ in range(5):
            assert (await guesser.sign_in(email, "a wrong guess")).status_code == 401
        refused = await guesser.sign_in(email)
        assert refused.status_code == 429
        assert int(refused.headers["retry-after"]) > 800
        assert (await owner.sign_in(email)).status_code == 201
        clock.advance(901)
        assert (await guesser.sign_in(email)).status_code == 201


@pytest.mark.slow
async def test_guesses_from_everywhere_lock_the_account(company: Company) -> None:
    email = company.administrator.email
    for number in range(25):
        async with browser(address=f"198.51.100.{number}") as client:
            await client.sign_in(email, "a wrong guess")
    async with browser(address="192.0.2.8") as client:
        assert (await client.sign_in(email)).status_code == 429


async def test_parallel_guesses_do_not_slip_through(company: Company) -> None:
    async with browser(address="192.0.2.67") as client:
        answers = await asyncio.gather(
            *[client.sign_in(company.administrator.email, "a wrong guess") for _ in range(12)]
        )
    assert sorted(a.status_code for a in answers) == [401] * 5 + [429] * 7


async def test_a_whole_floor_signs_in_from_one_address(company: Company) -> None:
    people = [await company.person("agent") for _ in range(3)]
    async with browser(address="192.0.2.9") as client:
        for _ in range(4):
            for one in people:
                assert (await client.sign_in(one.email)).status_code == 201


async def test_a_write_without_the_csrf_token_is_refused(company: Company) -> None:
    async with browser(company.administrator.email) as client:
        del client.headers["X-CSRF-Token"]
        refused = await client.post("/teams", json={"code": "a", "name_ja": "あ", "name_en": "A"})
        left = await client.delete("/session")
    assert refused.status_code == left.status_code == 403
    assert refused.json()["code"] == "csrf_refused"


async def test_another_site_cannot_sign_a_browser_in(company: Company) -> None:
    async with browser() as client:
        client.headers["Sec-Fetch-Site"] = "cross-site"
        assert (await client.sign_in(company.administrator.email)).status_code == 403


async def test_signing_out_ends_the_session_for_a_copied_cookie_too(company: Company) -> None:
    async with browser(company.administrator.email) as client:
        stolen = client.cookies["madoguchi_session"]
        assert (await client.get("/session")).status_code == 200
        assert (await client.delete("/session")).status_code == 204
        assert (await client.get("/session", headers={"Cookie": f"madoguchi_session={stolen}"})).status_code == 401


async def test_a_revoked_session_dies_at_once(company: Company) -> None:
    agent = await company.person("agent")
    async with browser(agent.email) as phone, browser(agent.email) as desk:
        assert (await phone.get("/sessions")).status_code == 200
        here = await desk.get("/sessions")
        assert len(here.json()) == 2
        first = min(here.json(), key=lambda s: s["started"])
        assert (await desk.delete(f"/sessions/{first['id']}")).status_code == 204
        assert (await phone.get("/sessions")).status_code == 401
        assert (await desk.get("/sessions")).status_code == 200


async def test_somebody_else_s_session_cannot_be_revoked(company: Company) -> None:
    agent = await company.person("agent")
    async with browser(company.administrator.email) as admin, browser(agent.email) as desk:
        theirs = (await admin.get("/sessions")).json()[0]["id"]
        assert (await desk.delete(f"/sessions/{theirs}")).status_code == 404
        assert (await admin.get("/sessions")).status_code == 200


async def test_an_idle_desk_locks_and_opens_with_the_password(company: Company, clock: TestClock) -> None:
    agent = await company.person("agent")
    async with browser(agent.email) as desk:
        clock.advance(901)
        locked = await desk.get("/lines-of-business")
        assert (locked.status_code, locked.json()["code"]) == (401, "session_locked")
        here = (await desk.get("/session")).json()
        assert here["locked"] is True
        assert here["permissions"] == []
        assert (await desk.post("/session/unlock", json={"password": "wrong"})).status_code == 401
        assert (await desk.post("/session/unlock", json={"password": PASSWORD})).status_code == 204
        assert (await desk.get("/lines-of-business")).status_code == 200


async def test_a_desk_in_use_stays_open_until_the_session_is_too_old(company: Company, clock: TestClock) -> None:
    agent = await company.person("agent")
    async with browser(agent.email) as desk:
        for _ in range(20):
            clock.advance(800)
            assert (await desk.get("/lines-of-business")).status_code == 200
        clock.advance(14 * 3600)
        assert (await desk.get("/session")).status_code == 401


async def test_a_person_locks_their_own_desk(company: Company) -> None:
    agent = await company.person("agent")
    async with browser(agent.email) as desk:
        assert (await desk.post("/session/lock")).status_code == 204
        assert (await desk.get("/lines-of-business")).json()["code"] == "session_locked"
        assert (await desk.delete("/session")).status_code == 204


async def test_a_new_password_ends_the_sessions_elsewhere(company: Company) -> None:
    agent = await company.person("agent")
    async with browser(agent.email) as desk, browser(agent.email) as phone:
        wish = {"current": PASSWORD, "new": "another horse battery"}
        assert (await desk.post("/session/password", json={**wish, "current": "wrong"})).status_code == 401
        assert (await desk.post("/session/password", json={**wish, "new": "short"})).status_code == 422
        assert (await desk.post("/session/password", json=wish)).status_code == 204
        assert (await desk.get("/session")).status_code == 200
        assert (await phone.get("/session")).status_code == 401
        assert (await phone.sign_in(agent.email)).status_code == 401
        assert (await phone.sign_in(agent.email, "another horse battery")).status_code == 201


async def test_language_and_look_follow_the_person(company: Company) -> None:
    agent = await company.person("agent")
    async with browser(agent.email) as desk:
        await desk.patch("/session/preferences", json={"locale": "en", "theme": "dark"})
        refused = await desk.get("/users")
    assert refused.json()["title"] == "Your role does not allow this."
    async with browser(agent.email) as elsewhere:
        here = (await elsewhere.get("/session")).json()
    assert (here["user"]["locale"], here["user"]["theme"]) == ("en", "dark")


async def test_a_person_of_two_companies_chooses_one(company: Company) -> None:
    other = await found_company("もみじ保険")
    email = f"{new_id().hex}@example.jp"
    await company.person("agent", email=email)
    await other.person("supervisor", email=email)
    async with browser() as client:
        asked = await client.sign_in(email)
        assert asked.status_code == 409
        assert {fault["detail"] for fault in asked.json()["errors"]} == {"さくら通販", "もみじ保険"}
        inside = await client.sign_in(email, tenant=other.code)
    assert inside.json()["tenant"]["name"] == "もみじ保険"


async def test_a_change_is_never_outlived_by_an_answer_on_its_way(company: Company) -> None:
    agent = await company.person("agent")
    async with browser(agent.email) as desk:
        cookie = desk.cookies["madoguchi_session"]
        await asyncio.gather(standing_of(cookie), _deactivate(company, agent))
        assert await standing_of(cookie) is None


async def _deactivate(company: Company, user: access.User) -> None:
    async with unit(company.tenant):
        await access.deactivate_user(user.id)
