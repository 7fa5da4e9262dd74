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
from negmas.outcomes import make_issue, make_os
from negmas.preferences import LinearAdditiveUtilityFunction
from negmas.preferences.ops import kalai_points, nash_points, pareto_frontier


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
    sizes = [len(values) for values in parties[0]["values"]]
    space = make_os(
        [make_issue([str(o) for o in range(n)], name=str(i)) for i, n in enumerate(sizes)]
    )
    sides = [
        LinearAdditiveUtilityFunction(
            values=[{str(o): v for o, v in enumerate(listed)} for listed in party["values"]],
            weights=party["weights"],
            outcome_space=space,
            reserved_value=party["walk_away"],
        )
        for party in parties
    ]
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
