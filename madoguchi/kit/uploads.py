"""Files in the body of a request: a multipart form with one part, `file`."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated

from litestar.datastructures import UploadFile
from litestar.enums import RequestEncodingType
from litestar.params import Body

from madoguchi.kit.http import BLOCK


@dataclass(frozen=True)
class Upload:
    """A multipart form with one file in its part `file`."""

    file: UploadFile


Uploaded = Annotated[Upload, Body(media_type=RequestEncodingType.MULTI_PART)]


async def blocks(upload: UploadFile) -> AsyncIterator[bytes]:
    """An upload's content, block by block."""
    while block := await upload.read(BLOCK):
        yield block
