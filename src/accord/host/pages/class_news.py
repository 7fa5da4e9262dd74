"""News: what whoever teaches lets happen at tables of a class, looked at before it is sent."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from attrs import evolve, frozen
from starlette.responses import Response

from accord.errors import AccordError
from accord.host.fighting_news import drawn_course, fighting_models
from accord.host.held_table import HeldTable
from accord.host.host_page import HostPage
from accord.host.host_seats import PROJECTOR
from accord.host.injects import PreparedNews, SetTime, after_news, release
from accord.host.judged_package import mandate_lines
from accord.host.move_forms import opened_setup
from accord.host.pages.at_table import (
    HeardLine,
    TableClock,
    refused,
    seat_called,
    seat_namer,
    until_typed,
)
from accord.host.role_sheet import (
    red_line_words,
    role_sheet,
    walk_away_lines,
    with_moved,
)
from accord.host.rules import Rule
from accord.host.visit import NotThere, Visit
from accord.model import Agenda, Exclusion
from accord.model.refs import Combination
from accord.talks import (
    Happening,
    Mandate,
    MandateMoved,
    News,
    RedLinesMoved,
    ValuesMoved,
    View,
    WalkAwayMoved,
    view,
)
from accord.telling.event_words import EventWords
from accord.telling.fighting_words import values_moving, why_words
from accord.telling.number_words import counted

_LONGEST_NEWS = 4000
_LONGEST_NAME = 200
_FREE = "Full powers: the delegation may agree to anything without asking."
"""What a room says of a mandate that names no issue."""


@frozen(kw_only=True)
class ShownTo:
    """What a seat will be shown of something, word for word.

    Attributes:
        seat: The name of the seat.
        line: The line among what it hears; None where it hears nothing.
        beside: What else is said to it: what no deal is worth now, or its mandate.
    """

    seat: str
    line: HeardLine | None = None
    beside: tuple[str, ...] = ()


@frozen(kw_only=True)
class NewsPreview:
    """What something will be at tables where it is shown in the same words.

    Attributes:
        tables: The ids of the tables.
        shown: What each seat there will be shown.
        clock: Of a time that is set: what all will be shown of it.
    """

    tables: tuple[str, ...]
    shown: tuple[ShownTo, ...]
    clock: TableClock | None = None


def class_news(visit: Visit, status: int = 200) -> Response:
    """Show what was prepared and what was released, and how to prepare more."""
    tables = [*visit.host.tables.of_class()]
    prepared = visit.host.news.prepared
    return visit.render(
        "class_news.html.j2",
        status=status,
        title="News",
        waiting=[
            (one, news_said(visit, one))
            for one in prepared
            if not one.dropped and not any(map(one.released, tables))
        ],
        released=[
            (one, news_said(visit, one), _when(one, tables))
            for one in prepared
            if any(map(one.released, tables))
        ],
        dropped=[(one, news_said(visit, one)) for one in prepared if one.dropped],
        parties=[(one.id, one.name) for one in visit.case.process.parties.values()],
        ears=[*_ears(visit, tables)],
        seen=_some_view(tables),
        options=_every_option(visit.case.process.agenda),
        lines=[*_red_lines(visit)],
        assumed=fighting_models(visit),
    )


def _some_view(tables: list[HeldTable]) -> View:
    """Return what a delegation sees, for its agenda."""
    if not tables:
        raise NotThere
    return tables[0].seen(tables[0].table.seating.parties[0]).view


def _ears(visit: Visit, tables: list[HeldTable]) -> Iterator[tuple[str, str]]:
    """Yield who at the tables can be told something alone."""
    for ear in dict.fromkeys(ear for one in tables for ear in one.table.seating.ears):
        if ear != PROJECTOR:
            yield ear, seat_called(visit, ear)


def _every_option(agenda: Agenda) -> list[tuple[str, str]]:
    """Return every option by issue and option, and its name."""
    return [
        (f"{i}:{o}", f"{issue.name}: {option.name}")
        for i, issue in agenda.issues.items()
        for o, option in issue.choices.items()
    ]


def _red_lines(visit: Visit) -> Iterator[tuple[str, str]]:
    """Yield the red lines on the sheets of the class, by side and id, in words."""
    process = visit.case.process
    found = dict[str, str]()
    for one in visit.host.classroom.sheets(visit.case).interests:
        for line in one.red_lines:
            said = red_line_words(process, one.party, line)
            found[f"{one.party}:{line.id}"] = f"{process.name(one.party)}: {said}"
    yield from found.items()


def _when(one: PreparedNews, tables: list[HeldTable]) -> list[tuple[str, datetime]]:
    """Return at which tables something was released, and when."""
    return [
        (table.id, at.astimezone())
        for table in tables
        if (at := one.released(table)) is not None
    ]


def news_said(visit: Visit, one: PreparedNews) -> str:
    """Return in a line what was prepared, and before which round, for whoever teaches.

    Args:
        visit: Names parties and issues.
        one: What was prepared.
    """
    said = _said(visit, one.what)
    if one.round is None:
        return said
    how = ", by itself" if one.by_itself else ""
    return f"Before round {one.round}{how}: {said}"


def _said(visit: Visit, what: Happening | SetTime) -> str:
    process = visit.case.process
    agenda = process.agenda
    match what:
        case SetTime(until=until, why=why):
            when = f"{until} minutes from then" if until.isdecimal() else until
            return f"A time is set, {when}: {why}"
        case News(text=text, source=source, to=to):
            whom = ", ".join(seat_called(visit, ear) for ear in to)
            told = f"Told to {whom} alone" if to else "Told to everybody at the table"
            return f"{told}{f' ({source})' if source else ''}: {text}"
        case WalkAwayMoved(party=party, by=by, why=why):
            way = "rises" if by > 0 else "falls"
            whose = seat_called(visit, party)
            because = _why(why_words(process, why))
            return f"The walk-away value of {whose} {way} by {counted(abs(by))}{because}"
        case MandateMoved(party=party, mandate=mandate, why=why):
            lines = "; ".join(f"{i}: {o}" for i, o in mandate_lines(agenda, mandate))
            return (
                f"{seat_called(visit, party)} is given another mandate"
                f"{_why(why_words(process, why))}. "
                f"{lines or 'It may agree to anything'}"
            )
        case ValuesMoved(party=party, values=values, why=why):
            points = values_moving(agenda, values)
            whose = seat_called(visit, party)
            return f"What options are worth to {whose} moves: {points}{_why(why)}"
        case RedLinesMoved(party=party, added=added, dropped=dropped, why=why):
            drawn = dict(_red_lines(visit))
            new = [red_line_words(process, party, line) for line in added]
            gone = [drawn.get(f"{party}:{one}", one) for one in dropped]
            said = [*new, *(f"no longer: {one}" for one in gone)]
            moving = "; ".join(one.rstrip(".") for one in said)
            return f"The red lines of {seat_called(visit, party)} move: {moving}{_why(why)}"
    return ""


def _why(why: str) -> str:
    return f": {why}" if why else ""


def prepare(visit: Visit) -> Response:
    """Keep something that may be released, and show what it will be."""
    try:
        what = _typed(visit)
        number = visit.host.news.prepare(what, visit.by, visit.form.get("once", ""))
    except AccordError as error:
        visit.mistakes = str(error).splitlines()
        return class_news(visit, 422)
    return visit.go(f"/class/news/{number}")


def _typed(visit: Visit) -> Happening | SetTime:
    """Read what whoever teaches typed.

    Raises:
        AccordError: With what is wrong, a sentence a line.
    """
    form = visit.form
    text = form.get("text", "").strip()[:_LONGEST_NEWS]
    party = form.get("party", "")
    match form.get("kind"):
        case "news":
            if not text:
                raise AccordError("Write what happened, or what is said.")
            to = form.get("to", "")
            known = dict(_ears(visit, [*visit.host.tables.of_class()]))
            if to and to not in known:
                raise AccordError("Choose who is told.")
            source = form.get("source", "").strip()[:_LONGEST_NAME]
            return News(text=text, source=source, to=(to,) if to else ())
        case "walk-away" if party in visit.case.process.parties:
            return WalkAwayMoved(party=party, by=_points(form.get("by", "")), why=text)
        case "mandate" if party in visit.case.process.parties:
            issues = visit.case.process.agenda.issues
            given = {one: visit.lists.get(f"mandate.{one}", ()) for one in issues}
            mandate = Mandate({one: options for one, options in given.items() if options})
            return MandateMoved(party=party, mandate=mandate, why=text)
        case "values" if party in visit.case.process.parties:
            issue, _, option = form.get("option", "").partition(":")
            by = _points(form.get("by", ""))
            return ValuesMoved(party=party, values={issue: {option: by}}, why=text)
        case "red-lines" if party in visit.case.process.parties:
            return _lines_moved(visit, party, text)
        case "time":
            if not text:
                raise AccordError("Say what is awaited until then: all at the table read it.")
            until = form.get("until", "").strip()
            until_typed(until, visit.host.settings.clock())
            return SetTime(until=until, why=text[:_LONGEST_NAME])
    raise AccordError("Choose what shall happen, and to which side.")


def _lines_moved(visit: Visit, party: str, text: str) -> RedLinesMoved:
    """Read which red lines a side draws now, and which no longer."""
    issues = visit.case.process.agenda.issues
    given = {one: visit.lists.get(f"never.{one}", ()) for one in issues}
    never = Combination({one: options for one, options in given.items() if options})
    # The same options are the same line, so that it is drawn once.
    name = "-".join(f"{one}-{'-'.join(options)}" for one, options in never.items())
    added = (Exclusion(id=f"never-{name}", never=never),) if never else ()
    whose, _, line = visit.form.get("drop", "").partition(":")
    if line and whose != party:
        raise AccordError("The red line that no longer holds is one of another side.")
    if not (added or line):
        raise AccordError("Tick what the side refuses now, or choose what no longer holds.")
    return RedLinesMoved(party=party, added=added, dropped=(line,) if line else (), why=text)


def _points(typed: str) -> float:
    """Return by how many points something moves, as somebody typed it."""
    plain = typed.strip().replace("\u2212", "-").replace(",", ".")
    try:
        by = float(plain)
    except ValueError:
        by = 0.0
    if not by or by != by or abs(by) > 100:
        raise AccordError(
            "Say by how many points of 100 it moves, such as 5, or -5 where no deal is worse "
            "now."
        )
    return by


def _prepared(visit: Visit) -> PreparedNews:
    number = visit.path["news"]
    plain = number.isascii() and number.isdecimal() and len(number) < 9
    found = visit.host.news.get(int(number)) if plain else None
    if found is None:
        raise NotThere
    return found


def look(visit: Visit, status: int = 200) -> Response:
    """Show what each seat will be shown, word for word, before anything is sent."""
    one = _prepared(visit)
    tables = [*visit.host.tables.of_class()]
    now = visit.host.settings.clock()
    previews = dict[tuple[tuple[ShownTo, ...], TableClock | None], list[str]]()
    cannot = defaultdict[str, list[str]](list)
    done = _when(one, tables)
    told = {table for table, _ in done}
    for held in tables:
        if held.id in told:
            continue
        try:
            shown, clock = tuple(shown_to(visit, held, one)), _clock(held, one, now)
        except AccordError as error:
            seen = held.seen(held.table.seating.parties[0]).view
            cannot[" ".join(refused(visit, seen, error))].append(held.id)
        else:
            previews.setdefault((shown, clock), []).append(held.id)
    found = [
        NewsPreview(tables=tuple(named), shown=shown, clock=clock)
        for (shown, clock), named in previews.items()
    ]
    return visit.render(
        "class_news_one.html.j2",
        status=status,
        title="News: before it is sent",
        one=one,
        what=news_said(visit, one),
        previews=found,
        can=[one.id for one in tables if any(one.id in each.tables for each in found)],
        cannot=list(cannot.items()),
        done=done,
    )


def shown_to(visit: Visit, held: HeldTable, one: PreparedNews) -> Iterator[ShownTo]:
    """Yield what each seat of a table will be shown of something, word for word.

    Args:
        visit: That of whoever teaches.
        held: The table.
        one: What happens.

    Raises:
        AccordError: If it cannot happen there.
    """
    before, after = held.table, after_news(held.table, one.what)
    named = seat_namer(visit)
    for seat in after.seating.seats:
        seen = view(after, seat.id)
        name = named(seat.id)
        if len(seen.heard) == len(view(before, seat.id).heard):
            yield ShownTo(seat=name)
            continue
        of_class = visit.host.seats.get(f"{held.group}/{seat.id}") or visit.host.seats[seat.id]
        case = visit.host.case(of_class)
        words = EventWords(case.process, seen.heard, opened_setup(seen))
        heard = HeardLine.of(seen.heard[-1], seen, words, named)
        line = evolve(heard, number=0)  # the same at tables where more or less was said
        beside: tuple[str, ...] = ()
        if isinstance(one.what, WalkAwayMoved):
            beside = walk_away_lines(case, seen.party, seen.walk_away)
        elif isinstance(one.what, MandateMoved):
            lines = mandate_lines(seen.agenda, seen.mandate)
            beside = tuple(f"{issue}: {options}" for issue, options in lines) or (_FREE,)
        elif isinstance(one.what, RedLinesMoved):
            sheet = role_sheet(with_moved(case, seen.party, moved=seen.moved), seen.party)
            beside = sheet.red_lines if sheet else ()
        yield ShownTo(seat=name, line=line, beside=beside)


def _clock(held: HeldTable, one: PreparedNews, now: datetime) -> TableClock | None:
    """Return what all at a table will be shown of a time that is set; None of all else."""
    if not isinstance(one.what, SetTime):
        return None
    until = until_typed(one.what.until, now)
    left = max(0, round((until - now).total_seconds() / 60))
    return TableClock(since="", until=until, why=one.what.why, left=left, paused=held.paused)


def send(visit: Visit) -> Response:
    """Release something to tables that were ticked, or to all; once, however often pressed."""
    one, host = _prepared(visit), visit.host
    chosen = {*visit.lists.get("every" if visit.form.get("all") else "tables", ())}
    tables = [held for held in host.tables.of_class() if held.id in chosen]
    if not tables:
        visit.mistakes = ("Tick the tables to which it shall be released.",)
        return look(visit, 422)
    until = None
    if isinstance(one.what, SetTime):
        until = until_typed(one.what.until, host.settings.clock())
    wrong: list[str] = []
    sent: list[str] = []
    for held in tables:
        try:
            if release(held, one, visit.by, until):
                sent.append(held.id)
                host.minute(held)
        except AccordError as error:
            seen = held.seen(held.table.seating.parties[0]).view
            wrong.append(f"Table {held.id}: {' '.join(refused(visit, seen, error))}")
    if wrong:
        to = f"Released to {_tables(sent)}." if sent else ""
        visit.mistakes = [to, *wrong] if to else wrong
        return look(visit, 422)
    said = f"Released to {_tables(sent)}." if sent else "It was released there before."
    return visit.go("/class/news", said=said)


def _tables(named: list[str]) -> str:
    return f"table{'s' if len(named) > 1 else ''} {', '.join(named)}"


def drop(visit: Visit) -> Response:
    """Put something aside that was prepared, or take it up again."""
    one = _prepared(visit)
    visit.host.news.drop(one.number, bool(visit.form.get("drop")), visit.by)
    return visit.go("/class/news")


def draw(visit: Visit) -> Response:
    """Draw what a fighting model brings, and keep it to be released round by round."""
    try:
        assumed, course = drawn_course(visit)
        by_itself = bool(visit.form.get("by_itself"))
        once = visit.form.get("once", "")
        found = visit.host.news.prepare_course(
            course, assumed, visit.by, once, by_itself=by_itself
        )
    except AccordError as error:
        visit.mistakes = str(error).splitlines()
        return class_news(visit, 422)
    many = "1 thing" if found == 1 else f"{found} things"
    return visit.go("/class/news", said=f"Prepared: {many} that {assumed} brings.")


PAGES = (
    HostPage("/class/news", class_news, Rule.TEACHES, nav=("Class", "News")),
    HostPage("/class/news", prepare, Rule.TEACHES, "POST"),
    HostPage("/class/news/fighting", draw, Rule.TEACHES, "POST"),
    HostPage("/class/news/{news}", look, Rule.TEACHES),
    HostPage("/class/news/{news}/release", send, Rule.TEACHES, "POST"),
    HostPage("/class/news/{news}/drop", drop, Rule.TEACHES, "POST"),
)
