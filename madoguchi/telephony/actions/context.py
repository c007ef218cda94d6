"""What an outside number may learn about a call handed to it: by a token that says nothing itself, and not for long."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from uuid import UUID

from madoguchi.kit.clock import now
from madoguchi.kit.settings import setting
from madoguchi.telephony.errors import ContextUnknown
from madoguchi.telephony.settings import TelephonySettings
from madoguchi.telephony.store import tokens

HEADER = "X-Madoguchi-Context"
"""The SIP header under which it travels."""


async def issue(interaction: UUID, leg: str) -> str:
    """A token for one leg. Only its hash is kept."""
    token = secrets.token_urlsafe(24)
    expires = now() + timedelta(minutes=(await setting(TelephonySettings)).context_minutes)
    await tokens.insert(_hash(token), interaction, leg, expires)
    return token


async def context_of(token: str) -> UUID:
    """The contact that a token is about. Raises ContextUnknown when there is none, another tenant's, or too old."""
    found = await tokens.find(_hash(token), now())
    if found is None:
        raise ContextUnknown
    return found


async def forget_expired() -> None:
    await tokens.remove_expired(now())


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
