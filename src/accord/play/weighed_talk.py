"""A talk weighed by numbers: what its end is worth to each side."""

from abc import ABC, abstractmethod

from attrs import evolve, frozen
from frozendict import frozendict

from accord.deals.valued import ValuedDeal
from accord.deals.worth import Worth
from accord.errors import AccordError
from accord.kernels.ties import rounded
from accord.model import Agenda
from accord.talks import Agreed, Event, Options, Phase, Table, how_ended


class WeighedTalk(ABC):
    """A talk, and what deals are worth to its parties.

    Attributes:
        table: The table as it stands; its events are the log.
        begun: The numbers with which the talks began, one set.
    """

    __slots__ = ()

    @property
    @abstractmethod
    def table(self) -> Table:
        """The table as it stands; its events are the log."""

    @property
    @abstractmethod
    def begun(self) -> Worth:
        """The numbers with which the talks began."""

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
        return how_ended(self.table.setup, self.table.ended)

    @property
    def rounds(self) -> int:
        """Return the round of the last move, from 1."""
        return next((event.round for event in reversed(self.log) if event.seat), 1)

    @property
    def numbers(self) -> Worth:
        """The numbers as they are in the end: all that moved has moved."""
        return self.begun.as_moved(self.table.moved).moved(self.table.walk_away)

    @property
    def among(self) -> tuple[str, ...]:
        """Return the parties between which the deal is; nobody where there is none."""
        agreed = (one.what for one in reversed(self.log) if isinstance(one.what, Agreed))
        last = next(agreed, None)
        return () if last is None else last.among or self.table.setup.delegations

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
        if {*self.among} != {*self.table.setup.delegations}:
            raise AccordError("The deal is not between all parties.")
        begun = self.begun.on(self.table.agenda).as_moved(self.table.moved)
        return begun.moved(self.table.walk_away)

    def _own(self, numbers: Worth, deal: Options, party: str) -> Worth | None:
        """Return a party's numbers for what a deal takes; None where one is missing."""
        own, agenda = numbers.only(party), self.table.agenda
        if agenda is self.table.setup.agenda:
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


@frozen(kw_only=True)
class HeldTalk(WeighedTalk):
    """A talk of people, or of people and programs, that was not played as a game.

    Attributes:
        table: The table as it stands; its events are the log.
        begun: The numbers by which it is weighed, as they were when it began.
    """

    table: Table
    begun: Worth
