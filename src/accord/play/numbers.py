"""The numbers that talks are played with: drawn from the ranges, or the middle of each."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from attrs import evolve
from frozendict import frozendict

from accord.deals.draws import draw
from accord.deals.limits import refusing_what_is_too_large
from accord.deals.tabulate import Tables
from accord.deals.valued import ValuedDeal
from accord.kernels.frontier import Frontier
from accord.kernels.ties import Floats
from accord.model import Agenda, Deal, Interests, IssueInterest, Range
from accord.play.streams import stream


@lru_cache(maxsize=8)
def tabulated(agenda: Agenda, interests: tuple[Interests, ...]) -> Tables:
    """Tabulate interests; the same ones are tabulated once.

    Args:
        agenda: The issues and constraints.
        interests: One for every party.

    Raises:
        AccordError: If a number is missing or open at one end.
    """
    with refusing_what_is_too_large():
        return Tables.of(agenda, interests)


def valued_deals(
    agenda: Agenda, interests: tuple[Interests, ...], deals: Sequence[Deal]
) -> tuple[ValuedDeal, ...]:
    """Say what deals are worth, as `accord.deals.worths` does, without tabulating again.

    Args:
        agenda: The issues and constraints.
        interests: One for every party; ranges are read at their middle.
        deals: One option for every issue, each.
    """
    tables = tabulated(agenda, interests)
    choices = tables.names.choices(deals)
    return tables.valued(Frontier(tables.middle.worths(choices), choices))


def drawn(agenda: Agenda, interests: tuple[Interests, ...], seed: int) -> tuple[Interests, ...]:
    """Give interests whose every number is drawn from its range.

    Args:
        agenda: The issues; the interests that are given are about these alone.
        interests: One for every party.
        seed: Where the draws start.

    Raises:
        AccordError: If a number is missing or open at one end.
    """
    tables = tabulated(agenda, interests)
    sides = draw(tables, stream(seed), 1).sides
    return tuple(
        _exact(
            tables,
            one,
            side.weights[0],
            [values[0] for values in side.values],
            side.bonuses[0] / 100,
            float(side.walk_away[0]),
        )
        for one, side in zip(interests, sides, strict=True)
    )


@lru_cache(maxsize=8)
def middle(agenda: Agenda, interests: tuple[Interests, ...]) -> tuple[Interests, ...]:
    """Give interests whose every number is the middle of its range.

    Args:
        agenda: The issues; the interests that are given are about these alone.
        interests: One for every party.

    Raises:
        AccordError: If a number is missing or open at one end.
    """
    tables = tabulated(agenda, interests)
    return tuple(
        _exact(
            tables,
            one,
            side.weights.mean(axis=0),
            [values.mean(axis=0) for values in side.values],
            side.bonuses.mean(axis=0),
            float(side.walk_away.mean()),
        )
        for one, side in zip(interests, tables.sides, strict=True)
    )


def _exact(
    tables: Tables,
    ranges: Interests,
    weights: Floats,
    values: Iterable[Floats],
    bonuses: Floats,
    walk_away: float,
) -> Interests:
    """Put exact numbers in the place of ranges."""
    names = tables.names
    places = zip(names.issues, names.options, weights.tolist(), values, strict=True)
    known = [i for i in ranges.interactions if all(issue in names.issues for issue in i.when)]
    return evolve(
        ranges,
        issues=frozendict(
            {
                issue: IssueInterest(
                    weight=_point(weight),
                    values=frozendict(zip(options, map(_point, row.tolist()), strict=True)),
                )
                for issue, options, weight, row in places
            }
        ),
        interactions=tuple(
            evolve(one, bonus=_point(bonus))
            for one, bonus in zip(known, bonuses.tolist(), strict=True)
        ),
        walk_away=_point(walk_away),
    )


def _point(number: float) -> Range:
    return Range(number, number)
