"""What a file is, from its content alone: the name it comes with is only a claim."""

from __future__ import annotations

from typing import Final

import filetype

HEAD: Final = 8192  # bytes that are looked at
UNKNOWN: Final = "application/octet-stream"
_OFFICE: Final = {
    b"word/": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    b"xl/": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    b"ppt/": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
_ALIASES: Final = {"audio/x-wav": "audio/wav", "audio/x-flac": "audio/flac", "image/jpg": "image/jpeg"}
_MARKUP: Final = ((b"<svg", "image/svg+xml"), (b"<!doctype html", "text/html"), (b"<html", "text/html"))
_TEXT_CONTROLS: Final = frozenset(b"\t\n\r\f\x1b")


def _office(head: bytes) -> str:
    for folder, media_type in _OFFICE.items():
        if folder in head:
            return media_type
    return "application/zip"


def _is_text(head: bytes) -> bool:
    if not head or any(byte < 32 and byte not in _TEXT_CONTROLS for byte in head):
        return False
    for encoding in ("utf-8", "cp932", "euc_jp"):
        for cut in range(4):  # a character may be cut in two at the end of the head
            try:
                head[: len(head) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
            return True
    return False


def sniff(head: bytes, name: str = "") -> str:
    """The media type of a file from its first bytes. Among kinds of plain text, the name's ending decides."""
    head = head[:HEAD]
    if head.startswith(b"PK\x03\x04"):
        return _office(head)
    kind = filetype.guess(head)
    if kind is not None:
        media_type: str = kind.mime
        return _ALIASES.get(media_type, media_type)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "text/plain"
    if not _is_text(head):
        return UNKNOWN
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for mark, media_type in _MARKUP:
        if start.startswith(mark) or (start.startswith(b"<?xml") and mark in start):
            return media_type
    return "text/csv" if name.lower().endswith((".csv", ".tsv")) else "text/plain"
