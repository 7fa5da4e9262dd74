"""What the page says, gathered once; terminal, HTML and JSON only show it."""

from collections.abc import Sequence
from typing import Any, TypeVar, cast

import attrs
from attrs import frozen

from accord.record import Outlet
from accord.telling.outlook import Outlook
from accord.telling.value_trees import rebuilt

T = TypeVar("T")


@frozen(kw_only=True)
class Line:
    """One line of the page, with what stands behind it.

    Attributes:
        date: When it was, as exactly as known.
        text: What the line says.
        entries: Ids of the entries behind it; `accord record FOLDER show ID` shows each.
        sources: The outlets, with the states behind them.
        kind: The kind of entry.
    """

    date: str
    text: str
    entries: tuple[str, ...]
    sources: tuple[str, ...] = ()
    kind: str = ""


@frozen(kw_only=True)
class Lines:
    """Some lines, and how many were left out for room.

    Attributes:
        lines: The lines, in order of time.
        earlier: How many earlier lines were left out.
    """

    lines: tuple[Line, ...] = ()
    earlier: int = 0


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
class Meeting:
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
class Standing:
    """Where the talks stand.

    Attributes:
        rounds: How many rounds are in the record.
        round: The latest round; nothing if none was held.
        since: The date of the round before it: what follows tells what moved since then.
        moved: What was said, proposed, answered and reported since then, and on which issues
            positions are new.
        owed: Who owes whom an answer.
        agreed: What was agreed at any round or session, and what all of those asked accepted of
            proposals.
        accepted_by_some: What some of those asked accepted and others did not, with what those
            said.
        next: What comes next, as announced at the latest round, and the rounds announced
            but not held.
    """

    rounds: int
    round: Meeting | None = None
    since: str = ""
    moved: Lines
    owed: tuple[Line, ...] = ()
    agreed: tuple[Line, ...] = ()
    accepted_by_some: tuple[Line, ...] = ()
    next: tuple[Line, ...] = ()


@frozen(kw_only=True)
class Cell:
    """What one party says it wants on one issue.

    Attributes:
        party: Id of the party.
        position: The latest position: the option asked for, or words; empty if none is in the
            record.
        option: Id of the option; empty if only words are known.
        text: What was said besides the option: a condition may lie in it.
        since: Since when the option or the words.
        text_of: When the text was said, if that was later.
        said: Whether somebody who speaks for the party said so.
        by: Who said so for the party, or that it is told or reported by others.
        changed_from: The position before, if it was another, with what was said.
        moved: Whether it is of the time since the round before the latest.
        entries: Ids of the entries behind it, the latest first.
        sources: The outlets, with the states behind them.
    """

    party: str
    position: str = ""
    option: str = ""
    text: str = ""
    since: str = ""
    text_of: str = ""
    said: bool = False
    by: str = ""
    changed_from: str = ""
    moved: bool = False
    entries: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@frozen(kw_only=True)
class Row:
    """One issue of the matrix.

    Attributes:
        issue: Id of the issue.
        name: Its name.
        cells: One for every party.
        same_option: Whether all parties ask for the same option, each on what it depends on for
            it.
        common_ground: The option that all parties said they agree on: one proposed it and the
            others accepted it, and nobody has asked for another since; empty if there is none.
        agreed_in: Ids of the entries by which they did.
    """

    issue: str
    name: str
    cells: tuple[Cell, ...]
    same_option: bool = False
    common_ground: str = ""
    agreed_in: tuple[str, ...] = ()


@frozen(kw_only=True)
class Matrix:
    """Who wants what on which issue.

    Attributes:
        parties: Ids of the parties, in the order of the columns.
        names: Their names.
        rows: The issues.
    """

    parties: tuple[str, ...]
    names: tuple[str, ...]
    rows: tuple[Row, ...]


@frozen(kw_only=True)
class Number:
    """One reported number on a subject.

    Attributes:
        by: Who gives it; the outlets, where nobody else.
        text: The number in words.
        low: Lower end; nothing if not known.
        high: Upper end; nothing if not known.
        word: What goes before it: at least, more than, about, at most, less than, or nothing.
        updated: Whether the same person gave a later count, so that it is history.
        date: The time it speaks of.
        entries: Ids of the entries behind it.
        sources: The outlets, with the states behind them.
    """

    by: str
    text: str
    low: float | None
    high: float | None
    word: str = ""
    updated: bool = False
    date: str
    entries: tuple[str, ...]
    sources: tuple[str, ...] = ()


@frozen(kw_only=True)
class Numbers:
    """All numbers reported on one subject.

    Attributes:
        subject: What is counted.
        unit: In what.
        span: The range of all that stand, in words; empty if it has no end.
        contested: Whether two of them cannot both hold.
        numbers: The numbers.
    """

    subject: str
    unit: str
    span: str
    contested: bool
    numbers: tuple[Number, ...]


@frozen(kw_only=True)
class Outside:
    """What happened outside the room meanwhile.

    Attributes:
        lines: Incidents and the situation on the ground.
        figures: Reported numbers by subject.
        earlier_figures: How many subjects were left out for room; all that is contested stands
            with what is contested.
    """

    lines: Lines
    figures: tuple[Numbers, ...] = ()
    earlier_figures: int = 0


@frozen(kw_only=True)
class Reading:
    """One side of what is contested.

    Attributes:
        by: Who says it; empty where only the outlets do.
        stance: asserts, denies or reports.
        text: What is said.
        entries: Ids of the entries behind it.
        sources: The outlets, with the states behind them.
    """

    by: str
    stance: str
    text: str
    entries: tuple[str, ...]
    sources: tuple[str, ...]


@frozen(kw_only=True)
class Contest:
    """What is contested: readings that cannot all hold, side by side.

    Attributes:
        subject: What it is about, in words.
        about: Id of the entry it is about, if it is about one.
        clash: figures, denial or values.
        between: parties, where two sides concerned contradict each other, or reports, where
            only outlets do, or one side differs with itself.
        span: For numbers: the range of all readings that stand, in words; empty if it has no
            end.
        recent: Whether a reading is of the time since the round before the latest.
        numbers: For figures: the same readings as numbers.
        readings: Every reading.
    """

    subject: str
    about: str = ""
    clash: str
    between: str
    span: str = ""
    recent: bool
    numbers: Numbers | None = None
    readings: tuple[Reading, ...]


@frozen(kw_only=True)
class InForce:
    """Assurances and measures that have not ended.

    Attributes:
        assurances: Guarantees given.
        measures: Sanctions, aid and the like.
    """

    assurances: tuple[Line, ...] = ()
    measures: tuple[Line, ...] = ()


@frozen(kw_only=True)
class Program:
    """What the talks of one program, in every seat of a party, came to.

    Attributes:
        program: Its name.
        talks: How many it played; 0 where it plays none.
        deals: In how many of them there was a deal.
        interval: 95% interval of the share, for playing no more talks than these.
        refused: Why it plays none; empty if it does.
    """

    program: str
    talks: int = 0
    deals: int = 0
    interval: tuple[float, ...] = ()
    refused: str = ""


@frozen(kw_only=True)
class Prospect:
    """What talks of programs came to, by the numbers of one holder.

    Attributes:
        holder: Whose numbers these are, in words.
        missing: What is missing to play talks; empty if nothing is.
        talks: How many were played.
        share: In what share of them there was a deal, 0 to 1.
        interval: 95% interval of the share.
        programs: Whose talks they are: `SEAT=PROGRAM`, as for `accord play --seat`.
        verdict: The same in one sentence.
        span: What the same talks came to with each program in every seat.
        lines: What else they came to, one sentence each.
        how: How they were held.
    """

    holder: str
    missing: str = ""
    talks: int = 0
    share: float | None = None
    interval: tuple[float, ...] = ()
    programs: tuple[str, ...] = ()
    verdict: str = ""
    span: tuple[Program, ...] = ()
    lines: tuple[str, ...] = ()
    how: str = ""


READERS = {
    "public": "For the public: made from what everybody may read.",
    "table": "For the table, the parties and the mediator's team: made from what all of them "
    "may read.",
    "mediator": "For the mediator's team alone: made from all that is in the folder.",
}
"""Whom a page is for, in words, by the tier."""


@frozen(kw_only=True)
class Page:
    """The brief: one page that says where the talks stand.

    Attributes:
        title: What the process is called.
        summary: What it is; left out where the page speaks of an earlier moment.
        as_of: The moment the page speaks of; empty for all that is in the record.
        reader: Whom the page is for: public, table or mediator.
        withheld: What others do not see of it, for the mediator's team alone.
        standing: Where the talks stand.
        matrix: Who wants what.
        outside: What happened outside meanwhile.
        contested: What is contested, all readings.
        in_force: Assurances and measures in force.
        holders: Whether those who hold numbers agree, or that one holder's stand alone; empty
            where none are held.
        deals: Is there a deal, by whose numbers.
        prospects: Will they reach it, by whose numbers; only where it was asked.
        sources: How many sources are cited by entries or in the process.
        latest_source: When the latest of them was published.
        outlets: The outlets behind them that a state owns, runs, controls or pays for.
    """

    title: str
    summary: str = ""
    as_of: str = ""
    reader: str = "table"
    withheld: tuple[str, ...] = ()
    standing: Standing
    matrix: Matrix
    outside: Outside
    contested: tuple[Contest, ...] = ()
    in_force: InForce
    holders: str = ""
    deals: tuple[Outlook, ...] = ()
    prospects: tuple[Prospect, ...] = ()
    sources: int
    latest_source: str = ""
    outlets: tuple[Outlet, ...] = ()


def by_sides(contests: Sequence[Contest]) -> tuple[tuple[str, tuple[Contest, ...]], ...]:
    """Give what is contested in two groups, each with its title; none that is empty."""
    groups = {
        title: found
        for sides, title in CONTESTED.items()
        if (found := tuple(one for one in contests if one.between == sides))
    }
    return tuple(groups.items())


CONTESTED = {
    "parties": "Between parties concerned",
    "reports": "Between reports, not between the sides",
}
"""What is contested, by between whom, in the order in which a reader should meet it."""


def behind(outlets: Sequence[Outlet]) -> str:
    """Say how many outlets have a state behind them, to end the sentence about sources."""
    counts = {
        "state-aligned": sum(bool(o.state_aligned) for o in outlets),
        "state-funded": sum(bool(o.state_funded) for o in outlets),
    }
    said = ", ".join(f"{number} {word}" for word, number in counts.items() if number)
    return f"; of their outlets {said}" if said else ""


def said_once(one: Page) -> Page:
    """Leave out what a reader has just read: for pages that are read from top to bottom.

    Lines drawn from the round shown, or from what moved, do not name its sources again, nor do
    lines that begin with who says so; contested figures stand with what is contested.
    """
    held, moved = one.standing.round, one.standing.moved.lines
    shown = {*(held.entries if held else ()), *(i for line in moved for i in line.entries)}

    def again(part: Any) -> Any:
        if isinstance(part, Line) and shown.issuperset(part.entries) and part not in moved:
            return attrs.evolve(part, sources=())
        if isinstance(part, Line | Reading | Number) and len(part.sources) == 1:
            named = _named_in(part, part.sources[0])
            return attrs.evolve(part, sources=()) if named else part
        if isinstance(part, Outside):
            figures = (attrs.evolve(n, numbers=()) if n.contested else n for n in part.figures)
            return attrs.evolve(part, figures=tuple(figures))
        return part

    return cast(Page, rebuilt(one, again))


def _named_in(part: Line | Reading | Number, source: str) -> bool:
    """Tell whether a line says by itself that its only source says so."""
    if isinstance(part, Line):
        return part.text.startswith(f"According to {source}:") or part.text.endswith(
            f"by {source})."
        )
    return part.by == source
