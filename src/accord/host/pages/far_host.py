"""The host before which an own machine sits: what came from it, and what goes to it."""

from starlette.responses import Response

from accord.host.host_page import HostPage
from accord.host.own_machine import OwnMachine
from accord.host.rules import Rule
from accord.host.visit import NotThere, Visit


def _own(visit: Visit) -> OwnMachine:
    if visit.host.own is None:
        raise NotThere
    return visit.host.own


def far_host(visit: Visit) -> Response:
    """Show where the host is, and how the record here stands to the host's."""
    return visit.render("far_host.html.j2", title="The host", own=_own(visit))


PAGES = (HostPage("/far-host", far_host, Rule.SEATED, nav=("The host", "What comes from it")),)
