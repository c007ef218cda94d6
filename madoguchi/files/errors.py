"""What may go wrong with files, by name."""

from madoguchi.kit.errors import Conflict, Gone, Invalid, NotFound


class FileUnknown(NotFound):
    code = "file_unknown"


class FileHeld(Conflict):
    """A legal hold keeps it from being removed."""

    code = "file_held"


class FileWasRemoved(Gone):
    """Its time was up, or somebody removed it."""

    code = "file_removed"


class FileLost(Gone):
    """The row is there but the shelf does not hold the bytes."""

    code = "file_lost"


class FileTooLarge(Invalid):
    """`limit` is in megabytes."""

    code = "file_too_large"


class FileEmpty(Invalid):
    code = "file_empty"


class FileTypeRefused(Invalid):
    """`type` is what the content is, whatever the name says."""

    code = "file_type_refused"


class WaveUnreadable(Invalid):
    code = "wave_unreadable"


class RangeUnsatisfiable(Exception):
    """The part of a file that was asked for does not exist."""
