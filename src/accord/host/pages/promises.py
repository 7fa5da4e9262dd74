"""Who sees what, what is promised, and what the host is known by: for whoever comes."""

from starlette.responses import Response

from accord.host.host_page import HostPage
from accord.host.rules import Rule
from accord.host.threats import TITLE, what_is_promised
from accord.host.visit import NotThere, Visit
from accord.telling.blocks import Heading


def promises(visit: Visit) -> Response:
    """Show who sees what."""
    blocks = [(one, isinstance(one, Heading)) for one in what_is_promised()]
    return visit.render("promises.html.j2", title=TITLE, blocks=blocks)


def authority(visit: Visit) -> Response:
    """Hand over the certificate of the host's authority, for a device to take in."""
    place = visit.host.place
    if place is None or place.certificates is None:
        raise NotThere
    return Response(place.certificates.authority, media_type="application/x-x509-ca-cert")


PAGES = (
    HostPage("/who-sees-what", promises, Rule.OPEN),
    HostPage("/authority.pem", authority, Rule.OPEN),
)
