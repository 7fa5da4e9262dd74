"""Concede late."""

from typing import ClassVar

from attrs import frozen

from accord.delegates.time_dependent import TimeDependent
from accord.tactics.parameters import number


@frozen(kw_only=True)
class Boulware(TimeDependent):
    """Holds out until the end draws near, then comes down to its walk-away value.

    Source:
        Faratin, Sierra and Jennings (1998), section 4.1; after Lemuel Boulware, of General
        Electric, who began with his last word.

    Attributes:
        beta: How the concessions are spread: below 1 late, above 1 early.
    """

    name: ClassVar[str] = "boulware"

    beta: float = number(0.2, above=0)
