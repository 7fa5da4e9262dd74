"""`make fuzz`: looks for faults for some minutes, each time elsewhere, and says the seeds."""

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterable
from importlib import import_module
from importlib.util import find_spec

ORACLES = {
    "files": "tests.fuzz.commands",
    "deals": "tests.deals.oracle",
    "marks": "tests.deals.mark_oracle",
    "growth": "tests.formats.growth_oracle",
    "hands": "tests.host.hands",
    "killed": "tests.host.killed",
    "chaos": "tests.host.chaos.bad_afternoon",
    "lesson": "tests.host.chaos.bad_lesson",
}
"""Modules with a function `differences(seed)`, which says in sentences what does not hold in a
case that the seed makes; one that is not there is passed over."""

SAID = 40
"""Of how many seeds with differences these are said in full."""


def tried(name: str, seeds: Iterable[int], minutes: float) -> int:
    """Try an oracle with one seed after the other, say what differs, and count the seeds."""
    if find_spec(ORACLES[name]) is None:
        print(f"{name}: {ORACLES[name]} is not there")
        return 0
    differences = import_module(ORACLES[name]).differences
    number, wrong, end = 0, 0, time.monotonic() + 60 * minutes
    for seed in seeds:
        try:
            found = differences(seed)
        except Exception as error:
            found = [f"{type(error).__name__}: {error}"]
        number += 1
        wrong += bool(found)
        for one in found if wrong <= SAID else ():
            print(f"{name}, seed {seed}: {one}", flush=True)
        if time.monotonic() > end:
            break
    print(f"{name}: {number:,} seeds, {wrong:,} with differences", flush=True)
    if wrong:
        print(f"One again: make fuzz ONLY={name} TRIES=1 SEED=...", flush=True)
    return wrong


def properties(seed: int) -> int:
    """Run the property tests with more examples than otherwise."""
    words = ["-m", "hypothesis", "-n", "auto", "-q", "--hypothesis-profile=fuzz"]
    pytest = [sys.executable, "-m", "pytest", *words, f"--hypothesis-seed={seed}"]
    wrong = subprocess.run(pytest, check=False).returncode != 0
    if wrong:
        print(f"All again: make fuzz ONLY=properties SEED={seed}", flush=True)
    return wrong


def main() -> int:
    """Run all, or the one part that ONLY names."""
    given = os.environ.get
    seed = int(given("SEED") or random.SystemRandom().randrange(10**9))
    seeds = range(seed, seed + int(given("TRIES") or 10**9))
    only = given("ONLY")
    print(f"SEED={seed}", flush=True)
    wrong = 0
    for part in [only] if only else [*ORACLES, "properties"]:
        if part == "properties":
            wrong += properties(seed)
        else:
            wrong += tried(part, seeds, float(given("MINUTES") or 4))
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
