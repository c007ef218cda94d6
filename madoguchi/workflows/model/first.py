"""An entry flow in its first form, and how a contact moves through it.

notice → queue → done          (no notice: queue at once)
           ↓ nobody took it
        farewell → done
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

Step = Literal["notice", "queue", "farewell", "done"]
Notice = Literal["notice"]
Farewell = Literal["sorry", "closed"]


class EntryFlow(msgspec.Struct, frozen=True, kw_only=True):
    """What happens to a contact that comes in here. `notice`: the prompt that tells of the recording, if one is played.

    `farewell` is the prompt for who waited in vain; `max_wait_seconds` None: as the queue says.
    """

    id: UUID
    name: str
    notice: Notice | None
    queue: UUID
    priority: int
    max_wait_seconds: int | None
    farewell: Farewell
    active: bool
    version: int


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """Where one contact is. `flow` is None when it came in where nothing leads on."""

    interaction: UUID
    flow: UUID | None
    step: Step
    moved: datetime


GIVEN_UP = frozenset({"max_wait", "unanswered"})
"""The exits of a wait after which the contact is still there and nobody will come."""


def after_wait(step: Step, exit: str) -> Step:
    """Where a contact goes when its wait ended by `exit`; who is being seen off stays so."""
    if step == "farewell":
        return step
    return "farewell" if exit in GIVEN_UP else "done"


def after_prompt(step: Step, prompt: str, flow: EntryFlow | None) -> Step:
    """Where a contact goes when `prompt` was played to its end; a prompt that is not its step's changes nothing."""
    if step == "notice" and flow is not None and prompt == flow.notice:
        return "queue"
    if step == "farewell" and prompt in ("sorry", "closed"):
        return "done"
    return step
