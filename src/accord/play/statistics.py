"""What many talks came to."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from attrs import frozen
from frozendict import frozendict

from accord.deals.decide import decide
from accord.deals.drivers import Drivers, drivers_to_json
from accord.deals.limits import refusing_what_is_too_large
from accord.deals.zone import wilson
from accord.errors import AccordError
from accord.kernels.ties import TIE
from accord.play.distance import METHOD
from accord.play.drivers import Flags, drivers
from accord.play.game import Game
from accord.play.many import MEASURED, Talk
from accord.play.numbers import draws, tabulated
from accord.talks import Options

DRIVERS = (
    "shares of talks with a deal, by the half of its range that the number lies in; Newcombe "
    "intervals of the difference, 95% for all numbers together (Bonferroni)"
)
"""How numbers are ranked."""


@frozen(kw_only=True)
class Share:
    """How often something happened.

    Attributes:
        count: How often.
        among: Out of how many.
    """

    count: int
    among: int

    @property
    def share(self) -> float:
        """Give the share, 0 to 1; not a number out of none."""
        return self.count / self.among if self.among else math.nan

    @property
    def interval(self) -> tuple[float, float]:
        """Give its 95% confidence interval (Wilson); everything, out of none."""
        return wilson(self.count, self.among) if self.among else (0.0, 1.0)


@frozen(kw_only=True)
class Mean:
    """What something was on average, in points.

    Attributes:
        mean: The mean; not a number of none.
        interval: Its 95% confidence interval (Student's t); None of fewer than two.
        among: Of how many.
    """

    mean: float
    interval: tuple[float, float] | None
    among: int

    @classmethod
    def of(cls, numbers: Sequence[float]) -> "Mean":
        """Average numbers.

        Source: Student (W. S. Gosset), The probable error of a mean, Biometrika 6 (1908), 1-25.
        """
        from scipy.special import stdtrit

        count = len(numbers)
        if not count:
            return cls(mean=math.nan, interval=None, among=0)
        mean = float(np.mean(numbers))
        if count == 1:
            return cls(mean=mean, interval=None, among=1)
        spread = float(np.std(numbers, ddof=1)) / math.sqrt(count)
        half = float(stdtrit(count - 1, 0.975)) * spread
        return cls(mean=mean, interval=(mean - half, mean + half), among=count)


@frozen(kw_only=True)
class Distances:
    """How far the deals were from the frontiers of their talks' numbers.

    Attributes:
        mean: The mean distance, in points.
        largest: The largest; None where none was measured.
        efficient: How many deals were on the frontier, of those measured.
        error: In points, what a frontier may lack; 0 where all are exact.
        complete: Whether it was measured for every deal; otherwise for the first talks only.
    """

    mean: Mean
    largest: float | None
    efficient: Share
    error: float
    complete: bool

    @property
    def method(self) -> str:
        """Say how the distances were found."""
        which = (
            "every deal" if self.complete else f"the {self.mean.among} deals of the first talks"
        )
        lists = f"approximate, within {self.error:.3g} points" if self.error else "exact"
        return f"{METHOD}, for {which} with the numbers of its talk; the frontiers are {lists}"


@frozen(kw_only=True)
class Statistics:
    """What many talks came to.

    Attributes:
        talks: How many talks there were.
        agreed: How many came to a deal.
        by_round: How many had come to a deal by the end of each round, from the first.
        possible: How many could have: some deal was acceptable to all with their numbers.
        missed: How many of those came to none.
        deals: The deals and how often each was agreed, of all talks; the most frequent first.
        options: How often each option was agreed, by issue and option, of talks with a deal.
        worth: What the deal was worth to each party, by party, over the talks with a deal.
        outcome: What each party had in the end, its walk-away value counted where there was no
            deal, over all talks.
        distances: How far the deals were from the frontier.
        reasons: Why there was no deal, and how often, the most frequent first.
        drivers: Which numbers move the probability of a deal most.
        seed: Where the talks' seeds come from.
    """

    talks: int
    agreed: Share
    by_round: tuple[Share, ...]
    possible: Share
    missed: Share
    deals: tuple[tuple[Options, Share], ...]
    options: frozendict[str, frozendict[str, Share]]
    worth: frozendict[str, Mean]
    outcome: frozendict[str, Mean]
    distances: Distances
    reasons: tuple[tuple[str, int], ...]
    drivers: Drivers
    seed: int


def statistics(game: Game, talks: Sequence[Talk]) -> Statistics:
    """Say what many talks came to.

    Args:
        game: What the talks have in common.
        talks: The talks; at least one.

    Raises:
        AccordError: If there is none.
    """
    if not talks:
        raise AccordError("No talk was held, so there is nothing to count.")
    count, deals = len(talks), [one for one in talks if one.deal is not None]
    possible, ranked = _by_numbers(game, talks)
    parties, agenda = game.setup.delegations, game.setup.agenda
    ended = Counter(one.deal for one in talks if one.deal is not None)
    return Statistics(
        talks=count,
        agreed=Share(count=len(deals), among=count),
        by_round=tuple(
            Share(count=sum(one.rounds <= number for one in deals), among=count)
            for number in range(1, max(_last(game), *(one.rounds for one in talks), 0) + 1)
        ),
        possible=Share(count=int(possible.sum()), among=count),
        missed=Share(
            count=sum(p and t.deal is None for p, t in zip(possible, talks, strict=True)),
            among=int(possible.sum()),
        ),
        deals=tuple(
            (deal, Share(count=times, among=count)) for deal, times in ended.most_common()
        ),
        options=frozendict(
            {i: _taken(i, issue.choices, ended) for i, issue in agenda.issues.items()}
        ),
        worth=_means(parties, deals),
        outcome=_means(parties, talks),
        distances=_distances(deals),
        reasons=tuple(Counter(one.reason for one in talks if one.deal is None).most_common()),
        drivers=ranked,
        seed=game.seed,
    )


def _last(game: Game) -> int:
    return game.setup.rules.rounds or 0


def _means(parties: Iterable[str], talks: Sequence[Talk]) -> frozendict[str, Mean]:
    return frozendict({p: Mean.of([one.worth[p] for one in talks]) for p in parties})


def _taken(
    issue: str, options: Iterable[str], ended: Mapping[Options, int]
) -> frozendict[str, Share]:
    """Count how often each option of an issue was agreed."""
    times: Counter[str] = Counter()
    for deal, count in ended.items():
        times[deal[issue]] += count
    among = sum(ended.values())
    return frozendict({o: Share(count=times[o], among=among) for o in options})


def _distances(deals: Sequence[Talk]) -> Distances:
    known = [one for one in deals if one.distance is not None]
    points = [one.distance for one in known if one.distance is not None]
    return Distances(
        mean=Mean.of(points),
        largest=max(points, default=None),
        efficient=Share(count=sum(one <= TIE for one in points), among=len(points)),
        error=max((one.error for one in known), default=0.0),
        complete=all(one.number < MEASURED for one in deals),
    )


def _by_numbers(game: Game, talks: Sequence[Talk]) -> tuple[Flags, Drivers]:
    """Tell in which talks some deal was acceptable to all, and rank the numbers."""
    with refusing_what_is_too_large():
        tables = tabulated(game.setup.agenda, game.interests)
        drawn = draws(tables, [one.seed for one in talks])
        possible = decide(drawn)
    agreed = np.array([one.deal is not None for one in talks])
    return possible, drivers(drawn, agreed, game.seed)


def statistics_to_json(found: Statistics) -> dict[str, Any]:
    """Give statistics as a plain dict: the answer of `accord play -n N --json`."""
    distances = found.distances
    return {
        "talks": found.talks,
        "agreed": _share(found.agreed),
        "by_round": [
            {"round": number, **_share(share)} for number, share in enumerate(found.by_round, 1)
        ],
        "possible": _share(found.possible),
        "missed": _share(found.missed),
        "deals": [{"deal": dict(deal), **_share(share)} for deal, share in found.deals],
        "options": {
            issue: {option: _share(share) for option, share in shares.items()}
            for issue, shares in found.options.items()
        },
        "worth": {party: _mean(mean) for party, mean in found.worth.items()},
        "outcome": {party: _mean(mean) for party, mean in found.outcome.items()},
        "distance": {
            **_mean(distances.mean),
            "largest": distances.largest,
            "efficient": _share(distances.efficient),
            "complete": distances.complete,
            "error": distances.error,
            "method": distances.method,
        },
        "reasons": dict(found.reasons),
        "drivers": {**drivers_to_json(found.drivers), "method": DRIVERS},
        "seed": found.seed,
    }


def _share(one: Share) -> dict[str, Any]:
    share = one.share if one.among else None
    return {
        "count": one.count,
        "among": one.among,
        "share": share,
        "interval": list(one.interval),
    }


def _mean(one: Mean) -> dict[str, Any]:
    return {
        "mean": one.mean if one.among else None,
        "interval": None if one.interval is None else list(one.interval),
        "talks": one.among,
    }
