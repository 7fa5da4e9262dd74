"""One table of a class as whoever teaches sees it: its log, its replay, and its branches."""

from collections.abc import Callable, Container, Sequence
from contextlib import suppress
from datetime import datetime
from urllib.parse import urlencode

from attrs import evolve, frozen
from starlette.responses import Response

from accord.deals import ValuedDeal
from accord.deals.worth import Worth
from accord.errors import AccordError
from accord.host.held_table import HeldTable
from accord.host.host_page import HostPage
from accord.host.host_seats import PROJECTOR
from accord.host.judged_package import mandate_lines
from accord.host.move_forms import opened_setup
from accord.host.pages.at_table import (
    HeardLine,
    TableClock,
    rows,
    seat_namer,
    table_clock,
    talks_end,
)
from accord.host.rules import Rule
from accord.host.seat_programs import programs_told
from accord.host.table_branch import with_what_follows
from accord.host.visit import NotThere, Visit
from accord.kernels.ties import TIE
from accord.model import Agenda
from accord.play.numbers import middle
from accord.record import Case
from accord.talks import Event, Options, Table, View, view, view_of_all
from accord.telling.badge_words import badges_by_holder
from accord.telling.event_words import EventWords, WholeLogWords
from accord.telling.number_words import counted, whole
from accord.telling.offers_by_line import OffersByLine


@frozen(kw_only=True)
class SideStands:
    """How one side stands to a package, by the sheets that the class goes by.

    Attributes:
        name: The name of the party.
        style: How it stands out.
        said: How it stands, in words; in points where there are some.
        reasons: By what, a sentence each.
    """

    name: str
    style: str
    said: str
    reasons: tuple[str, ...] = ()


@frozen(kw_only=True)
class PackageStands:
    """A package that is on the table, and how the sides stand to it.

    Attributes:
        title: What it is called.
        terms: Its issues and options, by name.
        sides: How each side stands to it.
    """

    title: str
    terms: tuple[tuple[str, str], ...]
    sides: tuple[SideStands, ...]


def numbers_of(case: Case, agenda: Agenda) -> Worth | None:
    """Return what deals are worth by the sheets of a case, every number at its middle.

    Args:
        case: The case, with the sheets.
        agenda: The issues and options.

    Returns:
        The numbers; None where the sheets have none, or do not go with the agenda.
    """
    for one in case.perspectives:
        with suppress(AccordError):
            return middle(agenda, tuple(one.interests.values()))
    return None


def package_stands(case: Case, table: Table, title: str, deal: Options) -> PackageStands:
    """Return how the sides stand to a package, by the sheets of a case.

    Args:
        case: The case, with the sheets of those sides alone of which something is said.
        table: The table: its agenda, and how far walk-away values have moved.
        title: What the package is called.
        deal: The package, or a part of one.
    """
    agenda, parties = table.agenda, {one.party for one in case.interests}
    there = evolve(
        case,
        process=evolve(case.process, agenda=agenda),
        interests=tuple(one.as_moved(table.moved) for one in case.interests),
    )
    numbers = numbers_of(there, agenda) if len(deal) == len(agenda.issues) else None
    valued: ValuedDeal | None = None
    if numbers is not None:
        numbers = numbers.moved(table.walk_away)
        valued = numbers.priced(numbers.names.choices([deal]))[0]
    sides: dict[str, SideStands] = {}
    for holder in badges_by_holder(there, deal):
        for badge in holder.badges:
            party = badge.found.party
            # Points say more than marks do; marks stand first.
            if party not in parties or (party in sides and valued is None):
                continue
            if numbers is not None and valued is not None and party in valued.worth:
                points, least = valued.worth[party], numbers.walk_aways[party]
                sides[party] = _in_points(badge.name, points, least)
                continue
            sides[party] = SideStands(
                name=badge.name, style=badge.style, said=badge.said, reasons=badge.reasons
            )
    terms = tuple(agenda.describe(deal))
    return PackageStands(title=title, terms=terms, sides=tuple(sides.values()))


def _in_points(name: str, points: float, least: float) -> SideStands:
    """Return how a side stands to what is worth so much to it."""
    clears = points >= least - TIE
    way = "at" if abs(points - least) <= TIE else "above" if clears else "below"
    just = "just " if whole(points) == whole(least) and way != "at" else ""
    said = f"{counted(points)}: {just}{way} its walk-away value, {whole(least)}"
    return SideStands(name=name, style="yes" if clears else "no", said=said)


def _class_table(visit: Visit) -> HeldTable:
    """Return the table of the class that an address names.

    Raises:
        NotThere: If there is none.
    """
    for one in visit.host.tables.of_class():
        if one.id == visit.path["table"]:
            return one
    raise NotThere


@frozen(kw_only=True)
class TimedLine:
    """Something that was said or done, when, and whether a program did it."""

    line: HeardLine
    at: datetime
    is_played: bool


def _timed(
    seen: View,
    words: EventWords,
    times: Sequence[datetime],
    played: Container[int],
    name: Callable[[str], str],
) -> list[TimedLine]:
    """Return all that was said and done, the last first."""
    found = [
        TimedLine(
            line=HeardLine.of(event, seen, words, name),
            at=at.astimezone(),
            is_played=event.number in played,
        )
        for event, at in zip(seen.heard, times, strict=False)
    ]
    return [one for one in reversed(found) if one.line.said]


def one_table(visit: Visit) -> Response:
    """Show one table of the class: where it stands, who sits, and its whole log."""
    held = _class_table(visit)
    seen = view_of_all(held.table)
    words = WholeLogWords(visit.case.process, seen.heard, opened_setup(seen))
    named = seat_namer(visit)
    shown = tuple(rows(seen, words))
    sheets = visit.host.classroom.sheets(visit.case)
    tables = visit.host.tables
    return visit.render(
        "class_table.html.j2",
        title=f"Table {held.id}",
        table=held,
        seen=seen,
        rows=shown,
        left=sum(row.left for row in shown),
        lines=_timed(seen, words, tables.times(held), tables.played(held), named),
        sitting=_sitting(visit, held),
        programs=list(programs_told(held.all_spells, named, sitting=True)),
        packages=_packages(sheets, held.table, named),
        branches=[one for one in tables.of_class(held.group) if one.branch],
        called=named,
        clock=table_clock(visit, held, PROJECTOR),
        end=talks_end(visit, held, seen, words),
    )


def _sitting(visit: Visit, held: HeldTable) -> list[tuple[str, list[str]]]:
    """Return who sits at each seat: the names that people gave at the door."""
    found = []
    for seat in held.table.setup.seats:
        if seat.id == PROJECTOR:
            continue
        people = visit.host.doors.sittings(f"{held.group}/{seat.id}")
        names = [one.name or "somebody without a name" for one in people]
        found.append((seat.id, names))
    return found


def _packages(case: Case, table: Table, name: Callable[[str], str]) -> list[PackageStands]:
    """Return the packages on a table, and how the sides stand to them by the sheets."""
    found = [
        package_stands(case, table, f"{name(one.seat)}: {one.id}", one.deal)
        for one in table.proposals
        if one.deal
    ]
    if table.deal is not None:
        title = "What was agreed" if table.over else "What was initialled"
        found.append(package_stands(case, table, title, table.deal))
    return found


@frozen(kw_only=True)
class ReplayAt:
    """A moment of a table, as somebody looks at it.

    Attributes:
        table: The table as it was.
        seen: What is shown of it.
        at: The number of the last line by then, among the lines that are shown.
        last: The number of the last line of all.
        line: The number in the log of the last event by then.
        times: When each of the lines was.
        played: What of the lines programs made.
        log: All lines, those after the moment too.
        case: The case, with the sheets by which something is said of packages.
        whole: Whether all of the table is shown, and not what one seat saw.
    """

    table: Table
    seen: View
    at: int
    last: int
    line: int
    times: tuple[datetime, ...]
    played: frozenset[int]
    log: tuple[Event, ...]
    case: Case
    whole: bool

    @property
    def words(self) -> EventWords:
        """What says in words what happened by then."""
        return (WholeLogWords if self.whole else EventWords)(
            self.case.process, self.seen.heard, opened_setup(self.seen)
        )


def _asked(visit: Visit, last: int) -> int:
    """Return up to which line somebody looks: the last, where no such line is named."""
    asked = (visit.form if visit.form else visit.query).get("at", "")
    number = int(asked[:9]) if asked.isascii() and asked.isdecimal() else last
    return min(max(number, 1), last)


def _of_all(visit: Visit, held: HeldTable) -> ReplayAt:
    """Return the moment that is asked for, with all that happened by then."""
    log = held.table.events
    at = _asked(visit, len(log))
    table = held.at(at)
    return ReplayAt(
        table=table,
        seen=view_of_all(table),
        at=at,
        last=len(log),
        line=at,
        times=visit.host.tables.times(held),
        played=visit.host.tables.played(held),
        log=log,
        case=visit.host.classroom.sheets(visit.case),
        whole=True,
    )


def _of_seat(visit: Visit, held: HeldTable, seat: str, line: int | None = None) -> ReplayAt:
    """Return a moment as a seat saw it, with its own sheet and nothing else.

    Args:
        visit: Whose visit it is.
        held: The table.
        seat: What the seat is called at the table.
        line: The number in the log of the last event by then; None where the address counts
            what the seat has heard.
    """
    lines = held.lines_heard(seat)
    if line is None:
        at = _asked(visit, len(lines))
        line = lines[at - 1]
    else:
        at = sum(one <= line for one in lines)
    table = held.at(line)
    times, played = visit.host.tables.times(held), visit.host.tables.played(held)
    in_class = visit.host.seats.get(f"{held.group}/{seat}")
    case = visit.host.case(in_class) if in_class else evolve(visit.case, interests=())
    return ReplayAt(
        table=table,
        seen=view(table, seat),
        at=at,
        last=len(lines),
        line=line,
        times=tuple(times[one - 1] for one in lines),
        played=frozenset(place for place, one in enumerate(lines, 1) if one in played),
        log=view(held.table, seat).heard,
        case=case,
        whole=False,
    )


def _moment(visit: Visit, held: HeldTable) -> tuple[ReplayAt, str]:
    """Return the moment that whoever teaches asks for, and as which seat saw it, if as one."""
    whole = _of_all(visit, held)
    seat = visit.query.get("seat", "")
    if seat not in held.table.setup.by_id:
        return whole, ""
    return _of_seat(visit, held, seat, whole.line), seat


def _offers(moment: ReplayAt) -> OffersByLine | None:
    """Return the offers of the lines that are shown by their worth, if there is any."""
    numbers = numbers_of(moment.case, moment.table.setup.agenda)
    if numbers is None:
        return None
    found = OffersByLine.of(moment.case.process, moment.log, numbers)
    return found if found.made else None


def _shown(
    visit: Visit,
    held: HeldTable,
    moment: ReplayAt,
    *,
    address: str,
    seat: str,
    at: int,
    last: int,
) -> Response:
    seen, words, named = moment.seen, moment.words, seat_namer(visit)
    shown = tuple(rows(seen, words))
    asked = {"seat": seat} if seat else {}

    def to(number: int) -> str:
        return f"{address}?{urlencode({'at': number, **asked})}"

    offers = _offers(moment)
    lines = held.lines_heard(seat) if seat else range(1, last + 1)
    by_line = _timed(seen, words, moment.times, moment.played, named)
    return visit.render(
        "replay.html.j2",
        title=f"Replay of table {held.id}",
        table=held,
        address=address,
        seen=seen,
        rows=shown,
        left=sum(row.left for row in shown),
        lines=by_line,
        line=at,
        last=last,
        to=to,
        here=to(at),
        figure=f"{address}/offers.svg?{urlencode({'at': at, **asked})}",
        offers=offers,
        worths=_worths(offers, lines, words.name) if offers else [],
        packages=_packages(moment.case, moment.table, named),
        seats=[(one.id, named(one.id)) for one in held.table.setup.seats],
        as_seen=seat,
        branches=visit.seat.teaches,
        goes_on=visit.seat.teaches
        and not held.at(with_what_follows(held.table.events, at)).over,
        whole=moment.whole,
        due=moment.table.due is not None,
        mandate=mandate_lines(seen.agenda, seen.mandate) if seen.party else (),
        called=named,
        clock=TableClock(since=""),  # each line has its time
        end=talks_end(visit, held, seen, words),
    )


@frozen(kw_only=True)
class OfferLine:
    """A whole offer, and what it is worth to each side, as numbers in words.

    Attributes:
        number: Its number among the lines that are shown.
        line: Its number among those that the address counts.
        who: Who made it.
        worth: What it is worth to each side.
    """

    number: int
    line: int
    who: str
    worth: tuple[str, ...]


def _worths(
    offers: OffersByLine, lines: Sequence[int], name: Callable[[str], str]
) -> list[OfferLine]:
    """Return the offers in numbers; `lines` has for each line shown how the address counts."""
    return [
        OfferLine(
            number=event.number,
            line=lines[event.number - 1],
            who=name(event.seat),
            worth=tuple(
                whole(valued.worth[party]) if party in valued.worth else "crosses a red line"
                for party in offers.parties
            ),
        )
        for event, valued in offers.made
    ]


def replay(visit: Visit) -> Response:
    """Show a table of the class as it was after some line, all of it or as one seat saw it."""
    held = _class_table(visit)
    moment, seat = _moment(visit, held)
    whole_log = len(held.table.events)
    at = _asked(visit, whole_log)
    address = f"/class/{held.id}/replay"
    return _shown(visit, held, moment, address=address, seat=seat, at=at, last=whole_log)


def replay_figure(visit: Visit) -> Response:
    """Return the worth of the offers of a table of the class, drawn one after the other."""
    moment, _ = _moment(visit, _class_table(visit))
    return _drawn(moment)


def _drawn(moment: ReplayAt) -> Response:
    offers = _offers(moment)
    if offers is None:
        raise NotThere
    return Response(offers.figure(moment.at), media_type="image/svg+xml")


def branch(visit: Visit) -> Response:
    """Let the group of a table go on from a moment of it, at a table of its own."""
    held = _class_table(visit)
    at = _asked(visit, len(held.table.events))
    try:
        made = visit.host.tables.branch(held.id, at, visit.by, visit.form.get("once", ""))
    except AccordError as error:
        return visit.go(f"/class/{held.id}/replay?at={at}", said=str(error))
    said = (
        f"Table {made.id} is open: it goes on from line {at} of table {held.id}. Whoever sits "
        f"at table {held.group} is told so, and finds it among their tables."
    )
    return visit.go(f"/class/{made.id}", said=said)


def _told_table(visit: Visit) -> HeldTable:
    """Return the table of the own group that an address names, once the class is told.

    Raises:
        NotThere: If there is none, or the class is not told how it went yet.
    """
    found = visit.host.tables.get(visit.path["table"], visit.seat)
    if found is None or not visit.host.classroom.told:
        raise NotThere
    return found


def own_replay(visit: Visit) -> Response:
    """Show a group its own table as it was, as this seat saw it."""
    held = _told_table(visit)
    moment = _own_moment(visit, held)
    address = f"/replay/{held.id}"
    return _shown(visit, held, moment, address=address, seat="", at=moment.at, last=moment.last)


def own_figure(visit: Visit) -> Response:
    """Return the worth of the offers to the own side, drawn one after the other."""
    return _drawn(_own_moment(visit, _told_table(visit)))


def _own_moment(visit: Visit, held: HeldTable) -> ReplayAt:
    """Return a moment as the own seat saw it, or all of it where the group may hear that."""
    if held.group in visit.host.classroom.open_groups:
        return _of_all(visit, held)
    return _of_seat(visit, held, visit.seat.sits)


def open_up(visit: Visit) -> Response:
    """Let a group hear in its replay what each of its sides said apart, or no longer."""
    held, is_open = _class_table(visit), bool(visit.form.get("open"))
    visit.host.classroom.open_up(held.group, is_open, visit.by)
    said = (
        f"Group {held.group} hears in its replay what each side said apart."
        if is_open
        else f"Each side of group {held.group} hears in its replay what it heard then."
    )
    return visit.go(f"/class/{held.id}", said=said)


PAGES = (
    HostPage("/class/{table}", one_table, Rule.TEACHES),
    HostPage("/class/{table}/replay", replay, Rule.TEACHES),
    HostPage("/class/{table}/replay/offers.svg", replay_figure, Rule.TEACHES),
    HostPage("/class/{table}/branch", branch, Rule.TEACHES, "POST"),
    HostPage("/class/{table}/open", open_up, Rule.TEACHES, "POST"),
    HostPage("/replay/{table}", own_replay, Rule.GROUP),
    HostPage("/replay/{table}/offers.svg", own_figure, Rule.GROUP),
)
