"""Numbers by ranges: what issues weigh, what options are worth, and the walk-away value."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from attrs import evolve, frozen
from starlette.responses import Response

from accord.errors import AccordError
from accord.formats.edit_numbers import (
    NumberKey,
    NumbersEdited,
    held_numbers,
    number_keys,
    number_named,
    numbers_of,
    refused_alone,
    set_numbers,
)
from accord.formats.human_numbers import parse_amount
from accord.host.host_page import HostPage
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
from accord.model import Interests, Range, valued


@frozen(kw_only=True)
class NumberField:
    """A number as it is typed.

    Attributes:
        name: The name of the field.
        label: What the number is.
        text: What stands in it.
        now: What stands in the file, where that is something else.
        notes: Why, and by what source.
        cell: Of the value of an option its issue and itself; empty of all else.
        refused: Whether the option is refused whatever else there is.
    """

    name: str
    label: str
    text: str
    now: str = ""
    notes: str = ""
    cell: str = ""
    refused: bool = False


@frozen(kw_only=True)
class NumberIssue:
    """The numbers of an issue.

    Attributes:
        name: What the issue is called.
        weight: What it weighs.
        values: What its options are worth.
        basis_name: The name of the field in which it is said why.
        basis: Why.
    """

    name: str
    weight: NumberField
    values: tuple[NumberField, ...]
    basis_name: str
    basis: str


def field_name(key: NumberKey) -> str:
    """Return the name of the field of a number.

    Args:
        key: Which number.
    """
    return "=".join(filter(None, ("number", *key)))


def numbers(visit: Visit) -> Response:
    """Show the numbers of one holder for a party; or for which parties there are some."""
    return visit.render("numbers.html.j2", **_shown(visit, visit.query))


def _shown(visit: Visit, given: Mapping[str, str]) -> dict[str, Any]:
    case, process = visit.case, visit.case.process
    party = visit.path.get("party", given.get("party", ""))
    if party and party not in process.parties:
        raise NotThere
    held_by = tuple(dict.fromkeys(one.held_by for one in valued(case.interests)))
    known = holders(visit, held_by)
    whose = holder_asked(visit, known, given.get("held_by", ""))
    held = held_numbers(case.interests, party, whose.id) if whose and party else None
    readers = held.for_ if held else begun_for(visit) if whose and whose.own else ()
    now = numbers_of(held)
    return {
        "title": "Numbers",
        "process": process,
        "party": party,
        "known": known,
        "others": may_hold(visit, known),
        "whose": whose,
        "held": held,
        "readers": who_reads(visit, readers) if readers else "",
        "walk_away": _field(visit, ("", ""), now),
        "refused_seen": visit.form.get("refused_seen", json.dumps(sorted(_refused(held)))),
        "basis": visit.form.get("basis", held.basis if held else ""),
        "issues": _issues(visit, held, now) if party and whose else (),
        "seen": json.dumps({field_name(key): str(one) for key, one in now.items()}),
        "there": [
            (process.parties[one.party], process.name(one.held_by), one.held_by)
            for one in valued(case.interests)
        ],
    }


def _issues(
    visit: Visit, held: Interests | None, now: Mapping[NumberKey, Range]
) -> tuple[NumberIssue, ...]:
    refused = _refused(held)
    if "refused_seen" in visit.form:  # as they were ticked, when something else was wrong
        refused = {*visit.lists.get("refused", ())}
    return tuple(
        NumberIssue(
            name=issue.name,
            weight=_field(visit, (i, ""), now),
            values=tuple(
                evolve(
                    _field(visit, (i, o), now), cell=f"{i}={o}", refused=f"{i}={o}" in refused
                )
                for o in issue.choices
            ),
            basis_name=f"basis={i}",
            basis=visit.form.get(
                f"basis={i}", held.issues[i].basis if held and i in held.issues else ""
            ),
        )
        for i, issue in visit.case.process.agenda.issues.items()
    )


def _refused(held: Interests | None) -> set[str]:
    """Return the cells of the options that are refused whatever else there is."""
    return {f"{issue}={option}" for issue, option in refused_alone(held)}


def _field(visit: Visit, key: NumberKey, now: Mapping[NumberKey, Range]) -> NumberField:
    issue, option = key
    name, process = field_name(key), visit.case.process
    label = "Walk-away value"
    if issue:
        held = process.agenda.issues[issue]
        label = held.choices[option].name if option else "Weight"
    stands = str(now[key]) if key in now else ""
    text = visit.form.get(name, stands)
    notes = "; ".join(filter(None, (now[key].basis, now[key].source))) if key in now else ""
    other = stands if stands and text != stands else ""
    return NumberField(name=name, label=label, text=text, now=other, notes=notes)


def save(visit: Visit) -> Response:
    """Set the numbers that were typed; of what is wrong, say all at once and keep the rest."""
    process, form = visit.case.process, visit.form
    party = visit.path["party"]
    known = holders(visit, tuple(one.held_by for one in valued(visit.case.interests)))
    whose = holder_asked(visit, known, form.get("held_by", ""))
    if whose is None or not whose.own or party not in process.parties:
        raise NotThere
    wrong, given = list[str](), dict[NumberKey, Range]()
    for key in number_keys(process.agenda):
        text = form.get(field_name(key), "").strip()
        if not text:
            continue
        try:
            amount = parse_amount(text)
            given[key] = Range(amount.low, amount.high)
        except ValueError as error:
            wrong.append(f"{number_named(process, key)}: {error}")
    bases = {i: form[f"basis={i}"] for i in process.agenda.issues if f"basis={i}" in form}
    if "basis" in form:
        bases[""] = form["basis"]
    done = None
    if not wrong:
        try:
            done = visit.change(_setting(visit, party, whose, given, bases))
        except AccordError as error:
            wrong += sentences(error, visit.folder)
    if done is None:
        return visit.refused(wrong, "numbers.html.j2", **_shown(visit, form))
    told = _told(visit, party, done)
    return visit.go(f"/numbers/{quote(party)}?{urlencode({'held_by': whose.id})}", said=told)


def _setting(
    visit: Visit,
    party: str,
    whose: SheetHolder,
    given: Mapping[NumberKey, Range],
    bases: Mapping[str, str],
) -> Callable[[Path], NumbersEdited]:
    by, readers = writer(visit), begun_for(visit)
    keys = {field_name(key): key for key in number_keys(visit.case.process.agenda)}
    ticked = {*visit.lists.get("refused", ())}
    try:
        shown = {*map(str, json.loads(visit.form.get("refused_seen", "[]")))}
        raw = json.loads(visit.form.get("seen", "{}"))
        seen = {keys[name]: str(text) for name, text in raw.items() if name in keys}
    except (ValueError, AttributeError, TypeError):
        raise NotThere from None
    refused = {
        key: cell in ticked
        for key in keys.values()
        if (cell := "=".join(key)) in ticked ^ shown and key[1]
    }

    def setting(folder: Path) -> NumbersEdited:
        return set_numbers(
            folder,
            party,
            whose.id,
            given,
            bases={i: text.strip() for i, text in bases.items()},
            refused=refused,
            seen=seen,
            readers=readers,
            by=by,
        )

    return setting


def _told(visit: Visit, party: str, done: NumbersEdited) -> str:
    process = visit.case.process
    if not (done.changed or done.notices):
        return f"{process.name(party)}: the numbers are as they were"
    named = [
        f"{number_named(process, key)}: {now}" + (f" (was {was})" if was else "")
        for key, (was, now) in done.changed.items()
    ]
    more = f"; and {len(named) - 4} more" if len(named) > 4 else ""
    said = ["; ".join(named[:4]) + more] if named else []
    return f"{process.name(party)}: {'; '.join((*said, *done.notices))}"


PAGES = (
    HostPage("/numbers", numbers, Rule.DESK, nav=("Deals", "Numbers")),
    HostPage("/numbers/{party:path}", numbers, Rule.DESK),
    HostPage("/numbers/{party:path}", save, Rule.DESK, method="POST"),
)
