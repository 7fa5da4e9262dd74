"""Files of GMCR+, the system in which most Graph Models are kept: JSON, ending in `.gmcr`.

A file has `options` (name, permittedDirection: both, fwd or back), `decisionMakers` (name, the
places of their options, and preferences as statements, the most important first, or as a
ranking of the numbers of states) and `infeasibles`. States are numbered from 1 among those that
can be, the first option counting least. Here such a tree becomes one of a game in a file of
Accord's own, line by line.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np

from accord.formats.read import FileReading, short
from accord.formats.tree import Map, Seq
from accord.hold.graph_model import MOST_OPTIONS

_ONE_WAY = {"both": "", "fwd": "Y", "forward": "Y", "back": "N", "backward": "N"}
_RANKINGS = ("preferenceRanking", "preferenceVector")
_BY_HAND = ("useManualPreferenceRanking", "useManualPreferenceVectors")


def is_of_gmcr(tree: Map) -> bool:
    """Whether what stands in a file is a model of GMCR+."""
    return "decisionMakers" in tree


def own_tree(tree: Map, file: FileReading) -> Map:
    """Return a model of GMCR+ as the tree of a game of Accord's own.

    Args:
        tree: What stands in the file.
        file: Where mistakes are noted.
    """
    makers = [one for _, one in _maps(tree, "decisionMakers", file)]
    names = [str(one.get("name", "")).strip() for one in makers]
    owners = {
        place: names[number]
        for number, one in enumerate(makers)
        for place in one.get("options", ())
        if isinstance(place, str)
    }
    options = [one for _, one in _maps(tree, "options", file)]
    ids = _ids([str(one.get("name", "")).strip() for one in options], owners)
    made = Map(tree.line)
    at = tree.lines.get("decisionMakers", tree.line)
    _put(
        made,
        "decision_makers",
        _seq(at, [(one.line, n) for one, n in zip(makers, names, strict=True)]),
    )
    listed = []
    for place, one in enumerate(options):
        way = str(one.get("permittedDirection", "both")).casefold()
        if way not in _ONE_WAY:
            file.say(one.line, f"'permittedDirection' is both, fwd or back, not {short(way)}")
        option = Map(one.line)
        _put(option, "id", ids[place])
        _put(option, "owner", owners.get(str(place), ""))
        if _ONE_WAY.get(way):
            _put(option, "one_way", _ONE_WAY[way])
        listed.append((one.line, option))
    _put(made, "options", _seq(tree.lines.get("options", tree.line), listed))
    barred = [
        (line, _pairs(raw, line, ids, file)) for line, raw in _items(tree, "infeasibles", file)
    ]
    if barred:
        _put(made, "infeasible", _seq(tree.lines["infeasibles"], barred))
    by_hand = any(str(tree.get(key, "")).casefold() == "true" for key in _BY_HAND)
    statements, rankings = Map(tree.line), Map(tree.line)
    for name, one in zip(names, makers, strict=True):
        if one.get("misperceptions"):
            sentence = f"what {name} does not see ('misperceptions') is not read: take it out"
            file.say(one.lines["misperceptions"], f"{sentence}, or write the game with 'views'")
        ranking = next((key for key in _RANKINGS if by_hand and one.get(key)), "")
        if ranking:
            states = _states(ids, made.get("infeasible", ()))
            held = _ranking(one[ranking], one.lines[ranking], states, file)
            _put(rankings, name, held, one.line)
        elif one.get("preferences"):
            said = [
                (line, _statement(raw, line, ids, file))
                for line, raw in _items(one, "preferences", file)
            ]
            _put(statements, name, _seq(one.lines["preferences"], said), one.line)
    for key, each in (("statements", statements), ("preferences", rankings)):
        if each:
            _put(made, key, each)
    return made


def _put(tree: Map, key: str, value: Any, line: int = 0) -> None:
    tree[key], tree.lines[key] = value, line or getattr(value, "line", tree.line)


def _seq(line: int, items: list[tuple[int, Any]]) -> Seq:
    found = Seq(line, -1)
    found.extend(one for _, one in items)
    found.lines = [at for at, _ in items]
    return found


def _items(tree: Map, key: str, file: FileReading) -> Iterator[tuple[int, Any]]:
    raw = tree.get(key, "")
    if isinstance(raw, Seq):
        yield from zip(raw.lines, raw, strict=True)
    elif raw != "":
        file.say(tree.lines[key], f"'{key}' must be a list")


def _maps(tree: Map, key: str, file: FileReading) -> Iterator[tuple[int, Map]]:
    for line, one in _items(tree, key, file):
        if isinstance(one, Map):
            yield line, one
        else:
            file.say(line, f"an item of '{key}' must be an object with a name")


def _ids(names: list[str], owners: dict[str, str]) -> list[str]:
    """Return an id for each option: its name, with its owner where two are called alike."""
    found: list[str] = []
    for place, name in enumerate(names):
        one = name or f"option {place + 1}"
        if names.count(name) > 1:
            one = f"{one} ({owners.get(str(place), place + 1)})"
        found.append(one if one not in found else f"{one} {place + 1}")
    return found


def _pairs(raw: Any, line: int, ids: list[str], file: FileReading) -> Seq:
    """Return pairs of the place of an option and a letter with its id for its place."""
    found = Seq(line, -1)
    for one in raw if isinstance(raw, Seq) else ():
        if not (isinstance(one, Seq) and len(one) == 2 and str(one[0]).isdecimal()):
            file.say(line, 'a condition is a list of pairs such as [0, "Y"]')
        elif int(one[0]) >= len(ids):
            file.say(line, f"there is no option at place {one[0]}: they are counted from 0")
        else:
            found.append(_seq(one.line, [(one.line, ids[int(one[0])]), (one.line, one[1])]))
            found.lines.append(one.line)
    return found


def _statement(raw: Any, line: int, ids: list[str], file: FileReading) -> Any:
    if not isinstance(raw, Map):
        return _pairs(raw, line, ids, file)
    some = [(at, _pairs(one, at, ids, file)) for at, one in _items(raw, "members", file)]
    made = Map(line)
    _put(made, "any", _seq(line, some))
    return made


def _states(ids: list[str], infeasible: Any) -> list[str]:
    """Return what the states that can be are called, in the order of their numbers."""
    width = min(len(ids), MOST_OPTIONS)
    numbers = np.arange(1 << width)
    can = np.ones(len(numbers), np.bool_)
    for pairs in infeasible:
        holds = np.ones(len(numbers), np.bool_)
        for option, letter in pairs:
            place = ids.index(option)
            holds &= (numbers >> place & 1) == (str(letter).upper() == "Y")
        can &= ~holds if len(pairs) else True
    return ["".join("NY"[n >> i & 1] for i in range(width)) for n in numbers[can].tolist()]


def _ranking(raw: Any, line: int, states: list[str], file: FileReading) -> Seq:
    """Return a ranking of states by their letters where it has their numbers, from 1."""

    def called(one: Any) -> str:
        if not str(one).isdecimal() or not 0 < int(one) <= len(states):
            file.say(line, f"there is no state {short(str(one))}: there are 1 to {len(states)}")
            return states[0]
        return states[int(one) - 1]

    found = []
    for one in raw if isinstance(raw, Seq) else ():
        alike = isinstance(one, Seq)
        found.append(
            (line, _seq(line, [(line, called(o)) for o in one]) if alike else called(one))
        )
    return _seq(line, found)
