"""What the columns of a sheet of marks hold: issue, option, one a party, and what is beside.

A sheet has a row an option and a column a party; or, in the long form, a row a mark, with the
party in a column of its own.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache

from attrs import define, field

from accord.errors import FormatError, Problem
from accord.formats.folded_names import folded
from accord.formats.marks_cells import WORDS, MarkReader
from accord.formats.read import near
from accord.formats.sheet import Sheet, SheetRow, letters
from accord.formats.sheet_columns import SKIP, WRONG, ColumnMapping, by_name
from accord.formats.sheet_columns import names as names_of_columns
from accord.formats.sheet_names import PARTIES, SheetNames, UnknownName
from accord.formats.sheet_rows import RowFault, RowPlace

ISSUE, OPTION, PARTY, MARK = "issue", "option", "party", "mark"
ISSUE_NAME, OPTION_NAME = "issue name", "option name"
HOW, BASIS, SOURCE, PUTS_OFF, NORM = "how", "basis", "source", "puts off", "norm"
BESIDE = (HOW, BASIS, SOURCE)
"""What is said of a mark besides: for all of a row, or `brigade how` for those of a party."""

_CALLED = {
    ISSUE: "issue, issues, topic",
    OPTION: "option, options, way, ways to settle it, choice, variant, variante, varianten, "
    "möglichkeit, wahl, вариант, варіант, الخيار",
    ISSUE_NAME: "issue name, name of issue",
    OPTION_NAME: "option name, name of option",
    MARK: "mark, marks, rating, colour, color, traffic light, light, ampel, feu, semáforo",
    HOW: "how, how known, known how, how sure, how do we know, certainty, said or believed, "
    "wie bekannt, woher bekannt",
    BASIS: "basis, why, reason, reasons, because, note, notes, comment, comments, remark, "
    "remarks, grund, begründung, bemerkung, bemerkungen, kommentar, anmerkung, motif, raison, "
    "remarque, remarques, commentaire, motivo, razón, observaciones, комментарий, коментар",
    SOURCE: "source, sources, heard from, who heard it, quelle, fuente",
    PUTS_OFF: "puts off, put off, postpones, postponed, defers, deferred, leaves for later, "
    "vertagt, reporte, aplaza",
    NORM: "norm, norms, law, policy, legal",
}
_TAKEN_FOR = {"issue": ISSUE, "issues": ISSUE, "option": OPTION, "sources": SOURCE}
"""What columns of a log hold, as they are read here."""


@cache
def _names() -> dict[str, str]:
    """Return what columns may be called, folded, with what they hold."""
    known = {
        folded(one): held for held, listed in _CALLED.items() for one in listed.split(", ")
    }
    for name, held in names_of_columns().items():
        if held in _TAKEN_FOR:
            known.setdefault(name, _TAKEN_FOR[held])
    for name in ("issue (name)", "option (name)"):
        known[folded(name)] = f"{name.partition(' ')[0]} name"
    return known


def header_words(names: Iterable[str]) -> set[str]:
    """Return words by which the header of a sheet of marks is told from a title.

    Args:
        names: Ids and names of parties.
    """
    telling = (
        ISSUE,
        OPTION,
        ISSUE_NAME,
        OPTION_NAME,
        PUTS_OFF,
    )  # how, mark may be in a row below
    return {*(name for name, held in _names().items() if held in telling), PARTY, *names}


@define(kw_only=True)
class MarkColumns:
    """The columns of one sheet of marks, by their places.

    Attributes:
        held: What each column that is taken holds: one of the words above.
        parties: The party whose marks a column holds.
        beside: What a column says besides of one party's marks, and the party.
        ignored: The names of columns that are not taken.
        faults: Columns that hold marks and are of no party.
        notices: What was taken for what without a word for it.
    """

    held: dict[int, str] = field(factory=dict)
    parties: dict[int, str] = field(factory=dict)
    beside: dict[int, tuple[str, str]] = field(factory=dict)
    ignored: list[str] = field(factory=list)
    faults: list[RowFault] = field(factory=list)
    notices: list[str] = field(factory=list)

    def place(self, held: str) -> int | None:
        """Return the place of the column that holds something; None where none does."""
        return next((place for place, one in self.held.items() if one == held), None)

    def shown(self, sheet: Sheet, names: Mapping[str, str]) -> dict[str, str]:
        """Return what each column was taken for, by its name."""
        said = {**self.held, **{p: names[one] for p, one in self.parties.items()}}
        said |= {p: f"{names[one]} {what}" for p, (what, one) in self.beside.items()}
        return {sheet.header[place]: one for place, one in sorted(said.items())}


def find_columns(sheet: Sheet, names: SheetNames, mapping: ColumnMapping) -> MarkColumns:
    """Find what the columns of a sheet of marks hold.

    Args:
        sheet: The sheet.
        names: What the folder knows; parties are made of columns where that may be.
        mapping: What was said of the sheet.

    Raises:
        FormatError: If there is no column of options or of marks, or a column cannot hold what
            is said of it.
    """
    found, unknown = MarkColumns(), list[int]()
    given = by_name(sheet, mapping.columns)
    said = {folded(name): to for name, to in given.items()}
    there = {folded(name) for name in sheet.header}
    for name in given:
        if folded(name) not in there and name in mapping.asked:
            raise FormatError(f"there is no column '{name}'{near(name, sheet.header)}")
    for place, name in enumerate(sheet.header):
        plain = folded(name)
        if not plain or plain == folded(WRONG) or said.get(plain) == SKIP:
            continue
        if plain in said:
            _take_said(found, sheet, names, place, said[plain])
        elif not _take_known(found, names, place, name):
            unknown.append(place)
    reader = MarkReader(mapping.values)
    marked = [place for place in unknown if _is_marks(sheet, reader, place)]
    _infer(found, sheet, [p for p in unknown if p not in marked], [*found.parties, *marked])
    long = PARTY in found.held.values() and MARK in found.held.values()
    for place in [] if long else marked:
        _make(found, sheet, names, place)
    for place in unknown:
        name = sheet.header[place]
        if place in found.held or place in found.parties or (place in marked and not long):
            continue
        if _take_known(found, names, place, name):  # of a party that was made just now
            continue
        if PARTIES in names.new and not long and not any(_cell(r, place) for r in sheet.rows):
            _make(found, sheet, names, place)
        else:
            found.ignored.append(name)
    found.parties = dict(sorted(found.parties.items()))
    names.put_in_order("parties", found.parties.values())
    if found.place(OPTION) is None and found.place(OPTION_NAME) is None:
        advice = "say which with '--map COLUMN=option'"
        raise FormatError(f"{sheet.file}: no column holds options: {advice}")
    if not found.parties and not long and not found.faults:
        called = ", ".join(one.name for one in names.case.process.parties.values())
        known = f"; parties are {called}" if called else ""
        sentence = f"{sheet.file}: no column holds the marks of a party{known}"
        if PARTIES not in names.new:
            whose = "'--map COLUMN=PARTY' says whose one is"
            raise FormatError(f"{sentence}; {whose}, '--new-parties' makes parties of columns")
        seen = Counter(_cell(row, place) for place in unknown for row in sheet.rows)
        words = [f"'{one}'" for one, _ in seen.most_common(5) if one and len(one) <= _SHORT]
        what = f"; {', '.join(words)} are none by themselves" if words else ""
        advice = "'--value mark:WORD=want' says what a word means"
        raise FormatError(f"{sentence}: a mark is {WORDS}{what}; {advice}")
    return found


def _make(found: MarkColumns, sheet: Sheet, names: SheetNames, place: int) -> None:
    """Take a column for the marks of a party, made where that may be; else it is a fault."""
    words = sheet.header[place].split()
    if len(words) > 1 and folded(words[-1]) in (MARK, "marks"):  # `Hill Brigade mark`
        words = words[:-1]
    try:
        found.parties[place] = names.resolve("party", " ".join(words))
    except UnknownName as error:
        at = RowPlace(sheet, sheet.header_row)
        sentence = f"this column holds marks, and {error.sentence}"
        found.faults.append(at.fault(sentence, place))


def _take_said(
    found: MarkColumns, sheet: Sheet, names: SheetNames, place: int, to: str
) -> None:
    """Take a column as it was said of it.

    Raises:
        FormatError: If a column cannot hold that.
    """
    plain = folded(to)
    held = plain if plain in (*_CALLED, PARTY) else _names().get(plain, "")
    if held:
        found.held[place] = held
    elif not _take_known(found, names, place, to):
        words = [*_CALLED, PARTY, *names.case.process.parties]
        raise FormatError(f"a column cannot hold '{to}'{near(to, words)}")


def _take_known(found: MarkColumns, names: SheetNames, place: int, name: str) -> bool:
    """Take a column by what it is called; return whether that is known."""
    if (party := names.find("party", name)) and party not in found.parties.values():
        found.parties[place] = party
        return True
    words = folded(name).split()
    for what in (*BESIDE, MARK):
        for known in _CALLED[what].split(", "):
            said = folded(known).split()
            for rest in (words[len(said) :], words[: -len(said)]):
                if sorted([*rest, *said]) != sorted(words) or not rest:
                    continue
                if party := names.find("party", " ".join(rest)):
                    if what == MARK:
                        found.parties[place] = party
                    else:
                        found.beside[place] = (what, party)
                    return True
    held = _names().get(folded(name), "")
    if folded(name) == PARTY:
        held = PARTY
    if not held or (held in found.held.values() and held != BASIS):
        return False
    found.held[place] = held
    return True


def _cell(row: SheetRow, place: int) -> str:
    return row.cells[place].strip() if place < len(row.cells) else ""


def _is_marks(sheet: Sheet, reader: MarkReader, place: int) -> bool:
    """Whether the cells of a column are marks: half of them, or some and all of them short."""
    filled = [row for row in sheet.rows if _cell(row, place) or place in row.fills]
    name = sheet.header[place]
    marks = [
        one for one in filled if reader.is_mark(_cell(one, place), _fill(one, place), name)
    ]
    short = all(len(_cell(row, place)) <= _SHORT for row in filled)
    return bool(marks) and (short or 2 * len(marks) >= len(filled))


_SHORT = 24
"""As long as a word for a mark may be in any language; a comment is longer, sooner or later."""


def _fill(row: SheetRow, place: int) -> str:
    return row.fills.get(place, "")


def _infer(found: MarkColumns, sheet: Sheet, free: list[int], marked: list[int]) -> None:
    """Take the columns left of the marks for issue and option, where none is called so."""
    left = [place for place in free if place < min(marked, default=len(sheet.header))]
    said = [name for name in (ISSUE, ISSUE_NAME) if name in found.held.values()]
    if found.place(OPTION) is None and found.place(OPTION_NAME) is None and left:
        place = left.pop() if said else left.pop(min(1, len(left) - 1))
        found.held[place] = OPTION
        found.notices.append(_taken(sheet, place, OPTION))
    if not said and left:
        option = found.place(OPTION)
        if option is None or left[0] < option:
            found.held[left[0]] = ISSUE
            found.notices.append(_taken(sheet, left[0], ISSUE))


def _taken(sheet: Sheet, place: int, held: str) -> str:
    name = sheet.header[place] or letters(place)
    return f"'{name}' is taken for the {held}; '--map' says otherwise"


def notices_of(sheet: Sheet) -> list[Problem]:
    """Return what is said of a sheet, without headings, which name issues here."""
    return [
        one
        for one in sheet.notices
        if not (one.line in sheet.headings and "left out as a heading" in one.sentence)
    ]
