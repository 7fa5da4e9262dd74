"""One game, played at the pure table."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from attrs import evolve, frozen
from frozendict import frozendict

from accord.deals.valued import ValuedDeal
from accord.deals.worth import Worth
from accord.discovery import failure
from accord.errors import AccordError, IllegalMove
from accord.kernels.ties import rounded
from accord.model import Agenda
from accord.play.game import Game
from accord.play.streams import SeatRandom
from accord.tactics import Delegate
from accord.talks import (
    MOVES,
    Agreed,
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
    def among(self) -> tuple[str, ...]:
        """Return the parties between which the deal is; nobody where there is none."""
        last = self.log[-1].what
        if not isinstance(last, Agreed):
            return ()
        return last.among or self.game.setup.delegations

    @property
    def worth(self) -> frozendict[str, float | None]:
        """What each party has, in points: the deal's worth, or its walk-away value.

        A party that was out of the room when others made a deal of their own has none, and so
        its walk-away value: no number says what the deal of others does to it. None for a party
        without a number for something that the deal takes, since the agenda was amended.
        """
        numbers, deal = self.numbers, self.deal
        if deal is None:
            return numbers.walk_aways
        has: dict[str, float | None] = dict(numbers.walk_aways)
        for party in self.among:
            own = self._own(numbers, deal, party)
            if own is None:
                has[party] = None
            else:
                points = own.points(own.names.choices([deal]))
                has[party] = rounded(float(points[0, 0]))
        return frozendict(has)

    @property
    def known_worth(self) -> frozendict[str, float]:
        """Return what each party has, where talks are counted together.

        Raises:
            AccordError: If a party lacks a number for the deal.
        """
        found = {party: points for party, points in self.worth.items() if points is not None}
        if lacking := [party for party in self.worth if party not in found]:
            raise AccordError(
                f"The agenda was changed, and numbers of {', '.join(lacking)} for the deal are "
                "missing: such talks cannot be counted with others."
            )
        return frozendict(found)

    @property
    def valued(self) -> ValuedDeal | None:
        """The deal, and what it is worth to those it is between, whose lines it does not cross.

        A party that lacks a number for it is left out.
        """
        numbers, deal = self.numbers, self.deal
        if deal is None:
            return None
        every = [self._own(numbers, deal, party) for party in self.among]
        priced = [own.priced(own.names.choices([deal]))[0] for own in every if own]
        return ValuedDeal(
            deal,
            frozendict({party: one.worth[party] for one in priced for party in one.worth}),
            tuple(party for one in priced for party in one.refused_by),
        )

    @property
    def compared(self) -> Worth:
        """The numbers by which the deal is compared with every other, on the agenda at the end.

        Raises:
            AccordError: If the deal is not between all parties, or a number is missing.
        """
        if {*self.among} != {*self.game.setup.delegations}:
            raise AccordError("The deal is not between all parties.")
        return self.game.numbers.on(self.table.agenda).moved(self.table.walk_away)

    def _own(self, numbers: Worth, deal: Options, party: str) -> Worth | None:
        """Return a party's numbers for what a deal takes; None where one is missing."""
        own, agenda = numbers.only(party), self.table.agenda
        if agenda is self.game.setup.agenda:
            return own
        # Of an amended agenda the other options may have no numbers, and need none.
        taken = {
            i: evolve(issue, options=frozendict({deal[i]: issue.choices[deal[i]]}), span=None)
            for i, issue in agenda.issues.items()
        }
        try:
            return own.on(Agenda(issues=frozendict(taken)))
        except AccordError:
            return None


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

    When a round begins, first the walk-away values move that are to move then. From the second
    round on each principal is asked too, and what it says is played if it is an instruction
    that changes the mandate; in the first, the mandate holds with which the talks begin.

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
