"""A sheet taken in: sent, looked at with what is asked of it, and only then written."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from attrs import field, frozen
from starlette.responses import Response

from accord.errors import AccordError, Conflict, FormatError, InvalidProcess
from accord.formats.disk import alone
from accord.formats.for_whom import RECORD, own_record, tier_of
from accord.formats.human_dates import DayOrder, date_said
from accord.formats.human_numbers import DecimalSign
from accord.formats.import_marks import MarksPlan
from accord.formats.import_rows import ImportPlan
from accord.formats.record_sheets import ENTRIES, MARKS, MATRIX
from accord.formats.sheet_columns import KEEP, NOTE, SKIP, ColumnMapping, held
from accord.formats.sheet_names import ISSUES, PARTIES, PEOPLE, SOURCES
from accord.formats.sheet_rows import RowFault, listed
from accord.formats.take_sheet import MarksGiven, SheetTaken, take_sheet
from accord.host.entry_form import what_is
from accord.host.held_folder import AlreadyDone
from accord.host.host_page import MEGABYTE, HostPage
from accord.host.kept_sheets import KeptSheet, keep_sheet, kept_sheet
from accord.host.pages.entering import entry_told, readers_for, today, without_place
from accord.host.rules import Rule
from accord.host.visit import NotThere, Visit
from accord.model import MEDIATOR, When
from accord.record import KINDS, Correction
from accord.record.wording import begun
from accord.telling.holder_words import tier_named
from accord.telling.marks_outlook import SIGNS
from accord.telling.sheet_words import rows_told, sum_told

MOST = 12 * MEGABYTE
"""The largest sheet that is taken: some 100,000 rows."""
_SHOWN = 25
"""Rows of a preview: enough to see what each column was taken for."""

_WHAT = (
    (ENTRIES, "What happened: a row for each thing"),
    (MATRIX, "Positions: a row for each issue, a column for each party"),
    (MARKS, "What parties can live with: a row for each option, a column for each party"),
)
_NEW = (
    (SOURCES, "sources and outlets"),
    (PEOPLE, "people"),
    (ISSUES, "issues and options"),
    (PARTIES, "parties, others and venues"),
)


def send(visit: Visit) -> Response:
    """Show where a sheet is sent."""
    return visit.render("sheet_send.html.j2", title="Take in a sheet", most=MOST // MEGABYTE)


def sent(visit: Visit) -> Response:
    """Keep a sheet that was sent, and lead to what it would give."""
    file = visit.files.get("sheet")
    if file is None or not file.filename:
        return visit.refused(
            ["Choose a file first."],
            "sheet_send.html.j2",
            title="Take in a sheet",
            most=MOST // MEGABYTE,
        )
    data = file.file.read(MOST + 1)
    try:
        key = visit.host.settings.random(16).hex()
        kept = visit.host.settings.kept
        sheet = keep_sheet(kept, key, visit.seat.id, file.filename, data)
    except FormatError as error:
        return visit.refused(
            [begun(str(error)) + "."],
            "sheet_send.html.j2",
            title="Take in a sheet",
            most=MOST // MEGABYTE,
        )
    return visit.go(f"/import/{sheet.key}")


def _sheet(visit: Visit) -> KeptSheet:
    sheet = kept_sheet(visit.host.settings.kept, visit.path["sheet"], visit.seat.id)
    if sheet is None:
        raise NotThere
    return sheet


def preview(visit: Visit) -> Response:
    """Show what a sheet would give, and ask what it does not say; or what was added of it."""
    sheet = _sheet(visit)
    if sheet.file is None:
        by_id = visit.case.record.by_id
        added = [entry_told(visit.case, by_id[one]) for one in sheet.added if one in by_id]
        return visit.render(
            "sheet_added.html.j2", title="What was added", added=added, refused=sheet.refused
        )
    return _looked(visit, sheet.file, {})


def answered(visit: Visit) -> Response:
    """Look at a sheet again by what was answered; or take it in."""
    sheet = _sheet(visit)
    if sheet.file is None:
        return visit.go(f"/import/{sheet.key}")
    file, form = sheet.file, visit.form
    if "take" not in form:
        return _looked(visit, file, form)

    name = file.name if visit.seat.team else ""
    for last in (False, True):
        try:
            # It is read before the folder is held for it: others go on meanwhile.
            taken = _read(visit, file, form)
            _refuse_for_others(visit, taken)
            refused = [_as_asked(one, file) for one in listed(taken.found.refused)]
            sheet.taken(visit.change(partial(_written, taken, name)), refused)
        except AlreadyDone as done:
            sheet.taken([*done.added], refused)
        except Conflict as conflict:
            if last:
                return _looked(visit, file, form, [str(conflict)])
            continue
        except AccordError as error:
            return _looked(visit, file, form, [_as_asked(without_place(visit, error), file)])
        break
    return visit.go(f"/import/{sheet.key}", said="Taken in.")


def _written(taken: SheetTaken, name: str, folder: Path) -> list[str]:
    """Write what a sheet gives; of one with a name keep what was said; return entries' ids."""
    found = taken.found
    if found.change is None:
        raise AccordError("Nothing of it can be taken in as it stands.")
    with alone(folder / RECORD):
        found.change.write()
    if name:
        taken.mapping.keep(found, name)
    return [e.id for _, e in found.entries] if isinstance(found, ImportPlan) else []


def _read(visit: Visit, file: Path, form: Mapping[str, str]) -> SheetTaken:
    """Return what a sheet would give by what was answered; nothing is written."""
    what = _what(visit, form)
    marks = None
    if what == MARKS:
        marks = MarksGiven(
            held_by=form.get("held_by", "").strip(),
            as_of=_moment(visit, form.get("date", "")),
            readers=_readers(visit, form) or (MEDIATOR,),
        )
    kept = None if visit.seat.team else str(file.with_name(f"{file.name}.mapping.yaml"))
    return take_sheet(
        visit.folder,
        file,
        _said(visit, form, what),
        what=what,
        marks=marks,
        kept=kept,
        date=_moment(visit, form.get("date", "")),
        sources=tuple(filter(None, [form.get("source", "").strip()])),
        keep=False,
        case=visit.case,
    )


def _what(visit: Visit, form: Mapping[str, str]) -> str:
    what = form.get("what", ENTRIES)
    allowed = [one for one, _ in _WHAT if visit.seat.team or one != MARKS]
    return what if what in allowed else ENTRIES


def _moment(visit: Visit, text: str) -> When | None:
    if not text.strip():
        return None
    try:
        return date_said(text, today(visit))
    except ValueError as error:
        raise AccordError(f"The date of rows that have none: {error}") from None


def _readers(visit: Visit, form: Mapping[str, str]) -> tuple[str, ...]:
    chosen = form.get("for", "")
    if not chosen and visit.seat.team:
        return ()
    if chosen and chosen not in visit.seat.writes_for:
        raise NotThere
    return (chosen or visit.seat.writes_for[0],)


def _whom(visit: Visit, form: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return for whom rows may be that do not say it, with the words; the default first."""
    process = visit.case.process
    own = [(tier, begun(tier_named(process, tier))) for tier in visit.seat.writes_for]
    default = "The mediator's team"
    if _what(visit, form) != MARKS:
        said = readers_for(visit, "statement")[0][1]
        default = f"As the record says: {said[0].lower()}{said[1:]}"
    return [("", default), *own] if visit.seat.team else own


def _said(visit: Visit, form: Mapping[str, str], what: str) -> ColumnMapping:
    """Return what was answered of a sheet."""
    columns = {
        name.removeprefix("column."): value
        for name, value in form.items()
        if name.startswith("column.") and value != _AS_READ
    }
    values: dict[str, dict[str, str]] = {}
    for name, value in form.items():
        if name.startswith("value|") and value.strip():
            column, _, old = name.removeprefix("value|").partition("|")
            values.setdefault(column, {})[old] = value.strip()
    given = {"kind": form["kind"]} if form.get("kind") in KINDS else {}
    if what != MARKS and (readers := _readers(visit, form)):
        given["for"] = "; ".join(readers)
    new = [one for one, _ in _may_make(visit) if one in visit.lists.get("new", ())]
    row = form.get("header_row", "").strip()
    return ColumnMapping(
        columns=columns,
        set=given,
        values=values,
        new=tuple(new),
        order=DayOrder(form["order"]) if form.get("order") in [*DayOrder] else None,
        sign=DecimalSign(form["sign"]) if form.get("sign") in [*DecimalSign] else None,
        header_row=int(row) if row.isdecimal() and len(row) < 6 else None,
    )


def _may_make(visit: Visit) -> list[tuple[str, str]]:
    """Return what may be made of names: whatever everybody reads, by the team alone."""
    return [one for one in _NEW if visit.seat.team or one[0] == SOURCES]


_AS_READ = "="
"""Stands for what a column was taken for before anything was answered."""


def _refuse_for_others(visit: Visit, taken: SheetTaken) -> None:
    """Refuse what somebody may not write: for others, or into what everybody reads.

    Raises:
        AccordError: If something of it is.
    """
    found, own = taken.found, set(visit.seat.writes_for)
    change: Any = found.change
    if isinstance(found, MarksPlan):
        files, whom = [*found.files], set[str]()
    else:
        files = [*change.texts] if change is not None else []
        whom = {tier for _, entry in found.entries for tier in entry.for_}
    places = {tier_of(name) for name in files}
    mine = {tier_of(own_record((tier,))) for tier in own} | ({""} if visit.seat.team else set())
    if not whom <= own or not places <= mine:
        raise AccordError(
            "Some rows are for others than you may write for: leave their column out, or say "
            "below who may read them."
        )


@frozen(kw_only=True)
class SheetAsked:
    """Something that is asked of a sheet: what a value in it means.

    Attributes:
        name: The field that answers.
        words: The question.
        choices: What can be answered; empty where it is typed.
        listed: The names that are offered while it is typed.
        typed: The answer so far.
    """

    name: str
    words: str
    choices: tuple[tuple[str, str], ...] = ()
    listed: str = ""
    typed: str = ""


@frozen(kw_only=True)
class SheetView:
    """A sheet as its preview shows it.

    Attributes:
        columns: The columns: name, what it was taken for, and what was answered.
        rows: The first rows as they would stand: row, kind, date, words.
        more: How many more there are.
        marks: Of a sheet of marks: a row for each option, with the marks by party.
        parties: Of a sheet of marks: the names of the parties.
        notices: What else is to be said.
        refused: What cannot be taken, in sentences.
        sum: How much there is, in a sentence.
        ready: Whether something can be taken in.
        asked: What is asked of values.
    """

    columns: tuple[tuple[str, str, str], ...] = ()
    rows: tuple[tuple[str, str, str, str], ...] = ()
    more: int = 0
    marks: tuple[tuple[str, ...], ...] = ()
    parties: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    sum: str = ""
    ready: bool = False
    asked: tuple[SheetAsked, ...] = field(default=())


def _looked(
    visit: Visit, file: Path, form: Mapping[str, str], mistakes: Sequence[str] = ()
) -> Response:
    """Show what a sheet would give by what was answered so far."""
    view, wrong = SheetView(), list(mistakes)
    lacking = _what(visit, form) == MARKS and not form.get("held_by", "").strip()
    if lacking:
        wrong.append("Say below whose marks these are.")
    else:
        try:
            taken = _read(visit, file, form)
            view = _view(visit, taken, file, form)
            _refuse_for_others(visit, taken)
        except InvalidProcess as invalid:
            wrong += [_as_asked(one.sentence, file) for one in invalid.problems]
        except AccordError as error:
            wrong.append(_as_asked(str(error), file))
    visit.mistakes = tuple(dict.fromkeys(wrong))
    process = visit.case.process
    held_here = [(one, _held_words(one)) for one in held() if visit.seat.team or one != NOTE]
    if _what(visit, form) == MARKS:
        held_here = [(one, one) for one in _OF_MARKS]
        held_here += [(party.id, party.name) for party in process.parties.values()]
    return visit.render(
        "sheet_preview.html.j2",
        status=422 if mistakes else 200,
        title=f"Take in {file.name}",
        file=file.name,
        view=view,
        form=form,
        what=_what(visit, form),
        whats=[one for one in _WHAT if visit.seat.team or one[0] != MARKS],
        held=held_here,
        as_read=_AS_READ,
        kinds=[(kind, what_is(kind)) for kind in KINDS if kind != Correction.kind],
        new=_may_make(visit),
        readers=_whom(visit, form),
        made=visit.lists.get("new", ()),
        speakers=[*map(process.name, (*process.parties, *process.actors, *process.people))],
        outlets=[one.name for one in visit.case.record.outlets.values()],
    )


_OF_MARKS = ("issue", "option", "how", "basis", "source", "puts off")
"""What a column of a sheet of marks can hold beside the marks of a party."""

_HELD = {
    SKIP: "left out",
    KEEP: "kept in the words of the row",
    NOTE: "a note for the mediator's team",
    "who": "who did or said it",
    "link": "its address on the web",
    "published": "when it was published",
    "text": "what happened, in words",
    "for": "who may read it",
    "kind": "what it is",
    "side": "for which side they speak",
}
"""What a column can hold, where its own word does not say it."""


def _held_words(one: str) -> str:
    return _HELD.get(one, one.replace("_", " "))


def _view(visit: Visit, taken: SheetTaken, file: Path, form: Mapping[str, str]) -> SheetView:
    found = taken.found
    again = ["It is read as it was last time."] if taken.mapping.there is not None else []
    columns = [
        (name, _held_words(to), form.get(f"column.{name}", _AS_READ))
        for one in found.columns.values()
        for name, to in one.items()
    ]
    left = _held_words(SKIP)
    columns += [(name, left, form.get(f"column.{name}", _AS_READ)) for name in found.ignored]
    shown: dict[str, Any] = {}
    if isinstance(found, MarksPlan):
        shown["marks"] = tuple(_marks(found))
        shown["parties"] = tuple(found.parties.values())
    else:
        rows = rows_told(found)
        dates = {entry.id: entry.date.words for _, entry in found.entries}
        shown["rows"] = tuple(
            (row, kind, dates.get(one, ""), text) for row, one, kind, text in rows[:_SHOWN]
        )
        shown["more"] = max(0, len(rows) - _SHOWN)
    return SheetView(
        columns=tuple(dict.fromkeys(columns)),
        notices=tuple(
            dict.fromkeys((*again, *(_as_asked(one, file) for one in found.notices)))
        ),
        refused=tuple(_as_asked(one, file) for one in listed(found.refused)),
        sum=sum_told(found, written=False).replace("would add", "Would be added"),
        ready=found.change is not None,
        asked=tuple(_asked(visit, found.refused, form)),
        **shown,
    )


def _marks(found: MarksPlan) -> Iterator[tuple[str, ...]]:
    """Yield the marks of a sheet: issue, option, and a mark for each party."""
    for issue, (name, options) in found.options.items():
        for option, called in options.items():
            marks = [
                found.marks.get(party, {}).get(issue, {}).get(option) for party in found.parties
            ]
            words = (f"{SIGNS[one.mark]} {one.mark}" if one else "?" for one in marks)
            yield (name, called, *words)


_KIND_OF = re.compile(r"--value 'kind:(.*?)=KIND'")
_MARK_OF = re.compile(r"--value 'mark:(.*?)=MARK'")
_MEANT = re.compile(r'--value "COLUMN:(.*?)=(.*?)" says so')
_MARK_WORDS = ("want", "can live with", "cannot", "?")


def _asked(
    visit: Visit, refused: Iterable[RowFault], form: Mapping[str, str]
) -> Iterator[SheetAsked]:
    """Yield what has to be answered before rows that are refused can be taken."""
    seen: dict[str, SheetAsked] = {}
    kinds = tuple((kind, what_is(kind)) for kind in KINDS if kind != Correction.kind)
    for fault in refused:
        name, words, listed_ = "", "", ""
        choices: tuple[tuple[str, str], ...] = ()
        if found := _KIND_OF.search(fault.text):
            name, words, choices = f"value|kind|{found[1]}", f"What is '{found[1]}'?", kinds
        elif found := _MARK_OF.search(fault.text):
            name, words = f"value|mark|{found[1]}", f"What does '{found[1]}' mean?"
            choices = tuple((one, one) for one in _MARK_WORDS)
        elif (found := _MEANT.search(fault.text)) and fault.column:
            name = f"value|{fault.column}|{found[1]}"
            words, choices = f"Who is '{found[1]}'?", ((found[2], found[2]),)
        elif fault.name and fault.column:
            name = f"value|{fault.column}|{fault.name}"
            words, listed_ = f"Who or what is '{fault.name}'?", "names"
        if name:
            seen[name] = SheetAsked(
                name=name,
                words=words,
                choices=choices,
                listed=listed_,
                typed=form.get(name, ""),
            )
    for name, value in form.items():  # what was answered stays to be changed
        if name.startswith("value|") and value and name not in seen:
            old = name.rpartition("|")[2]
            seen[name] = SheetAsked(name=name, words=f"'{old}' means", typed=value)
    yield from [*seen.values()][:_SHOWN]


_AS_ASKED = (
    (r"[;:]? ?'--new-\w+' makes (it|them)", r"; tick 'Make new ones' below to make \1"),
    (r"say '--day-first' or '--month-first'", "say below which comes first"),
    (r"say '--decimal-comma' or '--decimal-point'", "say below what parts decimals"),
    (r"say what they hold with '--map COLUMN=FIELD'", "say below what they hold"),
    (r"with '--date' and '--source'", "below"),
    (r"the (\w+) must have '(\w+)'", r"the \1 does not say its \2"),
    (r"[;,:]? ?[^;,:]*--\w[^;]*", ""),
)
"""What sentences of the commands advise, and where that is answered on the page."""


def _as_asked(text: str, file: Path) -> str:
    """Return a sentence with what the page asks in the place of the options of a command."""
    text = text.replace(f"{file.parent}/", "")  # where it is kept is nobody's business
    for pattern, words in _AS_ASKED:
        text = re.sub(pattern, words, text)
    return text.strip()


PAGES = (
    HostPage("/import", send, Rule.WRITES, nav=("Enter what happened", "A sheet")),
    HostPage("/import", sent, Rule.WRITES, "POST", most=MOST),
    HostPage("/import/{sheet}", preview, Rule.WRITES),
    HostPage("/import/{sheet}", answered, Rule.WRITES, "POST"),
)
