"""Who meets whom: every delegate in every seat of several processes."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import islice, product
from random import Random

from attrs import evolve, frozen
from frozendict import frozendict

from accord.delegates import Recipe
from accord.errors import AccordError
from accord.fighting import FightingModel
from accord.model import Interests, Process
from accord.play.game import Game
from accord.play.seating import MEDIATOR, game, parse_rules
from accord.talks import Rules

MOST_TALKS = 10_000
"""How many talks there are at most where nobody says how many seatings to draw."""


@frozen(kw_only=True)
class TournamentCase:
    """A process with the interests of one holder.

    Attributes:
        name: What it is called in the tournament.
        process: The process.
        interests: One for every party.
        assumed: All interests that anybody holds, for what parties assume of each other.
        fighting: What is assumed to happen between the rounds of its talks.
    """

    name: str
    process: Process
    interests: tuple[Interests, ...]
    assumed: tuple[Interests, ...] = ()
    fighting: tuple[FightingModel, ...] = ()

    @property
    def holder(self) -> str:
        """Return whose the interests are; empty where each party has its own."""
        holders = {one.held_by for one in self.interests}
        return holders.pop() if len(holders) == 1 else ""

    @property
    def parties(self) -> tuple[str, ...]:
        """Return the parties that talk, in the order of their seats."""
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


@frozen(kw_only=True, slots=False)
class Tournament:
    """Everybody against everybody, before it is played: all that the answers depend on.

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

    cases: tuple[TournamentCase, ...]
    delegates: tuple[Recipe, ...]
    rules: str = ""
    rounds: int = 20
    repeat: int = 1
    sample: int | None = None
    seed: int = 0
    draws: bool = False
    mediator: Recipe | None = None

    def __attrs_post_init__(self) -> None:
        """Refuse what cannot be played."""
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
        """Return how many talks there are."""
        return self.repeat * sum(self.seatings_of(case) for case in self.cases)

    def seatings_of(self, case: TournamentCase) -> int:
        """Return how many seatings of a process there are, or are drawn."""
        every = self.every_seating_of(case)
        return every if self.sample is None else min(self.sample, every)

    def every_seating_of(self, case: TournamentCase) -> int:
        """Return how many seatings of a process there are, drawn or not."""
        return int(len(self.delegates) ** len(case.parties))

    @cached_property
    def seatings(self) -> tuple[Seating, ...]:
        """Return who sits where in every talk, in the order in which they are played."""
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
        """Yield the games, in the same order.

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

    def _game(self, case: TournamentCase, rules: Rules, seated: tuple[Recipe, ...]) -> Game:
        seats = dict(zip(case.parties, seated, strict=True))
        if rules.needs_mediator:
            if self.mediator is None:
                raise AccordError(
                    f"Under {rules.title} a mediator must sit at the table: name its program "
                    "with --mediator."
                )
            seats[MEDIATOR] = self.mediator
        made = game(
            case.process,
            case.interests,
            rules,
            seats,
            assumed=case.assumed,
            draws=self.draws,
        )
        return evolve(made, fighting=case.fighting)

    def _seated(self, case: TournamentCase) -> Iterable[tuple[Recipe, ...]]:
        """Yield who sits for each party, for every seating."""
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
    """Return the seed of one talk, below 2**48: it does not depend on the other talks."""
    text = "/".join(map(str, (seed, *what)))
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:6])
