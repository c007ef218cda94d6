"""What the room announces: ids and codes only."""

from __future__ import annotations

from uuid import UUID

from madoguchi.kit.facts import Fact


class CustomerCreated(Fact, frozen=True, kw_only=True):
    """Somebody new is known."""

    customer: UUID


class CustomerChanged(Fact, frozen=True, kw_only=True):
    """Fields of a profile have new values; `fields` names them."""

    customer: UUID
    fields: list[str]
    version: int


class PreferenceChanged(Fact, frozen=True, kw_only=True):
    """A wish changed: channel, language, hours, do_not_call or opt_outs."""

    customer: UUID
    key: str


class ConsentChanged(Fact, frozen=True, kw_only=True):
    """Consent to a purpose was given or withdrawn."""

    customer: UUID
    purpose: str
    state: str


class CautionChanged(Fact, frozen=True, kw_only=True):
    """A warning about a customer was given, changed or lifted, or has expired. `kind` is a code."""

    customer: UUID
    caution: UUID
    kind: str
    state: str


class IdentityAdded(Fact, frozen=True, kw_only=True):
    customer: UUID
    identity: UUID
    kind: str


class IdentityChanged(Fact, frozen=True, kw_only=True):
    customer: UUID
    identity: UUID
    kind: str


class IdentityRemoved(Fact, frozen=True, kw_only=True):
    customer: UUID
    identity: UUID
    kind: str


class RecognitionCorrected(Fact, frozen=True, kw_only=True):
    """Among several customers of one address, another was chosen (None: the choice was taken back)."""

    kind: str
    customer: UUID | None
    previous: UUID | None


class IdentityChecked(Fact, frozen=True, kw_only=True):
    """The identity check of a call was recorded. `result`: passed, failed or partial."""

    interaction: UUID
    customer: UUID
    result: str


class OrderChanged(Fact, frozen=True, kw_only=True):
    customer: UUID
    order: UUID


class ContractChanged(Fact, frozen=True, kw_only=True):
    customer: UUID
    contract: UUID


class OwnershipChanged(Fact, frozen=True, kw_only=True):
    """What the customer owns changed."""

    customer: UUID


class ProductChanged(Fact, frozen=True, kw_only=True):
    product: UUID


class ImportProgressed(Fact, frozen=True, kw_only=True):
    """An import of customers came a step further; its state is read where it is shown."""

    id: UUID
    state: str
