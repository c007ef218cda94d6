"""What Minato Electric's supervisor is told of: the rules as delivered, a nearer eye on the business desk."""

from __future__ import annotations

from msgspec.structs import replace

from madoguchi.kit.settings import save_setting
from madoguchi.supervision.model.alerts import RULES, AlertRule
from madoguchi.supervision.settings import SupervisionSettings

LEVEL_LEAST = 5
"""A small company: so many contacts of a day say something."""

BUSINESS = AlertRule(code="business-wait", kind="longest_wait", above=30, severity="critical", queues=["business"])


async def over() -> None:
    """Set the thresholds; a queue is told of as soon as it falls below its target."""
    rules = [replace(rule, above=0) if rule.kind == "service_level" else rule for rule in RULES]
    await save_setting(SupervisionSettings(alerts=[*rules, BUSINESS], level_least=LEVEL_LEAST))
