"""How long it takes to find what holds in a game of options, and beside the matrix method.

    python benchmarks/hold.py [--seed N] [--quick]

First the same games of two decision makers by the matrices in which programs for such games
hold them (Xu, Hipel, Kilgour and Chen 2010, Combining strength and uncertainty for preferences
in the graph model; here of simple preferences): one square of all states for each decision
maker. The two must agree; the ratio is theirs over ours. Then Accord alone: more states, more
decision makers, with and without one-way options and states that cannot be, four concepts. The
last row is a published trade conflict of 20 options, 138,240 states that can be and six
decision makers, from its file on.

Then deals: of a dozen undertakings, over 10,000 sets of numbers, and those of the examples.
What is found is compared with what a script finds that goes through the states one by one, over
fewer sets, of which it is told the worths of all states; the ratio is its time a set over ours.
Last, what `accord hold` of each example takes as a process of its own.

Every case has a process of its own, so that memory is that case's, loading what is compiled
included. Times are processor time: the first run, in which what is compiled is loaded (or made,
where it never was), then the least and the middle of some more.
"""

import argparse
import gc
import multiprocessing
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

import numpy as np
from attrs import evolve, frozen
from deals_parts.talks import Shape
from frozendict import frozendict

from accord.errors import AccordError
from accord.formats import load
from accord.formats.assumed_files import assumed
from accord.hold import Concept, OptionGame, Reachability, read_graph_model, stable
from accord.hold.by_options import stable_by_options
from accord.hold.compliance import ComplianceGame, Undertaking, compliance_game
from accord.hold.deal_state import STAYS, deal_stable
from accord.hold.graph_model import Bools, GameOption
from accord.hold.holding_assumptions import holding_form
from accord.hold.holding_case import held_deals
from accord.kernels.bits import subsets
from accord.kernels.ties import TIE

EXAMPLES = Path(__file__).parents[1] / "examples"
DEALS = {
    "russia-ukraine-2022": ("nash", "hopeful"),
    "sarn-river": ("nash", None),
    "market-road": (None, None),
}
"""By example which deal is asked about, and by whose numbers."""
TRADE = Path(__file__).parents[1] / "tests" / "hold" / "cases" / "trade.json"
FOUR = (Concept.NASH, Concept.GMR, Concept.SMR, Concept.SEQ)
RUNS = 3
SETS = 10_000
BY_HAND = 5
"""Sets of numbers that states are gone through one by one for: it takes that long."""


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


@frozen
class Timed:
    """How long something takes, in seconds of the processor.

    Attributes:
        first: The first time.
        least: The least of some more.
        middle: The middle of them.
        found: What came out.
    """

    first: float
    least: float
    middle: float
    found: Any

    @classmethod
    def of(cls, task: Callable[[], Any], runs: int = RUNS) -> "Timed":
        """Do something once, and some times more."""
        times, found = [], None
        for _ in range(1 + runs):
            found = None  # so that it takes no memory beside what comes
            gc.collect()
            start = process_time()
            found = task()
            times.append(process_time() - start)
        return cls(times[0], min(times[1:]), median(times[1:]), found)


def memory() -> float:
    """Return the most memory that this process took, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measured(sized: Sized, seed: int) -> dict[str, Any]:
    """Measure one game."""
    game = sized.drawn(seed)
    runs = RUNS if sized.options > 12 else 100
    ours = Timed.of(lambda: stable_by_options(game, Reachability.SEQUENCES), runs)
    ratio = None
    if sized.beside:
        theirs = Timed.of(lambda: by_matrices(game))
        for concept in FOUR:
            for maker in game.makers:
                other = theirs.found[concept][maker]
                assert np.array_equal(ours.found[concept][maker], other), concept
        ratio = theirs.least / ours.least
    return {"time": evolve(ours, found=None), "ratio": ratio, "memory": memory()}


def trade(_: int) -> tuple[float, float]:
    """Measure the published case, from its file on."""
    return Timed.of(lambda: stable(read_graph_model(TRADE)), 1).least, memory()


def by_hand(game: ComplianceGame, worth: Any) -> list[list[bool]]:
    """Return who stays by which concept, gone through state by state; of one set of numbers."""
    found = []
    for place in range(len(game.own)):
        limit = float(worth[place][0]) + TIE
        moves = {n: subsets(bits)[1:].tolist() for n, bits in enumerate(game.own) if bits}
        stays = [True] * 4

        def reached(
            start: int, wanted: bool, place: int = place, moves: Any = moves
        ) -> set[int]:
            known, waiting = {start}, [start]
            while waiting:
                at = waiting.pop()
                for n, changes in moves.items():
                    for change in changes if n != place else ():
                        then = at ^ change
                        if then in known or at & change & game.one_way:
                            continue
                        if not wanted or worth[n][then] > worth[n][at] + TIE:
                            known.add(then)
                            waiting.append(then)
            return known

        for move in moves.get(place, ()):
            if worth[place][move] <= limit:
                continue
            stays[0] = False
            answers = [one for one in reached(move, False) if worth[place][one] <= limit]
            stays[1] &= bool(answers)
            stays[2] &= any(
                all(
                    worth[place][one ^ change] <= limit
                    for change in moves[place]
                    if not one & change & game.one_way
                )
                for one in answers
            )
            stays[3] &= any(worth[place][one] <= limit for one in reached(move, True))
        found.append(stays)
    return found


def of_undertakings(seed: int) -> ComplianceGame:
    """Draw the game of a deal of a dozen undertakings, of three parties."""
    agenda, interests = Shape(12, 2, 3).draw(seed, spread=5.0, walk_away=30.0)
    issues = {i: evolve(one, no_deal="option-1") for i, one in agenda.issues.items()}
    parties = [one.party for one in interests]
    return compliance_game(
        evolve(agenda, issues=frozendict(issues)),
        interests,
        dict.fromkeys(issues, "option-0"),
        written=[Undertaking(issue=i, owner=parties[n % 3]) for n, i in enumerate(issues)],
    )


def of_example(name: str) -> Iterator[tuple[str, ComplianceGame]]:
    """Yield the games that the deal of an example leaves, by holder."""
    given, held_by = DEALS[name]
    case = load(str(EXAMPLES / name))
    beside = assumed(str(EXAMPLES / name), "hold", case, holding_form)
    for one in held_deals(case, beside, given=given, held_by=held_by):
        yield one.holder, one.game


def deals(name: str, seed: int) -> list[str]:
    """Measure deals, and return a line for each."""
    drawn = [(f"drawn, seed {n}", of_undertakings(n)) for n in range(0 if name else 3)]
    games = drawn or [*of_example(name)]
    lines = [deal(who, game, seed, not (drawn and n)) for n, (who, game) in enumerate(games)]
    return [*lines, f"{'memory':22} {memory():5.0f} MB"]


def deal(who: str, game: ComplianceGame, seed: int, beside: bool) -> str:
    """Measure a deal, and return a line; maybe with a script beside it."""
    numbers = game.drawn(np.random.default_rng(seed), SETS)
    ours = Timed.of(lambda: deal_stable(game, numbers, Reachability.SEQUENCES))
    making = len(game.makers)
    stays = sum(int((codes == STAYS).sum()) for codes in ours.found.values())
    line = (
        f"{who:22} {len(game.undertakings):5} {making:6} {ours.first:9.3f} {ours.least:9.3f} "
        f"{ours.middle:9.3f} {stays / (4 * making * SETS):6.2f}"
    )
    if not beside:
        return line
    some = 1 if len(game.options) > 12 else BY_HAND
    worths = game.worth(numbers[:some])
    start = process_time()
    theirs = [by_hand(game, worth.tolist()) for worth in worths]
    ratio = (process_time() - start) / some / (ours.least / SETS)
    for n, one in enumerate(theirs):
        now = [[ours.found[c][n, m] == STAYS for c in FOUR] for m in range(len(game.makers))]
        assert now == one, who
    return f"{line} {ratio:9,.0f}"


def command(name: str) -> str:
    """Measure `accord hold` of an example, and return a line."""
    given, held_by = DEALS[name]
    words = ["hold", str(EXAMPLES / name)]
    words += ["--deal", given] if given else []
    words += ["--held-by", held_by] if held_by else []
    code = f"from accord.cli import cli; cli({words!r}, standalone_mode=False)"
    times = []
    for _ in range(RUNS):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return f"{name:22} {min(times):9.2f} {median(times):9.2f} {most:5.0f} MB"


def main() -> None:
    """Measure every size, and print a row each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--quick", action="store_true")
    asked = parser.parse_args()
    context = multiprocessing.get_context("spawn")

    def alone(task: Callable[..., Any], *given: Any) -> Any:
        with ProcessPoolExecutor(1, context) as pool:
            return pool.submit(task, *given).result()

    load_ = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    print(f"Python {sys.version.split()[0]}, {os.cpu_count()} processors, load {load_}")
    print("   states decide bound     first     least    middle    MB   ratio")
    for sized in QUICK if asked.quick else SIZES:
        row = alone(measured, sized, asked.seed)
        time = row["time"]
        took = " ".join(f"{one:9.4f}" for one in (time.first, time.least, time.middle))
        ratio = f"{row['ratio']:7.1f}" if row["ratio"] else ""
        bound = "yes" if sized.bound else ""
        print(
            f"{1 << sized.options:9,} {sized.makers:6} {bound:>5} {took} "
            f"{row['memory']:5.0f} {ratio}",
            flush=True,
        )
    if not asked.quick:
        seconds, most = alone(trade, 0)
        print(f"the trade conflict, with reading: {seconds:.2f} s, {most:.0f} MB")
    print(f"\nDeals, {SETS:,} sets of numbers, four concepts")
    print("by whose numbers       under- decide    first     least    middle  stays     ratio")
    for name in ["russia-ukraine-2022"] if asked.quick else ["", *DEALS]:
        print(name or "a dozen undertakings, three parties, drawn")
        try:
            print(*alone(deals, name, asked.seed), sep="\n", flush=True)
        except AccordError as error:
            print(f"  {error}")
    print("\naccord hold, a process                least    middle")
    for name in DEALS:
        print(alone(command, name), flush=True)


if __name__ == "__main__":
    main()
