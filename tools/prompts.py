"""Render the spoken prompts that the repository carries: `python -m tools.prompts [CODE …]` (all without codes).

It needs pyopenjtalk-plus, espeak-ng and sox.

They are rendered once and committed, so that neither a start nor a test needs a voice. The Japanese voice is "Mei"
(MMDAgent, CC BY 3.0, see NOTICE).
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import wave
from pathlib import Path

from madoguchi.entrypoints.demo.seed.reception import SAID

HOUSE = Path(__file__).parent.parent / "madoguchi"
PROMPTS = {
    "notice": (
        "お電話ありがとうございます。応対品質の向上のため、この通話を録音いたします。",
        "Thank you for calling. This call is recorded so that we can serve you better.",
    ),
    "recorded": (
        "応対品質の向上のため、この通話を録音いたします。",
        "This call is recorded so that we can serve you better.",
    ),
    "consent": (
        "応対品質の向上のため、この通話を録音してもよろしいでしょうか。よろしければ、いちを押してください。"
        "録音を望まれない場合は、そのままお待ちください。",
        "May we record this call, so that we can serve you better? To agree, press 1. If you would rather not, "
        "please hold the line.",
    ),
    "waiting": (
        "ただいま電話が大変混み合っております。順番におつなぎいたしますので、このままお待ちください。",
        "All our agents are busy right now. Please hold the line, and we will answer in turn.",
    ),
    "sorry": (
        "大変お待たせして申し訳ございません。担当者より、のちほど折り返しお電話いたします。",
        "We are sorry to have kept you waiting. We will call you back.",
    ),
    "closed": (
        "申し訳ございません。ただいま電話をお受けできません。担当者より、のちほどおかけ直しいたします。",
        "We are sorry, we cannot take your call right now. We will call you back.",
    ),
    "test-call": (
        "窓口からのテスト発信です。この回線は正しく設定されています。",
        "This is a test call from Madoguchi. Your line is set up correctly.",
    ),
}
KANJI = ("", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十")
NUMBERS = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
# What is told to somebody in line: their place, and the minutes that it may take.
PROMPTS |= {
    f"position-{place}": (
        f"ただいま、{KANJI[place]}番目におつなぎいたします。" if place > 1 else "次に、おつなぎいたします。",
        f"You are {NUMBERS[place]} in line." if place > 1 else "You are next in line.",
    )
    for place in range(1, 11)
}
PROMPTS["position-more"] = (
    "ただいま、十人以上のお客様がお待ちです。順番におつなぎいたします。",
    "More than ten callers are in line before you.",
)
PROMPTS |= {
    f"wait-{minutes}": (
        f"お待ちいただく時間は、およそ{minutes}分です。",
        f"The estimated waiting time is {minutes} minute{'' if minutes == 1 else 's'}.",
    )
    for minutes in (1, 2, 3, 5, 7, 10, 15, 20, 30)
}
PROMPTS["wait-more"] = (
    "お待ちいただく時間は、三十分以上になる見込みです。",
    "The estimated waiting time is more than thirty minutes.",
)
# The demonstration company's main number, whose flow has these words beside its sounds.
RECEPTION = {f"main-{code}": (ja, en) for code, (_, ja, en) in SAID.items()}
CALLERS = {
    "repair": (
        "もしもし、先日修理していただいた冷蔵庫なんですけれど、ゆうべからまた同じ音がするんです。見ていただけますか。",
        "Hello. It is about the fridge you repaired last week. Since last night it makes the same noise again. "
        "Could somebody have a look?",
    ),
    "delivery": (
        "もしもし、注文した給水タンクの配送日を、木曜日の午前中に変更したいのですが。",
        "Hello. I ordered a water tank, and I would like to move the delivery to Thursday morning.",
    ),
    "thanks": (
        "はい、わかりました。ありがとうございます。よろしくお願いします。",
        "All right. Thank you very much for your help. Goodbye.",
    ),
}


def render_ja(text: str, file: Path) -> None:
    """One Japanese sentence as 48 kHz audio."""
    import pyopenjtalk  # type: ignore[import-not-found]  # only on the machine that renders

    samples, rate = pyopenjtalk.tts(text)
    with wave.open(str(file), "wb") as out:
        out.setparams((1, 2, rate, 0, "NONE", ""))
        out.writeframes(samples.astype("<i2").tobytes())


def render_en(text: str, file: Path) -> None:
    """One English sentence."""
    subprocess.run(["espeak-ng", "-v", "en-us+f3", "-s", "155", "-w", str(file), text], check=True)


def to_telephony(raw: Path, file: Path) -> None:
    """8 kHz, mono, 16 bit, evenly loud: what a switch plays."""
    file.parent.mkdir(parents=True, exist_ok=True)
    effects = ["highpass", "120", "norm", "-4", "pad", "0.15", "0.25"]
    subprocess.run(["sox", str(raw), "-r", "8000", "-c", "1", "-b", "16", str(file), *effects], check=True)


def main(codes: list[str]) -> None:
    """Render everything, or what `codes` name."""
    demo = HOUSE / "entrypoints" / "demo" / "sounds"
    folders = [(PROMPTS, HOUSE / "telephony" / "sounds"), (RECEPTION, demo), (CALLERS, demo)]
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "raw.wav"
        for sentences, target in folders:
            for name, (ja, en) in sentences.items():
                if codes and name not in codes:
                    continue
                render_ja(ja, raw)
                to_telephony(raw, target / f"{name}-ja.wav")
                render_en(en, raw)
                to_telephony(raw, target / f"{name}-en.wav")


if __name__ == "__main__":
    main(sys.argv[1:])
