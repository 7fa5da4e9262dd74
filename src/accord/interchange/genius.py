"""Genius: the utility-space XML files of one domain, one for each party.

Genius says what a deal is worth from 0 to 1: the sum over the issues of the weight times the
evaluation of the option, divided by the largest evaluation of that issue; on an integer issue
the evaluation is offset + slope x (value - lowest value), cut to 0..1. Here it is that times
100, not renormalised further. A non-linear utility space is read by `genius_boxes`.

Source: R. Lin et al., Genius: an integrated environment for supporting the design of generic
automated negotiators, Computational Intelligence 30 (2014), 48-70; the program's own reader.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from accord.formats.read import FileReading
from accord.interchange.conversion import Conversion, SpaceIssue, UtilitySpace, read_each
from accord.interchange.foreign import Foreign, beginning_with
from accord.interchange.genius_boxes import boxes_of
from accord.interchange.genius_write import write_genius
from accord.interchange.xml_tree import Tag, number_at, parse_xml
from accord.model import MOST_OPTIONS


def _read(paths: Sequence[Path | str]) -> Conversion:
    """Read utility spaces: the agenda is that of the first file.

    Issues are matched by their index, as Genius does, and options by their text.
    """
    wanted = "give the utility-space file of each party"
    return read_each(paths, "Genius", wanted, lambda r, path: _space(r, parse_xml(path)))


def _space(r: FileReading, root: Tag) -> UtilitySpace:
    """Read the root element."""
    notes = list(_uncounted(root))
    issues: dict[int, SpaceIssue] = {}
    functions = [tag for tag in root.walk() if tag.name in _FUNCTIONS and tag.all("ufun")]
    if root.name == "negotiation_template":
        r.say(root.line, "this is a domain: give the utility-space file of each party instead")
    elif root.name != "utility_space":
        r.say(root.line, f"this is a <{root.name}>, not a Genius <utility_space>")
    elif not functions and any(tag.name.casefold() in _NONLINEAR for tag in root.walk()):
        r.say(root.line, "there are combinations of issues, but no <utility> with a <ufun>")
    else:
        for parent in root.walk():
            for index, issue in _issues(r, parent, linear=not functions):
                if index in issues:
                    r.say(issue.line, f"the index {index} is given twice")
                issues[index] = issue
        if not issues and not r.problems:
            r.say(root.line, "there is no issue in this utility space")
        notes += _weights_of_nothing(root, issues)
    if functions:
        boxes, constant, lost = boxes_of(r, functions[0], issues)
        notes += lost
    else:
        boxes, constant = [], 0.0
    if sum(issue.weight for issue in issues.values()) > 1 + 1e-6:
        notes.append("the cut of worth at 1, for the weights sum to more than 1")
    stated = [tag for tag in root.walk() if tag.name == "reservation"]
    reservation = number_at(r, stated[0], "value") if stated else 0.0
    return UtilitySpace(
        file=r.file,
        issues={index: issues[index] for index in sorted(issues)},
        boxes=boxes,
        constant=constant,
        walk_away=reservation,
        notes=notes,
    )


def _issues(r: FileReading, parent: Tag, linear: bool) -> Iterator[tuple[int, SpaceIssue]]:
    weights = {
        tag.attributes.get("index", ""): number_at(r, tag, "value")
        for tag in (parent.all("weight") if linear else ())
    }
    names: set[str] = set()
    for tag in parent.all("issue"):
        index, name = tag.attributes.get("index", ""), tag.attributes.get("name", "")
        if not name or not (index.isascii() and index.isdecimal() and len(index) < 10):
            r.say(tag.line, "the issue needs a 'name' and an 'index'")
            continue
        if name in names:
            r.say(tag.line, f"two issues are called '{name}'")
        names.add(name)
        if linear and index not in weights:
            r.say(tag.line, f"the issue '{name}' has no weight")
        weight = weights.get(index, 0.0)
        if weight < 0:
            r.say(tag.line, f"the issue '{name}' has the weight {weight}, which is below 0")
        values = _values(r, tag, name, linear)
        yield int(index), SpaceIssue(name, tag.line, weight, values)


def _values(r: FileReading, tag: Tag, name: str, linear: bool) -> dict[str, float]:
    kind = tag.attributes.get("type") or tag.attributes.get("etype") or "discrete"
    before = len(r.problems)
    if kind == "integer":
        values = _integers(r, tag, name, linear)
    elif kind == "discrete":
        values = _items(r, tag, name, linear)
    else:
        r.say(
            tag.line, f"the issue '{name}' is {kind}: replace it by a discrete issue, in steps"
        )
        return {}
    if not values and len(r.problems) == before:
        r.say(tag.line, f"the issue '{name}' has no option")
    return values


def _items(r: FileReading, tag: Tag, name: str, linear: bool) -> dict[str, float]:
    values: dict[str, float] = {}
    for item in tag.all("item"):
        option = item.attributes.get("value")
        if not option:
            r.say(item.line, f"an option of '{name}' has no 'value'")
            continue
        if option in values:
            r.say(item.line, f"'{name}' has the option '{option}' twice")
        values[option] = number_at(r, item, "evaluation") if linear else 0.0
    largest = max(values.values(), default=0.0)
    if largest < _NO_EVALUATION:
        return dict.fromkeys(values, 0.0)
    return {option: value / largest for option, value in values.items()}


def _integers(r: FileReading, tag: Tag, name: str, linear: bool) -> dict[str, float]:
    bounds = next(iter(tag.all("range")), tag)
    evaluator = next(iter(tag.all("evaluator")), None)
    if evaluator is None and linear:
        r.say(tag.line, f"the issue '{name}' has no evaluator")
        return {}
    low, high = number_at(r, bounds, "lowerbound"), number_at(r, bounds, "upperbound")
    slope = offset = 0.0
    if evaluator is not None and linear:
        slope, offset = number_at(r, evaluator, "slope"), number_at(r, evaluator, "offset")
    if high < low or not (low.is_integer() and high.is_integer()):
        r.say(tag.line, f"the issue '{name}' goes from {low:g} to {high:g}: no integers")
        return {}
    if high - low >= MOST_OPTIONS:
        r.say(tag.line, f"the issue '{name}' has more than {MOST_OPTIONS} options: take steps")
        return {}
    return {
        str(int(low) + n): min(max(offset + slope * n, 0.0), 1.0)
        for n in range(int(high - low) + 1)
    }


_NO_EVALUATION = 1e-5
"""Below it Genius takes the largest evaluation for zero, and every option with it."""

_FUNCTIONS = {"utility", "utility_function"}
"""What holds the hyper-rectangles: Genius's own name, and the one that NegMAS writes."""

_NONLINEAR = {"ufun", "hyperrectangle", "constraint", "rule"}

_UNCERTAINTY = {"comparisons", "errors", "fixed_seed", "experimental"}


def _uncounted(root: Tag) -> Iterator[str]:
    """Yield the settings of a utility space that Accord has no place for."""
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


class Genius(Foreign):
    """Utility spaces in XML, one file for each party."""

    name = "genius"
    program = "Genius"
    suffixes = (".xml",)
    takes = staticmethod(beginning_with("<utility_space", "<negotiation_template"))
    read = staticmethod(_read)
    write = staticmethod(write_genius)
