"""The moves that a seat may make now, as forms, and what somebody typed as a move.

What can be filled in comes from the view of the seat and the facts of the rules, never from
which rule set it is; whether a move can be made, the table says.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from math import isfinite
from typing import Any, Literal

from attrs import Attribute, evolve, fields, frozen
from frozendict import frozendict

from accord.errors import AccordError
from accord.model import Agenda, Exclusion, Issue, Option, Range
from accord.talks import (
    MOVES,
    Amend,
    Carriage,
    Move,
    Role,
    Seat,
    Setup,
    State,
    View,
    move_from_json,
)
from accord.talks.words import KINDS

Widget = Literal["text", "line", "yes", "package", "options", "several", "one"]

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
    "to": "For some alone (nobody ticked: all who hear it anyway)",
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
    "numbers": "Or the numbers that it is about, such as 0..100",
    "step": "From one number to the next",
    "unit": "What is counted",
    "never": "What cannot be had together",
    "more": "More about it",
    "instead": "In the place of one that is there",
    "new_id": "Its short name in files, where it has to be a certain one",
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

_RARE = {
    *((kind, "to") for kind in ("propose", "state")),
    *(("state", one) for one in ("deal", "question")),
    ("accept", "also"),
    ("reject", "rather"),
    *(("amend", one) for one in ("numbers", "step", "unit", "never", "more", "new_id")),
}
"""What few need of a form: it is folded away."""

_LONGEST_NUMBER = 9
"""Digits of the number of a motion, and more: what is longer is none."""


@frozen(kw_only=True)
class MoveField:
    """Something to fill in.

    Attributes:
        name: What it is called in the form.
        label: What it is called on the page.
        widget: How it is filled in.
        choices: What can be chosen, with its words; for options the issue's name leads.
        value: What stands there to begin with.
        rare: Whether few need it: it is folded away.
    """

    name: str
    label: str
    widget: Widget
    choices: tuple[tuple[str, str], ...] = ()
    value: str = ""
    rare: bool = False


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
    awaited = seen.seat in seen.awaited
    found = []
    for kind in dict.fromkeys(seen.legal):
        ends = kind in _LAST
        title = KINDS[kind]
        found.append(
            MoveForm(
                kind=kind,
                title=title[0].upper() + title[1:],
                fields=tuple(
                    evolve(one, rare=(kind, one.name) in _RARE)
                    for one in _fields(kind, seen, name)
                ),
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
    own = next(one.ear for one in _places(seen) if one.id == seen.seat)
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
        case "ad_referendum" if not _has_capital(seen):
            return None
        case "final" if not (rules.votes and seen.role is Role.MEDIATOR):
            return None
        case "ends_round" if not rules.chair_ends_rounds or (
            rules.takes_turns and seen.role is Role.DELEGATION
        ):
            return None
        case "ad_referendum" | "final" | "ends_round" | "question":
            return MoveField(name=each.name, label=label, widget="yes")
        case "to" if kind == "propose" and seen.role not in rules.chosen_ears:
            return None
        case "to":
            choices = [
                (one.id, f"{name(one.id)} (ourselves)" if one.ear == own else name(one.id))
                for one in _places(seen)
                if kind != "carry" or one.role is Role.DELEGATION
            ]
        case "issues" if kind == "accept" and not rules.parts:
            return None
        case "issues":
            named = {one for proposal in seen.proposals for one in proposal.deal}
            named = {*seen.settled} if kind == "reopen" else named
            issues = seen.agenda.issues.values()
            choices = [(one.id, one.name) for one in issues if one.id in named]
            if kind == "accept":
                label = "Which issues (nothing ticked: all of it)"
        case "also" if not rules.several_accepted:
            return None
        case "proposal" | "also":
            widget = "one" if each.name == "proposal" else "several"
            wanted = {"retract": {True}, "refer": {True, False}}.get(kind, {False})
            open_ = [p for p in seen.proposals if (p.seat == seen.seat) in wanted]
            choices = [(p.id, f"{name(p.seat)}: {p.id}") for p in reversed(open_)]
            value = seen.offer.id if seen.offer else ""
        case "motion":
            widget = "one"
            last_first = reversed(seen.motions)
            choices = [(str(m.number), f"{m.number} of {name(m.seat)}") for m in last_first]
        case "carriage" if seen.role is not Role.DELEGATION or not _mediator(seen):
            return None
        case "carriage":
            widget, choices = "one", [(one.value, said) for one, said in CARRIAGES.items()]
        case "party":
            widget = "one"
            side = seen.party if seen.role is Role.DELEGATION else ""
            choices = [
                (one.id, name(one.id))
                for one in seen.seats
                if one.role is Role.DELEGATION and side in ("", one.id)
            ]
        case "note":
            widget, choices = "one", _notes(seen, name)
        case _:
            return None
    return MoveField(
        name=each.name, label=label, widget=widget, choices=tuple(choices), value=value
    )


def _places(seen: View) -> tuple[Seat, ...]:
    """Return the seats that a seat knows of, in the room or not, with that of its capital."""
    return opened_setup(seen).seats


def _has_capital(seen: View) -> bool:
    """Whether a delegation's own capital sits, to which something can be subject."""
    return seen.role is Role.DELEGATION and any(
        one.role is Role.PRINCIPAL and one.party == seen.party for one in _places(seen)
    )


def _mediator(seen: View) -> bool:
    return any(one.role is Role.MEDIATOR for one in seen.seats)


def _notes(seen: View, name: Callable[[str], str]) -> list[tuple[str, str]]:
    return [
        (event.what.id, f"{name(event.seat)}: {event.what.text}")
        for event in seen.heard
        if isinstance(event.what, State) and event.what.carriage is not Carriage.NO
    ]


_CHANGES = (
    ("issue", "a new issue, or an issue put anew"),
    ("option", "a new option of an issue, or one in other words"),
    ("drop", "something is dropped"),
    ("never", "options that cannot be had together"),
)


def _amendment(seen: View) -> Iterator[MoveField]:
    agenda, nothing = seen.agenda, ("", "–")
    issues = tuple((one.id, one.name) for one in agenda.issues.values())
    options = tuple(
        (f"{issue.id}={one.id}", f"{issue.name}: {one.name}")
        for issue in agenda.issues.values()
        for one in issue.options.values()
    )
    limits = tuple((one.id, f"cannot be had together: {one.id}") for one in agenda.constraints)
    there = (nothing, *issues, *options, *limits)
    widgets: tuple[tuple[str, Widget, tuple[tuple[str, str], ...]], ...] = (
        ("change", "one", _CHANGES),
        ("name", "line", ()),
        ("on", "one", (nothing, *issues)),
        ("choices", "text", ()),
        ("instead", "one", there),
        ("drop", "one", there),
        ("numbers", "line", ()),
        ("step", "line", ()),
        ("unit", "line", ()),
        ("never", "options", ()),
        ("more", "text", ()),
        ("new_id", "line", ()),
    )
    for one, widget, choices in widgets:
        yield MoveField(name=one, label=_SAID[one], widget=widget, choices=choices)
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
    typed = {one: _lines(text) for one, text in typed.items()}
    if kind == "amend":
        return _TypedAmendment(typed, _within(lists, "never"), seen.agenda).move()
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
            number = given.isdecimal() and given.isascii() and len(given) <= _LONGEST_NUMBER
            plain[one] = int(given) if number else None
        elif one in ("text", "reason", "proposal", "party", "note"):
            plain[one] = typed.get(one, "")
        elif one == "carriage" and typed.get(one):
            plain[one] = typed[one]
    return move_from_json(plain)


def _within(held: Mapping[str, Any], field: str) -> dict[str, Any]:
    start = f"{field}."
    return {k.removeprefix(start): value for k, value in held.items() if k.startswith(start)}


def _lines(text: str) -> str:
    """Return what was typed with plain ends of lines, for a browser sends others."""
    return text.replace("\r\n", "\n").strip()


@frozen
class _TypedAmendment:
    """What somebody typed that shall be changed of an agenda."""

    typed: Mapping[str, str]
    never: Mapping[str, tuple[str, ...]]
    agenda: Agenda

    def move(self) -> Amend:
        text = self("text")
        match self("change"):
            case "issue":
                return Amend(issue=self.issue(), text=text)
            case "option":
                if not self("on"):
                    raise AccordError("Choose the issue that the option is of.")
                return Amend(option=self.option(), on=self("on"), text=text)
            case "never":
                return Amend(constraint=self.constraint(), text=text)
            case "drop":
                one, _, option = self("drop").partition("=")
                if not one:
                    raise AccordError("Choose what is dropped.")
                return Amend(drop=option or one, on=one if option else "", text=text)
        raise AccordError("Choose what is changed.")

    def __call__(self, field: str) -> str:
        return self.typed.get(field, "")

    def issue(self) -> Issue:
        known = self.agenda.issues
        old = known.get(self("new_id") or self("instead").partition("=")[0])
        new = old or Issue(id="", name="")
        lines = [one for line in self("choices").splitlines() if (one := line.strip())]
        if lines:
            new = evolve(new, options=_options(lines, new.options), span=None, step=None)
        if self("numbers"):
            span, step = _range(self("numbers")), _number(self("step") or "1")
            new = evolve(new, options=frozendict(), span=span, step=step)
        return evolve(
            new,
            id=self.id(known, old.id if old else ""),
            name=self.named(old.name if old else "", "issue"),
            text=self("more") or new.text,
            unit=self("unit") or new.unit,
        )

    def option(self) -> Option:
        on, (of, _, one) = self("on"), self("instead").partition("=")
        known = self.agenda.issues[on].options if on in self.agenda.issues else {}
        old = known.get(self("new_id") or (one if of == on else ""))
        new = old or Option(id="", name="")
        name = self.named(old.name if old else "", "option")
        return evolve(new, id=self.id(known, old.id if old else ""), name=name)

    def constraint(self) -> Exclusion:
        known = {one.id: one for one in self.agenda.constraints}
        old = known.get(self("new_id") or self("instead"))
        never = frozendict({issue: tuple(chosen) for issue, chosen in self.never.items()})
        if not (never or old):
            raise AccordError("Tick the options that cannot be had together.")
        new = old or Exclusion(id="", never=never)
        return evolve(
            new,
            id=self.id(known, old.id if old else "", self("name") or "not-together"),
            never=never or new.never,
            basis=self("more") or new.basis,
        )

    def named(self, before: str, what: str) -> str:
        if not (self("name") or before):
            raise AccordError(f"Write the name of the {what}.")
        return self("name") or before

    def id(self, known: Iterable[str], before: str, called: str = "") -> str:
        return self("new_id") or before or _new_id(called or self("name"), known)


def _options(lines: Iterable[str], known: Mapping[str, Option]) -> "frozendict[str, Option]":
    """Return options by their names, those that are there as they are."""
    there = {one.name: one for one in known.values()}
    found: dict[str, Option] = {}
    for line in lines:
        option = there.get(line) or Option(id=_new_id(line, {*known, *found}), name=line)
        found[option.id] = option
    return frozendict(found)


def _range(text: str) -> Range:
    try:
        found = Range.parse(text)
    except ValueError:
        found = Range(float("-inf"), float("inf"))
    if not found.is_bounded:
        raise AccordError(f"'{text}' is no span of numbers: write it as 0..100.")
    return found


def _number(text: str) -> float:
    try:
        found = float(text)
    except ValueError:
        found = 0.0
    if not (isfinite(found) and found > 0):
        raise AccordError(f"'{text}' is no distance between numbers: write it as 5 or 0.5.")
    return found


def _new_id(name: str, taken: Iterable[str]) -> str:
    """Return an id for something by its name, which no other has."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    start = re.sub(r"[^\w.]+", "-", plain).strip("-.")[:60] or "new"
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
