"""Secrets that travel: session cookies, one-time links, API keys. Only their hashes are stored."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from typing import Final

API_KEY_PREFIX: Final = "mdg_"
_SHOWN: Final = 12


def new_token() -> str:
    """256 random bits, URL-safe."""
    return secrets.token_urlsafe(32)


def new_api_key() -> str:
    """An API key as it is shown once: `mdg_` and 256 random bits."""
    return API_KEY_PREFIX + new_token()


def shown_part(key: str) -> str:
    """The beginning of an API key, by which people tell keys apart later."""
    return key[:_SHOWN]


def token_hash(token: str) -> bytes:
    """What is stored of a token. One round of SHA-256 is enough: a token has 256 random bits, a password has not."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def csrf_of(token: str) -> str:
    """The CSRF token of a session: a one-way derivative of its cookie, so that nothing more needs to be stored."""
    digest = hmac.new(token.encode("utf-8", "surrogatepass"), b"csrf", hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def same(left: str, right: str) -> bool:
    """Compare two secrets in constant time."""
    return hmac.compare_digest(left.encode("utf-8", "surrogatepass"), right.encode("utf-8", "surrogatepass"))
