"""What marks say, by going through all packages and, where asked, all answers."""

import csv
import random
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations, product
from pathlib import Path
from typing import NamedTuple, TypeVar

from frozendict import frozendict
from tests.deals.build import Options, agenda, combination

from accord.deals.marks import Cell, MarkedDeals
from accord.model import Agenda, DecisionRule, Exclusion, Interests, Mark, Marked

Package = Mapping[str, str]
Cells = frozenset[Cell]
T = TypeVar("T")


class RandomSheet(NamedTuple):
    """A sheet, as it is given."""

    agenda: Agenda
    parties: tuple[str, ...]
    held: tuple[Interests, ...]
    rule: DecisionRule

    @property
    def deals(self) -> MarkedDeals:
        return MarkedDeals.of(self.agenda, self.parties, self.held, self.rule)


def random_sheet(
    seed: int, *, parties: int = 6, issues: int = 4, options: int = 4, rules: bool = False
) -> RandomSheet:
    """Draw a sheet: unequal sizes, ties, parties without a file, exclusions over several."""
    rng = random.Random(seed)
    named = {
        f"i{n}": [f"o{k}" for k in range(rng.randint(1, options))]
        for n in range(rng.randint(1, issues))
    }

    def together() -> dict[str, list[str]]:
        some = rng.sample(list(named), min(len(named), rng.choice([1, 2, 2, 2, 3])))
        return {i: rng.sample(named[i], rng.randint(1, len(named[i]))) for i in some}

    table = agenda(named, [together() for _ in range(rng.choice([0, 0, 1, 2, 4]))])
    everybody = tuple(f"p{n}" for n in range(rng.randint(1, parties)))
    marks = [Mark.WANT, Mark.LIVE, Mark.CANNOT, Mark.UNKNOWN]
    weights = rng.choice([(3, 5, 1, 1), (2, 4, 1, 3), (1, 1, 1, 1), (1, 2, 4, 1), (4, 4, 0, 1)])
    held = []
    for party in everybody:
        if rng.random() < 0.1:
            continue
        lines = [together() for _ in range(rng.choice([0, 0, 0, 1]))]
        held.append(
            Interests(
                id=party,
                party=party,
                held_by="ngo",
                marks=frozendict(
                    {
                        i: frozendict(
                            {
                                o: Marked(mark=rng.choices(marks, weights)[0])
                                for o in own
                                if rng.random() < 0.9
                            }
                        )
                        for i, own in named.items()
                    }
                ),
                red_lines=tuple(
                    Exclusion(id=f"{party}-{n}", never=combination(line))
                    for n, line in enumerate(lines)
                ),
            )
        )
    rule = DecisionRule()
    if rules:
        needs = rng.choice(["all", "all but 1", "majority", "2", "1"])
        vetoes = tuple(rng.sample(everybody, rng.randint(0, min(2, len(everybody)))))
        rule = DecisionRule(needs=needs, vetoes=vetoes)
    return RandomSheet(table, everybody, tuple(held), rule)


class MarkOracle:
    """Goes through all packages."""

    def __init__(self, given: RandomSheet, answers: Mapping[Cell, Mark] = frozendict()) -> None:
        self.given = given
        self.issues = {i: tuple(one.choices) for i, one in given.agenda.issues.items()}
        self.marks: dict[Cell, Mark] = {
            Cell(party=p, issue=i, option=o): Mark.UNKNOWN
            for i, own in self.issues.items()
            for o in own
            for p in given.parties
        }
        for held in given.held:
            for i, own in held.marks.items():
                for o, one in own.items():
                    self.marks[Cell(party=held.party, issue=i, option=o)] = one.mark
        for held in given.held:
            for line in held.red_lines:
                if len(line.never) == 1:
                    ((i, refused),) = line.never.items()
                    for o in refused:
                        self.marks[Cell(party=held.party, issue=i, option=o)] = Mark.CANNOT
        self.marks |= answers
        self.packages = [
            dict(zip(self.issues, chosen, strict=True))
            for chosen in product(*self.issues.values())
        ]

    def cells(self, package: Package, party: str, mark: Mark) -> Cells:
        found = (Cell(party=party, issue=i, option=o) for i, o in package.items())
        return frozenset(cell for cell in found if self.marks[cell] is mark)

    def crosses(self, package: Package, party: str = "") -> bool:
        """Whether it crosses a constraint, or a red line of a party over several issues."""
        if not party:
            return any(c.crossed_by(package) for c in self.given.agenda.constraints)
        return any(
            line.crossed_by(package)
            for held in self.given.held
            if held.party == party
            for line in held.red_lines
        )

    def accepts(self, package: Package, party: str) -> bool:
        return not self.cells(package, party, Mark.CANNOT) and not self.crosses(package, party)

    def passes(self, accepting: list[str]) -> bool:
        return self.given.rule.winning(accepting, self.given.parties)

    def is_possible(self, package: Package) -> bool:
        return not self.crosses(package) and self.passes(
            [p for p in self.given.parties if self.accepts(package, p)]
        )

    def is_free(self, package: Package) -> bool:
        sure = [
            p
            for p in self.given.parties
            if self.accepts(package, p) and not self.cells(package, p, Mark.UNKNOWN)
        ]
        return not self.crosses(package) and self.passes(sure)

    @property
    def possible(self) -> list[dict[str, str]]:
        return [p for p in self.packages if self.is_possible(p)]

    @property
    def free(self) -> list[dict[str, str]]:
        return [p for p in self.packages if self.is_free(p)]

    @property
    def verdict(self) -> str:
        return "yes" if self.free else "ask" if self.possible else "no"

    def accepted(self) -> dict[str, int]:
        left = self.possible
        return {p: sum(self.accepts(one, p) for one in left) for p in self.given.parties}

    def accepted_by_all(self) -> int:
        return sum(
            all(self.accepts(one, p) for p in self.given.parties) for one in self.possible
        )

    def unknown(self) -> list[Cell]:
        return [cell for cell, mark in self.marks.items() if mark is Mark.UNKNOWN]

    def questions(self) -> set[Cells]:
        found = set[Cells]()
        for package in self.packages:
            if self.crosses(package):
                continue
            ready = [p for p in self.given.parties if self.accepts(package, p)]
            for size in range(len(ready) + 1):
                for some in combinations(ready, size):
                    if self.passes(list(some)):
                        cells = (self.cells(package, p, Mark.UNKNOWN) for p in some)
                        found.add(frozenset().union(*cells))
        return minimal(found)

    def ways_left(self) -> dict[str, tuple[str, ...]]:
        left = self.possible
        return {
            i: tuple(o for o in own if any(p[i] == o for p in left))
            for i, own in self.issues.items()
        }

    def got(self, package: Package) -> tuple[int, ...]:
        return tuple(len(self.cells(package, p, Mark.WANT)) for p in self.given.parties)

    def blocks(self) -> set[frozenset[object]]:
        found = set()
        for package in self.packages:
            bars: set[object] = {
                c.id for c in self.given.agenda.constraints if c.crossed_by(package)
            }
            for size in range(len(self.given.parties) + 1):
                for some in combinations(self.given.parties, size):
                    if self.passes(list(some)):
                        against = set(bars)
                        for party in some:
                            against |= self.cells(package, party, Mark.CANNOT)
                            against |= {
                                line.id
                                for held in self.given.held
                                if held.party == party
                                for line in held.red_lines
                                if len(line.never) > 1 and line.crossed_by(package)
                            }
                        found.add(frozenset(against))
        return minimal(found)

    def is_better(self, one: Package, other: Package) -> bool:
        """Whether a package is better than another for all, whatever the weights."""
        strict = False
        for i in self.issues:
            for p in self.given.parties:
                mine = self.marks[Cell(party=p, issue=i, option=one[i])]
                its = self.marks[Cell(party=p, issue=i, option=other[i])]
                if mine is its:
                    continue
                if Mark.UNKNOWN in (mine, its) or _RANK[mine] < _RANK[its]:
                    return False
                strict = True
        return strict

    def undominated(self) -> list[dict[str, str]]:
        left = self.possible
        return [p for p in left if not any(self.is_better(q, p) for q in left)]

    def fates(self) -> Iterator[dict[Cell, Mark]]:
        """Yield every way in which all the "?" may be answered: they can, or they cannot."""
        cells = self.unknown()
        for said in product((Mark.LIVE, Mark.CANNOT), repeat=len(cells)):
            yield dict(zip(cells, said, strict=True))

    def rests_on(self, most: int = 3) -> set[Cells] | None:
        """Find the smallest sets of cells whose refusal leaves nothing; None beyond a size."""
        if not self.possible:
            return set()
        cells = [c for c, m in self.marks.items() if m in (Mark.LIVE, Mark.UNKNOWN)]
        for size in range(1, most + 1):
            found = set()
            for some in combinations(cells, size):
                if MarkOracle(self.given, dict.fromkeys(some, Mark.CANNOT)).possible == []:
                    found.add(frozenset(some))
            if found:
                return found
        return None if len(cells) > most else set()


_RANK = {Mark.WANT: 2, Mark.LIVE: 1, Mark.CANNOT: 0}


def minimal(sets: set[frozenset[T]]) -> set[frozenset[T]]:
    return {one for one in sets if not any(other < one for other in sets)}


def differences(seed: int) -> list[str]:
    """Find where the marks of a random sheet are answered otherwise than by all packages.

    Args:
        seed: Which sheet; every other one has a rule of decision.
    """
    given = random_sheet(seed, parties=5, rules=bool(seed % 2))
    deals, right = given.deals, MarkOracle(given)
    left, asked = right.possible, right.verdict == "ask"
    got = [right.got(one) for one in left]
    wanted = right.questions() if asked else set()
    bars = {
        frozenset(
            Cell(party=o.party, issue=o.issue, option=o.option) if o.issue else o.id
            for o in block.ease
        )
        for block in deals.blocks
    }
    compared: dict[str, tuple[object, object]] = {
        "verdict": (deals.verdict, right.verdict),
        "counts": ((deals.packages, deals.possible), (len(right.free), len(left))),
        "accepted": (dict(deals.accepted), right.accepted()),
        "accepted by all": (deals.accepted_by_all, right.accepted_by_all()),
        "ways left": (dict(deals.ways_left), right.ways_left()),
        "wants": (
            list(deals.wants.values()),
            [(min(own), max(own)) for own in zip(*got, strict=True)],
        ),
        "questions": (set(map(frozenset, deals.questions)), wanted),
        "decisive": (
            set(map(frozenset, deals.decisive)),
            {frozenset().union(*wanted)} if asked else set(),
        ),
        "for the least": (
            deals.best_for_least and deals.best_for_least.most,
            max(map(min, got), default=None),
        ),
        "left out": (set(deals.left_out) - {"what a yes rests on"}, set()),
    }
    if deals.blocks_complete:
        compared["blocks"] = (bars, right.blocks() if right.verdict == "no" else set())
    if len(left) <= MOST_COMPARED:
        best = right.undominated()
        found = [dict(one.deal) for one in deals.listed]
        compared["listed"] = (
            (len(found), [one for one in found if one not in best]),
            (min(len(best), len(deals.listed) or 1), []),
        )
    said = [
        f"{what}: {one}, not {other}" for what, (one, other) in compared.items() if one != other
    ]
    for cells in deals.rests_on[:3]:
        refused = dict.fromkeys(cells, Mark.CANNOT)
        parts = [{c: m for c, m in refused.items() if c != one} for one in cells]
        if deals.after(refused).possible or not all(deals.after(p).possible for p in parts):
            said.append(f"rests on: {cells}")
    return [f"seed {seed}: {one}" for one in said]


MOST_COMPARED = 100
"""Of so many possible packages every one is compared with every other."""


def from_csv(path: Path, constraints: Iterable[Options] = ()) -> RandomSheet:
    """Read a sheet with columns issue and option, and one a party."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    parties = tuple(key for key in rows[0] if key not in ("issue", "option"))
    issues: dict[str, list[str]] = {}
    for row in rows:
        issues.setdefault(row["issue"], []).append(row["option"])
    marked: dict[str, dict[str, dict[str, Marked]]] = {
        p: {i: {} for i in issues} for p in parties
    }
    for row in rows:
        for party in parties:
            marked[party][row["issue"]][row["option"]] = Marked(mark=Mark(row[party]))
    held = tuple(
        Interests(
            id=party,
            party=party,
            held_by="ngo",
            marks=frozendict({i: frozendict(own) for i, own in table.items()}),
        )
        for party, table in marked.items()
    )
    return RandomSheet(agenda(issues, constraints), parties, held, DecisionRule())
