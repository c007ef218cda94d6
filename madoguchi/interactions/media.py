"""The media of this installation, by name. Filled by bootstrap; a new medium edits no other file."""

from madoguchi.interactions.errors import MediumUnknown
from madoguchi.interactions.ports import Medium

_media: dict[str, Medium] = {}


def register_medium(name: str, medium: Medium) -> None:
    """Wire the medium behind `name` ("voice", "chat" …); a second registration replaces the first."""
    _media[name] = medium


def medium_named(name: str) -> Medium:
    """The medium behind `name`. Raises `MediumUnknown`."""
    medium = _media.get(name)
    if medium is None:
        raise MediumUnknown(medium=name)
    return medium


def forget_medium(name: str) -> None:
    """Take the medium behind `name` out of service."""
    _media.pop(name, None)
