"""How the agreement engine grows with the agenda, and beside NegMAS.

    python benchmarks/deals.py [--seed N] [--quick] [--negmas PYTHON]

First the same additive two-party domains for Accord and for NegMAS, in turn: the Pareto
frontier among the deals that both accept, the Nash solution and Kalai's egalitarian one. The
two must agree. Then Accord alone: the whole analysis, larger, with more parties, with issues
that hang together, with red lines that leave no deal, and with ranges on every number.

Every case has a process of its own, so that memory is that case's. Times are wall clock, the
best of several after a warm-up, rubbish collected before and not during; for NegMAS too.
"""

import argparse
import gc
import json
import multiprocessing
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext
from pathlib import Path
from time import perf_counter
from typing import Any, TypeVar

import numpy as np
from deals_parts.memory import most_memory
from deals_parts.talks import Shape, on_the_edge

from accord.deals import Deals
from accord.deals.worth import Worth
from accord.kernels.frontier import Frontier
from accord.kernels.solutions import egalitarian, nash
from accord.kernels.ties import Floats
from accord.model import Agenda, Interests

T = TypeVar("T")
Row = dict[str, Any]

NEGMAS = Path(__file__).resolve().parents[1] / "build" / "bench" / "bin" / "python"
WALK_AWAY = 50.0
SAME = 1e-6
DRAWS = 10_000
ENOUGH_SECONDS, FEWEST_RUNS, MOST_RUNS = 2.0, 4, 20

POWERS = [3, 4, 5, 6]
FAMILIES = {
    "2 parties, issues of 10": [
        (f"10^{n} deals", Shape(n, 10)) for n in (3, 4, 5, 6, 10, 15, 20, 30)
    ],
    "10 issues of 4": [(f"{n} parties", Shape(10, 4, n)) for n in (2, 3, 4, 5, 8, 12)],
    "2 parties, 20 issues of 4": [
        (f"{n} three-way interactions", Shape(20, 4, interactions=n)) for n in (0, 5, 10, 15)
    ],
    "14 issues of 4, 60 bonuses on two issues a party": [
        (f"{n} parties", Shape(14, 4, n, interactions=60 * n, tied=2)) for n in (2, 3)
    ],
    "2 parties, 10 issues of 5": [
        ("20 red lines", Shape(10, 5, red_lines=20)),
        ("10 red lines, 2 standoffs", Shape(10, 5, red_lines=6, standoffs=2)),
        ("20 red lines, 4 standoffs", Shape(10, 5, red_lines=12, standoffs=4)),
    ],
}
QUICK = {name: [cases[0], cases[-1]] for name, cases in FAMILIES.items() if "20" not in name}

BESIDE = {
    "deals": ("s", 6),
    "frontier": ("d", 8),
    "accord": ("ms", 16),
    "negmas": ("ms", 16),
    "ratio": (".0f", 6),
    "whole": ("ms", 16),
    "of whole": (".0f", 8),
    "MB": (".0f", 4),
    "NegMAS MB": (".0f", 9),
}
ALONE = {
    "case": ("s", 27),
    "frontier": ("d", 8),
    "exact": ("ms", 16),
    "ranges": ("ms", 16),
    "edge": ("ms", 16),
    "share": (".2f", 5),
    "MB": (".0f", 4),
    "note": ("s", 0),
}
"""The columns of the tables: how to write what is in them, and how wide."""


def once(work: Callable[[], Any]) -> float:
    """Give the seconds that it takes."""
    gc.collect()
    gc.disable()
    start = perf_counter()
    work()
    seconds = perf_counter() - start
    gc.enable()
    return seconds


def best(work: Callable[[], T]) -> tuple[float, T]:
    """Give the least seconds of some runs after one to warm up, and what the first found."""
    found: list[T] = []
    times = [once(lambda: found.append(work()))]
    if times[0] > ENOUGH_SECONDS:
        return times[0], found[0]
    while len(times) < 2 or (sum(times) < ENOUGH_SECONDS and len(times) <= MOST_RUNS):
        times.append(once(work))
    return min(times[1:]), found[0]


def analysed(agenda: Agenda, interests: Sequence[Interests], draws: int = 1000) -> Deals:
    """Ask what the page begins with: verdict, frontiers, compromises, count and blocks."""
    found = Deals(agenda, interests, draws=draws)
    for question in ("verdict", "frontier", "compromises", "acceptable_count", "blocks"):
        getattr(found, question)
    return found


def three_notions(worth: Worth) -> tuple[Frontier, Floats, Floats]:
    """Give the acceptable frontier, the Nash solutions and the egalitarian ones."""
    found = worth.frontier(worth.bans, worth.walk_away)
    points, least = found.points, worth.walk_away
    fair = nash(points, least, points.max(axis=0)), egalitarian(points, least)
    return found, points[fair[0]], points[fair[1]]


def beside(power: int, seed: int, python: str | None) -> Row:
    """Measure 10^power deals by Accord and, with a Python that has it, by NegMAS, in turn."""
    agenda, interests = Shape(power, 10).draw(seed, walk_away=WALK_AWAY)
    worth = Worth.of(agenda, interests)
    found, nash_points, fair_points = three_notions(worth)
    times: dict[str, list[float]] = {"accord": [], "whole": [], "negmas": []}
    row: Row = {"deals": f"10^{power}", "frontier": len(found.points)}
    with NegMAS(python, worth) if python else nullcontext() as negmas:
        while len(times["whole"]) < 3 * FEWEST_RUNS or (
            sum(map(sum, times.values())) < ENOUGH_SECONDS
            and len(times["whole"]) < 3 * MOST_RUNS
        ):
            if negmas:
                theirs = negmas.solve()
                times["negmas"].append(theirs["seconds"])
            for _ in range(3):  # the first of them only warms up again
                times["accord"].append(once(lambda: three_notions(Worth.of(agenda, interests))))
                times["whole"].append(once(lambda: analysed(agenda, interests)))
        row["MB"] = most_memory()
        if negmas:
            row["NegMAS MB"] = theirs["memory"]
            check(found.points, theirs["frontier"], nash_points, theirs["nash"])
            check(found.points, theirs["frontier"], fair_points, theirs["kalai"])
    return row | {name: min(listed[1:]) for name, listed in times.items() if listed}


class NegMAS:
    """NegMAS in a process of its own, ready to solve one domain again and again."""

    def __init__(self, python: str, worth: Worth) -> None:
        sides = [
            {
                "weights": (side.weights[0] / side.weights[0].sum()).tolist(),
                "values": [values[0].tolist() for values in side.values],
                "walk_away": float(side.walk_away[0]),
            }
            for side in worth.ranges
        ]
        self.process = subprocess.Popen(
            [python, str(Path(__file__).parent / "deals_parts" / "negmas_side.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._write(json.dumps(sides))

    def __enter__(self) -> "NegMAS":
        return self

    def __exit__(self, *error: object) -> None:
        self.process.communicate()

    def solve(self) -> dict[str, Any]:
        """Work once, and give what was found and the seconds."""
        self._write("again")
        assert self.process.stdout
        found = json.loads(self.process.stdout.readline())
        return {k: np.array(v) if isinstance(v, list) else v for k, v in found.items()}

    def _write(self, line: str) -> None:
        assert self.process.stdin
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()


def check(ours: Floats, theirs: Floats, our_best: Floats, their_best: Floats) -> None:
    """See that both found the same worths, and that our choice is among theirs."""
    theirs = theirs[np.argsort(-theirs[:, 0])]
    distinct = theirs[np.append(True, (np.abs(np.diff(theirs, axis=0)) > SAME).any(axis=1))]
    if ours.shape != distinct.shape or np.abs(ours - distinct).max() > SAME:
        sys.exit(f"the frontiers differ: {len(ours)} and {len(distinct)} worths")
    if not (np.abs(our_best[:1] - their_best) <= SAME).all(axis=1).any():
        sys.exit(f"the solutions differ: {our_best} and {their_best}")


def alone(name: str, shape: Shape, seed: int, walk_away: float = 60.0) -> Row:
    """Measure the whole analysis: exact numbers, ranges, ranges on the edge of a verdict."""
    agenda, interests = shape.draw(seed, walk_away=walk_away)
    exact, found = best(lambda: analysed(agenda, interests))
    row: Row = {"case": name, "frontier": len(found.frontier), "exact": exact}
    if found.error:
        row["note"] = f"within {found.error:.2g} points"
    if shape.standoffs:
        cut = "" if found.blocks.complete else ", search cut"
        row["note"] = f"no deal; {len(found.blocks.openings)} minimal openings{cut}"
    else:
        _, ranged = shape.draw(seed, spread=5, walk_away=walk_away)
        row["ranges"], _ = best(lambda: analysed(agenda, ranged))
        edge = on_the_edge((agenda, ranged))
        row["edge"], found = best(lambda: analysed(*edge, draws=DRAWS))
        row["share"] = found.verdict.share
    return row | {"MB": most_memory()}


def apart(work: Callable[..., Row], *given: Any) -> Row:
    """Work in a fresh process."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=1, mp_context=context) as pool:
        return pool.submit(work, *given).result()


def to_start(code: str) -> float:
    """Give the least seconds of some runs of Python."""
    return best(lambda: subprocess.run([sys.executable, "-c", code], check=True))[0]


def has_negmas(python: str) -> bool:
    """Tell whether a Python can import NegMAS."""
    try:
        tried = subprocess.run([python, "-c", "import negmas"], capture_output=True)
    except OSError:
        return False
    return tried.returncode == 0


def show(columns: dict[str, tuple[str, int]], row: Row, last: Row) -> None:
    """Print what a row has in the columns: seconds as milliseconds and how they grow."""
    cells = []
    for key, (kind, width) in columns.items():
        value, before = row.get(key), last.get(key)
        if value is None:
            cells.append(" " * width)
        elif kind == "ms":
            times = f" x{value / before:<4.1f}" if before else " " * 6
            cells.append(f"{1000 * value:.1f}{times}".rjust(width))
        else:
            cells.append(format(value, f"{'<' if kind == 's' else '>'}{width}{kind}"))
    print(" ".join(cells).rstrip(), flush=True)


def heading(columns: dict[str, tuple[str, int]]) -> None:
    """Print the names of the columns; the numbers of a time end six places before its edge."""
    names = [
        f"{key} ms      ".rjust(width) if kind == "ms" else key.rjust(width)
        for key, (kind, width) in columns.items()
    ]
    print(" ".join(names).rstrip())


def print_beside(seed: int, python: str | None, powers: list[int]) -> None:
    """Print Accord beside NegMAS."""
    print("Acceptable frontier, Nash and Kalai of two parties (accord), and all that Accord")
    print("says of a case (whole); NegMAS found the same wherever it stands beside.")
    heading(BESIDE)
    last: Row = {}
    for power in powers:
        row = apart(beside, power, seed, python)
        if "negmas" in row:
            row["ratio"] = row["negmas"] / row["accord"]
            row["of whole"] = row["negmas"] / row["whole"]
        show(BESIDE, row, last)
        last = row


def print_alone(seed: int, families: dict[str, list[tuple[str, Shape]]]) -> None:
    """Print the whole analysis by Accord."""
    print("\nThe whole analysis: exact numbers; every number a range (1,000 draws); walk-away")
    print(f"values so high that the verdict depends on where in the ranges ({DRAWS:,} draws).")
    heading(ALONE)
    show(ALONE, apart(alone, "floor: 1 issue of 1 option", Shape(1, 1), seed, 0.0), {})
    for family, cases in families.items():
        print(family)
        last: Row = {}
        for name, shape in cases:
            row = apart(alone, "  " + name, shape, seed)
            show(ALONE, row, last)
            last = row


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--quick", action="store_true", help="a few cases only")
    parser.add_argument("--negmas", default=str(NEGMAS), help="a Python that has NegMAS")
    options = parser.parse_args()
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    print(f"Python {sys.version.split()[0]}, {os.cpu_count()} processors, load {load}")
    python = options.negmas if has_negmas(options.negmas) else None
    if python is None:
        print("NegMAS is not there (make bench installs it): Accord's numbers alone.")
    print_beside(options.seed, python, POWERS[:3] if options.quick else POWERS)
    print_alone(options.seed, QUICK if options.quick else FAMILIES)
    bare, full = to_start("pass"), to_start("import accord.deals")
    print(
        f"\nimport accord.deals: {1000 * (full - bare):.0f} ms more than a bare start of Python"
    )


if __name__ == "__main__":
    main()
