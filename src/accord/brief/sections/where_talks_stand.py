"""Where the talks stand: the latest round, what moved since, what is owed, agreed and next."""

import re
from collections.abc import Iterator
from datetime import datetime

from attrs import evolve, frozen

from accord.brief.known import MOST_LINES, Known
from accord.brief.lines import RecordLine, RecordLines, record_list
from accord.brief.proposal_answers import accepted_by_some, agreed, owed, owed_to_offers
from accord.brief.section import PageSection
from accord.brief.sections.who_wants_what import matrix, moves
from accord.model import PlannedRound, Precision, When
from accord.record import (
    Agreement,
    Claim,
    ConditionalOffer,
    Decision,
    Entry,
    Incident,
    Meeting,
    Proposal,
    Round,
    Section,
    Session,
    Step,
)
from accord.record.hidden_signs import clean
from accord.record.terms import terms
from accord.record.wording import on, quantity, together, unstopped, written
from accord.telling.blocks import (
    Block,
    Card,
    Drawing,
    Heading,
    Item,
    Listing,
    Paragraph,
    Prose,
    Run,
)

MOST_NAMED = 8
"""How many rounds the timeline names, some five rows of a phone; of more, the first and the
latest."""

MARKS: dict[str, tuple[type[Entry], ...]] = {
    "Triangles: proposals and offers": (Proposal, ConditionalOffer),
    "Crosses: steps": (Step,),
    "Diamonds: agreements and decisions": (Agreement, Decision),
    "Dots: incidents outside the room": (Incident,),
}
"""The marks of the timeline beside the squares of rounds, and what they stand for."""


@frozen(kw_only=True)
class Attendance:
    """Who sat at the table for one side.

    Attributes:
        side: Name of the side.
        people: Names, each with the office held.
    """

    side: str
    people: tuple[str, ...]


@frozen(kw_only=True)
class LatestRound:
    """The latest round that was held.

    Attributes:
        name: What it is called.
        date: When it was.
        venue: Where it was.
        format: How it was held.
        length: How long it took.
        attended: Who sat there.
        opened_by: Who opened it.
        text: More about it.
        outcome: What came of it, as reported.
        entries: Ids of the entries behind it.
        sources: The outlets, with the states behind them.
    """

    name: str
    date: str
    venue: str = ""
    format: str = ""
    length: str = ""
    attended: tuple[Attendance, ...] = ()
    opened_by: str = ""
    text: str = ""
    outcome: str = ""
    entries: tuple[str, ...]
    sources: tuple[str, ...] = ()


@frozen(kw_only=True)
class StateOfTalks:
    """Where the talks stand.

    Attributes:
        rounds: How many rounds are in the record.
        round: The latest round; nothing if none was held.
        since: The date given, or of the round before it: what moved since then is told.
        moved: What was said, proposed, answered and reported since then, and on which issues
            positions are new.
        before: Where nothing has moved since then, what the latest before it is.
        owed: Who owes whom an answer.
        agreed: The agreements, what was agreed at any round or session, and what all of those
            asked accepted of proposals, the latest first.
        accepted_by_some: What some of those asked accepted and others did not, with what those
            said.
        next: What comes next, as announced at the latest round, and the rounds announced
            but not held.
    """

    rounds: int
    round: LatestRound | None = None
    since: str = ""
    moved: RecordLines
    before: str = ""
    owed: tuple[RecordLine, ...] = ()
    agreed: tuple[RecordLine, ...] = ()
    accepted_by_some: tuple[RecordLine, ...] = ()
    next: tuple[RecordLine, ...] = ()


@frozen(kw_only=True)
class WhereTalksStand(PageSection):
    """Where the talks stand.

    Attributes:
        standing: Where the talks stand.
    """

    order = 10
    anchor = "standing"
    title = "Where the talks stand"
    rules = """\
**What moved.** First the issues and the talks that came to stand otherwise, each with the
entries by which. By party, the issues on which its position is new. Then statements,
proposals, responses, reports, instructions and claims; claims that are contested stand there
only. An entry that was superseded is gone; a correction is said.

**Who owes whom an answer.** Each addressee of each proposal owes an answer until it accepts,
rejects or counters the whole, or every issue of it. An answer that is reserved or referred to
the leadership leaves it open. Of several answers to the same the latest counts. A proposal that
was superseded is no longer owed; answers to it count for the one that supersedes it, if they
are not older than that. So does whoever a conditional offer is made `to`, unless it answers it
or would give something of what the offer wants, in an offer of its own.

**What was agreed.** The latest first: agreements, with how they stand and since when; what the
record says was agreed at a round or a session, and of a proposal
what all of those asked accept: as it is, or on the same issues. Of several answers the latest
counts; one to the whole later than one to an issue takes its place, unless it only reserves or
refers. With the words of the proposal and of those who accept it, in which conditions lie.

**Accepted by some, not by all.** What one of those asked accepts and another does not, with
what the other says. It is no agreement. What is only read as an answer is told as such, and
does not take the place of what the party said itself.

**What comes next.** What was announced at the latest round and at sessions since, and the
rounds of `process.yaml` that no round of the record names as its plan. If the date of one, or
the day that the words of an announcement name, is past, the page says that the record does not
tell whether it was held; a day on which the record has a round or a session is not told."""

    standing: StateOfTalks

    @classmethod
    def gather(cls, known: Known) -> "WhereTalksStand":
        """Gather where the talks stand."""
        rounds = known.rounds
        disputed = {r.entry for c in known.contests for r in c.readings}
        said = known.lines(
            lambda e: (
                e.section is Section.SAID and not (isinstance(e, Claim) and e.id in disputed)
            )
        )
        since = known.window > datetime.min
        new = tuple(moves(known.writer, matrix(known))) if since else ()
        state = StateOfTalks(
            rounds=len(rounds),
            round=_latest_round(known, rounds[-1]) if rounds else None,
            since=known.since,
            moved=RecordLines(lines=(*known.changes, *new, *said.lines), earlier=said.earlier),
            before=known.before(lambda e: e.section is Section.SAID)
            if known.since and not (known.changes or new or said.lines)
            else "",
            owed=(
                *owed(known.writer, known.outcomes, known.case.agreed.outcomes),
                *owed_to_offers(known.writer, known.fitting.offers, known.case.agreed.outcomes),
            ),
            agreed=tuple(
                sorted(
                    (
                        *_agreed(known),
                        *agreements(known),
                        *agreed(known.writer, known.outcomes),
                    ),
                    key=lambda line: line.date,
                    reverse=True,
                )
            ),
            accepted_by_some=tuple(accepted_by_some(known.writer, known.outcomes)),
            next=tuple(_next(known)),
        )
        return cls(standing=state)

    @property
    def told(self) -> tuple[object, ...]:
        """The latest round, and what moved."""
        held = self.standing.round
        return (*([held] if held else []), *self.standing.moved.lines)

    def blocks(self, behind: Known | None) -> Iterator[Block]:
        """Yield the round, the timeline, and the lists."""
        state = self.standing
        if state.round is None:
            yield Paragraph("No round is in the record yet.")
        elif behind is not None:
            yield Card(tuple(_round_in_full(state.rounds, state.round)))
        else:
            yield from _round(state.rounds, state.round)
        if behind is not None:
            yield from _timeline(behind)
        day = written(state.since)
        yield Heading(f"What moved since {day}" if day else "What was said and done")
        before = self.standing.before
        yield record_list(state.moved, before or "Nothing in the record.")
        yield Heading("Who owes whom an answer")
        yield record_list(state.owed, "Nobody, by the record.")
        yield Heading("What was agreed")
        latest = state.agreed[:MOST_LINES]
        shown = RecordLines(lines=latest, earlier=len(state.agreed) - len(latest))
        yield record_list(shown, "Nothing, by the record.")
        if state.accepted_by_some:
            yield Heading("Accepted by some, not by all")
            yield record_list(state.accepted_by_some)
        yield Heading("What comes next")
        yield record_list(state.next, "Nothing announced.")


def _round(number: int, held: LatestRound) -> Iterator[Block]:
    place = ", ".join(filter(None, (held.venue, held.format, held.length)))
    text = f"Round {number} in the record: {held.name}, {written(held.date)}. {place}".rstrip()
    yield Listing((Item(text, sources=held.sources, entries=held.entries),))
    notes = [f"{side.side}: {'; '.join(side.people)}" for side in held.attended if side.people]
    notes += [f"At the table: {sides}."] if (sides := _nameless(held)) else []
    notes.append(held.opened_by and f"Opened by {held.opened_by}.")
    notes += [held.text, held.outcome and f"Outcome: {held.outcome}"]
    yield from (Paragraph(note, style="note") for note in notes if note)


def _round_in_full(number: int, held: LatestRound) -> Iterator[Block]:
    yield Heading(f"Round {number} in the record: {held.name}")
    place = (one for one in (held.venue, held.format, held.length) if one)
    yield Paragraph(
        (Run(written(held.date), "date"), *(run for one in place for run in (" · ", one))),
        sources=held.sources,
        entries=held.entries,
    )
    for side in held.attended:
        if side.people:
            yield Paragraph(_led(f"{side.side}:", *side.people))
    if sides := _nameless(held):
        yield Paragraph(_led("At the table:", sides))
    if held.opened_by:
        yield Paragraph(("Opened by ", held.opened_by, "."))
    if held.text:
        yield Paragraph(held.text)
    if held.outcome:
        yield Paragraph(_led("Outcome as reported:", held.outcome))


def _nameless(held: LatestRound) -> str:
    """Return the sides that sat there of which nobody is named."""
    return together(side.side for side in held.attended if not side.people)


def _led(lead: str, *texts: str) -> Prose:
    """Set texts, parted by semicolons, behind what leads them."""
    parted = (run for one in texts for run in ("; ", one))
    return (Run(lead, "strong"), " ", *list(parted)[1:])


def _timeline(known: Known) -> Iterator[Drawing]:
    from accord.brief.record_figures import timeline

    svg = timeline(known.case)
    if not svg:
        return
    rounds = [
        clean(f"{n}: {one.name}, {one.date.words}") for n, one in enumerate(known.rounds, 1)
    ]
    left_out = len(rounds) - MOST_NAMED
    if left_out > 0:
        rounds[: -MOST_NAMED + 1] = [f"{rounds[0]} and {left_out} more"]
    parted = [run for one in rounds for run in ("; ", one)][1:]
    named = (" (", *parted, ")") if rounds else ()
    there = {type(entry) for entry in known.record.standing}
    drawn = [words for words, kinds in MARKS.items() if there.intersection(kinds)]
    rest = f". {'. '.join(drawn)}." if drawn else "."
    yield Drawing(svg=svg, caption=("Squares: rounds", *named, rest))


def _latest_round(known: Known, held: Round) -> LatestRound:
    venue = known.process.venues.get(held.venue)
    place = f" ({venue.place})" if venue and venue.place else ""
    return LatestRound(
        name=held.name,
        date=str(held.date),
        venue=(known.process.name(held.venue) + place) if held.venue else "",
        format=held.format,
        length="" if held.length is None else quantity(held.length, "hours"),
        attended=tuple(
            Attendance(
                side=known.process.name(side),
                people=tuple(_person(known, one) for one in people),
            )
            for side, people in held.attended.items()
        ),
        opened_by=known.writer.names.with_side(held.opened_by) if held.opened_by else "",
        text=held.text,
        outcome=held.outcome,
        entries=(held.id,),
        sources=known.writer.sources(held.sources),
    )


def _person(known: Known, who: str) -> str:
    person = known.process.people.get(who)
    if person is None or not person.office:
        return known.process.name(who)
    return f"{person.name}, {person.office}"


def agreements(known: Known) -> Iterator[RecordLine]:
    """Yield the agreements, each with how it stands and since when; meetings are told apart.

    Args:
        known: What the page is made from.
    """
    process = known.process
    for one in known.case.agreed.outcomes:
        made = known.record.by_id[one.id]
        if not isinstance(made, Agreement):
            continue
        some = not one.by_all(process)
        who = f" between {together(map(process.name, one.between))}" if some else ""
        done = one.stage.done if one.standing == one.stage else one.standing
        how = f"{done} {one.since.day if done.endswith('since') else on(one.since)}"
        what = terms(process.agenda, one.deal, one.words)
        notes = [f"depending on: {one.condition}"] if one.condition else []
        if one.awaited:
            names = together(map(process.name, one.awaited))
            notes.append(f"still to be approved for {names}")
        rest = f" ({'; '.join(notes)})" if notes else ""
        others = [known.record.by_id[i] for i in one.entries if i != one.id]
        said = f": {what}" if what else ""
        text = f"Agreement{who}, {how}{said}{rest}."
        yield known.writer.line(made, text, also=others)


def _agreed(known: Known) -> Iterator[RecordLine]:
    for kind in (Round, Session):
        for meeting in known.record.of(kind):
            for one in meeting.agreed_in_words(known.process.agenda):
                yield known.writer.line(meeting, f"{meeting.name}: {one}")


def _next(known: Known) -> Iterator[RecordLine]:
    if known.rounds:
        since = known.rounds[-1].date.start
        later = [s for s in known.record.of(Session) if s.date.start >= since]
        for meeting in (known.rounds[-1], *later):
            day = _named_day(meeting)
            if meeting.next and not (day and _met(known, day)):
                over = day is not None and day.end <= known.moment.start
                rest = f"{unstopped(meeting.next)}; {_NOT_SAID}" if over else meeting.next
                announced = f"for {day.day}" if over and day else on(meeting.date)
                text = f"As announced at {meeting.name}: {rest}"
                told = f"Announced {announced}: {rest}"
                yield evolve(known.writer.line(meeting, text), short=told)
    held = {one.plan for one in known.rounds}
    for plan in known.process.rounds.values():
        if plan.id not in held:
            yield _planned(known, plan)


_NOT_SAID = "the record does not say that it was held"

_A_DAY = re.compile(r"\b(\d{1,2}) ([A-Z][a-z]+)(?: (\d{4}))?\b")


def _named_day(meeting: Meeting) -> When | None:
    """Return the day that an announcement names, if one; without a year the next of that date.

    Args:
        meeting: Where it was made.
    """
    made = meeting.date.start
    for number, month, given in _A_DAY.findall(meeting.next):
        for year in (given,) if given else (made.year, made.year + 1):
            try:
                day = datetime.strptime(f"{number} {month} {year}", "%d %B %Y")
            except ValueError:
                continue
            if given or day.date() >= made.date():
                return When(day, Precision.DAY)
    return None


def _met(known: Known, day: When) -> bool:
    """Return whether the record has a round or session that began on a day."""
    return any(
        day.start <= one.date.start < day.end
        for kind in (Round, Session)
        for one in known.record.of(kind)
    )


def _planned(known: Known, plan: PlannedRound) -> RecordLine:
    venue = known.process.name(plan.venue)
    where = f", {venue}" if venue and venue not in plan.name else ""
    note = "" if plan.date else ", no date given"
    when = f"To be held {on(plan.date)}" if plan.date else "Announced"
    if plan.date is not None and plan.date.end <= known.moment.start:
        note = f"; {_NOT_SAID}"
        when = f"Was to be held {on(plan.date)}"
    return RecordLine(
        date=str(plan.date or ""),
        text=f"Announced: {plan.name}{where}{note}.",
        short=f"{when}: {plan.name}{where}{note}",
        entries=(plan.id,),
        sources=known.writer.sources(plan.sources),
        kind="plan",
    )
