"""Whether there is some deal for every value in the ranges, not always the same one."""

from collections.abc import Sequence

import numpy as np
from attrs import frozen
from frozendict import frozendict

from accord.deals.always_some_deal.worst_case_numbers import Refusals, WorstNumbers, hardest
from accord.deals.ranges import PartyRanges
from accord.deals.worth import Worth
from accord.kernels.ties import TIE, Ints, rounded

MOST_ROUNDS = 30
"""How many deals are collected before the question is left open."""

_NEAR = 1e-4
"""In points: margins within the tolerance of the solver prove nothing."""


@frozen(kw_only=True)
class PartyNumbers:
    """One value out of every range of a party.

    Attributes:
        party: The party.
        weights: By issue.
        values: By issue and option.
        bonuses: In the order of the interests, those on issues of the agenda.
        walk_away: In points.
    """

    party: str
    weights: frozendict[str, float]
    values: frozendict[str, frozendict[str, float]]
    bonuses: tuple[float, ...]
    walk_away: float


@frozen(kw_only=True)
class Throughout:
    """Whether there is some deal for every value in the ranges.

    Attributes:
        holds: The answer; None where it is not decided.
        deals: Deals of which, whatever the values, one is acceptable; empty if it does not
            hold or is not decided.
        counterexample: Values for which no deal is acceptable; empty if there are none or it
            is not decided.
        method: How it was decided, or why not.
    """

    holds: bool | None
    deals: tuple[frozendict[str, str], ...] = ()
    counterexample: tuple[PartyNumbers, ...] = ()
    method: str


def always_some_deal(worth: Worth) -> Throughout:
    """Return whether there is some deal for every value in the ranges.

    Deals are collected. A mixed-integer program looks for the values at which somebody
    refuses each of them by the most; a deal that is acceptable there is added. If there is
    none, the values are a counterexample; if it is one of those collected, these are enough.
    Weights times values and times walk-away values are variables of their own, within the
    ranges times the weight, so that the program is linear and still exact.

    Args:
        worth: The interests.
    """
    if any(bool((side.weights < 0).any()) for side in worth.ranges):
        return Throughout(holds=None, method="not decided: some weight may be negative")
    sides = [_refusals(side) for side in worth.ranges]
    values = [_middle(side) for side in worth.ranges]
    margin, pool = 0.0, np.empty((0, len(worth.names.sizes)), dtype=np.int64)
    for _ in range(MOST_ROUNDS):
        reading = _reading(worth, values)
        choice = reading.reach(worth.bans, reading.walk_away)
        if choice is None:
            return Throughout(
                holds=False,
                counterexample=_named(worth, values),
                method="exact: no deal is acceptable at the counterexample",
            )
        known = bool((reading.points(pool) >= reading.walk_away - TIE).all(axis=1).any())
        if known and margin > _NEAR:
            break
        if known:
            return _holds(worth, pool)
        pool = np.vstack([pool, choice])
        found = hardest(sides, pool)
        if found is None:
            break
        margin, values = found
        if margin < -_NEAR:
            return _holds(worth, pool)
    return Throughout(
        holds=None, method=f"not decided: the search was given up after {len(pool)} deals"
    )


def _holds(worth: Worth, pool: Ints) -> Throughout:
    return Throughout(
        holds=True,
        deals=tuple(map(worth.names.deal, pool)),
        method=(
            f"mixed-integer program: there are no values at which each of {len(pool)} deals is "
            f"refused by more than {_NEAR:g} points"
        ),
    )


def _refusals(side: PartyRanges) -> Refusals:
    """Scale a party's numbers so that sums are in points at the middle of the weights."""
    unit = _unit(side)
    return Refusals(
        side.weights / unit,
        side.values,
        100 * side.bonuses / unit,
        side.matches,
        side.walk_away,
        side.relative,
    )


def _unit(side: PartyRanges) -> float:
    return float(side.unit(side.weights.mean(axis=0)))


def _middle(side: PartyRanges) -> WorstNumbers:
    """Read every number at the middle of its range, in the units of `_refusals`."""
    unit = _unit(side)
    return WorstNumbers(
        side.weights.mean(axis=0) / unit,
        tuple(ends.mean(axis=0) for ends in side.values),
        100 * side.bonuses.mean(axis=0) / unit,
        float(side.walk_away.mean()),
    )


def _reading(worth: Worth, found: Sequence[WorstNumbers]) -> Worth:
    """Read how far deals are above the walk-away values, at the values found.

    As in `Worth.best` nothing is divided by the sum of the weights, which may be zero.
    """
    terms, bonuses = [], []
    for side, values in zip(worth.ranges, found, strict=True):
        unit = _unit(side)
        level = values.walk_away if side.relative else 0.0
        weights = values.weights * unit
        own = [w * (v - level) for w, v in zip(weights, values.values, strict=True)]
        if not side.relative:
            own[0] = own[0] - 100 * values.walk_away
        terms.append(np.concatenate(own))
        bonuses.append(values.bonuses * unit)
    units = np.array([_unit(side) for side in worth.ranges])
    return worth.with_terms(terms, bonuses, units)


def _named(worth: Worth, found: Sequence[WorstNumbers]) -> tuple[PartyNumbers, ...]:
    names, named = worth.names, []
    for party, side, values in zip(worth.parties, worth.ranges, found, strict=True):
        unit = _unit(side)
        by_issue = zip(names.issues, names.options, values.values, strict=True)
        named.append(
            PartyNumbers(
                party=party,
                weights=frozendict(
                    zip(
                        names.issues,
                        map(rounded, (values.weights * unit).tolist()),
                        strict=True,
                    )
                ),
                values=frozendict(
                    {
                        issue: frozendict(
                            zip(options, map(rounded, given.tolist()), strict=True)
                        )
                        for issue, options, given in by_issue
                    }
                ),
                bonuses=tuple(map(rounded, (values.bonuses * unit / 100).tolist())),
                walk_away=rounded(values.walk_away),
            )
        )
    return tuple(named)
