"""What the desk does later."""

from madoguchi.kit.jobs import job
from madoguchi.workspace.actions import wrapups
from madoguchi.workspace.actions.wrapups import Due


@job("workspace.wrapup_due")
async def wrapup_due(body: Due) -> None:
    """A wrap-up's time may be up."""
    await wrapups.time_is_up(body.wrapup)
