"""Who wants what: the issues, and the latest position of every party on each."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import takewhile

from attrs import evolve, frozen

from accord.brief.known import Known
from accord.brief.lines import RecordLine, Writer
from accord.brief.section import PageSection
from accord.model import Issue, Process
from accord.record import Position
from accord.record.issue_standings import Acceptance, Ground, IssueStanding
from accord.record.sentences import inferred
from accord.record.wording import on, together, written
from accord.telling.blocks import Block, Item, Paragraph, Run, TableBlock, TableRows


@frozen(kw_only=True)
class CellOffer:
    """What an offer of a party says on one issue.

    Attributes:
        text: What it would give, `if` what comes when; or what it wants in return.
        entries: Ids of the entries behind it.
    """

    text: str
    entries: tuple[str, ...]


@frozen(kw_only=True)
class PartyPosition:
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
        by: Who said so for the party first, or that it is told or reported by others.
        again: When the same was said last, and by whom, if that was not the first time.
        changed_from: The position before, if it was another, with what was said.
        taken_on: What the party agreed to, accepted or proposed, where it has no position; or
            another option than its position's that it accepted or agreed to since.
        moved: Whether it is of the time since the round before the latest.
        entries: Ids of the entries behind it, the latest first.
        sources: The outlets of the first time, with the states behind them.
        again_sources: Those of the last time, if it was not the first.
        offers: What it would give on the issue on a condition, or wants there in return.
    """

    party: str
    position: str = ""
    option: str = ""
    text: str = ""
    since: str = ""
    text_of: str = ""
    said: bool = False
    by: str = ""
    again: str = ""
    changed_from: str = ""
    taken_on: str = ""
    moved: bool = False
    entries: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    again_sources: tuple[str, ...] = ()
    offers: tuple[CellOffer, ...] = ()


@frozen(kw_only=True)
class IssueRow:
    """One issue of the matrix.

    Attributes:
        issue: Id of the issue.
        name: Its name.
        cells: One for every party.
        standing: How it stands: open, common_ground, agreed or fallen.
        settled: What is agreed, common ground or fallen, since when, and what it depends on;
            or which parties agree on what, where not all do. Empty if nothing is.
        same_option: Whether all parties ask for the same option, each on what it depends on for
            it.
        common_ground: The option that all parties said they agree on: one proposed it and the
            others accepted it, and nobody has asked for another since; empty if there is none.
        agreed_in: Ids of the entries by which it stands so.
    """

    issue: str
    name: str
    cells: tuple[PartyPosition, ...]
    standing: str = "open"
    settled: str = ""
    same_option: bool = False
    common_ground: str = ""
    agreed_in: tuple[str, ...] = ()


@frozen(kw_only=True)
class PositionMatrix:
    """Who wants what on which issue.

    Attributes:
        parties: Ids of the parties, in the order of the columns.
        names: Their names.
        rows: The issues.
    """

    parties: tuple[str, ...]
    names: tuple[str, ...]
    rows: tuple[IssueRow, ...]


@frozen(kw_only=True)
class WhoWantsWhat(PageSection):
    """Who wants what.

    Attributes:
        matrix: Who wants what.
    """

    order = 20
    anchor = "matrix"
    title = "Who wants what"
    rules = """\
**Who wants what.** The latest position of each party on each issue; since when it has said the
same without a change between; and what it said before. Below the option stands what was said
with it, where that says more: a condition may lie in it. What nobody who speaks for the party
is on record as saying is "as told by" somebody, or "as reported".

Where the same option stands for all parties, the page says so, and no more: each may ask for it
on other terms. **Common ground** is what all parties said they agree on: one proposed the
option, or a mediator did, and all the others accepted it. It ends when a party asks for
another option, in a position or a proposal. The same words without an option are neither.

What an agreement between all parties settles is **agreed**, since when, and on what it depends;
it has **fallen** once a body, a party or a later agreement undid it."""

    matrix: PositionMatrix

    @classmethod
    def gather(cls, known: Known) -> "WhoWantsWhat":
        """Gather every party's latest position on every issue."""
        return cls(matrix=matrix(known))

    def blocks(self, behind: Known | None) -> Iterator[Block]:
        """Yield a row for every issue."""
        matrix = self.matrix
        if not matrix.rows:
            yield Paragraph("No issue is on the agenda yet.", style="muted")
            return
        new = behind is not None and len(behind.rounds) > 1
        yield TableBlock(
            header=("Issue", *matrix.names),
            groups=tuple(
                TableRows(
                    tuple(_issue(row)),
                    (
                        tuple(
                            tuple(cell_items(row, one, behind is not None, new))
                            for one in row.cells
                        ),
                    ),
                )
                for row in matrix.rows
            ),
        )


def _issue(row: IssueRow) -> Iterator[Item]:
    yield Item(row.name)
    yield from settled_items(row)


def settled_items(row: IssueRow) -> Iterator[Item]:
    """Yield how an issue stands, where there is more to say than that it is open.

    Args:
        row: The issue.
    """
    if row.settled:
        style = "fallen" if row.standing == "fallen" else "ground"
        yield Item(row.settled, style=style, entries=row.agreed_in)
    if row.same_option and row.standing not in ("common_ground", "agreed"):
        yield Item("the same option stands for every side", style="same")


def cell_items(row: IssueRow, one: PartyPosition, full: bool, new: bool) -> Iterator[Item]:
    """Yield what a party wants and what it said with it, what before, and what it offers.

    Args:
        row: The issue.
        one: What the party says.
        full: Whether there is room for all.
        new: Whether what is new is marked so.
    """
    yield from _position(row, one, full, new)
    yield from (Item(o.text, style="note", entries=o.entries) for o in one.offers)


def _position(row: IssueRow, one: PartyPosition, full: bool, new: bool) -> Iterator[Item]:
    if not one.position:
        none = f"{one.taken_on}; no other position in the record"
        said = none if one.taken_on else "no position in the record"
        if one.taken_on or not one.offers:
            yield Item(said, style="muted", entries=one.entries)
        return
    if one.taken_on:  # later than what it had asked for
        yield Item(one.taken_on)
        asked = f"{'Asked for before' if full else 'asked for before'}: {one.position}"
        yield Item(f"{asked}, since {written(one.since)}", style="muted", entries=one.entries)
        return
    yield Item((one.position, " ", Run("new", "new")) if one.moved and new else one.position)
    if one.text and one.text_of and full:
        yield Item((one.text, " ", Run(f"(said {written(one.text_of)})", "muted")))
    elif one.text:
        yield Item(f"{one.text} [said {written(one.text_of)}]" if one.text_of else one.text)
    if one.changed_from:
        yield Item(f"{'Before' if full else 'before'}: {one.changed_from}", style="muted")
    by = f", {one.by}" if one.by else ""
    yield Item(f"since {written(one.since)}{by}", sources=one.sources, entries=one.entries)
    if one.again:
        yield Item(f"said again on {one.again}", sources=one.again_sources, style="muted")


def matrix(known: Known) -> PositionMatrix:
    """Return every party's latest position on every issue.

    Args:
        known: What the page is made from; positions that begin after its window are new.
    """
    writer, window = known.writer, known.window
    said: dict[tuple[str, str], list[Position]] = {}
    for position in writer.record.of(Position):
        said.setdefault((position.issue, position.party), []).append(position)
    parties, offered = tuple(writer.process.parties), _offered(known)
    rows = []
    for issue in writer.process.agenda.issues.values():
        cells = tuple(
            _with_taken_on(known, p, issue, _cell(writer, p, said[issue.id, p], window))
            if (issue.id, p) in said
            else _without_position(known, p, issue)
            for p in parties
        )
        cells = tuple(
            evolve(cell, offers=offered[cell.party, issue.id])
            if (cell.party, issue.id) in offered
            else cell
            for cell in cells
        )
        stands = known.standings[issue.id]
        common = stands.standing is Ground.COMMON_GROUND
        option = issue.choices[stands.option].name if stands.option else stands.words
        rows.append(
            IssueRow(
                issue=issue.id,
                name=issue.name,
                cells=cells,
                standing=str(stands.standing),
                settled=_settled(known, stands, option),
                same_option=stands.same_option,
                common_ground=option + _read(known, stands) if common else "",
                agreed_in=stands.entries,
            )
        )
    return PositionMatrix(
        parties=parties, names=tuple(map(writer.process.name, parties)), rows=tuple(rows)
    )


def _offered(known: Known) -> dict[tuple[str, str], tuple[CellOffer, ...]]:
    """Return, by party and issue, what the offers that count say there."""
    found: dict[tuple[str, str], tuple[CellOffer, ...]] = {}
    for one in known.fitting.offers.values():
        party = known.process.side(one.party)
        for issue in dict.fromkeys((*one.gives, *one.if_)):
            text = one.in_cell(known.process.agenda, issue)
            cell = CellOffer(text=text, entries=(one.id,))
            found[party, issue] = (*found.get((party, issue), ()), cell)
    return found


def _without_position(known: Known, party: str, issue: Issue) -> PartyPosition:
    """Return the cell of a party that has no position: what it took on, if anything."""
    one = known.taken_on.get((party, issue.id))
    if one is None:
        return PartyPosition(party=party)
    return PartyPosition(
        party=party,
        taken_on=_taken_on(one, issue),
        entries=one.entries,
        sources=known.writer.behind(one.entries),
    )


def _with_taken_on(
    known: Known, party: str, issue: Issue, cell: PartyPosition
) -> PartyPosition:
    """Return a cell with another option that the party accepted or agreed to since."""
    one = known.taken_on.get((party, issue.id))
    if one is None or one.how == "proposed" or one.option in ("", cell.option):
        return cell
    last = known.record.by_id[cell.entries[0]]
    if one.since.start <= last.date.start:
        return cell
    return evolve(cell, taken_on=_taken_on(one, issue), entries=(*one.entries, *cell.entries))


def _taken_on(one: Acceptance, issue: Issue) -> str:
    """Return what a party agreed to, accepted or proposed, and when."""
    known_option = one.option in issue.choices
    what = issue.choices[one.option].name if known_option else one.words or one.option
    verb = "agreed to" if one.how == "agreed" else one.how
    return f"{verb} {on(one.since)}: {what}"


def _settled(known: Known, one: IssueStanding, option: str) -> str:
    """Return what is agreed, common ground or fallen, since when, and on what it depends."""
    since = f" since {one.since.day}" if one.since else ""
    condition = f" (depending on: {one.condition})" if one.condition else ""
    read = _read(known, one)
    match one.standing:
        case Ground.AGREED:
            late = f"; {not_joined(known, one.without)} it" if one.without else ""
            return f"agreed{since}: {option}{condition}{read}{late}"
        case Ground.COMMON_GROUND:
            return f"common ground{since}: {option}{condition}{read}"
        case Ground.FALLEN:
            return f"fallen{since}: {option}{condition}{read}"
    if one.partly:
        who = together(map(known.process.name, one.partly))
        others = together(map(known.process.name, one.without))
        return f"agreed between {who} only, not by {others}"
    return ""


def not_joined(known: Known, parties: Sequence[str]) -> str:
    """Return that parties which came to the table later have not joined what was agreed.

    Args:
        known: What the page is made from.
        parties: Their ids.
    """
    every = known.process.parties
    names = together(
        f"{every[p].name}, at the table since {when.day}," if when else every[p].name
        for p in parties
        for when in (every[p].since,)
    )
    return f"{names} {'has' if len(parties) == 1 else 'have'} not joined"


def _read(known: Known, one: IssueStanding) -> str:
    """Return who reads the answers so where no source says it."""
    behind = (known.record.by_id[i] for i in one.entries if i in known.record.by_id)
    return "".join(dict.fromkeys(inferred(known.process, e) for e in behind))


def moves(writer: Writer, matrix: PositionMatrix) -> Iterator[RecordLine]:
    """Yield a line for every party: on which issues its position is new."""
    for place, party in enumerate(matrix.parties):
        new = [(r.name, r.cells[place]) for r in matrix.rows if r.cells[place].moved]
        if new:
            issues = "; ".join(f"{n} (changed)" if c.changed_from else n for n, c in new)
            party_name = writer.process.name(party)
            number = "1 issue" if len(new) == 1 else f"{len(new)} issues"
            changed = sum(bool(cell.changed_from) for _, cell in new)
            turned = f" ({changed} changed)" if changed else ""
            which = "; ".join(
                n for n, c in sorted(new, key=lambda one: not one[1].changed_from)
            )
            yield RecordLine(
                date="",
                text=f"New positions of {party_name}, see below: {issues}.",
                short=f"{party_name} has new positions on {number}{turned}: {which}",
                entries=tuple(cell.entries[0] for _, cell in new),
                kind=Position.kind,
            )


def _cell(
    writer: Writer, party: str, positions: Sequence[Position], window: datetime
) -> PartyPosition:
    process, last = writer.process, positions[-1]
    run = list(takewhile(last.same, reversed(positions)))
    earlier = positions[: -len(run)]
    first, text = run[-1], last.wording(process.agenda)
    since = str(first.date)
    return PartyPosition(
        party=party,
        position=last.stated(process.agenda),
        option=last.option,
        text=text,
        since=since,
        text_of=str(last.date) if text and str(last.date) != since else "",
        said=any(_is_own(process, p) for p in run),
        by=teller(process, first),
        again=f"{last.date.day}, {teller(process, last)}" if last is not first else "",
        changed_from=earlier[-1].in_full(process.agenda) + inferred(process, earlier[-1])
        if earlier
        else "",
        moved=first.date.end > window,
        entries=tuple(p.id for p in reversed(positions)),
        sources=writer.sources(first.sources),
        again_sources=writer.sources(last.sources) if last is not first else (),
    )


def _is_own(process: Process, one: Position) -> bool:
    """Return whether somebody who speaks for the party said so."""
    return bool(one.by) and process.side(one.by) == one.party


def teller(process: Process, one: Position) -> str:
    """Return who says so for a party, or that it is told or reported by others.

    Args:
        process: Has the names.
        one: What was said.
    """
    told = f"as told by {process.name(one.by)}" if one.by else "as reported"
    return (process.name(one.by) if _is_own(process, one) else told) + inferred(process, one)
