"""What a tenant lets be kept, and for how long."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from madoguchi.files.model import Limits, Purpose
from madoguchi.kit.settings import tenant_settings

_OFFICE = "application/vnd.openxmlformats-officedocument"
Days = Annotated[int, Meta(ge=0, le=36500, description="Days for which files are kept; 0: until they are removed.")]


@tenant_settings("files")
class FileSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Attachments and recordings: size, types, retention."""

    attachment_megabytes: Annotated[int, Meta(description="Largest attachment.", ge=1, le=30)] = 25
    attachment_types: Annotated[tuple[str, ...], Meta(description="Types of content that may be attached.")] = (
        "image/png", "image/jpeg", "image/gif", "image/webp", "image/heic", "image/tiff", "application/pdf",
        "text/plain", "text/csv", "audio/*", "video/mp4", "video/quicktime",
        f"{_OFFICE}.wordprocessingml.document", f"{_OFFICE}.spreadsheetml.sheet",
        f"{_OFFICE}.presentationml.presentation",
    )  # fmt: skip
    attachment_days: Days = 0
    recording_days: Days = 365
    import_days: Days = 30

    def limits(self, purpose: Purpose) -> Limits:
        """What may be kept for a purpose."""
        if purpose == "attachment":
            return Limits(megabytes=self.attachment_megabytes, types=self.attachment_types)
        if purpose == "import":
            return Limits(megabytes=30, types=("text/csv", "text/plain", f"{_OFFICE}.spreadsheetml.sheet"))
        if purpose == "prompt":
            return Limits(megabytes=20, types=("audio/wav",))
        return Limits(megabytes=4096)

    def days(self, purpose: Purpose) -> int:
        """Days for which files of a purpose are kept; 0: until they are removed."""
        kept = {"attachment": self.attachment_days, "recording": self.recording_days, "import": self.import_days}
        return kept.get(purpose, 30 if purpose == "export" else 0)
