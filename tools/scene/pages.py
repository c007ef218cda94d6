"""What each picture of the scene shows, and the two pages made from it."""

from __future__ import annotations

from pathlib import Path

OUT = Path(__file__).parent.parent.parent / "docs" / "scene"

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
    "26-reason": (
        "A call against the customer's wish asks why, and keeps the answer. What the law forbids cannot be passed.",
        "お客様のご希望に反する発信には理由が必要で、記録に残ります。法令の制限は理由があっても越えられません。",
    ),
    "27-consent": (
        "A caller from where the law asks for consent did not agree: no recording, and the record says so.",
        "同意が必要な地域からの入電。同意がなければ録音されず、その旨が記録に残ります。",
    ),
    "28-caution": (
        "A supervisor warns of a customer: why, and until when.",
        "スーパーバイザーが注意フラグを登録。理由と期限があります。",
    ),
    "29-warned": (
        "Whoever is asked next is warned before they answer.",
        "次に着信した人は、応答の前に注意を確認できます。",
    ),
    "30-ending": (
        "The way to end a talk that goes too far, step by step; its recording is kept.",
        "行き過ぎた通話を終えるための手順。録音は保全されます。",
    ),
    "40-transfer": (
        "Alt+T: hand on, ask first, or talk together; with a note that travels along.",
        "Alt+T で即時転送・相談・会議。申し送りも一緒に届きます。",
    ),
    "41-asked-aside": (
        "The colleague's desk, before they answer: the customer, the question, and what was noted so far.",
        "相談された側の画面。応答の前に、お客様・相談内容・これまでのメモが届いています。",
    ),
    "42-consulting": (
        "The two talk while the customer hears music; swap, bring together, hand over or go back.",
        "お客様の保留中に二人で相談。切替・会議・引き継ぎ・戻るを選べます。",
    ),
    "43-conference": ("Three in one talk.", "三者通話。"),
    "44-callbacks": (
        "Everybody who is to be called back: promised, booked or missed, with owner and tries.",
        "折り返しの一覧。約束・予約・不在着信に、担当者と回数があります。",
    ),
    "45-booking": (
        "A callback by appointment: the times come from who will be there.",
        "折り返しの予約。時間枠は出勤する人数から作られます。",
    ),
    "46-second-line": (
        "A case goes to second line: to whom, by when, and what is asked.",
        "案件を二次対応へ。担当者・期限・依頼内容を添えます。",
    ),
    "47-hand-back": (
        "It comes back with what was found, and when the customer will hear of it.",
        "調べた結果と回答期限を添えて一次対応へ戻します。",
    ),
    "50-board": (
        "The live board: who waits for how long, today's figures, their goal, everybody's state, what asks for help.",
        "ライブモニター。待ち時間、目標つきの今日の数値、全員のステータス、いま対応が必要なこと。",
    ),
    "51-person": (
        "One person and their talk: listen, whisper, join or take over; each says who will hear it.",
        "一人と、その通話。モニタリング・ささやき・割り込み・引き取りの、誰に聞こえるかを示します。",
    ),
    "52-whispering": (
        "Beside the talk: the bar says so on every page, and is the way out.",
        "ささやき中。どの画面でもバーに表示され、ここから終えられます。",
    ),
    "53-whispered-to": ("The agent sees who is there.", "オペレーターにも、誰がいるかが見えます。"),
    "54-report": (
        "Yesterday: every figure has its definition, its goal and what is behind it.",
        "昨日のレポート。どの数値にも定義・目標・内訳があります。",
    ),
    "55-finding": (
        "Worth a look, never a verdict: the contacts behind it, and what was said about it.",
        "気づきは判定ではなく確認のきっかけ。もとの応対と、話し合った内容を残します。",
    ),
    "56-behind-a-figure": ("A figure opens down to its contacts.", "数値からもとの応対まで開けます。"),
    "60-flow": (
        "The road of a call, drawn: hours, menu, skills, lines, a callback, a message.",
        "着信フロー。受付時間・メニュー・スキル・キュー・折り返し・留守番電話を図で組み立てます。",
    ),
    "61-flow-tried": (
        "A simulated caller walks the draft: the way they took, on the canvas and in sentences.",
        "試しに電話して下書きを確認。通った経路が図と文章で示されます。",
    ),
    "70-keys": ("Every key, on `?`.", "キーの一覧は `?` で。"),
    "71-lock": (
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
SECTIONS: dict[str, tuple[str, str]] = {
    "20-unknown": ("Side roads", "脇道"),
    "28-caution": ("Care for our own", "オペレーターを守る"),
    "40-transfer": ("Together", "連携"),
    "44-callbacks": ("What is owed", "約束と引き継ぎ"),
    "50-board": ("The supervisor", "スーパーバイザー"),
    "60-flow": ("The administrator", "管理者"),
    "70-keys": ("All around", "そのほか"),
}
"""Before which step a heading stands."""


def page(language: str) -> str:
    """The page of one language, "ja" or "en"."""
    parts = [HEADS[language]]
    for step, words in STEPS.items():
        if step in SECTIONS:
            parts.append(f"## {SECTIONS[step][language == 'ja']}\n")
        sentence = words[language == "ja"]
        alt = sentence.replace("*", "").replace("`", "")
        parts.append(f"{sentence}\n\n![{alt}]({step}-{language}.png)\n")
    return "\n".join(parts)


def write_pages() -> None:
    """`docs/scene/README.md` and `README.ja.md`."""
    (OUT / "README.md").write_text(page("en"), "utf-8")
    (OUT / "README.ja.md").write_text(page("ja"), "utf-8")
