"""Concede evenly."""

from typing import ClassVar

from attrs import frozen

from accord.delegates.time_dependent import TimeDependent
from accord.tactics.parameters import number


@frozen(kw_only=True)
class Linear(TimeDependent):
    """Comes down to its walk-away value evenly.

    Source:
        Faratin, Sierra and Jennings (1998), section 4.1, with beta = 1.

    Attributes:
        beta: How the concessions are spread: below 1 late, above 1 early.
    """

    name: ClassVar[str] = "linear"

    beta: float = number(1.0, above=0)
