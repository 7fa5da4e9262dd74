"""Many talks over draws from all ranges: the games, and what is kept of each."""

import hashlib
from collections.abc import Iterator
from contextlib import suppress

from attrs import evolve, frozen
from frozendict import frozendict

from accord.delegates import recipe
from accord.errors import AccordError
from accord.fighting import assumed_numbers
from accord.play.distance import distance
from accord.play.game import Game
from accord.play.player import play, rules_named
from accord.play.streams import seeds_of
from accord.talks import Options, open_table, write

KIND = "2-"
"""What settings begin with since chance is drawn as `play.streams` does."""


@frozen(kw_only=True)
class Talk:
    """What is kept of one talk among many.

    Attributes:
        number: Its number, from 0.
        seed: Its seed.
        deal: The deal; None if there is none.
        worth: What each party has in the end, in points: the deal's worth, or its walk-away
            value.
        rounds: The round of the last move.
        moves: How many moves were made.
        reason: Why there is no deal.
        distance: How far the deal is from the frontier, in points; None where it was not
            measured.
        error: In points, what that frontier may lack; 0 where it is exact.
    """

    number: int
    seed: int
    deal: Options | None
    worth: frozendict[str, float]
    rounds: int
    moves: int
    reason: str = ""
    distance: float | None = None
    error: float = 0.0


def games(game: Game, talks: int, start: int = 0) -> Iterator[Game]:
    """Yield the games of many talks, each with numbers and a seed of its own.

    Args:
        game: What they have in common; its seed is where their seeds come from.
        talks: How many talks there are in all.
        start: The number of the first one to give.
    """
    for number, seed in enumerate(seeds_of(game.seed, start, talks), start):
        yield evolve(game, number=number, seed=seed, draws=True)


def summary(game: Game) -> Talk:
    """Play a game, and keep what counts.

    Args:
        game: The game.

    Raises:
        AccordError: If it cannot be played, or its agenda was changed and a party lacks a
            number for the deal.
    """
    played = play(game)
    found = None
    if played.deal is not None and game.number < game.measured:
        with suppress(AccordError):
            found = distance(played.compared, played.deal)
    return Talk(
        number=game.number,
        seed=game.seed,
        deal=played.deal,
        worth=played.known_worth,
        rounds=played.rounds,
        moves=played.table.moves,
        reason=played.reason,
        distance=None if found is None else found.points,
        error=0.0 if found is None else found.error,
    )


def fingerprint(game: Game) -> str:
    """Return what tells talks with these settings from others: the same ones, the same text.

    Args:
        game: What the talks have in common.
    """
    programs = [f"{seat}={recipe(one)}" for seat, one in game.delegates.items()]
    with rules_named(game):
        log = write(open_table(game.setup).events)
    fighting = [repr(assumed_numbers(one)) for one in game.fighting]
    said = (log, repr(game.interests), programs, game.seed, game.measured, *fighting)
    return KIND + hashlib.sha256(repr(said).encode()).hexdigest()[:16]
