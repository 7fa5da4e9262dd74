"""Is there a deal, by what everybody can live with? One handle for all that marks answer."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from itertools import islice
from typing import ClassVar, Literal, NamedTuple

from attrs import frozen
from frozendict import frozendict

from accord.deals.limits import refusing_what_is_too_large
from accord.deals.marks.decision_diagram import DecisionDiagram, OptionsTogether
from accord.deals.marks.hitting_sets import Graph, fewest_held
from accord.deals.marks.least_labels import LeastLabels
from accord.deals.marks.mark_sheet import Bits, Cell, MarkSheet, SheetExclusion
from accord.deals.marks.most_for_least import MostForLeast
from accord.deals.marks.rests_on import (
    CellPlace,
    RestsOn,
    numbered,
    rests_on_cells,
    rests_on_options,
)
from accord.kernels.bits import each_bit
from accord.kernels.ties import TooLarge
from accord.model import Agenda, DecisionRule, Interests, Mark

MOST_SETS = 1000
"""How many sets of questions, or of what a yes rests on, are listed."""

MOST_BLOCKS = 100
"""How many sets of what stands in the way are listed."""

MOST_LISTED = 20
"""How many packages are listed: more than anybody compares."""

MOST_BEST = 10
"""How many of the packages best for whoever gets least are listed."""

MarkVerdict = Literal["yes", "no", "ask"]

_refusing = refusing_what_is_too_large()


@frozen(kw_only=True)
class MarkObstacle:
    """Something that could give: a "cannot", a red line over several issues or a constraint.

    Attributes:
        kind: Which of the three.
        party: Whose it is; empty for a constraint.
        issue: For a "cannot", the issue,
        option: and the option.
        id: Id of the red line or constraint.
        never: The combination refused.
    """

    kind: Literal["cannot", "red_line", "constraint"]
    party: str = ""
    issue: str = ""
    option: str = ""
    id: str = ""
    never: frozendict[str, tuple[str, ...]] = frozendict()

    as_json: ClassVar = ("kind", "?party", "?issue", "?option", "?id", "?never")

    @classmethod
    def of(cls, what: Cell | SheetExclusion) -> "MarkObstacle":
        """Take a "cannot" or an exclusion for an obstacle."""
        if isinstance(what, Cell):
            return cls(kind="cannot", party=what.party, issue=what.issue, option=what.option)
        return cls(
            kind="red_line" if what.party else "constraint",
            party=what.party,
            id=what.exclusion.id,
            never=what.exclusion.never,
        )


@frozen(kw_only=True)
class MarkedPackage:
    """A package, by the marks.

    Attributes:
        deal: One option for every issue, by id.
        unknown: The cells of it that are not known.
        cannot: The cells of it that somebody cannot live with; none but where a package passes
            without everybody.
        wants: On how many issues it is what a party wants, by party.
    """

    deal: frozendict[str, str]
    unknown: tuple[Cell, ...]
    cannot: tuple[Cell, ...]
    wants: frozendict[str, int]

    as_json: ClassVar = ("deal", "unknown", "?cannot", "wants")


@frozen(kw_only=True)
class BestForLeast:
    """What can be had for the party that gets least of what it wants.

    Attributes:
        most: On how many issues every party gets what it wants, at the most.
        packages: Some possible packages in which it is so; none that is worse for all.
    """

    most: int
    packages: tuple[MarkedPackage, ...]


@frozen(kw_only=True)
class MarkBlock:
    """Obstacles that open a package when all of them give, and none of which is superfluous.

    Attributes:
        ease: The obstacles.
        opened: A package that it opens.
    """

    ease: tuple[MarkObstacle, ...]
    opened: MarkedPackage


@frozen(kw_only=True)
class JudgedTerms:
    """What the marks say of a package, or of a part of one.

    Attributes:
        terms: For some issues or all, the option taken.
        open: Ids of the issues that are left open.
        cannot: The cells of the terms that somebody cannot live with.
        unknown: The cells of the terms that are not known.
        want: The cells of the terms that are wanted.
        crossed: The red lines over several issues and the constraints that every package with
            these terms crosses.
        rest: The same sheet with these terms settled: whether they can be completed to a
            package without a "cannot" and without a "?", in how many ways, what to ask.
    """

    terms: frozendict[str, str]
    open: tuple[str, ...]
    cannot: tuple[Cell, ...]
    unknown: tuple[Cell, ...]
    want: tuple[Cell, ...]
    crossed: tuple[SheetExclusion, ...]
    rest: "MarkedDeals"

    as_json: ClassVar = (
        "terms",
        "open",
        "verdict=rest.verdict",
        "cannot",
        "unknown",
        "want",
        "crossed",
        "packages=rest.packages",
        "possible=rest.possible",
        "questions=rest.questions",
        "?more=rest.more_questions",
        "blocks=rest.blocks",
        "blocks_complete=rest.blocks_complete",
    )


@frozen(eq=False)
class MarkedDeals:
    """The packages that an agenda allows, by the marks of one sheet.

    A package is possible where nobody whose acceptance is needed has a "cannot" on it and it
    crosses no exclusion. Each question is answered when it is first asked, exactly.

    Attributes:
        sheet: The marks.
    """

    sheet: MarkSheet

    as_json: ClassVar = (
        "verdict",
        "packages",
        "possible",
        "questions",
        "?more=more_questions",
        "decisive",
        "ways_left",
        "wants",
        "rests_on",
        "?rests_on_more=more_rests_on",
        "size",
        "missing_options",
        "one_way",
        "blocks",
        "blocks_complete",
        "settled",
        "put_off",
        "best_for_least",
        "listed",
        "left_out",
    )

    @classmethod
    def of(
        cls,
        agenda: Agenda,
        parties: Iterable[str],
        interests: Mapping[str, Interests] | Iterable[Interests],
        rule: DecisionRule | None = None,
    ) -> "MarkedDeals":
        """Read marks and red lines; as `MarkSheet.of`."""
        return cls(MarkSheet.of(agenda, parties, interests, rule))

    @property
    def parties(self) -> tuple[str, ...]:
        """Ids of the parties."""
        return self.sheet.parties

    @property
    def size(self) -> int:
        """How many combinations of options there are, those excluded among them."""
        return self.sheet.names.size

    # Is there a deal?

    @property
    def verdict(self) -> MarkVerdict:
        """`yes` if some package has no "cannot" and no "?", `no` if all have a "cannot".

        Exclusions count as a "cannot". Otherwise `ask`.
        """
        return "yes" if self.packages else "ask" if self.possible else "no"

    @cached_property
    @_refusing
    def packages(self) -> int:
        """How many packages have no "cannot" and no "?"."""
        sheet = self.sheet
        if sheet.rule.is_unanimous:
            known = [
                [o for o in own if not unknown[o]]
                for own, unknown in zip(sheet.open, sheet.unknown, strict=True)
            ]
            return self._possible.holding(known).count()
        return self._diagram(_joined(sheet.cannot, sheet.unknown)).count()

    @cached_property
    @_refusing
    def possible(self) -> int:
        """How many packages have no "cannot"."""
        return self._possible.count()

    @cached_property
    def _possible(self) -> DecisionDiagram:
        return self._diagram(self.sheet.cannot)

    @cached_property
    @_refusing
    def accepted(self) -> frozendict[str, int]:
        """How many possible packages each party does not refuse, by party."""
        sheet = self.sheet
        if sheet.rule.is_unanimous:
            return frozendict.fromkeys(self.parties, self.possible)
        return frozendict(
            {p: self._diagram(sheet.cannot, sheet.bit(p)).count() for p in self.parties}
        )

    @cached_property
    @_refusing
    def accepted_by_all(self) -> int:
        """How many possible packages no party refuses."""
        return self._accepted_by(self.sheet.everybody).count()

    def _diagram(self, refusers: Bits, needed: int = 0) -> DecisionDiagram:
        """Build the diagram of the packages that pass though some refuse options.

        Args:
            refusers: Who refuses each option.
            needed: Those who may refuse none, whatever the rule, as bits.
        """
        sheet = self.sheet
        if sheet.rule.is_unanimous:
            return self._accepted_by(sheet.everybody)
        together = [
            OptionsTogether(
                sheet.sides(one.exclusion), refusers=sheet.bit(one.party) if one.party else 0
            )
            for one in sheet.excluded
        ]
        return DecisionDiagram.of(
            sheet.open,
            together,
            refusers=refusers,
            passes=lambda some: not some & needed and sheet.passes(some),
            order=sheet.order,
        )

    def _accepted_by(self, parties: int) -> DecisionDiagram:
        """Build the diagram of the packages on which none of some parties has a "cannot"."""
        sheet = self.sheet
        options = [
            [o for o in own if not cannot[o] & parties]
            for own, cannot in zip(sheet.open, sheet.cannot, strict=True)
        ]
        order = None if sheet.rule.is_unanimous else sheet.order
        return DecisionDiagram.of(options, sheet.together(parties), order=order)

    # What to ask?

    @cached_property
    @_refusing
    def _asked(self) -> "_Asked":
        """The question sets, how many there are, and what decides, if that can be told."""
        if self.verdict != "ask":
            return _Asked((), 0, ())
        sheet, unknown = self.sheet, _LabelledCells(self.sheet, self.sheet.unknown)
        coalitions = sheet.coalitions
        diagrams = (
            [self._possible]
            if sheet.rule.is_unanimous
            else [self._accepted_by(some) for some in coalitions]
        )
        try:
            least = LeastLabels.of(diagrams, [unknown.labels(some) for some in coalitions])
        except TooLarge:
            numbers, graphs = dict[CellPlace, int](), []
            for some, diagram in zip(coalitions, diagrams, strict=True):
                if not diagram.is_empty:
                    things = numbered(diagram, sheet.unknown, some, numbers)
                    graphs.append(Graph.of(diagram.layers, things))
            places = list(numbers)
            held = fewest_held(graphs, MOST_SETS)
            sets = (sorted(places[n] for n in each_bit(one)) for one in held.sets)
            found = tuple(map(self._named, sorted(sets, key=lambda one: (len(one), one))))
            together = {cell: None for one in found for cell in one} if held.complete else {}
            return _Asked(found, len(found) if held.complete else None, tuple(together))
        sizes = (unknown.named(labels) for labels in islice(least.in_order(), MOST_SETS))
        decisive = unknown.named(least.used())
        order = {cell: n for n, cell in enumerate(decisive)}
        return _Asked(
            tuple(sorted(sizes, key=lambda one: (len(one), [order[cell] for cell in one]))),
            least.count(),
            decisive,
        )

    @cached_property
    def questions(self) -> tuple[tuple[Cell, ...], ...]:
        """The smallest sets of cells which, all answered "can live with", make it a yes.

        None of a set can be left out. Sets of fewest cells first, then in the order of the
        agenda; at most `MOST_SETS` are listed. There are none unless the verdict is `ask`.
        """
        return self._asked.sets

    @property
    def question_sets(self) -> int | None:
        """How many such sets there are; None where it takes too long to tell."""
        return self._asked.how_many

    @property
    def questions_complete(self) -> bool:
        """Whether all sets are listed."""
        return self.question_sets == len(self.questions)

    @property
    def more_questions(self) -> bool | None:
        """True if there are more sets than those listed; None if there are not."""
        return None if self.questions_complete else True

    @property
    def decisive(self) -> tuple[tuple[Cell, ...], ...]:
        """The smallest set of cells whose answers decide it, whatever they are.

        It is unique: the union of the minimal question sets. There is none unless the verdict
        is `ask`, or where it takes too long to tell (`left_out`).
        """
        return (self._asked.decisive,) if self._asked.decisive else ()

    # What is left?

    @cached_property
    @_refusing
    def ways_left(self) -> frozendict[str, tuple[str, ...]]:
        """The options that some possible package takes, by issue."""
        names, left = self.sheet.names, self._possible.options
        return frozendict(
            {
                issue: tuple(names.options[n][o] for o in left.get(n, ()))
                for n, issue in enumerate(names.issues)
            }
        )

    @property
    def one_way(self) -> tuple[str, ...]:
        """The issues on which one way is left."""
        return tuple(issue for issue, left in self.ways_left.items() if len(left) == 1)

    @property
    def missing_options(self) -> tuple[str, ...]:
        """The issues on which every option is refused by itself: an option is missing there."""
        sheet = self.sheet
        return tuple(
            issue
            for issue, open_, cannot in zip(
                sheet.names.issues, sheet.open, sheet.cannot, strict=True
            )
            if not any(sheet.passes(cannot[o]) for o in open_)
        )

    @cached_property
    @_refusing
    def wants(self) -> frozendict[str, tuple[int, int]]:
        """On how few and how many issues a party gets what it wants, over possible packages."""
        if not self.possible:
            return frozendict()
        return frozendict(
            {
                party: self._possible.extremes(
                    [[one >> n & 1 for one in row] for row in self.sheet.want]
                )
                for n, party in enumerate(self.parties)
            }
        )

    @property
    def settled(self) -> tuple[int, int] | None:
        """On how few and how many issues a possible package settles something.

        None where no package is possible.
        """
        if self.put_off is None:
            return None
        least, most = self.put_off
        return len(self.sheet.names.issues) - most, len(self.sheet.names.issues) - least

    @cached_property
    @_refusing
    def put_off(self) -> tuple[int, int] | None:
        """How few and how many issues a possible package puts off; None where none is."""
        issues = self.sheet.agenda.issues.values()
        puts_off = [[int(one.puts_off) for one in issue.choices.values()] for issue in issues]
        return self._possible.extremes(puts_off) if self.possible else None

    # What a yes rests on, and what is best.

    @cached_property
    def _rests_on(self) -> RestsOn | None:
        sheet = self.sheet
        if not self.possible:
            return RestsOn((), complete=True)
        able = [
            [sheet.everybody & ~(w | c) for w, c in zip(want, cannot, strict=True)]
            for want, cannot in zip(sheet.want, sheet.cannot, strict=True)
        ]
        with suppress(TooLarge):
            if sheet.rule.is_unanimous:
                return rests_on_options(self._possible, able, MOST_SETS)
            carried = [(some, self._accepted_by(some)) for some in sheet.coalitions]
            return rests_on_cells(carried, able, MOST_SETS)
        return None

    @cached_property
    def rests_on(self) -> tuple[tuple[Cell, ...], ...]:
        """The smallest sets of cells that, were they red lines, would leave no package.

        They are among those marked "can live with" and "?". All of the fewest cells, in the
        order of the agenda; at most `MOST_SETS` are listed. There are none where no package is
        possible, where nothing unwritten could leave none, and where it takes too long to
        tell (`left_out`).
        """
        found = self._rests_on
        return () if found is None else tuple(map(self._named, found.sets))

    def _named(self, places: Sequence[CellPlace]) -> tuple[Cell, ...]:
        sheet = self.sheet
        return tuple(one for i, o, n in places for one in sheet.cells(i, o, 1 << n))

    @property
    def rests_on_complete(self) -> bool:
        """Whether all sets of that size are listed."""
        return self._rests_on is not None and self._rests_on.complete

    @property
    def more_rests_on(self) -> bool | None:
        """True if there may be more sets than those listed; None if there are not."""
        return None if self.rests_on_complete else True

    @cached_property
    def best_for_least(self) -> BestForLeast | None:
        """What is best for the party that gets least of what it wants.

        None where no package is possible, or it takes too long to tell.
        """
        if not self.possible:
            return None
        with suppress(TooLarge):
            search = MostForLeast(self._possible, self.sheet.want, len(self.parties))
            most = search.most()
            packages = self._bettered(search.packages(most))
            return BestForLeast(most=most, packages=packages[:MOST_BEST])
        return None

    def _best_from(self, package: dict[int, int]) -> dict[int, int]:
        """Return a package than which none is better for all, as good as one or better."""
        while True:
            labels = self._against
            mine = {i: labels[i][o] for i, o in package.items()}
            kept = [
                [o for o, its in enumerate(row) if not its & ~mine[i]]
                for i, row in enumerate(labels)
            ]
            if all(labels[i][o] == mine[i] for i, own in enumerate(kept) for o in own):
                return package  # no option is better
            others = self._possible.holding(kept)
            terms = [[int(its != mine[i]) for its in row] for i, row in enumerate(labels)]
            if not others.extremes(terms)[1]:
                return package
            package = others.farthest(terms)

    @cached_property
    def _against(self) -> list[list[int]]:
        """What speaks against every option."""
        sheet = self.sheet
        return [
            [_against(len(self.parties), *marks) for marks in zip(w, c, u, strict=True)]
            for w, c, u in zip(sheet.want, sheet.cannot, sheet.unknown, strict=True)
        ]

    @cached_property
    @_refusing
    def listed(self) -> tuple[MarkedPackage, ...]:
        """Some possible packages; none that is worse for all, whatever the weights.

        One is if another possible package is at least as good on every issue for every party,
        and better somewhere: to want is better than to be able to live with, and that better
        than not to be; of what is not known neither is said. Those with the fewest unknown
        cells come first, unless too many issues hang together closely to look for these.
        """
        sheet = self.sheet
        unknown = _against(len(self.parties), 0, 0, sheet.everybody)
        with suppress(TooLarge):
            best = LeastLabels.of([self._possible], [self._against], counted=unknown)
            found = (one for least in best.in_order() for one in best.packages(least))
            return tuple(map(self._package, islice(found, MOST_LISTED)))
        some = self._bettered(self._possible.packages())
        return tuple(sorted(some, key=lambda one: len(one.unknown)))

    def _bettered(self, packages: Iterable[dict[int, int]]) -> tuple[MarkedPackage, ...]:
        """Take the first packages, and for each one that is not worse for all."""
        best = (self._best_from(one) for one in islice(packages, MOST_LISTED))
        found = {tuple(sorted(one.items())): one for one in best}
        return tuple(map(self._package, found.values()))

    def _package(self, options: Mapping[int, int]) -> MarkedPackage:
        sheet = self.sheet
        places = sorted(options.items())
        names = sheet.names
        return MarkedPackage(
            deal=frozendict({names.issues[i]: names.options[i][o] for i, o in places}),
            unknown=tuple(c for i, o in places for c in sheet.cells(i, o, sheet.unknown[i][o])),
            cannot=tuple(c for i, o in places for c in sheet.cells(i, o, sheet.cannot[i][o])),
            wants=frozendict(
                {
                    party: sum(sheet.want[i][o] >> n & 1 for i, o in places)
                    for n, party in enumerate(self.parties)
                }
            ),
        )

    # What is in the way?

    @cached_property
    def _blocks(self) -> tuple[tuple[MarkBlock, ...], bool]:
        if self.possible:
            return (), True
        sheet = self.sheet
        refused = _LabelledCells(sheet, sheet.cannot)
        first = max(map(len, refused.cells), default=0)
        try:
            diagrams = [
                DecisionDiagram.of(
                    sheet.open,
                    [
                        OptionsTogether(sheet.sides(one.exclusion), label=1 << first + n)
                        for n, one in enumerate(sheet.excluded)
                        if not one.party or sheet.bit(one.party) & some
                    ],
                    order=sheet.order,
                )
                for some in sheet.coalitions
            ]
            least = LeastLabels.of(
                diagrams, [refused.labels(some) for some in sheet.coalitions]
            )
        except TooLarge:
            return (), False
        found = []
        for labels in islice(least.in_order(), MOST_BLOCKS):
            cells = {i: label & (1 << first) - 1 for i, label in labels.items()}
            lines = sorted({n for label in labels.values() for n in each_bit(label >> first)})
            ease: list[Cell | SheetExclusion] = [sheet.excluded[n] for n in lines]
            ease += refused.named(cells)
            opened = self._package(next(least.packages(labels)))
            found.append(MarkBlock(ease=tuple(map(MarkObstacle.of, ease)), opened=opened))
        return tuple(found), least.count() == len(found)

    @property
    def blocks(self) -> tuple[MarkBlock, ...]:
        """What stands in the way where the verdict is `no`: all minimal sets, fewest first.

        Each opens a package without a "cannot" if all of it gives.
        """
        return self._blocks[0]

    @property
    def blocks_complete(self) -> bool:
        """Whether all sets are listed."""
        return self._blocks[1]

    @property
    def left_out(self) -> tuple[str, ...]:
        """What is not answered, as it would take too long, in words."""
        some = bool(self.possible)
        missing = {
            "which answers decide": self.verdict == "ask" and not self.decisive,
            "what stands in the way": not (self.blocks or self.blocks_complete),
            "what a yes rests on": self._rests_on is None,
            "what is best for the party that gets least": some and self.best_for_least is None,
        }
        return tuple(what for what, is_missing in missing.items() if is_missing)

    # What of this package, and of these answers?

    @_refusing
    def judge(self, terms: Mapping[str, str]) -> JudgedTerms:
        """Return what the marks say of a package, or of a part of one.

        Args:
            terms: For some issues or all, the option to be taken, by id.

        Raises:
            AccordError: If the terms name an issue or option that there is not.
        """
        sheet = self.sheet
        rest = MarkedDeals(sheet.holding(terms))
        names = sheet.names
        places = [
            (n, names.options[n].index(terms[issue]))
            for n, issue in enumerate(names.issues)
            if issue in terms
        ]

        def cells(bits: Bits) -> tuple[Cell, ...]:
            return tuple(cell for i, o in places for cell in sheet.cells(i, o, bits[i][o]))

        return JudgedTerms(
            terms=frozendict(terms),
            open=tuple(issue for issue in names.issues if issue not in terms),
            cannot=cells(sheet.cannot),
            unknown=cells(sheet.unknown),
            want=cells(sheet.want),
            crossed=tuple(
                one
                for one in sheet.excluded
                if all(
                    side >= set(rest.sheet.open[i])
                    for i, side in sheet.sides(one.exclusion).items()
                )
            ),
            rest=rest,
        )

    def after(self, answers: Mapping[Cell, Mark]) -> "MarkedDeals":
        """Return what can be said once cells are answered.

        Args:
            answers: The new marks, by cell.

        Raises:
            AccordError: If there is no such cell.
        """
        return MarkedDeals(self.sheet.after(answers))


class _Asked(NamedTuple):
    """What to ask.

    Attributes:
        sets: The question sets listed.
        how_many: How many there are; None if that is not known.
        decisive: The cells that decide; none if they are not known.
    """

    sets: tuple[tuple[Cell, ...], ...]
    how_many: int | None
    decisive: tuple[Cell, ...]


class _LabelledCells:
    """Cells of one kind as labels of packages, numbered through on each issue."""

    def __init__(self, sheet: MarkSheet, bits: Bits) -> None:
        """Number them."""
        self.bits = bits
        self.cells: list[list[Cell]] = []
        self.known: dict[tuple[int, int], list[Cell]] = {}
        self.first: list[list[int]] = []
        for issue, row in enumerate(bits):
            cells, first = list[Cell](), []
            for option, parties in enumerate(row):
                first.append(len(cells))
                cells += sheet.cells(issue, option, parties)
            self.cells.append(cells)
            self.first.append(first)

    def labels(self, parties: int) -> list[list[int]]:
        """Return what options label packages with, if only some parties count."""
        return [
            [_picked(own, parties) << start for own, start in zip(row, first, strict=True)]
            for row, first in zip(self.bits, self.first, strict=True)
        ]

    def named(self, labels: Mapping[int, int]) -> tuple[Cell, ...]:
        """Return the cells of labels by issue, in the order of the agenda."""
        found: list[Cell] = []
        for step in sorted(labels.items()):
            if step not in self.known:
                issue, label = step
                self.known[step] = [self.cells[issue][n] for n in each_bit(label)]
            found += self.known[step]
        return tuple(found)


def _picked(bits: int, parties: int) -> int:
    """Number the parties of some bits through, and return those that count."""
    return sum(1 << n for n, party in enumerate(each_bit(bits)) if parties >> party & 1)


def _joined(first: Bits, second: Bits) -> Bits:
    return tuple(
        tuple(a | b for a, b in zip(x, y, strict=True))
        for x, y in zip(first, second, strict=True)
    )


def _against(parties: int, want: int, cannot: int, unknown: int) -> int:
    """Label an option with all that speaks against it.

    What is better is labelled with a part: 1 for "want"; 1 and 2 for "can live with"; 1, 2 and
    3 for "cannot". 4 is for "?", which so is neither better nor worse than any of these.
    """
    everybody = (1 << parties) - 1
    known = everybody & ~unknown
    return known | (known & ~want) << parties | cannot << 2 * parties | unknown << 3 * parties
