"""A tournament that was played: how the delegates did."""

import math
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack, closing
from typing import Any

from attrs import frozen

from accord.fighting import model_plain
from accord.kernels.intervals import Score, mean_of_groups, share_of_groups
from accord.kernels.ties import rounded
from accord.play.run import run
from accord.play.tournament.outcomes import Outcome, outcome
from accord.play.tournament.seatings import Seating, Tournament
from accord.play.workers import Workers, start_workers

METHOD = (
    "own worth: the deal's worth to the party the delegate sat for, or that party's walk-away "
    "value where there was no deal; distances: Euclidean, in points, from what the parties had "
    "in the end to the nearest deal with the largest product (Nash) and the largest sum "
    "(welfare) of gains over the walk-away values with which talks begin among the deals that "
    "all accept then, over the processes that have such a deal; intervals: 95%, with all talks "
    "of one process and of the same delegates, whoever sits where, as one observation (none of "
    "fewer than three), for means by Student's t on the cluster-robust error, for shares by "
    "Wilson with the same design effect; they cover the choice of processes and opponents and "
    "the seeds, as if each were drawn from more of its kind"
)
"""How the scores were found."""


@frozen(kw_only=True)
class Standing:
    """How a delegate did.

    Attributes:
        delegate: The delegate, written as `accord.delegates.parse` reads it.
        worth: What the party it sat for had in the end, in points.
        agreed: The share of talks with a deal.
        nash: How far the end was from the Nash deal, in points.
        welfare: How far it was from the deal with the largest sum of gains, in points.
    """

    delegate: str
    worth: Score
    agreed: Score
    nash: Score
    welfare: Score


@frozen(kw_only=True)
class Results:
    """A tournament that was played.

    Attributes:
        tournament: What was to be played.
        talks: Every talk: who sat where, and what it came to.
        standings: How the delegates did, the highest own worth first.
        method: How the scores were found.
    """

    tournament: Tournament
    talks: tuple[tuple[Seating, Outcome], ...]
    standings: tuple[Standing, ...]
    method: str = METHOD

    @property
    def closed(self) -> tuple[str, ...]:
        """Name the processes some of whose talks count in no distance: no deal could be had."""
        found = (seating.case for seating, one in self.talks if one.nash is None)
        return tuple(dict.fromkeys(found))

    @property
    def error(self) -> float:
        """Return what the frontiers behind the distances may lack, in points; 0 if exact."""
        return max((one.error for _, one in self.talks), default=0.0)


def play_tournament(
    tournament: Tournament,
    *,
    workers: Workers = 1,
    watch: Callable[[int], object] = int,
) -> Results:
    """Play a tournament: the same answers whatever plays the talks.

    Args:
        tournament: What is to be played.
        workers: What plays the talks: processes, a cluster or an executor.
        watch: Is told, again and again, how many more talks were played.

    Raises:
        AccordError: If a delegate cannot sit somewhere or makes a move that is not legal, or a
            process died.
    """
    with ExitStack() as stack:
        executor = stack.enter_context(start_workers(workers))
        played: list[Outcome] = []
        coming = run(tournament.games(), executor, outcome)
        for one in stack.enter_context(closing(coming)):
            played.append(one)
            watch(1)
    return results(tournament, played)


def results(tournament: Tournament, outcomes: Iterable[Outcome]) -> Results:
    """Score the talks of a tournament.

    Args:
        tournament: What was to be played.
        outcomes: What every talk came to, in the order of the seatings.

    Raises:
        ValueError: If there is not one for every talk.
    """
    talks = tuple(zip(tournament.seatings, outcomes, strict=True))
    found = [_standing(str(one), talks) for one in tournament.delegates]
    found.sort(key=lambda one: -one.worth.mean if one.worth.among else math.inf)
    return Results(tournament=tournament, talks=talks, standings=tuple(found))


def _standing(delegate: str, talks: Sequence[tuple[Seating, Outcome]]) -> Standing:
    """Score a delegate by all talks, once for every seat it had."""
    sat = [
        ((seating.case, *sorted(seating.delegates.values())), party, one)
        for seating, one in talks
        for party, who in seating.delegates.items()
        if who == delegate
    ]
    return Standing(
        delegate=delegate,
        worth=mean_of_groups((group, one.worth[party]) for group, party, one in sat),
        agreed=share_of_groups((group, one.agreed) for group, _, one in sat),
        nash=mean_of_groups(
            ((group, one.nash) for group, _, one in sat if one.nash is not None), least=0
        ),
        welfare=mean_of_groups(
            ((group, one.welfare) for group, _, one in sat if one.welfare is not None), least=0
        ),
    )


def results_to_json(found: Results) -> dict[str, Any]:
    """Return the results as a plain dict: the answer of `accord tournament --json`."""
    asked = found.tournament
    return {
        "processes": {one.name: one.process.title for one in asked.cases},
        "fighting": {
            one.name: list(map(model_plain, one.fighting))
            for one in asked.cases
            if one.fighting
        },
        "delegates": [str(one) for one in asked.delegates],
        "rules": asked.rules or None,
        "rounds": asked.rounds,
        "repeat": asked.repeat,
        "sample": asked.sample,
        "seed": asked.seed,
        "drawn": asked.draws,
        "mediator": None if asked.mediator is None else str(asked.mediator),
        "talks": asked.talks,
        "standings": [
            {
                "delegate": one.delegate,
                "worth": one.worth.to_json(),
                "agreed": one.agreed.to_json(),
                "nash": one.nash.to_json(),
                "welfare": one.welfare.to_json(),
            }
            for one in found.standings
        ],
        "no_deal_possible": list(found.closed),
        "error": rounded(found.error),
        "method": found.method,
        "engine": "table",
        "games": [
            {
                "process": seating.case,
                "delegates": dict(seating.delegates),
                "repeat": seating.repeat,
                "seed": seating.seed,
                "agreed": one.agreed,
                "worth": dict(one.worth),
                "rounds": one.rounds,
                "moves": one.moves,
                "nash": one.nash,
                "welfare": one.welfare,
                "log": one.log,
            }
            for seating, one in found.talks
        ],
    }
