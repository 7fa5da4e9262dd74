"""Genius: the utility-space XML files of one domain, one for each party.

Genius says what a deal is worth from 0 to 1: the sum over the issues of the weight times the
evaluation of the option, divided by the largest evaluation of that issue; on an integer issue
the evaluation is offset + slope x (value - lowest value), cut to 0..1. Here it is that times
100, not renormalised further. A non-linear utility space is read by `genius_boxes`.

Source: R. Lin et al., Genius: an integrated environment for supporting the design of generic
automated negotiators, Computational Intelligence 30 (2014), 48-70; the program's own reader.
"""

import math
from collections.abc import Iterator, Sequence
from pathlib import Path

from accord.errors import InvalidProcess, Problem
from accord.interchange.conversion import Conversion, Space, SpaceIssue, converted
from accord.interchange.genius_boxes import boxes_of
from accord.interchange.xml_tree import Tag, parse_xml
from accord.model import MOST_OPTIONS


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
        reader = Reader(str(path))
        try:
            spaces.append(reader.space(parse_xml(path)))
        except InvalidProcess as invalid:
            problems += invalid.problems
        problems += reader.problems
    if not paths:
        problems.append(Problem("genius", 0, "give the utility-space file of each party"))
    if problems:
        raise InvalidProcess(problems)
    return converted(spaces, "Genius")


class Reader:
    """Reads one file as far as it can be read, and gathers what is wrong.

    Attributes:
        file: Its name.
        problems: The mistakes so far.
    """

    def __init__(self, file: str) -> None:
        """Begin a file."""
        self.file = file
        self.problems: list[Problem] = []

    def space(self, root: Tag) -> Space:
        """Read the root element."""
        notes = list(_uncounted(root))
        issues: dict[int, SpaceIssue] = {}
        functions = [tag for tag in root.walk() if tag.name in _FUNCTIONS and tag.all("ufun")]
        if root.name == "negotiation_template":
            self.say(
                root, "this is a domain: give the utility-space file of each party instead"
            )
        elif root.name != "utility_space":
            self.say(root, f"this is a <{root.name}>, not a Genius <utility_space>")
        elif not functions and any(tag.name.casefold() in _NONLINEAR for tag in root.walk()):
            self.say(root, "there are combinations of issues, but no <utility> with a <ufun>")
        else:
            for parent in root.walk():
                for index, issue in self._issues(parent, linear=not functions):
                    if index in issues:
                        self.say_at(issue.line, f"the index {index} is given twice")
                    issues[index] = issue
            if not issues and not self.problems:
                self.say(root, "there is no issue in this utility space")
            notes += _weights_of_nothing(root, issues)
        if functions:
            boxes, constant, lost = boxes_of(self, functions[0], issues)
            notes += lost
        else:
            boxes, constant = [], 0.0
        if sum(issue.weight for issue in issues.values()) > 1 + 1e-6:
            notes.append("the cut of worth at 1, for the weights sum to more than 1")
        stated = [tag for tag in root.walk() if tag.name == "reservation"]
        reservation = self.number(stated[0], "value") if stated else 0.0
        return Space(
            file=self.file,
            issues={index: issues[index] for index in sorted(issues)},
            boxes=boxes,
            constant=constant,
            walk_away=reservation,
            notes=notes,
        )

    def _issues(self, parent: Tag, linear: bool) -> Iterator[tuple[int, SpaceIssue]]:
        weights = {
            tag.attributes.get("index", ""): self.number(tag, "value")
            for tag in (parent.all("weight") if linear else ())
        }
        names: set[str] = set()
        for tag in parent.all("issue"):
            index, name = tag.attributes.get("index", ""), tag.attributes.get("name", "")
            if not name or not (index.isascii() and index.isdecimal() and len(index) < 10):
                self.say(tag, "the issue needs a 'name' and an 'index'")
                continue
            if name in names:
                self.say(tag, f"two issues are called '{name}'")
            names.add(name)
            if linear and index not in weights:
                self.say(tag, f"the issue '{name}' has no weight")
            weight = weights.get(index, 0.0)
            if weight < 0:
                self.say(tag, f"the issue '{name}' has the weight {weight}, which is below 0")
            values = self._values(tag, name, linear)
            yield int(index), SpaceIssue(name, tag.line, weight, values)

    def _values(self, tag: Tag, name: str, linear: bool) -> dict[str, float]:
        kind = tag.attributes.get("type") or tag.attributes.get("etype") or "discrete"
        before = len(self.problems)
        if kind == "integer":
            values = self._integers(tag, name, linear)
        elif kind == "discrete":
            values = self._items(tag, name, linear)
        else:
            self.say(
                tag,
                f"the issue '{name}' is {kind}: replace it by a discrete issue, in steps",
            )
            return {}
        if not values and len(self.problems) == before:
            self.say(tag, f"the issue '{name}' has no option")
        return values

    def _items(self, tag: Tag, name: str, linear: bool) -> dict[str, float]:
        values: dict[str, float] = {}
        for item in tag.all("item"):
            option = item.attributes.get("value")
            if not option:
                self.say(item, f"an option of '{name}' has no 'value'")
                continue
            if option in values:
                self.say(item, f"'{name}' has the option '{option}' twice")
            values[option] = self.number(item, "evaluation") if linear else 0.0
        largest = max(values.values(), default=0.0)
        if largest < _NO_EVALUATION:
            return dict.fromkeys(values, 0.0)
        return {option: value / largest for option, value in values.items()}

    def _integers(self, tag: Tag, name: str, linear: bool) -> dict[str, float]:
        bounds = next(iter(tag.all("range")), tag)
        evaluator = next(iter(tag.all("evaluator")), None)
        if evaluator is None and linear:
            self.say(tag, f"the issue '{name}' has no evaluator")
            return {}
        low, high = self.number(bounds, "lowerbound"), self.number(bounds, "upperbound")
        slope = offset = 0.0
        if evaluator is not None and linear:
            slope, offset = self.number(evaluator, "slope"), self.number(evaluator, "offset")
        if high < low or not (low.is_integer() and high.is_integer()):
            self.say(tag, f"the issue '{name}' goes from {low:g} to {high:g}: no integers")
            return {}
        if high - low >= MOST_OPTIONS:
            self.say(
                tag, f"the issue '{name}' has more than {MOST_OPTIONS} options: take steps"
            )
            return {}
        return {
            str(int(low) + n): min(max(offset + slope * n, 0.0), 1.0)
            for n in range(int(high - low) + 1)
        }

    def number(self, tag: Tag, key: str, missing: float | None = None) -> float:
        """Read an attribute as a number; 0 where it is none, which is said."""
        text = tag.attributes.get(key)
        if text is None and missing is not None:
            return missing
        try:
            number = float(text or "")
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            given = f"{key}='{text}'" if text is not None else f"no '{key}'"
            self.say(tag, f"<{tag.name}> has {given}, where a number is needed")
            return 0.0
        return number

    def say(self, tag: Tag, sentence: str) -> None:
        """Note a mistake in an element."""
        self.say_at(tag.line, sentence)

    def say_at(self, line: int, sentence: str) -> None:
        """Note a mistake on a line."""
        self.problems.append(Problem(self.file, line, sentence))


_NO_EVALUATION = 1e-5
"""Below it Genius takes the largest evaluation for zero, and every option with it."""

_FUNCTIONS = {"utility", "utility_function"}
"""What holds the hyper-rectangles: Genius's own name, and the one that NegMAS writes."""

_NONLINEAR = {"ufun", "hyperrectangle", "constraint", "rule"}

_UNCERTAINTY = {"comparisons", "errors", "fixed_seed", "experimental"}


def _uncounted(root: Tag) -> Iterator[str]:
    """Say which settings of a utility space Accord has no place for."""
    for tag in root.walk():
        if tag.name == "discount_factor":
            text = tag.attributes.get("value", "")
            try:
                counts = 0 < float(text or 1) < 1
            except ValueError:
                counts = True
            if counts:
                yield f"the discount factor {text}"
    uncertain = [tag.name for tag in root.walk() if tag.name in _UNCERTAINTY]
    if uncertain:
        yield f"the settings for uncertain preferences ({', '.join(uncertain)})"


def _weights_of_nothing(root: Tag, issues: dict[int, SpaceIssue]) -> Iterator[str]:
    known = {str(index) for index in issues}
    for parent in root.walk():
        for tag in parent.all("weight"):
            index = tag.attributes.get("index", "")
            if index.lstrip("0") not in known and parent.all("issue"):
                yield f"the weight of index {index}, which no issue has"
