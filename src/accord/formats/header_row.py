"""Finding the table on a sheet: the row that names its columns, and where it ends.

People put a title above a table, a total and notes below it, and name columns over two rows.
What is not of the table is left out, and said.
"""

import re
from collections.abc import Collection, Iterator, Sequence

from attrs import evolve

from accord.errors import FormatError, Problem
from accord.formats.sheet import Sheet, SheetRow, letters

SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
NO_HEADER = 0
"""The number of the row that names the columns, where none does."""
_ABOVE = 40
"""So many rows are looked at for a header: a title, an address and a legend take fewer."""
_WIDE = 0.6
"""A header names at least this share of the columns that rows below it fill."""
_FIGURE = re.compile(r"[^\w]*\d[\d\s.,:/TZ+%()-]*")
"""A number, a date or a time, which names no column."""
_COUNT = r"\d+ (?:rows?|entries|entry|events?|incidents?|lines?|records?|items?)"
_TOTAL = re.compile(
    r"(?:(?:grand|sub|overall)[ -]?)?"
    r"(?:totals?|sums?|summe|gesamt|insgesamt|somme|suma|totale|razem|ukupno|toplam"
    r"|итого|всего|разом|усього|المجموع|الإجمالي|جمع|合计|总计|合計|합계)"
    rf"(?P<adds>[\s,:(=-]+(?:[\d.,]+|{_COUNT})\)?)?"
)
_ADDED = re.compile(rf"{_FIGURE.pattern}|{_COUNT}")
"""What a total says: a figure, or how many rows it adds up."""


def folded(name: str) -> str:
    """Return a column's name as it is compared: whatever the case, `_` for blanks."""
    return "_".join(name.casefold().replace("_", " ").split())


def find_table(
    file: str,
    rows: Sequence[SheetRow],
    *,
    name: str = "",
    known: Collection[str] = (),
    header_row: int | None = None,
    over: str = "",
) -> Sheet:
    """Find the header of a sheet and the rows of its table.

    Args:
        file: How to name the sheet in a sentence.
        rows: All of its rows that are not blank, in order.
        name: What the sheet is called.
        known: Names that a column may have, which tell a header from a title.
        header_row: The number of the row that is the header; 0 if there is none.
        over: The sign that parts the cells of a text file: a row that has more cells than the
            header cannot be taken. Nothing for a spreadsheet: they stand beside the table.

    Raises:
        FormatError: If the sheet is blank, or no row can be the header.
    """
    if not rows:
        raise FormatError(f"{file}: there is nothing in it; the first row names the columns")
    names = {folded(one) for one in known}
    if header_row == NO_HEADER:
        width = max(_width(row.cells) for row in rows)
        return Sheet(file, tuple(map(letters, range(width))), tuple(rows), name, NO_HEADER)
    at = _at(file, rows, header_row) if header_row else _found(file, rows, names)
    notices = []
    if at:
        above = _listed([row.line for row in rows[:at]])
        notices.append(Problem(file, rows[0].line, f"left out above the header: {above}"))
    first, written = at + 1, list(rows[at].cells)
    if first < len(rows) and _goes_on(written, rows[first].cells):
        written, first = _joined(written, rows[first].cells), first + 1
        two = f"rows {rows[at].line} and {rows[at + 1].line} name the columns together"
        notices.append(
            Problem(file, rows[at].line, f"{two}: {_quoted(written, rows[at].cells)}")
        )
    header = tuple(" ".join(cell.split()) for cell in written[: _width(written)])
    stop, below = _end(file, header, rows, first, names, over)
    notices += below
    kept = []
    for row in rows[first:stop]:
        if _same(row.cells, header):
            notices.append(Problem(file, row.line, "the header again: left out"))
        else:
            whole = _closed(row, len(written), over)
            if whole is not row:
                notices.append(Problem(file, row.line, _IN_BRACKETS.format(_word(over))))
            kept.append(_within(whole, len(written), over))
    told = _told_apart(header)
    notices += [*_unnamed(file, header, kept), *_alike(file, rows[at].line, header, told)]
    alone = (texts[0] for row in rows[:at] if len(texts := _filled(row.cells)) == 1)
    last = rows[first - 1].line
    return Sheet(file, told, tuple(kept), name, last, tuple(notices), next(alone, ""))


def _width(cells: Sequence[str]) -> int:
    """Return how many cells there are to the last that is filled."""
    return max((place for place, cell in enumerate(cells, 1) if cell.strip()), default=0)


def _filled(cells: Sequence[str]) -> list[str]:
    return [cell.strip() for cell in cells if cell.strip()]


def _listed(lines: Sequence[int]) -> str:
    if len(lines) == 1:
        return f"row {lines[0]}"
    return f"rows {lines[0]} to {lines[-1]}"


def _at(file: str, rows: Sequence[SheetRow], header_row: int) -> int:
    for at, row in enumerate(rows):
        if row.line == header_row:
            return at
    raise FormatError(
        f"{file}: row {header_row} is blank or not there: it cannot be the header"
    )


def _found(file: str, rows: Sequence[SheetRow], known: set[str]) -> int:
    """Return the place of the row that names the columns."""
    looked = [_filled(row.cells) for row in rows[:_ABOVE]]
    scores = [len({folded(cell) for cell in one} & known) for one in looked]
    if max(scores) >= 2:
        return scores.index(max(scores))
    below = [max(map(len, looked[at + 1 :]), default=0) for at in range(len(looked))]
    wide = [at for at, one in enumerate(looked) if len(one) >= _WIDE * below[at]]
    texts = [at for at in wide if below[at] and not any(map(_FIGURE.fullmatch, looked[at]))]
    first = (texts or wide)[0]  # the last row is wide: nothing is below it
    figures = sum(map(bool, map(_FIGURE.fullmatch, looked[first])))
    if known and figures * 3 >= len(looked[first]) and not scores[first]:
        sentence = f"row {rows[first].line} does not look like names of columns"
        advice = "say which row does with '--header-row N', or '--header-row none'"
        raise FormatError(f"{file}: {sentence}: {advice}")
    return first


def _goes_on(above: Sequence[str], below: Sequence[str]) -> bool:
    """Return whether the next row goes on with the header: low and high under one name.

    It has names wherever the row above has none, and no others but below the first of a
    group.
    """
    width = max(_width(above), _width(below))
    upper = [*(cell.strip() for cell in above), *[""] * width][:width]
    lower = [*(cell.strip() for cell in below), *[""] * width][:width]
    group = [i for i in range(1, width) if not upper[i]]
    if not upper[0] or not group or any(map(_FIGURE.fullmatch, filter(None, lower))):
        return False
    begins = {i - 1 for i in group if upper[i - 1]}
    return {i for i in range(width) if lower[i]} == {*group, *begins}


def _joined(above: Sequence[str], below: Sequence[str]) -> list[str]:
    """Return the names of two rows in one: `Dead low`, `Dead high`."""
    names: list[str] = []
    group = ""
    for i in range(max(_width(above), _width(below))):
        upper = above[i].strip() if i < len(above) else ""
        lower = below[i].strip() if i < len(below) else ""
        group = upper or group
        names.append(f"{group} {lower}".strip() if lower else upper)
    return names


def _quoted(names: Sequence[str], above: Sequence[str]) -> str:
    """Return the names that are not in the upper row alone."""
    upper = {cell.strip() for cell in above}
    return ", ".join(f"'{name}'" for name in names if name not in upper)


def _apart(rows: Sequence[SheetRow], at: int, over: str) -> bool:
    """Return whether a blank row stands before a row; in a text file a cell may take lines."""
    lines = sum(cell.count("\n") for cell in rows[at - 1].cells) if over else 0
    return rows[at].line > rows[at - 1].line + 1 + lines


def _end(
    file: str,
    header: Sequence[str],
    rows: Sequence[SheetRow],
    first: int,
    known: set[str],
    over: str,
) -> tuple[int, list[Problem]]:
    """Return where the table ends, and what is said of that which is below it."""
    notices: list[Problem] = []
    stop = len(rows)
    for at in range(first + 1, len(rows)):
        named = {folded(cell) for cell in _filled(rows[at].cells)} & known
        if len(named) >= 2 and _apart(rows, at, over) and not _same(rows[at].cells, header):
            line = rows[at].line
            sentence = "a second table begins here and is left out: it takes a sheet of its own"
            notices.append(Problem(file, line, f"{sentence}, or '--header-row {line}'"))
            stop = at
            break
    at = stop
    if len(_filled(header)) > 1:
        while at > first + 1 and (
            len(_filled(rows[at - 1].cells)) == 1 or _is_total(rows[at - 1])
        ):
            at -= 1
        while at < stop and not (_apart(rows, at, over) or _is_total(rows[at])):
            at += 1  # only what a blank row or a total parts from the table is a note
    if at == stop and at > first + 1 and _is_total(rows[at - 1]):
        at -= 1
    below = at
    while below < stop and _is_total(rows[below]):
        below += 1
    said = [Problem(file, row.line, "a total is left out") for row in rows[at:below]]
    if below < stop:
        lines = _listed([row.line for row in rows[below:stop]])
        said.append(Problem(file, rows[below].line, f"left out under the table: {lines}"))
    return at, [*said, *notices]


def _is_total(row: SheetRow) -> bool:
    """Return whether a row adds up those above: its word for it, and figures or formulas."""
    filled = _filled(row.cells)
    word = _TOTAL.fullmatch(filled[0].casefold().rstrip(":").strip())
    adds = word and (len(filled) > 1 or row.errors or word["adds"])
    return bool(adds) and all(map(_ADDED.fullmatch, filled[1:]))


def _same(cells: Sequence[str], header: Sequence[str]) -> bool:
    """Return whether a row repeats the header."""
    names = [" ".join(cell.split()) for cell in cells[: _width(cells)]]
    return len(_filled(names)) > 1 and names == list(header)


_IN_BRACKETS = "a {} within brackets and without quotation marks parts no cells"


def _word(over: str) -> str:
    return SEPARATORS.get(over, f"'{over}'")


def _closed(row: SheetRow, width: int, over: str) -> SheetRow:
    """Return a row that is too long with its cells joined where a bracket is left open.

    `b (north, south)` is one cell, for nobody begins a cell in brackets and ends it outside;
    but only if the row is then as long as the header, and no error moves to another column.
    """
    if not over or row.fault or row.errors or _width(row.cells) <= width:
        return row
    joined: list[str] = []
    for cell in row.cells[: _width(row.cells)]:
        if joined and joined[-1].count("(") > joined[-1].count(")"):
            joined[-1] += over + cell
        else:
            joined.append(cell)
    return evolve(row, cells=tuple(joined)) if len(joined) == width else row


def _within(row: SheetRow, width: int, over: str) -> SheetRow:
    """Return a row with its fault, if it has more cells than the header."""
    more = _width(row.cells) - width
    if not over or more < 1 or row.fault:
        return row
    cells = "one cell" if more == 1 else f"{more} cells"
    hint = f"(is there a {_word(over)} without quotation marks?)"
    return evolve(row, fault=f"the row has {cells} more than the header {hint}")


def _unnamed(file: str, header: Sequence[str], rows: Sequence[SheetRow]) -> Iterator[Problem]:
    """Yield which columns hold cells and have no name."""
    found: dict[int, list[int]] = {}
    for row in rows:
        if row.fault:
            continue
        for place, cell in enumerate(row.cells):
            if cell and (place >= len(header) or not header[place]) and cell.strip():
                found.setdefault(place, []).append(row.line)
    for place, lines in sorted(found.items()):
        cells = f"{len(lines)} cells are" if len(lines) > 1 else "one cell is"
        sentence = f"column {letters(place)} has no name: {cells} not taken"
        yield Problem(file, lines[0], sentence)


def _told_apart(header: Sequence[str]) -> tuple[str, ...]:
    """Return names of columns of which no two are the same: the second is `text (2)`."""
    told: list[str] = []
    taken: set[str] = set()
    for name in header:
        own, number = name, 1
        while own and folded(own) in taken:
            number += 1
            own = f"{name} ({number})"
        taken.add(folded(own))
        told.append(own)
    return tuple(told)


def _alike(
    file: str, line: int, header: Sequence[str], told: Sequence[str]
) -> Iterator[Problem]:
    """Yield which columns are called the same, and how to name the second."""
    seen: dict[str, int] = {}
    for place, name in enumerate(header):
        if name and (other := seen.setdefault(folded(name), place)) != place:
            which = letters(place)
            both = f"columns {letters(other)} and {which} are both called '{name}'"
            how = f"{which} is '{told[place]}' here; '--map {which}=FIELD' says what it holds"
            yield Problem(file, line, f"{both}: {how}")
