"""People of the tenant, links and keys, as an administrator and a newcomer meet them."""

from __future__ import annotations

from datetime import timedelta

from madoguchi.kit.clock import TestClock, now
from tests.rooms.access.desk import PASSWORD, Browser, Company, browser, found_company

NEWCOMER = {"email": "Hanako@Example.JP", "name": "山田 花子", "kana": "ヤマダ ハナコ", "roles": ["agent"]}


async def _invite(admin: Browser, **more: object) -> dict[str, object]:
    answer = await admin.post("/users", json={**NEWCOMER, **more})
    assert answer.status_code == 201, answer.text
    body: dict[str, object] = answer.json()
    return body


def _token(link: object) -> str:
    assert isinstance(link, dict)
    return str(link["url"]).rpartition("/links/")[2]


async def test_an_invited_person_chooses_a_password_and_comes_in(company: Company) -> None:
    async with browser(company.administrator.email) as admin:
        invited = await _invite(admin)
    token = _token(invited["link"])
    async with browser() as newcomer:
        shown = await newcomer.get(f"/links/{token}")
        assert shown.json()["tenant"] == "さくら通販"
        assert shown.json()["email"] == "hanako@example.jp"
        weak = await newcomer.post(f"/links/{token}", json={"password": "hanako-hanako"})
        assert weak.json()["errors"][0]["code"] == "password_guessable"
        assert (await newcomer.post(f"/links/{token}", json={"password": PASSWORD})).status_code == 204
        assert (await newcomer.post(f"/links/{token}", json={"password": PASSWORD})).status_code == 410
        assert (await newcomer.sign_in("hanako@example.jp")).status_code == 201


async def test_an_invitation_grows_old(company: Company, clock: TestClock) -> None:
    async with browser(company.administrator.email) as admin:
        token = _token((await _invite(admin))["link"])
    clock.advance(7 * 86400 + 1)
    async with browser() as newcomer:
        assert (await newcomer.get(f"/links/{token}")).status_code == 410


async def test_a_new_link_withdraws_the_one_before(company: Company) -> None:
    async with browser(company.administrator.email) as admin:
        invited = await _invite(admin)
        user = invited["user"]
        assert isinstance(user, dict)
        again = await admin.post(f"/users/{user['id']}/links", json={"purpose": "invitation"})
        wrong = await admin.post(f"/users/{user['id']}/links", json={"purpose": "password_reset"})
    assert wrong.status_code == 409
    async with browser() as newcomer:
        assert (await newcomer.get(f"/links/{_token(invited['link'])}")).status_code == 410
        assert (await newcomer.get(f"/links/{_token(again.json())}")).status_code == 200


async def test_a_reset_link_gives_a_new_password_and_ends_old_sessions(company: Company) -> None:
    agent = await company.person("agent")
    async with browser(company.administrator.email) as admin, browser(agent.email) as desk:
        link = await admin.post(f"/users/{agent.id}/links", json={"purpose": "password_reset"})
        answer = await desk.post(f"/links/{_token(link.json())}", json={"password": "a brand new one"})
        assert answer.status_code == 204
        assert (await desk.get("/session")).status_code == 401
        assert (await desk.sign_in(agent.email, "a brand new one")).status_code == 201


async def test_an_address_belongs_to_one_person_of_a_company(company: Company) -> None:
    other = await found_company("もみじ保険")
    async with browser(company.administrator.email) as admin, browser(other.administrator.email) as elsewhere:
        await _invite(admin)
        assert (await admin.post("/users", json=NEWCOMER)).json()["code"] == "email_taken"
        await _invite(elsewhere)


async def test_everybody_finds_the_names_of_those_who_can_be_given_work(company: Company) -> None:
    agent, leaver = await company.person("agent"), await company.person("agent")
    async with browser(company.administrator.email) as admin, browser(agent.email) as desk:
        assert (await admin.post(f"/users/{leaver.id}/deactivation")).status_code == 200
        names = (await desk.get("/people")).json()
    assert str(agent.id) in {one["id"] for one in names}
    assert str(leaver.id) not in {one["id"] for one in names}


async def test_new_roles_count_from_the_next_request_on(company: Company) -> None:
    agent = await company.person("agent")
    async with browser(company.administrator.email) as admin, browser(agent.email) as desk:
        assert (await desk.get("/users")).status_code == 403
        shown = await admin.get(f"/users/{agent.id}")
        changed = await admin.patch(
            f"/users/{agent.id}",
            json={"roles": ["agent", "administrator"]},
            headers={"If-Match": shown.headers["etag"]},
        )
        assert changed.json()["roles"] == ["administrator", "agent"]
        assert (await desk.get("/users")).status_code == 200


async def test_two_administrators_do_not_overwrite_each_other(company: Company) -> None:
    agent = await company.person("agent")
    async with browser(company.administrator.email) as admin:
        path = f"/users/{agent.id}"
        assert (await admin.patch(path, json={"name": "一"})).status_code == 428
        assert (await admin.patch(path, json={"name": "一"}, headers={"If-Match": '"1"'})).status_code == 200
        late = await admin.patch(path, json={"name": "二"}, headers={"If-Match": '"1"'})
        assert (late.status_code, late.headers["etag"]) == (412, '"2"')


async def test_a_deactivated_person_is_out_at_once_and_can_return(company: Company) -> None:
    agent = await company.person("agent")
    async with browser(company.administrator.email) as admin, browser(agent.email) as desk:
        assert (await admin.post(f"/users/{agent.id}/deactivation")).json()["state"] == "deactivated"
        assert (await desk.get("/session")).status_code == 401
        assert (await desk.sign_in(agent.email)).status_code == 401
        assert (await admin.post(f"/users/{agent.id}/reactivation")).json()["state"] == "active"
        assert (await desk.sign_in(agent.email)).status_code == 201


async def test_a_company_keeps_an_administrator(company: Company) -> None:
    boss = company.administrator
    async with browser(boss.email) as admin:
        assert (await admin.post(f"/users/{boss.id}/deactivation")).json()["code"] == "not_yourself"
        other = await company.person("administrator")
        change = {"json": {"roles": ["agent"]}, "headers": {"If-Match": '"1"'}}
        assert (await admin.patch(f"/users/{boss.id}", **change)).json()["code"] == "not_yourself"
        assert (await admin.patch(f"/users/{other.id}", **change)).status_code == 200


async def test_people_are_found_by_name_reading_and_address_and_paged(company: Company) -> None:
    for number in range(3):
        await company.person("agent", email=f"tanaka{number}@example.jp", name=f"田中 {number}")
    async with browser(company.administrator.email) as admin:
        first = (await admin.get("/users", params={"q": "tanaka", "limit": 2})).json()
        rest = (await admin.get("/users", params={"q": "tanaka", "limit": 2, "after": first["next"]})).json()
        by_role = (await admin.get("/users", params={"role": "administrator"})).json()
        wild = (await admin.get("/users", params={"q": "%"})).json()
    assert [u["name"] for u in first["items"] + rest["items"]] == ["田中 0", "田中 1", "田中 2"]
    assert rest["next"] is None
    assert [u["name"] for u in by_role["items"]] == ["佐藤 一郎"]
    assert wild["items"] == []


async def test_a_key_opens_what_its_scopes_say_and_is_shown_once(company: Company) -> None:
    async with browser(company.administrator.email) as admin, browser() as program:
        made = (await admin.post("/api-keys", json={"name": "CRM", "scopes": ["users.admin"]})).json()
        program.headers["Authorization"] = f"Bearer {made['secret']}"
        assert made["secret"].startswith("mdg_")
        assert (await program.get("/users")).status_code == 200
        assert (await program.get("/api-keys")).status_code == 403
        assert (await program.get("/session")).json()["code"] == "person_needed"
        listed = (await admin.get("/api-keys")).json()[0]
        assert listed["used"] is not None
        assert made["secret"] not in str(listed)
        assert (await admin.delete(f"/api-keys/{made['key']['id']}")).status_code == 204
        assert (await program.get("/users")).status_code == 401


async def test_nobody_makes_a_key_stronger_than_they_are(company: Company) -> None:
    async with browser(company.administrator.email) as admin, browser() as program:
        weak = {"name": "a", "scopes": ["api_keys.admin"]}
        secret = (await admin.post("/api-keys", json=weak)).json()["secret"]
        program.headers["Authorization"] = f"Bearer {secret}"
        strong = {"name": "b", "scopes": ["users.admin", "fly"]}
        refused = (await program.post("/api-keys", json=strong)).json()
    assert {fault["code"] for fault in refused["errors"]} == {"scope_beyond", "scope_unknown"}


async def test_a_key_ends_when_it_says(company: Company, clock: TestClock) -> None:
    wish = {"name": "a", "scopes": ["users.admin"], "expires": (now() + timedelta(hours=1)).isoformat()}
    async with browser(company.administrator.email) as admin, browser() as program:
        program.headers["Authorization"] = f"Bearer {(await admin.post('/api-keys', json=wish)).json()['secret']}"
        assert (await program.get("/users")).status_code == 200
        clock.advance(3601)
        assert (await program.get("/users")).status_code == 401


async def test_lines_of_business_and_teams_are_kept_in_both_languages(company: Company) -> None:
    line = {
        "code": "support",
        "name_ja": "お客様サポート",
        "name_en": "Support",
        "opening_phrase_ja": "お電話ありがとうございます。",
    }
    async with browser(company.administrator.email) as admin:
        made = await admin.post("/lines-of-business", json=line)
        assert made.status_code == 201
        assert (await admin.post("/lines-of-business", json=line)).json()["code"] == "code_taken"
        path = f"/lines-of-business/{made.json()['id']}"
        off = await admin.put(path, json={**line, "active": False}, headers={"If-Match": made.headers["etag"]})
        assert (off.json()["active"], off.json()["version"]) == (False, 2)
        team = {"code": "a", "name_ja": "第一", "name_en": "First"}
        team_id = (await admin.post("/teams", json=team)).json()["id"]
        invited = await _invite(admin, team_id=team_id)
        user = invited["user"]
        assert isinstance(user, dict)
        assert user["team_id"] == team_id
