"""HTTP for every room: one unit a request, permissions, problem documents, idempotency, versions, pages.

A room writes plain Litestar handlers with the decorators of this module and lists them as `routes`:

    @get("/customers/{customer:uuid}", needs="customers.read")
    async def show(customer: UUID) -> Tagged[Customer]: ...
"""

from __future__ import annotations

import functools
import hashlib
import inspect
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextvars import ContextVar
from typing import Any, Generic, TypeVar, cast
from uuid import UUID

import litestar
import msgspec
from litestar import Litestar, Request, Response, Router
from litestar.datastructures import UploadFile
from litestar.enums import RequestEncodingType
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import OpenAPIConfig
from litestar.openapi.datastructures import ResponseSpec
from litestar.openapi.plugins import JsonRenderPlugin

from madoguchi import __version__
from madoguchi.kit.clock import now
from madoguchi.kit.db import db, unit
from madoguchi.kit.described import COMPONENTS, EITHER, operation
from madoguchi.kit.errors import (
    DomainError,
    Forbidden,
    Invalid,
    PreconditionFailed,
    PreconditionRequired,
    Unauthenticated,
)
from madoguchi.kit.i18n import Locale
from madoguchi.kit.problems import DOCUMENTED, HANDLERS, Problem

T = TypeVar("T")
Handler = Callable[..., Awaitable[Any]]
MOST = 200
BLOCK = 256 * 1024
"""Bytes of an uploaded file that are read at once."""


class Principal(msgspec.Struct, frozen=True, kw_only=True):
    """Who is asking: a signed-in person or an API key, of one tenant."""

    tenant: UUID
    actor: UUID
    user: UUID | None = None
    session: UUID | None = None
    permissions: frozenset[str] = frozenset()
    locale: Locale = "en"
    ip: str | None = None


_principal: ContextVar[Principal | None] = ContextVar("principal", default=None)
_request: ContextVar[Request[Any, Any, Any]] = ContextVar("request")


def principal() -> Principal:
    """Who is asking. Raises `Unauthenticated` when nobody signed in."""
    who = _principal.get()
    if who is None:
        raise Unauthenticated
    return who


def maybe_principal() -> Principal | None:
    """Who is asking, or None (jobs, reactions, before sign-in)."""
    return _principal.get()


def set_principal(who: Principal | None) -> None:
    """For the authentication middleware, who this request belongs to; for the live feed, that it is nobody's."""
    _principal.set(who)


def current_user() -> UUID:
    """The signed-in person. Raises `Forbidden` for API keys, which are nobody."""
    user = principal().user
    if user is None:
        raise Forbidden("person_needed")
    return user


class Page(msgspec.Struct, Generic[T], kw_only=True):
    """A page of a list; `next` goes into `after` for the following one, null at the end."""

    items: list[T]
    next: str | None = None


class Tagged(Generic[T]):
    """A body with its version, sent as an ETag."""

    def __init__(self, body: T, version: int) -> None:
        self.body = body
        self.version = version


def expected_version() -> int:
    """The version that the client edited, from If-Match. Raises `PreconditionRequired` when it names none."""
    text = _request.get().headers.get("if-match", "").strip().removeprefix("W/").strip('"')
    if not text:
        raise PreconditionRequired
    if not text.isdigit() or len(text) > 9:
        raise PreconditionFailed
    return int(text)


def request() -> Request[Any, Any, Any]:
    """The request at work."""
    return _request.get()


def _answer(result: Any, status: int) -> Response[Any] | Any:
    if isinstance(result, Tagged):
        return Response(result.body, status_code=status, headers={"ETag": f'"{result.version}"'})
    return result


def _guarded(handler: Handler, needs: str | None, public: bool, status: int, once: bool) -> Handler:
    """Check the permission, open the unit, run, commit; only then is the answer sent."""

    @functools.wraps(handler)
    async def run(*args: Any, **kwargs: Any) -> Any:
        if public:
            return _answer(await handler(*args, **kwargs), status)
        who = principal()
        if needs is not None and needs not in who.permissions:
            raise Forbidden(needs=needs)
        key = _request.get().headers.get("idempotency-key") if once else None
        async with unit(who.tenant):
            if key is None:
                return _answer(await handler(*args, **kwargs), status)
            return await _only_once(key, who, status, lambda: handler(*args, **kwargs))

    annotations = dict(handler.__annotations__)
    returned = annotations.get("return")
    if getattr(returned, "__origin__", None) is Tagged:
        annotations["return"] = cast(Any, returned).__args__[0]
    elif isinstance(returned, str) and returned.startswith("Tagged["):
        annotations["return"] = returned.removeprefix("Tagged[").removesuffix("]")
    run.__annotations__ = annotations
    del run.__wrapped__  # the framework must read the signature below, not the original
    signature = inspect.signature(handler)
    run.__signature__ = signature.replace(return_annotation=annotations.get("return"))  # type: ignore[attr-defined]  # inspect's own
    return run


CLAIM = """
    insert into idempotency (actor, key, request, at) values ($1, $2, $3, $4) on conflict do nothing returning 1
"""


async def _only_once(key: str, who: Principal, status: int, act: Callable[[], Awaitable[Any]]) -> Response[Any]:
    """Act once per Idempotency-Key and actor: a repeat gets the first answer, another request under it is refused."""
    if not 1 <= len(key) <= 255:
        raise Invalid("idempotency_key_invalid")
    request = _request.get()
    digest = await _digest(request)
    if await db().fetchval(CLAIM, who.actor, key, digest, now()):
        result = await act()
        tag = {"ETag": f'"{result.version}"'} if isinstance(result, Tagged) else {}
        body = msgspec.json.encode(result.body if isinstance(result, Tagged) else result)
        await db().execute(
            "update idempotency set status = $3, body = $4 where actor = $1 and key = $2", who.actor, key, status, body
        )
        return Response(body, status_code=status, media_type="application/json", headers=tag)
    row = await db().fetchrow(
        "select request, status, body from idempotency where actor = $1 and key = $2", who.actor, key
    )
    if row is None or row["request"] != digest:
        raise Invalid("idempotency_key_reused")
    return Response(row["body"], status_code=row["status"], media_type="application/json")


async def _digest(request: Request[Any, Any, Any]) -> bytes:
    """What tells one request from another. A form with files was read off the wire already: its parts are hashed."""
    told = hashlib.sha256(f"{request.method} {request.url.path}\n".encode())
    if request.content_type[0] != RequestEncodingType.MULTI_PART:
        told.update(await request.body())
        return told.digest()
    for name, part in (await request.form()).multi_items():
        if not isinstance(part, UploadFile):
            told.update(f"{name}={part}\n".encode())
            continue
        told.update(f"{name}={part.filename}\n".encode())
        while block := await part.read(BLOCK):
            told.update(block)
        await part.seek(0)
    return told.digest()


def _specs() -> dict[int, ResponseSpec]:
    return {
        status: ResponseSpec(Problem, description=about, media_type="application/problem+json")
        for status, about in DOCUMENTED.items()
    }


def _method(verb: str, default_status: int) -> Callable[..., Callable[[Handler], HTTPRouteHandler]]:
    def decorate(
        path: str | Sequence[str],
        *,
        needs: str | None = None,
        public: bool = False,
        replay: bool = True,
        status: int = default_status,
        tags: Sequence[str] = (),
        also: Mapping[int, ResponseSpec] | None = None,
        **options: Any,
    ) -> Callable[[Handler], HTTPRouteHandler]:
        """`needs`: permission code. `public`: no sign-in and no unit (the handler opens its own).

        `replay=False`: the answer holds a secret, so it is not kept under the Idempotency-Key. `also`: what else may be
        answered, by status, for the OpenAPI document.
        """

        def wrap(handler: Handler) -> HTTPRouteHandler:
            room = handler.__module__.removeprefix("madoguchi.").split(".")[0]
            once = verb == "post" and replay and not public
            run = _guarded(handler, needs, public, status, once)
            # A handler that asks for the expected version needs If-Match: the document says so by itself.
            versioned = expected_version.__name__ in handler.__code__.co_names
            about = (handler.__doc__ or "").strip().split("\n")[0]
            return cast(
                HTTPRouteHandler,
                getattr(litestar, verb)(
                    path,
                    status_code=status,
                    responses=_specs() | dict(also or {}),
                    tags=list(tags) or [room],
                    summary=about or None,
                    operation_id=f"{room}_{handler.__name__}",
                    operation_class=operation(needs, public=public, once=once, versioned=versioned),
                    opt={"needs": needs, "public": public},
                    **options,
                )(run),
            )

        return wrap

    return decorate


get = _method("get", 200)
post = _method("post", 201)
put = _method("put", 200)
patch = _method("patch", 200)
delete = _method("delete", 204)


async def before_request(request: Request[Any, Any, Any]) -> None:
    """Remember the request and refuse NUL, which no text column can hold, before anything is touched."""
    _request.set(request)
    if "%00" in request.scope.get("query_string", b"").decode("latin-1") or "\x00" in request.url.path:
        raise Invalid("nul_character")
    if "json" in request.headers.get("content-type", "") and b"\\u0000" in await request.body():
        raise Invalid("nul_character")


def build_app(routes: Sequence[Any], middleware: Sequence[Any] = (), **options: Any) -> Litestar:
    """The API under /api/v1 from the rooms' routes; whoever asks is set by `middleware`."""
    return Litestar(
        route_handlers=[Router("/api/v1", route_handlers=list(routes)), *options.pop("outside", [])],
        middleware=list(middleware),
        before_request=before_request,
        exception_handlers=cast(Any, HANDLERS),
        request_max_body_size=32 * 1024 * 1024,
        openapi_config=OpenAPIConfig(
            title="Madoguchi",
            version=__version__,
            path="/api/v1/schema",
            render_plugins=[JsonRenderPlugin()],
            components=COMPONENTS,
            security=EITHER,
        ),
        logging_config=None,
        debug=False,
        **options,
    )


__all__ = [
    "DomainError",
    "Page",
    "Principal",
    "Tagged",
    "before_request",
    "build_app",
    "current_user",
    "delete",
    "expected_version",
    "get",
    "maybe_principal",
    "patch",
    "post",
    "principal",
    "put",
    "request",
    "set_principal",
]  # fmt: skip
