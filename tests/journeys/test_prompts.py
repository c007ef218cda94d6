"""Callers are given a voice: a text that is spoken, a recording that is uploaded; heard, used, kept from removal."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Locator, expect

from tests.instance import Instance
from tests.journeys.seat import Seat, seat
from tests.tones import write_tone

ADMINISTRATOR = "admin@minato.example"


async def sounds(button: Locator) -> None:
    """Pressed, it is heard; it falls silent by itself, or by another press."""
    await button.click()
    await expect(button).to_have_attribute("data-state", "sounding")
    await button.click()
    await expect(button).to_have_attribute("data-state", "silent")


def row(admin: Seat, name: str) -> Locator:
    return admin.part("prompt-row").filter(has_text=name)


@pytest.mark.timeout(300)
async def test_a_prompt_is_written_heard_recorded_used_in_a_flow_and_removed(
    centre: Instance, agent_tone: Path, tmp_path: Path
) -> None:
    song, tone = tmp_path / "song.mp3", write_tone(tmp_path / "welcome.wav", 440, seconds=3)
    song.write_bytes(b"ID3\x04\x00" + bytes(4000))
    async with seat(centre.url, agent_tone) as admin:
        await admin.sign_in(ADMINISTRATOR)
        await admin.page.goto(f"{centre.url}/admin/prompts")
        await sounds(row(admin, "録音のお知らせ").get_by_test_id("prompt-listen-ja"))
        await expect(row(admin, "ご用件の選択")).to_contain_text("代表番号")

        # Written, and heard before it is saved.
        await admin.part("prompt-add").click()
        await admin.part("prompt-form-save").click()
        await expect(admin.part("prompt-form")).to_contain_text("名前を入力してください")
        await admin.part("prompt-name").fill("年末のご案内")
        await admin.part("prompt-text-ja").fill("年末年始は、十二月二十九日から一月三日までお休みをいただきます。")
        await admin.part("prompt-text-en").fill("We are closed from the 29th of December to the 3rd of January.")
        await sounds(admin.part("prompt-try-ja"))
        await sounds(admin.part("prompt-try-en"))
        await admin.part("prompt-form-save").click()
        made = row(admin, "年末のご案内")
        await expect(made).to_contain_text("読み上げ")
        await sounds(made.get_by_test_id("prompt-listen-ja"))
        await sounds(made.get_by_test_id("prompt-listen-en"))

        # A recording in its place: one that nothing here opens is refused in words, and callers keep what they had.
        await made.get_by_role("button", name="年末のご案内", exact=True).click()
        await admin.part("prompt-name").fill("年末年始のご案内")
        await admin.part("prompt-ja-uploaded").click()
        await admin.part("prompt-form-save").click()
        await expect(admin.part("prompt-voice-ja")).to_contain_text("録音のファイルを選んでください")
        await admin.part("prompt-file-ja").set_input_files(song)
        await admin.part("prompt-form-save").click()
        await expect(admin.part("prompt-form")).to_contain_text("MP3 のファイルは、ここでは開けません")
        await admin.part("prompt-file-ja").set_input_files(tone)
        await sounds(admin.part("prompt-try-ja"))
        await admin.part("prompt-form-save").click()
        made = row(admin, "年末年始のご案内")
        await expect(made.get_by_test_id("prompt-listen-ja")).to_contain_text("3 秒")
        await expect(made).to_contain_text("録音")

        # In a flow: chosen and heard there, and another one written in place.
        await admin.page.goto(f"{centre.url}/admin/flows")
        await admin.page.get_by_role("link", name="法人窓口").click()
        await admin.part("step-start").click()
        await admin.part("palette-prompt").click()
        await admin.part("field-prompt").click()
        await admin.page.get_by_role("option", name="年末年始のご案内").click()
        await sounds(admin.part("field-prompt-listen-ja"))
        await expect(admin.part("flow-editor")).to_have_attribute("data-saving", "saved")
        await admin.part("palette-hang_up").click()
        await admin.part("field-prompt-new").click()
        await admin.part("prompt-name").fill("さようなら")
        await admin.part("prompt-text-ja").fill("お電話ありがとうございました。")
        await admin.part("prompt-form-save").click()
        await expect(admin.part("field-prompt")).to_have_value("さようなら")
        await expect(admin.part("flow-editor")).to_have_attribute("data-saving", "saved")

        # What a flow speaks stays; what none does goes.
        await admin.page.goto(f"{centre.url}/admin/prompts")
        await expect(row(admin, "さようなら")).to_contain_text("法人窓口")
        await row(admin, "さようなら").get_by_role("button", name="さようなら", exact=True).click()
        await admin.part("prompt-remove").click()
        await admin.part("prompt-remove-confirm").click()
        await expect(admin.part("prompt-form")).to_contain_text("「法人窓口」")
        await admin.page.keyboard.press("Escape")
        await admin.part("prompt-add").click()
        await admin.part("prompt-name").fill("使わない案内")
        await admin.part("prompt-text-ja").fill("使いません。")
        await admin.part("prompt-form-save").click()
        await row(admin, "使わない案内").get_by_role("button", name="使わない案内", exact=True).click()
        await admin.part("prompt-remove").click()
        await admin.part("prompt-remove-confirm").click()
        await expect(row(admin, "使わない案内")).to_have_count(0)
        assert admin.faults == []
