"""One game, played at the pure table."""

from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice

from attrs import frozen

from accord.deals.worth import Worth
from accord.discovery import failure
from accord.errors import AccordError, IllegalMove
from accord.play.game import Game
from accord.play.streams import SeatRandom
from accord.play.weighed_talk import WeighedTalk
from accord.tactics import Delegate
from accord.talks import (
    MOVES,
    Happening,
    Instruct,
    MandateMoved,
    Move,
    Table,
    after,
    calls,
    consulted,
    happen,
    open_table,
    view,
)
from accord.talks.transitions import step

MOST_UNHEARD = 1000
"""After so many moves in a row that not all hear, programs talk without end: no limit counts
them, and shuttle talks of a hundred parties have 200 a round."""


@frozen(kw_only=True)
class Played(WeighedTalk):
    """A game that was played.

    Attributes:
        game: The game.
        table: The table at the end; its events are the log.
    """

    game: Game
    table: Table

    @property
    def begun(self) -> Worth:
        """The game's numbers, as they were when it began."""
        return self.game.numbers


@contextmanager
def rules_named(game: Game) -> Iterator[None]:
    """Name a rule set that fails, and the talk in which it does.

    Args:
        game: The game.

    Raises:
        AccordError: In the place of whatever else is raised within.
    """
    try:
        yield
    except AccordError:
        raise
    except Exception as error:
        raise AccordError(
            f"The rule set '{game.setup.rules.name}' fails in the talk with the seed "
            f"{game.seed}: {failure(error)}."
        ) from error


def play(game: Game) -> Played:
    """Play a game: the same one always in the same way.

    Every seat draws from a generator of its own, started from the game's seed and the seat's
    id, so that what one draws does not depend on what the others do.

    When a round begins, first comes what happens outside the room before it. From the second
    round on each principal is asked too, and what it says is played if it is an instruction
    that changes the mandate; in the first, the mandate holds with which the talks begin. A
    mandate that something outside moves holds: the party's principal, if one sits, gives it at
    once, and is not asked again for another.

    Args:
        game: The game.

    Raises:
        AccordError: If a seat whose move is awaited has no program, or a program fails or makes
            a move that is not legal, or the rule set fails, or the talks do not go on.
    """
    with rules_named(game):
        return _played(game)


def _played(game: Game) -> Played:
    programs = game.seated
    chance = {seat: SeatRandom(game.seed, seat) for seat in programs}
    table = open_table(game.setup)
    course = game.course
    coming, given = [*islice(course, 1)], set[str]()
    begun = unheard = 0
    while not table.over:
        if table.round > begun:
            while coming and coming[0].round <= table.round and not table.over:
                table = _happened(table, coming.pop().happenings, given)
                coming = [*islice(course, 1)]
            table = _instructed(table, programs, chance, given)
            begun = table.round
            continue
        call = next(iter(calls(table)), None)
        if call is None or not call.seat:
            raise AccordError(
                f"Nobody's move is awaited in the step '{step(table)}' under the rules "
                f"'{game.setup.rules.name}'."
            )
        if call.move is not None:
            table = after(table, call.seat, call.move)
            continue
        program = programs.get(call.seat)
        if program is None:
            raise AccordError(f"It is the move of '{call.seat}', where no program sits.")
        move = _chosen(program, table, call.seat, chance[call.seat])
        before, table = table, _moved(table, call.seat, program.name, move)
        unheard = unheard + 1 if table.known == before.known else 0
        if unheard > MOST_UNHEARD:
            raise AccordError(
                f"The talks do not go on: in {MOST_UNHEARD:,} moves in a row nothing was said "
                f"or done that all hear, the last by the program '{program.name}'."
            )
    return Played(game=game, table=table)


def _happened(table: Table, happenings: Iterable[Happening], given: set[str]) -> Table:
    """Let things happen outside; note the principals that give a mandate because of them."""
    for one in happenings:
        seat = table.setup.principals.get(one.party) if isinstance(one, MandateMoved) else None
        if seat is None:
            table = happen(table, one)
        else:
            assert isinstance(one, MandateMoved)
            instruction = Instruct(mandate=one.mandate, text=one.why)
            table = _moved(table, seat, "the fighting", instruction)
            given.add(seat)
    return table


def _instructed(
    table: Table,
    programs: Mapping[str, Delegate],
    chance: Mapping[str, SeatRandom],
    given: Container[str],
) -> Table:
    """Ask every principal whether the mandate is to change, in the seats' order."""
    for seat in consulted(table):
        program = programs.get(seat)
        if program is None or table.over or seat in given:
            continue
        move = _chosen(program, table, seat, chance[seat])
        party = table.setup.by_id[seat].party
        if isinstance(move, Instruct) and move.mandate != table.mandates.get(party, {}):
            table = _moved(table, seat, program.name, move)
    return table


def _chosen(program: Delegate, table: Table, seat: str, chance: SeatRandom) -> Move:
    """Return the move of a program; where it fails, say which, where and in which talk."""
    seen = view(table, seat)
    try:
        move = program.move(seen, chance)
    except AccordError:
        raise
    except Exception as error:
        raise _failed(program, seat, chance, failure(error)) from error
    if getattr(move, "kind", None) not in MOVES:
        raise _failed(program, seat, chance, f"it gives {move!r}, which is no move")
    return move


def _failed(program: Delegate, seat: str, chance: SeatRandom, why: str) -> AccordError:
    return AccordError(
        f"The program '{program.name}' at the seat '{seat}' fails in the talk with the seed "
        f"{chance.talk}: {why}."
    )


def _moved(table: Table, seat: str, name: str, move: Move) -> Table:
    try:
        return after(table, seat, move)
    except IllegalMove as error:
        raise AccordError(
            f"The program '{name}' at the seat '{seat}' cannot play this: {error}"
        ) from None
