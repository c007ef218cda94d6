"""What the tenant has that a flow may speak of."""

from __future__ import annotations

from madoguchi import calendars, routing, telephony
from madoguchi.kit.settings import setting
from madoguchi.telephony import NumberInvalid
from madoguchi.workflows.model.faults import Known
from madoguchi.workflows.model.graph import Graph
from madoguchi.workflows.model.nodes import TransferNode
from madoguchi.workflows.model.prompt import HOUSE, LANGUAGES
from madoguchi.workflows.store import prompts


async def known(graph: Graph) -> Known:
    """Everything that the validation of a graph looks things up in."""
    return Known(
        queues=frozenset(queue.id for queue in await routing.all_queues() if queue.active),
        hours=frozenset(hours.id for hours in await calendars.all_hours() if hours.active),
        skills=frozenset(skill.code for skill in await routing.skills() if skill.active),
        prompts={code: frozenset(LANGUAGES) for code in HOUSE}
        | {str(prompt.id): prompt.heard_in() for prompt in await prompts.prompts()},
        languages=tuple((await setting(telephony.TelephonySettings)).announcement_languages),
        dials=any(trunk.active for trunk in await telephony.trunks()),
        unreadable=frozenset(
            node.number for node in graph.nodes if isinstance(node, TransferNode) and not _readable(node.number)
        ),
    )


def _readable(number: str) -> bool:
    try:
        telephony.dialable(number)
    except NumberInvalid:
        return False
    return True
