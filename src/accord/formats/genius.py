"""Genius: the utility-space XML files of one domain, one for each party.

Genius says what a deal is worth from 0 to 1: the sum over the issues of the weight times the
evaluation of the option, divided by the largest evaluation of that issue; on an integer issue
the evaluation is offset + slope x (value - lowest value), cut to 0..1. Here it is that times
100, not renormalised further.

Source: R. Lin et al., Genius: an integrated environment for supporting the design of generic
automated negotiators, Computational Intelligence 30 (2014), 48-70; the program's own reader.
"""

import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from xml.parsers import expat

from attrs import Factory, define, frozen
from frozendict import frozendict

from accord.errors import InvalidProcess, Problem
from accord.model import (
    MOST_OPTIONS,
    Agenda,
    Interests,
    Issue,
    IssueInterest,
    Option,
    Party,
    Process,
    Range,
    Scale,
)

LARGEST = 16 * 1024 * 1024
"""The largest file that is read, in bytes."""
DEEPEST = 32
"""The deepest nesting that is read."""


@frozen
class Conversion:
    """What was read from files of another program.

    Attributes:
        process: The public part: parties and agenda.
        interests: One for every party, held by itself.
        notes: Sentences that say what could not be carried over.
    """

    process: Process
    interests: tuple[Interests, ...]
    notes: tuple[str, ...]


def read_genius(paths: Sequence[Path | str]) -> Conversion:
    """Read the utility spaces of one domain, one file for each party.

    The agenda is that of the first file. Issues are matched by their index, as Genius does, and
    options by their text.

    Args:
        paths: The files, in the order of the parties; a party has the name of its file.

    Raises:
        InvalidProcess: With every mistake in every file.
    """
    problems: list[Problem] = []
    spaces = []
    for path in map(Path, paths):
        reader = _Reader(str(path))
        try:
            spaces.append(reader.space(_parse(path)))
        except InvalidProcess as invalid:
            problems += invalid.problems
        problems += reader.problems
    if not paths:
        problems.append(Problem("genius", 0, "give the utility-space file of each party"))
    if problems:
        raise InvalidProcess(problems)
    problems = [p for space in spaces[1:] for p in _differences(spaces[0], space)]
    ids = [_party_id(Path(path).stem) for path in paths]
    problems += [
        Problem(str(path), 0, f"another file names the party '{id_}' too: rename one")
        for n, (path, id_) in enumerate(zip(paths, ids, strict=True))
        if id_ in ids[:n]
    ]
    if problems:
        raise InvalidProcess(problems)
    agenda, options = _agenda(spaces[0])
    parties = {
        id_: Party(id=id_, name=Path(path).stem) for path, id_ in zip(paths, ids, strict=True)
    }
    process = Process(
        title=", ".join(party.name for party in parties.values()),
        summary="Converted from the utility spaces of a Genius domain.",
        parties=frozendict(parties),
        agenda=agenda,
    )
    held = zip(spaces, ids, strict=True)
    return Conversion(
        process,
        tuple(_interests(space, id_, agenda, options) for space, id_ in held),
        tuple(note for space in spaces for note in space.notes),
    )


@define
class _Tag:
    """An XML element with its line."""

    name: str
    attributes: dict[str, str]
    line: int
    children: list["_Tag"] = Factory(list)

    def all(self, name: str) -> list["_Tag"]:
        return [child for child in self.children if child.name == name]

    def walk(self) -> Iterator["_Tag"]:
        """Give the element and all below it, in the order of the file."""
        yield self
        for child in self.children:
            yield from child.walk()


@frozen
class _Issue:
    """An issue as one file has it: values from 0 to 1 by the text of the option."""

    index: int
    name: str
    line: int
    weight: float
    values: dict[str, float]


@frozen
class _Space:
    """One file."""

    file: str
    issues: dict[int, _Issue]
    reservation: float
    notes: tuple[str, ...]


def _parse(path: Path) -> _Tag:
    """Read XML; nothing outside the file is ever opened, and no entity is expanded.

    Raises:
        InvalidProcess: If it cannot be read, is too large or too deep, is not XML, or declares
            a document type.
    """

    def refuse(line: int, sentence: str) -> InvalidProcess:
        return InvalidProcess([Problem(str(path), line, sentence)])

    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise refuse(0, f"cannot be read: {error.strerror or error}") from None
    if len(data) > LARGEST:
        raise refuse(0, f"the file is larger than {LARGEST // 1024**2} MiB")
    parser = expat.ParserCreate()
    stack = [_Tag("", {}, 0)]

    def start(name: str, attributes: dict[str, str]) -> None:
        if len(stack) > DEEPEST:
            raise refuse(parser.CurrentLineNumber, "elements are nested too deep")
        tag = _Tag(name, attributes, parser.CurrentLineNumber)
        stack[-1].children.append(tag)
        stack.append(tag)

    def doctype(*_: object) -> None:
        raise refuse(
            parser.CurrentLineNumber, "document types and entities are not read: remove them"
        )

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _: stack.pop()
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise refuse(
            error.lineno, f"this is not XML: {expat.ErrorString(error.code)}"
        ) from None
    except (ValueError, LookupError):
        raise refuse(1, "this is not XML in an encoding that can be read; use UTF-8") from None
    return stack[0].children[0]


class _Reader:
    """Reads one file as far as it can be read, and gathers what is wrong."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def space(self, root: _Tag) -> _Space:
        """Read the root element."""
        notes = []
        issues: dict[int, _Issue] = {}
        if root.name == "negotiation_template":
            self._say(
                root, "this is a domain: give the utility-space file of each party instead"
            )
        elif root.name != "utility_space":
            self._say(root, f"this is a <{root.name}>, not a Genius <utility_space>")
        elif any(tag.name.casefold() in _NONLINEAR for tag in root.walk()):
            self._say(root, "utilities over combinations of issues are not read yet")
        else:
            for parent in root.walk():
                for issue in self._issues(parent):
                    if issue.index in issues:
                        self._say_at(issue.line, f"the index {issue.index} is given twice")
                    issues[issue.index] = issue
            if not issues and not self.problems:
                self._say(root, "there is no issue in this utility space")
        for tag in root.walk():
            if tag.name == "discount_factor" and 0 < self._number(tag, "value", 1.0) < 1:
                notes.append(f"the discount factor {tag.attributes['value']}")
        uncertain = [tag.name for tag in root.walk() if tag.name in _UNCERTAINTY]
        if uncertain:
            notes.append(f"the settings for uncertain preferences ({', '.join(uncertain)})")
        if sum(issue.weight for issue in issues.values()) > 1 + 1e-6:
            notes.append("the cut of worth at 1, for the weights sum to more than 1")
        stated = [tag for tag in root.walk() if tag.name == "reservation"]
        reservation = self._number(stated[0], "value") if stated else 0.0
        sentences = tuple(f"{self.file}: not carried over: {note}." for note in notes)
        return _Space(self.file, issues, reservation, sentences)

    def _issues(self, parent: _Tag) -> Iterator[_Issue]:
        weights = {
            tag.attributes.get("index", ""): self._number(tag, "value")
            for tag in parent.all("weight")
        }
        names: set[str] = set()
        for tag in parent.all("issue"):
            index, name = tag.attributes.get("index", ""), tag.attributes.get("name", "")
            if not name or not index.isdecimal():
                self._say(tag, "the issue needs a 'name' and an 'index'")
                continue
            if name in names:
                self._say(tag, f"two issues are called '{name}'")
            names.add(name)
            if index not in weights:
                self._say(tag, f"the issue '{name}' has no weight")
            weight = weights.get(index, 0.0)
            if weight < 0:
                self._say(tag, f"the issue '{name}' has the weight {weight}, which is below 0")
            yield _Issue(int(index), name, tag.line, weight, self._values(tag, name))

    def _values(self, tag: _Tag, name: str) -> dict[str, float]:
        kind = tag.attributes.get("type") or tag.attributes.get("etype") or "discrete"
        if kind == "integer":
            values = self._integers(tag, name)
        elif kind == "discrete":
            values = self._items(tag, name)
        else:
            self._say(
                tag,
                f"the issue '{name}' is {kind}: replace it by a discrete issue, in steps",
            )
            return {}
        if not values and not self.problems:
            self._say(tag, f"the issue '{name}' has no option")
        return values

    def _items(self, tag: _Tag, name: str) -> dict[str, float]:
        values: dict[str, float] = {}
        for item in tag.all("item"):
            option = item.attributes.get("value")
            if not option:
                self._say(item, f"an option of '{name}' has no 'value'")
                continue
            if option in values:
                self._say(item, f"'{name}' has the option '{option}' twice")
            values[option] = self._number(item, "evaluation")
        largest = max(values.values(), default=0.0)
        if largest < _NO_EVALUATION:
            return dict.fromkeys(values, 0.0)
        return {option: value / largest for option, value in values.items()}

    def _integers(self, tag: _Tag, name: str) -> dict[str, float]:
        bounds = next(iter(tag.all("range")), tag)
        evaluator = next(iter(tag.all("evaluator")), None)
        if evaluator is None:
            self._say(tag, f"the issue '{name}' has no evaluator")
            return {}
        low, high = self._number(bounds, "lowerbound"), self._number(bounds, "upperbound")
        slope, offset = self._number(evaluator, "slope"), self._number(evaluator, "offset")
        if high < low or not (low.is_integer() and high.is_integer()):
            self._say(tag, f"the issue '{name}' goes from {low:g} to {high:g}: no integers")
            return {}
        if high - low >= MOST_OPTIONS:
            self._say(
                tag, f"the issue '{name}' has more than {MOST_OPTIONS} options: take steps"
            )
            return {}
        return {
            str(int(low) + n): min(max(offset + slope * n, 0.0), 1.0)
            for n in range(int(high - low) + 1)
        }

    def _number(self, tag: _Tag, key: str, missing: float | None = None) -> float:
        text = tag.attributes.get(key)
        if text is None and missing is not None:
            return missing
        try:
            number = float(text or "")
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            given = f"{key}='{text}'" if text is not None else f"no '{key}'"
            self._say(tag, f"<{tag.name}> has {given}, where a number is needed")
            return 0.0
        return number

    def _say(self, tag: _Tag, sentence: str) -> None:
        self._say_at(tag.line, sentence)

    def _say_at(self, line: int, sentence: str) -> None:
        self.problems.append(Problem(self.file, line, sentence))


_NO_EVALUATION = 1e-5
"""Below it Genius takes the largest evaluation for zero, and every option with it."""

_NONLINEAR = {"ufun", "hyperrectangle", "constraint", "rule"}

_UNCERTAINTY = {"comparisons", "errors", "fixed_seed", "experimental"}


def _differences(first: _Space, other: _Space) -> Iterator[Problem]:
    """Say where a file is not about the agenda of the first."""
    for index in first.issues.keys() - other.issues.keys():
        sentence = f"the issue '{first.issues[index].name}' of {first.file} is missing"
        yield Problem(other.file, 0, sentence)
    for index, issue in other.issues.items():
        if index not in first.issues:
            sentence = f"the issue '{issue.name}' is not in {first.file}"
            yield Problem(other.file, issue.line, sentence)
            continue
        expected = first.issues[index]
        if issue.name != expected.name:
            sentence = (
                f"issue {index} is '{issue.name}' here and '{expected.name}' in {first.file}"
            )
            yield Problem(other.file, issue.line, sentence)
        for option in expected.values.keys() - issue.values.keys():
            sentence = f"the issue '{issue.name}' has no option '{option}' as in {first.file}"
            yield Problem(other.file, issue.line, sentence)
        for option in issue.values.keys() - expected.values.keys():
            sentence = f"the option '{option}' of '{issue.name}' is not in {first.file}"
            yield Problem(other.file, issue.line, sentence)


def _agenda(space: _Space) -> tuple[Agenda, dict[int, dict[str, str]]]:
    """Give the agenda, and the id of every option by index of the issue and text."""
    listed = [space.issues[index] for index in sorted(space.issues)]
    issues, options = {}, {}
    for issue, id_ in zip(listed, _ids(i.name for i in listed), strict=True):
        ids = dict(zip(issue.values, _ids(issue.values), strict=True))
        names = _numbered(issue.values, str.casefold, " ({})")
        options[issue.index] = ids
        issues[id_] = Issue(
            id=id_,
            name=issue.name,
            options=frozendict(
                {o: Option(o, name) for o, name in zip(ids.values(), names, strict=True)}
            ),
        )
    return Agenda(issues=frozendict(issues)), options


def _interests(
    space: _Space, party: str, agenda: Agenda, options: dict[int, dict[str, str]]
) -> Interests:
    given = zip(sorted(options), agenda.issues, strict=True)
    return Interests(
        id=party,
        party=party,
        held_by=party,
        basis=f"Genius utility space {Path(space.file).name}",
        scale=Scale.POINTS,
        issues=frozendict(
            {
                id_: IssueInterest(
                    weight=_exactly(100 * space.issues[index].weight),
                    values=frozendict(
                        {
                            options[index][option]: _exactly(100 * value)
                            for option, value in space.issues[index].values.items()
                        }
                    ),
                )
                for index, id_ in given
            }
        ),
        walk_away=_exactly(100 * space.reservation),
    )


def _exactly(number: float) -> Range:
    return Range(number, number)


def _party_id(stem: str) -> str:
    """Keep the name of a file, as far as an id may have its letters."""
    return re.sub(r"[^\w.-]+", "-", stem) or "party"


def _ids(texts: Iterable[str]) -> list[str]:
    """Give every text an id of its own."""
    return _numbered(map(_slug, texts), str, "-{}")


def _slug(text: str) -> str:
    """Write a text as an id: small letters, digits, points and hyphens; a number as it is."""
    if re.fullmatch(r"-?\d+(\.\d+)?", text):
        return text
    return re.sub(r"[^\w.]+", "-", text.casefold()).strip("-.") or "x"


def _numbered(texts: Iterable[str], key: Callable[[str], str], form: str) -> list[str]:
    """Add numbers to texts that would otherwise be the same."""
    taken: set[str] = set()
    told = []
    for text in texts:
        apart, number = text, 1
        while key(apart) in taken:
            number += 1
            apart = text + form.format(number)
        taken.add(key(apart))
        told.append(apart)
    return told
