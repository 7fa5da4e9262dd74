"""Taking a sheet of marks into a folder: whose marks of which options it would add."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from attrs import define, evolve, field, frozen
from frozendict import frozendict

from accord.errors import AccordError, FormatError, InvalidProcess
from accord.formats.amend import amended
from accord.formats.append import Appended, NewOption, compose
from accord.formats.disk import read_bytes
from accord.formats.folder import glance, load
from accord.formats.for_whom import PROCESS
from accord.formats.marks_cells import BY_COLOUR, MarkReader, how_known
from accord.formats.marks_columns import (
    BASIS,
    BESIDE,
    HOW,
    ISSUE,
    ISSUE_NAME,
    MARK,
    NORM,
    OPTION,
    OPTION_NAME,
    PARTY,
    PUTS_OFF,
    SOURCE,
    MarkColumns,
    find_columns,
    header_words,
    notices_of,
)
from accord.formats.marks_files import Marks, MarksChange, MarksFiles
from accord.formats.read import NO, YES
from accord.formats.sheet import Sheet, SheetRow
from accord.formats.sheet_columns import ColumnMapping
from accord.formats.sheet_names import Key, SheetNames, UnknownName
from accord.formats.sheet_rows import RowFault, RowPlace
from accord.formats.sheet_values import sources_named
from accord.formats.spreadsheet_files import read
from accord.formats.tree import Map, parse
from accord.formats.write import fields_plain
from accord.model import (
    MEDIATOR,
    HowKnown,
    Marked,
    Norm,
    When,
)
from accord.record import Case


@frozen(kw_only=True)
class MarksPlan:
    """What taking in a sheet of marks would do.

    Attributes:
        case: The folder as it is.
        change: The folder's files with what is new; None where nothing is.
        holder: Who holds the marks.
        marks: The marks of the sheet, by party, issue and option.
        options: The ids and names of issues and options that have rows, in their order.
        parties: The names of parties, by id, in the order of their columns.
        files: The files that take marks, by their names, and what is done to each.
        made: What was made of names: parties, issues, options, sources.
        same: How many marks say what the folder says.
        barred: Parties of whom no mark can be taken, by id.
        refused: What cannot be taken.
        ignored: Columns that were not taken.
        notices: What else is to be said of the sheet.
        columns: What the columns were taken for, by the name of their sheet.
        sheets: The sheets.
    """

    case: Case
    change: MarksChange | None
    holder: str
    marks: Mapping[str, Marks]
    options: Mapping[str, tuple[str, Mapping[str, str]]]
    parties: Mapping[str, str]
    files: Mapping[str, str]
    made: tuple[Any, ...]
    same: int
    barred: tuple[str, ...] = ()
    refused: tuple[RowFault, ...]
    ignored: tuple[str, ...]
    notices: tuple[str, ...]
    columns: Mapping[str, Mapping[str, str]]
    sheets: tuple[Sheet, ...]

    @property
    def taken(self) -> int:
        """How many marks of the sheet are taken, or are there already."""
        mine = (marks for party, marks in self.marks.items() if party not in self.barred)
        return sum(len(options) for one in mine for options in one.values())

    @property
    def refused_rows(self) -> int:
        """How many rows have something that cannot be taken."""
        return len({(one.file, one.row) for one in self.refused})


def plan_marks(
    path: Path | str,
    file: Path,
    *,
    held_by: str,
    mapping: ColumnMapping | None = None,
    as_of: When | None = None,
    readers: Sequence[str] = (),
    begun: bool = False,
    voice: str = "",
    can_block: bool | None = None,
    case: Case | None = None,
) -> MarksPlan:
    """Read a sheet of marks and say what taking it into a folder would do.

    Nothing is written; the plan's `change.write()` does that.

    Args:
        path: The process folder.
        file: The spreadsheet.
        held_by: Who holds the marks: an id or a name.
        mapping: What was said of the sheet.
        as_of: When the holder held them.
        readers: Who may read them; the mediator's team where nobody is named.
        begun: Whether the folder is being made, and has no parties yet.
        voice: The voice of the party whose marks they are: kept is where it differs.
        can_block: Of a voice that is new: whether it can block.
        case: The folder as its reader sees it: only what this reader may read is looked at.
            None for whoever holds all the files.

    Raises:
        InvalidProcess: If the folder has mistakes.
        FormatError: If the sheet cannot be read, or a column cannot be what is said of it.
        AccordError: If nobody is called so.
    """
    if case is None:
        case = glance(path) if begun else load(path)
    mapping = mapping or ColumnMapping()
    parties = case.process.parties
    known = header_words([*parties, *(one.name for one in parties.values())])
    found = read(
        file,
        sheets=mapping.sheets,
        header_row=mapping.header_row,
        known={*known, *mapping.columns},
        encoding=mapping.encoding,
    )
    names = SheetNames(case=case, new=mapping.new)
    tables = list(found.sheets.values())
    tabled: list[tuple[Sheet, MarkColumns]] = []
    lost: list[str] = []
    for sheet in tables:
        try:
            tabled.append((sheet, find_columns(sheet, names, mapping)))
        except FormatError as error:
            lost.append(str(error))
            if mapping.sheets or len(lost) == len(tables):
                raise FormatError("\n".join(lost)) from None
    try:  # after the columns, for the holder may be one of the parties that they name
        holder = names.resolve("speaker", held_by)
    except UnknownName as error:
        advice = f"; declare it: accord actor {path} add {held_by!r}"
        raise AccordError(f"{error.sentence}{advice}") from None
    date = str(as_of or "")
    taking = _MarksTaking(case=case, names=names, mapping=mapping, holder=holder, date=date)
    taking.notices += [one.sentence for one in found.notices]
    taking.notices += [f"{one}; the sheet is not taken" for one in lost]
    for sheet, columns in tabled:
        taking.take(sheet, columns)
    taking.count()
    if voice and len(taking.parties) != 1:
        names_ = ", ".join(map(taking.called, taking.parties)) or "none"
        sentence = f"a voice is of one party, and the sheet has columns of: {names_}"
        raise FormatError(f"{file.name}: {sentence}; '--skip COLUMN' leaves one out")
    files = MarksFiles(
        folder=Path(path),
        held=case.interests,
        holder=holder,
        as_of=as_of,
        readers=tuple(readers) or (MEDIATOR,),
        basis=f"the sheet {file.name}",
        issues=tuple(dict.fromkeys([*case.process.agenda.issues, *taking.options])),
        voice=voice,
        can_block=can_block,
    )
    return _planned(taking, files, file.name)


@define(kw_only=True)
class _MarksTaking:
    """A sheet of marks being read: what it says, and what cannot be taken."""

    case: Case
    names: SheetNames
    mapping: ColumnMapping
    holder: str
    date: str
    marks: dict[str, Marks] = field(factory=dict)
    options: dict[str, tuple[str, dict[str, str]]] = field(factory=dict)
    parties: dict[str, str] = field(factory=dict)
    puts_off: dict[tuple[str, str], bool] = field(factory=dict)
    norms: dict[tuple[str, str], tuple[Norm, ...]] = field(factory=dict)
    rows: dict[Key, RowPlace] = field(factory=dict)
    refused: list[RowFault] = field(factory=list)
    ignored: dict[str, None] = field(factory=dict)
    notices: list[str] = field(factory=list)
    columns: dict[str, dict[str, str]] = field(factory=dict)
    sheets: list[Sheet] = field(factory=list)
    reader: MarkReader = field(init=False)

    def __attrs_post_init__(self) -> None:
        """Let cells be read by what was said of values."""
        self.reader = MarkReader(self.mapping.values)

    def called(self, party: str) -> str:
        """Return the name of a party, one that was made too."""
        made = self.names.made.get(("parties", party))
        return made.name if made is not None else self.case.process.name(party)

    def take(self, sheet: Sheet, columns: MarkColumns) -> None:
        """Read the rows of a sheet."""
        self.sheets.append(sheet)
        self.notices.extend(map(str, notices_of(sheet)))
        self.notices.extend(columns.notices)
        self.refused.extend(columns.faults)
        self.ignored.update(dict.fromkeys(columns.ignored))
        if (place := columns.place(BASIS)) is not None and len(columns.parties) > 1:
            name = sheet.header[place]
            self.notices.append(
                f"what '{name}' says stands as the basis of each mark of its row"
            )
        for party in columns.parties.values():
            self.parties[party] = self.called(party)
        called = {p: self.called(p) for _, p in columns.beside.values()}
        self.columns[sheet.name] = columns.shown(sheet, {**called, **self.parties})
        filled: dict[str, list[int]] = {}
        for at, row, issue, option in self._settled(sheet, columns, filled):
            self._take_row(at, row, columns, issue, option)
        for name, lines in filled.items():
            which = f"rows {lines[0]} to {lines[-1]}" if lines[1:] else f"row {lines[0]}"
            self.notices.append(f"'{name}' stands for {which} too, which name no issue")

    def _settled(
        self, sheet: Sheet, columns: MarkColumns, filled: dict[str, list[int]]
    ) -> Iterator[tuple[RowPlace, SheetRow, str, str]]:
        """Yield the rows with the issue and the option that each is of."""
        issue_at, option_at = columns.place(ISSUE), columns.place(OPTION)
        issue_name, option_name = columns.place(ISSUE_NAME), columns.place(OPTION_NAME)
        has_issues = issue_at is not None or issue_name is not None
        headings = dict(sheet.headings)
        current, said = "", ""
        for row in sheet.rows:
            at = RowPlace(sheet, row.line)
            if row.fault:
                self.refused.append(at.fault(row.fault))
                continue
            for line in sorted(one for one in headings if sheet.header_row < one < row.line):
                said = headings.pop(line)
                current = self._issue(at, said, said, -1)
            own = _cell(row, issue_at) or _cell(row, issue_name)
            option = _cell(row, option_at) or _cell(row, option_name)
            others = [p for p, text in enumerate(row.cells) if text.strip()]
            if (
                not has_issues
                and not sheet.headings
                and others == [option_at]
                and not row.fills
            ):
                said, current = option, self._issue(at, option, option, -1)
                continue
            if own:
                said = own
                place = issue_at if issue_at is not None else issue_name
                current = self._issue(at, own, _cell(row, issue_name), place or 0)
            if not option:
                if own and not [p for p in others if p in columns.parties]:
                    continue  # a heading: the issue of the rows below
                self.refused.append(at.fault("the row names no option"))
                continue
            if not said:
                self.refused.append(at.fault("the row names no issue"))
                continue
            if not own and has_issues and not headings:
                filled.setdefault(said, []).append(row.line)
            if not current:
                continue  # said of the row that names the issue
            place = option_at if option_at is not None else option_name
            if found := self._option(at, current, option, _cell(row, option_name), place or 0):
                yield at, row, current, found

    def _issue(self, at: RowPlace, said: str, name: str, place: int) -> str:
        """Return the id of an issue; nothing where it is none, which is noted."""
        said = self.reader.meant(said, "issue")
        for word in dict.fromkeys((said, name)):
            if word and (found := self.names.find("issue", word)):
                break
        else:
            try:
                found = self.names.resolve("issue", said)
            except UnknownName as error:
                self.refused.append(at.fault(error.sentence, place, error.group))
                return ""
            self._call("issues", found, name)
        issue = self.case.process.agenda.issues.get(found)
        known = issue or self.names.made["issues", found]
        self.options.setdefault(found, (known.name, {}))
        return found

    def _call(self, register: str, one: str, name: str) -> None:
        """Give what was made of an id the name that stands beside it."""
        made = self.names.made.get((register, one))
        if made is not None and name:
            self.names.made[register, one] = (
                evolve(made, option=evolve(made.option, name=name))
                if isinstance(made, NewOption)
                else evolve(made, name=name)
            )

    def _option(self, at: RowPlace, issue: str, said: str, name: str, place: int) -> str:
        """Return the id of an option; nothing where it is none, which is noted."""
        said = self.reader.meant(said, "option")
        try:
            found = self.names.option(issue, said)
            if not found and name:
                found = self.names.option(issue, name)
        except UnknownName as error:
            self.refused.append(at.fault(error.sentence, place, error.group))
            return ""
        if not found:
            held = self.options[issue][0]
            near = self.names.options_near(issue, said)
            sentence = f"'{held}' has no option '{said}'{near}"
            self.refused.append(at.fault(sentence, place))
            return ""
        key = f"{issue}\n{found}"
        self._call("options", key, name)
        made = self.names.made.get(("options", key))
        known = self.case.process.agenda.issues.get(issue)
        if made is not None:
            called = made.option.name
        else:
            called = known.choices[found].name if known else found
        self.options[issue][1][found] = called
        return found

    def _take_row(
        self, at: RowPlace, row: SheetRow, columns: MarkColumns, issue: str, option: str
    ) -> None:
        """Take the marks of one option, and what the row says of it."""
        for place, fault in row.errors.items():
            if place in columns.parties or place in columns.held:
                self.refused.append(at.fault(f"the cell {fault}", place))
        self._of_option(at, row, columns, issue, option)
        beside: dict[tuple[str, str], tuple[int, str]] = {}
        for place, what in columns.held.items():
            if what in BESIDE and (text := _cell(row, place)):
                before = beside.get((what, ""), (place, ""))[1]
                beside[what, ""] = (place, "; ".join(filter(None, (before, text))))
        for place, (what, party) in columns.beside.items():
            if text := _cell(row, place):
                beside[what, party] = (place, text)
        marks = {place: party for place, party in columns.parties.items()}
        if (who := columns.place(PARTY)) is not None and not marks:
            place = columns.place(MARK) or 0
            named = _cell(row, who)
            try:
                party = self.names.resolve("party", named) if named else ""
            except UnknownName as error:
                self.refused.append(at.fault(error.sentence, who, error.group))
                return
            if not party:
                self.refused.append(at.fault("the row names no party", who))
                return
            self.parties.setdefault(party, self.called(party))
            marks = {place: party}
        for place, party in marks.items():
            self._take_mark(at, row, place, party, issue, option, beside)

    def _take_mark(
        self,
        at: RowPlace,
        row: SheetRow,
        place: int,
        party: str,
        issue: str,
        option: str,
        beside: Mapping[tuple[str, str], tuple[int, str]],
    ) -> None:
        if place in row.errors:
            return
        name = at.sheet.header[place]
        fill = row.fills.get(place, "")
        try:
            said = self.reader.read(_cell(row, place), fill, name, party)
        except ValueError as error:
            self.refused.append(at.fault(str(error), place))
            return
        if fill and fill not in BY_COLOUR:
            self.notices.append(f"row {at.line}, '{name}': {fill} means nothing here")
        if said.note:
            self.notices.append(f"row {at.line}, '{name}': {said.note}")
        if said.mark is None:
            return
        key = (f"{party}\n{issue}", option)
        if key in self.rows:
            sentence = f"row {self.rows[key].line} marks this option for {self.called(party)}"
            self.refused.append(at.fault(f"{sentence} already", place))
            return
        self.rows[key] = at

        def of(what: str) -> tuple[int, str]:
            return beside.get((what, party)) or beside.get((what, "")) or (place, "")

        how: HowKnown | None = None
        at_how, text = of(HOW)
        try:
            how = how_known(self.reader.meant(text, HOW, at.sheet.header[at_how]))
        except ValueError as error:
            self.refused.append(at.fault(str(error), at_how))
        both = beside.get((BASIS, party)), beside.get((BASIS, ""))
        basis = "; ".join([*filter(None, [said.rest]), *(one[1] for one in both if one)])
        source = self._source(at, *of(SOURCE))
        found = Marked(mark=said.mark, how=how, basis=basis, source=source)
        self.marks.setdefault(party, {}).setdefault(issue, {})[option] = found

    def _source(self, at: RowPlace, place: int, text: str) -> str:
        """Return the id of the source that a cell names; what is none is noted."""
        if not text:
            return ""
        try:
            found = sources_named(self.names, [text], self.date)
        except (UnknownName, ValueError) as error:
            self.refused.append(at.fault(str(error), place))
            return ""
        known = {*self.case.record.sources, *(i for r, i in self.names.made if r == "sources")}
        if len(found) == 1 and found[0] in known:
            return found[0]
        sentence = f"there is no source '{text}' in record.yaml; '--new-sources' makes it"
        self.refused.append(at.fault(sentence, place, "there is no source"))
        return ""

    def _of_option(
        self, at: RowPlace, row: SheetRow, columns: MarkColumns, issue: str, option: str
    ) -> None:
        """Take what a row says of its option: whether it puts the matter off, and norms."""
        if (place := columns.place(PUTS_OFF)) is not None:
            text = self.reader.meant(_cell(row, place), PUTS_OFF).casefold()
            if text in (*YES, "x", "ja", "oui", "sí", "si", "✓", "✔"):
                self.puts_off[issue, option] = True
            elif text in (*NO, "nein", "non"):
                self.puts_off[issue, option] = False
            elif text:
                sentence = f"'{text}' does not say whether it puts the matter off: yes or no"
                self.refused.append(at.fault(sentence, place))
        if (place := columns.place(NORM)) is not None and (text := _cell(row, place)):
            word, _, rest = text.partition(" ")
            word, rest = word.rstrip(":").casefold(), rest.strip()
            given = {word: rest} if word in ("offends", "meets") and rest else {"text": text}
            self.norms[issue, option] = (Norm(**given),)

    def count(self) -> None:
        """Note how many cells were read by their colour, and which values were of no use."""
        if read := self.reader.coloured:
            counted = ", ".join(f"{n} {c} = {BY_COLOUR[c]}" for c, n in read.items())
            self.notices.append(f"cells read by their colour: {counted}")
        for of, pairs in self.mapping.values.items():
            for old in pairs:
                asked = f"{of}:{old}" in self.mapping.asked
                if asked and (of, old) not in self.reader.used:
                    self.notices.append(f"no cell says '{old}'; '--value' names it")


def _cell(row: SheetRow, place: int | None) -> str:
    return row.cells[place].strip() if place is not None and place < len(row.cells) else ""


def _planned(taking: _MarksTaking, files: MarksFiles, sheet: str) -> MarksPlan:
    """Compose the files with the marks, and check the folder as it would be."""
    case, names, path = taking.case, taking.names, files.folder
    made = [_of_its_option(taking, one) for one in names.new_of(names.used)]
    named = {issue: options for issue, (_, options) in taking.options.items()}
    same, barred = 0, list[str]()
    for party, marks in taking.marks.items():
        name, given = taking.called(party), marks
        if files.voice:
            given = files.apart(party, name, marks)
            same += sum(map(len, marks.values())) - sum(map(len, given.values()))
            if not given:
                continue
        try:
            same += files.take(party, name, given, named)
        except ValueError as error:
            at = RowPlace(taking.sheets[0], taking.sheets[0].header_row)
            taking.refused.append(at.fault(str(error)))
            barred.append(party)
    for party in taking.parties:
        if party not in taking.marks:
            name = taking.called(party)
            taking.notices.append(f"{name}: no mark; all that it can live with counts as ?")
    appended = _edited(path, taking, compose(path, made) if made else None, files)
    change = None
    if appended or files.texts:
        change = MarksChange(folder=path, made=appended, texts=files.texts, before=files.before)
        trees: dict[str, str | Map] = dict(appended.trees) if appended else {}
        try:
            load(path, replaced={**trees, **files.texts}, reader=case.reader)
        except InvalidProcess as invalid:
            mine = {str(path / name) for name in files.said}
            raise InvalidProcess(
                one._replace(file=sheet, line=0) if one.file in mine else one
                for one in invalid.problems
            ) from None
    return MarksPlan(
        case=case,
        change=change,
        holder=taking.holder,
        marks=taking.marks,
        options=taking.options,
        parties=taking.parties,
        files=files.said,
        made=tuple(made),
        same=same,
        barred=tuple(barred),
        refused=tuple(dict.fromkeys(taking.refused)),
        ignored=tuple(taking.ignored),
        notices=tuple(dict.fromkeys((*taking.notices, *files.notices))),
        columns=taking.columns,
        sheets=tuple(taking.sheets),
    )


def _of_its_option(taking: _MarksTaking, thing: Any) -> Any:
    """Return what was made with what the sheet says of its options."""

    def said(issue: str, option: Any) -> Any:
        key = (issue, option.id)
        return evolve(
            option,
            puts_off=taking.puts_off.get(key, False),
            norm=taking.norms.get(key, ()),
        )

    if isinstance(thing, NewOption):
        return evolve(thing, option=said(thing.issue, thing.option))
    if options := getattr(thing, "options", None):
        kept = {i: said(thing.id, o) for i, o in options.items()}
        return evolve(thing, options=frozendict(kept))
    return thing


def _edited(
    path: Path, taking: _MarksTaking, appended: Appended | None, files: MarksFiles
) -> Appended | None:
    """Set on options that are there already what the sheet says of them."""
    issues = taking.case.process.agenda.issues
    changes: dict[tuple[str, str], dict[str, Any]] = {}
    for issue, option in {**taking.puts_off, **taking.norms}:
        held = issues[issue].options.get(option) if issue in issues else None
        if held is None:
            continue
        key = (issue, option)
        if held.puts_off != (off := taking.puts_off.get(key, held.puts_off)):
            changes.setdefault(key, {})["puts_off"] = off
        if new := tuple(one for one in taking.norms.get(key, ()) if one not in held.norm):
            changes.setdefault(key, {})["norm"] = (*held.norm, *new)
    if not changes:
        return appended
    shown = str(path / PROCESS)
    grown = appended if appended is not None and PROCESS in appended.texts else None
    if grown is not None:
        text = grown.texts[PROCESS]
    else:
        data = files.before[PROCESS] = read_bytes(path / PROCESS)
        text = (data or b"").decode("utf-8-sig")
    old = parse(text, shown)
    for (issue, option), keys in changes.items():
        held = issues[issue].options[option]
        plain = fields_plain(evolve(held, **keys))
        del plain["id"]
        where = ("agenda", "issues", issue, "options")
        if isinstance(old["agenda"]["issues"][issue]["options"][option], Map):
            set_ = {key: plain.get(key) for key in keys}
            text, old = amended(text, old, (*where, option), set_, shown)
        else:
            text, old = amended(text, old, where, {option: plain}, shown)
        what = ", ".join(keys).replace("_", " ")
        taking.notices.append(f"'{held.name}': the sheet says anew: {what}")
    if grown is not None:
        texts, trees = {**grown.texts, PROCESS: text}, {**grown.trees, PROCESS: old}
        return evolve(grown, texts=texts, trees=trees)
    files.texts[PROCESS] = text
    return appended
