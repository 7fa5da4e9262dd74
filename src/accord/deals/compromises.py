"""The fair compromises among the deals that every party accepts."""

import math
from collections.abc import Callable, Sequence
from typing import ClassVar, NoReturn, TypeVar

import numpy as np
from attrs import frozen
from frozendict import frozendict

from accord.deals.frontiers import Frontiers
from accord.deals.valued import ValuedDeal
from accord.deals.worth import Worth
from accord.errors import AccordError
from accord.kernels.fair import fair_deals
from accord.kernels.frontier import Frontier
from accord.kernels.perles_maschler import nearest_to_meeting, two_at_stake
from accord.kernels.solutions import egalitarian, kalai_smorodinsky, nash, utilitarian
from accord.kernels.ties import Floats, Ints, rounded

V = TypeVar("V")

_Rule = Callable[[Floats, Floats, Floats], Ints]


def _perles_maschler(points: Floats, disagreement: Floats, _: Floats) -> Ints:
    pair = two_at_stake(points)
    if pair is None:
        return np.empty(0, np.int64)
    return nearest_to_meeting(points[:, pair], disagreement[pair])


_RULES: dict[str, _Rule] = {
    "nash": nash,
    "kalai_smorodinsky": kalai_smorodinsky,
    "egalitarian": lambda points, disagreement, _: egalitarian(points, disagreement),
    "utilitarian": lambda points, disagreement, _: utilitarian(points, disagreement),
    "perles_maschler": _perles_maschler,
}

SOLUTIONS = tuple(_RULES)
"""The names of the fair compromises, in the order in which they are shown."""


class ByRule(frozendict[str, V]):
    """What was found, by the name of the rule."""

    def __missing__(self, rule: str) -> NoReturn:
        """Refuse a rule that is none, or that does not apply here."""
        raise AccordError(
            f"There is nothing by the rule '{rule}'; there are: {', '.join(self)}."
        )


@frozen(kw_only=True)
class Solution:
    """A fair compromise.

    Attributes:
        best: The deal; of several that are equally good the first party's best.
        ties: The other worths that are equally good, a deal for each.
        below_best: How many points every party is below its best acceptable deal.
        below_best_told_apart: The parties for whom that best deal is better for every number in
            the ranges; empty where it is not known which deal that is.
        runner_up: The deal that the rule would choose if the best and its ties were not there;
            None if every deal on the acceptable frontier is equally good, or the frontier is
            not listed whole.
        told_apart: The parties for whom one of the best and the runner-up is better than the
            other for every number in the ranges.
        gap: By how much another deal may be better by the rule; 0 where the best is proven.
            By `nash` of the logarithm of the product of gains, by `kalai_smorodinsky` percent
            of the largest gain, otherwise points; infinite where it is not known.
    """

    best: ValuedDeal
    ties: tuple[ValuedDeal, ...] = ()
    below_best: frozendict[str, float] = frozendict()
    below_best_told_apart: tuple[str, ...] = ()
    runner_up: ValuedDeal | None = None
    told_apart: tuple[str, ...] = ()
    gap: float = 0.0

    as_json: ClassVar = (
        "*best",
        "ties",
        "below_best",
        "below_best_told_apart",
        "gap",
        "runner_up=next_best",
    )

    @property
    def next_best(self) -> dict[str, object] | None:
        """The runner-up, and what it has more or less."""
        if self.runner_up is None:
            return None
        return {
            "deal": self.runner_up.deal,
            "worth": self.runner_up.worth_or_none,
            "gives_up": self.gives_up,
            "told_apart": self.told_apart,
        }

    @property
    def gives_up(self) -> frozendict[str, float]:
        """Return what every party has less here than in the runner-up; below zero if more."""
        if self.runner_up is None:
            return frozendict()
        other = self.runner_up.worth
        return frozendict({p: rounded(other[p] - w) for p, w in self.best.worth.items()})


def compromises(
    worth: Worth, found: Frontiers, listed: Sequence[ValuedDeal]
) -> ByRule[Solution | None]:
    """Apply every rule to the acceptable deals.

    The best by each lies on the acceptable frontier. Where that is not listed whole, each is
    looked for among all acceptable deals. Perles-Maschler is defined for two parties; it is
    left out where three or more have something at stake, and where the frontier is not whole.

    Args:
        worth: The interests.
        found: The frontiers.
        listed: The acceptable frontier by name.

    Returns:
        The solutions by the name of the rule; None where no deal is acceptable.
    """
    points, walk_away = found.acceptable.points, worth.walk_away
    rules = dict(_RULES)
    if found.errors[1] or two_at_stake(points) is None:
        del rules["perles_maschler"]
    if not listed:
        return ByRule(dict.fromkeys(rules))
    gap = 0.0
    if found.errors[1]:
        searched = _searched(worth)
        if searched is not None:
            return searched
        gap = math.inf
    ideal, choices = points.max(axis=0), found.acceptable.choices

    def solve(rule: _Rule) -> Solution:
        first, *ties = rule(points, walk_away, ideal)
        rest = np.setdiff1d(np.arange(len(points)), [first, *ties])
        runner_up = next(iter(rest[rule(points[rest], walk_away, ideal)]), None)
        if gap:
            runner_up = None
        below = map(rounded, (ideal - points[first]).tolist())
        return Solution(
            best=listed[first],
            ties=tuple(listed[tie] for tie in ties),
            below_best=frozendict(zip(worth.parties, below, strict=True)),
            below_best_told_apart=()
            if gap
            else tuple(
                party
                for party, best in zip(worth.parties, points.argmax(axis=0), strict=True)
                if party in worth.told_apart(choices[best], choices[first])
            ),
            runner_up=None if runner_up is None else listed[runner_up],
            told_apart=()
            if runner_up is None
            else worth.told_apart(choices[first], choices[runner_up]),
            gap=gap,
        )

    return ByRule({name: solve(rule) for name, rule in rules.items()})


def _searched(worth: Worth) -> ByRule[Solution | None] | None:
    """Find the best by every rule, each by a search of its own; None if time is too short."""
    found = fair_deals(worth.programs(worth.bans), worth.walk_away)
    if found is None:
        return None
    choices = np.stack([one.choice for one in found.best.values()])
    points = worth.points(choices)
    valued = worth.valued(Frontier(points, choices))
    below = (np.maximum(found.ideal, points.max(axis=0)) - points).tolist()
    return ByRule(
        {
            name: Solution(
                best=deal,
                below_best=frozendict(zip(worth.parties, map(rounded, lost), strict=True)),
                gap=one.gap,
            )
            for (name, one), deal, lost in zip(found.best.items(), valued, below, strict=True)
        }
    )
