"""Pareto frontier, Nash and Kalai points by NegMAS, started by benchmarks/deals.py.

Run by a Python that has NegMAS; that one need not have Accord. Reads one line of JSON: for both
parties weights (shares), values by issue (points) and walk-away value (points). Then, for every
further line, does the work once and writes a line of JSON: seconds, worths on the frontier,
worths at the Nash and at the Kalai point, the most memory so far in MB.
"""

import gc
import json
import sys
from time import perf_counter
from typing import Any

from memory import most_memory
from negmas.preferences.ops import kalai_points, nash_points, pareto_frontier
from negmas_domain import domain


def solve(space: Any, sides: list[Any]) -> dict[str, Any]:
    """Do what NegMAS's own statistics of a scenario do, for these three notions alone."""
    ranges = [side.minmax(space, above_reserve=False) for side in sides]
    points, _ = pareto_frontier(sides, issues=space.issues)
    nash = nash_points(sides, points, ranges=ranges)
    kalai = kalai_points(sides, points, ranges=ranges)
    return {
        "frontier": [[float(u) for u in point] for point in points],
        "nash": [[float(u) for u in point] for point, _ in nash],
        "kalai": [[float(u) for u in point] for point, _ in kalai],
    }


def main() -> None:
    """Read a domain, then work whenever asked."""
    parties = json.loads(sys.stdin.readline())
    space, sides = domain(parties)
    for _ in sys.stdin:
        gc.collect()
        gc.disable()
        start = perf_counter()
        found = solve(space, sides)
        seconds = perf_counter() - start
        gc.enable()
        print(json.dumps({"seconds": seconds, "memory": most_memory(), **found}), flush=True)


if __name__ == "__main__":
    main()
