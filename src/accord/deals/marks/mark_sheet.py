"""A sheet of marks: options down, parties across, and what cannot be had together."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, ClassVar, NamedTuple, TypeAlias

from attrs import evolve, field, frozen

from accord.deals.marks.decision_diagram import OptionsTogether, good_order
from accord.deals.names import Names, refuse_unknown_terms
from accord.errors import AccordError
from accord.model import Agenda, DecisionRule, Exclusion, Interests, Mark

Bits: TypeAlias = "tuple[tuple[int, ...], ...]"
"""For every issue and option, some of the parties, as bits in their order."""


@frozen(kw_only=True, order=True)
class Cell:
    """A place in the sheet: a party and an option.

    Attributes:
        party: Id of the party.
        issue: Id of the issue.
        option: Id of the option.
    """

    party: str
    issue: str
    option: str


@frozen(kw_only=True)
class SheetExclusion:
    """A combination of options of several issues that is refused.

    Attributes:
        party: Who refuses it; empty for a constraint on all.
        exclusion: The red line or constraint.
    """

    party: str
    exclusion: Exclusion

    as_json: ClassVar = ("kind", "?party", "id=exclusion.id", "never=exclusion.never")

    @property
    def kind(self) -> str:
        """`red_line` or `constraint`."""
        return "red_line" if self.party else "constraint"


_HELD = (Mark.WANT, Mark.CANNOT, Mark.UNKNOWN)
"""The marks of which it is held who has them; who has none of them can live with an option."""


class _Marks(NamedTuple):
    """Marks as they are put down: for every issue and option, who has them, as bits."""

    want: list[list[int]]
    cannot: list[list[int]]
    unknown: list[list[int]]

    def put(self, issue: int, option: int, party: int, mark: Mark) -> None:
        """Put down a mark of a party in the place of what was there."""
        for bits, which in zip(self, _HELD, strict=True):
            bits[issue][option] &= ~party
            bits[issue][option] |= party if mark is which else 0

    def rows(self) -> dict[str, Any]:
        """Return them by name."""
        return {name: tuple(map(tuple, bits)) for name, bits in self._asdict().items()}


@frozen(eq=False, kw_only=True)
class MarkSheet:
    """How every party stands to every option, as somebody holds it.

    Attributes:
        agenda: The issues and constraints.
        parties: Ids of the parties.
        rule: Which parties must accept a package.
        want: Who wants each option.
        cannot: Who cannot live with it.
        unknown: Of whom it is not known.
        excluded: What cannot be had together: constraints, and red lines over several issues.
        names: The ids behind the places.
        open: For every issue, the options that are looked at; all, if nothing is held.
    """

    agenda: Agenda
    parties: tuple[str, ...]
    rule: DecisionRule = field(factory=DecisionRule)
    want: Bits
    cannot: Bits
    unknown: Bits
    excluded: tuple[SheetExclusion, ...]
    names: Names
    open: tuple[tuple[int, ...], ...]

    @classmethod
    def of(
        cls,
        agenda: Agenda,
        parties: Iterable[str],
        interests: Mapping[str, Interests] | Iterable[Interests],
        rule: DecisionRule | None = None,
    ) -> "MarkSheet":
        """Read marks and red lines.

        What is not marked is not known: an option that is not named, and all options for a
        party of whom nothing is given. A red line over options of one issue is a "cannot" on
        each of them, whatever is marked there.

        Args:
            agenda: The issues and constraints.
            parties: Ids of the parties, in their order.
            interests: What is held: of some parties or of all, also several of one.
            rule: Which parties must accept a package; by default all.

        Raises:
            AccordError: If there is no party, no issue, or an issue without options.
        """
        known = tuple(parties)
        if not known:
            raise AccordError("There is no party, so nobody's marks can be read.")
        names = Names.of(agenda)
        given = list(interests.values() if isinstance(interests, Mapping) else interests)
        place = {party: 1 << n for n, party in enumerate(known)}
        where = [{o: n for n, o in enumerate(options)} for options in names.options]
        everybody = (1 << len(known)) - 1
        marks = _Marks(*([[who] * size for size in names.sizes] for who in (0, 0, everybody)))
        excluded = [SheetExclusion(party="", exclusion=one) for one in agenda.constraints]
        for held in given:
            if (party := place.get(held.party)) is None:
                continue
            for issue, options in enumerate(names.issues):
                for option, one in held.marks.get(options, {}).items():
                    if option in where[issue]:
                        marks.put(issue, where[issue][option], party, one.mark)
        for held in given:
            if (party := place.get(held.party)) is None:
                continue
            for line in held.red_lines:
                if len(line.never) > 1:
                    excluded.append(SheetExclusion(party=held.party, exclusion=line))
                    continue
                for issue_id, options in line.never.items():
                    if issue_id not in names.issues:
                        continue
                    issue = names.issues.index(issue_id)
                    for option in set(options) & set(where[issue]):
                        marks.put(issue, where[issue][option], party, Mark.CANNOT)
        return cls(
            agenda=agenda,
            parties=known,
            rule=rule or DecisionRule(),
            **marks.rows(),
            excluded=tuple(
                one
                for one in excluded
                if one.exclusion.never and all(i in agenda.issues for i in one.exclusion.never)
            ),
            names=names,
            open=tuple(tuple(range(size)) for size in names.sizes),
        )

    def mark(self, cell: Cell) -> Mark:
        """Return what is marked in a cell.

        Args:
            cell: The cell.

        Raises:
            AccordError: If there is no such cell.
        """
        issue, option, party = self._place(cell)
        for bits, mark in zip((self.want, self.cannot, self.unknown), _HELD, strict=True):
            if bits[issue][option] & party:
                return mark
        return Mark.LIVE

    def after(self, answers: Mapping[Cell, Mark]) -> "MarkSheet":
        """Return the sheet with cells marked anew.

        Args:
            answers: The new marks, by cell.

        Raises:
            AccordError: If there is no such cell.
        """
        marks = _Marks(
            *(list(map(list, bits)) for bits in (self.want, self.cannot, self.unknown))
        )
        for cell, mark in answers.items():
            issue, option, party = self._place(cell)
            marks.put(issue, option, party, mark)
        return evolve(self, **marks.rows())

    def holding(self, terms: Mapping[str, str]) -> "MarkSheet":
        """Return the sheet with some issues settled.

        Args:
            terms: For some issues, the option to be taken, by id.

        Raises:
            AccordError: If the terms name an issue or option that there is not.
        """
        refuse_unknown_terms(self.names, terms)
        held = list(self.open)
        for issue, option in terms.items():
            place = self.names.issues.index(issue)
            held[place] = (self.names.options[place].index(option),)
        return evolve(self, open=tuple(held))

    def cells(self, issue: int, option: int, parties: int) -> tuple[Cell, ...]:
        """Name the cells of some parties on an option.

        Args:
            issue: The place of the issue.
            option: The place of the option.
            parties: The parties, as bits.
        """
        one, named = self.names.issues[issue], self.names.options[issue][option]
        return tuple(
            Cell(party=party, issue=one, option=named)
            for n, party in enumerate(self.parties)
            if parties >> n & 1
        )

    @property
    def everybody(self) -> int:
        """All parties, as bits."""
        return (1 << len(self.parties)) - 1

    @cached_property
    def coalitions(self) -> tuple[int, ...]:
        """The smallest sets of parties by whose acceptance a package passes, as bits."""
        if self.rule.is_unanimous:
            return (self.everybody,)
        place = {party: 1 << n for n, party in enumerate(self.parties)}
        return tuple(
            sum(place[party] for party in some)
            for some in self.rule.minimal_winning(self.parties)
        )

    def passes(self, refusers: int) -> bool:
        """Return whether a package passes that some refuse.

        Args:
            refusers: Who refuses it, as bits.
        """
        return any(not some & refusers for some in self.coalitions)

    def together(self, parties: int) -> list[OptionsTogether]:
        """Return what some parties and the constraints bar, in the order of `excluded`.

        Args:
            parties: The parties, as bits.
        """
        return [
            OptionsTogether(self.sides(one.exclusion))
            for one in self.excluded
            if not one.party or self.bit(one.party) & parties
        ]

    def sides(self, exclusion: Exclusion) -> dict[int, frozenset[int]]:
        """Return the places of the options that a combination takes, by that of the issue.

        Args:
            exclusion: The combination.
        """
        found = {}
        for issue, options in exclusion.never.items():
            place = self.names.issues.index(issue)
            taken = set(options)
            own = enumerate(self.names.options[place])
            found[place] = frozenset(n for n, option in own if option in taken)
        return found

    def bit(self, party: str) -> int:
        """Return the bit of a party."""
        return 1 << self.parties.index(party)

    @cached_property
    def order(self) -> tuple[int, ...]:
        """The order in which to decide the issues."""
        scopes = [self.sides(one.exclusion) for one in self.excluded]
        return tuple(good_order([len(own) for own in self.open], scopes))

    def _place(self, cell: Cell) -> tuple[int, int, int]:
        """Return the places of a cell's issue and option, and the bit of its party."""
        if cell.party not in self.parties:
            raise AccordError(f"There is no party '{cell.party}': {', '.join(self.parties)}.")
        refuse_unknown_terms(self.names, {cell.issue: cell.option})
        issue = self.names.issues.index(cell.issue)
        return issue, self.names.options[issue].index(cell.option), self.bit(cell.party)
