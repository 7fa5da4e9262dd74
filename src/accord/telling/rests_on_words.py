"""What a yes rests on, in words: red lines that nobody has written, and that would end it."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from accord.deals.marks import Cell
from accord.model import Process
from accord.telling.number_words import spelt

MOST_LINES = 12
"""How many lines are told: the pairs behind the single ones too; JSON has more."""

Options = tuple[tuple[str, str], ...]
"""Issues and options, which together every package takes one of."""


def named_option(process: Process, issue: str, option: str) -> str:
    """Return an option in words, with its issue.

    Args:
        process: Has the names.
        issue: Id of the issue.
        option: Id of the option.
    """
    one = process.agenda.issues[issue]
    return f"'{one.choices[option].name}' ({one.name})"


def either(names: Iterable[str]) -> str:
    """Return names with commas between them, and `or` before the last."""
    *most, last = names
    return f"{', '.join(most)} or {last}" if most else last


def rests_on_lines(process: Process, sets: Sequence[tuple[Cell, ...]]) -> Iterator[str]:
    """Yield what would end a yes: who cannot live with what, a line for the same options.

    Args:
        process: Has the names.
        sets: Sets of red lines that nobody has written; all of one set together end it.
    """
    lines = list(_lines(process, sets))
    yield from lines[:MOST_LINES]
    if more := len(lines[MOST_LINES:]):
        number = f"{more:,}" if more > 10 else spelt(more)
        yield f"and {number} more: --json lists them"


def falls_if(process: Process, sets: Sequence[tuple[Cell, ...]]) -> str:
    """Return what would end a yes, and that nobody has written it, in a sentence.

    Args:
        process: Has the names.
        sets: Sets of red lines that nobody has written; the first is told.

    Returns:
        The sentence; empty where there are none.
    """
    if not sets:
        return ""
    (first, *_), cells = _lines(process, sets), len(sets[0])
    which = "it" if cells == 1 else "either" if cells == 2 else "any of them"
    return f"This yes falls if {first}: no red line is written on {which}."


def _lines(process: Process, sets: Iterable[tuple[Cell, ...]]) -> list[str]:
    """Put sets that differ in the party alone into one line, where any of them would do."""
    alike: dict[Options, list[tuple[str, ...]]] = {}
    for one in sets:
        options = tuple((c.issue, c.option) for c in one)
        alike.setdefault(options, []).append(tuple(c.party for c in one))
    said = []
    for options, whose in alike.items():
        parties = [tuple(dict.fromkeys(own)) for own in zip(*whose, strict=True)]
        whole = set(product(*parties)) == set(whose)
        for group in [parties] if whole else [[(p,) for p in own] for own in whose]:
            said.append(
                " and ".join(
                    f"{either(map(process.name, own))} cannot live with "
                    f"{named_option(process, *taken)}"
                    for own, taken in zip(group, options, strict=True)
                )
            )
    return said
