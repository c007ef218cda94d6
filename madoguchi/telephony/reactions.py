"""What telephony does about others' facts."""

from __future__ import annotations

from madoguchi.access.events import SessionEnded
from madoguchi.kit.facts import reacts_to
from madoguchi.telephony.actions import phones


@reacts_to(SessionEnded)
async def phones_of_session(fact: SessionEnded) -> None:
    """Who is signed out has no phone."""
    await phones.revoke_session(fact.session)
