"""From a folder to the page: what to say, of what is known."""

from collections.abc import Callable, Iterator
from datetime import datetime

from accord.brief import page
from accord.brief.answers import accepted_by_some, agreed, owed
from accord.brief.contests import contests, numbers
from accord.brief.matrix import matrix, moves
from accord.brief.writer import Writer
from accord.model import PlannedRound, Precision, When
from accord.record import (
    Assurance,
    Case,
    Claim,
    Correction,
    Entry,
    Measure,
    Round,
    Section,
    Session,
    contested,
    tallies,
)
from accord.record.wording import quantity

MOST_LINES = 40
"""The most lines that one list on the page has; earlier ones are counted, not shown."""


def gather(folder: Case) -> page.Page:
    """Say where the talks stand, without the question whether there is a deal.

    Args:
        folder: The process, as it could be known then.
    """
    return _Gatherer(folder).whole()


class _Gatherer:
    """Makes the parts of the page from one folder."""

    def __init__(self, folder: Case) -> None:
        self.process, self.record = folder.process, folder.record
        self.as_of = folder.moment
        self.writer = Writer(folder.process, folder.record)
        self.rounds = list(self.record.of(Round))
        self.contests = contested(self.record)
        self.tallies = tallies(self.record)
        self.moment = folder.moment or _latest(folder)
        self.window = datetime.min
        if len(self.rounds) > 1:
            before, latest = self.rounds[-2:]
            self.window = min(before.date.end, latest.date.start)
        corrections = (e for e in self.record.entries if isinstance(e, Correction))
        self.entries = sorted(
            (*self.record.standing, *(c for c in corrections if c.supersedes)),
            key=lambda e: e.date.order,
        )
        self.matrix = matrix(self.writer, self.window)

    def whole(self) -> page.Page:
        cited = self.process.cited.union(*(e.sources for e in self.record.entries))
        sources = [s for s in self.record.sources.values() if s.id in cited]
        return page.Page(
            title=self.process.title,
            summary="" if self.as_of else self.process.summary,
            as_of=str(self.as_of or ""),
            standing=self._standing(),
            matrix=self.matrix,
            outside=self._outside(),
            contested=tuple(contests(self.writer, self.contests, self.tallies, self.window)),
            in_force=page.InForce(
                assurances=tuple(self._in_force(Assurance)),
                measures=tuple(self._in_force(Measure)),
            ),
            sources=len(sources),
            latest_source=str(max((s.date for s in sources), default="")),
            outlets=tuple(
                sorted(
                    (
                        o
                        for o in self.record.outlets_of(s.id for s in sources)
                        if o.label != o.name
                    ),
                    key=lambda o: o.name,
                )
            ),
        )

    def _lines(self, wanted: Callable[[Entry], bool]) -> page.Lines:
        """Give lines for the entries wanted that were not over before the window."""
        found = [e for e in self.entries if e.date.end > self.window and wanted(e)]
        shown = found[-MOST_LINES:]
        return page.Lines(
            lines=tuple(map(self.writer.line, shown)), earlier=len(found) - len(shown)
        )

    def _standing(self) -> page.Standing:
        disputed = {r.entry for c in self.contests for r in c.readings}
        said = self._lines(
            lambda e: (
                e.section is Section.SAID and not (isinstance(e, Claim) and e.id in disputed)
            )
        )
        new = tuple(moves(self.writer, self.matrix)) if self.window > datetime.min else ()
        return page.Standing(
            rounds=len(self.rounds),
            round=self._meeting(self.rounds[-1]) if self.rounds else None,
            since=str(self.rounds[-2].date) if len(self.rounds) > 1 else "",
            moved=page.Lines(lines=(*new, *said.lines), earlier=said.earlier),
            owed=tuple(owed(self.writer)),
            agreed=tuple(
                sorted((*self._agreed(), *agreed(self.writer)), key=lambda line: line.date)
            ),
            accepted_by_some=tuple(accepted_by_some(self.writer)),
            next=tuple(self._next()),
        )

    def _meeting(self, held: Round) -> page.Meeting:
        venue = self.process.venues.get(held.venue)
        place = f" ({venue.place})" if venue and venue.place else ""
        return page.Meeting(
            name=held.name,
            date=str(held.date),
            venue=(self.process.name(held.venue) + place) if held.venue else "",
            format=held.format,
            length="" if held.length is None else quantity(held.length, "hours"),
            attended=tuple(
                page.Attendance(
                    side=self.process.name(side), people=tuple(map(self._person, people))
                )
                for side, people in held.attended.items()
            ),
            opened_by=self.writer.names.with_side(held.opened_by) if held.opened_by else "",
            text=held.text,
            outcome=held.outcome,
            entries=(held.id,),
            sources=self.writer.sources(held.sources),
        )

    def _person(self, who: str) -> str:
        person = self.process.people.get(who)
        if person is None or not person.office:
            return self.process.name(who)
        return f"{person.name}, {person.office}"

    def _agreed(self) -> Iterator[page.Line]:
        for kind in (Round, Session):
            for meeting in self.record.of(kind):
                for one in meeting.agreed:
                    yield self.writer.line(meeting, f"{meeting.name}: {one}")

    def _next(self) -> Iterator[page.Line]:
        if self.rounds:
            since = self.rounds[-1].date.start
            later = [s for s in self.record.of(Session) if s.date.start >= since]
            for meeting in (self.rounds[-1], *later):
                if meeting.next:
                    yield self.writer.line(
                        meeting, f"As announced at {meeting.name}: {meeting.next}"
                    )
        held = {one.plan for one in self.rounds}
        for plan in self.process.rounds.values():
            if plan.id not in held:
                yield self._planned(plan)

    def _planned(self, plan: PlannedRound) -> page.Line:
        venue = self.process.name(plan.venue)
        where = f", {venue}" if venue and venue not in plan.name else ""
        note = "" if plan.date else ", no date given"
        if plan.date is not None and plan.date.end <= self.moment.start:
            note = "; the record does not say that it was held"
        return page.Line(
            date=str(plan.date or ""),
            text=f"Announced: {plan.name}{where}{note}.",
            entries=(plan.id,),
            sources=self.writer.sources(plan.sources),
            kind="plan",
        )

    def _outside(self) -> page.Outside:
        found = [
            tally
            for tally in self.tallies
            if any(figure.date.end > self.window for figure in tally.figures)
        ]
        shown = found[-MOST_LINES:]
        return page.Outside(
            lines=self._lines(lambda e: e.section is Section.OUTSIDE),
            figures=tuple(numbers(self.writer, tally) for tally in shown),
            earlier_figures=len(found) - len(shown),
        )

    def _in_force(self, kind: type[Assurance] | type[Measure]) -> Iterator[page.Line]:
        """Give what has begun and not ended."""
        for one in self.record.of(kind):
            if one.date.start < self.moment.end and (
                one.until is None or one.until.end > self.moment.start
            ):
                yield self.writer.line(one)


def _latest(folder: Case) -> When:
    """Give the latest date in a record, of what happened or was published."""
    record = folder.record
    dates = [*(e.date for e in record.entries), *(s.date for s in record.sources.values())]
    return max(dates, default=When(datetime.min, Precision.DAY))
