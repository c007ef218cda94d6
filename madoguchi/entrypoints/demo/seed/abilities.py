"""What the people of Minato Electric are good at, how much they take at once, and a second line that asks for it."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from madoguchi import routing
from madoguchi.kit.settings import save_setting
from madoguchi.routing import Capacity, ProfileForm, QueueForm, RoutingSettings, SkillForm, Step, ValuePoints

SKILLS = (
    ("repair", "修理・使い方", "Repairs and help"),
    ("fridge", "冷蔵庫", "Fridges"),
    ("aircon", "エアコン", "Air conditioners"),
    ("billing", "請求・お支払い", "Billing"),
    ("complaint", "苦情対応", "Complaints"),
)
CALLS_AND_CHATS = Capacity(most={"voice": 1, "chat": 3})
PEOPLE: dict[str, ProfileForm] = {
    "sato": ProfileForm(skills={"repair": 4, "fridge": 4, "aircon": 2, "complaint": 3}, capacity=CALLS_AND_CHATS),
    "suzuki": ProfileForm(skills={"repair": 3, "fridge": 3, "aircon": 4}),
    "tanaka": ProfileForm(skills={"billing": 5, "complaint": 4, "fridge": 2}, languages=["ja", "en"]),
    "emma": ProfileForm(skills={"fridge": 2, "billing": 2}, languages=["en", "ja"], capacity=CALLS_AND_CHATS),
}
SECOND_LINE = ("sato", "suzuki", "tanaka")
DEAR = (ValuePoints(from_minor=100_000, points=1), ValuePoints(from_minor=300_000, points=2))
"""Who ordered for so many yen in the last year stands a minute, or two, nearer to the head of the line."""

GIVING_WAY = {"appliances": [Step(after=60, lower=1), Step(after=120, drop=["repair"])]}
"""How the first lines give way to somebody whom the menu sent for a skill: before long, anybody takes them."""


async def teach() -> None:
    """What one can be good at."""
    for code, ja, en in SKILLS:
        await routing.add_skill(SkillForm(code=code, name_ja=ja, name_en=en))


async def train(users: Mapping[str, UUID], queues: dict[str, UUID], lines: Mapping[str, UUID]) -> None:
    """Who has which skill; the second line for complaints, which gives way: a lower level, then anybody, then the rest.

    The first line prefers who spoke with the customer last; every line those who ordered for much.
    """
    await save_setting(RoutingSettings(value_points=list(DEAR)))
    for key, form in PEOPLE.items():
        await routing.change_profile(users[key], form, 0)
    second = QueueForm(
        code="complaints",
        name_ja="苦情・ご意見（二次対応）",
        name_en="Complaints (second line)",
        line_of_business=lines["appliances"],
        strategy="best_skill",
        required={"complaint": 4},
        steps=[
            Step(after=30, lower=1),
            Step(after=60, drop=["complaint"]),
            Step(after=90, overflow=queues["appliances"]),
        ],
        last_agent=True,
    )
    queues[second.code] = (await routing.add_queue(second)).id
    await routing.set_members(queues[second.code], [users[key] for key in SECOND_LINE])
