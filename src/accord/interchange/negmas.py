"""NegMAS: the YAML or JSON files of a scenario, one with the issues and one for each party.

A utility function says what a deal is worth: a weighted sum of a function of each issue, or of
the hyper-rectangles that the deal lies in, plus a bias. Worth is that times 100; nothing is
scaled. The parties come in the order of the files' names, as in NegMAS. What the functions mean
is in `negmas_functions`.

Source: the files that NegMAS 0.16 writes and what it makes of them when it reads them.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from accord.errors import InvalidProcess, Problem
from accord.formats.json_tree import parse_json
from accord.formats.read import FileReading, short
from accord.formats.tree import Map, Seq, parse, read_text
from accord.interchange.conversion import (
    Box,
    Conversion,
    Key,
    SpaceIssue,
    UtilitySpace,
    converted,
)
from accord.interchange.foreign import Foreign
from accord.interchange.foreign_values import finite, number, options_of
from accord.interchange.negmas_functions import Choice, Domain, UtilitySum, utility
from accord.interchange.negmas_values import kind_of
from accord.interchange.negmas_write import write_negmas
from accord.model import MOST_OPTIONS


def _read(paths: Sequence[Path | str]) -> Conversion:
    """Read a scenario: the file with the issues and a utility function for each party."""
    problems: list[Problem] = []
    domains: list[tuple[FileReading, Map]] = []
    functions: list[tuple[FileReading, Map]] = []
    for path in map(Path, paths):
        reading = FileReading(str(path))
        try:
            text = read_text(path, reading.file)
            parser = parse_json if path.suffix.casefold() == ".json" else parse
            tree = parser(text, reading.file)
        except InvalidProcess as invalid:
            problems += invalid.problems
            continue
        kind = kind_of(tree)
        if "OutcomeSpace" in kind:
            domains.append((reading, tree))
        elif "fun" in kind.casefold():
            functions.append((reading, tree))
        else:
            given = f"'type' is {short(kind)}" if kind else "there is no 'type'"
            reading.say(
                tree.line, f"{given}: this is neither the issues nor a utility function"
            )
            problems += reading.problems
    where = str(paths[0]) if paths else "negmas"
    if not problems:
        if len(domains) != 1:
            sentence = f"a scenario has one file with the issues; here are {len(domains)}"
            problems.append(Problem(where, 0, sentence))
        if not functions:
            sentence = "give the utility function of each party, or the scenario's folder"
            problems.append(Problem(where, 0, sentence))
    if problems:
        raise InvalidProcess(problems)
    reading, tree = domains[0]
    domain = _domain(reading, tree)
    problems += reading.problems
    spaces = []
    for reading, tree in functions if domain else ():
        spaces.append(_space(reading, tree, domain))
        problems += reading.problems
    if problems:
        raise InvalidProcess(problems)
    return converted(spaces, "NegMAS")


def _domain(r: FileReading, tree: Map) -> Domain:
    """Read the issues; those that could not be read are left out."""
    domain: Domain = {}
    listed = tree.get("issues", "")
    if not isinstance(listed, Seq) or not listed:
        r.say(tree.lines.get("issues", tree.line), "'issues' must be a list of issues")
        return domain
    for one, line in zip(listed, listed.lines, strict=True):
        name = one.get("name", "") if isinstance(one, Map) else ""
        if not isinstance(name, str) or not name:
            r.say(line, "an issue must be a mapping with a 'name' and 'values'")
        elif name in domain:
            r.say(line, f"two issues are called {short(name)}")
        else:
            by_name = kind_of(one) in ("", "CategoricalIssue")
            domain[name] = Choice(tuple(_options(r, one, name)), by_name)
    return domain


def _options(r: FileReading, issue: Map, name: str) -> Iterator[str]:
    kind, values = kind_of(issue), issue.get("values", "")
    line = issue.lines.get("values", issue.line)
    if kind in ("ContinuousIssue", "ContinuousInfiniteIssue"):
        r.say(line, f"the issue {short(name)} is continuous: replace it by a list, in steps")
    elif kind in ("ContiguousIssue", "CountableInfiniteIssue"):
        yield from _integers(r, issue, name)
    elif kind and kind not in _LISTED:
        r.say(line, f"the issue {short(name)} is a {short(kind)}, which is not read")
    elif not isinstance(values, Seq) or not values:
        r.say(line, f"the 'values' of {short(name)} must be a list")
    else:
        yield from options_of(r, values, name, "a text or a number")


_LISTED = (
    "CategoricalIssue",
    "OrdinalIssue",
    "DiscreteOrdinalIssue",
    "CardinalIssue",
    "DiscreteCardinalIssue",
    "SingletonIssue",
)


def _integers(r: FileReading, issue: Map, name: str) -> Iterator[str]:
    """Yield the whole numbers from the first to the second value, in steps of a third."""
    values, line = issue.get("values", ""), issue.lines.get("values", issue.line)
    given: list[Any] = list(values) if isinstance(values, Seq) else [values]
    numbers = [number(one) if isinstance(one, str) else None for one in given]
    ends = [int(one) for one in numbers if one is not None and one.is_integer()]
    if len(ends) == 1 and not isinstance(values, Seq):
        ends = [0, ends[0] - 1]
    if not 2 <= len(ends) <= 3 or len(ends) < len(given):
        r.say(line, f"the 'values' of {short(name)} must be the lowest and the highest integer")
        return
    step = ends[2] if len(ends) == 3 else 1
    if issue.get("step", ""):
        step = int(finite(r, issue["step"], issue.lines["step"], f"the step of {short(name)}"))
    low, high = ends[:2]
    if step < 1 or low > high:
        r.say(line, f"{short(name)} goes from {low} to {high} in steps of {step}: no options")
    elif (high - low) // step >= MOST_OPTIONS:
        r.say(line, f"{short(name)} has more than {MOST_OPTIONS} options: take larger steps")
    else:
        yield from map(str, range(low, high + 1, step))


def _space(r: FileReading, tree: Map, domain: Domain) -> UtilitySpace:
    worth = utility(r, tree, domain)
    notes = list(worth.notes)
    reserved = tree.get("reserved_value", "")
    line = tree.lines.get("reserved_value", 0)
    walk_away = number(reserved) if isinstance(reserved, str) and reserved else float("-inf")
    if walk_away is None or walk_away != walk_away or walk_away == float("inf"):
        r.say(line, "'reserved_value' must be a number")
    if tree.get("reserved_outcome", "") != "":
        notes.append("the reserved outcome; the reserved value counts")
    return UtilitySpace(
        file=r.file,
        issues=_issues(worth, domain),
        boxes=[Box(dict(box.items()), points) for box, points in worth.boxes],
        constant=worth.constant,
        walk_away=None if walk_away is None or walk_away == float("-inf") else walk_away,
        notes=notes,
    )


def _issues(worth: UtilitySum, domain: Domain) -> dict[Key, SpaceIssue]:
    nothing = (0.0, dict[str, float]())
    found: dict[Key, SpaceIssue] = {}
    for name, choice in domain.items():
        weight, values = worth.issues.get(name, nothing)
        found[name] = SpaceIssue(
            name, 0, weight, {o: values.get(o, 0.0) for o in choice.options}
        )
    return found


_TYPE = re.compile(r"""\btype["']?\s*:\s*["']?[\w.]*(OutcomeSpace|Issue|[fF]un|Function)\b""")
"""What every file of a scenario has somewhere near its beginning."""


def _takes(beginning: str) -> bool | None:
    return True if _TYPE.search(beginning) else None


class Negmas(Foreign):
    """A scenario in YAML or JSON: the issues, and a utility function for each party."""

    name = "negmas"
    program = "NegMAS"
    suffixes = (".yml", ".yaml", ".json")
    takes = staticmethod(_takes)
    read = staticmethod(_read)
    write = staticmethod(write_negmas)
