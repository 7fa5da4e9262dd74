"""Alternating offers."""

from typing import ClassVar

from attrs import frozen

from accord.talks.rules.base import Rules


@frozen(kw_only=True, slots=False)
class Alternating(Rules):
    """Alternating offers."""

    name: ClassVar[str] = "alternating"
    title: ClassVar[str] = "alternating offers"
