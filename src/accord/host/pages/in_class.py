"""What whoever teaches sees of a class: its tables, each as a tile."""

from starlette.responses import Response

from accord.host.host_page import HostPage
from accord.host.rules import Rule
from accord.host.visit import Visit


def class_tables(visit: Visit) -> Response:
    """Show every table of the class."""
    return visit.render(
        "class_tables.html.j2", title="The class", tables=[*visit.host.tables.of_class()]
    )


PAGES = (HostPage("/class", class_tables, Rule.TEACHES, nav=("Class", "Tables")),)
