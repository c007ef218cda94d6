"""What each picture of the scene shows, and the two pages made from it."""

from __future__ import annotations

from pathlib import Path

OUT = Path(__file__).parent.parent / "docs" / "scene"

STEPS: dict[str, tuple[str, str]] = {
    "01-sign-in": ("Sign-in, in the reader's language.", "サインイン。表示は使う人の言語です。"),
    "02-ready": (
        "Ready: the tour leads a newcomer, and *Call me* lets a real SIP phone ring.",
        "受付可。はじめての人にはツアーが順に案内し、「電話を鳴らす」で本物の SIP 電話が鳴ります。",
    ),
    "03-ringing": (
        "It rings at one agent alone: which desk am I and how do I open; then who calls and why to care.",
        "鳴るのは一人だけ。まず業務名と第一声、次にお客様と「知っておくこと」。",
    ),
    "04-talking": (
        "Answered by Alt+A. The opening phrase stays, notes are kept while typing, the identity check is at hand.",
        "Alt+A で応答。第一声は残り、メモは打ちながら保存され、本人確認もここで行います。",
    ),
    "05-case-and-holdings": (
        "A case changes its state during the call; orders and contracts are one tab away.",
        "通話中に案件の状態を変更。注文と契約は隣のタブにあります。",
    ),
    "06-on-hold": (
        "On hold the call bar is woven over and counts the seconds; wishes are changed while the customer says them.",
        "保留中は通話バーが織り柄になり、保留時間を数えます。連絡の希望は聞きながら直せます。",
    ),
    "07-wrap-up": (
        "Hang-up opens the wrap-up: what was noted is there, required fields are marked, the next step is a task.",
        "終話すると後処理が開きます。メモは入力済み、必須の項目に印、次回対応はそのままタスクになります。",
    ),
    "08-history": (
        "The contact history, with filters that are kept in the address.",
        "応対履歴。条件はアドレスに残ります。",
    ),
    "09-contact": (
        "The call that was: seconds, recording, events, disposition, and what it touched.",
        "終わった通話の記録。時間、録音、できごと、応対結果、関連するもの。",
    ),
    "10-customer": ("The whole customer, with everything on one timeline.", "お客様のすべてを一つの時系列で。"),
    "11-case": ("A case and its history.", "案件とその経過。"),
    "12-tasks": (
        "Tasks: the promised callback has its time and owner.",
        "タスク。約束した折り返しに日時と担当者があります。",
    ),
    "13-click-to-dial": (
        "Any number on screen calls out with one press; the customer is there before they answer.",
        "画面の電話番号はひと押しで発信。応答の前からお客様が表示されます。",
    ),
    "14-recording": (
        "Who may listen plays the recording from any point; that is written to the audit log.",
        "権限のある人は録音をどこからでも再生でき、再生は監査記録に残ります。",
    ),
    "20-unknown": (
        "A number nobody knows: the search holds it already.",
        "登録のない番号。検索欄に番号が入っています。",
    ),
    "21-new-customer": ("Alt+N makes a new customer from it.", "Alt+N でそのまま新しいお客様を登録。"),
    "22-several": (
        "Several customers on one number: the choice is kept for that number and can be corrected.",
        "一つの番号に複数のお客様。選んだ方を覚え、あとで直せます。",
    ),
    "23-withheld": ("A withheld number.", "非通知の着信。"),
    "24-not-answered": (
        "An offer that ran out makes the agent *not responding*: no further call until they say so.",
        "応答しないと「不応答」に。本人が戻すまで着信は来ません。",
    ),
    "25-overdue": (
        "A wrap-up past its time: overdue and not ready; the form stays owed.",
        "時間を過ぎた後処理。超過となり着信は来ず、入力は残ったままです。",
    ),
    "30-keys": ("Every key, on `?`.", "キーの一覧は `?` で。"),
    "31-lock": (
        "The screen locks when nobody touches it; a call under it goes on.",
        "操作がないと画面がロックされます。通話は続きます。",
    ),
}

HEADS = {
    "en": (
        "# The scene, step by step\n\n[日本語](README.ja.md)\n\n"
        "A repeat customer calls and nothing is typed twice. Made by `python -m tools.scene` from a real browser,\n"
        "a real switch and a real SIP phone on the demonstration company; the Japanese pictures are in light colours,\n"
        "these in dark.\n"
    ),
    "ja": (
        "# 場面を順に\n\n[English](README.md)\n\n"
        "二度目のお客様から電話がかかり、同じことを二度入力しません。`python -m tools.scene` が、デモ会社の上で本物の\n"
        "ブラウザー・交換機・SIP 電話を使って撮影しました。日本語は明るい配色、英語は暗い配色です。\n"
    ),
}  # fmt: skip
SIDE_ROADS = {"en": "## Side roads\n", "ja": "## 脇道\n"}


def page(language: str) -> str:
    """The page of one language, "ja" or "en"."""
    parts = [HEADS[language]]
    for step, words in STEPS.items():
        if step == "20-unknown":
            parts.append(SIDE_ROADS[language])
        sentence = words[language == "ja"]
        alt = sentence.replace("*", "").replace("`", "")
        parts.append(f"{sentence}\n\n![{alt}]({step}-{language}.png)\n")
    return "\n".join(parts)


def write_pages() -> None:
    """`docs/scene/README.md` and `README.ja.md`."""
    (OUT / "README.md").write_text(page("en"), "utf-8")
    (OUT / "README.ja.md").write_text(page("ja"), "utf-8")
