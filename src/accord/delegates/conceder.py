"""Concede early."""

from typing import ClassVar

from attrs import frozen

from accord.delegates.time_dependent import TimeDependent
from accord.tactics.parameters import number


@frozen(kw_only=True)
class Conceder(TimeDependent):
    """Comes down to near its walk-away value early.

    Source:
        Faratin, Sierra and Jennings (1998), section 4.1; Pruitt (1981), Negotiation Behavior.

    Attributes:
        beta: How the concessions are spread: below 1 late, above 1 early.
    """

    name: ClassVar[str] = "conceder"

    beta: float = number(4.0, above=0)
