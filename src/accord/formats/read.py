"""From a tree of texts to the model's values, gathering every mistake on the way."""

import difflib
from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any

from attrs import define, evolve, field
from frozendict import frozendict

from accord.errors import Misgiven, Problem
from accord.formats.question_keys import plain_question
from accord.formats.role_words import roles_as_written, scope
from accord.formats.shapes import Form, Shape, fields, is_option, noun
from accord.formats.tree import Map, Seq
from accord.model import (
    ID_RULE,
    LONGEST,
    NAME_RULE,
    Actor,
    ActorRole,
    DecisionRule,
    Interests,
    Issue,
    Option,
    Party,
    Process,
    Range,
    When,
    is_id,
    is_name,
)
from accord.model.choices import WideChoice
from accord.record import KINDS, Question, Source
from accord.record.terms import WORDS

NAMED = (Party, Issue, Option)
"""What may have any name as its id, for other programs' files know it by that name."""

FAILED: Any = object()
"""Stands for a value that could not be read; its mistake has been said."""


@define
class Mention:
    """An id met in a file that must be declared somewhere.

    Attributes:
        to: What it should name.
        id: The id.
        line: Where it stands.
        options: For an issue in a combination: the options named with it, each with its line.
    """

    to: str
    id: str
    line: int
    options: tuple[tuple[str, int], ...] = ()


@define
class FileReading:
    """One file being read.

    Attributes:
        file: Its name, for sentences.
        problems: The mistakes so far.
        mentions: The ids met so far that must be declared somewhere.
        origins: What lists hold, each value with the mapping it was read from.
    """

    file: str
    problems: list[Problem] = field(factory=list)
    mentions: list[Mention] = field(factory=list)
    origins: list[tuple[Any, Map]] = field(factory=list)

    def say(self, line: int, sentence: str) -> Any:
        """Note a mistake."""
        self.problems.append(Problem(self.file, line, sentence))
        return FAILED

    def read(self, form: Shape, raw: Any, line: int, what: str) -> Any:
        """Read one value.

        Args:
            form: The shape it should have.
            raw: What stands in the file.
            line: The line it stands on.
            what: How to name it in a sentence.

        Returns:
            The value, or `FAILED`; parts of a list or table that fail are left out.
        """
        return _READERS[form.form](self, form, raw, line, what)

    def text(self, raw: Any, line: int, what: str) -> Any:
        """Read a text."""
        if isinstance(raw, str):
            return raw
        return self.say(
            line,
            f"{what} must be a text, not a {'list' if isinstance(raw, Seq) else 'mapping'}",
        )

    def mapping(self, raw: Any, line: int, what: str) -> Any:
        """Read a mapping; nothing at all counts as an empty one."""
        if isinstance(raw, Map):
            return raw
        if raw == "":
            return Map(line)
        return self.say(line, f"{what} must be a mapping of keys to values, one a line")


def near(word: str, known: Iterable[str]) -> str:
    """Suggest the nearest known word, or list the known ones if they are few."""
    return _near(word[:LONGEST], tuple(filter(None, known)))


@lru_cache(maxsize=1000)
def _near(word: str, known: tuple[str, ...]) -> str:
    close = difflib.get_close_matches(word, known[:1000], n=1)
    if close:
        return f"; did you mean '{close[0]}'?"
    return f"; known: {', '.join(known)}" if 0 < len(known) <= 15 else ""


def article(word: str) -> str:
    """Put `a` or `an` before a noun."""
    return f"{'an' if word[0] in 'aeiou' else 'a'} {word}"


def short(text: str) -> str:
    """Put a text in quotation marks, cut if it is long."""
    return f"'{text}'" if len(text) <= LONGEST else f"'{text[: LONGEST - 3]}...'"


def _text(r: FileReading, form: Shape, raw: Any, line: int, what: str) -> Any:
    value = raw if type(raw) is str else r.text(raw, line, what)
    if form.ref is not None and value is not FAILED and value:
        r.mentions.append(Mention(form.ref.to, value, line))
    return value


def _converted(r: FileReading, raw: Any, line: int, what: str, convert: Any) -> Any:
    value = r.text(raw, line, what)
    if value is FAILED:
        return FAILED
    if len(value) > LONGEST:
        return r.say(line, f"{what}: {short(value)} is too long for a number or a date")
    try:
        return convert(value)
    except ValueError as error:
        return r.say(line, f"{what}: {error}")


def _number(r: FileReading, form: Shape, raw: Any, line: int, what: str) -> Any:
    value = _converted(r, raw, line, what, Range.parse)
    if value is FAILED or value.is_point:
        return value if value is FAILED else value.low
    return r.say(line, f"{what} must be one number, not a range")


def _range(r: FileReading, form: Shape, raw: Any, line: int, what: str) -> Any:
    if not isinstance(raw, Map):
        return _converted(r, raw, line, what, form.type.parse)
    if "value" not in raw:
        return r.say(line, f"{what} has no 'value'")
    value = _converted(r, raw["value"], raw.lines["value"], what, form.type.parse)
    notes = {}
    for key in raw:
        if key in ("basis", "source"):
            notes[key] = _text(
                r, fields(Range)[key].shape, raw[key], raw.lines[key], f"'{key}'"
            )
        elif key != "value":
            at = raw.lines[key]
            r.say(at, f"unknown key {short(key)} beside a number{near(key, _NOTED)}")
    if value is FAILED or FAILED in notes.values():
        return FAILED
    return evolve(value, **notes)


_NOTED = ("value", "basis", "source")


def _moment(r: FileReading, form: Shape, raw: Any, line: int, what: str) -> Any:
    return _converted(r, raw, line, what, _when)


_when = lru_cache(maxsize=10_000)(When.parse)


def _choice(r: FileReading, form: Shape, raw: Any, line: int, what: str) -> Any:
    value = r.text(raw, line, what)
    if value is FAILED:
        return FAILED
    known = _choices(form.type)
    if value in known:
        return known[value]
    if issubclass(form.type, WideChoice) and value.strip():
        try:
            return form.type(value)
        except ValueError:
            pass
    return r.say(line, f"{what} cannot be {short(value)}; it is one of: {', '.join(known)}")


def _yes(r: FileReading, form: Shape, raw: Any, line: int, what: str) -> Any:
    value = r.text(raw, line, what)
    if value is FAILED or (said := value.strip().casefold()) in (*YES, *NO):
        return value if value is FAILED else said in YES
    return r.say(line, f"{what} cannot be {short(value)}: write yes or no")


YES, NO = ("yes", "true"), ("no", "false")
"""How a file says that something is so, and that it is not."""


@cache
def _choices(choice: type[StrEnum]) -> dict[str, StrEnum]:
    return {str(one): one for one in choice}


def _many(r: FileReading, form: Shape, raw: Any, line: int, what: str) -> Any:
    assert form.item is not None
    if raw == "":
        return ()
    if not isinstance(raw, Seq):
        if form.listed:
            return r.say(line, f"{what} must be a list: begin each item with '- '")
        value = r.read(form.item, raw, line, what)
        return FAILED if value is FAILED else (value,)
    one, read = f"an item of {what}", _READERS[form.item.form]
    whole = form.item.form in (Form.FIELDS, Form.ENTRY)
    values = []
    for item, at in zip(raw, raw.lines, strict=True):
        if item == "":
            r.say(at, f"{one} is empty: fill it in or remove it")
        elif (value := read(r, form.item, item, at, one)) is not FAILED:
            values.append(value)
            if whole and isinstance(item, Map):
                r.origins.append((value, item))
    return tuple(values)


def _table(r: FileReading, form: Shape, raw: Any, line: int, what: str) -> Any:
    assert form.item is not None
    table = r.mapping(raw, line, what)
    if table is FAILED:
        return FAILED
    if form.ref is not None and form.ref.to in ("combination", "options", "scope"):
        return _combination(r, form, table, what)
    values: dict[str, Any] = {}
    for key, item in table.items():
        at = table.lines[key]
        if form.keyed:
            if form.item.type in NAMED:
                if not is_name(key):
                    r.say(at, f"{short(key)} cannot be an id: {NAME_RULE}")
            elif not is_id(key):
                r.say(at, f"{short(key)} cannot be an id: {ID_RULE}")
        if form.ref is not None:
            r.mentions.append(Mention(form.ref.to, key, at))
        if item == "" and form.item.alone:
            continue  # a mark without a word is not known, as one that is not there
        if is_option(form.item) and not isinstance(item, Map):
            value = r.text(item, at, f"the option {short(key)}")
            value = value if value is FAILED else Option(key, value or key)
        elif form.keyed:
            named = f"the {noun(form.item.type)} {short(key)}"
            stand_ins = {"name": key} if is_option(form.item) else {}
            value = _fields(r, form.item, item, at, named, stand_ins=stand_ins, id=key)
        else:
            value = r.read(form.item, item, at, short(key))
        if value is not FAILED:
            values[key] = value
    return frozendict(values)


def _terms(r: FileReading, form: Shape, raw: Any, line: int, what: str) -> Any:
    """Read words, or options by issue with any words under `words`."""
    assert form.ref is not None
    if isinstance(raw, Map):
        words = raw.get(WORDS, "")
        if WORDS in raw:
            words = r.text(words, raw.lines[WORDS], "'words'")
            raw = _but(raw, WORDS)
        found = _combination(r, form, raw, what)
        if words is FAILED:
            return FAILED
        return frozendict({**found, WORDS: words}) if words else found
    value = r.text(raw, line, what)
    if form.ref.to == "package" and value is not FAILED and value:
        r.mentions.append(Mention("package", value, line))
    return value


def _but(tree: Map, key: str) -> Map:
    """Return a mapping without one of its keys."""
    copy = Map(tree.line)
    copy.update({one: held for one, held in tree.items() if one != key})
    copy.lines = {one: line for one, line in tree.lines.items() if one != key}
    return copy


def _combination(r: FileReading, form: Shape, table: Map, what: str) -> Any:
    """Read options by issue; whether an issue has them is looked up when all is read."""
    assert form.item is not None
    values: dict[str, Any] = {}
    for issue, item in table.items():
        at = table.lines[issue]
        if item == "" and form.ref is not None and form.ref.to == "scope":
            r.mentions.append(Mention("option", issue, at))
            values[issue] = ()
            continue
        lines = item.lines if isinstance(item, Seq) else [at]
        value = r.read(form.item, item, at, f"the option on {short(issue)}")
        if value is FAILED:
            continue
        listed = (value,) if isinstance(value, str) else value
        if not listed or listed == ("",):
            r.say(at, f"no option is named for the issue {short(issue)}")
            continue
        if len(listed) == len(lines):
            r.mentions.append(
                Mention("option", issue, at, tuple(zip(listed, lines, strict=True)))
            )
        values[issue] = value
    return frozendict(values)


def _fields(r: FileReading, form: Shape, raw: Any, line: int, what: str, **given: Any) -> Any:
    if form.alone and isinstance(raw, str) and raw:
        raw, text = Map(line), raw
        raw[form.alone], raw.lines[form.alone] = text, line
    tree = r.mapping(raw, line, what)
    return tree if tree is FAILED else build(r, form.type, tree, line, what, **given)


def build(
    r: FileReading,
    cls: Any,
    tree: Map,
    line: int,
    what: str,
    stand_ins: Mapping[str, Any] = frozendict(),
    read_already: str = "",
    **given: Any,
) -> Any:
    """Make a value of a class from a mapping.

    Args:
        r: The file being read.
        cls: The class.
        tree: The mapping.
        line: The line it starts on.
        what: How to name it in a sentence.
        stand_ins: Values for required fields that are missing or could not be read, so that
            the rest can be checked; that they are missing is said all the same.
        read_already: A key that the caller has read.
        given: Fields known already; the file must not give them.
    """
    known, required = _plan(cls)
    values: dict[str, Any] = dict(given)
    for written, raw in tree.items():
        key = ALSO.get((cls, written), written)
        if key != written and key in tree:
            key = written  # both are given: the other is unknown
        if key not in known or key in given:
            if key != read_already:
                hint = _ELSEWHERE.get((cls, key)) or near(
                    key, (k for k in known if k not in given)
                )
                r.say(tree.lines[written], f"unknown key {short(key)} in {what}{hint}")
        elif raw != "":
            read, form, quoted, refuse = known[key]
            if (cls, key) in BEFORE:
                raw = BEFORE[cls, key](raw, tree.lines[written])
            value = read(r, form, raw, tree.lines[written], quoted)
            if value is FAILED:
                continue
            try:
                if refuse is not None:
                    refuse(cls, key, value)
            except Misgiven as wrong:
                _say_each(r, wrong, tree, line)
                value = without_refused(value, wrong)
            if value is not FAILED:
                values[key] = value
    missing = required - values.keys()
    for key in missing:
        if tree.get(key, "") == "":
            r.say(tree.lines.get(key, line), f"{what} must have '{key}'")
        if key in stand_ins:
            values[key] = stand_ins[key]
    if missing - values.keys():
        return FAILED
    try:
        return cls(**{fields(cls)[key].attribute: value for key, value in values.items()})
    except Misgiven as wrong:
        _say_each(r, wrong, tree, line)
        return FAILED


def without_refused(value: Any, wrong: Misgiven) -> Any:
    """Return what is left of a table without what was refused of it; of all else nothing is.

    Args:
        value: What was read.
        wrong: What is wrong with it, each with its key: `cost.alba`.
    """
    if not isinstance(value, Mapping):
        return FAILED
    refused = {one.key.partition(".")[2] for one in wrong.problems}
    return frozendict({key: held for key, held in value.items() if key not in refused})


def _say_each(r: FileReading, wrong: Misgiven, tree: Map, line: int) -> None:
    """Say every mistake at the line of its key, or of what stands under a key: `cost.alba`.

    Under a key with a list, that is the last item of an id: `guarantees.monitor`.
    """
    for one in wrong.problems:
        name, _, part = one.key.partition(".")
        held, at = tree.get(name), tree.lines.get(name, line)
        if isinstance(held, Map):
            at = held.lines.get(part, at)
        elif isinstance(held, Seq) and part:
            for item, where in zip(held, held.lines, strict=True):
                at = where if isinstance(item, Map) and item.get("id") == part else at
        r.say(at, one.sentence)


ALSO = {
    (Interests, "can block"): "can_block",
    (Interests, "faction"): "voice",
    (Interests, "judgments"): "judgements",
    (Actor, "roles"): "role",
    (ActorRole, "source"): "sources",
    (Issue, "no deal"): "no_deal",
    (Option, "puts off"): "puts_off",
    (Option, "norms"): "norm",
    (DecisionRule, "quota"): "needs",
    (DecisionRule, "weights"): "votes",
    (DecisionRule, "veto"): "vetoes",
    (DecisionRule, "consents"): "vetoes",
}
"""Another name under which a key is read, by class and that name."""

BEFORE: Mapping[tuple[type, str], Callable[[Any, int], Any]] = {
    (Actor, "role"): roles_as_written,
    (ActorRole, "on"): scope,
}
"""How what people write under a key is turned into the form in which it is written."""

_ELSEWHERE = {
    (Process, "others"): ": say it under 'actors', in the 'role' of each",
    (Source, "state_aligned"): ": say it under 'outlets', once for the outlet, with 'evidence'",
}
"""Where to say what is said at another place, by class and the key met in it."""


@cache
def _plan(cls: Any) -> tuple[dict[str, tuple[Any, Shape, str, Any]], set[str]]:
    """Return for each key of a class how to read and name it, and what refuses a value of it.

    And which keys are required.
    """
    known = fields(cls)
    return (
        {
            key: (_READERS[f.shape.form], f.shape, f"'{key}'", f.refuse)
            for key, f in known.items()
        },
        {key for key, f in known.items() if f.required},
    )


def _entry(r: FileReading, form: Shape, raw: Any, line: int, what: str) -> Any:
    if not isinstance(raw, Map):
        return r.say(line, "an entry must be a mapping that starts with '- kind: ...'")
    kind, one = raw.get("kind"), raw.get("id")
    if not isinstance(kind, str) or kind not in KINDS:
        if not isinstance(kind, str) or not kind:
            return r.say(line, f"an entry must have 'kind': one of {', '.join(KINDS)}")
        sentence = f"there is no kind of entry {short(kind)}{near(kind, KINDS)}"
        return r.say(raw.lines["kind"], sentence)
    named = f"the {kind} {short(one)}" if one and isinstance(one, str) else article(kind)
    if kind == Question.kind:
        raw = plain_question(raw)
    entry = build(r, KINDS[kind], raw, line, named, read_already="kind")
    if entry is FAILED:
        return FAILED
    if not is_id(entry.id):
        return r.say(raw.lines["id"], f"{short(entry.id)} cannot be an id: {ID_RULE}")
    return entry


_READERS = {
    Form.TEXT: _text,
    Form.NUMBER: _number,
    Form.RANGE: _range,
    Form.MOMENT: _moment,
    Form.CHOICE: _choice,
    Form.YES: _yes,
    Form.MANY: _many,
    Form.TABLE: _table,
    Form.FIELDS: _fields,
    Form.ENTRY: _entry,
    Form.TERMS: _terms,
}
