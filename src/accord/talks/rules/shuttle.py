"""Shuttle talks."""

from typing import ClassVar

from attrs import frozen

from accord.talks.rules.base import Rules


@frozen(kw_only=True, slots=False)
class Shuttle(Rules):
    """Shuttle talks."""

    name: ClassVar[str] = "shuttle"
    title: ClassVar[str] = "shuttle talks"
    needs_mediator: ClassVar[bool] = True
