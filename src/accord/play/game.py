"""A game: talks that programs are to play, as a value that can be sent anywhere."""

from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache
from typing import Any

from attrs import evolve, field, fields, frozen
from frozendict import frozendict

from accord.deals.worth import Worth
from accord.errors import AccordError
from accord.fighting import BetweenRounds, FightingModel, Front
from accord.model import Interests
from accord.play.between_rounds import check_models, course
from accord.play.chance import chance
from accord.play.numbers import middle, ranged
from accord.tactics import Delegate
from accord.talks import Setup

MOST_ROUNDS = 10_000
"""Talks of two programs that use them all take a quarter of a minute at the table."""

MOST_MOVES = 100_000
"""The same where no round ends by itself: some minutes."""

MEASURED = 100
"""To find the frontier of one talk takes as long as to play a hundred compiled ones."""


def _frozen(delegates: Mapping[str, Delegate]) -> frozendict[str, Delegate]:
    return frozendict(delegates)


@frozen(kw_only=True, slots=False)
class Game:
    """Talks that programs are to play: all that they depend on.

    Attributes:
        setup: Agenda, seats, rules and mandates.
        interests: What deals are worth to the parties, in the order of the delegations.
        delegates: The program at every seat that has one, by seat.
        seed: Where everything drawn comes from.
        number: Its number among many talks; 0 for one that stands alone.
        draws: Whether the numbers are drawn from the ranges, by the seed; otherwise every one
            is the middle of its range.
        fighting: What is assumed to happen outside the room between the rounds; what several
            models bring adds up.
        measured: Of many talks, of how many, the first ones, the distance of the deal to the
            frontier is found.
    """

    setup: Setup
    interests: tuple[Interests, ...]
    delegates: frozendict[str, Delegate] = field(converter=_frozen)
    seed: int = 0
    number: int = 0
    draws: bool = False
    fighting: tuple[FightingModel, ...] = ()
    measured: int = MEASURED

    def __attrs_post_init__(self) -> None:
        """Refuse what cannot be played."""
        parties = tuple(one.party for one in self.interests)
        if parties != self.setup.delegations:
            raise AccordError(
                "The interests must be those of the delegations, one for each and in the same "
                f"order: {', '.join(self.setup.delegations)}."
            )
        for seat in self.delegates:
            if seat not in self.setup.by_id:
                raise AccordError(f"Nobody called '{seat}' sits at the table.")
        if self.fighting:
            check_models(self.fighting, Front.of(self.setup, {}))
        rounds, moves = self.setup.rules.rounds, self.setup.rules.moves
        if rounds is None and moves is None:
            raise AccordError(
                "Talks of programs need an end: give the rules a limit of rounds or moves."
            )
        if rounds is not None and rounds > MOST_ROUNDS:
            raise AccordError(
                f"Talks of programs last {MOST_ROUNDS:,} rounds at most, not {rounds:,}: "
                "choose fewer."
            )
        if rounds is None and moves is not None and moves > MOST_MOVES:
            raise AccordError(
                f"Talks of programs without a limit of rounds last {MOST_MOVES:,} moves at "
                f"most, not {moves:,}: choose fewer."
            )

    @cached_property
    def numbers(self) -> Worth:
        """The numbers with which this game begins."""
        if not self.draws:
            return middle(self.setup.agenda, self.interests)
        worth = ranged(self.setup.agenda, self.interests)
        return worth.at(chance(worth.how_many, [self.seed])[0])

    @property
    def course(self) -> Iterator[BetweenRounds]:
        """What happens between the rounds of this game, as it is asked for."""
        if not self.fighting:
            return iter(())
        front = Front.of(self.setup, self.numbers.walk_aways)
        return course(self.fighting, front, self.seed, draws=self.draws)

    @cached_property
    def seated(self) -> frozendict[str, Delegate]:
        """Return the program at every seat, with the numbers of this game."""
        return frozendict(
            {seat: _with(program, self.numbers) for seat, program in self.delegates.items()}
        )


def _with(program: Any, numbers: Worth) -> Any:
    """Hand a program its party's numbers, where it has interests."""
    if not any(one.name == "interests" for one in fields(type(program))):
        return program
    return evolve(program, interests=_only(numbers, program.interests.party))


@lru_cache(maxsize=64)
def _only(numbers: Worth, party: str) -> Worth:
    """Take one party's numbers; those that many talks share, once."""
    return numbers.only(party)
