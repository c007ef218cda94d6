"""An administrator sets the calendars and draws an entry flow: refused while faulty, tried, published, brought back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Locator, expect

from tests.instance import Instance
from tests.journeys.seat import Seat, seat

ADMINISTRATOR = "admin@minato.example"
CLOSURES = "開始日,終了日,名称,受付時間\n2027/12/24,,納会,9:00～12:00\n未定,,夏季休業,\n"
SHIFTS = """氏名,日付,開始,終了,休憩開始,休憩終了,種別
佐藤 由美,2027/04/06,9:00,18:00,12:00,13:00,勤務
鈴木 健一,2027/04/06,9:00,18:00,,,勤務
架空 太郎,2027/04/06,9:00,18:00,,,勤務
"""


async def ask(admin: Seat, path: str) -> Any:
    """What the API says to the person at this seat."""
    return await admin.page.evaluate("async path => await (await fetch('/api/v1' + path)).json()", path)


async def choose(admin: Seat, box: Locator, option: str) -> None:
    """Open a list and take one of it."""
    await box.click()
    await admin.page.get_by_role("option", name=option, exact=True).click()


async def draw(admin: Seat, source: str, exit: str, target: str) -> None:
    """Pull a line from a way out to a step, with the mouse."""
    page = admin.page
    start = admin.part(f"step-{source}").locator(f".react-flow__handle.source[data-handleid='{exit}']")
    end = admin.part(f"step-{target}").locator(".react-flow__handle.target")
    (a, b) = (await start.bounding_box(), await end.bounding_box())
    assert a is not None
    assert b is not None
    await page.mouse.move(a["x"] + a["width"] / 2, a["y"] + a["height"] / 2)
    await page.mouse.down()
    await page.mouse.move(b["x"] + b["width"] / 2, b["y"] + b["height"] / 2, steps=8)
    await page.mouse.up()


async def saved(admin: Seat) -> None:
    """Everything drawn is at the server, and the check has nothing to say."""
    await expect(admin.part("flow-editor")).to_have_attribute("data-saving", "saved")


@pytest.mark.timeout(120)
async def test_a_flow_is_drawn_refused_tried_published_and_brought_back(centre: Instance, agent_tone: Path) -> None:
    async with seat(centre.url, agent_tone) as admin:
        await admin.sign_in(ADMINISTRATOR)
        await admin.page.goto(f"{centre.url}/admin/flows")
        await admin.part("flow-add").click()
        await admin.part("flow-name").fill("夜間の窓口")
        await admin.part("flow-begin-blank").click()
        await admin.part("flow-form-save").click()
        await expect(admin.part("flow-standing")).to_have_text("下書き v1")

        # Pressed in the palette, a step comes after the chosen one and is connected.
        await admin.part("palette-hours").click()
        await choose(admin, admin.part("field-hours"), "緊急受付（24 時間）")
        await admin.part("palette-queue").click()
        await choose(admin, admin.part("field-queue"), "家電サポート")
        await admin.part("palette-hang_up").click()

        # What happens when it is closed was forgotten: the step says so, and it cannot be published.
        await expect(admin.part("flow-findings")).to_have_attribute("data-faults", "1")
        await expect(admin.part("step-hours").get_by_test_id("step-fault")).to_be_visible()
        await admin.part("flow-publish").click()
        dialog = admin.part("flow-publish-dialog")
        await expect(dialog.get_by_test_id("flow-fault")).to_contain_text("時間外")
        await expect(admin.part("flow-publish-confirm")).to_have_count(0)
        await dialog.get_by_test_id("flow-fault").get_by_role("button").click()
        await expect(admin.part("inspector-fault")).to_contain_text("時間外")

        # A line drawn by hand mends it.
        await draw(admin, "hours", "closed", "hang-up")
        await expect(admin.part("flow-findings")).to_have_attribute("data-faults", "0")
        await saved(admin)

        # A simulated caller, in sentences and on the canvas.
        await admin.part("flow-test").click()
        await admin.part("flow-test-call").click()
        await expect(admin.part("flow-test-end")).to_have_text("担当者につながった")
        await expect(admin.part("flow-test-step")).to_have_count(3)
        await expect(admin.part("flow-test-step").nth(1)).to_contain_text("時間内")
        await expect(admin.part("step-queue")).to_contain_text("3")
        await expect(admin.part("step-hang-up")).to_have_attribute("data-aside", "true")
        await admin.part("flow-test-waits").click()
        await admin.page.get_by_role("option", name="最大待ち時間を過ぎる").click()
        await admin.part("flow-test-call").click()
        await expect(admin.part("flow-test-end")).to_have_text("終話")
        await admin.part("flow-test-close").click()

        await publish(admin, "夜間も受け付けます")
        await expect(admin.part("flow-standing")).to_have_text("公開中 v1")

        # The list does what the canvas does, by keys alone; what it changes is a draft again.
        await admin.part("flow-view-list").click()
        await admin.part("list-queue").press("Enter")
        await admin.part("inspector-name-input").fill("夜間チーム")
        await expect(admin.part("flow-standing")).to_have_text("下書き v2")
        await expect(admin.part("list-queue")).to_contain_text("夜間チーム")
        await publish(admin, "名前を変えました")
        await expect(admin.part("flow-standing")).to_have_text("公開中 v2")

        # Back to the first version, which is published as the third.
        await admin.part("flow-history").click()
        first = admin.part("version-row").filter(has_text="夜間も受け付けます")
        await first.get_by_test_id("version-look").click()
        await expect(first.get_by_test_id("version-difference")).to_contain_text("夜間チーム")
        await first.get_by_test_id("version-roll-back").click()
        await admin.part("version-roll-back-confirm").click()
        await expect(admin.part("flow-standing")).to_have_text("公開中 v3")
        (flow,) = [each for each in await ask(admin, "/flows") if each["name"] == "夜間の窓口"]
        draft = (await ask(admin, f"/flows/{flow['id']}"))["draft"]
        assert "夜間チーム" not in str(draft)
        assert {(edge["source"], edge["exit"], edge["target"]) for edge in draft["edges"]} == {
            ("start", "next", "hours"), ("hours", "open", "queue"), ("hours", "closed", "hang-up"),
            ("queue", "max_wait", "hang-up"),
        }  # fmt: skip
        assert admin.faults == []


async def publish(admin: Seat, note: str) -> None:
    """Let calls take what is drawn."""
    await admin.part("flow-publish").click()
    await admin.part("flow-publish-note").fill(note)
    await admin.part("flow-publish-confirm").click()
    await expect(admin.part("flow-publish-dialog")).to_have_count(0)


async def test_two_administrators_draw_the_same_flow_and_nothing_is_lost_unseen(
    centre: Instance, agent_tone: Path
) -> None:
    async with seat(centre.url, agent_tone) as one, seat(centre.url, agent_tone) as other:
        await one.sign_in(ADMINISTRATOR)
        await other.sign_in(ADMINISTRATOR)
        (flow,) = [each for each in await ask(one, "/flows") if each["name"] == "法人窓口"]
        for admin in (one, other):
            await admin.page.goto(f"{centre.url}/admin/flows/{flow['id']}")
            await expect(admin.part("step-queue")).to_be_visible()
        await one.part("step-queue").click()
        await one.part("inspector-name-input").fill("法人の担当")
        await saved(one)
        await other.part("step-queue").click()
        await other.part("inspector-name-input").fill("別の名前")
        await expect(other.part("flow-conflict")).to_contain_text("ほかの人が先に")
        await other.part("flow-conflict-again").click()
        await expect(other.part("step-queue")).to_contain_text("法人の担当")
        await expect(other.part("flow-conflict")).to_have_count(0)


async def test_opening_hours_with_lunch_a_closure_and_shifts_from_a_file(
    centre: Instance, agent_tone: Path, tmp_path: Path
) -> None:
    async with seat(centre.url, agent_tone, zone="Asia/Tokyo") as admin:
        await admin.sign_in(ADMINISTRATOR)
        await admin.page.goto(f"{centre.url}/admin/hours")
        await admin.part("hours-add").click()
        await admin.part("hours-name").fill("修理受付")
        monday = admin.part("hours-day-1").first
        await monday.get_by_test_id("hours-day-1-end").last.fill("16")
        await admin.part("hours-copy").click()
        await monday.get_by_test_id("hours-day-1-start").last.fill("11")
        await admin.part("hours-form-save").click()
        await expect(monday.get_by_role("alert")).to_contain_text("重なって")
        await monday.get_by_test_id("hours-day-1-start").last.fill("13:00")
        await admin.part("hours-form-save").click()
        row = admin.part("hours-row").filter(has_text="修理受付")
        await expect(row).to_contain_text("月～金 09:00–12:00 13:00–16:00")

        # Closed from one day to another, every year: the year's list has it.
        await admin.page.goto(f"{centre.url}/admin/holidays")
        await admin.part("closure-add").click()
        for end, day in (("first", "2026/08/12"), ("last", "2026/08/14")):
            await admin.part(f"closure-{end}").fill(day)
            await admin.page.keyboard.press("Tab")
        await admin.part("closure-yearly").check()
        await admin.part("closure-name-ja").fill("夏季休業")
        await admin.part("closure-name-en").fill("Summer break")
        await admin.part("closure-form-save").click()
        await expect(admin.part("closure-row").filter(has_text="夏季休業")).to_contain_text("毎年")
        await admin.part("holidays-after").click()
        await expect(admin.part("holiday-row").filter(has_text="夏季休業")).to_have_count(3)

        # Closures from a file: a line that cannot be read is named, the other is written, and taken back.
        file = tmp_path / "休業日.csv"
        file.write_text(CLOSURES, "cp932")
        await admin.part("closure-file").set_input_files(file)
        await expect(admin.part("closure-ready")).to_contain_text("1")
        await expect(admin.part("closure-line")).to_contain_text("未定")
        await admin.part("closure-run").click()
        await expect(admin.part("closure-work")).to_have_attribute("data-state", "done")
        assert "納会" in [closure["name_ja"] for closure in await ask(admin, "/closures")]
        await admin.part("closure-undo").click()
        await admin.part("closure-undo-confirm").click()
        await expect(admin.part("closure-work")).to_have_attribute("data-state", "undone")
        await expect(admin.part("closure-row").filter(has_text="納会")).to_have_count(0)

        # Shifts: a line about nobody is named, the others are written and taken back.
        file = tmp_path / "シフト.csv"
        file.write_text(SHIFTS, "cp932")
        await admin.page.goto(f"{centre.url}/admin/shifts")
        await admin.part("shift-file").set_input_files(file)
        await expect(admin.part("shift-ready")).to_contain_text("2")
        await expect(admin.part("shift-line")).to_have_count(1)
        await expect(admin.part("shift-line")).to_contain_text("架空 太郎")
        await admin.part("shift-run").click()
        await expect(admin.part("shift-written")).to_contain_text("3")
        week = "/shifts?start=2027-04-05T00:00:00%2B09:00&end=2027-04-12T00:00:00%2B09:00"
        assert [len(person["shifts"]) for person in await ask(admin, week)] == [2, 1]
        await admin.part("shift-undo").click()
        await admin.part("shift-undo-confirm").click()
        await expect(admin.part("shift-work")).to_have_attribute("data-state", "undone")
        assert await ask(admin, week) == []
        assert admin.faults == []
