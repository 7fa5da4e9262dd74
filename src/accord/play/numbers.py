"""The numbers that talks are played with: drawn from the ranges, or the middle of each."""

from functools import lru_cache

from accord.deals.limits import refusing_what_is_too_large
from accord.deals.worth import Worth
from accord.model import Agenda, Interests


@lru_cache(maxsize=8)
def ranged(agenda: Agenda, interests: tuple[Interests, ...]) -> Worth:
    """Read interests with their ranges; the same ones are read once.

    Args:
        agenda: The issues and constraints.
        interests: One for every party.

    Raises:
        AccordError: If a number is missing or open at one end.
    """
    with refusing_what_is_too_large():
        return Worth.of(agenda, interests)


@lru_cache(maxsize=8)
def middle(agenda: Agenda, interests: tuple[Interests, ...]) -> Worth:
    """Read every number at the middle of its range, for talks with no others.

    Args:
        agenda: As for `ranged`.
        interests: As for `ranged`.

    Raises:
        AccordError: As `ranged` does.
    """
    return ranged(agenda, interests).fix()
