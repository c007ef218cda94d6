"""Minato Electric: who works there, which lines it serves, on which numbers, and what its contacts are about."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import msgspec

from madoguchi import access, routing, workflows
from madoguchi.access import LineForm, Profile, Role, TeamForm
from madoguchi.entrypoints.demo.seed.abilities import GIVING_WAY, teach, train
from madoguchi.entrypoints.demo.seed.bulk import insert
from madoguchi.kit.i18n import Locale
from madoguchi.kit.ids import new_id
from madoguchi.routing.actions.queues import QueueForm, set_members
from madoguchi.workflows import FlowForm, Short


class Line(msgspec.Struct, frozen=True):
    """A line of business with its dialled number and its queue (the same code)."""

    code: str
    ja: str
    en: str
    number: str
    phrase_ja: str
    phrase_en: str
    members: tuple[str, ...]


class Person(msgspec.Struct, frozen=True):
    """One of ours."""

    key: str
    name: str
    kana: str
    role: Role
    locale: Locale = "ja"

    @property
    def email(self) -> str:
        """The address that signs in."""
        return f"{self.key}@minato.example"


LINES = (
    Line("appliances", "家電サポート", "Appliance support", "+81120000315",
         "お電話ありがとうございます。みなと電機 家電サポートでございます。",
         "Thank you for calling Minato Electric appliance support.", ("sato", "suzuki", "tanaka", "emma")),
    Line("delivery", "配送・設置", "Delivery and installation", "+81120000316",
         "お電話ありがとうございます。みなと電機 配送・設置センターでございます。",
         "Thank you for calling Minato Electric delivery.", ("suzuki", "tanaka")),
    Line("business", "法人窓口", "Business desk", "+81345670315",
         "お世話になっております。みなと電機 法人窓口でございます。",
         "Thank you for calling the Minato Electric business desk.", ("tanaka",)),
    Line("english", "英語サポート", "English support", "+81120000317",
         "お電話ありがとうございます。みなと電機でございます。",
         "Thank you for calling Minato Electric. How can I help you?", ("emma",)),
)  # fmt: skip
PEOPLE = (
    Person("sato", "佐藤 由美", "サトウ ユミ", "agent"),
    Person("suzuki", "鈴木 健一", "スズキ ケンイチ", "agent"),
    Person("tanaka", "田中 翔", "タナカ ショウ", "agent"),
    Person("emma", "Emma Clark", "", "agent", "en"),
    Person("kobayashi", "小林 恵", "コバヤシ メグミ", "supervisor"),
    Person("watanabe", "渡辺 隆", "ワタナベ タカシ", "auditor"),
)
TEAMS = (
    ("support", "サポート", "Support", ("sato", "suzuki")),
    ("service", "配送・法人・英語", "Delivery, business, English", ("tanaka", "emma")),
)
ADMINISTRATOR = Person("admin", "山本 直子", "ヤマモト ナオコ", "administrator")

REASONS: dict[tuple[str, str, str], dict[tuple[str, str, str], tuple[tuple[str, str, str], ...]]] = {
    ("repair", "修理", "Repair"): {
        ("fridge", "冷蔵庫", "Fridge"): (
            ("noise", "異音", "Noise"), ("cooling", "冷えない", "Does not cool"), ("leak", "水漏れ", "Leak"),
        ),
        ("washer", "洗濯機", "Washing machine"): (
            ("error", "エラー表示", "Error code"), ("vibration", "振動", "Vibration"),
        ),
        ("aircon", "エアコン", "Air conditioner"): (
            ("smell", "におい", "Smell"), ("remote", "リモコン", "Remote control"),
        ),
    },
    ("usage", "使い方", "How to use"): {
        ("setup", "初期設定", "Set-up"): (("wifi", "Wi-Fi 接続", "Wi-Fi"), ("install", "設置", "Installation")),
        ("care", "お手入れ", "Cleaning"): (("filter", "フィルター", "Filter"),),
    },
    ("order", "注文・配送", "Orders and delivery"): {
        ("date", "配送日", "Delivery date"): (("change", "日時変更", "Change"), ("late", "遅延", "Late")),
        ("parts", "部品・消耗品", "Parts"): (("stock", "在庫", "Stock"), ("compatible", "適合", "Compatibility")),
    },
    ("paper", "書類", "Papers"): {
        ("warranty", "保証書", "Warranty"): (("reissue", "再発行", "New copy"), ("extend", "延長保証", "Extension")),
        ("invoice", "請求書", "Invoice"): (("address", "宛名変更", "Addressee"),),
    },
    ("complaint", "苦情・要望", "Complaints"): {
        ("service", "応対", "Our service"): (("wait", "待ち時間", "Waiting"), ("words", "説明不足", "Explanation")),
    },
}  # fmt: skip
PRODUCTS = (
    ("MR-F502K", "冷凍冷蔵庫 502L", "Fridge-freezer 502 L", "fridge", 12, 238000),
    ("MR-F405", "冷凍冷蔵庫 405L", "Fridge-freezer 405 L", "fridge", 12, 168000),
    ("MW-D100", "ドラム式洗濯乾燥機 10kg", "Washer-dryer 10 kg", "washer", 12, 219000),
    ("MW-V70", "全自動洗濯機 7kg", "Washing machine 7 kg", "washer", 12, 74800),
    ("MA-X28", "エアコン 10畳用", "Air conditioner 2.8 kW", "aircon", 24, 128000),
    ("MA-X40", "エアコン 14畳用", "Air conditioner 4.0 kW", "aircon", 24, 168000),
    ("MO-S26", "オーブンレンジ 26L", "Oven 26 L", "kitchen", 12, 54800),
    ("MP-T1", "給水タンク", "Water tank", "parts", 6, 2480),
    ("MP-F1", "浄水フィルター", "Water filter", "parts", 6, 1500),
    ("MP-H1", "ドアパッキン", "Door seal", "parts", 6, 6800),
)


class Company(msgspec.Struct, frozen=True):
    """What the rest of the generator refers to."""

    users: dict[str, UUID]
    lines: dict[str, UUID]
    queues: dict[str, UUID]
    entries: dict[str, UUID]
    reasons: list[tuple[UUID, tuple[str, ...], str, str]]
    products: dict[str, tuple[UUID, str, str, int, int]]


async def found(administrator: UUID, password_hash: str) -> Company:
    """Write the company into the tenant at work."""
    users = {ADMINISTRATOR.key: administrator}
    for person in PEOPLE:
        profile = Profile(
            email=person.email, name=person.name, kana=person.kana, locale=person.locale, roles=[person.role],
            team_id=None,
        )  # fmt: skip
        users[person.key] = (await access.add_user(profile, password_hash)).id
    await _teams(users)
    await teach()
    lines: dict[str, UUID] = {}
    queues: dict[str, UUID] = {}
    for line in LINES:
        form = LineForm(code=line.code, name_ja=line.ja, name_en=line.en, opening_phrase_ja=line.phrase_ja,
                        opening_phrase_en=line.phrase_en)  # fmt: skip
        lines[line.code] = (await access.add_line(form)).id
        queue = QueueForm(code=line.code, name_ja=line.ja, name_en=line.en, line_of_business=lines[line.code],
                          steps=GIVING_WAY.get(line.code, []))  # fmt: skip
        queues[line.code] = (await routing.add_queue(queue)).id
        await set_members(queues[line.code], [users[key] for key in line.members])
    await train(users, queues, lines)
    entries = await _entries(queues)
    await _numbers(lines, entries)
    return Company(users, lines, queues, entries, await _reasons(), await _products())


async def _teams(users: dict[str, UUID]) -> None:
    for code, ja, en, members in TEAMS:
        team = await access.add_team(TeamForm(code=code, name_ja=ja, name_en=en, leaders=[users["kobayashi"]]))
        await access.set_team_members(team.id, [users[key] for key in members])


async def _entries(queues: dict[str, UUID]) -> dict[str, UUID]:
    entries: dict[str, UUID] = {}
    for line in LINES:
        wish = Short(queue=queues[line.code], max_wait_seconds=600)
        entries[line.code] = (await workflows.add(FlowForm(name=line.ja, short=wish))).id
    return entries


async def _numbers(lines: dict[str, UUID], entries: dict[str, UUID]) -> None:
    rows: list[list[Any]] = [
        [new_id(), line.number, line.ja, entries[line.code], lines[line.code], True] for line in LINES
    ]
    await insert("number", "id, e164, label, entry_point, line_of_business_id, outbound", rows)


async def _reasons() -> list[tuple[UUID, tuple[str, ...], str, str]]:
    """The tree for all lines; returns its leaves: id, codes, and the path in both languages."""
    rows: list[list[Any]] = []
    leaves: list[tuple[UUID, tuple[str, ...], str, str]] = []
    for i, (first, seconds) in enumerate(REASONS.items()):
        rows.append([new_id(), None, 1, *first, i])
        top = rows[-1][0]
        for j, (second, thirds) in enumerate(seconds.items()):
            rows.append([new_id(), top, 2, *second, j])
            middle = rows[-1][0]
            for k, third in enumerate(thirds):
                rows.append([new_id(), middle, 3, *third, k])
                ja, en = (" › ".join(level[n] for level in (first, second, third)) for n in (1, 2))
                leaves.append((rows[-1][0], (first[0], second[0], third[0]), ja, en))
    shaped = [[r[0], r[1], r[2], r[3], r[4], r[5], r[6]] for r in rows]
    await insert("contact_reason", "id, parent_id, level, code, name_ja, name_en, position", shaped)
    rule = [new_id(), None, 90, 60, 3, ["reason", "resolution"], 2]
    columns = "id, line_of_business_id, seconds, extend_seconds, extensions, required, reason_depth"
    await insert("wrapup_rule", columns, [rule])
    return leaves


async def _products() -> dict[str, tuple[UUID, str, str, int, int]]:
    made = {code: (new_id(), ja, en, months, price) for code, ja, en, _, months, price in PRODUCTS}
    rows = [[made[code][0], code, ja, en, category, months] for code, ja, en, category, months, _ in PRODUCTS]
    await insert("product", "id, code, name_ja, name_en, category, warranty_months", rows)
    return made
