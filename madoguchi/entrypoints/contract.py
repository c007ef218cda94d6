"""`madoguchi openapi`: print the API's contract, from which the desk's client is generated."""

from __future__ import annotations

import argparse
import sys

import msgspec

name = "openapi"
about = "print the OpenAPI document"


def document() -> bytes:
    """The OpenAPI 3.1 document, keys sorted, so that a change of it reads as one."""
    from madoguchi.entrypoints.app import create_app

    schema = create_app("postgresql:///unused", b"unused").openapi_schema.to_schema()
    return msgspec.json.format(msgspec.json.encode(schema, order="sorted"), indent=1) + b"\n"


def add(parser: argparse.ArgumentParser) -> None:
    """No arguments."""
    parser.set_defaults(act=lambda _: sys.stdout.buffer.write(document()) and 0)
