"""What could be better for some and worse for none than a deal on the table."""

from typing import ClassVar

import numpy as np
from attrs import frozen
from frozendict import frozendict

from accord.deals.blocks import Obstacle
from accord.deals.counts import DealCount
from accord.deals.improvements.improving import (
    Reference,
    count_improving,
    neighbours,
    nondominated_improvements,
)
from accord.deals.improvements.nearest_improvements import Nearest, nearest_improvements
from accord.deals.valued import ValuedDeal
from accord.deals.worth import Worth
from accord.errors import AccordError
from accord.kernels.count import Count
from accord.kernels.frontier import Frontier
from accord.kernels.sample import Uniform
from accord.kernels.solutions import nash
from accord.kernels.tables import Ban
from accord.kernels.ties import TIE, Ints, rounded
from accord.model import Deal

_LISTED = (
    "the nearest: exact, by variable elimination and branch and bound over the issues changed"
)
_CUT = (
    "the nearest: cut, as too many partial deals may lead to an improvement; none that changes "
    "fewer issues than the last one listed is missing, but among those that change as many "
    "some may be"
)
_BEST = "the best: the Nash solution on the exact frontier"
_FOUND = (
    "the best: found by changing one or two issues at a time, beginning with the nearest; "
    "there may be better ones"
)
_CLIMBS = 200
"""How many times a better neighbour is gone to, where the best is looked for."""


@frozen(kw_only=True)
class DealStanding:
    """A deal, and what speaks against it.

    Attributes:
        valued: The deal and what it is worth, at the middle of the ranges.
        crosses: The constraints and red lines that it crosses.
        short: By how many points it fails walk-away values, by party; only parties it fails,
            and none whose red lines it crosses.
        short_throughout: Those of these whom it fails for every number in the ranges.
    """

    valued: ValuedDeal
    crosses: tuple[Obstacle, ...]
    short: frozendict[str, float]
    short_throughout: tuple[str, ...] = ()

    as_json: ClassVar = ("*valued", "crosses", "short", "short_throughout", "acceptable")

    @property
    def parties(self) -> tuple[str, ...]:
        """Name the parties."""
        return (*self.valued.worth, *self.valued.refused_by)

    @property
    def acceptable(self) -> bool:
        """Return whether every party accepts the deal."""
        return not self.crosses and not self.short


@frozen(kw_only=True)
class Improvement:
    """A deal that is better for some party and worse for none than the given deal.

    Attributes:
        standing: The deal; it crosses nothing that the given deal does not cross.
        changes: The issues on which it differs, each with the option of the given deal and
            its own.
        gains: Points that every party gains, by id; 0 where it is a tie. Left out are parties
            whose red lines one of the two deals crosses.
        told_apart: The parties for whom it is better than the given deal for every number in
            the ranges.
    """

    standing: DealStanding
    changes: frozendict[str, tuple[str, str]]
    gains: frozendict[str, float]
    told_apart: tuple[str, ...] = ()

    as_json: ClassVar = (
        "*standing",
        "distance",
        "changes=from_and_to",
        "gains=gain_or_none",
        "told_apart",
    )

    @property
    def from_and_to(self) -> dict[str, dict[str, str]]:
        """The issues on which it differs, with the option before and after."""
        return {i: {"from": before, "to": after} for i, (before, after) in self.changes.items()}

    @property
    def gain_or_none(self) -> dict[str, float | None]:
        """The gains by party; None where a red line of the party is crossed."""
        return {**self.gains, **{p: None for p in self.standing.parties if p not in self.gains}}

    @property
    def distance(self) -> int:
        """Count the issues on which it differs from the given deal."""
        return len(self.changes)


@frozen(kw_only=True)
class Improvements:
    """The deals that are better for some party and worse for none than a given deal.

    Attributes:
        given: The given deal. What it crosses already, other deals may cross too: to leave as
            it is what crosses a red line cannot be called worse.
        efficient: Whether there is no such deal, exactly.
        count: How many there are.
        nearest: The first of them: those that change the fewest issues; of these the ones with
            the larger smallest gain, then with the larger sum of gains.
        complete: Whether `nearest` holds the first in this order, as many as asked for or all.
            Otherwise the search was cut: none that changes fewer issues than the last one
            listed is missing, but among those that change as many some may be.
        best: The Nash solution among them with the given deal as the disagreement point; None
            where there are none.
        best_exact: Whether it is that for sure. Otherwise it is the best that was found by
            changing one or two issues at a time, beginning with the nearest.
        method: How they were found.
    """

    given: DealStanding
    efficient: bool
    count: DealCount
    nearest: tuple[Improvement, ...]
    complete: bool
    best: Improvement | None
    best_exact: bool
    method: str

    as_json: ClassVar = (
        "*given",
        "efficient",
        "count",
        "nearest",
        "complete",
        "best",
        "best_exact",
        "method",
    )


def improve(
    worth: Worth,
    deal: Deal,
    *,
    most: int,
    draws: int,
    seed: int,
    most_work: int,
) -> Improvements:
    """Find what is better for some and worse for none than a given deal, the nearest first.

    Worths are compared within a tie, at the middle of the ranges. Deals cross no constraint and
    no red line but those that the given deal crosses already.

    Source: H. Raiffa, Post-settlement settlements, Negotiation Journal 1 (1985), 9-12.

    Args:
        worth: The interests.
        deal: One option for every issue: agreed, proposed, or from the record.
        most: How many of the nearest to list.
        draws: How many deals to draw where counting would be too much work.
        seed: Where the draws start.
        most_work: How many partial sums to form before deals are drawn instead.

    Raises:
        AccordError: If the deal is not whole, or a number is below 1.
        ValueError: If too many issues hang together.
    """
    for name, asked in (("most", most), ("draws", draws)):
        if asked < 1:
            raise AccordError(f"'{name}' is {asked}; it must be at least 1.")
    choice = _choice(worth, deal)
    bans = [ban for ban in worth.bans if not _takes(ban, choice)]
    reference = Reference.of(worth.sizes, worth.factors, bans, choice, TIE * worth.unit)
    near = nearest_improvements(reference, most=most)
    if near.complete and len(near.choices) < most:
        among = Uniform.of(worth.sizes, bans).total
        number = Count(len(near.choices), among)
    else:
        number = count_improving(reference, most_work=most_work, draws=draws, seed=seed)
    chosen, exact = _best(worth, reference, near)
    given = standing(worth, choice)
    nearest = [_improvement(worth, choice, other) for other in near.choices]
    return Improvements(
        given=given,
        efficient=not near.exists,
        count=DealCount.of(number, len(nearest), seed),
        nearest=tuple(nearest),
        complete=near.complete,
        best=None if chosen is None else _improvement(worth, choice, chosen),
        best_exact=exact,
        method=_method(near.complete, exact),
    )


def standing(worth: Worth, choice: Ints) -> DealStanding:
    """Return what a deal is worth, what it crosses and whom it fails.

    Args:
        worth: The interests.
        choice: Shape (issues,), the deal.
    """
    points = worth.points(choice[None, :])
    (valued,) = worth.valued(Frontier(points, choice[None, :]))
    lacking = zip(worth.parties, (worth.walk_away - points[0]).tolist(), strict=True)
    short = {p: rounded(d) for p, d in lacking if d > TIE and p not in valued.refused_by}
    most = worth.best().points(choice[None, :])[0].tolist()
    return DealStanding(
        valued=valued,
        crosses=tuple(
            Obstacle.of(excluded) for excluded in worth.excluded if _takes(excluded.ban, choice)
        ),
        short=frozendict(short),
        short_throughout=tuple(
            p
            for p, above in zip(worth.parties, most, strict=True)
            if p in short and above < -TIE
        ),
    )


def _choice(worth: Worth, deal: Deal) -> Ints:
    for issue in deal:
        if issue not in worth.names.issues:
            raise AccordError(f"There is no issue '{issue}' on the agenda: take it out.")
    return np.asarray(worth.names.choices([deal])[0])


def _takes(ban: Ban, choice: Ints) -> bool:
    """Return whether a deal takes an excluded combination."""
    scope, taken = ban
    return bool(taken[tuple(choice[list(scope)])])


def _improvement(worth: Worth, choice: Ints, other: Ints) -> Improvement:
    names = worth.names
    before, after = worth.points(np.stack([choice, other]))
    gains = np.where(np.abs(after - before) > TIE, after - before, 0.0)
    refused = np.asarray(worth.refused(np.stack([choice, other])).any(axis=0))
    told = zip(worth.parties, map(rounded, gains.tolist()), refused.tolist(), strict=True)
    return Improvement(
        standing=standing(worth, other),
        changes=frozendict(
            {
                names.issues[place]: (
                    names.options[place][choice[place]],
                    names.options[place][other[place]],
                )
                for place in np.flatnonzero(choice != other).tolist()
            }
        ),
        gains=frozendict({party: gain for party, gain, refuses in told if not refuses}),
        told_apart=worth.told_apart(choice, other),
    )


def _best(worth: Worth, reference: Reference, near: Nearest) -> tuple[Ints | None, bool]:
    """Choose the Nash solution among improving deals; tell whether it is that for sure."""
    if not near.exists:
        return None, True
    disagreement = worth.points(reference.choice[None, :])[0]

    def fairest(choices: Ints) -> Ints:
        points = worth.points(choices)
        return np.asarray(choices[nash(points, disagreement, points.max(axis=0))[0]])

    choices = nondominated_improvements(reference)
    if choices is not None:
        return fairest(choices), True
    best = fairest(near.choices)
    for _ in range(_CLIMBS):
        better = fairest(np.concatenate([best[None, :], neighbours(reference, best)]))
        if (better == best).all():
            break
        best = better
    return best, False


def _method(complete: bool, exact: bool) -> str:
    listed = _LISTED if complete else _CUT
    best = _BEST if exact else _FOUND
    return f"{listed}; {best}; ranges read at their middle"
