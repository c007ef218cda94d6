"""Passwords: argon2id, off the event loop and few at a time, so that a morning's sign-ins cannot starve the calls."""

from __future__ import annotations

import asyncio
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from madoguchi.kit.errors import Fault

MIN_LENGTH: Final = 10
MAX_LENGTH: Final = 256
_MIN_DIFFERENT: Final = 5

_hasher = PasswordHasher()
# Each hash takes 64 MiB and ~0.1 s of four lanes; two at a time keep both bounded.
_threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="argon2")


def weaknesses(password: str, *, email: str, at: str = "password") -> list[Fault]:
    """Why `password` is refused for the owner of `email`; empty when it is good. `at` names the field in the answer."""
    if len(password) < MIN_LENGTH:
        return [Fault(at=at, code="password_short", params={"minimum": MIN_LENGTH})]
    if len(password) > MAX_LENGTH:
        return [Fault(at=at, code="password_long", params={"maximum": MAX_LENGTH})]
    local = email.partition("@")[0].lower()
    if len(set(password)) < _MIN_DIFFERENT or (len(local) > 3 and local in password.lower()):
        return [Fault(at=at, code="password_guessable")]
    return []


def _bytes(password: str) -> bytes:
    # NFKC (NIST SP 800-63B 5.1.1.2): the same keys typed with and without a Japanese input method are one password.
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")


async def hash_password(password: str) -> str:
    """The argon2id hash to store."""
    return await asyncio.get_running_loop().run_in_executor(_threads, _hasher.hash, _bytes(password))


@cache
def _nobody() -> str:
    return _hasher.hash(b"nobody has this password")


def _verify(stored: str | None, password: bytes) -> bool:
    try:
        right = _hasher.verify(stored or _nobody(), password)
    except (VerificationError, InvalidHashError):
        return False
    return right and stored is not None


async def verify_password(stored: str | None, password: str) -> bool:
    """Whether `password` is the one behind `stored`. Takes as long when there is none, so that time tells nothing."""
    return await asyncio.get_running_loop().run_in_executor(_threads, _verify, stored, _bytes(password))


def outdated(stored: str) -> bool:
    """Whether `stored` was made with weaker parameters than today's and should be made again at sign-in."""
    return _hasher.check_needs_rehash(stored)
