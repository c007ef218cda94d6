"""What the OpenAPI document says of a route beyond its types: who may ask, and the headers that kit itself reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from litestar.openapi.spec import Components, OpenAPIType, Operation, Parameter, Schema, SecurityScheme

COMPONENTS: Final = Components(
    security_schemes={
        "session": SecurityScheme(
            type="apiKey",
            name="madoguchi_session",
            security_scheme_in="cookie",
            description="A signed-in person (POST /session). Writes also send X-CSRF-Token, as GET /session tells it.",
        ),
        "api_key": SecurityScheme(
            type="http", scheme="bearer", description="A program: Authorization: Bearer mdg_…, within the key's scopes."
        ),
    }
)
EITHER: Final[list[dict[str, list[str]]]] = [{"session": []}, {"api_key": []}]


def _header(name: str, about: str) -> Parameter:
    return Parameter(name=name, param_in="header", description=about, schema=Schema(type=OpenAPIType.STRING))


ONCE: Final = _header("Idempotency-Key", "1 to 255 characters of your choice: a repeat gets the first answer.")
VERSION: Final = _header(
    "If-Match", "The version that was edited, from its ETag. 428 without; 412, with the one in force, when it changed."
)


def operation(needs: str | None, *, public: bool, once: bool, versioned: bool) -> type[Operation]:
    """The class with which the framework describes one route."""
    headers = [*([ONCE] if once else []), *([VERSION] if versioned else [])]

    @dataclass
    class Described(Operation):
        def __post_init__(self) -> None:
            named = {parameter.name for parameter in self.parameters or [] if isinstance(parameter, Parameter)}
            added = [header for header in headers if header.name not in named]
            if added:
                self.parameters = [*(self.parameters or []), *added]
            if public:
                self.security = []
            if needs is not None:
                self.description = "\n\n".join(filter(None, [self.description, f"Needs the permission `{needs}`."]))

    return Described
