"""What whoever teaches sees of a class: its tables, each as a tile."""

from collections import defaultdict
from datetime import datetime

from starlette.responses import Response

from accord.host.admissions import Sitting
from accord.host.class_tiles import SHOWN, Tile, tiles
from accord.host.host import Host
from accord.host.host_page import HostPage
from accord.host.pages.at_table import seat_namer
from accord.host.rules import Rule
from accord.host.visit import NotThere, Visit


def class_tables(visit: Visit) -> Response:
    """Show every table of the class, those that are to be looked at first before others."""
    found = class_tiles(visit.host)
    shown = visit.query.get("show", "")
    shown = shown if shown in SHOWN else ""
    ordered = found if visit.query.get("order") == "number" else by_rank(found)
    return visit.render(
        "class_tables.html.j2",
        title="The class",
        tiles=[one for one in ordered if SHOWN[shown][1](one)],
        choices=[(key, said, sum(map(is_, found))) for key, (said, is_) in SHOWN.items()],
        shown=shown,
        called=seat_namer(visit),
        by_number=visit.query.get("order") == "number",
        paused=sum(one.paused for one in found if not one.facts.over),
        running=sum(one.going for one in found),
    )


def by_rank(found: list[Tile]) -> list[Tile]:
    """Return tables with those first that are to be looked at first, else in their order."""
    return sorted(found, key=lambda one: one.rank)


def class_tiles(host: Host) -> list[Tile]:
    """Return every table of the class at a glance, in the order of their opening.

    Args:
        host: The host; only whoever teaches is shown them.
    """
    process, seats = host.held.process, host.seats
    sittings = defaultdict[str, list[tuple[Sitting, datetime, bool]]](list)
    for one in host.doors.sittings():
        streams = host.buckets.streaming(one.id)
        sittings[one.seat].append((one, host.doors.last_seen(one), streams))
    return [
        *tiles(
            host.tables.of_class(),
            lambda held: host.facts.of(held, process, host.tables.played),
            sittings,
            lambda one: seats[one].name if one in seats else process.name(one),
            host.settings.clock(),
        )
    ]


def pause(visit: Visit) -> Response:
    """Pause a table of the class or all of them, or let them go on."""
    form = visit.form
    asked, of_all = form.get("pause") or form.get("go_on"), form.get("all", "")
    tables = [one for one in visit.host.tables.of_class() if of_all or one.id == asked]
    if not tables:
        raise NotThere
    paused = "pause" in (of_all, *form)
    once = form.get("once", "")
    running = [one for one in tables if not one.table.over]
    changed = [one.pause(paused, visit.by, once=once) for one in running]
    what = "paused" if paused else "going on"
    said = f"Table {asked} is {what}."
    if of_all:
        said = f"All tables that are not over are {what}."
    elif not any(changed):
        said = f"Nothing changed at table {asked}."
    return visit.go(visit.back(otherwise="/class"), said=said)


PAGES = (
    HostPage("/class", class_tables, Rule.TEACHES, nav=("Class", "Tables")),
    HostPage("/class/pause", pause, Rule.TEACHES, "POST"),
)
