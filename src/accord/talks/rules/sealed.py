"""Sealed proposals."""

from typing import ClassVar

from attrs import frozen

from accord.talks.rules.base import Rules


@frozen(kw_only=True, slots=False)
class Sealed(Rules):
    """Sealed proposals."""

    name: ClassVar[str] = "sealed"
    title: ClassVar[str] = "sealed proposals"
    shown: bool = True
