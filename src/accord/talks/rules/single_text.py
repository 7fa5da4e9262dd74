"""A single negotiating text."""

from typing import ClassVar

from attrs import frozen

from accord.talks.rules.base import Rules


@frozen(kw_only=True, slots=False)
class SingleText(Rules):
    """A single negotiating text."""

    name: ClassVar[str] = "single-text"
    title: ClassVar[str] = "a single negotiating text"
    needs_mediator: ClassVar[bool] = True
