"""Marks by colour in a grid: what each party wants, can live with, cannot, or is not known."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlencode

from attrs import frozen
from starlette.responses import Response

from accord.errors import AccordError
from accord.formats.edit_marks import MarkEdited, MarkPlace, remove_mark, set_mark
from accord.formats.folder_writer import FolderWriter
from accord.formats.marks_cells import how_known, mark_of
from accord.formats.marks_export import marked_sheets
from accord.formats.sheet_names import SheetNames
from accord.formats.sheet_values import sources_named
from accord.host.host_page import HostPage
from accord.host.rules import Rule
from accord.host.said_mistakes import sentences
from accord.host.visit import NotThere, Visit
from accord.model import HowKnown, Mark, Marked, Precision, When
from accord.model.interests import OWN
from accord.model.tier import CAPITAL
from accord.record.wording import together
from accord.telling.holder_words import tier_named
from accord.telling.marks_by_holder import HolderMarks, marks_by_holder, marks_in_full
from accord.telling.marks_grid import GridCell, holders_of_marks, marks_grid
from accord.telling.marks_outlook import SAID, SIGNS

_STYLES: Mapping[Mark, str] = {
    Mark.WANT: "want",
    Mark.LIVE: "lives",
    Mark.CANNOT: "cannot",
    Mark.UNKNOWN: "unknown",
}
"""The colour of a mark, beside its sign and its word."""


@frozen(kw_only=True)
class SheetHolder:
    """Whose sheet is looked at.

    Attributes:
        id: Id of the holder.
        name: What it is called.
        own: Whether whoever looks may write in it.
    """

    id: str
    name: str
    own: bool


def own_side(visit: Visit) -> str:
    """Return the party that a seat sits for; empty for one that sits for none."""
    parties = visit.case.process.parties
    sides = (tier.removesuffix(f"/{CAPITAL}") for tier in visit.seat.writes_for)
    return next((one for one in sides if one in parties), "")


def holders(visit: Visit, held: tuple[str, ...]) -> tuple[SheetHolder, ...]:
    """Return whose sheets a seat sees, its own first.

    The mediator's team writes in the sheets of whoever is no party; a delegation, or a capital,
    in that of its party alone.

    Args:
        visit: Who looks.
        held: Ids of those who hold something.
    """
    process, side = visit.case.process, own_side(visit)
    team = visit.seat.team
    first = process.mediators[:1] if team else ((side,) if side else ())
    every = dict.fromkeys((*first, *held))
    found = (
        SheetHolder(
            id=one,
            name=process.name(one),
            own=one not in process.parties if team else one == side,
        )
        for one in every
    )
    return tuple(sorted(found, key=lambda one: not one.own))


def holder_asked(
    visit: Visit, known: tuple[SheetHolder, ...], given: str
) -> SheetHolder | None:
    """Return whose sheet is asked for; None where there is none to look at.

    Args:
        visit: Who asks.
        known: Whose sheets there are.
        given: The id of the holder; empty for the first.

    Raises:
        NotThere: If it is nobody whose sheet this seat sees or may begin.
    """
    if not given:
        return next(iter(known), None)
    found = next((one for one in known if one.id == given), None)
    if found is None and visit.seat.team:
        found = _beginning(visit, given)
    if found is None:
        raise NotThere
    return found


def _beginning(visit: Visit, given: str) -> SheetHolder | None:
    """Return somebody declared who holds nothing yet."""
    process = visit.case.process
    if given in process.actors or given in process.people:
        return SheetHolder(id=given, name=process.name(given), own=True)
    return None


def may_hold(visit: Visit, known: tuple[SheetHolder, ...]) -> tuple[SheetHolder, ...]:
    """Return who else may hold a sheet that the mediator's team begins."""
    process, there = visit.case.process, {one.id for one in known}
    if not visit.seat.team:
        return ()
    others = (one for one in (*process.actors, *process.people) if one not in there)
    return tuple(SheetHolder(id=one, name=process.name(one), own=True) for one in others)


def writer(visit: Visit) -> FolderWriter:
    """Return a seat as it changes files of interests.

    Raises:
        NotThere: If it writes for nobody.
    """
    tiers = visit.seat.writes_for
    if not tiers:
        raise NotThere
    now = When(
        visit.host.settings.clock().astimezone().replace(tzinfo=None, second=0, microsecond=0),
        Precision.MINUTE,
    )
    own = () if visit.seat.team else tiers
    return FolderWriter(reader=visit.seat.reader, own=own, today=now)


def begun_for(visit: Visit) -> tuple[str, ...]:
    """Return the tiers that a file is for which a seat begins."""
    tiers = visit.seat.reader.tiers if visit.seat.team else visit.seat.writes_for
    return tiers[:1]


def who_reads(visit: Visit, tiers: tuple[str, ...]) -> str:
    """Return in words who may read what is for some tiers."""
    return together(tier_named(visit.case.process, one) for one in tiers)


def marks(visit: Visit) -> Response:
    """Show the sheet of one holder, of all parties or of one with its voices."""
    return visit.render("marks.html.j2", **_shown(visit, visit.query))


def _shown(visit: Visit, given: Mapping[str, str]) -> dict[str, Any]:
    case, process = visit.case, visit.case.process
    party = visit.path.get("party", given.get("party", ""))
    if party and party not in process.parties:
        raise NotThere
    known = holders(visit, holders_of_marks(case))
    whose = holder_asked(visit, known, given.get("held_by", ""))
    grid = marks_grid(case, whose.id, party) if whose else None
    answers = _answers(visit, whose.id) if whose and not party else ()
    begun = whose is not None and whose.own
    files = {one.readers for one in grid.columns if one.readers} if grid else set()
    readers = sorted(files) or ([begun_for(visit)] if begun else [])
    exported = OWN if whose and whose.id in process.parties else whose.id if whose else ""
    return {
        "title": "Marks",
        "process": process,
        "whose": whose,
        "known": known,
        "others": may_hold(visit, known),
        "party": party,
        "grid": grid,
        "answers": answers,
        "readers": [who_reads(visit, one) for one in readers],
        "held": bool(files),
        "exported": exported if exported in marked_sheets(case) else "",
        "here": _address(party, whose.id if whose else ""),
        "press": press_value,
        "more": more_of,
    }


def _address(party: str, holder: str) -> str:
    held = f"?{urlencode({'held_by': holder})}" if holder else ""
    return f"/marks/{quote(party)}{held}" if party else f"/marks{held}"


def _answers(visit: Visit, holder: str) -> tuple[HolderMarks, ...]:
    """Return what follows from the marks of one holder, of itself and of others."""

    def made() -> tuple[HolderMarks, ...]:
        found = marks_by_holder(visit.case)
        wanted = {holder, OWN} if holder in visit.case.process.parties else {holder}
        return tuple(marks_in_full(one) for one in found if one.holder in wanted)

    return visit.once(("marks", holder), made)


def press_value(cell: GridCell) -> str:
    """Return what a press of a cell sends: which, what was seen there, and what it becomes."""
    at = {"party": cell.party, "voice": cell.voice, "issue": cell.issue}
    at |= {"option": cell.option, "seen": cell.seen, "mark": str(cell.pressed)}
    return urlencode({key: text for key, text in at.items() if text})


def more_of(cell: GridCell, holder: str, here: str) -> str:
    """Return what stands in the address of the page of one mark.

    Args:
        cell: The mark.
        holder: Id of the holder.
        here: The address to go back to.
    """
    at = {"held_by": holder, "party": cell.party, "voice": cell.voice, "issue": cell.issue}
    at |= {"option": cell.option, "back": here if here != _address("", holder) else ""}
    return urlencode({key: text for key, text in at.items() if text})


def press(visit: Visit) -> Response:
    """Set a mark by pressing its cell; answer with the cell alone where a script asks."""
    sent = {key: one[0] for key, one in parse_qs(visit.form.get("press", "")).items()}
    given = {**visit.form, **sent}
    whose, place = _place(visit, given)
    mark = mark_of(given.get("mark", ""))
    if mark is None:
        raise NotThere
    mistakes: tuple[str, ...] = ()
    try:
        done = visit.change(_setting(visit, place, Marked(mark=mark), given.get("seen", "")))
        said = _told(visit, done)
    except AccordError as error:
        mistakes, said = sentences(error, visit.folder), ""
    if visit.form.get("part") == "cell":
        now = visit.host.held.case(visit.seat.reader)
        at = (place.party, place.voice, place.issue, place.option)
        cell = marks_grid(now, whose.id, place.party if place.voice else "").cell(*at)
        if cell is None:
            raise NotThere
        return visit.render(
            "marks_cell.html.j2",
            status=422 if mistakes else 200,
            cell=cell,
            whose=whose,
            told=mistakes,
            here=_address(visit.form.get("of", ""), whose.id),
            press=press_value,
            more=more_of,
        )
    if mistakes:
        return visit.refused(mistakes, "marks.html.j2", **_shown(visit, given))
    return visit.go(visit.back(otherwise=_address("", whose.id)), said=said)


def _setting(
    visit: Visit, place: MarkPlace, said: Marked, seen: str, can_block: bool | None = None
) -> Callable[[Path], MarkEdited]:
    by, readers = writer(visit), begun_for(visit)

    def setting(folder: Path) -> MarkEdited:
        return set_mark(
            folder, place, said, readers=readers, by=by, seen=seen, can_block=can_block
        )

    return setting


def _place(visit: Visit, given: Mapping[str, str]) -> tuple[SheetHolder, MarkPlace]:
    """Return whose mark of which option is meant.

    Raises:
        NotThere: If there is none such, or it is not for this seat to write.
    """
    process = visit.case.process
    known = holders(visit, holders_of_marks(visit.case))
    whose = holder_asked(visit, known, given.get("held_by", ""))
    party, issue, option = (given.get(key, "") for key in ("party", "issue", "option"))
    if "on" in given:
        issue, _, option = given["on"].partition("=")
    held = process.agenda.issues.get(issue)
    if (
        whose is None
        or not whose.own
        or party not in process.parties
        or held is None
        or option not in held.choices
    ):
        raise NotThere
    return whose, MarkPlace(party, issue, option, whose.id, given.get("voice", "").strip())


def _told(visit: Visit, done: MarkEdited) -> str:
    """Return in a sentence what was marked."""
    process, at = visit.case.process, done.place
    issue = process.agenda.issues[at.issue]
    whose = f"{process.name(at.party)}, {at.voice}" if at.voice else process.name(at.party)
    now = SAID[done.now.mark] if done.now else SAID[Mark.UNKNOWN]
    was = f" (was: {SAID[done.was.mark]})" if done.was and done.was != done.now else ""
    return f"{whose}: {issue.name}, {issue.choices[at.option].name}: {now}{was}"


def mark(visit: Visit) -> Response:
    """Show one mark with how it is known, why, and from whom, to be changed."""
    whose, place = _place(visit, visit.query)
    return visit.render("mark.html.j2", **_one(visit, whose, place))


def _one(visit: Visit, whose: SheetHolder, place: MarkPlace) -> dict[str, Any]:
    process = visit.case.process
    grid = marks_grid(visit.case, whose.id, place.party)
    at = (place.party, place.voice, place.issue, place.option)
    cell = grid.cell(*at) or GridCell(party=at[0], voice=at[1], issue=at[2], option=at[3])
    issue = process.agenda.issues[place.issue]
    column = next((c for c in grid.columns if c.voice == place.voice), None)
    readers = column.readers if column and column.readers else begun_for(visit)
    return {
        "title": "One mark",
        "process": process,
        "whose": whose,
        "cell": cell,
        "issue": issue,
        "option": issue.choices[place.option],
        "column": column,
        "readers": who_reads(visit, readers),
        "marks": [*_marks_offered(cell)],
        "hows": [("", "not said"), *((str(one), str(one)) for one in HowKnown)],
        "back": visit.form.get("back", visit.query.get("back", _address("", whose.id))),
    }


def _marks_offered(cell: GridCell) -> Iterator[tuple[str, str, str]]:
    """Yield what a cell may be marked as: what is sent, what is shown, and its colour."""
    for mark, style in _STYLES.items():
        yield str(mark), f"{SIGNS[mark]} {SAID[mark]}", style
    if cell.said:
        yield "remove", "take the mark away", ""


def save_mark(visit: Visit) -> Response:
    """Set one mark with how it is known, why and from whom; or take it away."""
    whose, place = _place(visit, visit.form)
    mistakes, done = list[str](), None
    said = None
    try:
        said = _typed(visit)
    except AccordError as error:
        mistakes += sentences(error, visit.folder)
    if not mistakes:
        try:
            if said is None:
                done = visit.change(_removing(visit, place))
            else:
                blocks = {"yes": True, "no": False}.get(visit.form.get("can_block", ""))
                seen = visit.form.get("seen", "")
                done = visit.change(_setting(visit, place, said, seen, blocks))
        except AccordError as error:
            mistakes += sentences(error, visit.folder)
    if done is None:
        return visit.refused(mistakes, "mark.html.j2", **_one(visit, whose, place))
    return visit.go(visit.back(otherwise=_address("", whose.id)), said=_told(visit, done))


def _removing(visit: Visit, place: MarkPlace) -> Callable[[Path], MarkEdited]:
    by = writer(visit)
    return lambda folder: remove_mark(folder, place, by=by)


def _typed(visit: Visit) -> Marked | None:
    """Return the mark that was typed; None to take it away.

    Raises:
        AccordError: With every mistake in it.
    """
    form, wrong = visit.form, list[str]()
    if form.get("mark") == "remove":
        return None
    found = mark_of(form.get("mark", ""))
    if found is None:
        wrong.append("choose one of the four marks")
    how = None
    try:
        how = how_known(form.get("how", ""))
    except ValueError as error:
        wrong.append(str(error))
    source = form.get("source", "").strip()
    cited = ""
    if source:
        try:
            names = SheetNames(case=visit.case)
            cited = next(iter(sources_named(names, [source], "")), "")
        except AccordError as error:
            wrong += str(error).split("\n")
    voice, known = form.get("voice", "").strip(), form.get("known_voice", "")
    if voice and not known and form.get("can_block") not in ("yes", "no"):
        wrong.append(f"say whether {voice} can block")
    if wrong or found is None:
        raise AccordError("\n".join(wrong))
    return Marked(mark=found, how=how, basis=form.get("basis", "").strip(), source=cited)


PAGES = (
    HostPage("/marks", marks, Rule.DESK, nav=("Who wants what", "Marks")),
    HostPage("/marks/press", press, Rule.DESK, method="POST"),
    HostPage("/mark", mark, Rule.DESK),
    HostPage("/mark", save_mark, Rule.DESK, method="POST"),
    HostPage("/marks/{party:path}", marks, Rule.DESK),
)
