"""Why not these terms? What stands against them, or who loses by them."""

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

import numpy as np
from attrs import frozen
from frozendict import frozendict

from accord.deals.blocks import Obstacle, Opening, Search
from accord.deals.coalitions import openings_of
from accord.deals.draws import Draws
from accord.deals.names import Names, refuse_unknown_terms
from accord.deals.valued import ValuedDeal
from accord.deals.worth import Worth
from accord.deals.zone import Zone, zone_by_draw
from accord.kernels.frontier import Frontier
from accord.kernels.maximum import best_sums
from accord.kernels.solutions import nash
from accord.kernels.tables import Ban
from accord.kernels.ties import TIE, rounded


@frozen(kw_only=True)
class WhyNot:
    """What stands against some terms, at the middle of the ranges.

    Attributes:
        terms: The terms: for some issues or all, an option.
        open: Ids of the issues that they leave open.
        zone: Whether some deal with these terms is acceptable to all, over all of the ranges.
        best: The best acceptable deal with these terms, the Nash solution of all of them; where
            not all must accept, one that passes, the Nash solution of one least set of parties
            that suffices. None if no such deal is acceptable.
        nash: The Nash solution of all acceptable deals; None if no deal is acceptable.
        change: How many points each party gets more in `best` than in `nash`, below 0 for a
            party that loses by the terms; empty if there is no `best`.
        openings: If there is no `best`, every minimal set of obstacles whose easing opens a
            deal with these terms, in the order of `Blocks.openings`.
        complete: Whether `openings` are all there are; as for `Blocks.complete`.
        crossed: The red lines and constraints that every deal with these terms crosses; for
            terms on all issues, those that the deal crosses.
        short: By how many points every deal with these terms that crosses no red line of the
            party falls short of its walk-away value, at the least, by party; those of whom some
            deal does not fall short are left out, and those whose red lines leave none.
        short_throughout: Those of these of whom they do for every number in the ranges.
        told_apart: The parties for whom one of `best` and `nash` is better than the other for
            every number in the ranges.
        error: In points: no acceptable deal is by more than so much above the deals that `best`
            and `nash` were chosen from, for every party; 0 where the choice is exact.
    """

    terms: frozendict[str, str]
    open: tuple[str, ...]
    zone: Zone
    best: ValuedDeal | None = None
    nash: ValuedDeal | None = None
    change: frozendict[str, float] = frozendict()
    openings: tuple[Opening, ...] = ()
    complete: bool = True
    crossed: tuple[Obstacle, ...] = ()
    short: frozendict[str, float] = frozendict()
    short_throughout: tuple[str, ...] = ()
    told_apart: tuple[str, ...] = ()
    error: float = 0.0

    as_json: ClassVar = (
        "terms",
        "open",
        "zone_of_agreement=zone",
        "best",
        "nash",
        "change",
        "openings",
        "openings_complete=complete",
        "crossed",
        "short",
        "short_throughout",
        "told_apart",
        "error",
    )


def why_not(
    draws: Draws, terms: Mapping[str, str], coalitions: Sequence[frozenset[str]] = ()
) -> WhyNot:
    """Find out what stands against some terms, or who gains and loses by them.

    Args:
        draws: The interests, and the sets of numbers to try.
        terms: For some issues or all, the option to be taken, by id.
        coalitions: The least sets of parties that suffice; none where all must accept.

    Raises:
        AccordError: If the terms name an issue or option that there is not.
        ValueError: If the agenda is too large.
    """
    worth = draws.worth
    refuse_unknown_terms(worth.names, terms)
    held = _held(worth.names, terms)
    given, rest = frozendict(terms), tuple(i for i in worth.names.issues if i not in terms)
    zone = zone_by_draw(draws.holding(held), coalitions)[0]
    if coalitions:
        openings, complete = openings_of(worth, coalitions, held)
        short = _short(worth, held)
        passes = next((one.best for one in openings if not one.ease), None)
        return WhyNot(
            terms=given,
            open=rest,
            zone=zone,
            best=passes,
            openings=() if passes else openings,
            complete=complete,
            crossed=tuple(_crossed(Search.of(worth, held), terms)),
            short=short,
            short_throughout=tuple(p for p in _short(worth, held, best=True) if p in short),
        )
    nash_of_all, error = _nash(worth, ())
    best, error_held = (None, 0.0) if nash_of_all is None else _nash(worth, held)
    if nash_of_all is not None and best is not None:
        change = {p: rounded(w - nash_of_all.worth[p]) for p, w in best.worth.items()}
        two = worth.names.choices([best.deal, nash_of_all.deal])
        return WhyNot(
            terms=given,
            open=rest,
            zone=zone,
            best=best,
            nash=nash_of_all,
            change=frozendict(change),
            told_apart=worth.told_apart(*two),
            error=max(error, error_held),
        )
    search, short = Search.of(worth, held), _short(worth, held)
    openings, complete = search.openings()
    return WhyNot(
        terms=given,
        open=rest,
        zone=zone,
        nash=nash_of_all,
        openings=openings,
        complete=complete,
        crossed=tuple(_crossed(search, terms)),
        short=short,
        short_throughout=tuple(p for p in _short(worth, held, best=True) if p in short),
        error=error,
    )


def _held(names: Names, terms: Mapping[str, str]) -> tuple[Ban, ...]:
    """Ban every option that the terms do not take."""
    places = [names.issues.index(issue) for issue in terms]
    return tuple(
        ((place,), np.array([option != taken for option in names.options[place]]))
        for place, taken in zip(places, terms.values(), strict=True)
    )


def _nash(worth: Worth, held: Sequence[Ban]) -> tuple[ValuedDeal | None, float]:
    """Find the Nash solution of the acceptable deals that are not held back.

    Returns:
        The deal, None if there is none; and what the deals compared may lack, in points.
    """
    bans = [*worth.bans, *held]
    listed = worth.approximation(bans, worth.walk_away)
    points, choices, error = listed.points, listed.choices, float(listed.error.max())
    if not len(points) and error:
        choice = worth.reach(bans, worth.walk_away)
        choices = choices if choice is None else choice[None, :]
        points = worth.points(choices)
    if not len(points):
        return None, 0.0
    best = nash(points, worth.walk_away, points.max(axis=0))[:1]
    return worth.valued(Frontier(points[best], choices[best]))[0], error


def _crossed(search: Search, terms: Mapping[str, str]) -> Iterator[Obstacle]:
    """Find the red lines and constraints that leave no deal with the terms."""
    names = search.worth.names
    taken = {names.issues.index(i): o for i, o in terms.items()}
    for obstacle, (scope, ban) in zip(search.obstacles, search.worth.bans, strict=False):
        left = tuple(
            names.options[place].index(taken[place]) if place in taken else slice(None)
            for place in scope
        )
        if ban[left].all():
            yield obstacle


def _short(worth: Worth, held: Sequence[Ban], best: bool = False) -> frozendict[str, float]:
    """Return for whom even the best deal with the terms falls short, and by how much.

    Args:
        worth: The interests.
        held: Bans that leave the terms.
        best: Whether to read the ranges as is best for the party, else at their middle.
    """
    reading = worth.best() if best else worth
    short = {}
    for place, party in enumerate(worth.parties):
        own = [e.ban for e in worth.excluded if e.party == party]
        weighings = [(scope, table[..., place][None]) for scope, table in reading.factors]
        most = (
            best_sums(reading.sizes, weighings, [*held, *own]).values[0] / reading.unit[place]
        )
        by = float(reading.walk_away[place] - most)
        if TIE < by < math.inf:
            short[party] = rounded(by)
    return frozendict(short)
