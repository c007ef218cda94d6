"""The connector port: what a CRM must be able to do for us. Policy (time limits, breaker, metrics, queue) is ours;
a vendor only translates, and raises what `errors` names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal, Protocol
from uuid import UUID

from msgspec import Struct


class Identity(Struct, frozen=True):
    """One way to recognise somebody: a phone number (E.164), an e-mail address, or the CRM's own customer code."""

    kind: Literal["phone", "email", "code"]
    value: str


class ExternalRef(Struct, frozen=True):
    """Somebody's record over there. `id` means something to that CRM only."""

    id: str
    label: str = ""


class CardField(Struct, frozen=True, kw_only=True):
    """One line of a card, as the tenant's mapping names it."""

    name: str
    label_ja: str
    label_en: str
    value: str


class ExternalCard(Struct, frozen=True, kw_only=True):
    """What the CRM knows of somebody, and where to open it there ("" when the CRM has no such address)."""

    fields: tuple[CardField, ...]
    url: str = ""


class Activity(Struct, frozen=True, kw_only=True):
    """One contact, as it is told to a CRM. `key` never changes for a contact and is found again over there.

    `values` fills the tenant's templates: subject, text, link, key, started, ended, medium, direction, address,
    agents, reason, asked, done, result, resolution, talk_seconds, outcome, notes. All are text; absent ones are "".
    """

    key: UUID
    link: str
    started: datetime
    values: Mapping[str, str]


class Checked(Struct, frozen=True, kw_only=True):
    """What the test button learned: the CRM's own version."""

    version: str


class Connector(Protocol):
    """An open connection to one CRM. Safe to use from several tasks at once.

    Every verb may raise `errors.CrmUnreachable` (nothing was sent), `errors.CrmUnanswered` (it may have been done),
    `errors.CrmRefused` (it will never be done so) or `errors.CrmForbidden` (our credentials do not open it).
    """

    async def check(self) -> Checked:
        """Sign in and ask the version."""

    async def find(self, identity: Identity) -> Sequence[ExternalRef]:
        """Everybody whom this identity leads to, most recently used first where the CRM knows; none is no error."""

    async def read_card(self, ref: ExternalRef) -> ExternalCard | None:
        """The card of one record, or None when the record is gone."""

    async def write_activity(self, ref: ExternalRef, activity: Activity, known: str | None) -> str:
        """Create the record of a contact, or bring it up to date, and return its id over there.

        `known` is its id from an earlier write. Without it the CRM is searched for `activity.key` first: an earlier
        write may have succeeded without our hearing of it, and there must never be two.
        """

    async def close(self) -> None:
        """Give back what the connection holds."""


class Vendor(Protocol):
    """A kind of CRM: how its settings look (`defaults`: what an administrator begins with) and how it is opened."""

    code: str
    settings: type[Struct]
    defaults: Struct
    secrets: tuple[str, ...]

    def open(self, settings: Struct, secrets: Mapping[str, str]) -> Connector:
        """A connector; nothing is sent yet."""
