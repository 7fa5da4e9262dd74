"""How the agreement engine grows with the agenda.

    python benchmarks/deals.py [--seed N]

Additive preferences of two parties, drawn at random, over 10^3 to 10^30 deals: time for the
exact frontier and the fair compromises, time for the whole analysis with ranges and 1,000
draws, and the most memory taken so far. Then what makes it harder: more parties, issues that
hang together.
"""

import argparse
import random
import resource
import sys
from time import perf_counter

from frozendict import frozendict

from accord.deals import Deals, analyse
from accord.errors import AccordError
from accord.model import (
    Agenda,
    Exclusion,
    Interaction,
    Interests,
    Issue,
    IssueInterest,
    Option,
    Range,
)

SIZES = [(3, 10), (4, 10), (5, 10), (6, 10), (10, 10), (15, 10), (20, 10), (30, 10)]
HARDER = [
    ("3 parties, 10 issues of 5", 10, 5, 3, 0, 0),
    ("4 parties, 10 issues of 5", 10, 5, 4, 0, 0),
    ("5 parties, 10 issues of 4", 10, 4, 5, 0, 0),
    ("2 parties, 20 issues of 4, 15 three-way interactions", 20, 4, 2, 15, 0),
    ("2 parties, 10 issues of 5, 20 red lines", 10, 5, 2, 0, 20),
]


def talks(
    rng: random.Random,
    issues: int,
    options: int,
    parties: int,
    *,
    spread: float = 0.0,
    interactions: int = 0,
    red_lines: int = 0,
) -> tuple[Agenda, list[Interests]]:
    """Draw an agenda and everybody's interests; `spread` is half the width of every range."""
    ids = {f"issue-{n}": tuple(f"option-{m}" for m in range(options)) for n in range(issues)}
    agenda = Agenda(
        issues=frozendict(
            {
                issue: Issue(
                    id=issue, name=issue, options=frozendict({o: Option(o, o) for o in listed})
                )
                for issue, listed in ids.items()
            }
        )
    )

    def span(low: float, high: float) -> Range:
        middle = rng.uniform(low, high)
        return Range(max(low, middle - spread), min(high, middle + spread))

    def combination(size: int) -> frozendict[str, tuple[str, ...]]:
        return frozendict({i: (rng.choice(ids[i]),) for i in rng.sample(list(ids), size)})

    return agenda, [
        Interests(
            id=f"party-{party}",
            party=f"party-{party}",
            held_by=f"party-{party}",
            issues=frozendict(
                {
                    issue: IssueInterest(
                        weight=span(5, 50),
                        values=frozendict({o: span(0, 100) for o in listed}),
                    )
                    for issue, listed in ids.items()
                }
            ),
            interactions=tuple(
                Interaction(when=combination(3), bonus=span(-20, 20))
                for _ in range(party, interactions, parties)
            ),
            walk_away=Range(60 - spread, 60 + spread),
            red_lines=tuple(
                Exclusion(id=f"line-{n}", never=combination(2))
                for n in range(party, red_lines, parties)
            ),
        )
        for party in range(parties)
    ]


def timed(agenda: Agenda, interests: list[Interests]) -> tuple[float, Deals | None]:
    """Give the best of three times in milliseconds, and the analysis."""
    best, found = float("inf"), None
    for _ in range(3):
        start = perf_counter()
        try:
            found = analyse(agenda, interests)
        except AccordError as error:
            print(error)
        best = min(best, perf_counter() - start)
    return 1000 * best, found


def row(name: str, agenda: Agenda, exact: list[Interests], ranged: list[Interests]) -> None:
    """Print one line of the table."""
    milliseconds, found = timed(agenda, exact)
    with_ranges, verdict = timed(agenda, ranged)
    points = len(found.frontier) if found else "-"
    share = f"{verdict.zone.share:.2f}" if verdict else "-"
    unit = 1024 if sys.platform == "darwin" else 1
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit / 1024
    print(
        f"{name:<54} {points:>8} {milliseconds:>8.1f} {with_ranges:>8.0f}"
        f" {share:>6} {megabytes:>6.0f}"
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seed", type=int, default=0)
    seed = parser.parse_args().seed
    print(f"{'':<54} {'frontier':>8} {'exact':>8} {'ranges':>8} {'':>6} {'memory':>6}")
    print(f"{'talks':<54} {'points':>8} {'ms':>8} {'ms':>8} {'share':>6} {'MB':>6}")
    for issues, options in SIZES:
        name = f"2 parties, 10^{issues} deals ({issues} issues of {options})"
        agenda, exact = talks(random.Random(seed), issues, options, 2)
        _, ranged = talks(random.Random(seed), issues, options, 2, spread=5)
        row(name, agenda, exact, ranged)
    for name, issues, options, parties, interactions, red_lines in HARDER:
        agenda, exact = talks(
            random.Random(seed),
            issues,
            options,
            parties,
            interactions=interactions,
            red_lines=red_lines,
        )
        _, ranged = talks(
            random.Random(seed),
            issues,
            options,
            parties,
            spread=5,
            interactions=interactions,
            red_lines=red_lines,
        )
        row(name, agenda, exact, ranged)


if __name__ == "__main__":
    main()
