"""How long it takes to find what holds in a game of options, and beside the matrix method.

    python benchmarks/hold.py [--seed N] [--quick]

First the same games of two decision makers by the matrices in which programs for such games
hold them (Xu, Hipel, Kilgour and Chen 2010, Combining strength and uncertainty for preferences
in the graph model; here of simple preferences): one square of all states for each decision
maker. The two must agree; the ratio is theirs over ours. Then Accord alone: more states, more
decision makers, with and without one-way options and states that cannot be, four concepts. The
last row is a published trade conflict of 20 options, 138,240 states that can be and six
decision makers, from its file on.

Every case has a process of its own, so that memory is that case's, loading what is compiled
included. Times are processor time, the best of some after a warm-up.
"""

import argparse
import gc
import multiprocessing
import resource
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np
from attrs import frozen

from accord.hold import Concept, OptionGame, read_graph_model, stable
from accord.hold.graph_model import Bools, GameOption

TRADE = Path(__file__).parents[1] / "tests" / "hold" / "cases" / "trade.json"
FOUR = (Concept.NASH, Concept.GMR, Concept.SMR, Concept.SEQ)
RUNS = 3


@frozen
class Sized:
    """A random game of a size.

    Attributes:
        options: How many options there are.
        makers: How many decide.
        bound: Whether some options go one way and some states cannot be.
        beside: Whether the matrix method is asked, too.
    """

    options: int
    makers: int
    bound: bool = False
    beside: bool = False

    def drawn(self, seed: int) -> OptionGame:
        """Draw the game: strict preferences, options dealt out in turn."""
        chance = np.random.default_rng(seed)
        makers = tuple(f"m{i}" for i in range(self.makers))
        options = tuple(
            GameOption(
                id=f"o{i}",
                owner=makers[i % self.makers],
                one_way="Y" if self.bound and i % 4 == 0 else "",
            )
            for i in range(self.options)
        )
        size = 1 << self.options
        feasible = np.ones(size, np.bool_)
        states = np.arange(size)
        for one, other in ((0, 3), (5, 1), (2, 4)) if self.bound else ():
            feasible &= ~((states >> one & 1 == 1) & (states >> other & 1 == 1))
        ranks = {one: chance.permutation(size).astype(np.int32) for one in makers}
        return OptionGame(makers=makers, options=options, feasible=feasible, ranks=ranks)


SIZES = [
    *(Sized(n, 2, beside=True) for n in (6, 8, 10, 11)),
    *(Sized(12, n) for n in (2, 3, 5)),
    *(Sized(16, n) for n in (2, 3, 5)),
    Sized(20, 5),
    Sized(20, 5, bound=True),
    Sized(20, 3),
    Sized(22, 5),
]
QUICK = [SIZES[1], SIZES[4], SIZES[-4]]


def by_matrices(game: OptionGame) -> dict[Concept, dict[str, Bools]]:
    """Return what is stable in a game of two, by products of matrices of all its states."""
    size = len(game.feasible)
    states = np.arange(size)
    found: dict[Concept, dict[str, Bools]] = {one: {} for one in FOUR}
    reach, better, no_better = {}, {}, {}
    for maker in game.makers:
        others = (size - 1) & ~game.bits(maker)
        same = (states[:, None] & others) == (states[None, :] & others)
        reach[maker] = (same & ~np.eye(size, dtype=bool)).astype(np.float32)
        rank = game.ranks[maker]
        better[maker] = reach[maker] * (rank[None, :] > rank[:, None])
        no_better[maker] = (rank[None, :] <= rank[:, None]).astype(np.float32)
    for maker, other in (game.makers, game.makers[::-1]):
        up, down = better[maker], no_better[maker]
        found[Concept.NASH][maker] = up.sum(axis=1) == 0
        kept = down * (np.sign(reach[maker] @ (1 - down).T).T == 0)
        for concept, answers, then in (
            (Concept.GMR, reach[other], down),
            (Concept.SMR, reach[other], kept),
            (Concept.SEQ, better[other], down),
        ):
            harmless = 1 - np.sign(answers @ then.T)  # from s1 none leaves s no better off
            found[concept][maker] = np.einsum("ij,ji->i", up, harmless) == 0
    return found


def best(task: Callable[[], Any], runs: int = RUNS) -> tuple[float, Any]:
    """Return the least processor time of some runs after one more, and what came out."""
    task()
    times, out = [], None
    for _ in range(runs):
        gc.collect()
        start = process_time()
        out = task()
        times.append(process_time() - start)
    return min(times), out


def measured(sized: Sized, seed: int) -> dict[str, Any]:
    """Measure one game."""
    game = sized.drawn(seed)
    whole = sized.options > 12
    seconds, found = best(lambda: _four(game), 1 if whole else RUNS)
    row = {"size": sized, "seconds": seconds, "ratio": None}
    if sized.beside:
        theirs, other = best(lambda: by_matrices(game))
        for concept in FOUR:
            for maker in game.makers:
                assert np.array_equal(found[concept][maker], other[concept][maker]), concept
        row["ratio"] = theirs / seconds
    row["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return row


def _four(game: OptionGame) -> Any:
    from accord.hold.by_options import stable_by_options
    from accord.hold.concepts import Reachability

    return stable_by_options(game, Reachability.SEQUENCES)


def trade(_: int) -> tuple[float, float]:
    """Measure the published case, from its file on."""
    seconds, _found = best(lambda: stable(read_graph_model(TRADE)), 1)
    return seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Measure every size, and print a row each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--quick", action="store_true")
    asked = parser.parse_args()
    context = multiprocessing.get_context("spawn")
    print(f"{'states':>9} {'decide':>6} {'bound':>5} {'seconds':>9} {'MB':>5} {'ratio':>7}")
    for sized in QUICK if asked.quick else SIZES:
        with ProcessPoolExecutor(1, context) as pool:
            row = pool.submit(measured, sized, asked.seed).result()
        ratio = f"{row['ratio']:7.1f}" if row["ratio"] else ""
        print(
            f"{1 << sized.options:9,} {sized.makers:6} {'yes' if sized.bound else '':>5} "
            f"{row['seconds']:9.4f} {row['memory']:5.0f} {ratio}"
        )
    if not asked.quick:
        with ProcessPoolExecutor(1, context) as pool:
            seconds, memory = pool.submit(trade, 0).result()
        print(f"the trade conflict, with reading: {seconds:.2f} s, {memory:.0f} MB")


if __name__ == "__main__":
    main()
