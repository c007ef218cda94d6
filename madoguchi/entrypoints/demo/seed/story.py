"""The people of the tour: the repeat caller, the household on one number, the firm, and one who speaks English."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from madoguchi.entrypoints.demo.names import PersonName
from madoguchi.entrypoints.demo.seed.bulk import insert
from madoguchi.entrypoints.demo.seed.calendar import at_work
from madoguchi.entrypoints.demo.seed.company import Company
from madoguchi.entrypoints.demo.seed.crowd import CUSTOMER, IDENTITY, Someone, customer_row, mail_row, phone_row
from madoguchi.entrypoints.demo.seed.past import Rows, case, contact
from madoguchi.kit.db import db
from madoguchi.kit.ids import new_id

TASK = "id, kind, customer_id, case_id, owner_id, due, text, created, created_by, changed"
CONTRACT = "id, customer_id, number, title, status, starts, ends, product_id"
HASEGAWA = "+819012345678"
HOUSEHOLD = "+81451234567"
EMMA_CALLER = "+818055550123"
NOISE = {
    "asked": "冷蔵庫から「カラカラ」という異音。製氷のあとに大きくなる。",
    "done": "訪問修理を手配。ファンまわりの清掃と点検。",
    "result": "異音の相談。訪問修理を手配した。",
}
NOISE_AGAIN = {
    "asked": "訪問修理の翌日に同じ音が再発。",
    "done": "お詫びし、防振ゴムの在庫を確認。部品が届き次第、無償で再訪問。",
    "result": "修理後に再発。部品の入荷後に折り返す約束。",
}
MOVED = {"asked": "洗濯機の設置日を変更したい。", "done": "翌週の土曜午前に変更。", "result": "設置日を変更。"}
REISSUED = {"asked": "保証書を紛失。", "done": "購入履歴を確認し再発行。", "result": "保証書を再発行。"}
DRUM = {
    "asked": "The drum light stays on after the programme.",
    "done": "A reset did not help; asked the technicians.",
    "result": "Drum light stays on; the technicians will answer.",
}
DELIVERED = {
    "asked": "Can the washer-dryer come on a Saturday?",
    "done": "Moved to Saturday, 10 to 12.",
    "result": "Delivery moved.",
}
DRUM_AGAIN = {
    "asked": "The drum light is back, now with error E21.",
    "done": "Apologised. The door seal may be the cause; a new one is on its way.",
    "result": "Error E21 after the reset. Visit once the door seal has arrived.",
}


async def tell(company: Company, today: datetime) -> None:
    """Write everybody of the story."""
    hasegawa = Someone(new_id(), HASEGAWA, today - timedelta(days=3000), "ja")
    yuto = Someone(new_id(), HOUSEHOLD, today - timedelta(days=900), "ja")
    yoko = Someone(new_id(), HOUSEHOLD, today - timedelta(days=700), "ja")
    midori = Someone(new_id(), "+81356780123", today - timedelta(days=1500), "ja")
    miller = Someone(new_id(), EMMA_CALLER, today - timedelta(days=400), "en")
    yokohama = {"postal_code": "222-0033", "address": "神奈川県横浜市港北区新横浜2-4-15"}
    rows = [
        customer_row(hasegawa, "M000001", PersonName("長谷川 美咲", "ハセガワ ミサキ", "Hasegawa Misaki"),
                     tier="gold", **yokohama),
        customer_row(yuto, "M000002", PersonName("大西 悠人", "オオニシ ユウト", "Onishi Yuto"), tier="silver"),
        customer_row(yoko, "M000003", PersonName("大西 陽子", "オオニシ ヨウコ", "Onishi Yoko")),
        customer_row(midori, "M000004", PersonName("緑川 誠", "ミドリカワ マコト", "Midorikawa Makoto"),
                     company="有限会社みどり商会", tier="platinum"),
        customer_row(miller, "M000005", PersonName("Daniel Miller", "", "Daniel Miller"), tier="gold",
                     postal_code="231-0862", address="3-12-8 Yamatecho, Naka-ku, Yokohama"),
    ]  # fmt: skip
    await insert("customer", CUSTOMER, rows)
    identities = [phone_row(each, each.phone) for each in (hasegawa, yuto, yoko, midori, miller)]
    identities.append(mail_row(hasegawa, "misaki.hasegawa@example.jp"))
    identities.append(mail_row(miller, "daniel.miller@example.com"))
    await insert("identity", IDENTITY, identities)
    await _belongings(company, hasegawa, miller, today)
    await _history(company, hasegawa, miller, today)
    await insert("preference", "id, customer_id, key, value, changed", [
        [new_id(), hasegawa.id, "channel", "voice", today - timedelta(days=200)],
        [new_id(), hasegawa.id, "language", "ja", today - timedelta(days=200)],
        [new_id(), miller.id, "language", "en", today - timedelta(days=200)],
    ])  # fmt: skip


async def _belongings(company: Company, hasegawa: Someone, miller: Someone, today: datetime) -> None:
    fridge, washer = company.products["MR-F502K"][0], company.products["MW-D100"][0]
    tank, filter_ = company.products["MP-T1"], company.products["MP-F1"]
    seal = company.products["MP-H1"]
    order, spare = new_id(), new_id()
    await insert("purchase_order", "id, customer_id, number, status, ordered, due, total_minor, currency", [
        [order, hasegawa.id, "W239985", "shipped", today - timedelta(days=4), (today + timedelta(days=3)).date(), 3980,
         "JPY"],
        [spare, miller.id, "W239991", "shipped", today - timedelta(days=2), (today + timedelta(days=2)).date(), seal[4],
         "JPY"],
    ])  # fmt: skip
    await insert("order_line", "id, order_id, position, product_id, title, quantity, price_minor", [
        [new_id(), order, 1, tank[0], tank[1], 1, tank[4]], [new_id(), order, 2, filter_[0], filter_[1], 1, filter_[4]],
        [new_id(), spare, 1, seal[0], "Door seal for MW-D100", 1, seal[4]],
    ])  # fmt: skip
    await insert("owned_product", "id, customer_id, product_id, serial, bought, warranty_until", [
        [new_id(), hasegawa.id, fridge, "502K2306417", date(2023, 6, 11), date(2028, 6, 10)],
        [new_id(), hasegawa.id, washer, "D1002409102", date(2024, 9, 7), date(2025, 9, 6)],
        [new_id(), miller.id, washer, "D1002511330", date(2025, 11, 3), date(2026, 11, 2)],
    ])  # fmt: skip
    await insert("contract", CONTRACT, [
        [new_id(), hasegawa.id, "EW-230611", "延長保証 5年（MR-F502K）", "active", date(2023, 6, 11), date(2028, 6, 10),
         fridge],
        [new_id(), miller.id, "EW-251103", "Five-year cover (MW-D100)", "active", date(2025, 11, 3), date(2030, 11, 2),
         washer],
    ])  # fmt: skip


def _reason(company: Company, *codes: str) -> tuple[UUID, tuple[str, ...], str, str]:
    return next(reason for reason in company.reasons if reason[1] == codes)


async def _history(company: Company, hasegawa: Someone, miller: Someone, today: datetime) -> None:
    rows = Rows()
    noise, reissue = _reason(company, "repair", "fridge", "noise"), _reason(company, "paper", "warranty", "reissue")
    install, error = _reason(company, "usage", "setup", "install"), _reason(company, "repair", "washer", "error")
    numbers = [int(r[0]) for r in await db().fetch("select next_case_number() from generate_series(1, 4)")]
    named = [f"CS-{number:05d}" for number in numbers]
    due = today.replace(hour=8, minute=0, second=0, microsecond=0) + timedelta(days=1)
    ago = {days: at_work(today - timedelta(days=days, hours=3), today) for days in (2, 5, 6, 380, 470, 730)}
    contact(rows, company, hasegawa, "suzuki", "appliances", ago[730], reissue, "resolved", talk=180, texts=REISSUED)
    contact(rows, company, hasegawa, "tanaka", "delivery", ago[470], install, "resolved", talk=260, texts=MOVED)
    first = contact(rows, company, hasegawa, "sato", "appliances", ago[5], noise, "arranged", talk=468, hold=10,
                    texts=NOISE, note="夜間の音が特に気になるとのこと。小さなお子さまがいらっしゃる。")  # fmt: skip
    second = contact(rows, company, hasegawa, "suzuki", "appliances", ago[2], noise, "arranged", talk=352,
                     texts=NOISE_AGAIN)  # fmt: skip
    drum = contact(rows, company, miller, "emma", "english", ago[6], error, "arranged", talk=410, texts=DRUM)
    drum_again = contact(rows, company, miller, "emma", "english", ago[2], error, "arranged", talk=295, hold=20,
                         texts=DRUM_AGAIN, note="Works from home; mornings suit best.")  # fmt: skip
    contact(rows, company, miller, "tanaka", "delivery", ago[380], install, "resolved", talk=205, texts=DELIVERED)
    open_case = case(rows, company, hasegawa, named[0], "冷蔵庫の異音（訪問修理後に再発）", ago[5], status="open",
                     priority="urgent", due=due, assignee="sato")  # fmt: skip
    case(rows, company, hasegawa, named[1], "洗濯機の設置日変更", ago[470], line="delivery", assignee="tanaka")
    case(rows, company, hasegawa, named[2], "保証書の再発行", ago[730], assignee="suzuki")
    drum_case = case(rows, company, miller, named[3], "Washer-dryer: drum light and error E21", ago[6], status="open",
                     priority="urgent", line="english", assignee="emma", due=due)  # fmt: skip
    touched = ((first, open_case, 5), (second, open_case, 2), (drum, drum_case, 6), (drum_again, drum_case, 2))
    link: list[list[Any]] = [[new_id(), call, "case", about, ago[days]] for call, about, days in touched]
    await rows.write()
    await insert("interaction_link", "id, interaction_id, kind, ref, at", link)
    sato = company.users["sato"]
    await insert("task", TASK, [
        [new_id(), "callback", hasegawa.id, open_case, sato, due, "部品の入荷を確認して折り返す", ago[2], sato, ago[2]],
        [new_id(), "follow_up", miller.id, drum_case, company.users["emma"], due, "Agree on the visit", ago[2],
         company.users["emma"], ago[2]],
    ])  # fmt: skip
