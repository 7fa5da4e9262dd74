"""How delegates did in a tournament: in words, and as a table."""

from collections.abc import Callable, Iterator
from itertools import chain

from accord.kernels.intervals import Score
from accord.play.tournament import Results, TournamentCase
from accord.record.wording import written
from accord.telling.fighting_words import assumed
from accord.telling.holder_words import EACH, bases, dated
from accord.telling.number_words import percent, whole

HEADER = ("program", "own worth", "agreed", "from Nash", "from welfare")
"""What the columns of the table are called."""
WIDTHS = (None, 11, 11, 11, 12)
"""How wide they are."""
READING = (
    "No prediction: scores are of programs, on these processes and under these rules; "
    "they say nothing of people, nor of the processes.",
    "Own worth and distances: points. Without a deal a party has its walk-away value.",
    "Distances: of what the parties had in the end from the deals with the largest product "
    "(Nash) and sum (welfare) of gains among those that all accept.",
    "Below each score: its 95% interval. Talks in one process between the same programs, "
    "whoever sits where, count as one observation; of fewer than three, and where a mean "
    "is the same in all, there is no interval. It says how the score would vary with other "
    "such processes, opponents and seeds.",
)
"""How the scores are to be read."""


def opening(found: Results) -> Iterator[tuple[int, str]]:
    """Yield what was held.

    Args:
        found: The tournament.
    """
    asked = found.tournament
    talks = "1 talk" if asked.talks == 1 else f"{asked.talks:,} talks"
    times = "" if asked.repeat == 1 else f", each {asked.repeat} times"
    yield 0, f"{talks}; seed {asked.seed}"
    for case in asked.cases:
        drawn, every = asked.seatings_of(case), asked.every_seating_of(case)
        which = (
            f"all {every:,} seatings" if drawn == every else f"{drawn:,} of {every:,} seatings"
        )
        yield 1, f"- {case.name} ({case.process.title}): {which}{times}"
        yield from ((3, said) for _, said in assumed(case.process, case.fighting))
    rules = asked.rules or "alternating for two parties, stacked for more"
    yield 1, f"- Rules: {rules}; {asked.rounds} rounds at most"
    numbers = (
        "drawn from the ranges for every talk" if asked.draws else "at the middle of ranges"
    )
    yield 1, f"- Numbers: {numbers}; they are assumptions, not facts"


def holder_name(holder: str, found: Results) -> str:
    """Name a holder of numbers.

    Args:
        holder: Its id; 'own' where each party has its own.
        found: A tournament by its numbers.
    """
    cases = found.tournament.cases
    return next((one.process.name(holder) for one in cases if _holds(holder, one)), EACH)


def bases_of(holder: str, found: Results) -> Iterator[str]:
    """Yield what a holder goes by, once where it is the same in several processes.

    Args:
        holder: Its id.
        found: A tournament by its numbers.
    """
    said = (
        bases(case.process, {one.party: one for one in case.interests})
        for case in found.tournament.cases
        if holder == "own" or _holds(holder, case)
    )
    yield from dict.fromkeys(chain.from_iterable(said))


def whose(found: Results) -> str:
    """Return in words whose the numbers of a tournament are, and of which day.

    Args:
        found: The tournament.
    """
    said = []
    for case in found.tournament.cases:
        holders = {one.held_by for one in case.interests}
        name = case.process.name(holders.pop()) if len(holders) == 1 else EACH
        day = dated(case.process, case.interests)
        said.append(f"{name}, as of {written(day)}" if day else name)
    return "; ".join(dict.fromkeys(said))


def _holds(holder: str, case: TournamentCase) -> bool:
    return {one.held_by for one in case.interests} == {holder}


def rows(found: Results) -> list[tuple[str, ...]]:
    """Return a row for every delegate: each score above its 95% interval.

    Args:
        found: The tournament.
    """
    return [
        (
            one.delegate,
            _cell(one.worth),
            _cell(one.agreed, _short_percent),
            _cell(one.nash),
            _cell(one.welfare),
        )
        for one in found.standings
    ]


def closing(found: Results) -> Iterator[tuple[int, str]]:
    """Yield how the scores are to be read.

    Args:
        found: The tournament.
    """
    yield from ((0, said) for said in READING)
    if found.closed:
        none = "Talks in which no deal is acceptable to all count in no distance"
        yield 0, f"{none}; there were some in: {', '.join(found.closed)}."
    if found.error:
        near = f"distances are within {found.error:.3g} points"
        yield 0, f"Where not all good deals could be listed, {near}."


def _cell(score: Score, said: Callable[[float], str] = whole) -> str:
    if not score.among:
        return "none"
    if score.interval is None:
        return said(score.mean)
    low, high = map(said, score.interval)
    return f"{said(score.mean)}\n{low}..{high}"


def _short_percent(share: float) -> str:
    return percent(share).replace("less than ", "<").replace("more than ", ">")
