"""What is assumed to happen outside the room between rounds, and why it did, in words."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from accord.fighting import FightingModel, describe, parameters
from accord.fighting.battles import OnAFront
from accord.fighting.scripted import Scripted, ScriptedRound
from accord.fighting.spoiler import Spoiler
from accord.fighting.two_sides import TAKEN, TwoSided
from accord.model import Agenda, Exclusion, Process, Range, number_text
from accord.play.walk_away_paths import WalkAwayPaths
from accord.record.wording import unstopped
from accord.telling.number_words import whole
from accord.telling.program_words import Indented

_A_LETTER = 2
"""Signs up to which the name of a parameter says nothing by itself."""
Reasons = Callable[[Process, Mapping[str, str]], str]
"""Makes a sentence of the code of one model."""


def _battle(process: Process, said: Mapping[str, str]) -> str:
    won, k, n = process.name(said["won"]), said["k"], said["n"]
    return f"{won} won a battle and holds {k} of {n} places"


def _attrition(process: Process, said: Mapping[str, str]) -> str:
    left = " and ".join(
        f"{units} units of {process.name(side)}" for side, units in said.items()
    )
    return f"losses on both sides: left are {left}"


def _shift(process: Process, said: Mapping[str, str]) -> str:
    return f"the power of {process.name(said['rising'])} rises"


def _stalemate(process: Process, said: Mapping[str, str]) -> str:
    if "gives-in" in said:
        return f"{process.name(said['gives-in'])} gives in"
    return "another round of fighting that nobody won"


def _recorded(process: Process, said: Mapping[str, str]) -> str:
    return f"by the entry {said['entry']} of the record"


def _spoiler(process: Process, said: Mapping[str, str]) -> str:
    name = process.name(said.get("cut") or said["back"])
    capital = f"the capital of {name}"
    did = "cuts the mandate" if "cut" in said else "gives the mandate back"
    if "believed" not in said:
        return f"after an incident {capital} {did}"
    return f"{capital} believes {said['believed']} that the other side means it, and {did}"


REASONS: dict[str, Reasons] = {
    "attrition": _attrition,
    "battles": _battle,
    "beliefs": _battle,
    "recorded": _recorded,
    "shift": _shift,
    "spoiler": _spoiler,
    "stalemate": _stalemate,
}
"""By the name of a model: its codes in a sentence. A code is that name and what it says, such
as `battles won=russia k=4`."""

ASSUMED: dict[str, Callable[[Process, Any], str]] = {}
"""By the name of a model: what it assumes, in a sentence; of others, summary and parameters."""

_CODE = re.compile(r"(?P<name>[\w-]+)(?P<said>(?: [\w-]+=\S+)*)")


def why_words(process: Process, why: str) -> str:
    """Return in words why something happened outside; what is no known code, as it is.

    Args:
        process: The names behind the ids.
        why: What the log holds.
    """
    code = _CODE.fullmatch(why)
    if code is None or code["name"] not in REASONS:
        return why
    said = dict(one.split("=", 1) for one in code["said"].split())
    try:
        return REASONS[code["name"]](process, said)
    except (KeyError, ValueError):  # written by another version, or by hand
        return why


def assumed(process: Process, models: Sequence[FightingModel]) -> Iterator[Indented]:
    """Yield what is assumed to happen between rounds, each with who assumes it and by what.

    Args:
        process: The names behind the ids.
        models: The models.
    """
    for model in models:
        whose = _whose(process, model)
        if isinstance(model, Scripted):
            for one in model.script:
                for said in _scripted(process, one):
                    yield 1, f"- assumed{whose}: {said}"
            continue
        words = ASSUMED.get(model.name)
        said = words(process, model) if words else _by_parameters(process, model)
        yield 1, f"- assumed{whose}: {said}"


def assumed_by(process: Process, models: Sequence[FightingModel]) -> str:
    """Return which models are assumed, each with who assumes it, for a line with little room.

    Args:
        process: The names behind the ids.
        models: The models.
    """
    each = (
        f"{one.id}, by {process.name(one.held_by)}"
        if one.held_by
        else f"{one.id}, by nobody named"
        for one in models
    )
    return "; ".join(each)


def _by_parameters(process: Process, model: FightingModel) -> str:
    """Return what a model does, and its parameters by their names."""
    parts = []
    for name, form, value in parameters(model):
        if isinstance(value, Mapping) and form.ref is not None and form.ref.to == "party":
            each = (f"{process.name(party)} {one}" for party, one in value.items())
            parts.append(f"{name}: {', '.join(each)}")
        elif isinstance(value, Mapping):
            parts.append(f"{name}: {', '.join(f'{key} {one}' for key, one in value.items())}")
        elif form.ref is not None:
            parts.append(f"{name}: {process.name(value)}")
        else:
            parts.append(f"{_spelled(process, model, name)}: {value}")
    if isinstance(model, OnAFront) and model.p is None and not getattr(model, "types", ()):
        chance = _spelled(process, model, "p")
        parts.append(f"{chance}, as nobody says it: {model.chance:g}")
    if isinstance(model, Spoiler):
        leaves = "; ".join(mandate_moving(process.agenda, {}, model.mandate))
        parts.append(f"mandate, once it is cut: {leaves or 'any option'}")
        if model.believed is not None and f"asks: {model.asks}" not in parts:
            parts.append(f"asks, as nobody says it: {model.asks}")
    if isinstance(model, TwoSided):
        parts += _taken(process, model)
    said = describe(type(model)).summary
    listed = f" ({'; '.join(parts)})" if parts else ""
    return f"the model {model.name} {said[:1].lower()}{said[1:].rstrip('.')}{listed}"


def _spelled(process: Process, model: FightingModel, name: str) -> str:
    """Return the name of a parameter, and behind a letter what that stands for."""
    if len(name) > _A_LETTER:
        return name
    about = next(one.about for one in describe(type(model)).parameters if one.name == name)
    means = re.split(r"[;:.]", about)[0]
    if isinstance(model, TwoSided):
        one, two = map(process.name, model.sides(tuple(process.parties)))
        means = means.replace("`one`", one).replace("`two`", two)
    return f"{name}, {means[:1].lower()}{means[1:]}"


def _taken(process: Process, model: TwoSided) -> Iterator[str]:
    """Yield which numbers in points are taken for sides of which nobody says them."""
    sides = model.sides(tuple(process.parties))
    for name, points in TAKEN.items():
        unsaid = (side for side in sides if side not in getattr(model, name))
        if each := ", ".join(f"{process.name(side)} {points:g}" for side in unsaid):
            yield f"{name}, as nobody says it: {each}"


def _whose(process: Process, model: FightingModel) -> str:
    """Return who assumes it, by what and since when, in brackets; empty where unsaid."""
    parts = [f"by {process.name(model.held_by)}"] if model.held_by else []
    parts += [f"as of {model.as_of.day}"] if model.as_of else []
    parts += [unstopped(model.basis)] if model.basis else []
    parts += [f"on {', '.join(model.entries)}"] if model.entries else []
    return f" ({'; '.join(parts)})" if parts else ""


def _scripted(process: Process, one: ScriptedRound) -> Iterator[str]:
    """Yield what a script lets happen before one round."""
    low, high = (number_text(end) for end in (one.round.low, one.round.high))
    drawn = f"one of rounds {low} to {high} begins"
    when = f"when round {low} begins" if one.round.is_point else f"when {drawn}"
    why = f": {one.why}" if one.why else ""
    for party, by in one.walk_away.items():
        yield f"{walk_away_moving(process, party, by)} {when}{why}"
    agenda = process.agenda
    for party, mandate in one.mandates.items():
        leaves = "; ".join(mandate_moving(agenda, {}, mandate)) or "any option"
        yield f"{process.name(party)} is given another mandate ({leaves}) {when}{why}"
    for party, values in one.values.items():
        moving = f"what options are worth to {process.name(party)} moves"
        yield f"{moving} ({values_moving(agenda, values)}) {when}{why}"
    for party, lines in one.red_lines.items():
        moving = f"the red lines of {process.name(party)} move"
        yield f"{moving} ({red_lines_moving(agenda, lines.added, lines.dropped)}) {when}{why}"
    for news in one.news:
        source = f" ({news.source})" if news.source else ""
        yield f"news {when}{source}: {news.text}"


def few_decimals(points: float) -> str:
    """Return by how many points something moves: what is drawn has more decimals than sense.

    Args:
        points: The points, of either sign; said without it.
    """
    size = abs(points)
    return number_text(round(size, 1) or float(f"{size:.1g}"))


MOST_NAMED = 3
"""How many options that a mandate leaves on an issue are named; more are counted."""


def mandate_moving(
    agenda: Agenda, before: Mapping[str, Sequence[str]], now: Mapping[str, Sequence[str]]
) -> Iterator[str]:
    """Yield what another mandate changes; it leaves all options where it names none.

    Args:
        agenda: The issues and options.
        before: The options that the mandate before left, by issue.
        now: Those that it leaves now.
    """
    for issue, one in agenda.issues.items():
        had, has = (given.get(issue, tuple(one.choices)) for given in (before, now))
        if len(has) == len(one.choices) != len(had):
            yield f"{one.name}: any option"
        elif set(had) != set(has):
            more = [option for option in has if option not in had]
            is_added = len(more) == len(has) - len(had)
            way, options = ("also", more) if is_added else ("only", has)
            named = " or ".join(one.choices[option].name for option in options)
            few = len(options) <= MOST_NAMED
            yield f"{one.name}: {way} {named if few else f'{len(options)} options'}"


def red_lines_moving(agenda: Agenda, added: Sequence[Exclusion], dropped: Sequence[str]) -> str:
    """Return which red lines are new, and which no longer hold.

    Args:
        agenda: The issues and options.
        added: Those that are new.
        dropped: The ids of those that no longer hold.
    """
    new = [f"never {_together(agenda, one.never)}" for one in added]
    return "; ".join([*new, *(f"'{one}' no longer holds" for one in dropped)])


def _together(agenda: Agenda, never: Mapping[str, Sequence[str]]) -> str:
    """Return options that are refused together, of each issue any."""
    issues = agenda.issues
    each = (
        (" or ".join(f"'{issues[issue].choices[one].name}'" for one in options), issue)
        for issue, options in never.items()
    )
    return " together with ".join(
        f"{options} ({issues[issue].name})" for options, issue in each
    )


def values_moving(agenda: Agenda, values: Mapping[str, Mapping[str, float | Range]]) -> str:
    """Return by how much more or less options are worth on their issues.

    Args:
        agenda: The issues and options; what is on it no longer is called by its id.
        values: The points that are added, by issue and option.
    """
    said = []
    for issue, options in values.items():
        on = agenda.issues.get(issue)
        choices = on.choices if on else {}
        for option, by in options.items():
            name = choices[option].name if option in choices else option
            low, high = (by.low, by.high) if isinstance(by, Range) else (by, by)
            if low < 0 < high:
                more = f"{few_decimals(low)} less to {few_decimals(high)} more"
            else:
                sizes = sorted({abs(low), abs(high)})
                size = " to ".join(map(few_decimals, sizes))
                more = f"{size} {'more' if high > 0 else 'less'}"
            said.append(f"'{name}' ({on.name if on else issue}) {more}")
    return "; ".join(said)


def walk_away_moving(process: Process, party: str, by: Range | float) -> str:
    """Return in a clause that the walk-away value of a party moves, and by how much.

    Args:
        process: The names behind the ids.
        party: The party.
        by: The points that are added to it.
    """
    whose = f"the walk-away value of {process.name(party)}"
    low, high = (by.low, by.high) if isinstance(by, Range) else (by, by)
    if low < 0 < high:
        ends = [number_text(round(end, 1)) for end in (low, high)]
        return f"{whose} moves by {' to '.join(ends)} points"
    sizes = sorted({round(abs(low), 1), round(abs(high), 1)})
    size = " to ".join(map(number_text, sizes)) if any(sizes) else "less than 0.1"
    way = "falls" if low < 0 else "rises"
    return f"{whose} {way} by {size} {'point' if sizes == [1] else 'points'}"


MOST_LINES = 6
"""So many rounds are told of a course; a figure shows them all."""


def path_lines(process: Process, paths: WalkAwayPaths) -> Iterator[Indented]:
    """Yield where walk-away values stand as rounds begin, and whether some deal is left.

    Args:
        process: The names behind the ids.
        paths: Where they stand.
    """
    many = len(paths.values)
    head = "Under these assumptions, as rounds begin"
    if many > 1:
        yield (
            0,
            f"{head}, the walk-away values in {many:,} courses (middle; nine in ten between):",
        )
    else:
        yield 0, f"{head}, the walk-away values:"
    told = _outline(paths)
    for number in told:
        yield 1, f"- {path_line(process, paths, number)}"
    if left_out := len(paths.told) - len(told):
        more = "1 more round" if left_out == 1 else f"{left_out} more rounds"
        yield 1, f"- between these they move in {more}"
    if many == 1 and paths.possible is not None:
        yield 1, f"- {_open_rounds(paths)}"


def _outline(paths: WalkAwayPaths) -> list[int]:
    """Return the rounds that say most of a course: far from a line through the others."""
    told, middle = paths.told, paths.ends[1]
    found = [told[0], told[-1]] if len(told) > MOST_LINES else told
    while len(found) < min(MOST_LINES, len(told)):
        off = [
            max(
                abs(values[number - 1] - np.interp(number, found, values[np.array(found) - 1]))
                for values in middle.T
            )
            for number in told
        ]
        rest = (place for place, number in enumerate(told) if number not in found)
        found = sorted([*found, told[max(rest, key=lambda place: off[place])]])
    return found


def path_line(process: Process, paths: WalkAwayPaths, number: int) -> str:
    """Return where walk-away values stand as a round begins.

    Args:
        process: The names behind the ids.
        paths: Where they stand.
        number: The round.
    """
    many = len(paths.values) > 1
    values = []
    for party, (low, middle, high) in zip(
        paths.parties, paths.ends[:, number - 1].T.tolist(), strict=True
    ):
        ends = f" ({whole(low)} to {whole(high)})" if many else ""
        values.append(f"{process.name(party)} {whole(middle)}{ends}")
    said = f"round {number}: {'; '.join(values)}"
    zone = paths.zone
    if not many or zone is None:
        return said
    share = zone[number - 1]
    return (
        f"{said}; some package clears all red lines and walk-away values in {share.count:,} "
        f"of {share.among:,}"
    )


def _open_rounds(paths: WalkAwayPaths) -> str:
    """Return in which rounds of one course some package clears everything."""
    assert paths.possible is not None
    open_ = paths.possible[0].tolist()
    cleared = "clears all red lines and walk-away values"
    if all(open_):
        return f"in every round some package {cleared}"
    if not any(open_):
        return f"in no round any package {cleared}"
    spans: list[list[int]] = []
    for number, is_open in zip(paths.rounds, open_, strict=True):
        if not is_open:
            continue
        if spans and spans[-1][1] == number - 1:
            spans[-1][1] = number
        else:
            spans.append([number, number])
    named = [f"{first} to {last}" if last > first else f"{first}" for first, last in spans]
    one = len(spans) == 1 and spans[0][0] == spans[0][1]
    which = f"round {named[0]}" if one else f"rounds {' and '.join(named)}"
    return f"some package {cleared} in {which} of {len(open_)}, and in no other"
