"""One holder's marks as a grid to write in: options down, parties or voices of one across."""

from collections.abc import Iterable

from attrs import frozen

from accord.model import (
    Exclusion,
    Interests,
    Mark,
    Marked,
    Process,
    latest,
    marked,
)
from accord.record import Case
from accord.record.asked import asked_by_cell, asked_so_far
from accord.record.standing_offers import standing_offers
from accord.telling.marks_outlook import MarkCell

PRESSED = {None: Mark.WANT, Mark.UNKNOWN: Mark.WANT, Mark.WANT: Mark.LIVE}
PRESSED |= {Mark.LIVE: Mark.CANNOT, Mark.CANNOT: Mark.UNKNOWN}
"""What a mark becomes when it is pressed."""


@frozen(kw_only=True)
class GridCell:
    """How a party, or a voice of it, stands to one option, and what else is known of that.

    Attributes:
        party: Id of the party.
        voice: The voice; empty for the party.
        issue: Id of the issue.
        option: Id of the option.
        said: The mark as it stands in the file; None where none does.
        refused: The red line over this issue alone by which it is a "cannot" all the same.
        offers: What the party wants in return where it offers this option.
        so_far: Where it is not known: whether somebody was asked, by the record.
    """

    party: str
    voice: str
    issue: str
    option: str
    said: Marked | None = None
    refused: Exclusion | None = None
    offers: tuple[str, ...] = ()
    so_far: str = ""

    @property
    def mark(self) -> MarkCell:
        """The mark, with the sign and the word for it."""
        said = self.said or Marked(mark=Mark.UNKNOWN)
        return MarkCell(
            party=self.party,
            mark=str(said.mark),
            how=str(said.how or ""),
            basis=said.basis,
            source=said.source,
        )

    @property
    def seen(self) -> str:
        """What stands in the file: the mark, or nothing."""
        return str(self.said.mark) if self.said else ""

    @property
    def pressed(self) -> Mark:
        """What it becomes when it is pressed."""
        return PRESSED[self.said.mark if self.said else None]


@frozen(kw_only=True)
class GridColumn:
    """Whose marks stand in a column.

    Attributes:
        party: Id of the party.
        voice: The voice; empty for the party.
        name: What it is called.
        can_block: Of a voice: whether the party can do nothing that it cannot live with.
        as_of: Of which day its file is, in words; empty where that is not said.
        readers: The tiers that its file is for; none where there is no file yet.
        basis: What the holder goes by.
    """

    party: str
    voice: str
    name: str
    can_block: bool | None = None
    as_of: str = ""
    readers: tuple[str, ...] = ()
    basis: str = ""


@frozen(kw_only=True)
class GridRow:
    """One option.

    Attributes:
        option: Id of the option.
        name: What it says.
        notes: That it puts the matter off, and what law, resolution or policy it meets.
        cells: One for every column.
    """

    option: str
    name: str
    notes: tuple[str, ...]
    cells: tuple[GridCell, ...]


@frozen(kw_only=True)
class GridIssue:
    """The options of an issue.

    Attributes:
        issue: Id of the issue.
        name: What it is called.
        rows: The options.
    """

    issue: str
    name: str
    rows: tuple[GridRow, ...]


@frozen(kw_only=True)
class MarksGrid:
    """The marks of one holder.

    Attributes:
        holder: Id of the holder.
        columns: Whose marks they are.
        issues: The options, by issue.
    """

    holder: str
    columns: tuple[GridColumn, ...]
    issues: tuple[GridIssue, ...]

    def cell(self, party: str, voice: str, issue: str, option: str) -> GridCell | None:
        """Return one cell; None if there is no such one."""
        at = (party, voice, issue, option)
        every = (c for one in self.issues for row in one.rows for c in row.cells)
        return next((c for c in every if (c.party, c.voice, c.issue, c.option) == at), None)


def marks_grid(case: Case, holder: str, party: str = "") -> MarksGrid:
    """Return the marks of one holder, as they stand in the files: nothing is joined.

    Args:
        case: The case.
        holder: Id of the holder.
        party: Id of the party whose marks are wanted, with those of its voices; all parties,
            without voices, if left out.
    """
    process = case.process
    held = latest([one for one in marked(case.interests) if one.held_by == holder])
    by_voice = {(one.party, one.voice): one for one in held}
    whose = [(p, "") for p in process.parties if party in ("", p)]
    whose += [key for key in by_voice if party == key[0] and key[1]]
    columns = tuple(_column(process, by_voice.get(key), *key) for key in whose)
    asked = asked_by_cell(process, case.record)
    offers = standing_offers(process, case.record, case.today).offers
    issues = []
    for i, issue in process.agenda.issues.items():
        rows = []
        for o, option in issue.choices.items():
            cells = []
            for key in whose:
                said, refused = _mark(by_voice.get(key), i, o)
                unknown = said is None or said.mark is Mark.UNKNOWN
                told = asked.get((key[0], i, o), ()) if unknown and not key[1] else ()
                wants = (
                    one.in_cell(process.agenda, i)
                    for one in offers
                    if one.party == key[0] and not key[1] and one.gives.get(i) == o
                )
                cells.append(
                    GridCell(
                        party=key[0],
                        voice=key[1],
                        issue=i,
                        option=o,
                        said=said,
                        refused=refused,
                        offers=tuple(wants),
                        so_far=asked_so_far(told) if told else "",
                    )
                )
            off = ["puts the matter off"] if option.puts_off else []
            notes = (*off, *(one.words for one in option.norm))
            rows.append(GridRow(option=o, name=option.name, notes=notes, cells=tuple(cells)))
        issues.append(GridIssue(issue=i, name=issue.name, rows=tuple(rows)))
    return MarksGrid(holder=holder, columns=columns, issues=tuple(issues))


def holders_of_marks(case: Case) -> tuple[str, ...]:
    """Return the ids of those who hold marks, in the order of the files."""
    return tuple(dict.fromkeys(one.held_by for one in marked(case.interests) if one.marks))


def _column(process: Process, held: Interests | None, party: str, voice: str) -> GridColumn:
    name = process.name(party)
    return GridColumn(
        party=party,
        voice=voice,
        name=f"{name}: {voice}" if voice else name,
        can_block=held.can_block if held else None,
        as_of=held.as_of.words if held and held.as_of else "",
        readers=held.for_ if held else (),
        basis=held.basis if held else "",
    )


def _mark(
    held: Interests | None, issue: str, option: str
) -> tuple[Marked | None, Exclusion | None]:
    """Return a mark as it stands, and the red line over its issue alone that refuses it."""
    if held is None:
        return None, None
    said = held.marks[issue].get(option) if issue in held.marks else None
    return said, _line(held.red_lines, issue, option)


def _line(lines: Iterable[Exclusion], issue: str, option: str) -> Exclusion | None:
    return next(
        (one for one in lines if len(one.never) == 1 and option in one.never.get(issue, ())),
        None,
    )
