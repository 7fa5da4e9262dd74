"""What whoever runs the host does: who is in, links and slips, who opened and did what."""

from collections.abc import Iterator
from datetime import date
from io import StringIO
from itertools import islice

from attrs import frozen
from starlette.responses import Response

from accord.formats.write_sheets import write_csv
from accord.host.given_link import give_links
from accord.host.held_folder import LOG as DONE
from accord.host.host_page import HostPage
from accord.host.host_seats import HostSeat
from accord.host.opened_pages import PageOpening
from accord.host.qr import qr_svg
from accord.host.rules import Rule
from accord.host.visit import Visit
from accord.model.tier import SHARED

_SHOWN = 200
"""Lines of a log on one page: some screens; the rest is a page further."""
_MOST_SLIPS = 40
"""Slips of one print: five sheets."""


def running(visit: Visit) -> Response:
    """Show who is in, and what leads in."""
    host = visit.host
    qr = qr_svg(host.link or "/")
    return visit.render("running.html.j2", title="The host", qr=qr, seats=_own_seats(visit))


def _own_seats(visit: Visit) -> list[HostSeat]:
    """Return the seats of the process: those of a class have pages of their own."""
    return [one for one in visit.host.seats.values() if not one.group]


def give(visit: Visit) -> Response:
    """Make a link to a seat and show it, this once."""
    seat = visit.host.seats.get(visit.form.get("seat", ""))
    if seat is None:
        return visit.go("/host", "There is no such seat any more.")
    given = give_links(visit, [seat])
    if not given:
        return visit.go("/host", "That link was shown already: give another, and end that one.")
    return visit.render("given_link.html.j2", title="A link", given=given[0])


def choose_slips(visit: Visit) -> Response:
    """Show for which seats slips can be printed."""
    return _choose(visit)


def _choose(visit: Visit, *mistakes: str) -> Response:
    visit.mistakes = mistakes
    return visit.render(
        "choose_slips.html.j2",
        status=422 if mistakes else 200,
        title="Slips to print",
        most=_MOST_SLIPS,
        seats=_own_seats(visit),
    )


def slips(visit: Visit) -> Response:
    """Make links and show them as slips, to be printed and cut."""
    wanted: list[HostSeat] = []
    for seat in _own_seats(visit):
        number = visit.form.get(f"number-{seat.id}", "")
        wanted += [seat] * (int(number) if number.isdecimal() and len(number) < 3 else 0)
    if not 0 < len(wanted) <= _MOST_SLIPS:
        return _choose(visit, f"Say for each seat how many slips: 1 to {_MOST_SLIPS} in all.")
    given = give_links(visit, wanted)
    if not given:
        return visit.go(
            "/host", "Those slips were shown already: end their links and make others."
        )
    return visit.render("slips.html.j2", title="Slips", slips=given)


def end(visit: Visit) -> Response:
    """End a link, a sitting or an account."""
    ended = visit.host.doors.end(visit.form.get("what", ""), visit.by)
    back = visit.back(otherwise="/host")
    return visit.go(back, "It was ended." if ended else "It had ended already.")


@frozen
class _LogLine:
    """A line of who opened what: what may be told of it.

    Attributes:
        opening: What was opened.
        page: What it is called.
        path: Its address; parts that are not for whoever asks are left out.
    """

    opening: PageOpening
    page: str
    path: str


def _opened(visit: Visit) -> Iterator[_LogLine]:
    """Yield what was opened and is asked for, the last first."""
    query, names = (
        visit.query,
        {one.path: ": ".join(one.nav) for one in visit.host.pages if one.nav},
    )
    seat, text = query.get("seat", ""), query.get("text", "").strip().casefold()
    first, last = _day(query.get("from", "")), _day(query.get("to", ""))
    for one in visit.host.opened.latest():
        day = one.at.astimezone().date()
        if (seat and one.seat != seat) or not (first or day) <= day <= (last or day):
            continue
        line = _LogLine(one, names.get(one.page, ""), _path(visit, one))
        said = f"{one.name} {one.seat} {line.page} {line.path}".casefold()
        if text in said:
            yield line


def _path(visit: Visit, one: PageOpening) -> str:
    """Return an address, with what an entry is called only to who may read it."""
    known = visit.case.record.by_id
    shown = {
        name: text if name == "entry" and text in known else "…"
        for name, text in one.parts.items()
    }
    return one.page.format_map(shown)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def opened(visit: Visit) -> Response:
    """Show who opened what."""
    after = visit.query.get("after", "")
    start = int(after) if after.isdecimal() and len(after) < 9 else 0
    lines = list(islice(_opened(visit), start, start + _SHOWN + 1))
    more = start + _SHOWN if len(lines) > _SHOWN else None
    asked = {name: visit.query.get(name, "") for name in ("seat", "text", "from", "to")}
    return visit.render(
        "opened.html.j2",
        title="Who opened what",
        lines=lines[:_SHOWN],
        more=more,
        asked=asked,
        seats=[(one.id, one.name) for one in visit.host.seats.values()],
    )


def opened_table(visit: Visit) -> Response:
    """Send who opened what as a table."""
    table = StringIO()
    lines = ((line.opening, line) for line in _opened(visit))
    rows = ((o.at.isoformat(), o.seat, o.name, line.page, line.path) for o, line in lines)
    write_csv(table, ["at", "seat", "name", "page", "address"], rows, end="\r\n")
    day = visit.host.doors.now.date().isoformat()
    headers = {"content-disposition": f'attachment; filename="opened-{day}.csv"'}
    return Response(table.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


def done(visit: Visit) -> Response:
    """Show who changed the folder, and who gave, took and ended what leads in."""
    known = visit.case.record.by_id
    kept = visit.host.store.read(DONE)
    lines = []
    for one in kept[: -_SHOWN - 1 : -1]:
        added = [str(entry) for entry in one.event.get("added") or ()]
        lines.append((one, [entry for entry in added if entry in known], len(added)))
    return visit.render(
        "done.html.j2",
        title="Who did what",
        lines=lines,
        all=len(kept),
        happened=visit.host.doors.happened()[:_SHOWN],
    )


def opened_of_mine(visit: Visit) -> Response:
    """Show who opened the entries that are for this seat and not for all."""
    own = {tier for tier in visit.seat.reader.tiers if tier not in SHARED}
    entries = {
        entry.id: entry
        for entry in visit.case.record.entries
        if own.intersection(entry.for_) and not set(SHARED).intersection(entry.for_)
    }
    seats = visit.host.seats
    found = (
        (one, entries[one.parts["entry"]])
        for one in visit.host.opened.latest()
        if one.parts.get("entry") in entries and one.seat in seats
    )
    lines = list(islice(found, _SHOWN))
    return visit.render(
        "opened_of_mine.html.j2", title="Who opened what is for you", lines=lines
    )


PAGES = (
    HostPage("/host", running, Rule.RUNS, nav=("The host",)),
    HostPage("/host/link", give, Rule.RUNS, "POST"),
    HostPage("/host/slips", choose_slips, Rule.RUNS),
    HostPage("/host/slips", slips, Rule.RUNS, "POST"),
    HostPage("/host/end", end, Rule.RUNS, "POST"),
    HostPage("/host/opened", opened, Rule.RUNS),
    HostPage("/host/opened.csv", opened_table, Rule.RUNS),
    HostPage("/host/done", done, Rule.RUNS),
    HostPage("/opened", opened_of_mine, Rule.DESK),
)
