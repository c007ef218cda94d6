"""Files: bytes on a shelf, sealed, sniffed, kept for as long as the tenant says.

file = await files.keep(content, "photo.jpg", "attachment", scope=Scope(interaction, customer))
recording = await files.keep(files.from_path(path), "call.wav", "recording", scope=Scope(interaction, customer))
return await files.serve(recording.id)
"""

from madoguchi.files.actions import from_path, hold, keep, keep_until, release, remove
from madoguchi.files.errors import (
    FileEmpty,
    FileHeld,
    FileLost,
    FileTooLarge,
    FileTypeRefused,
    FileUnknown,
    FileWasRemoved,
    WaveUnreadable,
)
from madoguchi.files.http import SERVED, FileView, serve, view
from madoguchi.files.model import Limits, Purpose, Span, StoredFile
from madoguchi.files.queries import OpenFile, file, files, open_file
from madoguchi.files.settings import FileSettings
from madoguchi.files.shelf import DiskShelf, use_shelf
from madoguchi.files.waveform import Waveform, waveform
from madoguchi.kit.uploads import Uploaded, blocks

__all__ = [
    "SERVED", "DiskShelf", "FileEmpty", "FileHeld", "FileLost", "FileSettings", "FileTooLarge", "FileTypeRefused",
    "FileUnknown", "FileView", "FileWasRemoved", "Limits", "OpenFile", "Purpose", "Span", "StoredFile", "Uploaded",
    "WaveUnreadable", "Waveform", "blocks", "file", "files", "from_path", "hold", "keep", "keep_until", "open_file",
    "release", "remove", "serve", "use_shelf", "view", "waveform",
]  # fmt: skip
