"""What the tenant has that a flow may speak of."""

from __future__ import annotations

from madoguchi import calendars, routing, telephony
from madoguchi.kit.settings import setting
from madoguchi.workflows.model.faults import Known

HOUSE = ("notice", "waiting", "sorry", "closed")
"""Prompts that every installation can speak, in Japanese and English."""


async def known() -> Known:
    """Everything that validation looks things up in."""
    return Known(
        queues=frozenset(queue.id for queue in await routing.all_queues() if queue.active),
        hours=frozenset(hours.id for hours in await calendars.all_hours() if hours.active),
        skills=frozenset(skill.code for skill in await routing.skills() if skill.active),
        prompts={code: frozenset({"ja", "en"}) for code in HOUSE},
        languages=tuple((await setting(telephony.TelephonySettings)).announcement_languages),
        dials=any(trunk.active for trunk in await telephony.trunks()),
    )
