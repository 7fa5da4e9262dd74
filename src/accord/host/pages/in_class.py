"""What whoever teaches sees of a class: its tables, each as a tile."""

from starlette.responses import Response

from accord.host.host_page import HostPage
from accord.host.rules import Rule
from accord.host.visit import NotThere, Visit


def class_tables(visit: Visit) -> Response:
    """Show every table of the class."""
    tables = [*visit.host.tables.of_class()]
    go_on = [one for one in tables if not one.table.over]
    return visit.render(
        "class_tables.html.j2",
        title="The class",
        tables=tables,
        paused=sum(one.paused for one in go_on),
        running=sum(not one.paused for one in go_on),
    )


def pause(visit: Visit) -> Response:
    """Pause a table of the class or all of them, or let them go on."""
    form = visit.form
    asked, of_all = form.get("pause") or form.get("go_on"), form.get("all", "")
    tables = [one for one in visit.host.tables.of_class() if of_all or one.id == asked]
    if not tables:
        raise NotThere
    paused = "pause" in (of_all, *form)
    changed = [one.pause(paused, visit.by) for one in tables if not one.table.over]
    what = "paused" if paused else "going on"
    said = f"Table {asked} is {what}."
    if of_all:
        said = f"All tables that are not over are {what}."
    elif not any(changed):
        said = f"Nothing changed at table {asked}."
    return visit.go("/class", said=said)


PAGES = (
    HostPage("/class", class_tables, Rule.TEACHES, nav=("Class", "Tables")),
    HostPage("/class/pause", pause, Rule.TEACHES, "POST"),
)
