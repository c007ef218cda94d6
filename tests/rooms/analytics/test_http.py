"""Reports and findings over HTTP: who may see what, the file, and a finding's way from the detector to its comment."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from madoguchi.access import ROLES, Role
from madoguchi.analytics.actions import looking
from madoguchi.analytics.http import routes
from madoguchi.analytics.settings import AnalyticsSettings
from madoguchi.kit.db import db, unit
from madoguchi.kit.http import Principal
from madoguchi.kit.i18n import Locale
from madoguchi.kit.settings import save_setting
from madoguchi.routing import ServiceSettings
from tests.api import api, person
from tests.rooms.analytics.floor import DAY, Floor, live_a_morning

OF_THE_DAY = {"first": str(DAY), "last": str(DAY)}


@pytest.fixture
async def morning(floor: Floor) -> Floor:
    await live_a_morning(floor)
    return floor


def who(floor: Floor, role: Role, locale: Locale = "en", user: UUID | None = None) -> Principal:
    """Somebody of this role."""
    return person(floor.tenant, *ROLES[role], user=user or floor.colleague, locale=locale)


async def test_an_agent_sees_their_own_figures_and_nobody_else_s(morning: Floor) -> None:
    async with api(routes, who(morning, "agent", user=morning.agent)) as mine:
        answer = (await mine.get("/reports/figures", params=OF_THE_DAY)).json()
        (line,) = answer["lines"]
        assert (line["figures"]["handled"], line["figures"]["rona"]) == (3, 1)
        assert "offered" not in line["figures"]
        assert (await mine.get("/reports/figures", params=OF_THE_DAY | {"by": "queue"})).status_code == 403
        other = OF_THE_DAY | {"person": str(morning.colleague)}
        assert (await mine.get("/reports/figures", params=other)).status_code == 403
        rows = await mine.get("/reports/rows", params=window() | {"metric": "handled"})
        assert {row["user"] for row in rows.json()["items"]} == {str(morning.agent)}
        assert (await mine.get("/findings")).status_code == 403


@pytest.mark.parametrize(("role", "exports"), [("supervisor", 200), ("administrator", 200), ("auditor", 403)])
async def test_those_who_answer_for_the_floor_see_all_of_it(morning: Floor, role: Role, exports: int) -> None:
    async with api(routes, who(morning, role)) as desk:
        for by in ("total", "queue", "line", "team", "person"):
            assert (await desk.get("/reports/figures", params=OF_THE_DAY | {"by": by})).status_code == 200
        assert (await desk.get("/reports/export", params=OF_THE_DAY)).status_code == exports
        assert (await desk.get("/findings")).status_code == 200


async def test_persons_are_shown_only_to_those_who_may_see_persons(morning: Floor) -> None:
    some = person(morning.tenant, "reports.own", "reports.read")
    async with api(routes, some) as desk:
        assert (await desk.get("/reports/figures", params=OF_THE_DAY | {"by": "queue"})).status_code == 200
        refused = await desk.get("/reports/figures", params=OF_THE_DAY | {"by": "person"})
        assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")


async def test_one_person_s_half_hours_are_shown_and_exported_alike(morning: Floor) -> None:
    asked = OF_THE_DAY | {"step": "half_hour", "person": str(morning.agent)}
    async with api(routes, who(morning, "supervisor", "en")) as desk:
        lines = (await desk.get("/reports/figures", params=asked)).json()["lines"]
        file = (await desk.get("/reports/export", params=asked)).content.decode("utf-8-sig")
    assert [line["figures"]["handled"] for line in lines] == [1, 2]  # call 1 before ten, calls 6 and 8 after
    rows = list(csv.reader(io.StringIO(file)))
    column = rows[0].index("Handled [number]")
    assert [row[column] for row in rows[1 : rows.index([])]] == ["1", "2"]


async def test_the_catalogue_is_told_in_the_reader_s_language_with_what_is_in_force(floor: Floor) -> None:
    async with unit(floor.tenant):
        await save_setting(ServiceSettings(seconds=30, percent=75))
    async with api(routes, who(floor, "supervisor", "ja")) as desk:
        told = (await desk.get("/reports/metrics")).json()
    level = next(each for each in told["metrics"] if each["code"] == "service_level")
    assert level["name"] == "サービスレベル（30 秒以内応答率）"
    assert "目標は 75 %" in level["definition"]
    assert (told["zone"], told["today"]) == ("Asia/Tokyo", str(DAY))
    assert not any(
        "{" in text
        for each in [*told["metrics"], *told["moments"]]
        for text in (each["name"], each["definition"], each["formula"])
    )


async def test_the_file_opens_rightly_in_a_spreadsheet_and_carries_its_definitions(
    morning: Floor, owner: asyncpg.Connection
) -> None:
    async with unit(morning.tenant):
        await db().execute("update queue set name_ja = '=cmd|calc' where id = $1", morning.queue)
    async with api(routes, who(morning, "supervisor", "ja")) as desk:
        asked = OF_THE_DAY | {"by": "queue", "step": "half_hour"}
        answer = await desk.get("/reports/export", params=asked)
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert answer.headers["content-disposition"] == 'attachment; filename="report-queue-2026-11-24-2026-11-24.csv"'
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    head = lines[0]
    assert head[:3] == ["30 分（開始）", "キュー", "着信数 [件]"]
    first = lines[1]
    assert first[:3] == ["2026-11-24 09:30", "'=cmd|calc", "2"]  # not a formula
    assert first[head.index("平均応答時間（ASA） [秒]")] == "17.0"
    blank = lines.index([])
    assert lines[blank + 1] == ["指標", "定義", "計算式", "単位", "コード"]
    assert len(lines) - blank - 2 == len(head) - 2  # every figure is defined
    actions = await owner.fetch("select action from audit_entry where tenant_id = $1", morning.tenant)
    assert "report.exported" in {row["action"] for row in actions}


def window() -> dict[str, str]:
    return {"start": "2026-11-23T15:00:00Z", "end": "2026-11-24T15:00:00Z"}


@pytest.mark.parametrize(
    ("asked", "status", "code"),
    [
        ({"first": "2026-11-24", "last": "2026-11-23"}, 422, "report_period_invalid"),
        ({"first": "2024-01-01", "last": "2026-11-23"}, 422, "report_period_invalid"),
        ({"first": "0001-01-01", "last": "0001-01-01"}, 422, "report_period_invalid"),
        ({"first": "9999-12-31", "last": "9999-12-31"}, 422, "report_period_invalid"),
    ],
)
async def test_a_period_that_cannot_be_is_refused_in_words(
    floor: Floor, asked: dict[str, str], status: int, code: str
) -> None:
    async with api(routes, who(floor, "supervisor")) as desk:
        answer = await desk.get("/reports/figures", params=asked)
        assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_a_figure_that_is_none_is_not_opened(floor: Floor) -> None:
    async with api(routes, who(floor, "supervisor")) as desk:
        unknown = await desk.get("/reports/rows", params=window() | {"metric": "nonsense"})
        assert (unknown.status_code, unknown.json()["code"]) == (404, "metric_unknown")
        nothing = await desk.get("/reports/rows", params=window() | {"metric": "occupancy", "queue": str(floor.queue)})
        assert nothing.json()["code"] == "metric_meaningless"
        for start, end in (("0001-01-01", "0001-01-02"), ("9999-12-30", "9999-12-31"), ("2026-11-24", "2026-11-24")):
            span = {"start": f"{start}T00:00:00Z", "end": f"{end}T00:00:00Z", "metric": "adherence"}
            assert (await desk.get("/reports/rows", params=span)).json()["code"] == "report_period_invalid"


async def odd_day(floor: Floor) -> None:
    """A hangs up at once on three callers."""
    await floor.presence(floor.agent, "ready")
    for _ in range(3):
        await floor.ring()
        call = await floor.accept(floor.agent)
        floor.clock.advance(2)
        await floor.connected(call, floor.agent)
        floor.clock.advance(4)
        await floor.leave(call, floor.agent, "agent")
        await floor.gone(call)
        floor.clock.advance(5)
        await floor.wrapped(floor.agent)
        floor.clock.advance(5)
    await floor.time_outs()


async def recount(floor: Floor) -> None:
    async with unit(floor.tenant):
        await looking.recount_later(DAY, DAY)
    await floor.time_outs()


async def findings(desk: Any) -> list[Any]:
    items: list[Any] = (await desk.get("/findings")).json()["items"]
    return items


async def test_a_finding_is_looked_at_with_its_contacts_and_acknowledged_once(
    floor: Floor, owner: asyncpg.Connection
) -> None:
    await odd_day(floor)
    await recount(floor)
    async with api(routes, who(floor, "supervisor")) as desk:
        (finding,) = await findings(desk)
        assert (finding["detector"], finding["user"], finding["count"]) == ("dropped_calls", str(floor.agent), 3)
        assert "less than 10 s" in finding["definition"]
        shown = (await desk.get(f"/findings/{finding['id']}")).json()
        assert [each["seconds"] for each in shown["evidence"]] == [4, 4, 4]
        way = f"/findings/{finding['id']}/acknowledge"
        assert (await desk.post(way, json={"comment": "  "})).json()["code"] == "finding_comment_needed"
        done = await desk.post(way, json={"comment": "無言電話が続いた。本人に確認済み。"})
        assert (done.status_code, done.json()["finding"]["state"]) == (200, "acknowledged")
        assert (await desk.post(way, json={"comment": "もう一度"})).json()["code"] == "finding_acknowledged"
        await recount(floor)
        (kept,) = await findings(desk)
        assert (kept["state"], kept["comment"]) == ("acknowledged", "無言電話が続いた。本人に確認済み。")
    stored = await owner.fetchval("select comment from finding where tenant_id = $1", floor.tenant)
    assert "無言電話".encode() not in stored
    presence = await owner.fetchval("select presence from agent where user_id = $1", floor.agent)
    assert presence == "ready"  # nothing else follows


async def test_a_finding_that_is_none_any_more_goes_when_the_day_is_counted_anew(floor: Floor) -> None:
    await odd_day(floor)
    await recount(floor)
    async with api(routes, who(floor, "supervisor")) as desk:
        assert len(await findings(desk)) == 1
        async with unit(floor.tenant):
            await save_setting(AnalyticsSettings(drop_count=4))
        await recount(floor)
        assert await findings(desk) == []


async def test_yesterday_is_counted_and_looked_through_by_itself(floor: Floor) -> None:
    from madoguchi.analytics.jobs import morning as look_back

    await odd_day(floor)
    async with unit(floor.tenant):
        await db().execute("delete from report_contact")  # as if every fact had been missed
    floor.clock.advance(timedelta(hours=15).total_seconds())
    async with unit(floor.tenant):
        await look_back()
    await floor.time_outs()
    assert [line.figures["handled"] for line in (await floor.figures()).lines] == [3]
    async with api(routes, who(floor, "supervisor")) as desk:
        assert len(await findings(desk)) == 1
