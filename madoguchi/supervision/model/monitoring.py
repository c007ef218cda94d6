"""A supervisor beside an agent's talk."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

Mode = Literal["listen", "whisper", "barge", "take_over"]
HEARD: tuple[Mode, ...] = ("whisper", "barge", "take_over")
"""The modes in which the supervisor has a voice. One supervisor at a time may have it in one contact."""


class MonitoringStep(msgspec.Struct, frozen=True, kw_only=True):
    """From when they were there in this way, as the medium confirmed it."""

    mode: Mode
    at: datetime


class Monitoring(msgspec.Struct, frozen=True, kw_only=True):
    """One supervisor beside one agent's part. `mode` is what was last wished, `steps` what came to be, in order.

    `state`: connecting until the first step, then on, ended. `cause`: as `interactions` tells it. `was_ready`: their
    presence was set aside for it and comes back afterwards.
    """

    id: UUID
    interaction_id: UUID
    agent_id: UUID
    user_id: UUID
    mode: Mode
    state: Literal["connecting", "on", "ended"]
    steps: list[MonitoringStep]
    began: datetime
    ended: datetime | None
    cause: str
    was_ready: bool

    @property
    def heard(self) -> bool:
        """Whether the agent heard them at some time: then it is no secret."""
        return any(step.mode in HEARD for step in self.steps)


def stepped(steps: Sequence[MonitoringStep], mode: Mode, at: datetime) -> list[MonitoringStep]:
    """The steps with one more, by their times: one told late finds its place, one told again changes nothing."""
    known = {(step.at, step.mode): step for step in [*steps, MonitoringStep(mode=mode, at=at)]}
    return [known[key] for key in sorted(known)]
