"""A form for an entry of any kind, made from what its kind says of itself.

What a field is called and what it means stands in the documentation of the kind; so a new kind
has a form as soon as it is there. What is typed comes back as the keys that a command would
take.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Any

from attrs import field, frozen

from accord.errors import Problem
from accord.formats.entry_given import ReadDate, in_own_words
from accord.formats.shapes import Field, Form, Shape, fields
from accord.model import Issue, Precision, When
from accord.record import KINDS, Case, Correction, Entry, Record, Source
from accord.record.kinds.commitment import OneWay
from accord.record.sentences import sentence
from accord.record.terms import WORDS, options_in, words_in
from accord.record.wording import begun, short

_LEFT_OUT = ("id", "supersedes", "why", "for")
"""What a form has a place of its own for, or nobody types."""
_MORE = ("issues", "during", "about", "inferred_by")
"""What every kind has and few entries need."""
_MOST = 60
"""So many entries or sources are offered by name, the latest first; others can be typed."""


class Control(StrEnum):
    """What somebody types into."""

    TEXT = "text"
    AREA = "area"
    DATE = "date"
    CHOICE = "choice"
    TICKS = "ticks"
    SOURCES = "sources"
    OPTIONS = "options"
    LINES = "lines"


@frozen(kw_only=True)
class EntryField:
    """One field of the form.

    Attributes:
        name: The key that it gives.
        label: What it is called.
        hint: What else is to be said of it.
        control: What it is typed into.
        required: Whether it must be filled in.
        choices: What can be chosen: values with their words, in groups of a name each.
        listed: The list of names that it offers while somebody types.
        typed: What stands in it: a text, or several.
        of_issue: Of options: what stands for each issue.
        several: Of options: whether several of one issue are alternatives.
        called: Of options: the names of the issues.
        in_words: Of options: whether words may stand in their place, or with them.
        wrong: What is wrong with it.
        read: How a date that stands in it is read, in words.
    """

    name: str
    label: str
    hint: str
    control: Control
    required: bool
    choices: "_Groups" = ()
    listed: str = ""
    typed: tuple[str, ...] = ("",)
    of_issue: Mapping[str, tuple[str, ...]] = field(factory=dict)
    several: bool = False
    called: Mapping[str, str] = field(factory=dict)
    in_words: bool = False
    wrong: tuple[str, ...] = ()
    read: str = ""

    @property
    def text(self) -> str:
        """What stands in it, where that is one text."""
        return self.typed[0] if self.typed else ""


@frozen(kw_only=True)
class EntryForm:
    """The form for an entry of one kind.

    Attributes:
        kind: The word for the kind.
        what: What the kind is, in a few words.
        main: The fields that most entries of the kind have.
        more: The others.
        lists: The names that are offered while somebody types, by what they are names of.
    """

    kind: str
    what: str
    main: tuple[EntryField, ...]
    more: tuple[EntryField, ...]
    lists: Mapping[str, tuple[tuple[str, str], ...]]

    @property
    def opened(self) -> bool:
        """Whether something stands in the fields that are folded away."""
        return any(any(one.typed) or one.of_issue or one.wrong for one in self.more)


_Groups = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
"""What can be chosen: values with their words, in groups of a name each."""

Typed = Mapping[str, tuple[str, ...]]
"""What was typed: all values of each field."""


def kinds_by_use(case: Case) -> list[tuple[str, str]]:
    """Return the kinds of entry with what they are in words, the most used first.

    Args:
        case: What whoever asks may read.
    """
    used = Counter(entry.kind for entry in case.record.entries)
    kinds = [kind for kind in KINDS if kind != Correction.kind]
    kinds.sort(key=lambda kind: -used[kind])
    return [(kind, what_is(kind)) for kind in kinds]


def what_is(kind: str) -> str:
    """Return in a few words what an entry of a kind is.

    Args:
        kind: The word for it.
    """
    first = (KINDS[kind].__doc__ or kind).partition("\n")[0]
    return re.split(r"\s*[(;]", first)[0].strip().removesuffix(".")


_IDS = re.compile(r"^(?:Ids? of (?:the )?)")
_OF_FILES = re.compile(r"`|\bids?\b|\w_\w|\.\.")


def label_of(one: Field) -> str:
    """Return what a field is called: what its documentation begins with.

    Args:
        one: The field.
    """
    return begun(_IDS.sub("", re.split(r"[.,;:(]", one.doc)[0].strip()))


def hint_of(one: Field) -> str:
    """Return what else the documentation says of a field, where it does not speak of files.

    Args:
        one: The field.
    """
    rest = one.doc[len(re.split(r"[.,;:(]", one.doc)[0]) :].strip(" .,;:")
    return "" if not rest or one.shape.form is Form.CHOICE or _OF_FILES.search(rest) else rest


def date_words(moment: When) -> str:
    """Return a date as it is said back: with its day of the week.

    Args:
        moment: The date.
    """
    whole = moment.precision in (Precision.YEAR, Precision.MONTH)
    return moment.words if whole else f"{moment.start:%A}, {moment.words}"


def form_for(
    kind: str, case: Case, typed: Typed, when: ReadDate, problems: Iterable[Problem] = ()
) -> EntryForm:
    """Return the form for an entry of a kind, with what stands in it.

    Args:
        kind: The kind.
        case: What whoever fills it in may read.
        typed: What was typed.
        when: Reads a date.
        problems: What is wrong with it, by key.
    """
    wrong: dict[str, list[str]] = {}
    for one in problems:
        wrong.setdefault(one.key, []).append(said_at_field(kind, one))
    cls: Any = KINDS[kind]
    held = {name: one for name, one in fields(cls).items() if name not in _LEFT_OUT}
    made = {
        name: _field(one, case, typed, when, wrong.get(name, ())) for name, one in held.items()
    }
    own = [name for name in made if name not in (*_MORE, "date", "text", "sources")]
    needed = [name for name in own if held[name].required]
    rest = [name for name in own if name not in needed]
    main = [*needed, *(one for one in ("date", "text") if one in made), *rest, "sources"]
    return EntryForm(
        kind=kind,
        what=what_is(kind),
        main=tuple(made[name] for name in main),
        more=tuple(made[name] for name in _MORE),
        lists={to: names_offered(to, case) for to in ("speaker", "venue", "entry", "source")},
    )


def said_at_field(kind: str, problem: Problem) -> str:
    """Return what is wrong with a field, as it is said beside it.

    Args:
        kind: The kind of the entry.
        problem: What is wrong.
    """
    if "must have" in problem.sentence:
        return "Please fill this in."
    cls: Any = KINDS.get(kind, Entry)
    known = fields(cls)

    def called(key: str) -> str:
        return f"'{label_of(known[key])}'" if key in known else f"'{key}'"

    said = in_own_words(problem.sentence.removeprefix(f"'{problem.key}': "), called)
    said = said.replace(f"an item of '{problem.key}'", "it").replace(f"'{problem.key}'", "it")
    return begun(re.sub(r" in (?:record|process)\.yaml", "", said))


_CALLED: Mapping[type, Mapping[str, str]] = {
    OneWay: {
        OneWay.DONE: "once done, as what is destroyed, released or handed over",
        OneWay.BROKEN: "once broken, as what is attacked",
    }
}
"""What a choice is called whose own word says too little."""


def _chosen(choice: StrEnum) -> str:
    return _CALLED.get(type(choice), {}).get(choice) or str(choice).replace("_", " ")


def _field(
    one: Field, case: Case, typed: Typed, when: ReadDate, wrong: Iterable[str]
) -> EntryField:
    shape, to = one.shape, _refers_to(one.shape)
    control, listed = Control.TEXT, ""
    choices: _Groups = ()
    issues = case.process.agenda.issues
    match shape.form:
        case Form.MOMENT:
            control = Control.DATE
        case Form.CHOICE:
            control = Control.CHOICE
            choices = (("", tuple((str(c), _chosen(c)) for c in shape.type)),)
        case Form.TABLE | Form.TERMS if to != "speaker":
            control = Control.OPTIONS
            choices = tuple(
                (i, _offered(issue, typed.get(f"{one.name}.{i}", ("",))[0]))
                for i, issue in issues.items()
            )
        case Form.MANY if to == "source":
            control, listed = Control.SOURCES, "source"
        case Form.MANY if to == "issue":
            control = Control.TICKS
            choices = (("", tuple((i, issue.name) for i, issue in issues.items())),)
        case Form.MANY if one.name == "option" and _few(issues.values()):
            control = Control.TICKS
            choices = _by_issue(issues.values())
        case Form.MANY if to == "terms":
            control = Control.LINES
        case _ if to == "issue":
            control = Control.CHOICE
            choices = (("", tuple((i, issue.name) for i, issue in issues.items())),)
        case Form.TEXT if to in ("meeting", "proposal", "plan"):
            control = Control.CHOICE
            choices = (("", tuple(_linked(to, case))),)
        case Form.TEXT if one.name == "option" and _few(issues.values()):
            control = Control.CHOICE
            choices = _by_issue(issues.values())
        case _ if one.name in ("text", "words", "outcome", "reply"):
            control = Control.AREA
        case _:
            listed = {"actor": "speaker", "party": "speaker", "body": "speaker"}.get(to, to)
    words = typed.get(one.name, ("",))
    if control is Control.CHOICE and words[0] and choices:
        known = {value for _, group in choices for value, _ in group}
        if words[0] not in known:  # an older entry, or one of another kind, that is not offered
            choices = (*choices, ("", ((words[0], words[0]),)))
    return EntryField(
        name=one.name,
        label=label_of(one),
        hint=hint_of(one),
        control=control,
        required=one.required,
        choices=choices,
        listed=listed,
        typed=words,
        of_issue={i: typed[at] for i in issues if any(typed.get(at := f"{one.name}.{i}", ()))},
        several=to == "combination",
        called={i: issue.name for i, issue in issues.items()},
        in_words=shape.form is Form.TERMS,
        wrong=tuple(wrong),
        read=_read(words[0], when) if control is Control.DATE and words[0].strip() else "",
    )


def _read(text: str, when: ReadDate) -> str:
    """Return how a date is read, in words; nothing where it is none."""
    try:
        return date_words(when(text))
    except ValueError:
        return ""


_CHOICES = 50
"""So many options of an issue are chosen from a list; of more, as of numbers, one is typed."""


def _few(issues: Iterable[Issue]) -> bool:
    return all(len(issue.choices) <= _CHOICES for issue in issues)


def _by_issue(issues: Iterable[Issue]) -> "_Groups":
    """Return the options of issues, under the names of the issues."""
    return tuple(
        (issue.name, tuple((o, option.name) for o, option in issue.choices.items()))
        for issue in issues
    )


def _offered(issue: Issue, typed: str) -> tuple[tuple[str, str], ...]:
    """Return the options of an issue with their names, and what else stands there."""
    if not _few([issue]):
        return ()
    known = tuple((o, option.name) for o, option in issue.choices.items())
    return known if not typed or typed in issue.choices else (*known, (typed, typed))


def _refers_to(shape: Shape) -> str:
    """Return what the ids in a field refer to; nothing where they are none."""
    ref = shape.ref or (shape.item.ref if shape.item and shape.form is Form.MANY else None)
    return ref.to if ref else ""


def _linked(to: str, case: Case) -> Iterator[tuple[str, str]]:
    """Yield the meetings, proposals or rounds to come that may be named, the latest first."""
    if to == "plan":
        yield from ((i, plan.name) for i, plan in case.process.rounds.items())
        return
    kinds = ("round", "session") if to == "meeting" else ("proposal", "offer")
    found = [e for e in reversed(case.record.standing) if e.kind in kinds]
    yield from ((e.id, _called(case, e)) for e in found[:_MOST])


def _called(case: Case, entry: Entry) -> str:
    words = entry.title or sentence(case.process, entry, case.record)
    return f"{entry.date.words}: {short(words, 70)}"


def names_offered(to: str, case: Case) -> tuple[tuple[str, str], ...]:
    """Return the names that are offered while somebody types, with what tells them apart.

    Args:
        to: What they are names of: speaker, venue, entry or source.
        case: What whoever types may read.
    """
    process, record = case.process, case.record
    match to:
        case "speaker":
            people = (
                (one.name, process.name(process.side(i)) if process.side(i) != i else "")
                for i, one in process.people.items()
            )
            sides = [*process.parties, *process.actors]
            return (*((process.name(one), "") for one in sides), *people)
        case "venue":
            return tuple((one.name, "") for one in process.venues.values())
        case "entry":
            latest = reversed(record.standing[-_MOST:])
            return tuple((entry.id, _called(case, entry)) for entry in latest)
        case _:
            latest_first = sorted(record.sources.values(), key=lambda s: s.date.order)[-_MOST:]
            sources = ((one.id, _source(record, one)) for one in reversed(latest_first))
            outlets = ((one.name, "") for one in record.outlets.values())
            return (*sources, *outlets)


def _source(record: Record, one: Source) -> str:
    title = f": {one.title}" if one.title else ""
    return short(f"{record.labels[one.id]}, {one.date.words}{title}", 90)


def keys_of(kind: str, typed: Typed) -> dict[str, Any]:
    """Return the keys of an entry that was typed, as a command would take them.

    Args:
        kind: The kind.
        typed: What was typed.
    """
    found: dict[str, Any] = {"kind": kind}
    cls: Any = KINDS[kind]
    for name, one in fields(cls).items():
        if name in _LEFT_OUT:
            continue
        words = [word for text in typed.get(name, ()) if (word := text.strip())]
        value = _key(one.shape, words)
        start, one_each = f"{name}.", _refers_to(one.shape) != "combination"
        options: dict[str, Any] = {
            key.removeprefix(start): values[0] if one_each else [*filter(None, values)]
            for key, values in typed.items()
            if key.startswith(start) and any(values)
        }
        if options and one.shape.form is Form.TERMS:
            value = options | ({WORDS: value} if value else {})
        elif options:
            value = options
        if value:
            found[name] = value
    return found


def _key(shape: Shape, words: list[str]) -> Any:
    """Return what was typed into a field as its key takes it."""
    to = _refers_to(shape)
    if shape.form is not Form.MANY:
        return words[0] if words else ""
    if to == "terms":
        return [line.strip() for text in words for line in text.splitlines() if line.strip()]
    if to == "entry":
        return [one for text in words for one in re.split(r"[\s,;]+", text) if one]
    if to == "source":
        return [one.strip() for text in words for one in text.split(";") if one.strip()]
    return words[0] if len(words) == 1 else words


def typed_of(entry: Entry, case: Case) -> dict[str, tuple[str, ...]]:
    """Return what stands in the form of an entry that is there: names for ids.

    Args:
        entry: The entry.
        case: What whoever changes it may read.
    """
    found: dict[str, tuple[str, ...]] = {}
    cls: Any = type(entry)
    for name, one in fields(cls).items():
        value = getattr(entry, one.attribute)
        if name in _LEFT_OUT or value in (None, "", ()):
            continue
        shape, to = one.shape, _refers_to(one.shape)
        if isinstance(value, Mapping) and to == "speaker":
            seats = (
                ": ".join(filter(None, (_name(case, side), ", ".join(_names_of(case, people)))))
                for side, people in value.items()
            )
            found[name] = ("; ".join(seats),)
        elif shape.form is Form.TERMS:
            options = {} if isinstance(value, str) else options_in(value)
            found |= {f"{name}.{i}": (o,) for i, o in options.items()}
            if words := value if isinstance(value, str) else words_in(value):
                found[name] = (words,)
        elif isinstance(value, Mapping):
            found |= {
                f"{name}.{i}": (o,) if isinstance(o, str) else tuple(o)
                for i, o in value.items()
            }
        elif to == "terms":
            lines = (one if isinstance(one, str) else _terms_line(one) for one in value)
            found[name] = ("\n".join(lines),)
        elif isinstance(value, tuple) and (
            to == "issue" or (name == "option" and _few(case.process.agenda.issues.values()))
        ):
            found[name] = value
        elif isinstance(value, tuple) and to == "entry":
            found[name] = (" ".join(value),)
        elif isinstance(value, tuple):
            named = [_name(case, one) if to not in ("source", "") else one for one in value]
            found[name] = ("; ".join(named),)
        elif to in ("speaker", "actor", "party", "body", "person", "venue"):
            found[name] = (_name(case, value),)
        elif shape.form is Form.MOMENT:
            found[name] = (value.words,)
        elif shape.form is Form.YES:
            found[name] = ("yes" if value else "no",)
        else:
            found[name] = (str(value),)
    return found


def _terms_line(given: Mapping[str, str]) -> str:
    return "; ".join(f"{key}={value}" for key, value in given.items())


def _name(case: Case, one: str) -> str:
    return case.process.name(one)


def _names_of(case: Case, several: Iterable[str]) -> Iterator[str]:
    return (_name(case, one) for one in several)
