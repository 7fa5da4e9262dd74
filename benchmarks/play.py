"""How many talks of programs a second, and how that grows; beside NegMAS.

    python benchmarks/play.py [--seed N] [--quick] [--million] [--negmas PYTHON]

First the same domains, tactics and number of rounds for Accord's compiled engine, its pure
table and NegMAS, in turn, in one thread each: two parties whose tactics concede by the clock,
under stacked offers, as NegMAS has them. `same` repeats one talk, as NegMAS does; in `drawn`
every talk has numbers of its own, drawn from ranges. Then Accord alone, by the number of rounds
and of parties; in the worked case, with what is assumed of the fighting and without; there and
in a folder that `accord new` writes, on one process and on two; and for a sweep over 36 numbers
of rounds. Last, with --million, 1,000,000 talks with numbers of their own, played and counted
on all processors as `accord play -n` does, and the most memory that a process took.

Talks are played for about a second each, in turn, and the most talks a second of three turns
count. What is compiled is compiled before.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from attrs import evolve
from deals_parts.memory import most_memory, most_memory_of_children
from deals_parts.talks import Shape

from accord.deals.worth import Worth
from accord.delegates import parse
from accord.fighting import FightingModel
from accord.fighting import parse as parse_fighting
from accord.fighting.scripted import shift
from accord.formats import load
from accord.formats.new import new
from accord.play import Game, counted, parse_rules, parse_seats, play, play_talks
from accord.play.compiled import Engine, why_not
from accord.play.engines import COMPILED_FROM
from accord.play.holder_games import games_by_holder
from accord.play.streams import seeds_of
from accord.play.workers import start_workers
from accord.record import Case
from accord.talks import Setup, Stacked, seats

NEGMAS = Path(__file__).resolve().parents[1] / "build" / "bench" / "bin" / "python"
DOMAINS = [Shape(2, 10), Shape(3, 10), Shape(4, 10), Shape(8, 4), Shape(5, 10), Shape(30, 10)]
PAIRS = [("boulware", "boulware"), ("boulware", "conceder"), ("linear", "linear")]
BETA = {"boulware": 0.25, "linear": 1.0, "conceder": 4.0}
"""The exponents of NegMAS, inverted."""
ROUNDS = 20
TURNS, SECONDS = 3, 1.0
BATCH = 500
MILLION = 1_000_000
SETTINGS = 36
WORKED = Path(__file__).resolve().parents[1] / "examples" / "russia-ukraine-2022"


def make(
    shape: Shape, tactics: tuple[str, ...], seed: int, rounds: int, drawn: bool = False
) -> Game:
    """Make a game of time-dependent tactics."""
    agenda, interests = shape.draw(seed, spread=5.0 if drawn else 0.0, walk_away=50.0)
    return Game(
        setup=Setup(
            agenda=agenda,
            seats=seats([one.party for one in interests]),
            rules=Stacked(rounds=rounds),
        ),
        interests=tuple(interests),
        delegates={
            one.party: parse(f"{tactic}:beta={BETA[tactic]}")(one)
            for tactic, one in zip(tactics, interests, strict=True)
        },
        seed=seed,
        draws=drawn,
    )


def compiled(game: Game) -> float | None:
    """Give talks a second of the compiled engine."""
    if why_not(game):
        return None
    engine, talks = Engine(game), 0
    engine.play([0, 1])
    start = perf_counter()
    while perf_counter() - start < SECONDS:
        # A few talks of many deals take as long as many of a few.
        count = BATCH if talks else 20
        engine.play(seeds_of(game.seed, talks, talks + count))
        talks += count
    return talks / (perf_counter() - start)


def table(game: Game) -> float:
    """Give talks a second of the pure table."""
    play(game)
    start, talks = perf_counter(), 0
    while perf_counter() - start < SECONDS:
        play(evolve(game, seed=talks))
        talks += 1
    return talks / (perf_counter() - start)


@contextmanager
def negmas(python: str | None, game: Game, tactics: tuple[str, ...]) -> Iterator[Any]:
    """Give a function for talks a second of NegMAS, in a process of its own."""
    if python is None:
        yield lambda: None
        return
    parties = [
        {
            "weights": (side.weights[0] / side.weights[0].sum()).tolist(),
            "values": [values[0].tolist() for values in side.values],
            "walk_away": float(side.walk_away[0]),
            "tactic": tactic,
        }
        for side, tactic in zip(
            Worth.of(game.setup.agenda, game.interests).ranges, tactics, strict=True
        )
    ]
    steps = game.setup.rules.rounds
    with subprocess.Popen(
        [python, str(Path(__file__).parent / "deals_parts" / "negmas_talks.py")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdin and process.stdout
        given, answers = process.stdin, process.stdout

        def ask(line: str) -> None:
            given.write(line + "\n")
            given.flush()

        def rate() -> float:
            ask(str(SECONDS))
            found = json.loads(answers.readline())
            return float(found["talks"] / found["seconds"])

        ask(json.dumps({"parties": parties, "steps": steps}))
        yield rate
        given.close()


def most(rates: list[float | None]) -> float | None:
    """Give the largest."""
    known = [rate for rate in rates if rate is not None]
    return max(known) if known else None


def cell(rate: float | None, width: int = 9) -> str:
    """Write talks a second."""
    text = "" if rate is None else f"{rate:,.{0 if rate >= 20 else 1}f}"
    return text.rjust(width)


def ratio(rate: float | None, other: float | None) -> str:
    """Write how many times as many talks."""
    return cell(None if rate is None or not other else rate / other, 8)


def beside(seed: int, python: str | None, shapes: list[Shape]) -> None:
    """Print Accord beside NegMAS."""
    print(f"Two parties, {ROUNDS} rounds of stacked offers: talks a second, one thread")
    print(
        "deals     tactics                  same  x NegMAS     drawn  x NegMAS    "
        "table  x NegMAS   NegMAS"
    )
    for shape in shapes:
        for pair in PAIRS:
            game = make(shape, pair, seed, ROUNDS)
            ranged = make(shape, pair, seed, ROUNDS, drawn=True)
            same, drawn, pure, theirs = [], [], [], []
            large = shape.options**shape.issues > 10**6
            with negmas(None if large else python, game, pair) as rate:
                for _ in range(TURNS):
                    same.append(compiled(game))
                    drawn.append(compiled(ranged))
                    pure.append(table(game))
                    theirs.append(rate())
            found = [most(same), most(drawn), most(pure)]
            last = most(theirs)
            cells = " ".join(f"{cell(one)} {ratio(one, last)}" for one in found)
            name = f"{shape.options}^{shape.issues}"
            print(f"{name:9} {'-'.join(pair):19} {cells} {cell(last, 8)}", flush=True)


def growth(seed: int) -> None:
    """Print how talks a second go down with rounds and with parties."""
    print("\n10^3 deals, all boulware: talks a second, one thread")
    print("parties  rounds      same     drawn    table")
    for parties, rounds in [(2, 10), (2, 100), (2, 1000), (3, 20), (4, 20), (5, 20)]:
        tactics = ("boulware",) * parties
        shape = Shape(3, 10, parties)
        cells = [
            cell(compiled(make(shape, tactics, seed, rounds))),
            cell(compiled(make(shape, tactics, seed, rounds, drawn=True))),
            cell(table(make(shape, tactics, seed, rounds)), 8),
        ]
        print(f"{parties:7} {rounds:7} {' '.join(cells)}", flush=True)


def million(seed: int) -> None:
    """Print how long `accord play -n` takes for a million talks, each with its own numbers."""
    workers = os.cpu_count() or 1
    print(f"\n{MILLION:,} talks, played and counted as by accord play -n, {workers} processes")
    for shape in (Shape(2, 10), Shape(3, 10)):
        game = make(shape, ("boulware", "conceder"), seed, ROUNDS, drawn=True)
        play_talks(game, COMPILED_FROM, workers=workers)
        found = []
        for talks in (MILLION // 10, MILLION):
            played = play_talks(game, talks, workers=workers)
            agreed = counted(game, played.tally).agreed.count
            found.append(
                f"{talks:,} talks {played.seconds:.1f} s, {talks / played.seconds:,.0f} a "
                f"second, {agreed:,} agreed, memory {most_memory():.0f} MB and "
                f"{most_memory_of_children():.0f} MB a process that plays talks"
            )
        print(f"{shape.options}^{shape.issues} deals: {'; '.join(found)}", flush=True)


def fought() -> None:
    """Print talks a second with what is assumed of the fighting, and without."""
    print("\nWorked case, two boulware, 20 rounds: talks a second, one thread")
    print("between the rounds                  drawn   x none    table   x none")
    plain = evolve(folder_game(load(str(WORKED)), "boulware", ROUNDS), draws=True)
    one, two = plain.setup.delegations
    points = f"win.{one}=60,win.{two}=60,lose.{one}=10,lose.{two}=10"
    ranges = f"win.{one}=50..70,win.{two}=50..70,lose.{one}=5..15,lose.{two}=5..15"
    front = f"one={one},two={two},n=6,k=3"
    kinds: list[tuple[str, tuple[FightingModel, ...]]] = [
        ("none", ()),
        ("a shift", (shift(one, -5, 3),)),
        ("battles, points", (parse_fighting(f"battles:{front},p=0.5,{points}"),)),
        ("battles, ranges", (parse_fighting(f"battles:{front},p=0.4..0.6,{ranges}"),)),
    ]
    rates: dict[str, list[tuple[float | None, float]]] = {name: [] for name, _ in kinds}
    for _ in range(TURNS):
        for name, fighting in kinds:
            game = evolve(plain, fighting=fighting)
            rates[name].append((compiled(game), table(game)))
    best = {
        name: [most(list(of)) for of in zip(*some, strict=True)] for name, some in rates.items()
    }
    for name, (drawn, pure) in best.items():
        base = best["none"]
        cells = f"{cell(drawn)} {ratio(drawn, base[0])} {cell(pure, 8)} {ratio(pure, base[1])}"
        print(f"{name:30} {cells}", flush=True)


def folder_game(case: Case, program: str, rounds: int) -> Game:
    """Make a game of a folder by its first holder's numbers."""
    seated = parse_seats(f"{party}={program}" for party in case.process.parties)
    rules = parse_rules("", len(case.process.parties), rounds)
    (one, *_) = games_by_holder(case, case.perspectives[:1], rules, seated, measured=0)
    return one.game


def folders() -> None:
    """Print talks a second in the worked case and in a folder that `accord new` writes."""
    with TemporaryDirectory() as folder:
        new(folder)
        cases = {"accord new": (load(folder), 50_000), "worked case": (load(str(WORKED)), 4000)}
    print("\nFolders, 20 rounds, distances not measured, as by accord play -n: talks a second")
    print("case         programs        1 process 2 processes   times  memory a process")
    for name, (case, talks) in cases.items():
        for program in ("boulware", "issue-by-issue"):
            game = folder_game(case, program, ROUNDS)
            rates = []
            for workers in (1, 2):
                with start_workers(workers) as executor:
                    by = executor or 1
                    play_talks(game, talks, workers=by)
                    found = [play_talks(game, talks, workers=by) for _ in range(TURNS)]
                rates.append(talks / min(one.seconds for one in found))
            memory = max(most_memory(), most_memory_of_children())
            print(
                f"{name:12} {program:15} {cell(rates[0])} {cell(rates[1], 11)} "
                f"{rates[1] / rates[0]:7.1f} {memory:8.0f} MB",
                flush=True,
            )
    case = cases["accord new"][0]
    for program in ("boulware", "issue-by-issue"):
        start = perf_counter()
        for setting in range(SETTINGS):
            play_talks(folder_game(case, program, 5 + setting), 1000)
        print(f"{SETTINGS} settings x 1,000 talks, {program}: {perf_counter() - start:.1f} s")


def has_negmas(python: str) -> bool:
    """Tell whether a Python can import NegMAS."""
    try:
        return not subprocess.run(
            [python, "-c", "import negmas"], capture_output=True
        ).returncode
    except OSError:
        return False


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--quick", action="store_true", help="a few cases only")
    parser.add_argument("--million", action="store_true", help="play a million talks, too")
    parser.add_argument("--negmas", default=str(NEGMAS), help="a Python that has NegMAS")
    options = parser.parse_args()
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    print(f"Python {sys.version.split()[0]}, {os.cpu_count()} processors, load {load}")
    python = options.negmas if has_negmas(options.negmas) else None
    if python is None:
        print("NegMAS is not there (make bench installs it): Accord's numbers alone.")
    beside(options.seed, python, DOMAINS[:2] if options.quick else DOMAINS)
    if not options.quick:
        growth(options.seed)
        fought()
        folders()
    if options.million:
        million(options.seed)


if __name__ == "__main__":
    main()
