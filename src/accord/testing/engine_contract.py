"""Check that an engine keeps to the contract."""

from collections.abc import Iterator, Sequence
from itertools import product

import numpy as np
from attrs import evolve
from frozendict import frozendict

from accord.deals.worth import Worth
from accord.delegates import parse
from accord.discovery import failure
from accord.fighting.scripted import shift
from accord.model import Party, Process
from accord.play import Game, game, games, summary
from accord.play.columns import Columns
from accord.play.engines import engines
from accord.play.talk_engine import TalkEngine
from accord.talks import Rules
from accord.testing.cases import Trial, cases, every_rules

TALKS = 4
"""How many talks of every game are played: chance differs in each, and programs with it."""

_PROGRAMS = ("issue-by-issue", "linear", "random-walker")
"""What sits for all delegations: one that goes by parts, one by time, one by chance."""

_MEDIATOR = "single-text"
"""What sits for the mediator, where the rules need one."""


def check_engine(kind: type[TalkEngine], *own: Game) -> None:
    """Check that an engine keeps to the contract, by short talks under every rule set.

    It is found by its name; it says of every game whether it can play it, and fails at none;
    what it plays is what the table plays with the same seeds: deals, worth, rounds, moves and
    why there is no deal, whichever talks are played together.

    Args:
        kind: The engine.
        own: Further games to play, such as those of delegates that nobody else has.

    Raises:
        AssertionError: With a sentence that says what does not hold, and of which game.
    """
    name = getattr(kind, "name", None)
    _require(isinstance(name, str), f"{kind.__name__} has no name.")
    one = engines().get(kind.name)
    _require(type(one) is kind, f"{kind.__name__} is not found by its name, '{kind.name}'.")
    assert one is not None
    played = [_check_game(one, made) for made in (*own, *_games())]
    _require(
        any(played),
        f"The engine '{kind.name}' can play none of the games it is checked with: give "
        "check_engine one that it can.",
    )


def _games() -> Iterator[Game]:
    """Yield games with and without a mandate, under every rule set, and what moves in them."""
    for case in cases():
        if case.said or case.principals:
            continue  # what is amended is not told beforehand, and a mandate brings principals
        for rules, program in product(case.rules or every_rules(), _PROGRAMS):
            yield _game(case, rules, program)


def _game(case: Trial, rules: Rules, program: str) -> Game:
    seated = dict.fromkeys(case.interests, parse(program))
    if rules.needs_mediator:
        seated["mediator"] = parse(_MEDIATOR)
    process = Process(
        title=case.title,
        parties=frozendict({party: Party(id=party, name=party) for party in case.interests}),
        agenda=case.agenda,
    )
    interests = [
        evolve(one, mandate=case.mandates.get(party, one.mandate))
        for party, one in case.interests.items()
    ]
    made = game(process, interests, rules, seated, seed=1)
    if not case.moved:
        return made
    return evolve(made, fighting=(shift(interests[0].party, case.moved, 2),))


def _check_game(one: TalkEngine, made: Game) -> bool:
    """Check how an engine plays a game; return whether it can."""
    where = f"{made.setup.rules!r} with {_seated(made)}"
    try:
        refusal = one.can_play(made)
    except Exception as error:
        raise AssertionError(
            f"The engine '{one.name}' fails to say whether it can play {where}: "
            f"{failure(error)}."
        ) from error
    _require(
        isinstance(refusal, str),
        f"The engine '{one.name}' says of {where} {refusal!r}: `can_play` returns a sentence, "
        "or nothing at all if it can.",
    )
    if refusal:
        return False
    listed = list(games(made, TALKS))
    table = Columns.of(made, list(map(summary, listed)))
    seeds = [each.seed for each in listed]
    _check_same(one, _played(one, made, seeds, where), table, where)
    last = _played(one, made, seeds[-1:], where)
    alone = Columns.of(made, [summary(listed[-1])])
    _check_same(one, last, alone, f"{where}, the last of {TALKS} talks by itself")
    return True


def _played(one: TalkEngine, made: Game, seeds: Sequence[int], where: str) -> Columns:
    try:
        numbers = one.numbers(made, seeds)
        _check_numbers(one, made, seeds, numbers, where)
        return one.play(made, seeds, numbers)
    except AssertionError:
        raise
    except Exception as error:
        raise AssertionError(
            f"The engine '{one.name}' fails at {where}: {failure(error)}."
        ) from error


def _check_numbers(
    one: TalkEngine, made: Game, seeds: Sequence[int], numbers: Worth, where: str
) -> None:
    """Check that each talk has the numbers that the table draws by its seed."""
    for place, seed in enumerate(seeds):
        _require(
            numbers[place] == evolve(made, seed=seed, draws=True).numbers,
            f"The engine '{one.name}' has other numbers than the table for the seed {seed} "
            f"({where}).",
        )


def _check_same(one: TalkEngine, found: Columns, table: Columns, where: str) -> None:
    """Check that talks went as they go at the table."""
    for what in ("seeds", "deals", "worth", "rounds", "moves", "reasons"):
        ours, theirs = np.asarray(getattr(table, what)), np.asarray(getattr(found, what))
        if ours.shape != theirs.shape:
            raise AssertionError(
                f"The engine '{one.name}' gives {what} of shape {theirs.shape}, not "
                f"{ours.shape} ({where})."
            )
        for seed, our, their in zip(table.seeds, ours, theirs, strict=True):
            _require(
                np.array_equal(our, their),
                f"The engine '{one.name}' plays the talk with the seed {seed} otherwise than "
                f"the table: {what} {their}, not {our} ({where}).",
            )


def _seated(made: Game) -> str:
    return ", ".join(f"{seat}={one.name}" for seat, one in made.delegates.items())


def _require(holds: bool, sentence: str) -> None:
    if not holds:
        raise AssertionError(sentence)
