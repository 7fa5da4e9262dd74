"""Genius's non-linear utility spaces: worth is what the hyper-rectangles add up to.

A hyper-rectangle is a lowest and a highest value on each of some integer issues. A deal within
all of them (`INCLUDES`), or outside at least one (`EXCLUDES`), gets its utility times its
weight. The sum is divided by `maxutility`. The weight of the outermost function and whatever
the issues say about evaluations do not count, as in the program's own reader.
"""

from collections.abc import Iterator, Mapping

from accord.formats.read import FileReading
from accord.interchange.conversion import Box, Key, SpaceIssue
from accord.interchange.xml_tree import Tag, number_at


def boxes_of(
    r: FileReading, function: Tag, issues: Mapping[int, SpaceIssue]
) -> tuple[list[Box], float, list[str]]:
    """Read the hyper-rectangles of a utility space.

    Args:
        r: The file being read, which takes the mistakes.
        function: The element that holds the outermost function.
        issues: The issues of the space, by index.

    Returns:
        The boxes, what every deal is worth besides, and what is not carried over.
    """
    best = number_at(r, function, "maxutility", missing=1.0)
    if best < 0 and function.name == "utility_function":
        best = 1.0  # NegMAS writes -1 for unknown, and means no division
    if best <= 0:
        r.say(function.line, f"<{function.name}> has maxutility='{best:g}': it must be above 0")
        best = 1.0
    outermost, *others = function.all("ufun")
    found = list(_of(r, outermost, 1 / best, issues))
    boxes = [Box(box.when, box.worth) for box in found if box.when]
    constant = sum(box.worth for box in found if not box.when)
    lost = []
    if others:
        lost.append("functions beside the first, which Genius does not count")
    if number_at(r, outermost, "weight", missing=1.0) != 1:
        lost.append("the weight of the outermost function, which Genius does not count")
    if sum(max(box.worth, 0) for box in found) > 1 + 1e-9:
        lost.append("the cut of worth at 1, should some deal lie in more than that")
    return boxes, constant, lost


def _of(
    r: FileReading, ufun: Tag, factor: float, issues: Mapping[int, SpaceIssue]
) -> Iterator[Box]:
    rule = ufun.attributes.get("aggregation", "sum")
    if rule.casefold() != "sum":
        r.say(ufun.line, f"this function takes the '{rule}' of its parts; only sums are read")
    for tag in ufun.children:
        if tag.name == "ufun":
            weight = number_at(r, tag, "weight", missing=1.0)
            yield from _of(r, tag, factor * weight, issues)
        elif tag.name == "hyperRectangle":
            given = "utility_function" if "utility_function" in tag.attributes else "utility"
            utility = number_at(r, tag, given)
            weight = number_at(r, tag, "weight", missing=1.0)
            yield from _rectangle(r, tag, factor * utility * weight, issues)
        else:
            r.say(tag.line, f"<{tag.name}> is not read: only hyper-rectangles are")


def _rectangle(
    r: FileReading, tag: Tag, worth: float, issues: Mapping[int, SpaceIssue]
) -> Iterator[Box]:
    excludes = tag.all("EXCLUDES")
    when: dict[Key, tuple[str, ...]] = {}
    for bound in excludes or tag.all("INCLUDES"):
        index = bound.attributes.get("index", "")
        if not (index.isdecimal() and len(index) < 10 and int(index) in issues):
            r.say(bound.line, f"no issue has the index '{index}'")
            continue
        low, high = number_at(r, bound, "min"), number_at(r, bound, "max")
        issue = issues[int(index)]
        values = {option: _integer(option) for option in issue.values}
        if any(value is None for value in values.values()):
            sentence = f"the issue '{issue.name}' must be an integer issue to have bounds"
            r.say(bound.line, sentence)
            continue
        inside = {o for o, v in values.items() if v is not None and low <= v <= high}
        before = when.get(int(index), tuple(values))
        when[int(index)] = tuple(o for o in before if o in inside)
    yield from _boxes(when, worth, bool(excludes), issues)


def _boxes(
    when: Mapping[Key, tuple[str, ...]],
    worth: float,
    outside: bool,
    issues: Mapping[int, SpaceIssue],
) -> Iterator[Box]:
    """Yield what a rectangle adds; bounds that hold for every deal are left out."""
    narrow: dict[Key, tuple[str, ...]] = {
        key: options
        for key, options in when.items()
        if isinstance(key, int) and len(options) < len(issues[key].values)
    }
    if outside:
        yield Box({}, worth)
    if all(narrow.values()):
        yield Box(narrow, -worth if outside else worth)


def _integer(text: str) -> int | None:
    try:
        return int(text)
    except ValueError:
        return None
