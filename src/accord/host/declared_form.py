"""The fields of a form for what a process declares, and what is typed in them as a file has it.

Both follow the fields of the class: a new field of a party is a field of its form.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from attrs import evolve, frozen

from accord.formats.new import id_of
from accord.formats.shapes import Field, Form, Shape, fields, is_option
from accord.host.entry_form import hint_of, label_of
from accord.model import Process, Ratifies, When
from accord.record import Case
from accord.record.wording import begun

Typed = Mapping[str, Sequence[str]]
"""What stands in the fields of a form, by their names."""

_REGISTERS = {
    "party": ("parties",),
    "actor": ("parties", "actors"),
    "speaker": ("people", "parties", "actors"),
    "person": ("people",),
    "venue": ("venues",),
}
"""Where what a field refers to is declared: few enough to choose from."""
_ADDS = {"actor": "actor", "speaker": "actor", "person": "person"}
"""What is declared first where nobody fits of those whom a field offers."""
_OPTIONS = ("scope", "combination")
"""What refers to options by their issue."""
_WITHOUT = "no_deal"
"""What names an option of the issue itself: nothing can be chosen before it has some."""
_LONG = ("text", "summary", "basis")
"""Fields in which some sentences may stand."""
MOST_CHOICES = 40
"""The most options of one issue that stand in a form: of a numeric issue with more none do."""

_WORDS = 5
"""So many words of an option make its id."""


@frozen(kw_only=True)
class FormField:
    """One field of a form.

    Attributes:
        name: What it is called in what is sent.
        label: What it is called on the page.
        hint: What it means.
        kind: line, text, lines, one (of the choices), several (of them), options, or yes.
        value: What stands in it: one text, or what is ticked.
        choices: What there is to choose from: what is sent, and what is shown.
        groups: Of options: what there is to choose from, issue by issue.
        adds: What is added first where nobody fits: actor or person; empty for other fields.
        group: What heads it and those beside it; empty where it stands by itself.
        required: Whether it must be filled.
    """

    name: str
    label: str
    hint: str = ""
    kind: str = "line"
    value: tuple[str, ...] = ()
    choices: tuple[tuple[str, str], ...] = ()
    groups: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    adds: str = ""
    group: str = ""
    required: bool = False


def form_fields(
    cls: type, plain: Mapping[str, Any], case: Case, leave_out: Sequence[str] = ()
) -> Iterator[FormField]:
    """Yield the fields of a form for what a class declares.

    Args:
        cls: The class.
        plain: What stands in them, as a file has it.
        case: What there is to choose from.
        leave_out: Keys that have no field.
    """
    for key, one in fields(cls).items():
        if key in leave_out or (is_option(one.shape.item) and plain.get(key)):
            continue
        start = evolve(_begun(one, key), required=one.required)
        if key == _WITHOUT:
            yield from _without(start, plain, case)
            continue
        if key == "sources" and not plain:  # of something new they may be new too
            start = evolve(start, hint=_MADE)
        yield from _made(start, one.shape, plain.get(key), case)


def _without(start: FormField, plain: Mapping[str, Any], case: Case) -> Iterator[FormField]:
    """Yield the field of what an issue comes to without a deal."""
    issue = case.process.agenda.issues.get(str(plain.get("id", "")))
    if issue is None:  # its options are typed beside it
        yield evolve(start, hint=_AS_ABOVE)
        return
    if not issue.choices:
        return
    value = (str(plain[_WITHOUT]),) if plain.get(_WITHOUT) else ()
    if len(issue.choices) > MOST_CHOICES:
        yield evolve(start, value=value)
        return
    options = ((one.id, one.name) for one in issue.choices.values())
    yield evolve(start, kind="one", choices=(("", "Not said"), *options), value=value)


def typed_keys(
    cls: type,
    typed: Typed,
    when: Callable[[str], When],
    leave_out: Sequence[str] = (),
) -> tuple[dict[str, Any], list[str]]:
    """Return what is typed in the fields of a form, as a file has it, and what cannot be read.

    Args:
        cls: The class that the form is of.
        typed: What stands in its fields.
        when: Reads a date.
        leave_out: Keys that have no field.
    """
    wrong: list[str] = []
    found = {
        key: value
        for key, one in fields(cls).items()
        if key not in leave_out
        and (value := _taken(key, one.shape, typed, when, wrong)) not in ("", [], {})
    }
    return found, wrong


def standing(made: Sequence[FormField]) -> dict[str, tuple[str, ...]]:
    """Return what stands in fields, by their names."""
    return {one.name: one.value for one in made}


def label(one: Field) -> str:
    """Return what the field of a key is called on a page.

    Args:
        one: The key.
    """
    return _LABELS.get(one.name) or label_of(one)


_LABELS = {
    "no_deal": "What it comes to without a deal",
    "span": "Of a numeric issue, the lowest and the highest value",
    "step": "Of a numeric issue, the distance between neighbours",
    "unit": "Of a numeric issue, what is counted",
    "role": "Role",
    "on": "On which options",
    "norm": "Law, resolution or policy",
    "never": "What cannot be had together",
    "vetoes": "Without whom nothing passes",
    "votes": "Votes",
}
"""What a few fields are called whose documentation begins with other things."""
_CHOICES = {
    str(Ratifies.AD_REFERENDUM): "what the delegation agrees to ad referendum",
    str(Ratifies.ALWAYS): "always, whatever the delegation agrees to",
}
"""What a choice is called whose own word says too little."""
_HINTS = {
    "options": "One a line, in words.",
    "span": "Such as 0..100.",
    "no_deal": "Or where a deal on it is not carried out; where this is not said, nothing says "
    "whether a deal on it would be kept.",
    "role": "Such as host, mediator, guarantor or observer; or one that bears on options: must "
    "consent, carries out, cannot be bound, cannot endorse, can wreck, affected.",
    "on": "Nothing ticked: on all of them.",
    "needs": "all; all but 1, or another number of parties; majority; or a number of votes.",
    "sources": "One a line: outlet and date of one that is known.",
}
_AS_ABOVE = (
    "One of the ways above, in the same words, or a number; where this is not said, nothing "
    "says whether a deal on it would be kept."
)
_MADE = "One a line: Radio North, 1 August 2019; or heard from Oda Lind."


def _begun(one: Field, name: str) -> FormField:
    return FormField(
        name=name, label=label(one), hint=_HINTS.get(one.name) or begun(hint_of(one))
    )


def _made(start: FormField, shape: Shape, held: Any, case: Case) -> Iterator[FormField]:
    """Yield the fields of one key: several where it holds several things with keys."""
    item, to = shape.item, _refers_to(shape)
    changed: dict[str, Any] = {"value": (str(held),) if held not in (None, "") else ()}
    if shape.form is Form.FIELDS:
        yield from _within(start, shape, held, case, start.label)
        return
    if shape.form is Form.MANY and item is not None and item.form is Form.FIELDS:
        for number, one in enumerate([*_listed(held), None]):
            named = evolve(start, name=f"{start.name}.{number}")
            yield from _within(named, item, one, case, f"{start.label} {number + 1}")
        return
    if to == "party" and shape.form is Form.TABLE:
        for party in case.process.parties.values():
            value = (held or {}).get(party.id, "")
            votes = f"{start.label}: {party.name}"
            yield evolve(
                start, name=f"{start.name}.{party.id}", label=votes, value=(str(value),)
            )
        return
    if to in _OPTIONS:
        changed = {
            "kind": "options",
            "value": tuple(_pairs(held)),
            "groups": tuple(_on(case, to)),
        }
    elif is_option(item):
        changed = {"kind": "lines", "value": ()}
    elif to in _REGISTERS:
        changed["choices"] = tuple(_named(case.process, to))
        changed["kind"] = "one" if shape.form is Form.TEXT else "several"
        changed["adds"] = _ADDS.get(to, "")
        if shape.form is Form.MANY:
            changed["value"] = tuple(_listed(held))
        else:
            changed["choices"] = (("", ""), *changed["choices"])
    elif shape.form is Form.MANY:
        changed = {"kind": "lines", "value": ("\n".join(_listed(held)),) if held else ()}
    elif shape.form is Form.CHOICE:
        every = (("", ""), *((str(c), _called(str(c))) for c in shape.type))
        changed |= {"kind": "one", "choices": every}
    elif shape.form is Form.YES:
        changed = {"kind": "yes", "value": ("yes",) if held in (True, "true", "yes") else ()}
    elif start.name.rpartition(".")[2] in _LONG:
        changed["kind"] = "text"
    yield evolve(start, **changed)


def _called(choice: str) -> str:
    return _CHOICES.get(choice) or choice.replace("_", " ")


def _within(
    start: FormField, shape: Shape, held: Any, case: Case, group: str
) -> Iterator[FormField]:
    """Yield the fields of one thing with keys, under what heads them."""
    if held is not None and not isinstance(held, Mapping):
        held = {shape.alone: held}
    for key, one in shape.fields.items():
        inner = evolve(_begun(one, f"{start.name}.{key}"), group=group)
        yield from _made(inner, one.shape, (held or {}).get(key), case)


def _refers_to(shape: Shape) -> str:
    ref = shape.ref or (shape.item.ref if shape.item is not None else None)
    return ref.to if ref else ""


def _listed(held: Any) -> list[Any]:
    return [] if held in (None, "") else [*held] if isinstance(held, list | tuple) else [held]


def _named(process: Process, to: str) -> Iterator[tuple[str, str]]:
    for register in _REGISTERS[to]:
        yield from ((one.id, one.name) for one in getattr(process, register).values())


def _on(case: Case, to: str) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    """Yield the options to be ticked, issue by issue; of a role each issue as a whole too."""
    for issue in case.process.agenda.issues.values():
        whole = ((f"{issue.id}=", "whatever is chosen"),) * (to == "scope")
        few = len(issue.choices) <= MOST_CHOICES
        each = ((f"{issue.id}={o.id}", o.name) for o in issue.choices.values() if few)
        yield issue.name, (*whole, *each)


def _pairs(held: Any) -> Iterator[str]:
    if not isinstance(held, Mapping):  # issues alone
        held = dict.fromkeys(_listed(held))
    for issue, options in held.items():
        yield from (f"{issue}={option}" for option in _listed(options) or [""])


def _taken(
    name: str, shape: Shape, typed: Typed, when: Callable[[str], When], wrong: list[str]
) -> Any:
    """Return what is typed for one key, as a file has it; nothing where nothing is."""
    item, to = shape.item, _refers_to(shape)
    if shape.form is Form.FIELDS:
        return {
            key: value
            for key, one in shape.fields.items()
            if (value := _taken(f"{name}.{key}", one.shape, typed, when, wrong))
            not in ("", [], {})
        }
    if shape.form is Form.MANY and item is not None and item.form is Form.FIELDS:
        each = (_taken(one, item, typed, when, wrong) for one in _numbered(name, typed))
        return [_alone(item, one) for one in each if one]
    ticked = [one for one in typed.get(name, ()) if one]
    if to == "party" and shape.form is Form.TABLE:
        every = {k.removeprefix(f"{name}."): v for k, v in typed.items() if k.startswith(name)}
        return {party: v[0].strip() for party, v in every.items() if v and v[0].strip()}
    if to in _OPTIONS:
        return _by_issue(ticked)
    text = "\n".join(ticked).replace("\r\n", "\n").strip()
    parted = re.split(r"[\n;]" if to == "source" else r"\n", text)
    lines = [one.strip() for one in parted if one.strip()]
    if is_option(item):
        return _options(lines)
    if shape.form is Form.MANY:
        return lines
    if shape.form is Form.MOMENT and text:
        try:
            return str(when(text))
        except ValueError as error:
            wrong.append(str(error))
    return text


def _numbered(name: str, typed: Typed) -> Iterator[str]:
    """Yield the names of the things with keys that a form has under one key, in order."""
    number = 0
    while any(key.startswith(f"{name}.{number}.") for key in typed):
        yield f"{name}.{number}"
        number += 1


def _alone(shape: Shape, one: dict[str, Any]) -> Any:
    """Return what a text alone says as that text."""
    return one[shape.alone] if set(one) == {shape.alone} else one


def _by_issue(ticked: Sequence[str]) -> dict[str, Any]:
    """Return options by issue; an issue that is ticked as a whole has none."""
    found: dict[str, list[str]] = {}
    for pair in ticked:
        issue, _, option = pair.partition("=")
        found.setdefault(issue, []).append(option)
    return {issue: "" if "" in options else options for issue, options in found.items()}


def _options(lines: Sequence[str]) -> dict[str, str]:
    """Return options by ids that are made of their words."""
    found: dict[str, str] = {}
    for words in lines:
        one = stem = id_of(" ".join(words.split()[:_WORDS])) or "option"
        number = 1
        while one in found:
            number += 1
            one = f"{stem}-{number}"
        found[one] = words
    return found
