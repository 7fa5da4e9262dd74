"""Who wants what: the matrix, a cell of it to be edited, and all there is on one issue."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from attrs import frozen
from starlette.responses import Response

from accord.brief.known import MOST_LINES, Known
from accord.brief.lines import RecordLine, Writer
from accord.brief.sections.who_wants_what import (
    IssueRow,
    PartyPosition,
    cell_items,
    matrix,
    settled_items,
    teller,
)
from accord.errors import AccordError
from accord.formats.append import Appended, tree
from accord.formats.entry_given import add_given
from accord.formats.human_dates import date_said
from accord.host.entry_form import names_offered
from accord.host.held_folder import LOG as DONE
from accord.host.host_page import HostPage
from accord.host.page_query import part_said
from accord.host.pages.entering import chosen_readers, readers_for, today
from accord.host.rules import Rule
from accord.host.said_mistakes import sentences
from accord.host.visit import NotThere, Visit
from accord.model import Issue, When
from accord.record import Case, Entry, Position, Proposal
from accord.record.issue_standings import Ground
from accord.record.ledger import select
from accord.record.position_history import StatedPosition, position_history
from accord.telling.blocks import Item
from accord.telling.marks_by_holder import HolderMarks, marks_by_holder

_MATRIX = "/matrix"
_STANDINGS = tuple(str(one).replace("_", " ") for one in Ground)
_CALLED = {
    "date": "when",
    "text": "the words",
    "option": "what it asks for",
    "by": "who said so",
    "sources": "the source",
    "new_sources": "the source",
    "for": "for whom",
}
"""What the fields of the editor are called, by the key of an entry that each gives."""


class Overtaken(AccordError):
    """Somebody wrote in the same cell while another was typing."""


@frozen(kw_only=True)
class MatrixCell:
    """One party on one issue, as the page shows it.

    Attributes:
        party: Id of the party.
        name: Its name.
        items: What the cell says, line by line.
        silent: Whether there is nothing of the party on the issue.
    """

    party: str
    name: str
    items: tuple[Item, ...]
    silent: bool


@frozen(kw_only=True)
class MatrixRow:
    """One issue, as the page shows it.

    Attributes:
        issue: The issue.
        standing: How it stands: open, common ground, agreed or fallen.
        settled: What is said of that.
        proposed: What those who are no party proposed last.
        cells: One for every party.
        moved: Whether a position, or how it stands, is of the time that is asked for.
    """

    issue: Issue
    standing: str
    settled: tuple[Item, ...]
    proposed: tuple[Item, ...]
    cells: tuple[MatrixCell, ...]
    moved: bool


def show(visit: Visit) -> Response:
    """Show the matrix, or the rows of it that are asked for."""
    wrong, since = [], None
    if said := visit.query.get("since", "").strip():
        try:
            since = _date(visit, said)
        except ValueError as error:
            wrong.append(str(error))
    rows = _rows_of(visit, visit.case, since)
    kept = [
        one
        for one in rows
        if visit.query.get("standing", "") in ("", one.standing)
        and visit.query.get("named", "").casefold() in one.issue.name.casefold()
        and (since is None or one.moved)
    ]
    visit.mistakes = wrong
    return visit.render(
        "matrix.html.j2",
        title="Who wants what",
        rows=kept,
        left_out=len(rows) - len(kept),
        parties=visit.case.process.parties.values(),
        proposed=any(row.proposed for row in rows),
        standings=[("", "open or not"), *((one, one) for one in _STANDINGS)],
        here=_address(visit),
        writes=bool(visit.seat.writes_for),
    )


def _rows_of(visit: Visit, case: Case, since: When | None = None) -> tuple[MatrixRow, ...]:
    """Return the rows, made once for all who read the same."""
    what = ("matrix", str(since or ""))
    return visit.host.computed.get(case, what, lambda: tuple(_rows(case, since)))


def _rows(case: Case, since: When | None) -> Iterator[MatrixRow]:
    known = Known(case=case, start=since)
    new = since is not None or len(known.rounds) > 1
    proposed = _proposed(case)
    for row in matrix(known).rows:
        stood = known.standings[row.issue].since
        yield MatrixRow(
            issue=case.process.agenda.issues[row.issue],
            standing=row.standing.replace("_", " "),
            settled=tuple(settled_items(row)),
            proposed=proposed.get(row.issue, ()),
            cells=tuple(_shown(case, row, one, new) for one in row.cells),
            moved=any(one.moved for one in row.cells)
            or (stood is not None and stood.end > known.window),
        )


def _shown(case: Case, row: IssueRow, one: PartyPosition, new: bool) -> MatrixCell:
    silent = not (one.position or one.taken_on or one.offers)
    return MatrixCell(
        party=one.party,
        name=case.process.name(one.party),
        items=() if silent else tuple(cell_items(row, one, True, new)),
        silent=silent,
    )


def _proposed(case: Case) -> dict[str, tuple[Item, ...]]:
    """Return, by issue, the latest option that somebody proposed who is no party."""
    process, found = case.process, dict[str, tuple[Item, ...]]()
    for one in case.record.of(Proposal):
        if process.side(one.by) in process.parties:
            continue
        for issue, option in one.deal.items():
            known = process.agenda.issues.get(issue)
            if known is not None and option in known.choices:
                by = f"{process.name(one.by)}, {one.date.day}"
                found[issue] = (
                    Item(known.choices[option].name),
                    Item(by, style="muted", entries=(one.id,)),
                )
    return found


def cell(visit: Visit) -> Response:
    """Show what a party said on an issue, and a form for what it says now."""
    return _cell(visit, visit.case, news=_unseen(visit, visit.case))


def _cell(
    visit: Visit, case: Case, mistakes: tuple[str, ...] = (), news: frozenset[str] = frozenset()
) -> Response:
    issue, party = _asked_for(visit, case)
    history = position_history(case.record, issue.id, party)
    row = next(one for one in _rows_of(visit, case) if one.issue.id == issue.id)
    writer = Writer(case.process, case.record)
    visit.mistakes = mistakes
    return visit.render(
        "matrix_cell.html.j2" if visit.query.get("within") else "matrix_editor.html.j2",
        status=422 if mistakes else 200,
        title=f"{issue.name}: {case.process.name(party)}",
        issue=issue,
        party=party,
        party_name=case.process.name(party),
        row=row,
        cell=next(one for one in row.cells if one.party == party),
        history=[_told(writer, one) for one in history[: -MOST_LINES - 1 : -1]],
        earlier=len(history[:-MOST_LINES]),
        news=[_told(writer, one) for one in history if one.entry.id in news],
        wrote=_who_wrote(visit, news),
        saw=(saw := " ".join(one.entry.id for one in history)),
        saw_first=visit.form.get("saw", visit.query.get("saw", saw)),
        typed=_typed(visit, issue, history),
        back=_back(visit),
        options=[*((o.id, o.name) for o in issue.choices.values()), ("", _IN_WORDS)],
        speakers=names_offered("speaker", case),
        sources=names_offered("source", case),
        for_whom=readers_for(visit, Position.kind),
        writes=bool(visit.seat.writes_for),
    )


def _back(visit: Visit) -> str:
    """Return the address of the matrix that somebody came from, with what they asked of it."""
    to = visit.form.get("back") or visit.query.get("back", "")
    return to if to.partition("?")[0] == _MATRIX else _MATRIX


def _typed(visit: Visit, issue: Issue, history: tuple[StatedPosition, ...]) -> dict[str, str]:
    """Return what stands in the fields: what was typed, else the position that stands."""
    if visit.form:
        return {name: visit.form.get(name, "") for name in _FIELDS}
    stands = [one.entry for one in history if one.replaced_by is None][-1:]
    option = next((one.option for one in stands), "")
    return dict.fromkeys(_FIELDS, "") | {"option": option if option in issue.choices else ""}


_FIELDS = ("option", "text", "by", "date", "source", "for")


_IN_WORDS = "none of these: in the words below"


def _told(writer: Writer, one: StatedPosition) -> dict[str, Any]:
    """Return what the history says of one time."""
    agenda, after = writer.process.agenda, one.replaced_by
    return {
        "entry": one.entry,
        "what": one.entry.in_full(agenda),
        "who": teller(writer.process, one.entry),
        "sources": writer.sources(one.entry.sources),
        "before": one.before.in_full(agenda) if one.before else "",
        "again": one.again,
        "replaced": after,
        "why": (after.why or after.text) if after else "",
    }


def save(visit: Visit) -> Response:
    """Add what a party says now, unless somebody wrote there meanwhile."""
    issue, party = _asked_for(visit, visit.case)
    readers = chosen_readers(visit)
    keys = {"kind": Position.kind, "party": party, "issue": issue.id}
    keys |= {key: visit.form.get(key, "").strip() for key in ("option", "text", "by", "date")}
    keys = {key: value for key, value in keys.items() if value}
    source = visit.form.get("source", "").strip()
    if source in visit.case.record.sources:
        keys["sources"], source = source, ""

    def write(folder: Path) -> Appended:
        now = _now(visit)
        if _unseen(visit, now):
            raise Overtaken(_OVERTAKEN)
        return add_given(
            folder,
            tree(keys),
            when=partial(_date, visit),
            new_sources=[source] if source else [],
            readers=readers,
            case=now,
        )

    try:
        visit.change(write)
    except Overtaken as error:
        now = _now(visit)
        return _cell(visit, now, (str(error),), _unseen(visit, now))
    except AccordError as error:
        return _cell(visit, _now(visit), sentences(error, visit.folder, _called))
    said = f"Added to {issue.name}, {visit.case.process.name(party)}."
    return visit.go(f"{_back(visit)}#row-{quote(issue.id)}", said=said)


def _who_wrote(visit: Visit, entries: frozenset[str]) -> dict[str, str]:
    """Return who added entries and when, by their ids, as far as they sit in the same seat."""
    found: dict[str, str] = {}
    for one in visit.host.store.read(DONE) if entries else ():
        name, _, seat = one.by.rpartition(" (")
        if name and seat == f"{visit.seat.id})":
            at = datetime.fromisoformat(one.at).astimezone().strftime("%H:%M")
            added = entries.intersection(map(str, one.event.get("added") or ()))
            found |= dict.fromkeys(added, f"{name} wrote at {at}")
    return found


_OVERTAKEN = (
    "Somebody wrote here while you were typing. Yours is not saved yet: see what they wrote, "
    "and save it again if it still holds."
)


def _called(key: str) -> str:
    return f"'{_CALLED.get(key, key)}'"


def _unseen(visit: Visit, case: Case) -> frozenset[str]:
    """Return the ids of the positions in a cell that whoever types did not have before them."""
    saw = visit.form.get("saw", visit.query.get("saw"))
    if saw is None:
        return frozenset()
    history = position_history(
        case.record, part_said(visit, "issue"), part_said(visit, "party")
    )
    return frozenset(one.entry.id for one in history) - {*saw.split()}


def _now(visit: Visit) -> Case:
    """Return what this seat may read at this moment, be it other than when the visit began."""
    return visit.host.held.case(visit.seat.reader)


def _date(visit: Visit, text: str) -> When:
    return date_said(text, today(visit))


def _asked_for(visit: Visit, case: Case) -> tuple[Issue, str]:
    issue, party = _issue(visit, case), part_said(visit, "party")
    if party not in case.process.parties:
        raise NotThere
    return issue, party


def _issue(visit: Visit, case: Case) -> Issue:
    if (found := case.process.agenda.issues.get(part_said(visit, "issue"))) is None:
        raise NotThere
    return found


def _address(visit: Visit) -> str:
    """Return the address of the matrix with what is asked of it."""
    asked = {k: v for k in ("standing", "named", "since") if (v := visit.query.get(k, ""))}
    return f"{_MATRIX}?{urlencode(asked)}" if asked else _MATRIX


_ON_AN_ISSUE = {
    "position": "Positions",
    "proposal": "Proposals",
    "response": "Answers",
    "offer": "Offers on a condition",
    "agreement": "Agreements",
    "decision": "Decisions",
    "question": "Questions",
}
"""What heads the entries on an issue, by their kind."""
_THE_REST = "Everything else on it"


def issue(visit: Visit) -> Response:
    """Show an issue: its options and who can live with which, and every entry on it."""
    case = visit.case
    one = _issue(visit, case)
    row = next(row for row in _rows_of(visit, case) if row.issue.id == one.id)
    # A side of a class has its own sheet beside its agenda: here nobody else's is to be missed.
    held = () if visit.seat.group else marks_by_holder(case)
    return visit.render(
        "issue.html.j2",
        title=one.name,
        issue=one,
        row=row,
        sheets=[_sheet(case, one, by) for by in held if by.found is not None],
        parties=case.process.parties.values(),
        waits={
            o: [*map(case.process.name, case.process.waits_for(one.id, o))] for o in one.choices
        },
        groups=visit.once(("issue", one.id), lambda: tuple(_entries(case, one))),
        kinds={heading: kind for kind, heading in _ON_AN_ISSUE.items()},
        checks=[c for c in case.process.checklist.values() if one.id in c.covered_by],
        writes=bool(visit.seat.writes_for),
    )


def _sheet(case: Case, issue: Issue, held: HolderMarks) -> dict[str, Any]:
    """Return the marks of one holder on one issue."""
    return {"held": held.outlook, "rows": tuple(held.words.rows(issue.id))}


def _entries(case: Case, issue: Issue) -> Iterator[tuple[str, list[RecordLine], int]]:
    """Return the latest entries on an issue that stand, by kind, and how many earlier ones."""
    process, record = case.process, case.record
    writer, groups = Writer(process, record), dict[str, list[Entry]]()
    for heading in (*_ON_AN_ISSUE.values(), _THE_REST):
        groups[heading] = []
    for one in reversed(select(record, process.side, issue=issue.id)):
        if one.id not in record.superseded:
            groups[_ON_AN_ISSUE.get(one.kind, _THE_REST)].append(one)
    return (
        (heading, [writer.line(one) for one in found[:MOST_LINES]], len(found[MOST_LINES:]))
        for heading, found in groups.items()
        if found
    )


PAGES = (
    HostPage(_MATRIX, show, Rule.DESK, nav=("Who wants what", "The matrix")),
    HostPage("/matrix/{issue}/{party}", cell, Rule.DESK),
    HostPage("/matrix/{issue}/{party}", save, Rule.WRITES, "POST"),
    HostPage("/issues/{issue}", issue, Rule.SEATED),
)
