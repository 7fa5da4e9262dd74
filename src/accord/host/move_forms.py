"""The moves that a seat may make now, as forms, and what somebody typed as a move.

What can be filled in comes from the view of the seat and the facts of the rules, never from
which rule set it is; whether a move can be made, the table says.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Literal

from attrs import Attribute, fields, frozen
from frozendict import frozendict

from accord.model import ID_RULE, Agenda, Issue, Option, is_id
from accord.talks import MOVES, Amend, Carriage, Move, Role, Setup, State, View, move_from_json
from accord.talks.words import KINDS

Widget = Literal["text", "yes", "package", "options", "several", "one"]

_SAID = {
    "text": "In words",
    "reason": "Why, in words",
    "deal": "The package",
    "options": "How they are settled",
    "mandate": "What the delegation may agree to without asking",
    "rather": "What would be liked better",
    "ad_referendum": "Subject to the capital (ad referendum)",
    "final": "Put it to the vote",
    "ends_round": "The round ends with it",
    "question": "It is asked, not said",
    "to": "Who alone hears it (nobody ticked: everybody)",
    "issues": "Which issues",
    "also": "Also accepted",
    "proposal": "Which proposal",
    "motion": "Which motion",
    "carriage": "May the mediator carry it to others?",
    "party": "With whom",
    "note": "Which note",
    "change": "What is changed",
    "on": "Of which issue",
    "drop": "What is dropped",
    "name": "Its name",
    "choices": "Its options, one a line",
}
"""What a field is called on a page."""

CARRIAGES = {
    Carriage.NO: "no",
    Carriage.AS_A_QUESTION: "as a question of the mediator's",
    Carriage.AS_MINE: "yes, as our words",
    Carriage.AS_YOURS: "yes, as the mediator's words",
}

_LAST = ("refer", "recess", "caucus", "adjourn", "walk-out", "withdraw", "close")
"""Moves that stop or end something: they stand below the others, in this order."""


@frozen(kw_only=True)
class MoveField:
    """Something to fill in.

    Attributes:
        name: What it is called in the form.
        label: What it is called on the page.
        widget: How it is filled in.
        choices: What can be chosen, with its words; for options the issue's name leads.
        value: What stands there to begin with.
    """

    name: str
    label: str
    widget: Widget
    choices: tuple[tuple[str, str], ...] = ()
    value: str = ""


@frozen(kw_only=True)
class MoveForm:
    """A kind of move that can be made now.

    Attributes:
        kind: The word that names it.
        title: What it does.
        fields: What can be filled in.
        awaited: Whether this seat's move is awaited and this is one that answers it.
        ends: Whether it stops or ends something.
    """

    kind: str
    title: str
    fields: tuple[MoveField, ...]
    awaited: bool = False
    ends: bool = False


def move_forms(seen: View, name: Callable[[str], str]) -> tuple[MoveForm, ...]:
    """Return a form for every kind of move that a seat may make now.

    Args:
        seen: What the seat sees.
        name: Names a seat.
    """
    awaited = seen.seat in seen.turn
    found = []
    for kind in dict.fromkeys(seen.legal):
        ends = kind in _LAST
        title = KINDS[kind]
        found.append(
            MoveForm(
                kind=kind,
                title=title[0].upper() + title[1:],
                fields=tuple(_fields(kind, seen, name)),
                awaited=awaited and kind in ("propose", "accept", "reject", "ratify", "refuse"),
                ends=ends,
            )
        )
    order = {kind: place for place, kind in enumerate(_LAST)}
    return tuple(sorted(found, key=lambda one: (order.get(one.kind, -1), not one.awaited)))


def _fields(kind: str, seen: View, name: Callable[[str], str]) -> Iterator[MoveField]:
    if kind == "amend":
        yield from _amendment(seen)
        return
    motions = ("suggest", "settle", "reopen", "communique")
    for each in fields(MOVES[kind]):
        if each.name in ("id", "entry", "of") or (kind in motions and each.name == "motion"):
            continue
        if kind == "carry" and each.name in ("text", "deal", "question"):
            continue
        if (found := _field(kind, each, seen, name)) is not None:
            yield found


def _field(
    kind: str, each: "Attribute[Any]", seen: View, name: Callable[[str], str]
) -> MoveField | None:
    """Return a field of a form; None where there is nothing to fill in."""
    label, rules = _SAID[each.name], seen.rules
    choices: Iterable[tuple[str, str]] = ()
    widget: Widget = "several"
    value = ""
    match each.name:
        case "text" | "reason":
            return MoveField(name=each.name, label=label, widget="text")
        case "deal" | "options":
            return MoveField(name=each.name, label=label, widget="package")
        case "mandate" | "rather":
            return MoveField(name=each.name, label=label, widget="options")
        case "ad_referendum" if seen.role is not Role.DELEGATION:
            return None
        case "final" if not (rules.votes and seen.role is Role.MEDIATOR):
            return None
        case "ends_round" if not rules.chair_ends_rounds:
            return None
        case "ad_referendum" | "final" | "ends_round" | "question":
            return MoveField(name=each.name, label=label, widget="yes")
        case "to" if kind == "propose" and seen.role not in rules.chosen_ears:
            return None
        case "to":
            choices = [
                (one.id, name(one.id))
                for one in seen.seats
                if one.id != seen.seat
                and (one.role is Role.DELEGATION if kind == "carry" else one.role in _HEARD)
            ]
        case "issues" if kind == "accept" and not rules.parts:
            return None
        case "issues":
            issues = seen.settled if kind == "reopen" else seen.agenda.issues
            choices = [(one, seen.agenda.issues[one].name) for one in issues]
        case "also" if not rules.several_accepted:
            return None
        case "proposal" | "also":
            widget = "one" if each.name == "proposal" else "several"
            choices = [(p.id, f"{name(p.seat)}: {p.id}") for p in seen.proposals]
            value = seen.offer.id if seen.offer else ""
        case "motion":
            widget = "one"
            choices = [(str(m.number), f"{m.number} of {name(m.seat)}") for m in seen.motions]
        case "carriage" if seen.role is not Role.DELEGATION or not _mediator(seen):
            return None
        case "carriage":
            widget, choices = "one", [(one.value, said) for one, said in CARRIAGES.items()]
        case "party":
            widget = "one"
            own = seen.party if seen.role is Role.DELEGATION else ""
            choices = [
                (one.id, name(one.id))
                for one in seen.seats
                if one.role is Role.DELEGATION and own in ("", one.id)
            ]
        case "note":
            widget, choices = "one", _notes(seen, name)
        case _:
            return None
    return MoveField(
        name=each.name, label=label, widget=widget, choices=tuple(choices), value=value
    )


_HEARD = (Role.DELEGATION, Role.MEDIATOR, Role.HOST)


def _mediator(seen: View) -> bool:
    return any(one.role is Role.MEDIATOR for one in seen.seats)


def _notes(seen: View, name: Callable[[str], str]) -> list[tuple[str, str]]:
    return [
        (event.what.id, f"{name(event.seat)}: {event.what.text}")
        for event in seen.heard
        if isinstance(event.what, State) and event.what.carriage is not Carriage.NO
    ]


_CHANGES = (
    ("issue", "a new issue"),
    ("option", "another option of an issue"),
    ("drop-option", "an option is dropped"),
    ("drop-issue", "an issue is dropped"),
)


def _amendment(seen: View) -> Iterator[MoveField]:
    issues = tuple((one.id, one.name) for one in seen.agenda.issues.values())
    options = tuple(
        (f"{issue.id}={one.id}", f"{issue.name}: {one.name}")
        for issue in seen.agenda.issues.values()
        for one in issue.options.values()
    )
    yield MoveField(name="change", label=_SAID["change"], widget="one", choices=_CHANGES)
    yield MoveField(name="name", label=_SAID["name"], widget="text")
    yield MoveField(name="choices", label=_SAID["choices"], widget="text")
    nothing = (("", "–"),)
    yield MoveField(name="on", label=_SAID["on"], widget="one", choices=(*nothing, *issues))
    dropped = (*nothing, *issues, *options)
    yield MoveField(name="drop", label=_SAID["drop"], widget="one", choices=dropped)
    yield MoveField(name="text", label=_SAID["reason"], widget="text")


def typed_move(
    kind: str, typed: Mapping[str, str], lists: Mapping[str, tuple[str, ...]], seen: View
) -> Move:
    """Return the move that somebody typed.

    Args:
        kind: The kind of move.
        typed: What was typed, by the names of the fields; of a package, the option of an issue
            as `deal.ISSUE`.
        lists: The same with all values of each field.
        seen: What the seat sees.

    Raises:
        AccordError: If it is no move, with every mistake.
    """
    if kind == "amend":
        return _typed_amendment(typed, seen.agenda)
    cls = MOVES.get(kind)
    plain: dict[str, Any] = {"kind": kind}
    for each in fields(cls) if cls else ():
        one = each.name
        if one in ("deal", "options"):
            found = _within(typed, one)
            plain[one] = {issue: option for issue, option in found.items() if option}
        elif one in ("mandate", "rather"):
            plain[one] = {i: [*chosen] for i, chosen in _within(lists, one).items()}
        elif one in ("to", "issues", "also"):
            plain[one] = [*lists.get(one, ())]
        elif each.type is bool:
            plain[one] = bool(typed.get(one))
        elif one == "motion":
            given = typed.get(one, "")
            plain[one] = int(given) if given.isdecimal() and given.isascii() else None
        elif one in ("text", "reason", "proposal", "party", "note"):
            plain[one] = typed.get(one, "").strip()
        elif one == "carriage" and typed.get(one):
            plain[one] = typed[one]
    return move_from_json(plain)


def _within(held: Mapping[str, Any], field: str) -> dict[str, Any]:
    start = f"{field}."
    return {k.removeprefix(start): value for k, value in held.items() if k.startswith(start)}


def _typed_amendment(typed: Mapping[str, str], agenda: Agenda) -> Move:
    change, text = typed.get("change", ""), typed.get("text", "").strip()
    name, on, drop = (typed.get(one, "").strip() for one in ("name", "on", "drop"))
    if change == "issue":
        lines = [one.strip() for one in typed.get("choices", "").splitlines() if one.strip()]
        taken: dict[str, Option] = {}
        for line in lines:
            option = Option(id=_new_id(line, taken), name=line)
            taken[option.id] = option
        new = _new_id(name, agenda.issues)
        return Amend(issue=Issue(id=new, name=name, options=frozendict(taken)), text=text)
    if change == "option":
        known = agenda.issues[on].options if on in agenda.issues else {}
        return Amend(option=Option(id=_new_id(name, known), name=name), on=on, text=text)
    one, _, dropped = drop.partition("=")
    if dropped:
        return Amend(drop=dropped, on=one, text=text)
    return Amend(drop=one, text=text)


def _new_id(name: str, taken: Iterable[str]) -> str:
    """Return an id for something by its name, which no other has."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    start = re.sub(r"[^\w.]+", "-", plain).strip("-.")[:60] or "new"
    assert is_id(start), ID_RULE
    known = {*taken}
    return next(
        one
        for number in range(1, len(known) + 2)
        if (one := start if number == 1 else f"{start}-{number}") not in known
    )


def opened_setup(seen: View) -> Setup:
    """Return what the talks began with, as a seat has heard it."""
    what = seen.heard[0].what
    assert what.kind == "opened"
    setup: Setup = what.setup  # type: ignore[union-attr]
    return setup
