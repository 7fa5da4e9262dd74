"""One game, played at the pure table."""

from collections.abc import Mapping

from attrs import frozen
from frozendict import frozendict

from accord.deals.valued import ValuedDeal
from accord.deals.worth import Worth
from accord.discovery import failure
from accord.errors import AccordError, IllegalMove
from accord.kernels.ties import rounded
from accord.play.game import Game
from accord.play.streams import SeatRandom
from accord.tactics import Delegate
from accord.talks import (
    MOVES,
    Event,
    Instruct,
    Move,
    Options,
    Phase,
    Table,
    WalkAwayMoved,
    after,
    calls,
    consulted,
    happen,
    how_ended,
    open_table,
    view,
)
from accord.talks.transitions import step

MOST_UNHEARD = 1000
"""After so many moves in a row that not all hear, programs talk without end: no limit counts
them, and shuttle talks of a hundred parties have 200 a round."""


@frozen(kw_only=True)
class Played:
    """A game that was played.

    Attributes:
        game: The game.
        table: The table at the end; its events are the log.
    """

    game: Game
    table: Table

    @property
    def agreed(self) -> bool:
        """Return whether there is a deal."""
        return self.table.phase is Phase.AGREED

    @property
    def deal(self) -> Options | None:
        """Return the deal, if there is one."""
        return self.table.deal

    @property
    def log(self) -> tuple[Event, ...]:
        """Return everything that happened."""
        return self.table.events

    @property
    def reason(self) -> str:
        """Return why there is no deal, in a sentence; nothing if there is one."""
        return how_ended(self.game.setup, self.table.ended)

    @property
    def rounds(self) -> int:
        """Return the round of the last move, from 1."""
        return next((event.round for event in reversed(self.log) if event.seat), 1)

    @property
    def numbers(self) -> Worth:
        """The game's numbers, with the walk-away values as they are in the end."""
        return self.game.numbers.moved(self.table.walk_away)

    @property
    def worth(self) -> frozendict[str, float]:
        """What each party has, in points: the deal's worth, or its walk-away value."""
        numbers = self.numbers
        if self.deal is None:
            return numbers.walk_aways
        points = numbers.points(numbers.names.choices([self.deal]))[0].tolist()
        return frozendict(zip(numbers.parties, map(rounded, points), strict=True))

    @property
    def valued(self) -> ValuedDeal | None:
        """The deal, and what it is worth to those whose red lines it does not cross."""
        if self.deal is None:
            return None
        return self.numbers.priced(self.numbers.names.choices([self.deal]))[0]


def play(game: Game) -> Played:
    """Play a game: the same one always in the same way.

    Every seat draws from a generator of its own, started from the game's seed and the seat's
    id, so that what one draws does not depend on what the others do.

    When a round begins, first the walk-away values move that are to move then. From the second
    round on each principal is asked too, and what it says is played if it is an instruction
    that changes the mandate; in the first, the mandate holds with which the talks begin.

    Args:
        game: The game.

    Raises:
        AccordError: If a seat whose move is awaited has no program, or a program fails or makes
            a move that is not legal, or the talks do not go on.
    """
    programs = game.seated
    chance = {seat: SeatRandom(game.seed, seat) for seat in programs}
    table = open_table(game.setup)
    begun = unheard = 0
    while not table.over:
        if table.round > begun:
            table = _shifted(game, table, begun)
            table = _instructed(table, programs, chance)
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


def _shifted(game: Game, table: Table, begun: int) -> Table:
    """Move the walk-away values that move in the rounds begun since, in the seats' order."""
    for party in table.setup.delegations if game.shifts else ():
        for one in game.shifts:
            if one.party == party and begun < one.round <= table.round:
                table = happen(table, WalkAwayMoved(party=party, by=one.by, why=one.why))
    return table


def _instructed(
    table: Table, programs: Mapping[str, Delegate], chance: Mapping[str, SeatRandom]
) -> Table:
    """Ask every principal whether the mandate is to change, in the seats' order."""
    for seat in consulted(table):
        program = programs.get(seat)
        if program is None or table.over:
            continue
        move = _chosen(program, table, seat, chance[seat])
        party = table.setup.by_id[seat].party
        if isinstance(move, Instruct) and move.mandate != table.mandates.get(party, {}):
            table = _moved(table, seat, program.name, move)
    return table


def _chosen(program: Delegate, table: Table, seat: str, chance: SeatRandom) -> Move:
    """Return the move of a program; where it fails, say which, where and in which talk."""
    try:
        move = program.move(view(table, seat), chance)
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
