"""What a delegation's own machine asks a host for: the tables as its seat sees them, as JSON.

It comes in through the doors that a browser comes through and is held to the same: the cookie
of its sitting, the token that a form brings back (made of the cookie's secret, so that nobody
without it can make one), the same rates, sizes and notes of who opened what. A move is sent as
a form whose field `move` holds JSON: whatever keeps another site from sending a form here keeps
it from sending a move.
"""

import json
from datetime import datetime
from typing import Any

from starlette.responses import Response

from accord.errors import AccordError, IllegalMove
from accord.host.held_table import HeardMore, HeldTable
from accord.host.host_page import HostPage
from accord.host.host_seats import PROJECTOR
from accord.host.pages.at_table import refused
from accord.host.rules import Rule
from accord.host.seated import ProgramInSeat, TableDeadline
from accord.host.visit import NotThere, Visit
from accord.talks import move_from_json
from accord.talks.view_json import view_to_json

VERSION = 1
"""The version of the form in which a host says all this."""
_MOST_DIGITS = 9
"""Digits of how much was heard: what is longer is no such number."""


def _json(plain: Any, status: int = 200) -> Response:
    # In ASCII, which holds half a character too that a sentence repeats as it was sent.
    text = json.dumps({"version": VERSION, **plain})
    return Response(text, status, media_type="application/json")


def tables(visit: Visit) -> Response:
    """Send which tables the seat sits at, and where each stands."""
    host, seat, stands = visit.host, visit.seat, visit.at
    record = host.held.position(seat.reader)
    return _json(
        {
            "stands": stands,
            "seat": {"id": seat.id, "sits": seat.sits, "name": seat.name},
            # It says when the copy of the folder is to be fetched anew.
            "record": "" if seat.group else f"{host.start}-{record:010}",
            "tables": [
                {"id": one.id, "stands": _stands(visit, one)} for one in host.tables.of(seat)
            ],
        }
    )


def table(visit: Visit) -> Response:
    """Send a table as the seat sees it, without the events that the machine has."""
    return _json(_table(visit, _held(visit)))


def move(visit: Visit) -> Response:
    """Make a move, and send the table after it."""
    held, form = _held(visit), visit.form
    if visit.seat.sits == PROJECTOR:
        raise NotThere
    seat, key = visit.seat.sits, form.get("once", "")
    try:
        made = move_from_json(json.loads(form.get("move", "")))
    except (ValueError, RecursionError):
        return _json({"done": False, "said": ["A move must be JSON."]}, 422)
    except AccordError as error:
        return _json({"done": False, "said": str(error).splitlines()}, 422)
    on, until = _number(form.get("on", "")), _moment(form.get("until", ""))
    if until is not None and visit.host.settings.clock() > until:
        # Whoever sent it has given up on it: it lay in some buffer meanwhile.
        return _json({"done": False, "late": True, **_table(visit, held)}, 409)
    try:
        held.move(seat, made, visit.by, key, on)
    except HeardMore:
        return _json({"done": False, "more": True, **_table(visit, held)}, 409)
    except IllegalMove as error:
        said = refused(visit, held.seen(seat).view, error)
        return _json({"done": False, "said": said, **_table(visit, held)}, 409)
    visit.host.minute(held)
    return _json({"done": True, **_table(visit, held)})


def _held(visit: Visit) -> HeldTable:
    found = visit.host.tables.get(visit.path["table"], visit.seat)
    if found is None:
        raise NotThere
    return found


def _stands(visit: Visit, held: HeldTable) -> str:
    return f"{visit.host.start}-{held.position(visit.seat):010}"


def _table(visit: Visit, held: HeldTable) -> dict[str, Any]:
    seat, asked = visit.seat.sits, visit.form if visit.page.method == "POST" else visit.query
    # First: what changes in between is then sent twice, and not missed.
    now, stands = visit.host.settings.clock().isoformat(), _stands(visit, held)
    view, times, until = held.seen(seat).view, held.times_heard(seat), held.deadline
    heard = min(len(view.heard), len(times))
    known = _number(asked.get("heard", "")) or 0
    # A machine that has heard what never was here, as where a backup was put in place, is sent
    # everything.
    if not 0 < known <= heard or times[known - 1] != _moment(asked.get("at", "")):
        known = 0
    key = asked.get("key", "")
    made = bool(key) and held.was_done(seat, key)
    return {
        "now": now,
        "id": held.id,
        "stands": stands,
        "recorded": held.recorded,
        "paused": held.paused,
        "deadline": until and _until(until),
        "programs": [_program(one) for one in held.spells(seat)],
        "played": sorted(held.played(seat)),
        "ears": {one: held.ears(seat, one) for one in dict.fromkeys(view.legal)},
        "times": [one.isoformat() for one in times[known : len(view.heard)]],
        "made": made,
        "view": view_to_json(view, known),
    }


def _until(one: TableDeadline) -> dict[str, Any]:
    return {
        "number": one.number,
        "until": one.until.isoformat(),
        "why": one.why,
        "stopped": one.stopped and one.stopped.isoformat(),
    }


def _program(one: ProgramInSeat) -> dict[str, Any]:
    return {
        "number": one.number,
        "seat": one.seat,
        "recipe": one.recipe,
        "since": one.since.isoformat(),
        "first": one.first,
        "until": one.until and one.until.isoformat(),
        "failed": one.failed,  # why is for whoever teaches
    }


def _number(text: str) -> int | None:
    if text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS:
        return int(text)
    return None


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None


PAGES = (
    HostPage("/wire/tables", tables, Rule.SEATED, noted=False),
    HostPage("/wire/tables/{table}", table, Rule.SEATED),
    HostPage("/wire/tables/{table}/move", move, Rule.SEATED, "POST"),
)
