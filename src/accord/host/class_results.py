"""How the tables of a class did, by the sheets that the sides of the class were given.

Every table is compared with the same deals, by the same numbers: each at the middle of its
range, the walk-away values as they were moved at that table. Left on the table for a side is
what it could have had more without any other side having less: the most that a deal which
crosses no red line is worth to it, among those worth no less to all others. Where there was no
deal, each side has what its walk-away value says, and the same question is asked from there.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cached_property, lru_cache

import numpy as np
from attrs import evolve, field, frozen
from frozendict import frozendict

from accord.deals import Deals, ValuedDeal
from accord.deals.compromises import Solution
from accord.deals.marks.mark_sheet import Cell, MarkSheet
from accord.deals.worth import Worth
from accord.errors import AccordError
from accord.kernels.ties import TIE, Floats, TooLarge, rounded
from accord.model import Agenda, Exclusion, Interests, Mark
from accord.play.back import changes_in
from accord.play.numbers import middle
from accord.play.weighed_talk import HeldTalk
from accord.play.why_no_deal import Parting, parting, whole_offers
from accord.record import Case
from accord.talks import Ended, Event, Options, Phase, Propose, Table
from accord.talks.words import capitalised


@frozen(eq=False, slots=False)
class Yardstick:
    """The deals that the tables of a class are compared with.

    Attributes:
        numbers: What deals are worth, one set of numbers.
        deals: All that can be asked of them.
        none: Why no deals can be compared; empty if they can.
    """

    numbers: Worth
    deals: Deals
    none: str = ""

    @classmethod
    def of(cls, numbers: Worth) -> "Yardstick":
        """Make it.

        Args:
            numbers: What deals are worth, one set of numbers.
        """
        deals = Deals(numbers.agenda, numbers, draws=1)
        try:
            _ = deals.frontier
        except (AccordError, TooLarge) as error:
            return cls(numbers, deals, str(error))
        return cls(numbers, deals)

    @cached_property
    def points(self) -> Floats:
        """The worths that no deal dominates which crosses no red line: (deals, parties)."""
        parties = self.numbers.parties
        every = [[one.worth[p] for p in parties] for one in self.deals.frontier]
        return np.array(every).reshape(len(every), len(parties))

    @property
    def error(self) -> float:
        """In points, what the list may lack; 0 where it is exact."""
        return self.deals.error

    def better(self, here: Mapping[str, float], party: str) -> ValuedDeal | None:
        """Return the deal that is worth the most to a party and no less to all others.

        Whatever is worth the most so is dominated by no deal, or as good as one that is not.

        Args:
            here: What each party has.
            party: Whose worth is looked at.

        Returns:
            The deal; None where none is worth more to the party.
        """
        parties = self.numbers.parties
        has = np.array([here[one] for one in parties])
        place = parties.index(party)
        others = [n for n in range(len(parties)) if n != place]
        able = (self.points[:, others] >= has[others] - TIE).all(axis=1)
        able &= self.points[:, place] > has[place] + TIE
        if not able.any():
            return None
        best = np.where(able, self.points[:, place], -np.inf).argmax()
        return self.deals.frontier[int(best)]

    def left(self, here: Mapping[str, float], party: str) -> float:
        """Return how much more a party could have without any other having less, in points.

        Args:
            here: What each party has.
            party: The party.
        """
        best = self.better(here, party)
        return 0.0 if best is None else rounded(best.worth[party] - here[party])

    def distance(self, here: Mapping[str, float], floor: Mapping[str, float]) -> float | None:
        """Return the Euclidean distance to the nearest acceptable deal that none dominates.

        Args:
            here: What each party has.
            floor: The walk-away values.

        Returns:
            Points; None where no deal is acceptable to all.
        """
        parties = self.numbers.parties
        least = np.array([floor[one] for one in parties])
        able = self.points[(self.points >= least - TIE).all(axis=1)]
        if not len(able):
            return None
        has = np.array([here[one] for one in parties])
        return rounded(float(np.linalg.norm(able - has, axis=1).min()))

    def possible(self, floor: Mapping[str, float]) -> bool:
        """Return whether some deal is acceptable to all.

        Args:
            floor: The walk-away values.
        """
        least = np.array([floor[one] for one in self.numbers.parties])
        return bool((self.points >= least - TIE).all(axis=1).any())

    @cached_property
    def rules(self) -> dict[str, Solution]:
        """The deals that Nash's and Kalai and Smorodinsky's rules pick, by the rule's name."""
        found = self.deals.compromises
        named = ("nash", "kalai_smorodinsky")
        return {name: one for name in named if (one := found.get(name)) is not None}


@lru_cache(maxsize=32)
def yardstick(numbers: Worth) -> Yardstick:
    """Return the deals to compare with by some numbers, made once for all tables.

    Args:
        numbers: What deals are worth, as it was when the talks began; where values or red
            lines moved since, as it is then.
    """
    return Yardstick.of(numbers)


@frozen(kw_only=True)
class ClassSheets:
    """What the sides of a class were given to go by.

    Attributes:
        holder: Whose numbers or marks they are; empty for each side's own.
        parties: The parties, in the order of the process.
        agenda: The issues and options.
        interests: What is held of each, by party.
        lacks: Why there are no numbers of all; empty if there are.
    """

    holder: str
    parties: tuple[str, ...]
    agenda: Agenda
    interests: frozendict[str, Interests]
    lacks: str = ""

    def numbers(self, table: Table) -> Worth | None:
        """Return the numbers with which a table began; None where there are none for it.

        Args:
            table: The table.
        """
        sides = table.setup.delegations
        if self.lacks or not all(one in self.interests for one in sides):
            return None
        try:
            return middle(table.setup.agenda, tuple(self.interests[one] for one in sides))
        except (AccordError, ValueError):
            return None

    def lines(self, side: str) -> tuple[Exclusion, ...]:
        """Return the red lines of a side."""
        return self.interests[side].red_lines if side in self.interests else ()

    def marks(self, agenda: Agenda) -> MarkSheet | None:
        """Return how the sides stand to the options, in words; None where nobody has any.

        Args:
            agenda: The issues and options.
        """
        if not any(one.marks or one.red_lines for one in self.interests.values()):
            return None
        return MarkSheet.of(agenda, self.parties, self.interests)


@frozen(kw_only=True)
class OfferMade:
    """What a side offered.

    Attributes:
        event: The number of its event in the log.
        move: Which move of the table it was, from 1.
        round: The round.
        party: Who offered it.
        whole: Whether it has an option for every issue.
        worth: What it is worth to each, in points; without those whose red lines it crosses.
            None where no number says.
        changes: On how many issues it differs from what the side had offered before.
        back: On how many of them it goes back on it.
    """

    event: int
    move: int
    round: int
    party: str
    whole: bool
    worth: frozendict[str, float] | None
    changes: int
    back: int


@frozen(kw_only=True)
class Giving:
    """How a side moved over its offers.

    Attributes:
        party: The side.
        offers: What it offered, in order.
        began: At which move an offer of its was first worth less to it than the one before, or
            without numbers first took another option without going back; None for never.
        step: The most that it gave at once, in points; 0 for nothing.
        step_at: In which round that was; None for never.
        back: How many of its offers went back on what it had offered.
    """

    party: str
    offers: tuple[OfferMade, ...]
    began: int | None
    step: float
    step_at: int | None
    back: int

    @classmethod
    def of(cls, party: str, offers: tuple[OfferMade, ...]) -> "Giving":
        """Read it from the offers of a side.

        Args:
            party: The side.
            offers: What it offered, in order.
        """
        began: int | None = None
        step, step_at = 0.0, None
        last: float | None = None
        for one in offers:
            now = None if one.worth is None else one.worth.get(party)
            gave = one.worth is None and one.changes > one.back
            if now is not None:
                if last is not None and last - now > TIE:
                    gave = True
                    if last - now > step + TIE:
                        step, step_at = rounded(last - now), one.round
                last = now
            if gave and began is None:
                began = one.move
        back = sum(one.back > 0 for one in offers)
        return cls(
            party=party, offers=offers, began=began, step=step, step_at=step_at, back=back
        )


@frozen(kw_only=True)
class MarkedSide:
    """How a deal stands by the marks of a side.

    Attributes:
        want: How many issues are as it wants.
        lives: How many it can live with.
        cannot: The issues that it cannot live with.
        unknown: How many of which it is not known.
    """

    want: int
    lives: int
    cannot: tuple[str, ...]
    unknown: int


@frozen(kw_only=True)
class WeighedEnd:
    """How talks stand by the numbers.

    Attributes:
        worth: What each side has, in points: the deal's worth, or its walk-away value. None
            where its red line is crossed or no number says; empty where there are no numbers.
        walk_away: The walk-away values as they are in the end, by side.
        refused_by: The sides whose red lines the deal crosses.
        left: How much more each side could have had, in points (see the module); empty where
            that cannot be said.
        distance: Points to the frontier of acceptable deals; None where that cannot be said.
        error: In points, what the frontier may lack.
        possible: Whether some deal was acceptable to all; None where that cannot be said.
        stick: The deals that it is compared with; None where it is not.
        missing: Why something cannot be said; empty if all can.
    """

    worth: frozendict[str, float | None] = frozendict()
    walk_away: frozendict[str, float] = frozendict()
    refused_by: tuple[str, ...] = ()
    left: frozendict[str, float] = frozendict()
    distance: float | None = None
    error: float = 0.0
    possible: bool | None = None
    stick: Yardstick | None = None
    missing: str = ""

    @property
    def known(self) -> dict[str, float]:
        """What each side has of which that can be said, in points."""
        return {side: has for side, has in self.worth.items() if has is not None}

    @property
    def above(self) -> dict[str, float]:
        """How far each side is above its walk-away value, where it is known, in points."""
        return {side: rounded(has - self.walk_away[side]) for side, has in self.known.items()}


@frozen(kw_only=True)
class TableResult:
    """How one table did.

    Attributes:
        table: Its id.
        group: The group that sits there.
        branch: Whether it goes on from a move of another table; then it counts nowhere.
        at: The table itself.
        agenda: The issues and options, as they are in the end.
        sides: The parties, in the order of the seats.
        over: Whether the talks are over.
        deal: What was agreed; None for no deal.
        among: The parties between which the deal is.
        ended: Why there is no deal; None where there is one, or the talks go on.
        common: What all agree on where there is no deal.
        by_numbers: How it stands by the numbers.
        moved: By how many points walk-away values were moved, by side.
        marks: How the deal stands by the marks of each side; where there are no numbers.
        moves: How many moves were made.
        by_seat: How many of them by each seat.
        by_program: Which moves a program made, each by its number from 1, by seat.
        minutes: From the first move to the last, without pauses; None for no move.
        giving: How each side moved over its offers.
        parting: Where talks stood that ended without a deal; None without numbers.
    """

    table: str
    group: str
    branch: bool
    at: Table = field(eq=False, repr=False)
    agenda: Agenda
    sides: tuple[str, ...]
    over: bool
    deal: Options | None
    among: tuple[str, ...]
    ended: Ended | None
    common: Options
    by_numbers: WeighedEnd
    moved: frozendict[str, float]
    marks: frozendict[str, MarkedSide]
    moves: int
    by_seat: frozendict[str, int]
    by_program: frozendict[str, tuple[int, ...]]
    minutes: float | None
    giving: tuple[Giving, ...]
    parting: Parting | None = None

    @property
    def offers(self) -> list[OfferMade]:
        """What the sides offered, in order."""
        every = (one for side in self.giving for one in side.offers)
        return sorted(every, key=lambda one: one.event)

    @property
    def first(self) -> OfferMade | None:
        """The first offer; None where none was made."""
        return next(iter(self.offers), None)

    @property
    def first_to_give(self) -> Giving | None:
        """The side that moved first; None where none did."""
        began = [one for one in self.giving if one.began is not None]
        return min(began, key=lambda one: one.began or 0, default=None)

    @property
    def largest_step(self) -> Giving | None:
        """The side that gave the most at once; None where none gave anything."""
        stepped = [one for one in self.giving if one.step_at is not None]
        return max(stepped, key=lambda one: one.step, default=None)


def sheets_of(case: Case) -> ClassSheets:
    """Return what the sides of a class go by, of a case with nothing else of interests.

    Args:
        case: The case with what one holder has alone.
    """
    process = case.process
    kinds = case.perspectives[:1] or case.sheets[:1]
    if not kinds:
        return ClassSheets(
            holder="",
            parties=tuple(process.parties),
            agenda=process.agenda,
            interests=frozendict(),
            lacks="Nobody's numbers or marks were given out.",
        )
    (one,) = kinds
    lacks = case.lacks(one) if case.perspectives else "the sheets are in words, without numbers"
    held = one.interests
    if lacks and case.sheets:
        held = frozendict({each.party: each for each in case.on_sheet(case.sheets[0])})
    return ClassSheets(
        holder=one.holder,
        parties=tuple(process.parties),
        agenda=process.agenda,
        interests=held,
        lacks=f"{capitalised(lacks)}." if lacks else "",
    )


def result_of(
    table: Table,
    times: Sequence[datetime],
    sheets: ClassSheets,
    *,
    one: str = "",
    group: str = "",
    branch: bool = False,
    is_played: Callable[[int], bool] = lambda number: False,
    in_pauses: Callable[[datetime, datetime], timedelta] = lambda start, end: timedelta(),
) -> TableResult:
    """Return how a table did.

    Args:
        table: The table.
        times: When each of its events was.
        sheets: What the sides were given to go by.
        one: Its id.
        group: The group that sits there.
        branch: Whether it goes on from a move of another table.
        is_played: Whether a program made an event, by its number.
        in_pauses: How much of a time the table was paused.
    """
    sides = table.setup.delegations
    numbers = sheets.numbers(table)
    talk = None if numbers is None else HeldTalk(table=table, begun=numbers)
    agreed = table.phase is Phase.AGREED
    deal = table.deal if agreed else None
    made = [event for event in table.events if event.seat]
    at = [times[event.number - 1] for event in made]
    return TableResult(
        table=one,
        group=group,
        branch=branch,
        at=table,
        agenda=table.agenda,
        sides=sides,
        over=table.over,
        deal=deal,
        among=_among(table),
        ended=table.ended,
        common=Options({**table.common, **table.settled}),
        by_numbers=_weighed(talk, deal, sheets),
        moved=frozendict({p: by for p, by in table.walk_away.items() if abs(by) > TIE}),
        marks=frozendict() if talk or deal is None else _by_marks(table.agenda, deal, sheets),
        moves=len(made),
        by_seat=_counted(event.seat for event in made),
        by_program=_played(made, is_played),
        minutes=_minutes(at[0], at[-1], in_pauses) if at else None,
        giving=_giving(table, talk),
        parting=parting(talk) if talk and table.ended else None,
    )


def _minutes(
    start: datetime, end: datetime, in_pauses: Callable[[datetime, datetime], timedelta]
) -> float:
    return max(0.0, (end - start - in_pauses(start, end)).total_seconds() / 60)


def _counted(seats: Iterable[str]) -> frozendict[str, int]:
    found = dict[str, int]()
    for one in seats:
        found[one] = found.get(one, 0) + 1
    return frozendict(found)


def _played(
    made: Sequence[Event], is_played: Callable[[int], bool]
) -> frozendict[str, tuple[int, ...]]:
    found = dict[str, tuple[int, ...]]()
    for move, event in enumerate(made, 1):
        if is_played(event.number):
            found[event.seat] = (*found.get(event.seat, ()), move)
    return frozendict(found)


def _among(table: Table) -> tuple[str, ...]:
    if table.phase is not Phase.AGREED:
        return ()
    return table.agreeing or table.setup.delegations


def _weighed(talk: HeldTalk | None, deal: Options | None, sheets: ClassSheets) -> WeighedEnd:
    """Return how talks stand by the numbers."""
    if talk is None:
        return WeighedEnd(missing=sheets.lacks or "There are no numbers for this agenda.")
    floor = talk.numbers.walk_aways
    worth: dict[str, float | None] = dict(floor)
    valued = None if deal is None else talk.valued
    if valued is not None:
        worth |= {one: valued.worth.get(one) for one in talk.among}
    refused = valued.refused_by if valued else ()
    found = WeighedEnd(worth=frozendict(worth), walk_away=floor, refused_by=refused)
    if valued and {*talk.among} != {*floor}:
        return evolve(found, missing="The deal is not between all parties.")
    try:
        begun = talk.begun.on(talk.table.agenda)
        stick = yardstick(begun.as_moved(talk.table.moved))
    except (AccordError, ValueError) as error:
        return evolve(found, missing=str(error))
    if stick.none:
        return evolve(found, missing=stick.none)
    found = evolve(found, stick=stick, possible=stick.possible(floor), error=stick.error)
    if refused:
        return evolve(found, missing="It crosses a red line, and no points make up for that.")
    has = found.known
    could = deal is not None or found.possible
    left = {party: stick.left(has, party) if could else 0.0 for party in has}
    away = None if deal is None else stick.distance(has, floor)
    return evolve(found, left=frozendict(left), distance=away)


def _by_marks(
    agenda: Agenda, deal: Options, sheets: ClassSheets
) -> frozendict[str, MarkedSide]:
    sheet = sheets.marks(agenda)
    if sheet is None:
        return frozendict()
    found = {}
    for party in sheets.parties:
        marks = {i: sheet.mark(Cell(party=party, issue=i, option=o)) for i, o in deal.items()}
        each = list(marks.values())
        found[party] = MarkedSide(
            want=each.count(Mark.WANT),
            lives=each.count(Mark.LIVE),
            cannot=tuple(issue for issue, mark in marks.items() if mark is Mark.CANNOT),
            unknown=each.count(Mark.UNKNOWN),
        )
    return frozendict(found)


def _giving(table: Table, talk: HeldTalk | None) -> tuple[Giving, ...]:
    """Return how each side moved over its offers."""
    changed = changes_in(table)
    made = [
        (event, event.what)
        for event in table.events
        if isinstance(event.what, Propose) and event.seat in table.setup.delegations
    ]
    moves, count = dict[int, int](), 0
    for event in table.events:
        count += bool(event.seat)
        moves[event.number] = count
    valued = () if talk is None else whole_offers(table.events, talk.begun)
    worths = {event.number: one.worth for event, one in valued}
    offers = [
        OfferMade(
            event=event.number,
            move=moves[event.number],
            round=event.round,
            party=event.seat,
            whole=set(what.deal) == set(table.agenda.issues),
            worth=worths.get(event.number),
            changes=len(changed.get(event.number, ())),
            back=sum(one.back for one in changed.get(event.number, ())),
        )
        for event, what in made
        if what.deal
    ]
    return tuple(
        Giving.of(side, tuple(one for one in offers if one.party == side))
        for side in table.setup.delegations
    )
