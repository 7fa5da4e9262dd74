"""The form for a guarantee that could be had: who would answer a breach, how, at what cost."""

import json
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from attrs import evolve
from starlette.responses import Response

from accord.errors import AccordError
from accord.formats.assumed_files import assumed
from accord.formats.human_dates import date_said
from accord.formats.human_numbers import parse_amount
from accord.formats.new import id_of
from accord.formats.shapes import fields
from accord.formats.write import fields_plain
from accord.hold.edit_guarantees import (
    UNDER,
    WrittenGuarantee,
    remove_guarantee,
    set_guarantee,
    written_guarantees,
)
from accord.hold.holding_assumptions import (
    Guarantee,
    GuaranteeKind,
    HoldingAssumptions,
    holding_form,
)
from accord.host.declared_form import FormField, form_fields, label, typed_keys
from accord.host.host_page import HostPage
from accord.host.pages.entering import today
from accord.host.pages.mark_sheets import (
    SheetHolder,
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
from accord.model import Range
from accord.telling.holding_words import guarantee_words

_BACK = "/hold"
_AMOUNTS = ("penalty", "cost", "stake")
"""Keys that hold points, which people write as `1 to 3` or `about 5`."""
_LABELS = {
    "kind": "What it is",
    "against": "Whose breach it answers",
    "on": "Breaches on which issues it answers",
    "steps": "In how many steps",
    "needs": "Without which others it does nothing",
    "source": "Source",
}
_HINTS = {
    "kind": "",
    "by": "",
    "against": "Nothing ticked: whoever breaks the deal.",
    "on": "Nothing ticked: on any issue.",
    "steps": "Of a withdrawal in steps alone.",
    "penalty": "In its points: a number or a range, such as 2 to 5.",
    "cost": "In that one's own points; nothing typed, where it costs nothing.",
    "price": "In any one unit; of sets that do as much the cheapest are named first.",
    "needs": "Such as a sanction, without somebody who watches.",
    "source": "The id of a source of the record.",
}
_KINDS = {
    GuaranteeKind.MONITOR: "somebody watches, and a breach is known",
    GuaranteeKind.WITHDRAWAL: "withdrawal in steps, each after that of the others",
    GuaranteeKind.SANCTION: "a sanction: something is withheld or closed",
    GuaranteeKind.FORCE: "a force that would act",
    GuaranteeKind.ESCROW: "a deposit, lost by whoever breaks the deal",
}


def may_write(visit: Visit, one: HoldingAssumptions) -> bool:
    """Return whether a seat may change what somebody assumes.

    Args:
        visit: Who looks.
        one: What is assumed.
    """
    if not visit.seat.writes_for or not writer(visit).may_change(one.for_):
        return False
    return any(each.own for each in holders(visit, (one.held_by,)) if each.id == one.held_by)


def address_of(one: WrittenGuarantee) -> str:
    """Return where a guarantee is changed.

    Args:
        one: The guarantee.
    """
    return f"/hold/guarantee?{urlencode({'one': one.address})}"


def form(visit: Visit) -> Response:
    """Show the form for a guarantee, new or there."""
    return visit.render("guarantee.html.j2", **_shown(visit))


def _beside(visit: Visit) -> tuple[HoldingAssumptions, ...]:
    return assumed(visit.folder, UNDER, visit.case, holding_form)


def _asked(visit: Visit) -> tuple[WrittenGuarantee | None, SheetHolder]:
    """Return the guarantee that an address names, and who assumes it.

    Raises:
        NotThere: If it names none, or whoever asks may not change it.
    """
    one = visit.query.get("one", "")
    there = written_guarantees(_beside(visit)).get(one)
    if there is not None:
        if not may_write(visit, there.within):
            raise NotThere
        holder = there.within.held_by
        return there, SheetHolder(id=holder, name=visit.case.process.name(holder), own=True)
    whose = holder_asked(visit, _holders(visit), visit.form.get("held_by", ""))
    if one or whose is None or not whose.own:
        raise NotThere
    return None, whose


def _holders(visit: Visit) -> tuple[SheetHolder, ...]:
    held_by = tuple(one.id for one in visit.case.perspectives)
    known = holders(visit, tuple(one for one in held_by if one in _named(visit)))
    return tuple(one for one in known if one.own)


def _named(visit: Visit) -> set[str]:
    process = visit.case.process
    return {*process.parties, *process.actors, *process.people}


def _shown(visit: Visit) -> dict[str, Any]:
    there, whose = _asked(visit)
    process = visit.case.process
    known = _holders(visit)
    plain = {} if there is None else fields_plain(there.guarantee)
    made = tuple(
        _said(one, visit, there) for one in form_fields(Guarantee, plain, visit.case, ("id",))
    )
    if visit.form:
        made = tuple(evolve(one, value=visit.lists.get(one.name, ())) for one in made)
    readers = there.within.for_ if there is not None else begun_for(visit)
    return {
        "title": "A guarantee",
        "process": process,
        "fields": made,
        "now": {},
        "there": there,
        "whose": whose,
        "known": () if there is not None else (*known, *may_hold(visit, known)),
        "readers": who_reads(visit, readers),
        "saw": visit.form.get("saw", json.dumps(plain)),
        "address": "/hold/guarantee" if there is None else address_of(there),
        "back": _BACK,
    }


def _said(one: FormField, visit: Visit, there: WrittenGuarantee | None) -> FormField:
    """Return a field with what there is to choose from, in the words of this form."""
    process, written = visit.case.process, written_guarantees(_beside(visit))
    own = there.address if there is not None else ""
    others = {each.guarantee.id: each.guarantee for at, each in written.items() if at != own}
    choices = {
        "kind": (("", ""), *((str(kind), words) for kind, words in _KINDS.items())),
        "on": tuple((issue.id, issue.name) for issue in process.agenda.issues.values()),
        "needs": tuple((g, guarantee_words(process, each)) for g, each in others.items()),
    }
    changed = evolve(
        one,
        label=_LABELS.get(one.name, one.label),
        hint=_HINTS.get(one.name, one.hint),
        adds=one.adds if visit.seat.team else "",  # others declare nobody
    )
    if one.name not in choices:
        return changed
    value = one.value
    if one.name != "kind":
        changed = evolve(changed, kind="several")
        value = getattr(there.guarantee, one.name) if there is not None else ()
    return evolve(changed, choices=choices[one.name], value=value)


def save(visit: Visit) -> Response:
    """Write down what was typed; of what is wrong, say all at once and keep the rest."""
    there, whose = _asked(visit)
    when = partial(date_said, today=today(visit))
    keys, wrong = typed_keys(Guarantee, visit.lists, when, ("id",))
    for key in _AMOUNTS:
        if key in keys:
            try:
                amount = parse_amount(str(keys[key]))
                keys[key] = str(Range(amount.low, amount.high))
            except ValueError as error:
                wrong.append(f"{_called(key)}: {error}")
    by, seen = writer(visit), _seen(visit)

    def setting(folder: Path) -> None:
        if there is not None:
            set_guarantee(folder, keys, at=there.address, seen=seen, by=by)
            return
        given = {"id": _free_id(visit, keys), **keys}
        set_guarantee(folder, given, holder=whose.id, readers=begun_for(visit), by=by)

    return _tried(visit, setting, wrong, "The guarantee is written down.")


def remove(visit: Visit) -> Response:
    """Take a guarantee away that no other needs."""
    there, _ = _asked(visit)
    if there is None:
        raise NotThere
    by, seen = writer(visit), _seen(visit)

    def removing(folder: Path) -> None:
        remove_guarantee(folder, there.address, seen=seen, by=by)

    return _tried(visit, removing, [], "The guarantee is gone.")


def _tried(visit: Visit, do: Callable[[Path], None], wrong: list[str], said: str) -> Response:
    if not wrong:
        try:
            visit.change(do)
        except AccordError as error:
            wrong = [*sentences(error, visit.folder, _called)]
        else:
            return visit.go(_BACK, said=said)
    return visit.refused(wrong, "guarantee.html.j2", **_shown(visit))


def _seen(visit: Visit) -> dict[str, Any]:
    """Return the guarantee as whoever types saw it.

    Raises:
        NotThere: If the form does not say.
    """
    try:
        seen = json.loads(visit.form.get("saw", ""))
    except ValueError:
        raise NotThere from None
    if not isinstance(seen, dict):
        raise NotThere
    return seen


def _free_id(visit: Visit, keys: Mapping[str, Any]) -> str:
    """Return an id for a new guarantee, from what it is and who would give it."""
    taken = {one.guarantee.id for one in written_guarantees(_beside(visit)).values()}
    stem = id_of(f"{keys.get('kind', '')} {keys.get('by', '')}") or "guarantee"
    one, number = stem, 1
    while one in taken:
        number += 1
        one = f"{stem}-{number}"
    return one


def _called(key: str) -> str:
    known = fields(Guarantee)
    return f"'{label(known[key])}'" if key in known else f"'{key}'"


PAGES = (
    HostPage("/hold/guarantee", form, Rule.DESK),
    HostPage("/hold/guarantee", save, Rule.DESK, "POST"),
    HostPage("/hold/guarantee/remove", remove, Rule.DESK, "POST"),
)
