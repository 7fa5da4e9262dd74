"""What a delegation may agree to without asking its leadership, issue by issue."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from starlette.responses import Response

from accord.errors import AccordError
from accord.formats.edit_mandate import MandateEdited, held_mandate, set_mandate
from accord.host.host_page import HostPage
from accord.host.pages.mark_sheets import (
    begun_for,
    holder_asked,
    holders,
    may_hold,
    who_reads,
    writer,
)
from accord.host.rules import Rule
from accord.host.said_mistakes import sentences
from accord.host.visit import NotThere, Visit
from accord.model.refs import Combination


def mandate(visit: Visit) -> Response:
    """Show what one holder knows of a delegation's mandate."""
    return visit.render("mandate.html.j2", **_shown(visit, visit.query))


def _shown(visit: Visit, given: Mapping[str, str]) -> dict[str, Any]:
    case, process = visit.case, visit.case.process
    party = visit.path["party"]
    if party not in process.parties:
        raise NotThere
    held_by = dict.fromkeys(one.held_by for one in case.interests if one.mandate)
    known = holders(visit, tuple(held_by))
    whose = holder_asked(visit, known, given.get("held_by", ""))
    held = held_mandate(case.interests, party, whose.id) if whose else None
    readers = held.for_ if held else begun_for(visit) if whose and whose.own else ()
    now: Combination | Mapping[str, tuple[str, ...]] = held.mandate if held else {}
    ticked = _ticked(visit) if visit.form else now
    return {
        "title": "Mandate",
        "process": process,
        "party": party,
        "known": known,
        "others": may_hold(visit, known),
        "whose": whose,
        "readers": who_reads(visit, readers) if readers else "",
        "now": now,
        "ticked": ticked,
        "seen": json.dumps({i: list(options) for i, options in now.items()}),
    }


def _ticked(visit: Visit) -> dict[str, tuple[str, ...]]:
    """Return the options that are ticked, by issue."""
    found = {}
    for i, issue in visit.case.process.agenda.issues.items():
        given = visit.lists.get(f"may={i}", ())
        if some := tuple(o for o in issue.choices if o in given):
            found[i] = some
    return found


def save_mandate(visit: Visit) -> Response:
    """Set what is ticked."""
    process, party = visit.case.process, visit.path["party"]
    held_by = dict.fromkeys(one.held_by for one in visit.case.interests if one.mandate)
    whose = holder_asked(visit, holders(visit, tuple(held_by)), visit.form.get("held_by", ""))
    if whose is None or not whose.own or party not in process.parties:
        raise NotThere
    try:
        visit.change(_setting(visit, party, whose.id))
    except AccordError as error:
        wrong = sentences(error, visit.folder)
        return visit.refused(wrong, "mandate.html.j2", **_shown(visit, visit.form))
    name = process.name(party)
    to = f"/mandate/{quote(party)}?{urlencode({'held_by': whose.id})}"
    return visit.go(to, said=f"The mandate of {name} is set")


def _setting(visit: Visit, party: str, holder: str) -> Callable[[Path], MandateEdited]:
    by, readers, ticked = writer(visit), begun_for(visit), _ticked(visit)
    try:
        raw = json.loads(visit.form.get("seen", "{}"))
        seen = {str(i): tuple(map(str, options)) for i, options in raw.items()}
    except (ValueError, AttributeError, TypeError):
        raise NotThere from None

    def setting(folder: Path) -> MandateEdited:
        return set_mandate(folder, party, holder, ticked, seen=seen, readers=readers, by=by)

    return setting


PAGES = (
    HostPage("/mandate/{party:path}", mandate, Rule.DESK),
    HostPage("/mandate/{party:path}", save_mandate, Rule.DESK, method="POST"),
)
