"""Everybody against everybody: delegates in every seat of several processes, and scores."""

import hashlib
import math
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from functools import cached_property, lru_cache
from itertools import islice, product
from random import Random
from typing import Any

import numpy as np
from attrs import evolve, frozen
from frozendict import frozendict

from accord.deals.frontiers import Frontiers
from accord.deals.limits import refusing_what_is_too_large
from accord.deals.valued import clean
from accord.deals.zone import NORMAL_95, wilson
from accord.delegates import Recipe
from accord.errors import AccordError
from accord.kernels.solutions import nash, utilitarian
from accord.kernels.ties import Floats
from accord.model import Agenda, Interests, Process
from accord.play.game import Game
from accord.play.numbers import tabulated
from accord.play.player import play
from accord.play.run import run
from accord.play.seating import MEDIATOR, game, parse_rules
from accord.talks import Rules, write

MOST_TALKS = 10_000
"""How many talks there are at most where nobody says how many seatings to draw."""

FEWEST_GROUPS = 3
"""Of fewer groups no interval is given: it would say nothing."""

METHOD = (
    "own worth: the deal's worth to the party the delegate sat for, or that party's walk-away "
    "value where there was no deal; distances: Euclidean, in points, from what the parties had "
    "in the end to the nearest deal with the largest product (Nash) and the largest sum "
    "(welfare) of gains over the walk-away values among the deals that all accept, over the "
    "processes that have such a deal; intervals: 95%, with all talks of one process and of the "
    "same delegates, whoever sits where, as one observation (none of fewer than three), for "
    "means by Student's t on the cluster-robust error, for shares by Wilson with the same "
    "design effect; they cover the choice of processes and opponents and the seeds, as if each "
    "were drawn from more of its kind"
)
"""How the scores were found."""


@frozen(kw_only=True)
class Case:
    """A process with the interests of one holder.

    Attributes:
        name: What it is called in the tournament.
        process: The process.
        interests: One for every party.
    """

    name: str
    process: Process
    interests: tuple[Interests, ...]

    @property
    def parties(self) -> tuple[str, ...]:
        """Give the parties that talk, in the order of their seats."""
        own = {one.party for one in self.interests}
        return tuple(party for party in self.process.parties if party in own)


@frozen(kw_only=True)
class Seating:
    """Who sits where in one talk.

    Attributes:
        case: The name of the process.
        delegates: The delegates by party, written as `accord.delegates.parse` reads them.
        repeat: Which of the talks of this seating, from 0.
        seed: Where everything drawn comes from.
    """

    case: str
    delegates: frozendict[str, str]
    repeat: int
    seed: int


@frozen(kw_only=True)
class Outcome:
    """What one talk came to.

    Attributes:
        agreed: Whether there is a deal.
        worth: What each party had in the end, in points: the deal's worth, or its walk-away
            value.
        rounds: The round of the last move.
        moves: How many moves were made.
        nash: How far that is from the Nash deal, in points; None where no deal is acceptable
            to all.
        welfare: How far it is from the deal with the largest sum of gains.
        error: In points, what the frontier behind the two distances may lack; 0 where it is
            exact.
        log: The SHA-256 of the log as `accord.talks.write` writes it, in hexadecimal digits.
    """

    agreed: bool
    worth: frozendict[str, float]
    rounds: int
    moves: int
    nash: float | None
    welfare: float | None
    error: float
    log: str


@frozen(kw_only=True, slots=False)
class Tournament:
    """Everybody against everybody, before it is held: all that the answers depend on.

    Attributes:
        cases: The processes.
        delegates: Who takes part.
        rules: The rules, as `parse_rules` reads them; empty for those that go with the number
            of parties.
        rounds: After how many rounds talks end.
        repeat: How often every seating is played, each time with a seed of its own.
        sample: How many seatings of each process are drawn; None for all of them.
        seed: Where the seeds of the talks and the seatings that are drawn come from.
        draws: Whether every talk draws its numbers from the ranges.
        mediator: Who mediates, under rules that need it.
    """

    cases: tuple[Case, ...]
    delegates: tuple[Recipe, ...]
    rules: str = ""
    rounds: int = 20
    repeat: int = 1
    sample: int | None = None
    seed: int = 0
    draws: bool = False
    mediator: Recipe | None = None

    def __attrs_post_init__(self) -> None:
        """Refuse what cannot be held."""
        for what, names in (
            ("delegate", [str(one) for one in self.delegates]),
            ("process", [one.name for one in self.cases]),
        ):
            if not names:
                raise AccordError(f"A tournament needs a {what}: name at least one.")
            name, times = Counter(names).most_common(1)[0]
            if times > 1:
                raise AccordError(f"The {what} '{name}' is entered twice: enter it once.")
        if self.sample is None and self.talks > MOST_TALKS:
            raise AccordError(
                f"These are {self.talks:,} talks, more than {MOST_TALKS:,}: draw some of the "
                "seatings of every process with --sample N, or repeat them less often."
            )

    @property
    def talks(self) -> int:
        """Say how many talks there are."""
        return self.repeat * sum(self.seatings_of(case) for case in self.cases)

    def seatings_of(self, case: Case) -> int:
        """Say how many seatings of a process there are, or are drawn."""
        every = self.every_seating_of(case)
        return every if self.sample is None else min(self.sample, every)

    def every_seating_of(self, case: Case) -> int:
        """Say how many seatings of a process there are, drawn or not."""
        return int(len(self.delegates) ** len(case.parties))

    @cached_property
    def seatings(self) -> tuple[Seating, ...]:
        """Give who sits where in every talk, in the order in which they are held."""
        return tuple(
            Seating(
                case=case.name,
                delegates=frozendict(zip(case.parties, map(str, seated), strict=True)),
                repeat=repeat,
                seed=_seed(self.seed, case.name, *map(str, seated), repeat),
            )
            for case in self.cases
            for seated in self._seated(case)
            for repeat in range(self.repeat)
        )

    def games(self) -> Iterator[Game]:
        """Give the games, in the same order.

        Raises:
            AccordError: If these delegates cannot sit, or not under these rules.
        """
        number = 0
        for case in self.cases:
            rules = parse_rules(self.rules, len(case.parties), self.rounds)
            for seated in self._seated(case):
                common = self._game(case, rules, seated)
                for repeat in range(self.repeat):
                    seed = _seed(self.seed, case.name, *map(str, seated), repeat)
                    yield evolve(common, seed=seed, number=number)
                    number += 1

    def _game(self, case: Case, rules: Rules, seated: tuple[Recipe, ...]) -> Game:
        seats = dict(zip(case.parties, seated, strict=True))
        if rules.needs_mediator:
            if self.mediator is None:
                raise AccordError(
                    f"Under {rules.title} a mediator must sit at the table: name its program "
                    "with --mediator."
                )
            seats[MEDIATOR] = self.mediator
        return game(case.process, case.interests, rules, seats, draws=self.draws)

    def _seated(self, case: Case) -> Iterable[tuple[Recipe, ...]]:
        """Give who sits for each party, for every seating."""
        parties = len(case.parties)
        if self.seatings_of(case) == self.every_seating_of(case):
            return product(self.delegates, repeat=parties)
        rng = Random(f"{self.seed}/{case.name}")
        places = _drawn(rng, len(self.delegates), parties)
        return [
            tuple(self.delegates[place] for place in one)
            for one in islice(places, self.seatings_of(case))
        ]


def _drawn(rng: Random, delegates: int, parties: int) -> Iterator[tuple[int, ...]]:
    """Draw seatings without repeating one, in rows that give every delegate every seat once."""
    met: set[tuple[int, ...]] = set()
    while True:
        others = tuple(rng.randrange(delegates) for _ in range(parties - 1))
        if others not in met:
            met.add(others)
            first = rng.randrange(delegates)
            for step in range(delegates):
                yield tuple((first + one + step) % delegates for one in (0, *others))


def _seed(seed: int, *what: object) -> int:
    """Give the seed of one talk, below 2**48: it does not depend on the other talks."""
    text = "/".join(map(str, (seed, *what)))
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:6])


def outcome(game: Game) -> Outcome:
    """Hold one talk of a tournament, and keep what counts.

    Args:
        game: The talk.

    Raises:
        AccordError: If a delegate makes a move that is not legal.
    """
    try:
        played = play(game)
    except AccordError as error:
        who = ", ".join(f"{seat}={one.name}" for seat, one in game.delegates.items())
        raise AccordError(f"{who}, seed {game.seed}: {error}") from None
    worth = played.worth
    aims = _aims(game.setup.agenda, game.exact)
    here = np.array([worth[party] for party in game.setup.delegations])
    return Outcome(
        agreed=played.agreed,
        worth=worth,
        rounds=played.rounds,
        moves=played.table.moves,
        nash=None if aims is None else _nearest(aims.nash, here),
        welfare=None if aims is None else _nearest(aims.welfare, here),
        error=0.0 if aims is None else aims.error,
        log=hashlib.sha256(write(played.log).encode()).hexdigest(),
    )


@frozen(eq=False)
class _Aims:
    """What distances are measured to: all deals that are equally good, shape (k, parties)."""

    nash: Floats
    welfare: Floats
    error: float


@lru_cache(maxsize=64)
def _aims(agenda: Agenda, interests: tuple[Interests, ...]) -> _Aims | None:
    tables = tabulated(agenda, interests)
    with refusing_what_is_too_large():
        found = Frontiers.of(tables)
    points, walk_away = found.acceptable.points, tables.middle.walk_away
    if not len(points):
        return None
    return _Aims(
        points[nash(points, walk_away, points.max(axis=0))],
        points[utilitarian(points, walk_away)],
        found.error,
    )


def _nearest(aims: Floats, here: Floats) -> float:
    return clean(float(np.linalg.norm(aims - here, axis=1).min()))


@frozen(kw_only=True)
class Score:
    """A mean or a share, and how sure it is.

    Attributes:
        mean: The mean, or the share from 0 to 1; not a number of none.
        interval: Its 95% confidence interval; None where there are fewer than
            `FEWEST_GROUPS` groups.
        among: Over how many it is: a delegate that sits twice in a talk counts twice.
        groups: How many independent observations they count as.
    """

    mean: float
    interval: tuple[float, float] | None
    among: int
    groups: int


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
    """A tournament that was held.

    Attributes:
        tournament: What was to be held.
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
        """Give what the frontiers behind the distances may lack, in points; 0 if exact."""
        return max((one.error for _, one in self.talks), default=0.0)


def hold(tournament: Tournament, executor: Executor | None = None) -> Results:
    """Hold a tournament: the same answers whatever holds the talks.

    Args:
        tournament: What is to be held.
        executor: Where the talks are held, such as worker processes; None for here and now.

    Raises:
        AccordError: If a delegate cannot sit somewhere or makes a move that is not legal.
    """
    return results(tournament, run(tournament.games(), executor, outcome))


def results(tournament: Tournament, outcomes: Iterable[Outcome]) -> Results:
    """Score the talks of a tournament.

    Args:
        tournament: What was to be held.
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
        worth=mean((group, one.worth[party]) for group, party, one in sat),
        agreed=share((group, one.agreed) for group, _, one in sat),
        nash=mean(
            ((group, one.nash) for group, _, one in sat if one.nash is not None), least=0
        ),
        welfare=mean(
            ((group, one.welfare) for group, _, one in sat if one.welfare is not None), least=0
        ),
    )


def mean(observations: Iterable[tuple[Hashable, float]], least: float = -math.inf) -> Score:
    """Average numbers that come in groups, each of which counts as one observation.

    Source: K.-Y. Liang and S. Zeger, Longitudinal data analysis using generalized linear
    models, Biometrika 73 (1986), 13-22, for a mean; with the factor G/(G-1) and Student's t
    with G-1 degrees of freedom of A. Cameron and D. Miller, A practitioner's guide to
    cluster-robust inference, Journal of Human Resources 50 (2015), 317-372.

    Args:
        observations: A group and a number, each.
        least: What the mean cannot be below; the interval ends there.
    """
    groups = _grouped(observations)
    among = sum(map(len, groups))
    if not among:
        return Score(mean=math.nan, interval=None, among=0, groups=0)
    average = math.fsum(number for one in groups for number in one) / among
    if len(groups) < FEWEST_GROUPS:
        return Score(mean=average, interval=None, among=among, groups=len(groups))
    half = _quantile(len(groups) - 1) * math.sqrt(_variance(groups, average))
    return Score(
        mean=average,
        interval=(max(average - half, least), average + half),
        among=among,
        groups=len(groups),
    )


def share(observations: Iterable[tuple[Hashable, bool]]) -> Score:
    """Give how often something was so, where talks come in groups.

    The interval is Wilson's, at Student's quantile, for as many observations as carry the same
    information as these, at most as many as there are. Where it was always or never so, the
    groups do not tell how they vary: then it is Wilson's for one observation a group.

    Source: E. Wilson, Probable inference, the law of succession, and statistical inference,
    Journal of the American Statistical Association 22 (1927), 209-212; for the number of
    observations E. Korn and B. Graubard, Confidence intervals for proportions with small
    expected number of positive counts estimated from survey data, Survey Methodology 24
    (1998), 193-201.

    Args:
        observations: A group and whether it was so, each.
    """
    groups = _grouped((group, float(so)) for group, so in observations)
    among = sum(map(len, groups))
    if not among:
        return Score(mean=math.nan, interval=None, among=0, groups=0)
    hits = round(sum(map(sum, groups)))
    found = hits / among
    if len(groups) < FEWEST_GROUPS:
        return Score(mean=found, interval=None, among=among, groups=len(groups))
    if 0 < hits < among:
        effect = max(1.0, _variance(groups, found) * among / (found * (1 - found)))
        quantile = _quantile(len(groups) - 1)
    else:
        effect, quantile = among / len(groups), NORMAL_95
    # Wilson's interval depends on quantile and number by quantile^2 / number alone.
    return Score(
        mean=found,
        interval=wilson(hits, among, quantile * math.sqrt(effect)),
        among=among,
        groups=len(groups),
    )


def _grouped(observations: Iterable[tuple[Hashable, float]]) -> list[list[float]]:
    found: dict[Hashable, list[float]] = {}
    for group, number in observations:
        found.setdefault(group, []).append(number)
    return list(found.values())


def _variance(groups: Sequence[Sequence[float]], average: float) -> float:
    """Give the variance of a mean of numbers in groups, robust to how they vary inside."""
    among, count = sum(map(len, groups)), len(groups)
    squares = math.fsum(math.fsum(x - average for x in one) ** 2 for one in groups)
    return count / (count - 1) * squares / among**2


def _quantile(freedom: int) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(freedom, 0.975))


def results_to_json(found: Results) -> dict[str, Any]:
    """Give the results as a plain dict: the answer of `accord tournament --json`."""
    asked = found.tournament
    return {
        "processes": {one.name: one.process.title for one in asked.cases},
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
                "worth": _score(one.worth),
                "agreed": _score(one.agreed),
                "nash": _score(one.nash),
                "welfare": _score(one.welfare),
            }
            for one in found.standings
        ],
        "no_deal_possible": list(found.closed),
        "error": clean(found.error),
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


def _score(one: Score) -> dict[str, Any]:
    return {
        "mean": clean(one.mean) if one.among else None,
        "interval": None if one.interval is None else list(map(clean, one.interval)),
        "among": one.among,
        "groups": one.groups,
    }
