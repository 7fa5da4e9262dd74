"""The door: where somebody comes in with a link, asks to be let in, and leaves."""

from starlette.responses import Response

from accord.host.admissions import Invitation
from accord.host.door_secrets import as_given
from accord.host.host import Host
from accord.host.host_page import HostPage
from accord.host.rules import Rule
from accord.host.visit import COMING, COOKIE, NotThere, Visit
from accord.host.who_sees import what_is_seen

_LONGEST_NAME = 80
_CODE = 12
_SHOWN = 30
"""Lines of what happened at a door: some days."""
MOST_TYPED = 10_000
"""Bytes of a form that anybody may send: a name or a code."""


def start(visit: Visit) -> Response:
    """Lead to the first page of a seat; to the door, whoever has none."""
    if visit.taken is None:
        return visit.render("no_seat.html.j2")
    return visit.go(visit.taken.first)


def typed_code(visit: Visit) -> Response:
    """Lead to the door for which somebody typed the code on their slip."""
    code = as_given(visit.form.get("code", ""))
    if visit.host.doors.entrance.opens(code):
        return visit.go(f"/class/come/{code}")
    if len(code) != _CODE or visit.host.doors.invitation(code) is None:
        said = "No link has this code. Look at your slip again: it has twelve signs."
        return visit.refused([said], "no_seat.html.j2")
    return visit.go(f"/join/{code}")


def show(visit: Visit) -> Response:
    """Show whom an invitation admits, and take nothing."""
    return _shown(visit, _invitation(visit))


def _invitation(visit: Visit) -> Invitation:
    invitation = visit.host.doors.invitation(visit.path["secret"])
    if invitation is None or invitation.seat not in visit.host.seats:
        raise NotThere
    return invitation


def _afar(host: Host) -> str:
    return host.own.address if host.own is not None else ""


def _shown(visit: Visit, invitation: Invitation, mistakes: tuple[str, ...] = ()) -> Response:
    host = visit.host
    if visit.taken and visit.taken.id == invitation.seat:
        return visit.go("/")
    knock = host.doors.knocking(visit.coming)
    if knock and host.doors.waits(knock) and knock.seat == invitation.seat:
        return visit.go("/knock")
    seat, now = host.seats[invitation.seat], host.doors.now
    visit.mistakes = mistakes
    answer = visit.render(
        "door.html.j2",
        status=422 if mistakes else 200,
        invitation=invitation,
        invited=seat,
        state="open" if invitation.open(now) else "taken" if invitation.alive(now) else "over",
        here=host.doors.sittings(seat.id) if invitation.alive(now) else (),
        seen=what_is_seen(host.held.whole.process, host.seats, seat, _afar(host)),
    )
    if invitation.alive(now) and not host.doors.is_new(visit.coming):
        host.set_cookie(answer, COMING, host.doors.secret())
    return answer


def take(visit: Visit) -> Response:
    """Take an invitation, or ask to be let in where it was taken."""
    invitation, doors = _invitation(visit), visit.host.doors
    secret, name = visit.path["secret"], typed_name(visit)
    if visit.taken and visit.taken.id != invitation.seat and not visit.form.get("leave"):
        return _shown(
            visit,
            invitation,
            (f"This browser sits for {visit.taken.name}: say that it leaves that seat.",),
        )
    if visit.taken and visit.taken.id == invitation.seat:
        return visit.go("/")
    if visit.form.get("knock"):
        if not visit.coming:
            said = "This browser keeps no cookies: allow them for this address, and try again."
            return _shown(visit, invitation, (said,))
        if doors.knock(secret, visit.coming, name) is None:
            said = "Others are asking at this seat already: try again in some minutes."
            return _shown(visit, invitation, (said,))
        return visit.go("/knock")
    sitting = doors.take(secret, name, visit.coming)
    if sitting is None:
        return _shown(visit, invitation)
    leave_other(visit)
    return visit.seat_at(sitting)


def typed_name(visit: Visit) -> str:
    """Return the name that was typed, without what would turn other texts around."""
    typed = "".join(one for one in visit.form.get("name", "") if one.isprintable())
    return " ".join(typed.split())[:_LONGEST_NAME]


def leave_other(visit: Visit) -> None:
    """End what this browser sat in before: it is in one seat at a time."""
    if visit.sitting:
        visit.host.doors.end(visit.sitting.id, visit.by)


def knocking(visit: Visit) -> Response:
    """Show somebody who asked to be let in whether they were."""
    doors = visit.host.doors
    knock = doors.knocking(visit.coming)
    if knock is None or knock.seat not in visit.host.seats:
        raise NotThere
    let_in = doors.sitting(visit.coming) is not None
    state = "in" if let_in else "waits" if doors.waits(knock) else "no"
    seat = visit.host.seats[knock.seat]
    return visit.render("knock.html.j2", knock=knock, state=state, asked=seat)


def come_in(visit: Visit) -> Response:
    """Let in a browser that was answered with yes."""
    if visit.host.doors.sitting(visit.coming) is None:
        return knocking(visit)
    leave_other(visit)
    return visit.seat_at(visit.coming)


def answer_knock(visit: Visit) -> Response:
    """Let somebody into this seat, or not; whoever runs the host, into any."""
    seat = "" if visit.seat.runs else visit.seat.id
    yes = visit.form.get("answer") == "yes"
    knock = visit.host.doors.answer(visit.form.get("knock", ""), yes, seat, visit.by)
    if knock is None:
        return visit.go(visit.back(), "Nobody waits there any more.")
    done = "was let in" if yes else "was not let in, and their link is ended"
    return visit.go(visit.back(), f"“{knock.words}” {done}.")


def for_you(visit: Visit) -> Response:
    """Return the part of every page that says what waits for whoever sits there."""
    return visit.render("for_you.html.j2", back=visit.query.get("back", "/"))


def leave(visit: Visit) -> Response:
    """End a sitting from its own browser."""
    leave_other(visit)
    answer = visit.go("/", "You have left your seat on this browser.")
    visit.host.set_cookie(answer, COOKIE, "")
    return answer


def seat_page(visit: Visit) -> Response:
    """Show who is in this seat, and what was given to come in."""
    host, seat = visit.host, visit.seat
    return visit.render(
        "seat.html.j2",
        title="Your seat",
        here=host.doors.sittings(seat.id),
        accounts=host.doors.accounts.of(seat.id),
        links=host.doors.open_invitations(seat.id),
        happened=host.doors.happened(seat.id)[:_SHOWN],
        seen=what_is_seen(host.held.whole.process, host.seats, seat, _afar(host)),
    )


def end(visit: Visit) -> Response:
    """End a sitting or an account of this seat."""
    ended = visit.host.doors.end(visit.form.get("what", ""), visit.by, visit.seat.id)
    return visit.go("/seat", "It was ended." if ended else "It had ended already.")


PAGES = (
    HostPage("/", start, Rule.OPEN),
    HostPage("/join", typed_code, Rule.OPEN, "POST", most=MOST_TYPED),
    HostPage("/join/{secret}", show, Rule.OPEN),
    HostPage("/join/{secret}", take, Rule.OPEN, "POST", most=MOST_TYPED),
    HostPage("/knock", knocking, Rule.OPEN),
    HostPage("/knock", come_in, Rule.OPEN, "POST", most=MOST_TYPED),
    HostPage("/knock/answer", answer_knock, Rule.SEATED, "POST"),
    HostPage("/for-you", for_you, Rule.SEATED, noted=False),
    HostPage("/leave", leave, Rule.SEATED, "POST"),
    HostPage("/seat", seat_page, Rule.SEATED, nav=("Your seat",)),
    HostPage("/seat/end", end, Rule.SEATED, "POST"),
)
