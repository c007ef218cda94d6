"""RFC 9457 problem documents: what went wrong, where, and how to mend it, in the asker's language."""

from __future__ import annotations

from typing import Any

import asyncpg
import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException

from madoguchi.kit import errors
from madoguchi.kit.errors import DomainError
from madoguchi.kit.explain import explain
from madoguchi.kit.i18n import Locale, choose, say
from madoguchi.kit.log import log
from madoguchi.kit.trace import current_trace

AnyRequest = Request[Any, Any, Any]

STATUS: dict[type[DomainError], int] = {
    errors.Invalid: 422,
    errors.Unauthenticated: 401,
    errors.Forbidden: 403,
    errors.NotFound: 404,
    errors.Conflict: 409,
    errors.Gone: 410,
    errors.PreconditionFailed: 412,
    errors.PreconditionRequired: 428,
    errors.TooMany: 429,
    errors.Unavailable: 503,
}
DOCUMENTED = {
    400: "The request cannot be read",
    401: "Not signed in",
    403: "Not allowed",
    404: "Not found",
    405: "Another method is needed",
    409: "In conflict with what is there",
    410: "No longer there",
    412: "Somebody changed it meanwhile",
    413: "Too large",
    415: "Another media type is needed",
    422: "Something in it is wrong; `errors` says where",
    428: "If-Match is needed",
    429: "Too many; Retry-After says when",
    503: "Not available now",
}
BY_STATUS = {
    400: "request_unreadable", 401: "unauthenticated", 403: "forbidden", 404: "not_found", 405: "method_not_allowed",
    413: "too_large", 415: "media_type_unsupported", 429: "too_many",
}  # fmt: skip


class ProblemFault(msgspec.Struct, frozen=True):
    """One thing to mend."""

    at: str
    code: str
    detail: str


class Problem(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """RFC 9457, with a stable `code` and the faults found."""

    type: str
    title: str
    status: int
    code: str
    detail: str | None = None
    errors: list[ProblemFault] = []
    trace: str | None = None


def language(request: AnyRequest) -> Locale:
    """The asker's language: their own setting when signed in, otherwise the browser's."""
    from madoguchi.kit.http import maybe_principal

    who = maybe_principal()
    return who.locale if who else choose(request.headers.get("accept-language", ""))


def answer(request: AnyRequest, status: int, error: DomainError) -> Response[bytes]:
    """The response for a domain error."""
    locale: Locale = language(request)
    faults = [ProblemFault(f.at, f.code, say(f.code, locale, f.params)) for f in error.faults]
    problem = Problem(
        type=f"urn:madoguchi:problem:{error.reason}",
        title=say(error.reason, locale, error.params),
        status=status,
        code=error.reason,
        errors=faults,
        trace=current_trace() or None,
    )
    headers: dict[str, str] = {"Content-Language": locale}
    if "retry_after" in error.params:
        headers["Retry-After"] = str(error.params["retry_after"])
    if isinstance(error, errors.PreconditionFailed) and "version" in error.params:
        headers["ETag"] = f'"{error.params["version"]}"'
    return Response(
        msgspec.json.encode(problem), status_code=status, media_type="application/problem+json", headers=headers
    )


def domain_error(request: AnyRequest, error: DomainError) -> Response[bytes]:
    """A rule said no."""
    status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 500)
    return answer(request, status, error)


def http_error(request: AnyRequest, error: HTTPException) -> Response[bytes]:
    """The framework said no: unknown path, unreadable body, wrong type of a field."""
    if isinstance(error, ValidationException):
        faults = [
            explain(str(e.get("message", "")), at=str(e.get("key") or ""))
            for e in error.extra or []
            if isinstance(e, dict)
        ]
        return answer(request, 422, errors.Invalid("request_invalid", faults=faults))
    code = BY_STATUS.get(error.status_code, "internal" if error.status_code >= 500 else "request_unreadable")
    response = answer(request, error.status_code, DomainError(code))
    for name in ("allow", "Allow"):
        if error.headers and name in error.headers:
            response.headers["Allow"] = error.headers[name]
    return response


DATABASE: list[tuple[type[asyncpg.PostgresError], int, str]] = [
    (asyncpg.UniqueViolationError, 409, "already_there"),
    (asyncpg.ForeignKeyViolationError, 422, "reference_unknown"),
    (asyncpg.CheckViolationError, 422, "value_refused"),
    (asyncpg.NotNullViolationError, 422, "value_missing"),
    (asyncpg.UntranslatableCharacterError, 422, "nul_character"),
    (asyncpg.CharacterNotInRepertoireError, 422, "nul_character"),
    (asyncpg.DataError, 422, "value_refused"),
    (asyncpg.DeadlockDetectedError, 503, "try_again"),
    (asyncpg.SerializationError, 503, "try_again"),
]


def database_error(request: AnyRequest, error: asyncpg.PostgresError) -> Response[bytes]:
    """The database held an invariant that the code had not checked, or is away."""
    for kind, status, code in DATABASE:
        if isinstance(error, kind):
            log.warning("database_refused", error=kind.__name__, constraint=getattr(error, "constraint_name", None))
            return answer(request, status, DomainError(code))
    log.error("database_failed", error=type(error).__name__)
    return answer(request, 503, DomainError("database_away"))


def connection_error(request: AnyRequest, error: Exception) -> Response[bytes]:
    """The database does not answer."""
    log.error("database_away", error=type(error).__name__)
    return answer(request, 503, errors.Unavailable("database_away", retry_after=2))


def too_deep(request: AnyRequest, error: RecursionError) -> Response[bytes]:
    """Brackets within brackets, further than any form of ours goes."""
    return answer(request, 400, DomainError("request_unreadable"))


def unexpected(request: AnyRequest, error: Exception) -> Response[bytes]:
    """A fault of ours: logged with its trace, told without its inside."""
    log.error("request_failed", path=request.scope.get("path_template"), error=type(error).__name__, exc_info=error)
    return answer(request, 500, DomainError("internal"))


HANDLERS = {
    DomainError: domain_error,
    HTTPException: http_error,
    asyncpg.PostgresError: database_error,
    asyncpg.InterfaceError: connection_error,
    ConnectionError: connection_error,
    RecursionError: too_deep,
    Exception: unexpected,
}
