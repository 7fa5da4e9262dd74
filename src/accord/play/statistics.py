"""What many talks came to."""

from collections.abc import Sequence
from functools import reduce
from itertools import accumulate
from typing import Any

import numpy as np
from attrs import frozen
from frozendict import frozendict

from accord.deals.as_json import to_json
from accord.deals.verdict_drivers import Drivers
from accord.errors import AccordError
from accord.kernels.intervals import Mean, Share
from accord.play.columns import STRETCH, Columns
from accord.play.distance import METHOD
from accord.play.drivers import drivers
from accord.play.game import Game
from accord.play.many import Talk
from accord.play.numbers import ranged
from accord.play.tally import Measured, TalkTally, plus, tallied
from accord.talks import Options

DRIVERS = (
    "shares of talks with a deal, by the half of its range that the number lies in; Newcombe "
    "intervals of the difference, 95% for all numbers together (Bonferroni)"
)
"""How numbers are ranked."""


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
        """Return how the distances were found."""
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
        other_deals: How often any other was: not more than `tally.MOST_NAMED` are told apart.
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
    other_deals: Share
    options: frozendict[str, frozendict[str, Share]]
    worth: frozendict[str, Mean]
    outcome: frozendict[str, Mean]
    distances: Distances
    reasons: tuple[tuple[str, int], ...]
    drivers: Drivers
    seed: int


def statistics(game: Game, talks: Sequence[Talk]) -> Statistics:
    """Return what many talks came to.

    Args:
        game: What the talks have in common.
        talks: The talks, the first one first; at least one.

    Raises:
        AccordError: If there is none.
    """
    parts = (talks[start : start + STRETCH] for start in range(0, len(talks), STRETCH))
    tallies = (tallied(game, Columns.of(game, part)) for part in parts)
    return counted(game, reduce(plus, tallies, None))


def counted(game: Game, tally: TalkTally | None) -> Statistics:
    """Return what many talks came to by their counts.

    Args:
        game: What the talks have in common.
        tally: What was counted; None if no talk was.

    Raises:
        AccordError: If no talk was played.
    """
    if tally is None:
        raise AccordError("No talk was played, so there is nothing to count.")
    worth = ranged(game.setup.agenda, game.interests)
    parties, names = game.setup.delegations, worth.names
    rounds = range(1, max(game.setup.rules.rounds or 0, tally.longest) + 1)
    until = accumulate(tally.by_round[number] for number in rounds)
    upper = list(zip(tally.agreed_upper, tally.upper, strict=True))
    return Statistics(
        talks=tally.talks,
        agreed=Share(count=tally.agreed, among=tally.talks),
        by_round=tuple(Share(count=count, among=tally.talks) for count in until),
        possible=Share(count=tally.possible, among=tally.talks),
        missed=Share(count=tally.missed, among=tally.possible),
        deals=tuple(
            (names.deal(np.array(deal)), Share(count=times, among=tally.talks))
            for deal, times in tally.deals.ranked()
        ),
        other_deals=Share(count=tally.deals.others, among=tally.talks),
        options=frozendict(
            {
                issue: frozendict(
                    {
                        option: Share(count=times, among=tally.agreed)
                        for option, times in zip(options, taken, strict=True)
                    }
                )
                for issue, options, taken in zip(
                    names.issues, names.options, tally.options, strict=True
                )
            }
        ),
        worth=frozendict(zip(parties, map(Mean.of, tally.worth), strict=True)),
        outcome=frozendict(zip(parties, map(Mean.of, tally.outcome), strict=True)),
        distances=_distances(tally.measured, tally.agreed),
        reasons=tuple(tally.reasons.ranked()),
        drivers=drivers(worth, upper, (tally.agreed, tally.talks), game.seed),
        seed=game.seed,
    )


def _distances(measured: Measured, agreed: int) -> Distances:
    return Distances(
        mean=Mean.of(measured.points),
        largest=measured.largest,
        efficient=Share(count=measured.efficient, among=measured.points.count),
        error=measured.error,
        complete=measured.points.count == agreed,
    )


def statistics_to_json(found: Statistics) -> dict[str, Any]:
    """Return statistics as a plain dict: the answer of `accord play -n N --json`."""
    distances = found.distances
    return {
        "talks": found.talks,
        "agreed": found.agreed.to_json(),
        "by_round": [
            {"round": number, **share.to_json()}
            for number, share in enumerate(found.by_round, 1)
        ],
        "possible": found.possible.to_json(),
        "missed": found.missed.to_json(),
        "deals": [{"deal": dict(deal), **share.to_json()} for deal, share in found.deals],
        "other_deals": found.other_deals.to_json(),
        "options": {
            issue: {option: share.to_json() for option, share in shares.items()}
            for issue, shares in found.options.items()
        },
        "worth": {party: mean.to_json() for party, mean in found.worth.items()},
        "outcome": {party: mean.to_json() for party, mean in found.outcome.items()},
        "distance": {
            **distances.mean.to_json(),
            "largest": distances.largest,
            "efficient": distances.efficient.to_json(),
            "complete": distances.complete,
            "error": distances.error,
            "method": distances.method,
        },
        "reasons": dict(found.reasons),
        "drivers": {**to_json(found.drivers), "method": DRIVERS},
        "seed": found.seed,
    }
