"""GeniusWeb: the JSON profiles of one domain, one for each party.

A `LinearAdditiveUtilitySpace` says what a deal is worth from 0 to 1: the sum over the issues of
the weight times the utility of the value, which is used as it stands. The utility of a number
lies on the line between those of the lowest and the highest. Having no deal is worth what the
reservation bid is worth.

Source: the program's own reader (GeniusWeb, TU Delft), as it stands in 2023.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from accord.formats.json_tree import parse_json
from accord.formats.read import FileReading, short
from accord.formats.tree import Map, Seq, read_text
from accord.interchange.conversion import Conversion, SpaceIssue, UtilitySpace, read_each
from accord.interchange.foreign import Foreign, beginning_with
from accord.interchange.foreign_values import finite, options_of
from accord.interchange.geniusweb_write import DISCRETE_UTILITIES, LINEAR, write_geniusweb
from accord.model import MOST_OPTIONS

DISCRETE = (DISCRETE_UTILITIES, "DiscreteValueSetUtilities")
NUMBERS = ("numberutils", "NumberValueSetUtilities")


def _read(paths: Sequence[Path | str]) -> Conversion:
    """Read profiles: the agenda is that of the first file; all is matched by name."""

    def one(r: FileReading, path: Path) -> UtilitySpace:
        return _profile(r, parse_json(read_text(path, r.file), r.file))

    wanted = "give the profile of each party"
    return read_each(paths, "GeniusWeb", wanted, one)


def _profile(r: FileReading, tree: Map) -> UtilitySpace:
    if LINEAR not in tree:
        if "issuesValues" in tree:
            r.say(tree.line, "this is a domain: give the profile of each party instead")
        else:
            kinds = ", ".join(short(key) for key in list(tree)[:3]) or "nothing"
            r.say(tree.line, f"only a '{LINEAR}' is read; here is {kinds}")
        return UtilitySpace(file=r.file, issues={})
    space = _map(r, tree, LINEAR)
    domain = _map(r, space, "domain")
    issues_values = _map(r, domain, "issuesValues")
    utilities, weights = _map(r, space, "issueUtilities"), _map(r, space, "issueWeights")
    issues: dict[Any, SpaceIssue] = {}
    for name in issues_values:
        line = issues_values.lines[name]
        if not name:
            r.say(line, "an issue has no name")
        weight = 0.0
        if name not in weights:
            r.say(weights.line or line, f"the issue {short(name)} has no weight")
        else:
            at = weights.lines[name]
            weight = finite(r, weights[name], at, f"the weight of {short(name)}")
            if weight < 0:
                r.say(at, f"the weight of {short(name)} is below 0")
        options = list(_options(r, _map(r, issues_values, name), name))
        values = dict.fromkeys(options, 0.0)
        if name not in utilities:
            r.say(utilities.line or line, f"the issue {short(name)} has no utilities")
        else:
            values = _values(r, _map(r, utilities, name), name, options)
        issues[name] = SpaceIssue(name, line, weight, values)
    if not issues and not r.problems:
        r.say(issues_values.line, "there is no issue in this domain")
    for held in (utilities, weights):
        for name in held:
            if name not in issues_values:
                r.say(held.lines[name], f"the issue {short(name)} is not in the domain")
    return UtilitySpace(
        file=r.file,
        issues=issues,
        walk_away=_reservation(r, space, issues),
        notes=[f"{short(key)}, which is not read" for key in space if key not in _KNOWN],
    )


_KNOWN = {"domain", "issueUtilities", "issueWeights", "name", "reservationBid"}


def _map(r: FileReading, tree: Map, key: str) -> Map:
    """Return the mapping under a key; an empty one where there is none, which is said."""
    if key not in tree or tree[key] == "":
        line = tree.lines.get(key, tree.line)
        if line or not r.problems:
            r.say(line, f"{short(key)} is missing here")
        return Map(0)
    raw = tree[key]
    if isinstance(raw, Map):
        return raw
    r.say(tree.lines[key], f"{short(key)} must be an object")
    return Map(0)


def _options(r: FileReading, held: Map, issue: str) -> Iterator[str]:
    """Yield the options of an issue: listed values, or numbers in steps."""
    if "range" in held:
        yield from _steps(r, held, issue)
        return
    listed = held.get("values", "")
    if not isinstance(listed, Seq) or not listed:
        if held.line:
            sentence = f"the issue {short(issue)} needs 'values', or a 'range' with a step"
            r.say(held.lines.get("values", held.line), sentence)
        return
    yield from options_of(r, listed, issue, "a text that is not empty")


def _steps(r: FileReading, held: Map, issue: str) -> Iterator[str]:
    before = len(r.problems)
    span = _map(r, held, "range")
    ends = [
        finite(r, span[key], span.lines[key], f"'{key}' of {short(issue)}")
        if key in span
        else None
        for key in ("low", "high", "step")
    ]
    if len(r.problems) > before:
        return
    low, high, step = ends
    line = held.lines["range"]
    if low is None or high is None or low > high:
        r.say(line, f"the range of {short(issue)} needs a 'low' and a 'high' above it")
    elif not step or step < 0:
        r.say(line, f"the issue {short(issue)} is continuous: give its range a 'step' above 0")
    elif (high - low) / step >= MOST_OPTIONS:
        r.say(line, f"{short(issue)} has more than {MOST_OPTIONS} options: take a larger step")
    else:
        value, width, last = (Decimal(repr(n)) for n in (low, step, high))
        while value <= last:
            yield _plain(value)
            value += width


def _plain(value: Decimal) -> str:
    return f"{value.normalize() + 0:f}"


def _values(r: FileReading, held: Map, issue: str, options: Sequence[str]) -> dict[str, float]:
    """Return the utility of every option."""
    for kinds, read in ((DISCRETE, _discrete), (NUMBERS, _on_a_line)):
        for kind in kinds:
            if kind in held:
                return read(r, _map(r, held, kind), issue, options)
    if held.line:
        kinds_read = ", ".join((*DISCRETE, *NUMBERS))
        r.say(held.line, f"the utilities of {short(issue)} are none of {kinds_read}")
    return dict.fromkeys(options, 0.0)


def _discrete(
    r: FileReading, held: Map, issue: str, options: Sequence[str]
) -> dict[str, float]:
    given = _map(r, held, "valueUtilities")
    found = {}
    for option in options:
        if option in given:
            what = f"the utility of {short(option)}"
            found[option] = finite(r, given[option], given.lines[option], what)
        else:
            found[option] = 0.0
            if given.line:
                sentence = f"{short(issue)} has no utility for the option {short(option)}"
                r.say(given.line, sentence)
    for option in given:
        if option not in found:
            sentence = f"the option {short(option)} of {short(issue)} is not in the domain"
            r.say(given.lines[option], sentence)
    return found


def _on_a_line(
    r: FileReading, held: Map, issue: str, options: Sequence[str]
) -> dict[str, float]:
    before = len(r.problems)
    keys = ("lowValue", "lowUtility", "highValue", "highUtility")
    for key in keys:
        if key not in held and held.line:
            r.say(held.line, f"the utilities of {short(issue)} have no '{key}'")
    if len(r.problems) > before or not held.line:
        return dict.fromkeys(options, 0.0)
    low, at_low, high, at_high = (
        finite(r, held[key], held.lines[key], f"'{key}' of {short(issue)}") for key in keys
    )
    found = {}
    for option in options:
        try:
            value = float(option)
        except ValueError:
            r.say(held.line, f"the option {short(option)} of {short(issue)} is no number")
            return dict.fromkeys(options, 0.0)
        share = (value - low) / (high - low) if high > low else 0.0
        found[option] = at_low + (at_high - at_low) * share if low <= value <= high else 0.0
    return found


def _reservation(r: FileReading, space: Map, issues: Mapping[Any, SpaceIssue]) -> float | None:
    """Return what the reservation bid is worth; nothing where there is none."""
    if space.get("reservationBid", "") == "":
        return None
    bid = _map(r, _map(r, space, "reservationBid"), "issuevalues")
    worth = 0.0
    for name, raw in bid.items():
        line = bid.lines[name]
        if name not in issues:
            r.say(line, f"the issue {short(name)} of the reservation bid is not in the domain")
            continue
        values = issues[name].values
        option = raw if isinstance(raw, str) and raw in values else _same_number(raw, values)
        if option is None:
            r.say(line, f"{short(name)} has no such option as the reservation bid names")
        else:
            worth += issues[name].weight * values[option]
    return worth


def _same_number(raw: object, options: Mapping[str, float]) -> str | None:
    try:
        plain = _plain(Decimal(str(raw)[:100]))
    except (InvalidOperation, ValueError):
        return None
    return plain if plain in options else None


class GeniusWeb(Foreign):
    """Profiles in JSON, one file for each party."""

    name = "geniusweb"
    program = "GeniusWeb"
    suffixes = (".json",)
    takes = staticmethod(beginning_with('UtilitySpace"', '"issuesValues"'))
    read = staticmethod(_read)
    write = staticmethod(write_geniusweb)
