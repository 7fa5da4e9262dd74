"""The open floor."""

from typing import ClassVar

from attrs import frozen

from accord.talks.rules.base import Rules


@frozen(kw_only=True, slots=False)
class OpenFloor(Rules):
    """The open floor."""

    name: ClassVar[str] = "open-floor"
    title: ClassVar[str] = "the open floor"
