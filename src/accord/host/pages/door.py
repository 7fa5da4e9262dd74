"""The door: where somebody comes in with a link, and is told what their seat is."""

from starlette.responses import Response

from accord.host.host_page import HostPage
from accord.host.rules import Rule
from accord.host.visit import NotThere, Visit

_LONGEST_NAME = 80
COOKIE = "accord"


def start(visit: Visit) -> Response:
    """Lead to the first page of a seat; to the door, whoever has none."""
    if visit.sitting is None:
        return visit.render("no_seat.html.j2")
    return visit.go("/brief")


def show(visit: Visit) -> Response:
    """Show whom an invitation admits, and take nothing."""
    invitation = visit.host.doors.invitation(visit.path["secret"])
    if invitation is None or invitation.seat not in visit.host.seats:
        raise NotThere
    seat = visit.host.seats[invitation.seat]
    return visit.render("door.html.j2", invitation=invitation, invited=seat)


def take(visit: Visit) -> Response:
    """Take an invitation."""
    secret = visit.path["secret"]
    sitting = visit.host.doors.take(secret, visit.form.get("name", "")[:_LONGEST_NAME].strip())
    if sitting is None:
        return show(visit)
    answer = visit.go("/brief")
    answer.set_cookie(COOKIE, sitting, **visit.host.cookie)
    return answer


PAGES = (
    HostPage("/", start, Rule.OPEN),
    HostPage("/join/{secret}", show, Rule.OPEN),
    HostPage("/join/{secret}", take, Rule.OPEN, "POST"),
)
