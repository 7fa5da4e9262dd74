"""Talks by NegMAS, started by benchmarks/play.py.

Run by a Python that has NegMAS; that one need not have Accord. Reads one line of JSON: for all
parties weights (shares), values by issue (points), walk-away value (points) and tactic, and the
number of steps. Then, for every further line, a number of seconds, plays talks for so long and
writes a line of JSON: talks, seconds, rounds, agreements, what the last deal is worth.
"""

import gc
import json
import sys
from time import perf_counter
from typing import Any

from negmas import AspirationNegotiator, SAOMechanism
from negmas_domain import domain


def talk(space: Any, sides: list[Any], tactics: list[str], steps: int) -> Any:
    """Play one talk."""
    table = SAOMechanism(outcome_space=space, n_steps=steps)
    for side, tactic in zip(sides, tactics, strict=True):
        table.add(AspirationNegotiator(aspiration_type=tactic), ufun=side)
    return table.run()


def main() -> None:
    """Read a domain, then play talks whenever asked."""
    given = json.loads(sys.stdin.readline())
    parties, steps = given["parties"], given["steps"]
    tactics = [party["tactic"] for party in parties]
    space, sides = domain(parties)
    talk(space, sides, tactics, steps)
    for line in sys.stdin:
        gc.collect()
        talks, rounds, agreed, start = 0, 0, 0, perf_counter()
        while perf_counter() - start < float(line):
            state = talk(space, sides, tactics, steps)
            talks, rounds = talks + 1, rounds + state.step
            agreed += state.agreement is not None
        seconds = perf_counter() - start
        deal = state.agreement
        worth = None if deal is None else [float(side(deal)) for side in sides]
        answer = {"talks": talks, "seconds": seconds, "rounds": rounds, "agreed": agreed}
        print(json.dumps({**answer, "worth": worth}), flush=True)


if __name__ == "__main__":
    main()
