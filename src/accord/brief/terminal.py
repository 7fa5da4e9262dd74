"""The page in a terminal: readable at 80 columns and without colour."""

from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from accord.brief import page
from accord.telling.outlook import LISTS
from accord.telling.terminal_text import (
    Hanging,
    head,
    holders_lines,
    ids,
    note,
    outlook_lines,
    plain,
    print_parts,
)
from accord.telling.value_trees import cleaned

BRIEFLY = {h: name for h, name in LISTS.items() if name in ("concessions", "drivers")}
"""The lists of an outlook that stand in the brief; `accord deals` gives all."""
MOST_CONTESTED = 12
"""How many contested subjects are shown in full, the latest; HTML and JSON have them all."""

MOST_LISTED = 50
"""How many lines a list has, the latest; of contested subjects by name too."""

NARROWEST = 20
"""The fewest columns a party has in the matrix; where there are fewer, it is a list."""


def show(one: page.Page, console: Console) -> None:
    """Print the page."""
    one = cleaned(page.said_once(one))
    title = f"{one.title}, as of {one.as_of}" if one.as_of else one.title
    console.print(plain(title, "bold"))
    console.print(Text("=" * min(len(title), console.width)))
    for line in (page.READERS[one.reader], *one.withheld):
        console.print(plain(line, "dim"))
    if one.summary:
        console.print(plain(one.summary))
    for heading, parts in _sections(one, console.width):
        console.print()
        console.print(plain(heading.upper(), "bold"))
        print_parts(parts, console)
    console.print()
    console.print(plain(_footer(one), "dim"))


def _sections(one: page.Page, width: int) -> Iterable[tuple[str, Iterable[RenderableType]]]:
    yield "Where the talks stand", _standing(one.standing)
    yield "Who wants what", _matrix(one.matrix, width)
    yield "Outside the room meanwhile", _outside(one.outside)
    yield f"Contested ({len(one.contested)})", _contested(one.contested)
    yield "Assurances and measures in force", _in_force(one.in_force)
    yield (
        "Is there a deal",
        (
            *holders_lines(one.holders),
            *(part for outlook in one.deals for part in outlook_lines(outlook, BRIEFLY)),
        ),
    )
    if one.prospects:
        yield "Will they reach it", (part for p in one.prospects for part in _prospect(p))


def _footer(one: page.Page) -> str:
    latest = f", the latest of {one.latest_source}" if one.latest_source else ""
    sources = "1 source" if one.sources == 1 else f"{one.sources} sources"
    return (
        f"{sources}{latest}{page.behind(one.outlets)}. Ids in brackets: accord record FOLDER "
        "show ID. Accord reports and computes; it does not judge who is right, and predicts "
        "nothing."
    )


def _item(
    text: str,
    traced: page.Line | page.Meeting | page.Reading | page.Number | page.Cell,
    mark: str = "- ",
    indent: int = 1,
) -> Hanging:
    """Set a text with its sources and the ids behind it."""
    said = Text(text)
    if traced.sources:
        said.append(f" -- {'; '.join(traced.sources)}", style="italic")
    return Hanging(said.append_text(ids(traced.entries)), mark, indent)


def _lines(lines: Sequence[page.Line], none: str) -> Iterable[RenderableType]:
    yield from _left_out(len(lines) - MOST_LISTED)
    for line in lines[-MOST_LISTED:]:
        yield _item(f"{line.date}  {line.text}" if line.date else line.text, line)
    if not lines:
        yield note(none)


def _left_out(number: int) -> Iterable[RenderableType]:
    if number > 0:
        ones = "one" if number == 1 else "ones"
        yield note(f"{number} earlier {ones}: accord record FOLDER timeline")


def _limited(lines: page.Lines) -> Iterable[RenderableType]:
    yield from _left_out(lines.earlier)
    yield from _lines(lines.lines, "Nothing in the record.")


def _standing(standing: page.Standing) -> Iterable[RenderableType]:
    held = standing.round
    if held is None:
        yield plain("No round is in the record yet.")
    else:
        place = ", ".join(filter(None, (held.venue, held.format, held.length)))
        numbered = f"Round {standing.rounds} in the record: {held.name}, {held.date}."
        yield _item(f"{numbered} {place}".rstrip(), held)
        for side in held.attended:
            yield note(f"{side.side}: {'; '.join(side.people)}")
        if held.opened_by:
            yield note(f"Opened by {held.opened_by}.")
        for text in filter(None, (held.text, held.outcome and f"Outcome: {held.outcome}")):
            yield note(text)
    since = f"What moved since {standing.since}" if standing.since else "What was said and done"
    for heading, lines in (
        (since, _limited(standing.moved)),
        ("Who owes whom an answer", _lines(standing.owed, "Nobody, by the record.")),
        ("What was agreed", _lines(standing.agreed, "Nothing, by the record.")),
        ("Accepted by some, not by all", _lines(standing.accepted_by_some, "")),
        ("What comes next", _lines(standing.next, "Nothing announced.")),
    ):
        if heading.startswith("Accepted") and not standing.accepted_by_some:
            continue
        yield plain(heading, "underline")
        yield from lines


def _matrix(matrix: page.Matrix, width: int) -> Iterable[RenderableType]:
    if not matrix.rows:
        yield plain("No issue is on the agenda yet.")
    elif width // (len(matrix.names) + 1) < NARROWEST:
        yield from _listed(matrix)
    else:
        table = Table(box=box.ASCII2, show_lines=True, expand=True)
        table.add_column("Issue", ratio=1, overflow="fold")
        for name in matrix.names:
            table.add_column(Text(name), ratio=2, overflow="fold")
        for row in matrix.rows:
            table.add_row(Text(_issue(row, "\n"), style="bold"), *map(_cell, row.cells))
        yield table


def _listed(matrix: page.Matrix) -> Iterable[RenderableType]:
    for row in matrix.rows:
        yield head(_issue(row, " "))
        for name, cell in zip(matrix.names, row.cells, strict=True):
            if cell.position:
                said = f" ({_said(cell)})" if cell.text else ""
                before = f" (before: {cell.changed_from})" if cell.changed_from else ""
                text = f"{name}: {cell.position}{said}{before}; since {_since(cell)}"
                yield _item(text, cell, indent=3)
            else:
                yield Hanging(Text(f"{name}: no position in the record"), indent=3)


def _issue(row: page.Row, gap: str) -> str:
    parts = [row.name]
    if row.common_ground:
        ids = ", ".join(row.agreed_in)
        parts.append(f"= common ground: {row.common_ground} [{ids}]")
    elif row.same_option:
        parts.append("= the same option stands for every side")
    return gap.join(parts)


def _since(cell: page.Cell) -> str:
    return f"{cell.since}, {cell.by}" if cell.by else cell.since


def _said(cell: page.Cell) -> str:
    return f"{cell.text} [said {cell.text_of}]" if cell.text_of else cell.text


def _cell(cell: page.Cell) -> RenderableType:
    if not cell.position:
        return Text("no position in the record", style="dim")
    parts = [Text(cell.position)]
    if cell.text:
        parts.append(Text(_said(cell)))
    if cell.changed_from:
        parts.append(Text(f"before: {cell.changed_from}", style="dim"))
    return Group(*parts, _item(f"since {_since(cell)}", cell, mark="", indent=0))


def _outside(outside: page.Outside) -> Iterable[RenderableType]:
    yield from _limited(outside.lines)
    if outside.earlier_figures:
        kind = "accord record FOLDER list --kind figure"
        subjects = "subject" if outside.earlier_figures == 1 else "subjects"
        yield note(f"Figures on {outside.earlier_figures} earlier {subjects}: {kind}")
    for numbers in outside.figures:
        if len(numbers.numbers) == 1:
            number = numbers.numbers[0]
            text = f"{numbers.subject}: {number.text}, {number.by} ({number.date})"
            yield _item(text, number, mark="# ")
            continue
        mark = "; contested, see below" if numbers.contested else ""
        span = f"all claims span {numbers.span}" if numbers.span else "open at both ends"
        yield head(f"{numbers.subject}: {span}{mark}")
        for number in numbers.numbers:
            yield _item(f"{number.text}, {number.by} ({number.date})", number, indent=3)


def _contested(contests: Sequence[page.Contest]) -> Iterable[RenderableType]:
    if not contests:
        yield plain("Nothing, by the record.")
    earlier: dict[str, list[page.Contest]] = {}
    room, named = MOST_CONTESTED, MOST_LISTED
    for title, group in page.by_sides(contests):
        recent = [one for one in group if one.recent][-room:] if room else []
        room -= len(recent)
        if recent:
            yield plain(title)
            yield from _readings(recent)
        shown = set(map(id, recent))
        earlier[title] = [one for one in group if id(one) not in shown]
    rest = sum(map(len, earlier.values()))
    if rest:
        more = f", with {rest - named} more" if rest > named else ""
        yield plain(f"And earlier; in full{more}: accord record FOLDER contested")
    for title, others in earlier.items():
        lines = others[-named:] if named else []
        named -= len(lines)
        if lines:
            yield note(title)
        for one in lines:
            yield Hanging(Text(_contest(one)).append_text(ids(one.readings[-1].entries)))


def _readings(contests: Sequence[page.Contest]) -> Iterable[RenderableType]:
    for one in contests:
        yield head(f"{_contest(one)}{f' [{one.about}]' if one.about else ''}")
        for reading in one.readings:
            who = f"{reading.by} {reading.stance}" if reading.by else "Reported"
            yield _item(f"{who}: {reading.text}", reading, indent=3)


def _contest(one: page.Contest) -> str:
    return f"{one.subject} (all readings span {one.span})" if one.span else one.subject


def _in_force(in_force: page.InForce) -> Iterable[RenderableType]:
    for heading, lines in (
        ("Assurances", in_force.assurances),
        ("Measures", in_force.measures),
    ):
        yield plain(heading, "underline")
        yield from _lines(lines, "None in the record.")


def _prospect(prospect: page.Prospect) -> Iterable[RenderableType]:
    if prospect.holder:
        by = f"By the numbers of: {prospect.holder} (assumptions, not facts)"
        yield Hanging(Text(by, style="underline"), mark="", indent=0)
    if prospect.missing:
        yield plain(prospect.missing)
        return
    yield plain(prospect.verdict, "bold")
    yield from (Hanging(Text(line)) for line in prospect.lines)
    yield plain(prospect.how, "dim")
