"""Tryton's JSON-RPC: one session, signed in when needed, and its answers told apart."""

from __future__ import annotations

import asyncio
import base64
from typing import Any, Final

import aiohttp
import msgspec

from madoguchi.crm import CrmForbidden, CrmRefused, CrmUnanswered, CrmUnreachable

_NEVER: Final = frozenset({"UserError", "UserWarning", "LoginException", "MissingDependenciesException"})
_TOTAL = aiohttp.ClientTimeout(total=60, connect=5)
_LARGEST: Final = 4 * 1024 * 1024


class _Reply(msgspec.Struct):
    result: Any = None
    error: list[Any] | None = None


class Client:
    """Calls of one user to one database. Raises what `crm.ports.Connector` names; never logs what was sent."""

    def __init__(self, url: str, database: str, user: str, password: str, language: str) -> None:
        self._url = url.rstrip("/")
        self._database = database
        self._user = user
        self._password = password
        self._language = language
        self._http: aiohttp.ClientSession | None = None
        self._session: str | None = None
        self._signing_in = asyncio.Lock()

    async def close(self) -> None:
        """Give back the connections."""
        if self._http is not None:
            await self._http.close()

    async def version(self) -> str:
        """The server's series ("8.2"), asked without signing in."""
        return str(await self._post("/rpc/", "common.server.version", [], None))

    async def call(self, method: str, *parameters: Any) -> Any:
        """A method of a model, signed in; a session that is over is begun anew, once."""
        for attempt in (1, 2):
            session = await self._signed_in()
            try:
                context = {"language": self._language}
                return await self._post(f"/{self._database}/rpc/", method, [*parameters, context], session)
            except CrmForbidden:
                if attempt == 2:
                    raise
                self._session = None
        raise AssertionError("unreachable")

    async def _signed_in(self) -> str:
        async with self._signing_in:
            if self._session is None:
                who = [self._user, {"password": self._password}, self._language]
                try:
                    answer = await self._post(f"/{self._database}/rpc/", "common.db.login", who, None)
                except CrmUnanswered as error:
                    raise CrmUnreachable from error  # nothing but a session can have come of it
                if not isinstance(answer, list) or len(answer) < 2:
                    raise CrmForbidden
                token = f"{self._user}:{answer[0]}:{answer[1]}"
                self._session = base64.b64encode(token.encode()).decode()
            return self._session

    async def _post(self, path: str, method: str, parameters: list[Any], session: str | None) -> Any:
        if self._http is None:
            self._http = aiohttp.ClientSession(timeout=_TOTAL)
        headers = {"Content-Type": "application/json"}
        if session is not None:
            headers["Authorization"] = f"Session {session}"
        body = msgspec.json.encode({"id": 0, "method": method, "params": parameters})
        try:
            async with self._http.post(self._url + path, data=body, headers=headers, allow_redirects=False) as answer:
                text = await answer.content.read(_LARGEST + 1)
                while not answer.content.at_eof() and len(text) <= _LARGEST:
                    text += await answer.content.read(_LARGEST)
                return _understood(answer.status, text)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, ValueError) as error:
            raise CrmUnreachable from error  # ValueError: an address that is none
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise CrmUnanswered from error


def _understood(status: int, text: bytes) -> Any:
    if status in (401, 403):
        raise CrmForbidden
    if status == 429:
        raise CrmUnreachable
    if status >= 500:
        raise CrmUnanswered
    if status != 200 or len(text) > _LARGEST:
        raise CrmRefused
    try:
        reply = msgspec.json.decode(text, type=_Reply)
    except msgspec.DecodeError as error:
        raise CrmUnanswered from error
    if reply.error is None:
        return reply.result
    if reply.error and reply.error[0] in _NEVER:
        raise CrmRefused
    raise CrmUnanswered  # a fault inside the server, or a conflict of two writers: it may go better next time
