"""Ending a contact that nobody has to bear (カスハラ): the reason is kept, and what was recorded is evidence."""

from uuid import UUID

from msgspec import Struct

from madoguchi import interactions
from madoguchi.interactions import Incident
from madoguchi.kit.errors import Fault
from madoguchi.kit.settings import setting
from madoguchi.workspace.actions.callers import concerned
from madoguchi.workspace.errors import EndingInvalid
from madoguchi.workspace.settings import EndingReason, EndingStep, WorkspaceSettings


class EndingScript(Struct, frozen=True, kw_only=True):
    """What the agent says, step by step, and the reasons to choose from."""

    steps: tuple[EndingStep, ...]
    reasons: tuple[EndingReason, ...]


async def script() -> EndingScript:
    """The ending script as the tenant set it."""
    settings = await setting(WorkspaceSettings)
    return EndingScript(steps=settings.ending_steps, reasons=settings.ending_reasons)


async def end_contact(interaction: UUID, user: UUID, reason: str, note: str, *, hang_up: bool) -> Incident:
    """Record why, keep the evidence, and hang up unless somebody else goes on with it.

    Raises `NotYourContact`, `EndingInvalid` for a reason that is not the tenant's, `NoteInvalid`.
    """
    if reason not in {known.code for known in (await script()).reasons}:
        raise EndingInvalid(faults=[Fault(at="reason", code="ending_reason_unknown")])
    await concerned(interaction, user)
    incident = await interactions.record_incident(interaction, reason, note, user)
    live = any(part.interaction_id == interaction for part in await interactions.live_segments(user))
    if hang_up and live:
        await interactions.hang_up(interaction, user)
    return incident
