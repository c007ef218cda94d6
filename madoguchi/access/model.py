"""Who is here: people, what they may do, how they come in."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from typing import Annotated, Final, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from madoguchi.access.permissions import Role

Locale = Literal["ja", "en"]
Theme = Literal["auto", "light", "dark"]
UserState = Literal["invited", "active", "deactivated"]
LinkPurpose = Literal["invitation", "password_reset"]

Name = Annotated[str, Meta(min_length=1, max_length=100)]
Email = Annotated[str, Meta(min_length=3, max_length=254, pattern=r"^[^@\s]+@[^@\s]+$")]
Code = Annotated[str, Meta(min_length=1, max_length=40, pattern=r"^[a-z0-9][a-z0-9_-]*$")]
Phrase = Annotated[str, Meta(max_length=500)]

# Attempts heard within WINDOW_SECONDS: a guesser locks out their own place first, and people at others hardly ever.
WINDOW_SECONDS: Final = 900
PER_ACCOUNT_AND_ADDRESS: Final = 5
PER_ACCOUNT: Final = 25
PER_ADDRESS: Final = 50


class UserName(msgspec.Struct, frozen=True, kw_only=True):
    """What others see of a person of ours."""

    id: UUID
    name: str
    kana: str
    email: str


class User(msgspec.Struct, frozen=True, kw_only=True):
    """A person of ours."""

    id: UUID
    email: str
    name: str
    kana: str
    locale: Locale
    theme: Theme
    team_id: UUID | None
    state: UserState
    roles: list[Role]
    created: datetime
    last_sign_in: datetime | None
    version: int


class Tenant(msgspec.Struct, frozen=True, kw_only=True):
    """A company on this installation."""

    id: UUID
    code: str
    name: str


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """One browser in which somebody is signed in. `agent` is the browser's own name, `address` where it is."""

    id: UUID
    user_id: UUID
    started: datetime
    seen: datetime
    expires: datetime
    locked: datetime | None
    address: str
    agent: str


class Credentials(msgspec.Struct, frozen=True, kw_only=True):
    """A session just begun: `token` goes into the cookie and is nowhere else; `csrf` goes with writes."""

    session: UUID
    tenant: UUID
    user: UUID
    token: str
    csrf: str
    expires: datetime


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """A one-time link just made. `token` is shown now and never again."""

    id: UUID
    user_id: UUID
    purpose: LinkPurpose
    token: str
    expires: datetime
    mailed: bool


class LinkMail(msgspec.Struct, frozen=True, kw_only=True):
    """What a mailed link says; `tenant_name` and `name` are shown as they are."""

    purpose: LinkPurpose
    email: str
    name: str
    tenant_name: str
    locale: Locale
    url: str
    expires: datetime


class OpenLink(msgspec.Struct, frozen=True, kw_only=True):
    """What the holder of a one-time link sees before choosing a password."""

    purpose: LinkPurpose
    email: str
    name: str
    locale: Locale
    tenant: str
    expires: datetime


class ApiKey(msgspec.Struct, frozen=True, kw_only=True):
    """A program's key; `shown` is its beginning, by which people tell keys apart."""

    id: UUID
    name: str
    shown: str
    scopes: list[str]
    created: datetime
    created_by: UUID | None
    expires: datetime | None
    used: datetime | None
    revoked: datetime | None


class NewApiKey(msgspec.Struct, frozen=True, kw_only=True):
    """A key just made. `secret` is shown now and never again."""

    key: ApiKey
    secret: str


class LineOfBusiness(msgspec.Struct, frozen=True, kw_only=True):
    """業務: which desk one is. The opening phrase is what the agent says first."""

    id: UUID
    code: str
    name_ja: str
    name_en: str
    opening_phrase_ja: str
    opening_phrase_en: str
    active: bool
    version: int


class Team(msgspec.Struct, frozen=True, kw_only=True):
    """People who work together under the eyes of those who lead them."""

    id: UUID
    code: str
    name_ja: str
    name_en: str
    active: bool
    version: int
    leaders: list[UUID] = []


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody of ours by name, and the team that they are in."""

    id: UUID
    name: str
    kana: str
    team: UUID | None


class AuditRow(msgspec.Struct, frozen=True, kw_only=True):
    """One audit entry as an auditor reads it. `details` is None where there is none or its key was erased."""

    id: UUID
    at: datetime
    actor: Literal["user", "api_key", "system"]
    actor_id: UUID | None
    actor_name: str | None
    session_id: UUID | None
    address: str | None
    action: str
    kind: str
    subject_id: UUID | None
    reason_id: UUID | None
    details: dict[str, object] | None
    sealed: bool


class Verification(msgspec.Struct, frozen=True, kw_only=True):
    """What walking the chain found. `head` (hex) may be noted elsewhere to prove later that no seal was cut off.

    `fault` is None when the chain holds, else `seal_missing`, `seal_changed`, `chain_broken`, `signature_wrong`,
    `entry_missing`, `entry_added` or `entry_changed`, found at seal number `fault_at`.
    """

    holds: bool
    seals: int
    entries: int
    unsealed: int
    head: str
    fault: str | None
    fault_at: int | None


def normal_email(address: str) -> str:
    """The form under which an address is kept and compared: NFKC, trimmed, lower case."""
    return unicodedata.normalize("NFKC", address).strip().lower()
