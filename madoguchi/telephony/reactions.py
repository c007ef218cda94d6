"""What telephony does about others' facts."""

from __future__ import annotations

from madoguchi.access.events import SessionEnded
from madoguchi.interactions.events import SegmentEnded
from madoguchi.kit.facts import reacts_to
from madoguchi.telephony.actions import phones, supervising


@reacts_to(SessionEnded)
async def phones_of_session(fact: SessionEnded) -> None:
    """Who is signed out has no phone."""
    await phones.revoke_session(fact.session)


@reacts_to(SegmentEnded)
async def talk_over(fact: SegmentEnded) -> None:
    """Whoever supervised that part is let go with it."""
    await supervising.agent_left(fact.interaction, fact.user)
