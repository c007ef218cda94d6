"""An administrator sets the telephone up and brings the customers in: no file, no command, no colleague from IT."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.async_api import Locator, expect

from tests.instance import Instance
from tests.journeys.outside import calling
from tests.journeys.seat import Seat, seat

ADMINISTRATOR = "admin@minato.example"
CUSTOMERS = """氏名,ふりがな,電話番号,メール
設楽 未来,したら みらい,090-9100-0001,shitara@example.jp
乙黒 遥,おとぐろ はるか,電話なし,otoguro@example.jp
都築 湊,つづき みなと,090-9100-0003,tsuzuki@example.jp
"""


async def choose(desk: Seat, box: str, option: str) -> None:
    """Open a list and take one of it."""
    await desk.part(box).click()
    await desk.page.get_by_role("option", name=re.compile(option)).click()


def row(desk: Seat, kind: str, text: str) -> Locator:
    """The table's row that says this."""
    return desk.part(kind).filter(has_text=text)


@pytest.mark.timeout(200)
async def test_a_line_a_number_and_its_road_are_set_up_and_tried(
    centre: Instance, switch: str, agent_tone: Path, caller_tone: Path, tmp_path: Path
) -> None:
    async with seat(centre.url, agent_tone) as admin, seat(centre.url, agent_tone) as sato:
        await admin.sign_in(ADMINISTRATOR)
        await admin.page.goto(f"{centre.url}/admin/numbers")
        await expect(admin.part("switch-state")).to_contain_text("応答あり")

        # A line to a carrier: what cannot be is said beside the field; the password goes in and never comes out.
        carrier = await row(admin, "trunk-row", "Demo").locator("code").inner_text()
        await admin.part("trunk-add").click()
        await admin.part("trunk-name").fill("第二回線")
        await admin.part("trunk-host").fill("sip server")
        await admin.part("trunk-user").fill("0312340900")
        await admin.part("trunk-password").fill("himitsu-2026")
        await admin.part("trunk-form-save").click()
        await expect(admin.part("trunk-form")).to_contain_text("ホスト名またはアドレス")
        await admin.part("trunk-host").fill(carrier)
        await admin.part("trunk-registers").click()
        await admin.part("trunk-form-save").click()
        await expect(row(admin, "trunk-row", "第二回線")).to_contain_text("まだ")
        await row(admin, "trunk-row", "第二回線").click()
        await expect(admin.part("trunk-password")).to_have_value("")
        await admin.page.keyboard.press("Escape")
        await expect(admin.part("trunk-form")).to_have_count(0)

        # The number, over that line.
        await admin.part("number-add").click()
        await admin.part("number-number").fill("03-1234-0900")
        await admin.part("number-label").fill("新しい窓口")
        await choose(admin, "number-trunk", "第二回線")
        await admin.part("number-form-save").click()
        await expect(row(admin, "number-row", "03-1234-0900")).to_contain_text("行き先なし")

        # Its road.
        await admin.page.goto(f"{centre.url}/admin/flows")
        await admin.part("flow-add").click()
        await admin.part("flow-name").fill("新しい窓口の流れ")
        await choose(admin, "flow-numbers", "新しい窓口")
        await admin.page.keyboard.press("Escape")
        await choose(admin, "flow-queue", "家電サポート")
        await admin.part("flow-form-save").click()
        await expect(admin.part("flow-standing")).to_have_text("公開中 v1")
        await expect(admin.part("step-start")).to_contain_text("03-1234-0900")
        await expect(admin.part("step-notice")).to_contain_text("録音の告知")
        await expect(admin.part("step-queue")).to_contain_text("家電サポート")

        # A call out over the line rings, is answered, and is said to have worked.
        await admin.page.goto(f"{centre.url}/admin/numbers")
        await expect(row(admin, "number-row", "03-1234-0900")).to_contain_text("新しい窓口の流れ")
        await row(admin, "trunk-row", "第二回線").get_by_test_id("trunk-test").click()
        await admin.part("test-number").fill("090-1234-5678")
        await admin.part("test-form-save").click()
        await expect(admin.part("test-road")).to_be_visible()
        await expect(admin.part("test-verdict")).to_have_attribute("data-state", "done", timeout=40_000)
        await expect(admin.part("test-verdict")).to_contain_text("この回線で電話をかけられます")
        await expect(row(admin, "trunk-row", "第二回線")).to_contain_text("成功")

        # And a caller who dials the new number reaches a desk.
        await (await sato.sign_in("sato@minato.example")).be("ready")
        await expect(sato.part("presence")).to_contain_text("受付可")
        async with calling(switch, "09012345678", "0312340900", caller_tone, tmp_path) as caller:
            await caller.answered()
            await expect(sato.part("pop-dialled")).to_have_text("03-1234-0900", timeout=25_000)
        assert not [*admin.faults, *sato.faults]


@pytest.mark.timeout(120)
async def test_a_file_of_customers_is_brought_in_and_taken_back(
    centre: Instance, agent_tone: Path, tmp_path: Path
) -> None:
    file = tmp_path / "顧客.csv"
    file.write_text(CUSTOMERS, "cp932")
    async with seat(centre.url, agent_tone) as admin:
        await admin.sign_in(ADMINISTRATOR)
        await admin.page.goto(f"{centre.url}/customers")
        await admin.part("customers-import").click()
        await admin.part("import-file").set_input_files(file)

        # The columns were found by their headings; a dry run says what is wrong with which line.
        await expect(admin.part("import-column-2")).to_have_value("電話番号")
        await admin.part("import-check").click()
        await expect(admin.part("import-faulty")).to_contain_text("1", timeout=20_000)
        await expect(admin.part("import-ready")).to_contain_text("2")
        await expect(admin.part("import-line")).to_have_count(1)
        await expect(admin.part("import-line")).to_contain_text("乙黒 遥")
        async with admin.page.expect_download() as download:
            await admin.part("import-errors").click()
        mended = Path(await (await download.value).path()).read_text("utf-8-sig")
        assert "乙黒 遥" in mended
        assert "設楽" not in mended

        # Left, and come back to.
        await admin.page.goto(f"{centre.url}/customers/imports")
        await expect(row(admin, "import-row", "顧客.csv")).to_contain_text("検査済み")
        await admin.page.get_by_role("link", name="顧客.csv").click()
        await admin.part("import-run").click()
        await expect(admin.part("import-created")).to_contain_text("2", timeout=20_000)
        await expect(admin.part("import-faulty")).to_contain_text("1")
        assert await found(admin, centre, "設楽") == 1

        # Taken back: nobody is left of it.
        await admin.page.go_back()
        await expect(admin.part("import")).to_have_attribute("data-state", "done")
        await admin.part("import-undo").click()
        await admin.part("import-undo-confirm").click()
        await expect(admin.part("import-undone")).to_contain_text("2", timeout=20_000)
        assert await found(admin, centre, "設楽") == 0
        assert not admin.faults


async def found(desk: Seat, centre: Instance, name: str) -> int:
    """How many customers of this name the page finds."""
    await desk.page.goto(f"{centre.url}/customers")
    async with desk.page.expect_response(re.compile(r"/customers\?.*q=[^&]")):
        await desk.part("customers-filter").fill(name)
    await desk.page.wait_for_load_state("networkidle")
    return await desk.part("customer-row").count()
