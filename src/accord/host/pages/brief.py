"""The brief, live: where the talks stand, for whoever reads it."""

from starlette.responses import Response

from accord.brief import compose
from accord.brief.page_blocks import title
from accord.host.host_page import HostPage
from accord.host.rules import Rule
from accord.host.visit import Visit
from accord.telling.value_trees import cleaned


def brief(visit: Visit) -> Response:
    """Show the page of the brief."""
    made = compose(visit.case, reader=visit.seat.reader)
    page = cleaned(made.page)
    return visit.render("brief.html.j2", title=title(page), page=page)


PAGES = (HostPage("/brief", brief, Rule.SEATED, nav="Where the talks stand"),)
