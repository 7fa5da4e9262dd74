"""From a folder to the page: what to say, of what is known."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from attrs import evolve

from accord.brief import page
from accord.formats import Folder
from accord.model import Precision, When
from accord.record import (
    Answer,
    Assurance,
    Claim,
    Clash,
    Contested,
    Correction,
    Entry,
    Figure,
    Incident,
    Instruction,
    Measure,
    Position,
    Proposal,
    Report,
    Response,
    Round,
    Session,
    Situation,
    Stance,
    Statement,
    Tally,
    contested,
    tallies,
)
from accord.record.words import amount, claimed, named, sentence, stated

MOST_LINES = 40
"""The most lines that one list on the page has; earlier ones are counted, not shown."""

_SAID = (Statement, Proposal, Response, Report, Instruction, Claim, Correction)


def gather(folder: Folder, as_of: When | None = None) -> page.Page:
    """Say where the talks stand, without the question whether there is a deal.

    Args:
        folder: The process, as it could be known then.
        as_of: The moment the page speaks of; nothing for all that is in the record.
    """
    return _Gatherer(folder, as_of).whole()


class _Gatherer:
    """Makes the parts of the page from one folder."""

    def __init__(self, folder: Folder, as_of: When | None) -> None:
        self.folder, self.as_of = folder, as_of
        self.process, self.record = folder.process, folder.record
        self.rounds = list(self.record.of(Round))
        self.contests = contested(self.record)
        self.tallies = tallies(self.record)
        self.moment = as_of or _latest(folder)
        self.window = self.rounds[-2].date.end if len(self.rounds) > 1 else datetime.min

    def whole(self) -> page.Page:
        aligned = {s.label for s in self.record.sources.values() if s.state_aligned}
        return page.Page(
            title=self.process.title,
            summary="" if self.as_of else self.process.summary,
            as_of=str(self.as_of or ""),
            standing=self._standing(),
            matrix=self._matrix(),
            outside=self._outside(),
            contested=tuple(map(self._contest, self.contests)),
            in_force=self._in_force(),
            sources=len(self.record.sources),
            state_aligned=tuple(sorted(aligned)),
        )

    def _sources(self, ids: Iterable[str]) -> tuple[str, ...]:
        found = (self.record.sources[i].label for i in ids if i in self.record.sources)
        return tuple(dict.fromkeys(found))

    def _line(self, entry: Entry, text: str = "") -> page.Line:
        return page.Line(
            date=str(entry.date),
            text=text or sentence(self.process, entry, self.record),
            entries=(entry.id,),
            sources=self._sources(entry.sources),
            kind=entry.kind,
        )

    def _lines(self, wanted: Callable[[Entry], bool]) -> page.Lines:
        found = [e for e in self.record.standing if e.date.start >= self.window and wanted(e)]
        shown = found[-MOST_LINES:]
        return page.Lines(
            lines=tuple(self._line(e) for e in shown), earlier=len(found) - len(shown)
        )

    # Where the talks stand

    def _standing(self) -> page.Standing:
        disputed = {r.entry for c in self.contests for r in c.readings}
        moved = self._lines(
            lambda e: isinstance(e, _SAID) and not (isinstance(e, Claim) and e.id in disputed)
        )
        return page.Standing(
            rounds=len(self.rounds),
            round=self._meeting(self.rounds[-1]) if self.rounds else None,
            since=str(self.rounds[-2].date) if len(self.rounds) > 1 else "",
            moved=moved,
            owed=tuple(self._owed()),
            agreed=tuple(
                self._line(meeting, f"{meeting.name}: {one}")
                for kind in (Round, Session)
                for meeting in self.record.of(kind)
                for one in meeting.agreed
            ),
            next=tuple(self._next()),
        )

    def _meeting(self, held: Round) -> page.Meeting:
        venue = self.process.venues.get(held.venue)
        place = f" ({venue.place})" if venue and venue.place else ""
        hours = "" if held.length is None else f"{held.length} hours"
        return page.Meeting(
            name=held.name,
            date=str(held.date),
            venue=(self.process.name(held.venue) + place) if held.venue else "",
            format=held.format,
            length=hours,
            attended=tuple(
                page.Attendance(
                    side=self.process.name(side), people=tuple(map(self._person, people))
                )
                for side, people in held.attended.items()
            ),
            opened_by=named(self.process, held.opened_by) if held.opened_by else "",
            text=held.text,
            outcome=held.outcome,
            entries=(held.id,),
            sources=self._sources(held.sources),
        )

    def _person(self, who: str) -> str:
        person = self.process.people.get(who)
        if person is None or not person.office:
            return self.process.name(who)
        return f"{person.name}, {person.office}"

    def _owed(self) -> Iterable[page.Line]:
        """Say of every proposal whose answer is still to come."""
        answers = list(self.record.of(Response))
        for proposal in self.record.of(Proposal):
            for addressee in proposal.to:
                given = [
                    r
                    for r in answers
                    if r.answers == proposal.id and self.process.side(r.by) == addressee
                ]
                if text := self._open(proposal, addressee, given):
                    ids = (proposal.id, *(r.id for r in given))
                    yield evolve(self._line(proposal, text), entries=ids)

    def _open(self, proposal: Proposal, addressee: str, given: Sequence[Response]) -> str:
        """Say what an addressee owes on a proposal; nothing if it has answered in full."""
        owes, proposer = self.process.name(addressee), self.process.name(proposal.by)
        about = f"the proposal of {proposal.date}"
        if any(
            not r.issues and r.answer not in (Answer.RESERVES, Answer.REFERS) for r in given
        ):
            return ""
        if not given:
            return f"{owes} owes {proposer} an answer to {about}."
        last = given[-1]
        if last.answer is Answer.REFERS:
            return f"{owes} referred {about} to its capital on {last.date}; {proposer} waits."
        if last.answer is Answer.RESERVES:
            return f"{owes} reserved its answer to {about} on {last.date}; {proposer} waits."
        settled = {issue for r in given for issue in r.issues}
        agenda = self.process.agenda.issues
        open_ = [agenda[i].name for i in proposal.deal if i not in settled and i in agenda]
        rest = f": open are {', '.join(open_)}" if open_ else ""
        return f"{owes} answered {about} in part{rest}." if open_ or not proposal.deal else ""

    def _next(self) -> Iterable[page.Line]:
        held = {r.plan for r in self.rounds}
        if self.rounds and self.rounds[-1].next:
            yield self._line(self.rounds[-1], self.rounds[-1].next)
        for plan in self.process.rounds.values():
            if plan.id in held:
                continue
            when = f", {plan.date}" if plan.date else ", no date given"
            where = f", {self.process.name(plan.venue)}" if plan.venue else ""
            passed = plan.date is not None and plan.date.end <= self.moment.start
            note = "; the record does not say that it was held" if passed else ""
            yield page.Line(
                date=str(plan.date or ""),
                text=f"Announced: {plan.name}{when}{where}{note}.",
                entries=(plan.id,),
                sources=self._sources(plan.sources),
                kind="plan",
            )

    # Who wants what

    def _matrix(self) -> page.Matrix:
        latest: dict[tuple[str, str], list[Position]] = {}
        for position in self.record.of(Position):
            latest.setdefault((position.issue, position.party), []).append(position)
        parties = tuple(self.process.parties)
        rows = []
        for issue in self.process.agenda.issues.values():
            cells = tuple(self._cell(p, latest.get((issue.id, p), [])) for p in parties)
            asked = {cell.option for cell in cells}
            common = len(asked) == 1 and "" not in asked
            rows.append(
                page.Row(issue=issue.id, name=issue.name, cells=cells, common_ground=common)
            )
        names = tuple(self.process.name(p) for p in parties)
        return page.Matrix(parties=parties, names=names, rows=tuple(rows))

    def _cell(self, party: str, positions: Sequence[Position]) -> page.Cell:
        if not positions:
            return page.Cell(party=party)
        last = positions[-1]
        words = stated(self.process, last)
        same = [p for p in positions if stated(self.process, p) == words]
        other = [p for p in positions if p not in same]
        return page.Cell(
            party=party,
            position=words,
            option=last.option,
            since=str(_first_of_run(positions, last).date),
            by=self.process.name(last.by) if last.by else "",
            changed_from=stated(self.process, other[-1]) if other else "",
            entries=tuple(p.id for p in reversed(positions)),
            sources=self._sources(last.sources),
        )

    # Outside the room

    def _outside(self) -> page.Outside:
        figures = [
            self._numbers(tally)
            for tally in self.tallies
            if any(f.date.end > self.window for f in tally.figures)
        ]
        return page.Outside(
            lines=self._lines(lambda e: isinstance(e, Incident | Situation)),
            figures=tuple(figures),
        )

    def _numbers(self, tally: Tally) -> page.Numbers:
        span = evolve(tally.figures[0], value=tally.span)
        return page.Numbers(
            subject=tally.subject,
            unit=tally.unit,
            span=amount(span),
            contested=tally.contested,
            numbers=tuple(map(self._number, tally.figures)),
        )

    def _number(self, figure: Figure) -> page.Number:
        sources, value = self._sources(figure.sources), figure.value
        return page.Number(
            by=self.process.name(figure.by) if figure.by else ", ".join(sources),
            text=amount(figure),
            low=value.low if abs(value.low) != float("inf") else None,
            high=value.high if abs(value.high) != float("inf") else None,
            date=str(figure.as_of or figure.date),
            entries=(figure.id,),
            sources=sources,
        )

    # Contested

    def _contest(self, one: Contested) -> page.Contest:
        figures = one.clash is Clash.FIGURES
        by_figure = {f.id: tally for tally in self.tallies for f in tally.figures}
        about = self.record.by_id.get(one.subject)
        subject = one.subject
        if about is not None:
            subject = getattr(about, "name", "") or getattr(about, "place", "")
            subject = _short(subject or sentence(self.process, about, self.record))
        return page.Contest(
            subject=f"{subject}: {_worded(one.attribute)}" if one.attribute else subject,
            about=about.id if about else "",
            clash=str(one.clash),
            span=str(one.span) if one.span is not None else "",
            recent=any(self.record.by_id[r.entry].date.end > self.window for r in one.readings),
            numbers=self._numbers(by_figure[one.readings[0].entry]) if figures else None,
            readings=tuple(self._reading(one, r.entry) for r in one.readings),
        )

    def _reading(self, one: Contested, id_: str) -> page.Reading:
        entry = self.record.by_id[id_]
        reading = next(r for r in one.readings if r.entry == id_)
        sources = self._sources(reading.sources)
        if isinstance(entry, Figure):
            text = amount(entry) + (f", {entry.as_of}" if entry.as_of else "")
        elif isinstance(entry, Claim):
            denied = entry.stance is Stance.DENIES and entry.value
            feature = f"{_worded(entry.attribute)} " if denied else ""
            text = feature + claimed(self.process, entry)
        elif one.clash is Clash.VALUES and reading.value:
            text = ", ".join(map(self.process.name, reading.value.split(", ")))
        else:
            text = entry.text or sentence(self.process, entry, self.record)
        return page.Reading(
            by=named(self.process, reading.by) if reading.by else "",
            stance=str(reading.stance),
            text=text,
            entries=(id_,),
            sources=sources,
        )

    # In force

    def _in_force(self) -> page.InForce:
        def standing(entry: Assurance | Measure) -> bool:
            return entry.until is None or entry.until.end > self.moment.start

        return page.InForce(
            assurances=tuple(map(self._line, filter(standing, self.record.of(Assurance)))),
            measures=tuple(map(self._line, filter(standing, self.record.of(Measure)))),
        )


def _latest(folder: Folder) -> When:
    """Give the latest date in a record."""
    dates = [entry.date for entry in folder.record.entries]
    return max(dates, default=When(datetime.min, Precision.DAY))


def _worded(attribute: str) -> str:
    return attribute.replace("_", " ")


def _short(text: str, most: int = 80) -> str:
    """Cut a text at a word to serve as a heading."""
    text = text.removesuffix(".")
    return text if len(text) <= most else f"{text[:most].rsplit(' ', 1)[0].rstrip(',;:')} ..."


def _first_of_run(positions: Sequence[Position], last: Position) -> Position:
    """Give the earliest position from which on the party has said the same."""
    first = last
    for position in reversed(positions):
        if (position.option, position.text if not position.option else "") != (
            last.option,
            last.text if not last.option else "",
        ):
            break
        first = position
    return first
