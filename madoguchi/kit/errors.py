"""Errors are domain nouns with stable codes; only `kit.http` knows status numbers.

A room subclasses a kind and names its code; the sentence for each code lives in `<room>/messages/{ja,en}.json`:

    class OfferGone(Conflict):
        code = "offer_gone"
"""

from __future__ import annotations

from typing import ClassVar

import msgspec

Param = str | int | float


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """One thing wrong with what was sent: where, what, and the values its sentence needs."""

    at: str
    code: str
    params: dict[str, Param] = {}


class DomainError(Exception):
    """Base of what may go wrong by rule. `params` fill the sentence of `code`."""

    code: ClassVar[str] = "internal"

    def __init__(self, code: str | None = None, *, faults: list[Fault] | None = None, **params: Param) -> None:
        self.reason = code or type(self).code
        self.params = params
        self.faults = faults or []
        super().__init__(self.reason)


class Invalid(DomainError):
    code = "invalid"


class Unauthenticated(DomainError):
    code = "unauthenticated"


class Forbidden(DomainError):
    code = "forbidden"


class NotFound(DomainError):
    code = "not_found"


class Conflict(DomainError):
    code = "conflict"


class Gone(DomainError):
    code = "gone"


class PreconditionFailed(DomainError):
    """`version`, when given among the params, is the one in force and becomes the ETag header."""

    code = "version_changed"


class PreconditionRequired(DomainError):
    code = "version_required"


class TooMany(DomainError):
    """`retry_after` (seconds), when given among the params, becomes the Retry-After header."""

    code = "too_many"


class Unavailable(DomainError):
    code = "unavailable"
