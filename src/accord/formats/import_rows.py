"""Taking a spreadsheet into the record: what each row would add, or why it cannot be taken."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import define, evolve, field, frozen

from accord.errors import FormatError, InvalidProcess, Problem
from accord.formats.append import Appended, compose, read_declared, read_entry, tree
from accord.formats.cells import plain
from accord.formats.folder import glance
from accord.formats.read import near
from accord.formats.record_sheets import (
    ENTRIES,
    ISSUE,
    MATRIX,
    NAME,
    OUTLETS,
    SOURCES,
    columns,
    fields,
    is_named,
    positions,
    shown,
    stated,
)
from accord.formats.sheet import Sheet
from accord.formats.spreadsheet_files import read
from accord.model import When
from accord.record import KINDS, Case, Entry, Outlet, Source

_DECLARED: dict[str, type[Outlet | Source]] = {OUTLETS: Outlet, SOURCES: Source}
"""The sheets that go with entries, in the order in which they are taken."""

_Any = Entry | Source | Outlet

Cells = dict[str, str]
"""The filled cells of a row by field, party or `issue`."""


@frozen(kw_only=True)
class ImportPlan:
    """What taking in a spreadsheet would do.

    Attributes:
        change: The record with what is new; None where nothing is.
        entries: The new entries, each with the line of its row.
        sources: The new sources, each with the line of its row.
        outlets: The new outlets, each with the line of its row.
        same: How many rows, or cells of a matrix, say what the record says already.
        refused: Why rows cannot be taken.
        ignored: Columns that were not taken.
    """

    change: Appended | None
    entries: tuple[tuple[Problem, Entry], ...]
    sources: tuple[tuple[Problem, Source], ...]
    outlets: tuple[tuple[Problem, Outlet], ...]
    same: int
    refused: tuple[Problem, ...]
    ignored: tuple[str, ...]


def plan(
    path: Path | str,
    file: Path,
    what: str = ENTRIES,
    *,
    names: Mapping[str, str] | None = None,
    date: When | None = None,
    sources: Sequence[str] = (),
) -> ImportPlan:
    """Read a spreadsheet and say what taking it into a folder's record would do.

    Nothing is written; the plan's `change.write()` does that.

    Args:
        path: The process folder.
        file: The spreadsheet.
        what: `entries` or `matrix`.
        names: Which field, party or `issue` a column holds, where its header does not say.
        date: The date of rows that have none.
        sources: Ids of the sources of rows that have none.

    Raises:
        InvalidProcess: If process or record have mistakes.
        FormatError: If the file cannot be read, or a column cannot be what `names` says.
    """
    case = glance(path)
    parties = case.process.parties
    by_name = {party.name: one for one, party in parties.items()}
    known = {name: name for name in columns()}
    declared = {name for cls in _DECLARED.values() for name in fields(cls)}
    if what == MATRIX:
        known = {ISSUE: ISSUE, **by_name, **{one: one for one in parties}}
        declared = {NAME}
    sheets = read(file, known={*known, *declared, *(names or {})}).sheets
    others = [sheet for name, sheet in sheets.items() if name not in _DECLARED]
    main = sheets.get(what) or next(iter([*others, *sheets.values()]))
    taking = _Taking(case=case, date=date, default=tuple(sources))
    if what == MATRIX:
        if date is None or not sources:
            sentence = "an issue matrix has no dates and no sources: give both"
            raise FormatError(f"{file}: {sentence} with '--date' and '--source'")
        _take_matrix(taking, _rows(taking, main, known, names or {}))
        taking.ignored.discard(NAME)
    else:
        for what, cls in _DECLARED.items():
            sheet = sheets.get(what)
            if sheet is not None and sheet is not main:
                own = {name: name for name in fields(cls)}
                for at, cells in _rows(taking, sheet, own, {}):
                    taking.declared(cls, at, cells)
        for at, cells in _rows(taking, main, known, names or {}):
            taking.entry(at, _raw(cells))
    return _checked(path, taking)


@define(kw_only=True)
class _Taking:
    """Rows being taken: what is new by its class, what is there already, what is refused."""

    case: Case
    date: When | None
    default: tuple[str, ...]
    new: dict[type, list[tuple[Problem, Any]]] = field(
        factory=lambda: {Entry: [], Outlet: [], Source: []}
    )
    same: int = 0
    refused: list[Problem] = field(factory=list)
    ignored: set[str] = field(factory=set)
    alike: dict[When, list[Entry]] = field(factory=lambda: defaultdict(list))

    def __attrs_post_init__(self) -> None:
        for entry in self.case.record.entries:
            self.alike[entry.date].append(evolve(entry, id=""))

    def refuse(self, at: Problem, sentence: str) -> None:
        self.refused.append(at._replace(sentence=sentence))

    def entry(self, at: Problem, raw: dict[str, Any]) -> None:
        """Take an entry, unless it has mistakes or is in the record already."""
        if self.date is not None:
            raw.setdefault("date", str(self.date))
        if self.default:
            raw.setdefault("sources", list(self.default))
        try:
            entry = read_entry(tree(raw, at.line), at.file)
        except InvalidProcess as invalid:
            self.refused.extend(invalid.problems)
            return
        if not entry.id and entry in self.alike.get(entry.date, ()):
            self.same += 1
        else:
            self.take(Entry, at, entry, self.case.record.by_id.get(entry.id))

    def declared(self, cls: type[Outlet | Source], at: Problem, cells: Cells) -> None:
        """Take a source or an outlet, unless it has mistakes or is declared already."""
        one = cells.pop("id", "").strip()
        try:
            raw = {key: plain(text, fields(cls)[key].shape) for key, text in cells.items()}
            new = read_declared(cls, one, tree(raw, at.line), at.file)
        except InvalidProcess as invalid:
            self.refused.extend(invalid.problems)
            return
        record = self.case.record
        held = (record.sources if cls is Source else record.outlets).get(one)
        if held is None and any(one == other.id for _, other in self.new[cls]):
            what = cls.__name__.lower()
            self.refuse(at, f"a row above declares the {what} '{one}' already")
        else:
            self.take(cls, at, new, held)

    def take(self, cls: type, at: Problem, new: _Any, held: _Any | None) -> None:
        """Take what is not in the record under its id; refuse what is otherwise there."""
        if held is None:
            self.new[cls].append((at, new))
        elif held == new:
            self.same += 1
        else:
            self.refuse(at, _differs(held, new))


def _differs(held: _Any, new: _Any) -> str:
    """Return how a row differs from what is in the record under its id."""
    if type(held) is not type(new):
        return f"'{new.id}' is in the record already, as another kind of entry"
    changed = [
        name
        for name, one in fields(new.__class__).items()
        if getattr(held, one.attribute) != getattr(new, one.attribute)
    ]
    advice = "; to correct it add an entry that supersedes it" if isinstance(new, Entry) else ""
    return f"'{new.id}' is in the record already and differs in: {', '.join(changed)}{advice}"


def _rows(
    taking: _Taking,
    sheet: Sheet,
    known: Mapping[str, str],
    names: Mapping[str, str],
) -> Iterator[tuple[Problem, Cells]]:
    """Yield the filled cells of each row, with a problem that names its line."""
    header = _header(taking, sheet, known, names)
    for row in sheet.rows:
        at = Problem(sheet.file, row.line, "")
        cells = {header[i]: text for i, text in enumerate(row.cells) if text and i in header}
        wrong = [i for i in sorted(row.errors) if i in header]
        if row.fault:
            taking.refuse(at, row.fault)
        elif wrong:
            taking.refuse(at, f"the cell of '{header[wrong[0]]}' {row.errors[wrong[0]]}")
        elif cells:
            yield at, cells


def _header(
    taking: _Taking,
    sheet: Sheet,
    known: Mapping[str, str],
    names: Mapping[str, str],
) -> dict[int, str]:
    """Find which column holds what: by the names given, else by what it is called."""
    for column, to in names.items():
        if column not in sheet.header:
            near_one = near(column, [name for name in sheet.header if name])
            raise FormatError(f"{sheet.file}: there is no column '{column}'{near_one}")
        if to not in known.values():
            raise FormatError(f"a column cannot hold '{to}'{near(to, set(known.values()))}")
    folded = {_folded(name): to for name, to in known.items()}
    found: dict[int, str] = {}
    for place, name in enumerate(sheet.header):
        held = names.get(name) or folded.get(_folded(name), "")
        if held in found.values():
            raise FormatError(f"{sheet.file}: two columns hold '{held}'")
        if held:
            found[place] = held
        elif name and not is_named(name):
            taking.ignored.add(name)
    if not found:
        raise FormatError(
            f"{sheet.file}: no column is known; say what they hold with '--map COLUMN=FIELD'"
        )
    return found


def _folded(name: str) -> str:
    return "_".join(name.casefold().split())


def _raw(cells: Cells) -> dict[str, Any]:
    """Return a row of a sheet of entries as the mapping that a file would have."""
    kind = cells.pop("kind", "").strip()
    forms = fields(KINDS[kind]) if kind in KINDS else {}
    return {"kind": kind} | {
        name: plain(text, forms[name].shape) if name in forms else text
        for name, text in cells.items()
    }


def _take_matrix(taking: _Taking, rows: Iterator[tuple[Problem, Cells]]) -> None:
    """Take each cell of an issue matrix as a position, if it is not what stands already."""
    issues = taking.case.process.agenda.issues
    by_name = {_folded(issue.name): one for one, issue in issues.items()}
    last = positions(taking.case.record)
    seen: set[str] = set()
    for at, cells in rows:
        named = cells.pop(ISSUE, "").strip()
        issue = issues.get(named) or issues.get(by_name.get(_folded(named), ""))
        if issue is None:
            unknown = f"there is no issue '{named}'{near(named, issues)}"
            taking.refuse(at, unknown if named else "the row names no issue")
            continue
        if issue.id in seen:
            taking.refuse(at, f"a row above is about the issue '{issue.id}' already")
            continue
        seen.add(issue.id)
        options = {_folded(option.name): one for one, option in issue.choices.items()}
        options |= {one: one for one in issue.choices}
        for party, text in cells.items():
            held = last.get((party, issue.id))
            if text in (stated(held), shown(held, issue)):
                taking.same += 1
                continue
            first, _, words = text.partition("\n")  # an option, and below it the party's words
            whole, named = (
                options.get(one.strip(), options.get(_folded(one), "")) for one in (text, first)
            )
            if held and held.option and whole == held.option:
                taking.same += 1
                continue
            if whole or not named:
                said = {"option": whole} if whole else {"text": text}
            else:
                said = {"option": named, "text": words.strip()}
            taking.entry(at, {"kind": "position", "party": party, "issue": issue.id, **said})


def _checked(path: Path | str, taking: _Taking) -> ImportPlan:
    """Check the folder with what is new, leaving out the rows that would make it wrong."""
    rows = [row for cls in (Outlet, Source, Entry) for row in taking.new[cls]]
    change = None
    while rows:
        change = compose(path, [one for _, one in rows])
        at = {place: line for place, (line, _) in zip(change.added, rows, strict=True)}
        wrong = change.mistakes()
        if not wrong:
            break
        for place, sentence in wrong:
            taking.refuse(at[place], sentence)
        bad = {place for place, _ in wrong}
        rows = [row for row, place in zip(rows, change.added, strict=True) if place not in bad]
        change = None
    added = change.added if change else ()
    new: dict[type, list[tuple[Problem, Any]]] = {c: [] for c in (Outlet, Source, Entry)}
    for (line, one), place in zip(rows, added, strict=True):
        named = evolve(one, id=place.id)
        new[Entry if isinstance(one, Entry) else type(one)].append((line, named))
    return ImportPlan(
        change=change,
        entries=tuple(new[Entry]),
        sources=tuple(new[Source]),
        outlets=tuple(new[Outlet]),
        same=taking.same,
        refused=tuple(sorted(set(taking.refused))),
        ignored=tuple(sorted(taking.ignored)),
    )
