"""rendered_speech: which text was spoken by whom, by the hash of both."""

from __future__ import annotations

from datetime import datetime

from madoguchi.intelligence.model import Speech
from madoguchi.kit.db import db, one

SPEECH = "file_id as file, seconds, engine, language"


async def find(digest: bytes) -> Speech | None:
    return one(Speech, await db().fetchrow(f"select {SPEECH} from rendered_speech where digest = $1", digest))


async def keep(digest: bytes, speech: Speech, at: datetime) -> None:
    await db().execute(
        """insert into rendered_speech (digest, file_id, seconds, engine, language, at) values ($1, $2, $3, $4, $5, $6)
           on conflict (tenant_id, digest) do update set file_id = $2, seconds = $3, at = $6""",
        digest, speech.file, speech.seconds, speech.engine, speech.language, at,
    )  # fmt: skip
