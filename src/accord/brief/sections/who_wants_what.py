"""Who wants what: the issues, and the latest position of every party on each."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import takewhile

from attrs import frozen

from accord.brief.known import Known
from accord.brief.lines import RecordLine, Writer
from accord.brief.section import PageSection
from accord.record import Position, Proposal
from accord.record.sentences import inferred
from accord.telling.blocks import Block, Item, Paragraph, Run, TableBlock, TableRows


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
class IssueRow:
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
    cells: tuple[PartyPosition, ...]
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
another option, in a position or a proposal. The same words without an option are neither."""

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
                    (tuple(tuple(_said(one, behind is not None, new)) for one in row.cells),),
                )
                for row in matrix.rows
            ),
        )


def _issue(row: IssueRow) -> Iterator[Item]:
    yield Item(row.name)
    if row.common_ground:
        ground = f"common ground: {row.common_ground}"
        yield Item(ground, style="ground", entries=row.agreed_in)
    elif row.same_option:
        yield Item("the same option stands for every side", style="same")


def _said(one: PartyPosition, full: bool, new: bool) -> Iterator[Item]:
    """Yield what a party wants, what it said with it, what it wanted before, and since when."""
    if not one.position:
        yield Item("no position in the record", style="muted")
        return
    yield Item((one.position, " ", Run("new", "new")) if one.moved and new else one.position)
    if one.text and one.text_of and full:
        yield Item((one.text, " ", Run(f"(said {one.text_of})", "muted")))
    elif one.text:
        yield Item(f"{one.text} [said {one.text_of}]" if one.text_of else one.text)
    if one.changed_from:
        yield Item(f"{'Before' if full else 'before'}: {one.changed_from}", style="muted")
    by = f", {one.by}" if one.by else ""
    yield Item(f"since {one.since}{by}", sources=one.sources, entries=one.entries)


def matrix(known: Known) -> PositionMatrix:
    """Return every party's latest position on every issue.

    Args:
        known: What the page is made from; positions that begin after its window are new.
    """
    writer, window = known.writer, known.window
    said: dict[tuple[str, str], list[Position]] = {}
    for position in writer.record.of(Position):
        said.setdefault((position.issue, position.party), []).append(position)
    parties = tuple(writer.process.parties)
    agreed = _common_ground(known)
    rows = []
    for issue in writer.process.agenda.issues.values():
        cells = tuple(_cell(writer, p, said.get((issue.id, p), []), window) for p in parties)
        asked = {cell.option for cell in cells}
        ground = agreed.get(issue.id)
        rows.append(
            IssueRow(
                issue=issue.id,
                name=issue.name,
                cells=cells,
                same_option=len(parties) > 1 and len(asked) == 1 and "" not in asked,
                common_ground=issue.choices[ground.option].name + ground.read if ground else "",
                agreed_in=ground.entries if ground else (),
            )
        )
    return PositionMatrix(
        parties=parties, names=tuple(map(writer.process.name, parties)), rows=tuple(rows)
    )


def moves(writer: Writer, matrix: PositionMatrix) -> Iterator[RecordLine]:
    """Yield a line for every party: on which issues its position is new."""
    for place, party in enumerate(matrix.parties):
        new = [(r.name, r.cells[place]) for r in matrix.rows if r.cells[place].moved]
        if new:
            issues = "; ".join(f"{n} (changed)" if c.changed_from else n for n, c in new)
            yield RecordLine(
                date="",
                text=f"New positions of {writer.process.name(party)}, see below: {issues}.",
                entries=tuple(cell.entries[0] for _, cell in new),
                kind=Position.kind,
            )


def _cell(
    writer: Writer, party: str, positions: Sequence[Position], window: datetime
) -> PartyPosition:
    if not positions:
        return PartyPosition(party=party)
    process, last = writer.process, positions[-1]
    run = list(takewhile(lambda p: _same(p, last), reversed(positions)))
    earlier = positions[: -len(run)]
    since, text = str(run[-1].date), last.wording(process.agenda)
    said = bool(last.by) and process.side(last.by) == party
    told = f"as told by {process.name(last.by)}" if last.by else "as reported"
    return PartyPosition(
        party=party,
        position=last.stated(process.agenda),
        option=last.option,
        text=text,
        since=since,
        text_of=str(last.date) if text and str(last.date) != since else "",
        said=said,
        by=(process.name(last.by) if said else told) + inferred(process, last),
        changed_from=earlier[-1].in_full(process.agenda) + inferred(process, earlier[-1])
        if earlier
        else "",
        moved=run[-1].date.end > window,
        entries=tuple(p.id for p in reversed(positions)),
        sources=writer.sources(last.sources),
    )


def _same(one: Position, other: Position) -> bool:
    """Return whether two positions ask for the same: by option, else by words."""
    return one.option == other.option and bool(one.option or one.text == other.text)


@frozen
class _Ground:
    """An option that all parties said they agree on, and who reads an answer so."""

    option: str
    entries: tuple[str, ...]
    read: str


def _common_ground(known: Known) -> dict[str, _Ground]:
    """Give, by issue, the option that one proposed and all others accepted.

    Whoever asks for another option later, in a position or a proposal, takes it away again.
    """
    writer = known.writer
    side, parties = writer.process.side, set(writer.process.parties)
    asked = [(p.date.order, p.issue, p.option) for p in writer.record.of(Position)]
    for proposal in writer.record.of(Proposal):
        if side(proposal.by) in parties:
            asked += [(proposal.date.order, *term) for term in proposal.deal.items()]
    found: dict[str, _Ground] = {}
    for outcome in known.outcomes:
        proposal = outcome.proposal
        if not parties <= {side(proposal.by), *(one.by for one in outcome.answers)}:
            continue
        for issue in set(outcome.agreed) & set(proposal.deal):
            option = proposal.deal[issue]
            given = outcome.accepting([issue], outcome.answers)
            since = given[-1].date.order
            if option and not any(
                when > since and other != option for when, on, other in asked if on == issue
            ):
                read = "".join(dict.fromkeys(inferred(writer.process, r) for r in given))
                found[issue] = _Ground(option, (proposal.id, *(r.id for r in given)), read)
    return found
