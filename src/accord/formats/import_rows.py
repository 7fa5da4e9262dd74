"""Taking a spreadsheet into the record: what each row would add, or why it cannot be taken."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from attrs import define, evolve, field, frozen
from frozendict import frozendict

from accord.errors import FormatError, InvalidProcess, Problem
from accord.formats.append import (
    Appended,
    NewOption,
    compose,
    narrow_stem,
    read_declared,
    read_entry,
    tree,
    with_id,
)
from accord.formats.cells import plain
from accord.formats.entry_links import EntryLinks, waited_for
from accord.formats.folded_names import folded
from accord.formats.folder import glance
from accord.formats.for_whom import PROCESS, RECORD, own_record
from accord.formats.read import short as quoted
from accord.formats.record_sheets import (
    ENTRIES,
    ISSUE,
    MATRIX,
    NAME,
    OUTLETS,
    SOURCES,
    fields,
    positions,
    shown,
    stated,
)
from accord.formats.sheet import Sheet
from accord.formats.sheet_columns import (
    DATE_PARTS,
    SKIP,
    ColumnMapping,
    HeldColumns,
    NoKnownColumn,
    checked,
    find,
    names,
)
from accord.formats.sheet_names import ISSUES, PARTIES, Key, SheetNames, UnknownName, suggested
from accord.formats.sheet_rows import RowDraft, RowFault, RowPlace, RowReader
from accord.formats.sheet_values import sources_named
from accord.formats.spreadsheet_files import read
from accord.model import (
    PUBLIC,
    TABLE,
    Actor,
    Issue,
    Party,
    Person,
    Process,
    Reader,
    Venue,
    When,
)
from accord.record import Case, Entry, Note, Outlet, Source

_DECLARED: dict[str, type[Outlet | Source]] = {OUTLETS: Outlet, SOURCES: Source}
"""The sheets that go with entries, in the order in which they are taken."""
_REGISTERS: dict[str, Any] = {
    "parties": Party,
    "actors": Actor,
    "people": Person,
    "venues": Venue,
}
"""Where a process has what is made of names, but for issues."""


@frozen(kw_only=True)
class ImportPlan:
    """What taking in a spreadsheet would do.

    Attributes:
        case: The folder as it is.
        change: The folder's files with what is new; None where nothing is.
        entries: The new entries, each with the place of its row.
        declared: The new sources and outlets that have rows of their own, with their places.
        made: What was made of names: sources, outlets, parties, people, issues, options.
        same: How many rows, or cells of a matrix, say what the record or a row above says.
        refused: Why rows cannot be taken.
        ignored: Columns that were not taken.
        notices: What else is to be said of the sheets.
        columns: What the columns were taken for, by the name of their sheet.
        guessed: The kinds that were guessed, by the word that told them.
        sheets: The sheets.
    """

    case: Case
    change: Appended | None
    entries: tuple[tuple[RowPlace, Entry], ...]
    declared: tuple[tuple[RowPlace, Source | Outlet], ...]
    made: tuple[Any, ...]
    same: int
    refused: tuple[RowFault, ...]
    ignored: tuple[str, ...]
    notices: tuple[str, ...]
    columns: Mapping[str, Mapping[str, str]]
    guessed: Mapping[str, str]
    sheets: tuple[Sheet, ...]

    @property
    def process(self) -> Process:
        """The process with what was made for it."""
        old = self.case.process
        added: dict[str, Any] = {
            name: frozendict(
                {**getattr(old, name), **{o.id: o for o in self.made if isinstance(o, cls)}}
            )
            for name, cls in _REGISTERS.items()
        }
        issues = {**old.agenda.issues, **{o.id: o for o in self.made if isinstance(o, Issue)}}
        for one in self.made:
            if isinstance(one, NewOption):
                held = issues[one.issue]
                options = frozendict({**held.options, one.option.id: one.option})
                issues[one.issue] = evolve(held, options=options)
        agenda = evolve(old.agenda, issues=frozendict(issues))
        return evolve(old, agenda=agenda, **added)

    @property
    def refused_rows(self) -> int:
        """How many rows cannot be taken."""
        return len({(one.file, one.row) for one in self.refused})


def plan(
    path: Path | str,
    file: Path,
    what: str = ENTRIES,
    *,
    mapping: ColumnMapping | None = None,
    date: When | None = None,
    sources: Sequence[str] = (),
    case: Case | None = None,
) -> ImportPlan:
    """Read a spreadsheet and say what taking it into a folder would do.

    Nothing is written; the plan's `change.write()` does that.

    Args:
        path: The process folder.
        file: The spreadsheet.
        what: `entries` or `matrix`.
        mapping: What was said of its columns and rows.
        date: The date of rows that have none.
        sources: The sources of rows that have none: ids, or names of theirs or of outlets.
        case: The folder as its reader sees it: only what this reader may read is looked at.
            None for whoever holds all the files.

    Raises:
        InvalidProcess: If process or record have mistakes.
        FormatError: If the file cannot be read, or a column cannot be what is said of it.
    """
    reader = case.reader if case is not None else None
    case = glance(path) if case is None else case
    mapping = mapping or ColumnMapping()
    parties = case.process.parties
    called = {*names(), *mapping.columns}
    if what == MATRIX:
        called = {ISSUE, NAME, *parties, *(one.name for one in parties.values())}
    found = read(
        file,
        sheets=mapping.sheets,
        header_row=mapping.header_row,
        known=called,
        encoding=mapping.encoding,
    )
    names_ = SheetNames(case=case, new=mapping.new)
    if reader is not None and (for_ := mapping.set.get("for")):
        names_.whom = narrow_stem(for_.split("; "))
    taking = _Taking(case=case, names=names_)
    taking.notices.extend(one.sentence for one in found.notices)
    for sheet in found.sheets.values():
        taking.notices.extend(map(str, sheet.notices))
    if what == MATRIX:
        sheet = found.sheets.get(MATRIX) or next(iter(found.sheets.values()))
        _take_matrix(taking, sheet, mapping, date, sources)
        return _checked(path, taking, reader)
    main = [sheet for name, sheet in found.sheets.items() if name not in _DECLARED]
    for name, cls in _DECLARED.items():
        if main and name in found.sheets:
            _take_declared(taking, found.sheets[name], cls)
    checked(main, mapping)
    rows = RowReader(
        names=taking.names,
        mapping=mapping,
        date=str(date or ""),
        default=tuple(sources),
        file=file.name,
    )
    _take_entries(taking, rows, main or list(found.sheets.values()))
    return _checked(path, taking, reader)


@define(kw_only=True)
class _Taking:
    """Rows being taken: what is new, what is there already, what is refused."""

    case: Case
    names: SheetNames
    drafts: list[RowDraft] = field(factory=list)
    declared: list[tuple[RowPlace, Source | Outlet]] = field(factory=list)
    same: int = 0
    refused: list[RowFault] = field(factory=list)
    ignored: dict[str, None] = field(factory=dict)
    notices: list[str] = field(factory=list)
    columns: dict[str, dict[str, str]] = field(factory=dict)
    guessed: dict[str, str] = field(factory=dict)
    sheets: list[Sheet] = field(factory=list)

    def found(self, sheet: Sheet, columns: HeldColumns) -> None:
        """Note what the columns of a sheet were taken for."""
        self.sheets.append(sheet)
        self.columns[sheet.name] = {
            sheet.header[place]: held for place, held in sorted(columns.held.items())
        }
        self.ignored.update(dict.fromkeys(columns.ignored))


def _take_entries(taking: _Taking, reader: RowReader, sheets: Sequence[Sheet]) -> None:
    """Read the rows of sheets of entries, those of all sheets before what they refer to."""
    known = list(_with_columns(taking, reader.mapping, sheets))
    for sheet, columns in known:
        taking.found(sheet, columns)
        taking.notices.extend(reader.look(sheet, columns))
    reader.offered = any(one.kind == "proposal" for one in taking.case.record.entries) or any(
        reader.offers(sheet, columns) for sheet, columns in known
    )
    if ISSUES in reader.mapping.new:
        taking.names.topics = frozenset(
            name for sheet, columns in known for name in reader.topics(sheet, columns)
        )
    if PARTIES in reader.mapping.new:
        told = [reader.sides(sheet, columns) for sheet, columns in known]
        sure = {plain_: name for one, _ in told for plain_, name in one.items()}
        sides = sure or {plain_: name for _, one in told for plain_, name in one.items()}
        taking.names.sides = frozenset(sides)
        for name in sides.values():
            if not taking.names.find("speaker", name):
                with suppress(UnknownName):  # its rows say so
                    taking.names.resolve("party", name)
    drafts = [
        draft
        for sheet, columns in known
        for row in sheet.rows
        if (draft := reader.read(sheet, columns, row)) is not None
    ]
    _keep_new(taking, list(_not_waiting(reader, drafts)))
    taking.refused.extend(reader.faults)
    if reader.guesses:
        taking.notices.append(_guesses(reader))
        taking.guessed = {word: kind for kind, word in reader.guesses if word != kind}
    taking.notices.extend(_unused(reader, known))
    for sentence, rows in reader.filled.items():
        taking.notices.append(f"{_rows(rows)}: {sentence}")
    for (name, kind), count in reader.left.items():
        taking.notices.append(f"'{name}' is not taken for {kind} rows ({count})")


def _with_columns(
    taking: _Taking, mapping: ColumnMapping, sheets: Sequence[Sheet]
) -> Iterator[tuple[Sheet, HeldColumns]]:
    """Yield sheets with what their columns hold; one that holds nothing known is said.

    Raises:
        NoKnownColumn: If no sheet has a known column, or one that was asked for has none.
    """
    lost: list[FormatError] = []
    found: list[tuple[Sheet, HeldColumns]] = []
    for sheet in sheets:
        try:
            found.append((sheet, find(sheet, mapping)))
        except NoKnownColumn as error:
            lost.append(error)
            if mapping.sheets or len(lost) == len(sheets):
                raise
            taking.notices.append(f"{error}; the sheet is not taken")
    log = [one for one in found if _LOGGED & set(one[1].held.values())]
    for sheet, columns in found:
        if (sheet, columns) in log or not log or mapping.sheets:
            yield sheet, columns
        else:
            sentence = "no column holds a date, a kind, a text or an issue"
            taking.notices.append(f"{sheet.file}: {sentence}; the sheet is not taken")


_LOGGED = frozenset(("date", *DATE_PARTS, "kind", "text", "issue", "issues"))
"""What one column of a log holds at least; a list of contacts beside it has none of them."""


def _unused(reader: RowReader, known: Sequence[tuple[Sheet, HeldColumns]]) -> Iterator[str]:
    """Yield which values that were given, or given another meaning, stand in no row."""
    for name, text in reader.mapping.set.items():
        if name not in (*reader.given, "kind") and any(sheet.rows for sheet, _ in known):
            yield f"'--set {name}={text}' goes for no row: all say it themselves, or have none"
    guesses = {folded(word) for _, word in reader.guesses}
    for of, pairs in reader.mapping.values.items():
        for old in pairs:
            plain_, kind = folded(old), folded(of) == "kind"
            if f"{of}:{old}" not in reader.mapping.asked or (kind and plain_ in guesses):
                continue
            if not any(
                plain_ in folded(cell)
                if kind
                else plain_ == folded(cell) and folded(of) in _called(sheet, columns, place)
                for sheet, columns in known
                for row in sheet.rows
                for place, cell in enumerate(row.cells)
            ):
                yield f"no cell{'' if kind else f' of {of}'} says '{old}'; '--value' names it"


def _called(sheet: Sheet, columns: HeldColumns, place: int) -> set[str]:
    """Return what a column may be called: by its name, and by what it holds."""
    name = sheet.header[place] if place < len(sheet.header) else ""
    return {folded(name), folded(columns.held.get(place, ""))}


def _not_waiting(reader: RowReader, drafts: Iterable[RowDraft]) -> Iterator[RowDraft]:
    """Yield the rows but for those on what came last, where that may be a row that is refused.

    Else they would be tied to an older paper.
    """
    for draft in drafts:
        day = draft.entry.date.start
        before = [
            at
            for kind in waited_for(draft.entry)
            for at, date in reader.lost[kind]
            if not date or When.parse(date).start <= day
        ]
        if before:
            what = f"the {draft.entry.kind} names nothing that it is on"
            sentence = f"{what}, and waits for {_rows(before)}: mend them, or name it"
            reader.faults.append(draft.at.fault(sentence))
        else:
            yield draft


def _guesses(reader: RowReader) -> str:
    """Return which rows were taken for what kind, as none of them says it."""
    by_kind: dict[str, list[RowPlace]] = {}
    for (kind, _), rows in reader.guesses.items():
        by_kind.setdefault(kind, []).extend(rows)
    counted = ", ".join(
        f"{len(rows)} {kind} ({_rows(rows)})" for kind, rows in sorted(by_kind.items())
    )
    advice = "'--value kind:WORD=KIND' changes what a word tells, '--kind' gives one to all"
    return f"kind guessed from the words: {counted}; {advice}"


def _rows(rows: Sequence[RowPlace], most: int = 8) -> str:
    """Name rows by their numbers, the first of many; by their sheets too, if several have."""
    named = len({at.sheet.name for at in rows}) > 1
    numbers: dict[str, list[int]] = {}
    for at in rows[:most]:
        numbers.setdefault(at.sheet.name if named else "", []).append(at.line)
    listed = "; ".join(
        f"{', '.join(map(str, sorted(lines)))}{f' of {sheet}' if sheet else ''}"
        for sheet, lines in numbers.items()
    )
    return f"{'row' if len(rows) == 1 else 'rows'} {listed}{' ...' if len(rows) > most else ''}"


def _keep_new(taking: _Taking, drafts: Sequence[RowDraft]) -> None:
    """Keep the rows that are new, each with an id; count and refuse the others."""
    record = taking.case.record
    days = {draft.entry.date for draft in drafts}  # an equal entry is of an equal date
    of_days = [entry for entry in record.entries if entry.date in days]
    there = {evolve(entry, id=""): entry.id for entry in of_days}
    taken = {*record.by_id, *record.sources, *(one.id for _, one in taking.declared)}
    taken |= {draft.entry.id for draft in drafts}
    alike = {evolve(entry, id="", about=()): entry.id for entry in of_days}
    notes: list[RowDraft] = []
    links = EntryLinks(record.entries, taken)
    numbers: dict[str, int] = {}
    kept: dict[int, RowDraft] = {}
    named: dict[str, RowDraft] = {}  # the first row of each id that a sheet gives
    later = [i for i, draft in enumerate(drafts) if links.are_open(draft.entry)]
    later.sort(key=lambda i: drafts[i].entry.date.order)
    waiting = set(later)
    for i in (*(i for i in range(len(drafts)) if i not in waiting), *later):
        draft = drafts[i]
        entry = links.closed(draft.entry) if i in waiting else draft.entry
        held = record.by_id.get(entry.id or there.get(entry, ""))
        above = named.setdefault(entry.id, draft) if entry.id and held is None else draft
        filled = not entry.id and links.filled(draft.entry)
        if not entry.id and (entry in there or (filled and evolve(entry, about=()) in alike)):
            taking.same += 1
            one = there.get(entry) or alike[evolve(entry, about=())]
            notes.extend(_noted(draft, one, there, taken, numbers))
        elif above is not draft:
            sentence = f"duplicate id '{entry.id}': the first is in row {above.at.line}"
            taking.refused.append(draft.at.fault(sentence))
        elif held is None:
            bare = entry
            entry = with_id(entry, taken, numbers)
            if not bare.id:
                there[bare] = entry.id
            links.add(entry)
            kept[i] = evolve(draft, entry=entry)
            notes.extend(_noted(draft, entry.id, there, taken, numbers))
        elif held == entry:
            taking.same += 1
            notes.extend(_noted(draft, entry.id, there, taken, numbers))
        else:
            taking.refused.append(draft.at.fault(_differs(held, entry)))
    taking.drafts.extend(kept[i] for i in sorted(kept))
    taking.drafts.extend(notes)


def _noted(
    draft: RowDraft,
    one: str,
    there: dict[Entry, str],
    taken: set[str],
    numbers: dict[str, int],
) -> Iterator[RowDraft]:
    """Yield the note of the team on the entry of a row, unless it is in the record."""
    bare = Note(id="", date=draft.entry.date, text=draft.note, about=(one,))
    if draft.note and bare not in there:
        note = with_id(bare, taken, numbers)
        there[bare] = note.id
        yield RowDraft(at=draft.at, entry=note, used=frozenset())


def _differs(held: Any, new: Any) -> str:
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


def _take_declared(taking: _Taking, sheet: Sheet, cls: type[Outlet | Source]) -> None:
    """Take a sheet of sources or outlets as Accord writes it."""
    known = {folded(name): name for name in fields(cls)}
    columns = find(sheet, ColumnMapping(), known)
    taking.found(sheet, columns)
    record = taking.case.record
    there: Mapping[str, Any] = record.sources if cls is Source else record.outlets
    seen: set[str] = set()
    for at, cells in _filled(taking, sheet, columns):
        row = {columns.held[place]: text for place, text in cells.items()}
        one = row.pop("id", "").strip()
        try:
            raw = {name: plain(text, fields(cls)[name].shape) for name, text in row.items()}
            new = read_declared(cls, one, tree(raw, at.line), "")
        except InvalidProcess as invalid:
            taking.refused.extend(at.fault(problem.sentence) for problem in invalid.problems)
            continue
        held = there.get(one)
        if held is None and one in seen:
            taking.refused.append(
                at.fault(f"a row above declares the {cls.__name__.lower()} '{one}' already")
            )
        elif held is None:
            seen.add(one)
            taking.declared.append((at, new))
            taking.names.declare(new)
        elif held == new:
            taking.same += 1
        else:
            taking.refused.append(at.fault(_differs(held, new)))


def _filled(
    taking: _Taking, sheet: Sheet, columns: HeldColumns
) -> Iterator[tuple[RowPlace, dict[int, str]]]:
    """Yield the filled cells of each row that can be read."""
    for row in sheet.rows:
        at = RowPlace(sheet, row.line)
        faults = [at.fault(row.fault)] if row.fault else []
        for place in sorted(row.errors):
            if place in columns.held:
                name = sheet.header[place]
                faults.append(at.fault(f"the cell of '{name}' {row.errors[place]}", place))
        taking.refused.extend(faults)
        cells = {i: text for i, text in enumerate(row.cells) if text and i in columns.held}
        if cells and not faults:
            yield at, cells


_SAYS_NOTHING = re.compile(r"[\W_]+|n\.?\s?/?\s?a\.?|tbd|tbc")
"""What people write into a cell of a matrix that has nothing to say."""


def _matrix_cells(
    taking: _Taking, sheet: Sheet, mapping: ColumnMapping
) -> Iterator[tuple[RowPlace, int, str, str, str]]:
    """Yield each filled cell of a matrix: its row, place, issue, party and text.

    Args:
        taking: Where what cannot be taken is noted.
        sheet: The matrix: a row an issue, a column a party, by ids or names.
        mapping: What was said of its columns.

    Raises:
        FormatError: If no column is known.
    """
    process = taking.case.process
    # What was exported holds ids: the id of one may be the name of another.
    names = {folded(party.name): one for one, party in process.parties.items()}
    ids = {folded(one): one for one in process.parties}
    known = {folded(ISSUE): ISSUE} | names | ids
    checked([sheet], mapping, [ISSUE, *process.parties])
    known.setdefault(NAME, SKIP)
    columns = find(sheet, mapping, known)
    taking.found(sheet, columns)
    for name in columns.ignored:
        called = (party.name for party in process.parties.values())
        close = suggested(name, called, process.parties)
        if folded(name) in known:
            again = process.parties[known[folded(name)]].name if known[folded(name)] else ""
            taking.notices.append(f"two columns are of {again}: '{name}' is not taken")
        elif "did you mean" in close:
            taking.notices.append(f"there is no party '{name}'{close}")
    seen: set[str] = set()
    for at, cells in _filled(taking, sheet, columns):
        place = next((i for i in cells if columns.held[i] == ISSUE), -1)
        named = cells.pop(place, "").strip()
        try:
            issue = taking.names.resolve("issue", named) if named else ""
        except UnknownName as unknown:
            taking.refused.append(at.fault(unknown.sentence, place))
            continue
        if not issue:
            taking.refused.append(at.fault("the row names no issue"))
        elif issue in seen:
            taking.refused.append(at.fault(f"a row above is about the issue '{issue}' already"))
        else:
            seen.add(issue)
            for i, text in cells.items():
                yield at, i, issue, columns.held[i], text


def _take_matrix(
    taking: _Taking,
    sheet: Sheet,
    mapping: ColumnMapping,
    date: When | None,
    sources: Sequence[str],
) -> None:
    """Take each cell of an issue matrix as a position, if it is not what stands already."""
    last = positions(taking.case.record)
    drafts: list[RowDraft] = []
    undated: list[RowPlace] = []
    in_words: list[str] = []
    for at, place, issue, party, text in _matrix_cells(taking, sheet, mapping):
        held = last.get((party, issue))
        taking.names.used = set()
        taking.names.find("issue", issue)  # used, if it was made for this row
        option = taking.names.option(issue, text.strip())
        first, _, below = text.partition("\n")  # an option, and below it the party's words
        asked = taking.case.process.agenda.issues.get(issue)
        if (
            text == stated(held)
            or (asked and text == shown(held, asked))
            or (held and held.option and option == held.option)
        ):
            taking.same += 1
            continue
        if not option and _SAYS_NOTHING.fullmatch(text.strip().casefold()):
            taking.notices.append(f"row {at.line}: '{text}' is taken for no position")
            continue
        words = {"option": option} if option else {"text": text.strip()}
        if (
            not option
            and below.strip()
            and (named := taking.names.option(issue, first.strip()))
        ):
            words = {"option": named, "text": below.strip()}
        if "option" not in words and asked and asked.choices:
            nearest = taking.names.options_near(issue, text.strip())
            if "did you mean" in nearest and len(text.split()) < 4:
                said = f"'{text}' is no option of '{issue}'{nearest}"
                taking.notices.append(f"row {at.line}: {said} else it stays in words")
            else:
                in_words.append(f"{quoted(text)} (row {at.line})")
        if date is None or not sources:
            undated.append(at)
            continue
        try:
            named_ = sources_named(taking.names, sources, str(date))
        except UnknownName as unknown:
            taking.refused.append(at.fault(unknown.sentence))
            continue
        raw = {"kind": "position", "date": str(date), "sources": named_}
        try:
            entry = read_entry(tree({**raw, "party": party, "issue": issue, **words}), "")
        except InvalidProcess as invalid:
            taking.refused.extend(at.fault(one.sentence, place) for one in invalid.problems)
            continue
        drafts.append(RowDraft(at=at, entry=entry, used=frozenset(taking.names.used)))
    if in_words:
        many = "1 cell is" if len(in_words) == 1 else f"{len(in_words)} cells are"
        more = f" and {len(in_words) - 8} more" if len(in_words) > 8 else ""
        listed = ", ".join(in_words[:8])
        taking.notices.append(f"{many} no option of the issue, kept in words: {listed}{more}")
    if undated:
        sentence = "an issue matrix has no dates and no sources: give both"
        raise FormatError(f"{sheet.file}: {sentence} with '--date' and '--source'")
    _keep_new(taking, drafts)


def _checked(path: Path | str, taking: _Taking, reader: Reader | None) -> ImportPlan:
    """Check the folder with what is new, leaving out the rows that would make it wrong."""
    rows: list[tuple[RowPlace, Any, frozenset[Key]]] = [
        *((at, one, frozenset()) for at, one in taking.declared),
        *((draft.at, draft.entry, draft.used) for draft in taking.drafts),
    ]
    change, made = None, list[Any]()
    while rows:
        users: dict[Key, RowPlace] = {}
        for at, _, used in rows:
            for key in used:
                users.setdefault(key, at)
        readers = _readers(rows)
        made = list(_for_its_readers(taking.names.new_of(users), readers))
        change = compose(path, [*made, *(one for _, one, _ in rows)])
        wrong = change.mistakes(reader)
        if not wrong:
            break
        places = {place: number for number, place in enumerate(change.added)}
        bad: set[int] = set()
        for place, problem in wrong:
            number = places[place] - len(made)
            if number < 0:  # what was made of a name cannot be: nor can the rows that use it
                thing = made[places[place]]
                using = [i for i, (_, _, used) in enumerate(rows) if _uses(used, thing)]
                bad.update(using)
                for i in using:
                    taking.refused.append(rows[i][0].fault(problem.sentence))
            else:
                bad.add(number)
                taking.refused.append(rows[number][0].fault(problem.sentence))
        if not bad:
            raise InvalidProcess(Problem(str(path), 0, one.sentence) for _, one in wrong)
        rows = [row for i, row in enumerate(rows) if i not in bad]
        change, made = None, []
    taking.notices.extend(_seen_by_all(made, _readers(rows)))
    return ImportPlan(
        case=taking.case,
        change=change,
        entries=tuple((at, one) for at, one, _ in rows if isinstance(one, Entry)),
        declared=tuple((at, one) for at, one, _ in rows if not isinstance(one, Entry)),
        made=tuple(made),
        same=taking.same,
        refused=_in_order(taking),
        ignored=tuple(taking.ignored),
        notices=tuple(taking.notices),
        columns=taking.columns,
        guessed=taking.guessed,
        sheets=tuple(taking.sheets),
    )


_Readers = Mapping[str, set[tuple[str, ...]]]
"""For whom the rows are that use what was made, by its id."""


def _readers(rows: Iterable[tuple[RowPlace, Any, frozenset[Key]]]) -> _Readers:
    found = defaultdict[str, set[tuple[str, ...]]](set)
    for _, one, used in rows:
        for _, key in used:
            found[key.rpartition("\n")[2]].add(getattr(one, "for_", ()))
    return found


def _for_its_readers(made: Iterable[Any], readers: _Readers) -> Iterator[Any]:
    """Yield what was made of names, sources and outlets of private rows for their readers."""
    for thing in made:
        if isinstance(thing, Source | Outlet) and len(readers[thing.id]) == 1:
            (tiers,) = readers[thing.id]
            if own_record(tiers) != RECORD:
                thing = evolve(thing, for_=tiers)
        yield thing


def _seen_by_all(made: Iterable[Any], readers: _Readers) -> Iterator[str]:
    """Yield what only rows that are not for the table name, and everybody reads from now on."""
    for thing in made:
        if not isinstance(thing, Source | Outlet):
            named = thing.option if isinstance(thing, NewOption) else thing
            if not {TABLE, PUBLIC} & {one for tiers in readers[named.id] for one in tiers}:
                said = f"'{named.name}' is named by private rows alone"
                yield f"{said}, and everybody reads {PROCESS}"


def _in_order(taking: _Taking) -> tuple[RowFault, ...]:
    """Return what is wrong in the order of the sheets and their rows."""
    places = {sheet.file: number for number, sheet in enumerate(taking.sheets)}
    return tuple(sorted(set(taking.refused), key=lambda one: (places.get(one.file, -1), one)))


def _uses(used: Iterable[Key], thing: Any) -> bool:
    """Return whether a row uses what was made."""
    one = thing.option.id if isinstance(thing, NewOption) else thing.id
    return any(key.rpartition("\n")[2] == one for _, key in used)
