"""What is better for some and worse for none than a given deal, in words."""

from collections.abc import Iterator

from accord.deals.improvements import DealStanding, Improvement, Improvements
from accord.telling.deal_words import AT_THE_MIDDLE, DealWords
from accord.telling.number_words import counted, differences


def improvement_lines(
    words: DealWords, found: Improvements, called: str = "the deal asked about"
) -> Iterator[tuple[int, str]]:
    """Yield how a deal stands and which are better, the nearest first: lines with their indent.

    Args:
        words: The words of the process.
        found: The deals that are better for some and worse for none.
        called: What the deal is called.
    """
    yield 0, f"{called[0].upper()}{called[1:]}: {words.worth(found.given.valued)}"
    yield from _against(words, found.given)
    if found.efficient:
        yield 1, "No deal is better for some and worse for none."
        return
    first = "the nearest first"
    if found.count.count is None or found.count.count > len(found.nearest):
        first = f"the {len(found.nearest)} nearest"
    yield 0, f"{_many(found)} better for some and worse for none; {first}:"
    if not found.complete:
        cut = "of those that change as many issues some may be missing"
        yield 1, f"(The search was cut: {cut}.)"
    for one in found.nearest:
        yield from _better(words, one, found.given)
    if found.best is not None and found.nearest != (found.best,):
        near = "" if found.best_exact else ", as far as was searched"
        yield 0, f"Nash's rule, with {called} as what each has, picks of them{near}:"
        yield from _better(words, found.best, found.given)


def _against(words: DealWords, one: DealStanding) -> Iterator[tuple[int, str]]:
    for obstacle in one.crosses:
        yield 1, f"It crosses {words.obstacle(obstacle)}."
    for party, points in one.short.items():
        limit = f"the walk-away value of {words.name(party)}"
        if party in one.short_throughout:
            yield 1, f"It is {counted(points)} below {limit}."
        else:
            yield 1, f"It is below {limit}{AT_THE_MIDDLE}"
    if one.acceptable:
        yield 1, "It is acceptable to all, at the middle of the ranges."


def _many(found: Improvements) -> str:
    count = found.count
    if count.count is not None:
        return "1 deal is" if count.count == 1 else f"{count.count:,} deals are"
    low, high = count.interval
    return f"About {count.estimate:,} deals are (95% interval {low:,} to {high:,})"


def _better(
    words: DealWords, one: Improvement, given: DealStanding
) -> Iterator[tuple[int, str]]:
    changed = "1 issue" if one.distance == 1 else f"{one.distance} issues"
    short = "" if one.standing.acceptable else "; not acceptable to all"
    names = {party: name for party, name in words.names().items() if party in one.gains}
    gains = [*differences(names, one.gains, one.told_apart), *_crossing(words, one, given)]
    yield 1, f"{changed} changed: {'; '.join(gains)}{short}"
    issues = words.process.agenda.issues
    for issue, (before, after) in one.changes.items():
        choices = issues[issue].choices
        yield 3, f"- {issues[issue].name}: {choices[after].name} (was: {choices[before].name})"


def _crossing(words: DealWords, one: Improvement, given: DealStanding) -> Iterator[str]:
    """Yield which red lines a better deal no longer crosses, and which it crosses as well."""
    for line in given.crosses:
        which = "still" if line in one.standing.crosses else "no longer"
        yield f"{which} crosses {words.obstacle(line, given.crosses)}"
