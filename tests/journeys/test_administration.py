"""An administrator sets up queues, contact reasons, wrap-up rules and templates on the screen, and desks go by them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playwright.async_api import Locator, expect

from tests.instance import Instance
from tests.journeys.seat import Seat, seat


async def ask(admin: Seat, path: str) -> Any:
    """What the API says to the person at this seat."""
    return await admin.page.evaluate("async path => await (await fetch('/api/v1' + path)).json()", path)


def row(admin: Seat, kind: str, text: str) -> Locator:
    return admin.part(f"{kind}-row").filter(has_text=text)


async def test_a_queue_and_who_serves_it(centre: Instance, agent_tone: Path) -> None:
    async with seat(centre.url, agent_tone) as admin:
        await admin.sign_in("admin@minato.example")
        await admin.page.goto(f"{centre.url}/admin/queues")
        await admin.part("queue-add").click()
        await admin.part("queue-form-save").click()
        await expect(admin.part("queue-form")).to_contain_text("入力してください")
        await admin.part("queue-name-ja").fill("延長保証")
        await admin.part("queue-name-en").fill("Warranty desk")
        await admin.part("queue-code").fill("warranty")
        await admin.part("queue-offer-seconds").fill("15")
        people = admin.part("queue-members")
        for reading in ("さとう", "suzuki@"):  # by reading, by e-mail
            await people.fill(reading)
            await admin.page.keyboard.press("ArrowDown")
            await admin.page.keyboard.press("Enter")
        await admin.page.keyboard.press("Tab")
        await admin.part("queue-form-save").click()
        await expect(row(admin, "queue", "延長保証")).to_contain_text("2 名")
        await expect(row(admin, "queue", "延長保証")).to_contain_text("15 秒")

        await row(admin, "queue", "延長保証").get_by_role("button", name="延長保証").click()
        await admin.part("queue-offer-seconds").fill("")
        await admin.part("queue-name-en").fill("Guarantee desk")
        await admin.part("queue-form-save").click()
        await expect(row(admin, "queue", "延長保証")).to_contain_text("Guarantee desk")
        (made,) = [queue for queue in await ask(admin, "/queues") if queue["code"] == "warranty"]
        assert (made["offer_seconds"], made["name_en"]) == (None, "Guarantee desk")
        assert len((await ask(admin, f"/queues/{made['id']}/members"))["users"]) == 2
        await admin.page.goto(f"{centre.url}/supervision")
        await expect(admin.part("board-queue").filter(has_text="延長保証")).to_be_visible()
        assert admin.faults == []


async def test_who_saves_second_sees_that_somebody_was_faster_and_loses_nothing(
    centre: Instance, agent_tone: Path
) -> None:
    async with seat(centre.url, agent_tone) as first, seat(centre.url, agent_tone) as second:
        for admin in (first, second):
            await admin.sign_in("admin@minato.example")
            await admin.page.goto(f"{centre.url}/admin/lines")
            await admin.part("line-row").first.get_by_role("button").click()
        await first.part("line-name-en").fill("Faster")
        await first.part("line-form-save").click()
        await expect(row(first, "line", "Faster")).to_be_visible()
        await second.part("line-name-en").fill("Slower")
        await second.part("line-form-save").click()
        await expect(second.part("conflict")).to_contain_text("ほかの人が先に保存しました")
        await expect(second.part("line-name-en")).to_have_value("Slower")
        await second.part("line-form-save").click()
        await expect(row(second, "line", "Slower")).to_be_visible()
        assert "Slower" in {line["name_en"] for line in await ask(first, "/lines-of-business")}


async def test_skills_and_who_has_them_decide_who_is_asked(centre: Instance, agent_tone: Path) -> None:
    async with seat(centre.url, agent_tone) as admin:
        await admin.sign_in("admin@minato.example")
        await admin.page.goto(f"{centre.url}/admin/skills")
        await admin.part("skill-add").click()
        await admin.part("skill-name-ja").fill("業務用冷凍庫")
        await admin.part("skill-name-en").fill("Walk-in freezers")
        await admin.part("skill-code").fill("walk-in")
        await admin.part("skill-form-save").click()
        await expect(row(admin, "skill", "業務用冷凍庫")).to_contain_text("0 名")

        await admin.part("admin-abilities").click()
        await row(admin, "person", "佐藤 由美").get_by_role("button").click()
        await admin.part("person-skills-add").fill("業務用")
        await admin.page.get_by_role("option", name="業務用冷凍庫").click()
        await admin.part("person-skills-walk-in").get_by_text("4").click()
        await admin.part("person-form-save").click()
        await expect(row(admin, "person", "佐藤 由美")).to_contain_text("業務用冷凍庫4")
        people = await ask(admin, "/routing/people")
        (sato,) = [person for person in people if person["name"] == "佐藤 由美"]
        assert sato["profile"]["skills"]["walk-in"] == 4

        # A queue asks for it, and lets it go after a while.
        await admin.part("admin-queues").click()
        await admin.part("queue-add").click()
        await admin.part("queue-name-ja").fill("冷凍庫窓口")
        await admin.part("queue-name-en").fill("Freezer desk")
        await admin.part("queue-code").fill("freezers")
        await admin.part("queue-required-add").fill("業務用")
        await admin.page.get_by_role("option", name="業務用冷凍庫").click()
        await admin.part("queue-step-add").click()
        await admin.part("queue-step-after").fill("45")
        await admin.part("queue-step-overflow").click()
        await admin.page.get_by_role("option", name="家電サポート").click()
        await admin.part("queue-form-save").click()
        await expect(row(admin, "queue", "冷凍庫窓口")).to_contain_text("業務用冷凍庫 3 以上")
        (made,) = [queue for queue in await ask(admin, "/queues") if queue["code"] == "freezers"]
        assert made["required"] == {"walk-in": 3}
        assert [(step["after"], step["lower"]) for step in made["steps"]] == [(45, 1)]

        # What is in use is not deleted, and says so.
        await admin.part("admin-skills").click()
        await row(admin, "skill", "業務用冷凍庫").get_by_role("button").click()
        await admin.part("skill-delete").click()
        await admin.part("skill-delete-confirm").click()
        await expect(admin.part("skill-form").get_by_role("alert")).to_be_visible()
        assert admin.faults == []


async def test_reasons_rules_and_templates(centre: Instance, agent_tone: Path) -> None:
    async with seat(centre.url, agent_tone) as admin:
        await admin.sign_in("admin@minato.example")
        await admin.page.goto(f"{centre.url}/admin/reasons")

        async def name(kind: str, ja: str, en: str, code: str | None = None) -> None:
            await admin.part(f"{kind}-name-ja").fill(ja)
            await admin.part(f"{kind}-name-en").fill(en)
            if code:
                await admin.part(f"{kind}-code").fill(code)

        async def save(kind: str) -> None:
            await admin.part(f"{kind}-form-save").click()
            await expect(admin.part(f"{kind}-form")).to_have_count(0)

        # Three levels, and no fourth.
        await admin.part("reason-add").click()
        await name("reason", "回収", "Recall", "R1")
        await save("reason")
        await row(admin, "reason", "回収").get_by_test_id("reason-child").click()
        await name("reason", "電池", "Batteries", "R1-1")
        await save("reason")
        await row(admin, "reason", "電池").get_by_test_id("reason-child").click()
        await name("reason", "発熱", "Heat", "R1-1-1")
        await save("reason")
        await row(admin, "reason", "電池").get_by_test_id("reason-child").click()
        await name("reason", "膨張", "Swelling", "R1-1-2")
        await save("reason")
        await expect(row(admin, "reason", "膨張")).to_contain_text("小分類")
        await expect(row(admin, "reason", "膨張").get_by_test_id("reason-child")).to_have_count(0)

        # One step up: the order in which agents see them.
        await row(admin, "reason", "膨張").get_by_test_id("reason-up").click()

        async def thirds() -> list[str]:
            shown = await admin.part("reason-row").all_inner_texts()
            return [word for text in shown for word in ("発熱", "膨張") if word in text]

        await expect(admin.part("reason-row").filter(has_text="小分類").filter(has_text="R1-1").first).to_contain_text(
            "膨張"
        )
        assert await thirds() == ["膨張", "発熱"]

        # Retired: no desk offers it any more.
        await row(admin, "reason", "発熱").get_by_role("button", name="発熱", exact=True).click()
        await admin.page.get_by_role("switch").click(force=True)
        await save("reason")
        await expect(row(admin, "reason", "発熱")).to_contain_text("停止中")
        offered = {reason["name_ja"] for reason in await ask(admin, "/contact-reasons")}
        assert "膨張" in offered
        assert "発熱" not in offered

        # A rule of its own for one line of business.
        await admin.page.goto(f"{centre.url}/admin/wrapup")
        before = len(await ask(admin, "/wrapup-rules"))
        await admin.part("rule-add").click()
        await admin.part("rule-line").click()
        await admin.page.get_by_role("option").last.click()
        await admin.part("rule-seconds").fill("95")
        await admin.part("rule-required-asked").check()
        await save("rule")
        rules = await ask(admin, "/wrapup-rules")
        assert len(rules) == before + 1
        (mine,) = [rule for rule in rules if rule["seconds"] == 95]
        assert set(mine["required"]) == {"reason", "asked", "resolution"}
        await row(admin, "rule", "95 秒").get_by_role("button").click()
        await admin.part("rule-drop").click()
        await admin.part("rule-drop-confirm").click()
        await expect(row(admin, "rule", "95 秒")).to_have_count(0)

        # A template with a reason.
        await admin.page.goto(f"{centre.url}/admin/templates")
        await admin.part("template-add").click()
        await name("template", "電池の回収", "Battery recall")
        await admin.part("template-reason").fill("膨張")
        await admin.page.get_by_role("option", name="回収 › 電池 › 膨張").click()
        await admin.part("template-done").fill("回収の手順を案内")
        await save("template")
        await expect(row(admin, "template", "電池の回収")).to_contain_text("回収 › 電池 › 膨張")
        assert admin.faults == []
