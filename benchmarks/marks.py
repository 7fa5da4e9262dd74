"""How long marks take: worked sheets, growing ones, and beside going through all packages.

    python benchmarks/marks.py [--seed N]

What anybody would write first goes through all packages: `itertools.product`, with sets for the
cells. It is asked for the counts, the minimal question sets and the ways left alone; Accord for
these, and then for all that it says. Both must agree. Seconds of the processor, the best of
several.
"""

import argparse
import csv
import random
from collections.abc import Callable
from itertools import product
from pathlib import Path
from time import process_time
from typing import Any

from frozendict import frozendict

from accord.deals import to_json
from accord.deals.marks import MarkedDeals
from accord.model import Agenda, Exclusion, Interests, Issue, Mark, Marked, Option

CASES = Path(__file__).parents[1] / "tests" / "deals" / "cases" / "marks"
RUNS = 3
MARKS = [Mark.WANT, Mark.LIVE, Mark.CANNOT, Mark.UNKNOWN]

Table = dict[str, dict[str, dict[str, Mark]]]
"""Marks by issue, option and party."""


def drawn(
    seed: int, parties: int, issues: int, options: int, weights: tuple[int, ...]
) -> Table:
    """Draw a sheet, with marks in the proportion of the weights."""
    rng = random.Random(seed)
    return {
        f"i{i}": {
            f"o{o}": {f"p{p}": rng.choices(MARKS, weights)[0] for p in range(parties)}
            for o in range(options)
        }
        for i in range(issues)
    }


def from_csv(name: str) -> Table:
    """Read a worked sheet."""
    found: Table = {}
    with (CASES / name).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            issue, option = row.pop("issue"), row.pop("option")
            found.setdefault(issue, {})[option] = {p: Mark(said) for p, said in row.items()}
    return found


def exclusions(table: Table, count: int, seed: int) -> tuple[Exclusion, ...]:
    """Draw pairs of options that cannot be had together."""
    rng = random.Random(seed)
    return tuple(
        Exclusion(
            id=f"c{n}",
            never=frozendict(
                {i: (rng.choice(list(table[i])),) for i in rng.sample(list(table), 2)}
            ),
        )
        for n in range(count)
    )


def deals(table: Table, excluded: tuple[Exclusion, ...]) -> MarkedDeals:
    """Give the sheet to Accord."""
    issues = {
        i: Issue(id=i, name=i, options=frozendict({o: Option(o, o) for o in own}))
        for i, own in table.items()
    }
    parties = list(next(iter(next(iter(table.values())).values())))
    held = [
        Interests(
            id=party,
            party=party,
            held_by="team",
            marks=frozendict(
                {
                    i: frozendict({o: Marked(mark=marks[party]) for o, marks in own.items()})
                    for i, own in table.items()
                }
            ),
        )
        for party in parties
    ]
    agenda = Agenda(issues=frozendict(issues), constraints=excluded)
    return MarkedDeals.of(agenda, parties, held)


def in_short(found: MarkedDeals) -> Any:
    """Return what both are asked for."""
    sets = {frozenset((c.issue, c.option, c.party) for c in one) for one in found.questions}
    ways = {issue: set(left) for issue, left in found.ways_left.items()}
    return found.packages, found.possible, sets, ways


def listed(table: Table, excluded: tuple[Exclusion, ...]) -> Any:
    """Go through all packages."""
    free = possible = 0
    questions: set[frozenset[tuple[str, str, str]]] = set()
    ways: dict[str, set[str]] = {i: set() for i in table}
    for chosen in product(*table.values()):
        package = dict(zip(table, chosen, strict=True))
        if any(table[i][o][p] is Mark.CANNOT for i, o in package.items() for p in table[i][o]):
            continue
        if any(one.crossed_by(package) for one in excluded):
            continue
        possible += 1
        asked = frozenset(
            (i, o, p)
            for i, o in package.items()
            for p, mark in table[i][o].items()
            if mark is Mark.UNKNOWN
        )
        free += not asked
        questions.add(asked)
        for i, o in package.items():
            ways[i].add(o)
    minimal: set[frozenset[tuple[str, str, str]]] = set()
    for one in sorted(questions, key=len):
        if not any(known <= one for known in minimal):
            minimal.add(one)
    return free, possible, set() if free else minimal, ways


def best(ask: Callable[[], Any], runs: int = RUNS) -> tuple[Any, float]:
    """Ask several times, and return the answer and the fewest milliseconds."""
    times = []
    for _ in range(runs):
        start = process_time()
        answer = ask()
        times.append(1000 * (process_time() - start))
    return answer, min(times)


def main() -> None:
    """Compare, then grow."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seed", type=int, default=0)
    seed = parser.parse_args().seed
    even, hopeful, unasked = (3, 5, 1, 1), (4, 6, 0, 1), (1, 2, 0, 2)
    sheets = {
        "lc: 3 parties, 6 issues": (from_csv("lc.csv"), 0),
        "ps: 4 parties, 9 issues": (from_csv("ps.csv"), 0),
        "3 parties, 7 issues of 4": (drawn(seed, 3, 7, 4, even), 0),
        "the same, 6 constraints": (drawn(seed, 3, 7, 4, even), 6),
    }
    print(f"{'':28} {'listing':>9} {'Accord':>9} {'ratio':>7} {'all of it':>9}   ms")
    for name, (table, count) in sheets.items():
        excluded = exclusions(table, count, seed)
        right, slow = best(lambda t=table, e=excluded: listed(t, e), 1)  # type: ignore[misc]
        found, fast = best(lambda t=table, e=excluded: in_short(deals(t, e)))  # type: ignore[misc]
        assert found == right, name
        _, whole = best(lambda t=table, e=excluded: to_json(deals(t, e)))  # type: ignore[misc]
        print(f"{name:28} {slow:9.1f} {fast:9.2f} {slow / fast:7.0f} {whole:9.2f}")
    grown = {
        "5 parties, 20 issues of 4": (drawn(seed, 5, 20, 4, even), 0),
        "mostly not asked": (drawn(seed, 5, 20, 4, unasked), 0),
        "20 constraints": (drawn(seed, 5, 20, 4, hopeful), 20),
        "40 constraints": (drawn(seed, 5, 20, 4, hopeful), 40),
        "60 issues of 4": (drawn(seed, 5, 60, 4, hopeful), 20),
        "6 issues of 1000": (drawn(seed, 3, 6, 1000, even), 0),
    }
    print(f"\n{'':28} {'short':>9} {'all of it':>9}   ms")
    for name, (table, count) in grown.items():
        excluded = exclusions(table, count, seed)
        _, fast = best(lambda t=table, e=excluded: in_short(deals(t, e)))  # type: ignore[misc]
        _, whole = best(lambda t=table, e=excluded: to_json(deals(t, e)))  # type: ignore[misc]
        print(f"{name:28} {fast:9.2f} {whole:9.2f}")


if __name__ == "__main__":
    main()
