"""Who wants what: the issues, and the latest position of every party on each."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import takewhile

from accord.brief import page
from accord.brief.writer import Writer
from accord.record import Position
from accord.record.words import stated


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
    rows = []
    for issue in writer.process.agenda.issues.values():
        cells = tuple(_cell(writer, p, said.get((issue.id, p), []), window) for p in parties)
        asked = {cell.option for cell in cells}
        common = len(parties) > 1 and len(asked) == 1 and "" not in asked
        rows.append(
            page.Row(issue=issue.id, name=issue.name, cells=cells, common_ground=common)
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
    last = positions[-1]
    run = list(takewhile(lambda p: _same(p, last), reversed(positions)))
    earlier = positions[: -len(run)]
    return page.Cell(
        party=party,
        position=stated(writer.process, last),
        option=last.option,
        since=str(run[-1].date),
        by=writer.process.name(last.by) if last.by else "",
        changed_from=stated(writer.process, earlier[-1]) if earlier else "",
        moved=run[-1].date.end > window,
        entries=tuple(p.id for p in reversed(positions)),
        sources=writer.sources(last.sources),
    )


def _same(one: Position, other: Position) -> bool:
    """Tell whether two positions ask for the same: by option, else by words."""
    return one.option == other.option and bool(one.option or one.text == other.text)
