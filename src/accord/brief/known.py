"""What a page is made from: a case, and what several sections ask of it."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar, cast

from attrs import frozen

from accord.brief.lines import RecordLine, RecordLines, Writer
from accord.model import Process, When
from accord.record import (
    Agreement,
    Case,
    Contested,
    Correction,
    Entry,
    Record,
    Round,
    Step,
    Tally,
    contested,
    tallies,
)
from accord.record.fitting_offers import FittingOffers, fitting_offers
from accord.record.issue_changes import IssueChange, cut, issue_changes
from accord.record.issue_standings import (
    Acceptance,
    Ground,
    IssueStanding,
    acceptances,
    issue_standings,
)
from accord.record.kinds.agreement import as_one, of_one_paper
from accord.record.proposal_outcomes import ProposalOutcome, outcomes
from accord.record.talks_state import TalksState, talks_state
from accord.record.terms import terms
from accord.record.wording import short, written
from accord.telling.deals_by_holder import HolderDeals, answers_by_holder, told_in_full
from accord.telling.marks_by_holder import HolderMarks, marks_by_holder, marks_in_full

if TYPE_CHECKING:
    from accord.brief.section import PageSection
    from accord.brief.sections.will_it_hold import HoldingAsked
    from accord.fighting import FightingModel
    from accord.play.span import Spanned
    from accord.play.workers import Workers

S = TypeVar("S", bound="PageSection")

MOST_LINES = 40
"""The most lines that one list on the page has; earlier ones are counted, not shown."""


def _change(writer: Writer, one: IssueChange) -> RecordLine:
    """Return how some issues came to stand otherwise, from what, and by which entry."""
    agenda, by = writer.process.agenda, writer.record.by_id[one.entries[0]]
    names = "; ".join(agenda.issues[i].name for i in one.issues)
    held = one.now in (Ground.AGREED, Ground.COMMON_GROUND)
    what = (held and terms(agenda, one.options, one.words)) or names
    now, before = (str(ground).replace("_", " ") for ground in (one.now, one.before))
    again = "open again" if one.now is Ground.OPEN else now
    was = f"; before: {before}" if before != now else "; before: otherwise"
    return RecordLine(
        date=str(one.date),
        text=f"{again.capitalize()}: {what} (by the {by.kind} of {by.date.day}{was}).",
        entries=one.entries,
        sources=writer.behind(one.entries),
        kind="standing",
    )


@frozen(kw_only=True, slots=False)
class Known:
    """What a page is made from.

    Attributes:
        case: The case, as it could be known then and as its reader may see it.
        start: Since when something is new; None for the end of the round before the latest.
        draws: How many sets of numbers to draw from the ranges where a verdict needs it.
        talks: How many talks of programs to play by every holder's numbers.
        holding: What is asked of whether a deal would be kept; None for nothing.
        fighting: Returns what is assumed of the fighting where talks are played by the numbers
            of the holder with this id; nothing by default.
        seed: Where the draws start.
        workers: What plays the talks.
        watch: Is handed what comes of every program.
    """

    case: Case
    start: When | None = None
    draws: int = 1000
    talks: int = 0
    holding: "HoldingAsked | None" = None
    fighting: "Callable[[str], tuple[FightingModel, ...]]" = lambda holder: ()
    seed: int = 0
    workers: "Workers" = 1
    watch: "Callable[[Iterable[Spanned]], Iterable[Spanned]]" = tuple

    @property
    def process(self) -> Process:
        """The public part."""
        return self.case.process

    @property
    def record(self) -> Record:
        """What happened and who says so."""
        return self.case.record

    @cached_property
    def writer(self) -> Writer:
        """What makes lines of entries."""
        return Writer(self.process, self.record)

    @cached_property
    def rounds(self) -> tuple[Round, ...]:
        """The rounds that were held."""
        return tuple(self.record.of(Round))

    @cached_property
    def contests(self) -> tuple[Contested, ...]:
        """What is contested."""
        return tuple(contested(self.record))

    @cached_property
    def tallies(self) -> tuple[Tally, ...]:
        """All figures, by subject."""
        return tuple(tallies(self.record))

    @cached_property
    def outcomes(self) -> tuple[ProposalOutcome, ...]:
        """What became of each proposal."""
        return tuple(outcomes(self.process, self.record))

    @cached_property
    def standings(self) -> dict[str, IssueStanding]:
        """How each issue stands."""
        return issue_standings(self.case)

    @cached_property
    def fitting(self) -> FittingOffers:
        """Which offers fit together, and which wait for what."""
        return fitting_offers(self.case)

    @cached_property
    def state(self) -> TalksState:
        """Where the talks stand."""
        return talks_state(self.case)

    @cached_property
    def changes(self) -> tuple[RecordLine, ...]:
        """How the talks and the issues came to stand otherwise within the window."""
        if self.window == datetime.min:
            return ()
        before = cut(self.case, self.window)
        then, now = talks_state(before), self.state
        changed = issue_changes(self.case, issue_standings(before), self.standings)
        lines = [*(_change(self.writer, one) for one in changed)]
        again = then.what is now.what and self._is_anew(then)
        if (again or then.what is not now.what) and now.entries:
            was = f" Before: {then.what.replace('_', ' ')}" if then.since else ""
            if again and then.since:  # halted, resumed, and halted again
                was += f" since {then.since.day}, but not all the time since"
            was += "." if was else ""
            behind = self.writer.behind(now.entries)
            lines.append(
                RecordLine(
                    date=str(now.since or ""),
                    text=f"{now.text}{was}",
                    entries=now.entries,
                    sources=behind,
                    kind="state",
                )
            )
        return tuple(lines)

    def _is_anew(self, then: TalksState) -> bool:
        """Return whether the talks stand as before by a later step, and otherwise between."""
        by = self.record.by_id.get(self.state.entries[0]) if self.state.entries else None
        return isinstance(by, Step) and then.since != self.state.since

    @cached_property
    def taken_on(self) -> dict[tuple[str, str], Acceptance]:
        """The latest that each party agreed to, accepted or proposed on each issue."""
        return acceptances(self.case)

    @cached_property
    def answers(self) -> tuple[HolderDeals, ...]:
        """Whether there is a deal, by every holder's numbers; none beside marks alone."""
        if self.marks and not self.case.perspectives:
            return ()
        return answers_by_holder(self.case, draws=self.draws, seed=self.seed)

    @cached_property
    def by_holder(self) -> tuple[HolderDeals, ...]:
        """The deals, by every holder's numbers, with all that is said of them."""
        return tuple(map(told_in_full, self.answers))

    @cached_property
    def marks(self) -> tuple[HolderMarks, ...]:
        """Whether there is a deal, by every holder's marks."""
        return marks_by_holder(self.case)

    @cached_property
    def marks_told(self) -> tuple[HolderMarks, ...]:
        """The same, with all that is said of it."""
        return tuple(map(marks_in_full, self.marks))

    @cached_property
    def moment(self) -> When:
        """The day of the page: that of the case, else the latest in the record."""
        return self.case.today

    @cached_property
    def window(self) -> datetime:
        """Since when something is new: as given, else the end of the last round but one."""
        if self.start is not None:
            return self.start.start
        if len(self.rounds) < 2:
            return datetime.min
        before, latest = self.rounds[-2:]
        return min(before.date.end, latest.date.start)

    @property
    def since(self) -> str:
        """The date since when something is new; empty for all that is in the record."""
        if self.start is not None:
            return str(self.start)
        return str(self.rounds[-2].date) if len(self.rounds) > 1 else ""

    @cached_property
    def _gathered(self) -> "dict[type[PageSection], PageSection]":
        return {}

    def gathered(self, kind: "type[S]") -> "S":
        """Return a section of the dossier, gathered once.

        Args:
            kind: Which.
        """
        if kind not in self._gathered:
            self._gathered[kind] = kind.gather(self)
        return cast("S", self._gathered[kind])

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """All entries that stand, and the corrections that took others back, by time.

        Rows of one paper are one agreement.
        """
        corrections = (e for e in self.record.entries if isinstance(e, Correction))
        said = (*self.record.standing, *(c for c in corrections if c.supersedes))
        rows = {one.id: paper for paper in self.papers for one in paper}
        found = [
            as_one(rows[e.id]) if e.id in rows else e
            for e in said
            if e.id not in rows or rows[e.id][0].id == e.id
        ]
        return tuple(sorted(found, key=lambda e: e.date.order))

    @cached_property
    def papers(self) -> list[tuple[Agreement, ...]]:
        """The agreements that are rows of one paper."""
        return of_one_paper(self.record.of(Agreement))

    def line(self, entry: Entry) -> RecordLine:
        """Return the line of an entry, with all rows behind it where they are one paper.

        Args:
            entry: The entry.
        """
        rows = next((rows for rows in self.papers if rows[0].id == entry.id), ())
        return self.writer.line(entry, also=rows[1:])

    def within(self, wanted: Callable[[Entry], bool]) -> list[Entry]:
        """Return the entries wanted that were not over before the window, in order of time.

        Args:
            wanted: Which entries.
        """
        return [e for e in self.entries if e.date.end > self.window and wanted(e)]

    def before(self, wanted: Callable[[Entry], bool]) -> str:
        """Return what is said where nothing falls in the window: the latest before it.

        Args:
            wanted: Which entries.
        """
        found = [e for e in self.entries if wanted(e)]
        if not found:
            return "Nothing in the record."
        line, more = self.line(found[-1]), len(found) - 1
        rest = f"; {more} more before it" if more else ""
        said = f"The latest before it, {written(line.date)}: "
        return f"Nothing since then. {said}{short(line.text, 100)}{rest}."

    def lines(self, wanted: Callable[[Entry], bool]) -> RecordLines:
        """Return lines for the latest of the entries wanted within the window.

        Args:
            wanted: Which entries.
        """
        found = self.within(wanted)
        shown = found[-MOST_LINES:]
        return RecordLines(lines=tuple(map(self.line, shown)), earlier=len(found) - len(shown))
