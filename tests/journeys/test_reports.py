"""The morning after: yesterday's report is read down to its contacts, and a call of today is in the figures."""

from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import expect

from tests.instance import Instance
from tests.journeys.administration import signed_in, straight_to_the_queue, wrapup_rule
from tests.journeys.outside import calling
from tests.journeys.seat import Seat, seat
from tests.journeys.walk import Walk

COUNTED = 30.0  # seconds until a call is in the figures, on a busy machine


@pytest.fixture
async def kobayashi(centre: Instance, agent_tone: Path) -> AsyncIterator[Seat]:
    """The supervisor at the reports."""
    async with seat(centre.url, agent_tone, zone="Asia/Tokyo") as desk:
        await desk.sign_in("kobayashi@minato.example")
        await desk.page.get_by_role("link", name="レポート").click()
        await expect(desk.part("report-table")).to_be_visible()
        yield desk


async def test_yesterday_s_report_opens_down_to_its_contacts(kobayashi: Seat, tmp_path: Path) -> None:
    lines = kobayashi.part("report-line")
    support = lines.filter(has_text="家電サポート")
    await expect(support).to_be_visible()
    await expect(kobayashi.part("report-chart").locator("svg").first).to_be_visible()

    await kobayashi.part("report-tile-service_level").get_by_test_id("report-define-service_level").click()
    definition = kobayashi.part("definition")
    await expect(definition).to_contain_text("20 秒以内")
    await expect(definition).to_contain_text("目標は 80 %")
    await kobayashi.page.keyboard.press("Escape")

    figure = support.get_by_test_id("report-cell-offered")
    offered = int((await figure.inner_text()).replace(",", ""))
    assert offered > 0
    await figure.click()
    await expect(kobayashi.part("report-rows-count")).to_have_text(f"{offered} 件")
    rows = kobayashi.part("report-row")
    await expect(rows).to_have_count(min(offered, 25))
    await expect(rows.first).to_contain_text("家電サポート")

    async with kobayashi.page.expect_download() as started:
        await kobayashi.part("report-export").click()
    file = tmp_path / "report.csv"
    await (await started.value).save_as(file)
    written = file.read_bytes()
    assert written.startswith(b"\xef\xbb\xbf")
    table = list(csv.reader(io.StringIO(written.decode("utf-8-sig"))))
    column = table[0].index("着信数 [件]")
    assert offered == sum(int(line[column] or 0) for line in table[1 : table.index([])] if line[1] == "家電サポート")
    assert any(line[-1:] == ["service_level"] for line in table)  # defined below

    await rows.first.get_by_role("link").first.click()
    await expect(kobayashi.part("contact-title")).to_be_visible()


async def test_a_finding_is_read_with_its_contacts_and_acknowledged(kobayashi: Seat) -> None:
    finding = kobayashi.part("report-finding").filter(has_text="未確認").first
    await finding.click()
    detail = kobayashi.part("finding-detail")
    await expect(detail).to_contain_text("気づきは確認のきっかけです")
    assert await detail.get_by_test_id("finding-evidence").count() >= 3
    walk = Walk(kobayashi.page, kobayashi.url)
    walk.at = "/reports, a finding"
    await walk.judge()
    assert not walk.faults, "\n".join(walk.faults)
    await kobayashi.part("finding-comment").fill("本人と話した。記録の書き方を一緒に見直す。")
    await kobayashi.part("finding-acknowledge").click()
    await expect(kobayashi.part("finding-said")).to_have_text("本人と話した。記録の書き方を一緒に見直す。")


async def figures(centre: Instance, email: str) -> dict[str, float]:
    """Somebody's own figures of today."""
    async with signed_in(centre, email) as client:
        today = (await client.get("/reports/metrics")).json()["today"]
        told = (await client.get("/reports/figures", params={"first": today, "last": today})).json()
    found: dict[str, float] = told["lines"][0]["figures"] if told["lines"] else {}
    return found


async def contact(centre: Instance) -> Any:
    """The last contact of all."""
    async with signed_in(centre) as client:
        newest = (await client.get("/interactions", params={"limit": 1})).json()["items"][0]["id"]
        return (await client.get(f"/interactions/{newest}")).json()["contact"]


async def test_a_real_call_is_in_the_figures_with_its_seconds(
    centre: Instance, switch: str, agent_tone: Path, caller_tone: Path, tmp_path: Path
) -> None:
    await straight_to_the_queue(centre)
    await wrapup_rule(centre, required=[])
    async with seat(centre.url, agent_tone) as sato:
        await sato.sign_in("sato@minato.example")
        await sato.is_now("ready", "受付可")
        async with calling(switch, "09012345678", "0120000315", caller_tone, tmp_path) as caller:
            await sato.part("accept").click(timeout=20_000)
            await expect(sato.part("call-timer")).to_be_visible(timeout=20_000)
            await sato.talks_on(2)
            await sato.part("call-hold").click()
            await expect(sato.part("callbar")).to_contain_text("保留")
            await sato.page.wait_for_timeout(2_000)  # on hold, for seconds that are counted
            await sato.part("call-hold").click()
            await sato.talks_on(1)
            caller.hang_up()
            await caller.ended()
        await sato.part("wrapup-finish").click(timeout=20_000)
        await expect(sato.part("wrapup")).to_have_count(0)
    (part,) = (await contact(centre))["segments"]
    own: dict[str, float] = {}
    async with asyncio.timeout(COUNTED):
        while own.get("handled") != 1:
            own = await figures(centre, "sato@minato.example")
            await asyncio.sleep(0.5)
    assert (own["answered"], own["rona"], own["transfers"]) == (1, 0, 0)
    assert (own["att"], own["hold"], own["acw"]) == (part["talk_seconds"], part["hold_seconds"], part["wrap_seconds"])
    assert own["att"] >= 2
    assert own["hold"] >= 1
    assert own["aht"] == own["att"] + own["hold"] + own["acw"]
    assert 0 < own["occupancy"] <= 100
