"""Stacked offers."""

from typing import ClassVar

from attrs import frozen

from accord.talks.rules.base import Rules


@frozen(kw_only=True, slots=False)
class Stacked(Rules):
    """Stacked offers."""

    name: ClassVar[str] = "stacked"
    title: ClassVar[str] = "stacked offers"
