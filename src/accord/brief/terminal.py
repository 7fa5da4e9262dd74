"""The page in a terminal: readable at 80 columns and without colour."""

from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from accord.brief import page

MOST_CONTESTED = 12
"""How many contested subjects are shown in full; the page as HTML or JSON has them all."""


def show(one: page.Page, console: Console) -> None:
    """Print the page."""
    title = f"{one.title}, as of {one.as_of}" if one.as_of else one.title
    console.print(Text(title, style="bold"))
    console.print(Text("=" * min(len(title), console.width)))
    if one.summary:
        console.print(one.summary, highlight=False, markup=False)
    for heading, parts in _sections(one):
        console.print()
        console.print(Text(heading.upper(), style="bold"))
        for part in parts:
            console.print(part, highlight=False)
    console.print()
    console.print(Text(_footer(one), style="dim"))


def show_outlooks(outlooks: Iterable[page.Outlook], console: Console) -> None:
    """Print only whether there is a deal."""
    for outlook in outlooks:
        for part in _outlook(outlook):
            console.print(part, highlight=False)


def _sections(one: page.Page) -> Iterable[tuple[str, Iterable[RenderableType]]]:
    yield "Where the talks stand", _standing(one.standing)
    yield "Who wants what", _matrix(one.matrix)
    yield "Outside the room meanwhile", _outside(one.outside)
    yield f"Contested ({len(one.contested)})", _contested(one.contested)
    yield "Assurances and measures in force", _in_force(one.in_force)
    yield "Is there a deal", (part for outlook in one.deals for part in _outlook(outlook))


def _footer(one: page.Page) -> str:
    aligned = f"; state-aligned: {len(one.state_aligned)}" if one.state_aligned else ""
    return (
        f"{one.sources} sources{aligned}. Ids in brackets: accord record FOLDER show ID. "
        "Accord reports and computes; it does not judge who is right, and predicts nothing."
    )


def _line(line: page.Line) -> RenderableType:
    return _item(f"{line.date}  {line.text}" if line.date else line.text, line)


def _item(text: str, traced: page.Line | page.Meeting | page.Reading | page.Number) -> Padding:
    said = Text("- ")
    said.append(text)
    if traced.sources:
        said.append(f" -- {'; '.join(traced.sources)}", style="italic")
    said.append(f" [{', '.join(traced.entries)}]", style="dim")
    return _hanging(said)


def _hanging(text: Text | str) -> Padding:
    """Set a text so that its later lines stand under its first word."""
    grid = Table.grid(padding=0)
    grid.add_column(width=2)
    grid.add_column()
    body = text if isinstance(text, Text) else Text(text)
    grid.add_row(body[:2], body[2:])
    return Padding(grid, (0, 0, 0, 1))


def _sub(heading: str, lines: Sequence[RenderableType], none: str) -> Iterable[RenderableType]:
    yield Text(heading, style="underline")
    yield from lines or [Text(f"   {none}")]


def _standing(standing: page.Standing) -> Iterable[RenderableType]:
    held = standing.round
    if held is None:
        yield "No round is in the record yet."
    else:
        place = ", ".join(filter(None, (held.venue, held.format, held.length)))
        numbered = f"{held.name}, {held.date}"
        yield _item(
            f"Round {standing.rounds} in the record: {numbered}. {place}".rstrip(), held
        )
        for side in held.attended:
            yield _hanging(f"  {side.side}: {'; '.join(side.people)}")
        if held.opened_by:
            yield _hanging(f"  Opened by {held.opened_by}")
        for text in filter(None, (held.text, held.outcome and f"Outcome: {held.outcome}")):
            yield _hanging(f"  {text}")
    since = f"What moved since {standing.since}" if standing.since else "What was said and done"
    yield from _sub(since, _lines(standing.moved), "Nothing in the record.")
    yield from _sub("Who owes whom an answer", _all(standing.owed), "Nobody, by the record.")
    yield from _sub("What was agreed", _all(standing.agreed), "Nothing, by the record.")
    yield from _sub("What comes next", _all(standing.next), "Nothing announced.")


def _all(lines: Iterable[page.Line]) -> list[RenderableType]:
    return [_line(line) for line in lines]


def _lines(lines: page.Lines) -> list[RenderableType]:
    left_out: list[RenderableType] = []
    if lines.earlier:
        left_out = [Text(f"   {lines.earlier} earlier ones: accord record FOLDER timeline")]
    return left_out + _all(lines.lines)


def _matrix(matrix: page.Matrix) -> Iterable[RenderableType]:
    if not matrix.rows:
        yield "No issue is on the agenda yet."
        return
    table = Table(box=box.ASCII2, show_lines=True, expand=True)
    table.add_column("Issue", ratio=2)
    for name in matrix.names:
        table.add_column(name, ratio=3)
    for row in matrix.rows:
        name = f"{row.name}\n= COMMON GROUND" if row.common_ground else row.name
        table.add_row(Text(name, style="bold"), *(_cell(cell) for cell in row.cells))
    yield table


def _cell(cell: page.Cell) -> RenderableType:
    if not cell.position:
        return Text("no position in the record", style="dim")
    by = f", {cell.by}" if cell.by else ""
    parts = [Text(cell.position)]
    if cell.changed_from:
        parts.append(Text(f"before: {cell.changed_from}", style="dim"))
    sources = f" -- {'; '.join(cell.sources)}" if cell.sources else ""
    parts.append(Text(f"since {cell.since}{by}{sources}", style="italic"))
    parts.append(Text(f"[{', '.join(cell.entries)}]", style="dim"))
    return Group(*parts)


def _outside(outside: page.Outside) -> Iterable[RenderableType]:
    yield from _lines(outside.lines) or [Text("   Nothing in the record.")]
    for numbers in outside.figures:
        several = len(numbers.numbers) > 1
        mark = ", contested" if numbers.contested else ""
        span = f": all claims span {numbers.span}{mark}" if several else ""
        yield _hanging(f"# {numbers.subject}{span}")
        for number in numbers.numbers:
            yield Padding(
                _item(f"{number.text}, {number.by} ({number.date})", number), (0, 0, 0, 2)
            )


def _contested(contests: Sequence[page.Contest]) -> Iterable[RenderableType]:
    if not contests:
        yield "Nothing, by the record."
    shown = [one for one in contests if one.recent][-MOST_CONTESTED:]
    earlier = [one for one in contests if one not in shown]
    for one in shown:
        span = f" (all readings span {one.span})" if one.span else ""
        about = f" [{one.about}]" if one.about else ""
        yield _hanging(f"# {one.subject}{span}{about}")
        for reading in one.readings:
            who = f"{reading.by} {reading.stance}" if reading.by else "Reported"
            text = f"{who}: {reading.text}"
            yield Padding(_item(text, reading), (0, 0, 0, 2))
    if earlier:
        yield Text("Also contested; in full: accord record FOLDER contested")
    for one in earlier:
        about = f" [{one.about}]" if one.about else ""
        yield _hanging(f"- {one.subject}: {len(one.readings)} readings{about}")


def _in_force(in_force: page.InForce) -> Iterable[RenderableType]:
    yield from _sub("Assurances", _all(in_force.assurances), "None in the record.")
    yield from _sub("Measures", _all(in_force.measures), "None in the record.")


def _outlook(outlook: page.Outlook) -> Iterable[RenderableType]:
    if outlook.holder:
        yield Text(f"By the numbers of: {outlook.holder} (assumptions, not facts)", "underline")
    if outlook.missing:
        yield outlook.missing
        return
    yield Text(outlook.verdict, style="bold")
    for place, one in enumerate(outlook.compromises):
        yield _hanging(f"# Best by {', '.join(one.rules)}{_ties(one)}: {_points(one.points)}")
        if place:
            yield _hanging("  As the first, but for:")
        yield _terms(one.differs if place else one.terms)
    for block in outlook.blocks:
        yield _hanging(f"# A deal would open if this gave way: {block.text}")
        if block.points:
            yield _hanging(f"  It would be worth {_points(block.points)}")
    for refusal in outlook.refusals:
        yield _hanging(f"- Keeps out deals that all others would accept: {refusal}")
    yield Text(outlook.how, style="dim")


def _ties(one: page.Compromise) -> str:
    return f" (with {one.ties} equally good)" if one.ties else ""


def _points(points: Iterable[page.Points]) -> str:
    return "; ".join(f"{p.name} {p.worth:.1f} (walk-away {p.walk_away:.4g})" for p in points)


def _terms(terms: Iterable[page.Term]) -> RenderableType:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(ratio=2)
    grid.add_column(ratio=3)
    for term in terms:
        grid.add_row(Text(term.issue), Text(term.option))
    return Padding(grid, (0, 0, 0, 3))
