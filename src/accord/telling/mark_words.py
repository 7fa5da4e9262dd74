"""What follows from marks, in the words of the process."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import islice

from attrs import evolve

from accord.deals.marks import (
    Cell,
    JudgedTerms,
    MarkedDeals,
    MarkedPackage,
    MarkObstacle,
)
from accord.model import Deal, HowKnown, Interests, Mark, Marked, Process
from accord.record.wording import begun, together
from accord.telling.blocks import Block, Heading, Paragraph, listing
from accord.telling.deal_words import alternatives, red_line_named
from accord.telling.decision_words import must_accept
from accord.telling.marks_outlook import Ask, MarkCell, MarkRow, MarksOutlook, ToldPackage
from accord.telling.number_words import spelt
from accord.telling.outlook import Term
from accord.telling.outsider_words import points_waiting
from accord.telling.rests_on_words import falls_if, named_option, rests_on_lines

MOST_NAMED = 6
"""How many questions are named one by one: a list that one can go into a room with."""

MOST_NAMED_ISSUES = 3
"""How many issues are named in the answer; the list below it has all."""

MOST_SETS = 6
"""How many sets are told: of answers, of what would have to give, of what a yes rests on."""

MOST_PACKAGES = 8
"""How many packages are told; JSON has more."""

_HOW = {
    HowKnown.SAID: "said",
    HowKnown.BELIEVED: "only believed",
    HowKnown.TESTED: "tested",
    None: "not said how",
}
"""How marks are known, as it ends a sentence."""

_NONE = "every package crosses somebody's 'cannot'"
_NONE_PASSES = "no package has the parties behind it that it needs"
"""The same where not all parties must accept."""


class MarkWords:
    """Says in words what was found by one holder's marks.

    Attributes:
        process: The names behind the ids.
        found: What was found.
        held: What the holder holds, by party.
    """

    def __init__(
        self, process: Process, found: MarkedDeals, held: Mapping[str, Interests]
    ) -> None:
        self.process, self.found, self.held = process, found, held
        self.issues = process.agenda.issues
        self.unanimous = unanimous = found.sheet.rule.is_unanimous
        self.none = _NONE if unanimous else _NONE_PASSES
        self.kept = "nobody refuses" if unanimous else "passes by the rule of decision"
        self.free = "without a 'cannot'" if unanimous else "passing by the rule of decision"
        self.known = " and without a '?'" if unanimous else ", whatever is answered"

    def in_full(self, start: MarksOutlook) -> MarksOutlook:
        """Put on an outlook all that was found.

        Args:
            start: The outlook, with its answer.
        """
        packages, which = self._chosen()
        blocks = self._blocks
        return evolve(
            start,
            rest=tuple(self._rest()),
            ask=tuple(self._asks()),
            enough=tuple(self._enough()),
            gives=tuple(self.gives(blocks)),
            more_gives=max(len(blocks) - MOST_SETS, 0),
            rests_on=tuple(self._rests_on()),
            sure=self._sure(),
            ways=tuple(self._ways()),
            how=which,
            alike=self._alike(packages),
            all_wait=self._all_wait(packages),
            packages=self._told(packages),
            matrix=tuple(row for issue in self.issues for row in self.rows(issue)),
        )

    # The answer.

    def verdict(self) -> str:
        """Answer in a sentence or two, with what to ask or what ends it."""
        match self.found.verdict:
            case "yes":
                yes = f"Yes between the parties; {self.waiting}" if self.waiting else "Yes"
                said = (f"{yes}: {self._free()}.", self._overruled(), self._falls())
                return " ".join(filter(None, said))
            case "no":
                return f"No: {self.none}. {self._lacking()}".rstrip()
        return f"Not known yet. {self._asked()}"

    @cached_property
    def waiting(self) -> str:
        """How many of the points wait for others; empty if nobody else has a role."""
        ways = self.found.ways_left
        return points_waiting(self.process, ways if self.found.possible else None)

    def _free(self) -> str:
        free, more = self.found.packages, self.found.possible - self.found.packages
        if not more:
            return f"{_packages(free)} {self.free}"
        wait = f"{_many(more)} more {'waits' if more == 1 else 'wait'} for answers"
        return f"{_packages(free)} {self.free}{self.known}; {wait}"

    def _overruled(self) -> str:
        """Return whom every package goes against that passes by the rule of decision."""
        if self.unanimous or self.found.accepted_by_all:
            return ""
        accepted, possible = self.found.accepted, self.found.possible
        it = "It goes" if possible == 1 else "Each of them goes"
        if always := [p for p in self.found.parties if not accepted[p]]:
            return f"{it} against {together(map(self.process.name, always))}."
        some = [p for p in self.found.parties if accepted[p] < possible]
        least = "" if self.process.decision.may_refuse == 1 else " at least"
        *most, last = map(self.process.name, some)  # two or more: no one refuses them all
        return f"{it} against one party{least}: {', '.join(most)} or {last}."

    def _falls(self) -> str:
        """Return what would end a yes, in short."""
        sets = self.found.rests_on
        if self._rests_on_one:
            on = {c.issue for (c,) in sets}
            names = together(one.name for i, one in self.issues.items() if i in on)
            if len(on) > MOST_NAMED_ISSUES:
                names = f"{_many(len(on))} of {_issues(len(self.issues))}"
            which = "it" if len(on) == 1 else "any of them"
            return f"Only one way is left on {names}: one 'cannot' on {which} ends it."
        return falls_if(self.process, sets)

    @property
    def _rests_on_one(self) -> bool:
        """Whether one more "cannot" can end a yes."""
        return any(len(one) == 1 for one in self.found.rests_on)

    def _lacking(self) -> str:
        """Return on which issues somebody refuses every option."""
        lacking = self.found.missing_options
        if not lacking:
            return ""
        names = together(self.issues[i].name for i in lacking)
        if len(lacking) > MOST_NAMED_ISSUES:
            names = f"{_many(len(lacking))} of {_issues(len(self.issues))}"
        return f"On {names} every option is refused by somebody: an option is missing here."

    def _asked(self) -> str:
        """Return which answers decide, or how few can be enough."""
        decisive, sets = self._decisive, self.found.questions
        least = len(sets[0])
        if len(decisive) == 1:
            return f"One answer decides: {self.question(decisive[0])}?"
        if self.found.questions_complete and len(decisive) <= MOST_NAMED:
            named = "; ".join(map(self.question, decisive))
            said = f"{begun(_many(len(decisive)))} answers decide: {named}?"
            if len(sets) == 1:
                return f"{said} A yes needs {'both' if least == 2 else 'all'} of them."
            enough = "One 'can live with' is" if least == 1 else f"{begun(_many(least))} can be"
            return f"{said} {enough} enough for a yes."
        if not self._is_sparse:
            answers = f"{_many(least)} {'answer' if least == 1 else 'answers'}"
            many = self.found.question_sets
            of = "very many" if many is None else _many(many)
            said = f"Each of {of} sets of answers is enough for a yes"
            said = f"{said}; the shortest take {answers}."
            cell, times = self._counted.most_common(1)[0]
            return f"{said} In most of them: {self.question(cell)}?" if times > 1 else said
        known = [self._mark(c).mark for c in self._every()]
        unknown = sum(mark == Mark.UNKNOWN for mark in known)
        return (
            f"Of {len(known):,} marks {unknown:,} are not known; a yes takes {_many(least)} "
            "answers at least."
        )

    @cached_property
    def _counted(self) -> Counter[Cell]:
        """In how many of the sets that are listed each question is."""
        return Counter(c for one in self.found.questions for c in one)

    def _every(self) -> Iterator[Cell]:
        for i, issue in self.issues.items():
            for o in issue.choices:
                yield from (Cell(party=p, issue=i, option=o) for p in self.found.parties)

    @cached_property
    def _decisive(self) -> tuple[Cell, ...]:
        """The questions whose answers decide."""
        return tuple(dict.fromkeys(c for one in self.found.decisive for c in one))

    @property
    def _is_sparse(self) -> bool:
        """Whether too little is known to name what to ask one by one."""
        sets = self.found.questions
        return bool(sets) and len(sets[0]) > MOST_NAMED

    @cached_property
    def _blocks(self) -> tuple[tuple[MarkObstacle, ...], ...]:
        """What stands in the way where the answer is no, or one answer makes it so."""
        if self.found.verdict == "no":
            return tuple(one.ease for one in self.found.blocks)
        if len(self._decisive) != 1:
            return ()
        (asked,) = self._decisive
        blocks = self.found.after({asked: Mark.CANNOT}).blocks
        return tuple(b.ease for b in blocks if asked not in map(_refused, b.ease))

    # What to ask.

    def _asks(self) -> Iterator[Ask]:
        """Yield what to ask, and what each answer would do."""
        cells = self._decisive
        if self._is_sparse:
            return
        if len(cells) > MOST_NAMED:  # then those that are in most sets that are enough
            cells = tuple(cell for cell, _ in self._counted.most_common(MOST_NAMED))
        for cell in cells:
            yield Ask(
                text=f"{begun(self.question(cell))}?",
                party=cell.party,
                issue=cell.issue,
                option=cell.option,
                if_so=self._after(self.found.after({cell: Mark.LIVE})),
                if_not=self._after(self.found.after({cell: Mark.CANNOT})),
            )

    def _enough(self) -> Iterator[str]:
        """Yield sets of answers each of which is enough for a yes.

        Not where each takes many: whichever stood first would read as a proposal.
        """
        sets = () if self._is_sparse else self.found.questions
        for one in sets[:MOST_SETS] if len(sets) > 1 else ():
            yield self.cells(one)
        if sets and not self.found.questions_complete:
            yield "and many more: --json lists some"
        elif more := len(sets[MOST_SETS:]):
            yield f"and {_many(more)} more: --json lists them"

    def _after(self, found: MarkedDeals) -> str:
        """Return what stands once an answer is known."""
        if found.verdict == "no":
            return self.none
        if found.verdict == "ask":
            return f"still not known; {_further(len(found.questions[0]))} can be enough"
        free, more = found.packages, found.possible - found.packages
        said = f"{_packages(free)} {'is' if free == 1 else 'are'} free of unknowns"
        if not more:
            return said
        waits, open_ = "waits" if more == 1 else "wait", self._open(found)
        said += f", and {_many(more)} more {waits} for {_further(len(open_))}"
        if len(open_) > MOST_NAMED:
            return said
        return f"{said} ({'; '.join(map(self._in_short, open_))})"

    def _open(self, found: MarkedDeals) -> list[Cell]:
        """Return what is not known of the options that are left."""
        cells = (
            Cell(party=p, issue=i, option=o)
            for i, options in found.ways_left.items()
            for o in options
            for p in found.parties
        )
        return [c for c in cells if found.sheet.mark(c) == Mark.UNKNOWN]

    # What else there is to say.

    def _rest(self) -> Iterator[str]:
        """Yield what else there is to say of the answer, one sentence each."""
        found = self.found
        if silent := [p for p in found.parties if p not in self.held]:
            names = together(map(self.process.name, silent))
            they = "it" if len(silent) == 1 else "they"
            yield f"Nothing is written of {names}: what {they} can live with is not known."
        if self._is_sparse:
            yield self._gaps()
        if not found.sheet.rule.is_unanimous:
            yield f"By the rule of decision this is enough: {must_accept(self.process)}."
        if len(found.missing_options) > MOST_NAMED_ISSUES:
            names = "; ".join(self.issues[i].name for i in found.missing_options)
            yield f"An option is missing on: {names}."
        if found.verdict == "no":
            return
        if found.verdict == "ask" and self.waiting and not self.waiting.startswith("none"):
            yield f"{begun(self.waiting)}."
        if found.one_way and not (found.verdict == "yes" and self._rests_on_one):
            each = (f"{self.issues[i].name} ({self._left(i)})" for i in found.one_way)
            yield f"Only one way is left on: {'; '.join(each)}."
        yield from self._wanted()
        yield from self._put_off()
        if found.left_out:
            yield f"Not found, as it would take too long: {'; '.join(found.left_out)}."

    def _gaps(self) -> str:
        """Return of whom how many of the options that are left are not known."""
        open_, ways = self._open(self.found), self.found.ways_left.values()
        counts = Counter(c.party for c in open_)
        each = together(f"{self.process.name(p)} on {counts[p]}" for p in self.found.parties)
        return f"Not known: {each} of the {sum(map(len, ways))} options that are left."

    def _wanted(self) -> Iterator[str]:
        """Yield how much of what it wants each gets in the packages that nobody refuses."""
        if self._is_sparse:
            return  # with so little known, what is not marked as wanted says nothing
        name = self.process.name
        wants = {p: self.found.wants[p] for p in self._wanting}
        nothing = [name(p) for p, (_, most) in wants.items() if not most]
        some = [f"{name(p)} {_span(*ends)}" for p, ends in wants.items() if ends[1]]
        one, who = len(nothing) == 1, together(nothing)
        if nothing:
            every = (
                "In every one of these packages"
                if self.found.possible > 1
                else "In that package"
            )
            if any(name(c.party) in nothing for c in self._open(self.found)):
                every = f"As far as is known, {every[0].lower()}{every[1:]}"
            they = "it wants, only what it" if one else "they want, only what they"
            yield f"{every} {who} {'gets' if one else 'get'} nothing that {they} can live with."
        if some:
            of = f"of {_issues(len(self.issues))}"
            yield f"What each gets that it wants, {of}: {'; '.join(some)}."
        if nothing and some:
            yield f"That is a deal on paper: look for something to add for {who}."

    def _put_off(self) -> Iterator[str]:
        """Yield how many issues the packages settle and put off."""
        off, settled = self.found.put_off, self.found.settled
        if off and settled and off[1]:
            each = "They settle" if self.found.possible > 1 else "It settles"
            puts = "put" if self.found.possible > 1 else "puts"
            issues = _issues(len(self.issues))
            yield f"{each} {_span(*settled)} of {issues} and {puts} off {_span(*off)}."

    @cached_property
    def _wanting(self) -> tuple[str, ...]:
        """The parties of which something is known that they want."""
        return tuple(
            p
            for p, one in self.held.items()
            if any(m.mark == Mark.WANT for marks in one.marks.values() for m in marks.values())
        )

    def _ways(self) -> Iterator[str]:
        """Yield the options left, by issue."""
        for i, options in self.found.ways_left.items():
            if 1 < len(options) < len(self.issues[i].choices):
                yield f"{self.issues[i].name}: {self._left(i)}"

    def _left(self, issue: str) -> str:
        choices = self.issues[issue].choices
        return " or ".join(choices[o].name for o in self.found.ways_left[issue])

    def gives(self, blocks: Iterable[tuple[MarkObstacle, ...]]) -> Iterator[str]:
        """Yield what would have to be otherwise for some package to be left, the first sets.

        Args:
            blocks: Sets of what stands in the way.
        """
        for one in islice(blocks, MOST_SETS):
            cells = self.cells(filter(None, map(_refused, one)), "could")
            lines = [f"{self._line(o)} were not there" for o in one if o.kind != "cannot"]
            yield " and ".join(filter(None, [cells, *lines]))

    def _line(self, line: MarkObstacle) -> str:
        """Name a red line over several issues, or a constraint."""
        whose = (
            red_line_named(line.id, self.process.name(line.party))
            if line.party
            else f"the constraint '{line.id}'"
        )
        return f"{whose} (never {alternatives(self.process.agenda, line.never)})"

    def _rests_on(self) -> Iterator[str]:
        """Yield what a yes rests on: red lines that nobody has written."""
        if not self._is_sparse:
            yield from rests_on_lines(self.process, self.found.rests_on)

    def _sure(self) -> str:
        """Return how the marks are known that the answer rests on."""
        no = self.found.verdict == "no"
        cells = dict.fromkeys(
            filter(None, (_refused(o) for one in self._blocks for o in one))
            if no
            else (c for one in self.found.rests_on for c in one)
        )
        marks = [m for m in map(self._mark, cells) if m.mark != Mark.UNKNOWN]
        if not any(m.how for m in marks):
            return ""
        told = []
        for how, word in _HOW.items():
            if many := sum(m.how == how for m in marks):
                told.append(f"{_many(many)} {word}")
        what = "'cannot'" if no else "'want' or 'can live with'"
        of = f"{_many(len(marks))} {'mark' if len(marks) == 1 else 'marks'}"
        return f"It turns on {of} {what}: {', '.join(told)}."

    # Packages.

    def _chosen(self) -> tuple[tuple[MarkedPackage, ...], str]:
        """Return the packages that are told, and which they are."""
        if self._is_sparse:
            return (), ""
        best, possible = self.found.best_for_least, self.found.possible
        first = best.packages if best and best.most else ()
        packages = tuple(dict.fromkeys((*first, *self.found.listed)))
        shown = packages[:MOST_PACKAGES]
        of = "" if len(shown) == possible else f": {len(shown)} of {possible:,}"
        order = ", best for the one who gets least of what it wants first" if first else ""
        if possible == 1:
            return shown, f"The only package that {self.kept}"
        which = f"Packages that {self.kept.replace('passes', 'pass')}"
        return shown, f"{which}{order}{of}" if shown else ""

    def _told(self, packages: tuple[MarkedPackage, ...]) -> tuple[ToldPackage, ...]:
        alike, all_wait = self._alike(packages), self._all_wait(packages)
        made = []
        for one in packages:
            terms = self._terms(one.deal)
            wanted = (f"{self.process.name(p)} {one.wants[p]}" for p in self._wanting)
            made.append(
                ToldPackage(
                    deal=one.deal,
                    terms=terms,
                    differs=tuple(t for t in terms if t not in alike),
                    wanted="; ".join(wanted),
                    waits=tuple(w for w in self._waits(one) if w not in all_wait),
                    flags=(*self._refusals(one), *self._flags(one.deal)),
                )
            )
        return tuple(made)

    def _waits(self, package: MarkedPackage) -> tuple[str, ...]:
        """Return the questions that a package waits for."""
        return tuple(f"{begun(self.question(c))}?" for c in package.unknown)

    def _all_wait(self, packages: tuple[MarkedPackage, ...]) -> tuple[str, ...]:
        """Return the questions that each of several packages waits for."""
        if len(packages) < 2:
            return ()
        first, *others = map(self._waits, packages)
        return tuple(one for one in first if all(one in rest for rest in others))

    def _alike(self, packages: tuple[MarkedPackage, ...]) -> tuple[Term, ...]:
        """Return the terms that are the same in several packages."""
        if len(packages) < 2:
            return ()
        first, *others = (self._terms(one.deal) for one in packages)
        return tuple(t for t in first if all(t in one for one in others))

    def _refusals(self, package: MarkedPackage) -> Iterator[str]:
        """Yield who cannot live with a package that passes all the same."""
        if package.cannot:
            yield f"{self.cells(package.cannot, 'cannot')}."

    def _flags(self, deal: Deal) -> Iterator[str]:
        """Yield which law or policy a package meets or offends, and what it puts off."""
        agenda = self.issues.items()
        chosen = [(one.name, one.choices[deal[i]]) for i, one in agenda if i in deal]
        for issue, option in chosen:
            if said := "; ".join(one.words for one in option.norm):
                yield f"{issue}: '{option.name}' {said}."
        if off := [issue for issue, option in chosen if option.puts_off]:
            yield f"It puts off {together(off)}."

    def _terms(self, deal: Deal) -> tuple[Term, ...]:
        said = self.process.agenda.describe(deal)
        return tuple(Term(issue=issue, option=option) for issue, option in said)

    # What of these terms?

    def judged(self, terms: Deal) -> Iterator[Block]:
        """Yield what the marks say of a package, or of a part of one.

        Args:
            terms: For some issues or all, the option to be taken, by id.
        """
        found, name = self.found.judge(terms), self.process.name
        asked = tuple(f"{term.issue}: {term.option}" for term in self._terms(terms))
        yield Heading("Terms asked about", deeper=True)
        yield listing(asked)
        if found.open:
            left = "; ".join(self.issues[i].name for i in found.open)
            yield Paragraph(f"Left open: {left}.")
        against = [*self._against(found)]
        if not against:
            far = "As far as they go, nobody" if found.open else "Nobody"
            yield Paragraph(f"{far} has a 'cannot' on these terms.", style="verdict")
        else:
            yield Heading("What stands against them", deeper=True)
            yield listing(tuple(against))
        if found.unknown:
            yield Heading("Not known", deeper=True)
            yield listing(tuple(f"{begun(self.question(c))}?" for c in found.unknown))
        wanted = []
        for p in self._wanting:
            names = "; ".join(self.issues[c.issue].name for c in found.want if c.party == p)
            wanted.append(f"{name(p)}: {names}" if names else f"{name(p)}: nothing")
        if wanted:
            yield Heading("What each gets that it wants", deeper=True)
            yield listing(tuple(wanted))
        yield from map(Paragraph, self._flags(terms))
        if found.open or not against or not self.unanimous:
            yield Paragraph(self._completed(found))

    def _against(self, found: JudgedTerms) -> Iterator[str]:
        for cell in found.cannot:
            own = self._mark(cell)
            how = f" ({own.how})" if own.how else ""
            basis = f": {own.basis}" if own.basis else ""
            yield f"{self.cells([cell], 'cannot')}{how}{basis}"
        for line in found.crossed:
            yield f"they cross {self._line(MarkObstacle.of(line))}"

    def _completed(self, found: JudgedTerms) -> str:
        """Return whether terms can be completed to a package that nobody refuses."""
        verdict = found.rest.verdict
        known = self.known if verdict == "yes" else ", if answers allow"
        if not found.open:
            if self.unanimous:
                return f"So it is a package without a 'cannot'{known}."
            passes, known = ("does not pass", "") if verdict == "no" else ("passes", known)
            return f"It {passes} by the rule of decision{known}."
        if verdict == "no":
            return f"However they are completed, {self.none}."
        if verdict == "yes":
            many = _packages(found.rest.packages)
        else:
            many = _packages(found.rest.possible)
        return f"They can be completed to {many} {self.free}{known}."

    # The marks themselves.

    def rows(self, issue: str) -> Iterator[MarkRow]:
        """Yield the marks on an issue, an option a row.

        Args:
            issue: Id of the issue.
        """
        one = self.issues[issue]
        for o, option in one.choices.items():
            cells = (Cell(party=p, issue=issue, option=o) for p in self.found.parties)
            row = tuple(map(self._cell, cells))
            off = ["puts the matter off"] if option.puts_off else []
            notes = (*off, *(norm.words for norm in option.norm))
            yield MarkRow(issue=one.name, option=option.name, cells=row, notes=notes)

    def _cell(self, cell: Cell) -> MarkCell:
        own = self._mark(cell)
        return MarkCell(
            party=cell.party,
            mark=str(own.mark),
            how=str(own.how or ""),
            basis=own.basis,
            source=own.source,
        )

    def _mark(self, cell: Cell) -> Marked:
        """Return a mark as it counts, with how it is known where the holder says that."""
        mark, held = self.found.sheet.mark(cell), self.held.get(cell.party)
        if held is None:
            return Marked(mark=mark)
        own = held.marks[cell.issue].get(cell.option) if cell.issue in held.marks else None
        if own is not None and own.mark is mark:
            return own
        for line in held.red_lines:
            if len(line.never) == 1 and cell.option in line.never.get(cell.issue, ()):
                return Marked(mark=mark, basis=line.basis, source=line.source)
        return Marked(mark=mark)

    # Parts of sentences.

    def option(self, issue: str, option: str) -> str:
        """Return an option in words, with its issue.

        Args:
            issue: Id of the issue.
            option: Id of the option.
        """
        return named_option(self.process, issue, option)

    def question(self, cell: Cell) -> str:
        """Return the question that a mark asks, without its sign.

        Args:
            cell: The mark.
        """
        option = self.option(cell.issue, cell.option)
        return f"can {self.process.name(cell.party)} live with {option}"

    def cells(self, cells: Iterable[Cell], can: str = "can") -> str:
        """Return who can live with what.

        Args:
            cells: The marks.
            can: can, could or cannot.
        """
        return " and ".join(
            f"{together(map(self.process.name, parties))} {can} live with {self.option(i, o)}"
            for (i, o), parties in _by_option(cells).items()
        )

    def _in_short(self, cell: Cell) -> str:
        return f"{self.process.name(cell.party)} on {self.option(cell.issue, cell.option)}"


def _refused(obstacle: MarkObstacle) -> Cell | None:
    """Return the "cannot" that stands in the way; None for a red line or constraint."""
    if obstacle.kind != "cannot":
        return None
    return Cell(party=obstacle.party, issue=obstacle.issue, option=obstacle.option)


def _by_option(cells: Iterable[Cell]) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = {}
    for c in cells:
        found.setdefault((c.issue, c.option), []).append(c.party)
    return found


def _many(number: int) -> str:
    return f"{number:,}" if number > 10 else spelt(number)


def _packages(number: int) -> str:
    return f"{_many(number)} {'package' if number == 1 else 'packages'}"


def _issues(number: int) -> str:
    return f"{_many(number)} {'issue' if number == 1 else 'issues'}"


def _further(number: int) -> str:
    return f"{_many(number)} further {'answer' if number == 1 else 'answers'}"


def _span(least: int, most: int) -> str:
    """Return a least and a most in words: `two`, `one or two`, `two to four`, `at most one`."""
    if least == most:
        return _many(least)
    if not least:
        return f"at most {_many(most)}"
    to = "or" if most == least + 1 else "to"
    # Words and figures side by side would read badly.
    return f"{least} {to} {most}" if most > 10 else f"{_many(least)} {to} {_many(most)}"
