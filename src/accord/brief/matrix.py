"""Who wants what: the issues, and the latest position of every party on each."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import takewhile

from attrs import frozen

from accord.brief import page
from accord.brief.answers import outcomes
from accord.brief.writer import Writer
from accord.record import Position, Proposal
from accord.record.words import inferred


def matrix(writer: Writer, window: datetime) -> page.Matrix:
    """Give every party's latest position on every issue.

    Args:
        writer: The record.
        window: Positions that begin after this moment are new.
    """
    said: dict[tuple[str, str], list[Position]] = {}
    for position in writer.record.of(Position):
        said.setdefault((position.issue, position.party), []).append(position)
    parties = tuple(writer.process.parties)
    agreed = _common_ground(writer)
    rows = []
    for issue in writer.process.agenda.issues.values():
        cells = tuple(_cell(writer, p, said.get((issue.id, p), []), window) for p in parties)
        asked = {cell.option for cell in cells}
        ground = agreed.get(issue.id)
        rows.append(
            page.Row(
                issue=issue.id,
                name=issue.name,
                cells=cells,
                same_option=len(parties) > 1 and len(asked) == 1 and "" not in asked,
                common_ground=issue.choices[ground.option].name + ground.read if ground else "",
                agreed_in=ground.entries if ground else (),
            )
        )
    return page.Matrix(
        parties=parties, names=tuple(map(writer.process.name, parties)), rows=tuple(rows)
    )


def moves(writer: Writer, matrix: page.Matrix) -> Iterator[page.Line]:
    """Say on which issues each party's position is new: one line a party."""
    for place, party in enumerate(matrix.parties):
        new = [(r.name, r.cells[place]) for r in matrix.rows if r.cells[place].moved]
        if new:
            issues = "; ".join(f"{n} (changed)" if c.changed_from else n for n, c in new)
            yield page.Line(
                date="",
                text=f"New positions of {writer.process.name(party)}, see below: {issues}.",
                entries=tuple(cell.entries[0] for _, cell in new),
                kind=Position.kind,
            )


def _cell(
    writer: Writer, party: str, positions: Sequence[Position], window: datetime
) -> page.Cell:
    if not positions:
        return page.Cell(party=party)
    process, last = writer.process, positions[-1]
    run = list(takewhile(lambda p: _same(p, last), reversed(positions)))
    earlier = positions[: -len(run)]
    since, text = str(run[-1].date), last.wording(process.agenda)
    said = bool(last.by) and process.side(last.by) == party
    told = f"as told by {process.name(last.by)}" if last.by else "as reported"
    return page.Cell(
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
    """Tell whether two positions ask for the same: by option, else by words."""
    return one.option == other.option and bool(one.option or one.text == other.text)


@frozen
class _Ground:
    """An option that all parties said they agree on, and who reads an answer so."""

    option: str
    entries: tuple[str, ...]
    read: str


def _common_ground(writer: Writer) -> dict[str, _Ground]:
    """Give, by issue, the option that one proposed and all others accepted.

    Whoever asks for another option later, in a position or a proposal, takes it away again.
    """
    side, parties = writer.process.side, set(writer.process.parties)
    asked = [(p.date.order, p.issue, p.option) for p in writer.record.of(Position)]
    for proposal in writer.record.of(Proposal):
        if side(proposal.by) in parties:
            asked += [(proposal.date.order, *term) for term in proposal.deal.items()]
    found: dict[str, _Ground] = {}
    for outcome in outcomes(writer):
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
