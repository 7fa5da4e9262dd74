"""Deals by brute force: every deal, one by one, in exact fractions, from the model alone.

Nothing is shared with the engine: all is the definition, word for word, and slow. `differences`
draws random talks from a seed and says where the engine answers otherwise.
"""

import math
import random
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
from tests.deals.build import Number, Options, agenda, interests

from accord.deals import Deals
from accord.deals.always_some_deal import PartyNumbers
from accord.deals.unreachable import Unreachable
from accord.model import Agenda, Deal, Exclusion, Interests, Range, Scale

Point = tuple[Fraction, ...]
Named = frozenset[tuple[str, str]]
Reasons = set[tuple[str, str, str, float | None]]
"""The kind, the party, the id, and for a walk-away value the most that the party can have."""

MOST_DEALS = 160
DRAWS = 200
TRIES = 800
NEAR = 1e-5


def talks(seed: int, ranges: bool) -> tuple[Agenda, list[Interests]]:
    """Draw talks of 2 to 5 parties, with combinations over one to three issues.

    Args:
        seed: Where chance comes from.
        ranges: Whether some of the numbers are ranges.
    """
    rng = random.Random(seed)
    sizes = [rng.randint(1, 5) for _ in range(rng.randint(2, 6))]
    while math.prod(sizes) > MOST_DEALS:
        sizes.remove(max(sizes))
    issues = {f"i{n}": [f"o{m}" for m in range(size)] for n, size in enumerate(sizes)}

    def combinations(most: int) -> list[Options]:
        found: list[Options] = []
        for _ in range(rng.randint(0, most)):
            named = rng.sample(list(issues), min(rng.choice((1, 2, 2, 3)), len(issues)))
            found.append(
                {
                    i: rng.sample(issues[i], rng.randint(1, (len(issues[i]) + 1) // 2))
                    for i in named
                }
            )
        return found

    def number(low: int, high: int) -> Number:
        value = rng.randint(low, high)
        if ranges and rng.random() < 0.3:
            return float(value), float(min(high, value + rng.randint(0, (high - low) // 4 + 1)))
        return float(value)

    lines = rng.choice((2, 4))
    sides = [
        interests(
            f"p{party}",
            {i: (number(1, 9), {o: number(0, 100) for o in issues[i]}) for i in issues},
            number(0, rng.choice((15, 40, 65))),
            interactions=[(when, number(-4, 4)) for when in combinations(4)],
            red_lines=combinations(lines),
            scale=Scale.POINTS if rng.random() < 0.2 else Scale.RELATIVE,
        )
        for party in range(rng.randint(2, 5))
    ]
    return agenda(issues, combinations(2)), sides


def middle(span: Range) -> Fraction:
    return (Fraction(span.low) + Fraction(span.high)) / 2


def worth(held: Interests, deal: Deal, read: Callable[[Range], Fraction] = middle) -> Fraction:
    """Return what a deal is worth: (sum of w v + 100 sum of b) / W."""
    terms = [
        read(given.weight) * read(given.values[deal[i]]) for i, given in held.issues.items()
    ]
    bonus = [read(b.bonus) for b in held.interactions if b.met_by(deal)]
    whole = sum(read(given.weight) for given in held.issues.values())
    if held.scale is Scale.POINTS or not whole:
        whole = Fraction(100)
    return (sum(terms, Fraction(0)) + 100 * sum(bonus, Fraction(0))) / whole


def worst_and_best(held: Interests, deal: Deal) -> tuple[Fraction, Fraction]:
    """Return how far a deal can be above the walk-away value, times W, at ends of ranges."""

    def ends(span: Range) -> set[Fraction]:
        return {Fraction(span.low), Fraction(span.high)}

    found = []
    for walk_away in ends(held.walk_away_value):
        low = high = Fraction(0)
        level = walk_away if held.scale is Scale.RELATIVE else Fraction(0)
        for i, given in held.issues.items():
            at = [
                w * (v - level) for w in ends(given.weight) for v in ends(given.values[deal[i]])
            ]
            low, high = low + min(at), high + max(at)
        for one in held.interactions:
            if one.met_by(deal):
                low += 100 * min(ends(one.bonus))
                high += 100 * max(ends(one.bonus))
        if held.scale is Scale.POINTS:
            low, high = low - 100 * walk_away, high - 100 * walk_away
        found += [low, high]
    return min(found), max(found)


def refuses(held: Interests, deal: Deal) -> bool:
    return any(line.crossed_by(deal) for line in held.red_lines)


def maxima(points: set[Point]) -> set[Point]:
    return {
        p
        for p in points
        if not any(q != p and all(b >= a for a, b in zip(p, q, strict=True)) for q in points)
    }


def shown(points: set[Point]) -> list[tuple[float, ...]]:
    return sorted(tuple(round(float(w), 5) + 0.0 for w in p) for p in points)


def listed(deals: Sequence[Any]) -> list[tuple[float, ...]]:
    assert not any(d.refused_by for d in deals)
    return sorted(tuple(round(w, 5) + 0.0 for w in d.worth.values()) for d in deals)


def merit(gain: Sequence[Fraction], ideal: Sequence[Fraction]) -> tuple[int, Fraction]:
    """Compare by how many gain, then by the product of shares of the most each can gain."""
    shares = [g / i for g, i in zip(gain, ideal, strict=True) if g > 0]
    return len(shares), math.prod(shares, start=Fraction(1))


class Oracle:
    """All that is true of talks, their ranges read at the middle."""

    def __init__(self, agenda_: Agenda, sides: list[Interests]) -> None:
        self.agenda, self.sides = agenda_, sides
        options = [tuple(issue.choices) for issue in agenda_.issues.values()]
        self.deals: list[Deal] = [
            dict(zip(agenda_.issues, chosen, strict=True)) for chosen in product(*options)
        ]
        self.floor = [middle(s.walk_away_value) for s in sides]
        self._worth = {self.key(d): tuple(worth(s, d) for s in sides) for d in self.deals}
        self.possible = [
            d for d in self.deals if not any(c.crossed_by(d) for c in agenda_.constraints)
        ]
        self.open = [d for d in self.possible if not any(refuses(s, d) for s in sides)]
        self.good = [d for d in self.open if min(self.gains(d)) >= 0]

    @staticmethod
    def key(deal: Deal) -> tuple[str, ...]:
        return tuple(deal.values())

    def worth(self, deal: Deal) -> Point:
        return self._worth[self.key(deal)]

    def gains(self, deal: Deal) -> Point:
        return tuple(w - f for w, f in zip(self.worth(deal), self.floor, strict=True))

    def met(self, deal: Deal) -> Named:
        """Name what stands in the way of a deal: constraints, red lines, walk-away values."""
        found = {("", c.id) for c in self.agenda.constraints if c.crossed_by(deal)}
        for side, gain in zip(self.sides, self.gains(deal), strict=True):
            found |= {(side.party, x.id) for x in side.red_lines if x.crossed_by(deal)}
            if gain < 0:
                found.add((side.party, ""))
        return frozenset(found)

    def crossed(self, deal: Deal) -> Named:
        return frozenset(one for one in self.met(deal) if one[1])

    def openings(self, deals: Sequence[Deal]) -> set[Named]:
        sets = {self.met(d) for d in deals}
        return {s for s in sets if not any(t < s for t in sets)} - {frozenset()}

    def refusals(self) -> set[tuple[str, str]]:
        found = set()
        for side in self.sides:
            for d in self.possible:
                others = [s for s in self.sides if s is not side]
                if min(self.gains(d)) >= 0 and not any(refuses(s, d) for s in others):
                    found |= {(side.party, x.id) for x in side.red_lines if x.crossed_by(d)}
        return found if not self.good else set()

    def solutions(self) -> dict[str, set[Point]]:
        """Return the worths that are best by each rule."""
        gains = {self.gains(d) for d in self.good}
        if not gains:
            return {}
        ideal = [max(column) for column in zip(*gains, strict=True)]
        rules: dict[str, Callable[[Point], Any]] = {
            "nash": lambda g: merit(g, ideal),
            "kalai_smorodinsky": lambda g: sorted(
                x / i for x, i in zip(g, ideal, strict=True) if i
            ),
            "egalitarian": sorted,
            "utilitarian": sum,
        }
        return {
            name: {
                tuple(x + f for x, f in zip(g, self.floor, strict=True))
                for g in gains
                if rule(g) == max(map(rule, gains))
            }
            for name, rule in rules.items()
        }

    def better(self, start: Deal) -> list[tuple[int, tuple[str, ...]]]:
        """List the deals that improve on one, in the order in which they are told."""
        found = []
        for deal in self.deals:
            gains = [w - b for w, b in zip(self.worth(deal), self.worth(start), strict=True)]
            if (
                min(gains) < 0
                or max(gains) <= 0
                or not self.crossed(deal) <= self.crossed(start)
            ):
                continue
            places = [list(self.agenda.issues[i].choices).index(o) for i, o in deal.items()]
            distance = sum(deal[i] != start[i] for i in deal)
            order = distance, round(-min(gains), 6), round(-sum(gains), 6), places
            found.append((order, self.key(deal)))
        return [(order[0], key) for order, key in sorted(found)]

    def unreachable(self) -> dict[tuple[str, str], Reasons]:
        """Return the options that no acceptable deal takes, with what keeps each out alone."""
        if not self.good:
            return {}
        taken = {one for d in self.good for one in d.items()}
        every = [(i, o) for i, issue in self.agenda.issues.items() for o in issue.choices]
        return {one: self._reasons(*one) for one in every if one not in taken}

    def _reasons(self, issue: str, option: str) -> Reasons:
        found: Reasons = set()
        every = [d for d in self.deals if d[issue] == option]

        def left(party: str, lines: Sequence[Exclusion], deals: list[Deal]) -> list[Deal]:
            """Note what keeps the option out by itself; give what the rest leaves, if any."""
            one, more = ("red_line", "red_lines") if party else ("constraint", "constraints")
            alone = [x for x in lines if set(x.never) == {issue}]
            found.update((one, party, x.id, None) for x in alone if option in x.never[issue])
            others = [x for x in lines if x not in alone]
            kept = [d for d in deals if not any(x.crossed_by(d) for x in others)]
            if not kept:
                found.add((more, party, "", None))
            return kept or deals

        shared = left("", self.agenda.constraints, every)
        for n, side in enumerate(self.sides):
            best = max(self.worth(d)[n] for d in left(side.party, side.red_lines, shared))
            refused = any(kind != "walk_away" and p == side.party for kind, p, _, _ in found)
            if best < self.floor[n] and not refused:
                found.add(("walk_away", side.party, "", round(float(best), 5)))
        return found


def reasons_of(found: Unreachable) -> dict[tuple[str, str], Reasons]:
    return {
        (x.issue, x.option): {
            (r.kind, r.party, r.id, None if r.best is None else round(r.best, 5))
            for r in x.reasons
        }
        for x in found.options
    }


def named(obstacles: Any) -> Named:
    return frozenset((o.party, o.id) for o in obstacles)


Said = Iterator[str]


def differ(what: str, found: object, right: object) -> Said:
    if found != right:
        yield f"{what}: {found} where {right} is right"


def near(what: str, found: float, right: Fraction | float) -> Said:
    if abs(found - float(right)) > NEAR:
        yield f"{what}: {found} where {float(right)} is right"


def differences(seed: int) -> list[str]:
    """Find where the engine differs from brute force on random talks.

    Args:
        seed: Which talks; every third has ranges.

    Returns:
        A line each; none where all agrees.
    """
    ranges = seed % 3 == 0
    agenda_, sides = talks(seed, ranges)
    right = Oracle(agenda_, sides)
    found = Deals(agenda_, sides, draws=DRAWS, seed=seed)
    rng = random.Random(-seed)
    said = [
        *_counts(right, found, seed),
        *_frontiers(right, found),
        *_obstacles(right, found),
        *_concessions(right),
        *_improvements(right, rng.choice(right.deals)),
        *_why_not(right, rng),
        *differ(
            "unreachable",
            reasons_of(Deals(agenda_, sides).unreachable),
            right.unreachable(),
        ),
    ]
    if ranges:
        said += _over_ranges(right, found, seed)
    else:
        said += differ("zone", found.verdict.exists, bool(right.good))
        said += _sure(right)
    return [f"seed {seed}: {one}" for one in said]


def interval_holds(seed: int) -> bool | None:
    """Return whether an estimate's interval of 95% holds the number of acceptable deals.

    None where all deals are, or none is: then every interval holds it.
    """
    agenda_, sides = talks(seed, ranges=False)
    right = Oracle(agenda_, sides)
    if not 0 < len(right.good) < len(right.open):
        return None
    found = Deals(agenda_, sides, seed=seed).count_acceptable(draws=DRAWS, most_work=0)
    assert found.count is None
    return found.interval[0] <= len(right.good) <= found.interval[1]


def _counts(right: Oracle, found: Deals, seed: int) -> Said:
    count = found.acceptable_count
    assert count is not None
    yield from differ("size", found.size, len(right.deals))
    yield from differ("count", (count.count, count.among), (len(right.good), len(right.open)))
    drawn = Deals(right.agenda, right.sides, seed=seed).count_acceptable(
        draws=DRAWS, most_work=0
    )
    yield from differ("among", drawn.among, len(right.open))
    if drawn.count is not None:
        yield from differ("count", drawn.count, len(right.good))
    elif drawn.estimate is not None and right.open:
        share = len(right.good) / len(right.open)
        # Six standard errors, and what rounding down takes.
        room = 6 * math.sqrt(share * (1 - share) / DRAWS) * len(right.open) + 1
        if abs(drawn.estimate - len(right.good)) > room:
            yield f"estimate: {drawn.estimate} where {len(right.good)} is right"


def _frontiers(right: Oracle, found: Deals) -> Said:
    yield from differ(
        "frontier",
        listed(found.frontier),
        shown(maxima({right.worth(d) for d in right.open})),
    )
    yield from differ(
        "acceptable frontier",
        listed(found.acceptable),
        shown(maxima({right.worth(d) for d in right.good})),
    )
    best = right.solutions()
    for name, solution in found.compromises.items():
        if name == "perles_maschler":
            continue
        if solution is None:
            yield from differ(name, None, best.get(name))
            continue
        yield from differ(
            name, listed((solution.best, *solution.ties)), shown(best.get(name, set()))
        )
        if solution.best.deal not in right.good:
            yield f"{name}: the deal is not acceptable"


def _obstacles(right: Oracle, found: Deals) -> Said:
    openings = right.openings(right.deals) if not right.good else set()
    yield from differ("openings", {named(o.ease) for o in found.blocks.openings}, openings)
    refusals = {(o.party, o.id) for o in found.blocks.refusals}
    yield from differ("refusals", refusals, right.refusals())


def _concessions(right: Oracle) -> Said:
    found = Deals(right.agenda, right.sides).drops
    yield from differ("needed", found.needed, not right.good)
    if right.good:
        return
    yield from differ("shut", found.shut, not right.open)
    drops = [[max(Fraction(0), -g) for g in right.gains(d)] for d in right.open]
    if not drops:
        return
    for n, side in enumerate(right.sides):
        alone = [d[n] for d in drops if not any(d[:n] + d[n + 1 :])]
        one = found.alone[side.party]
        yield from differ("alone", one is not None, bool(alone))
        if one is not None:
            yield from near("alone", one.points, min(alone))
    assert found.equal is not None
    assert found.total is not None
    yield from near("equal", found.equal.points, min(map(max, drops)))
    yield from near("total", found.total.points, min(map(sum, drops)))


def _improvements(right: Oracle, start: Deal) -> Said:
    found = Deals(right.agenda, right.sides).improve(start)
    better = right.better(start)
    yield from differ("efficient", found.efficient, not better)
    yield from differ("improving", found.count.count, len(better))
    among = [d for d in right.deals if right.crossed(d) <= right.crossed(start)]
    yield from differ("improving among", found.count.among, len(among))
    nearest = [tuple(one.standing.valued.deal.values()) for one in found.nearest]
    yield from differ("nearest", nearest, [key for _, key in better[:20]])
    sampled = Deals(right.agenda, right.sides).improve(start, most=1, draws=DRAWS, most_work=0)
    if sampled.count.count is None:
        share = len(better) / len(among)
        room = 6 * math.sqrt(share * (1 - share) / DRAWS) * len(among) + 1
        if abs((sampled.count.estimate or 0) - len(better)) > room:
            yield f"improving estimate: {sampled.count.estimate} where {len(better)} is right"
    if not better or found.best is None:
        yield from differ("best", found.best, None)
        return
    gains = {
        key: [
            w - b
            for w, b in zip(
                right.worth(dict(zip(start, key, strict=True))), right.worth(start), strict=True
            )
        ]
        for _, key in better
    }
    ideal = [max(column) for column in zip(*gains.values(), strict=True)]
    best = max(merit(gain, ideal) for gain in gains.values())
    mine = merit(gains[tuple(found.best.standing.valued.deal.values())], ideal)
    yield from differ("best", mine[0], best[0])
    yield from near("best", float(mine[1]), best[1])


def _why_not(right: Oracle, rng: random.Random) -> Said:
    issues = rng.sample(list(right.agenda.issues), rng.randint(1, len(right.agenda.issues)))
    terms = {i: rng.choice(list(right.agenda.issues[i].choices)) for i in issues}
    kept = [d for d in right.deals if all(d[i] == o for i, o in terms.items())]
    good = [d for d in right.good if d in kept]
    found = Deals(right.agenda, right.sides).why_not(terms)
    yield from differ("why not", found.best is not None, bool(good))
    if found.best is not None and good:
        gains = [right.gains(d) for d in good]
        ideal = [max(column) for column in zip(*gains, strict=True)]
        best = max(merit(gain, ideal) for gain in gains)
        yield from differ("why not best", merit(right.gains(found.best.deal), ideal), best)
        return
    yield from differ(
        "why not openings", {named(o.ease) for o in found.openings}, right.openings(kept)
    )
    crossed = frozenset.intersection(*map(right.crossed, kept))
    yield from differ("why not crossed", named(found.crossed), crossed)
    own = {s.party: [d for d in kept if not refuses(s, d)] for s in right.sides}
    short = {
        s.party: -max(right.gains(d)[n] for d in own[s.party])
        for n, s in enumerate(right.sides)
        if own[s.party]
    }
    yield from differ(
        "why not short", set(found.short), {p for p, by in short.items() if by > 0}
    )
    for party, by in found.short.items():
        yield from near("why not short", by, short[party])


def _sure(right: Oracle) -> Said:
    asked = right.deals[:: max(1, len(right.deals) // 6)]
    best = maxima({right.worth(d) for d in right.good})
    nash = right.solutions().get("nash", set())
    for one, deal in zip(Deals(right.agenda, right.sides).how_sure(asked), asked, strict=True):
        good = deal in right.good
        yield from differ(
            f"sure of {deal}",
            (one.verdict, one.acceptable.share, one.frontier.share, one.nash.share),
            (
                "necessarily" if good else "never",
                float(good),
                float(good and right.worth(deal) in best),
                float(good and right.worth(deal) in nash),
            ),
        )


class _Tried:
    """Numbers drawn from the ranges, and how far each deal is above the walk-away values."""

    def __init__(self, right: Oracle, seed: int) -> None:
        rng = np.random.default_rng([seed, 1])

        def draw(span: Range) -> Any:
            return rng.uniform(span.low, span.high, TRIES)

        self.surplus = np.empty((len(right.sides), len(right.deals), TRIES))
        for n, side in enumerate(right.sides):
            weights = {i: draw(given.weight) for i, given in side.issues.items()}
            values = {
                (i, o): draw(span)
                for i, given in side.issues.items()
                for o, span in given.values.items()
            }
            bonuses = [draw(one.bonus) for one in side.interactions]
            walk_away = draw(side.walk_away_value)
            whole = sum(weights.values()) if side.scale is Scale.RELATIVE else 100.0
            for m, deal in enumerate(right.deals):
                total = sum(weights[i] * values[i, deal[i]] for i in deal)
                for one, bonus in zip(side.interactions, bonuses, strict=True):
                    total = total + 100 * bonus * one.met_by(deal)
                self.surplus[n, m] = total / whole - walk_away
        open_ = np.array([d in right.open for d in right.deals])
        self.good = (self.surplus >= -1e-6).all(axis=0) & open_[:, None]

    def best(self, deal: int) -> tuple[float, float]:
        """Return for what share a deal is on the frontier, and the Nash choice."""
        frontier = nash = 0
        for number in np.flatnonzero(self.good[deal]):
            points = self.surplus[:, self.good[:, number], number].T
            own = self.surplus[:, deal, number]
            above = (points >= own - 1e-6).all(axis=1) & (points > own + 1e-6).any(axis=1)
            frontier += not above.any()
            gaining = (points > 1e-6).sum(axis=1)
            products = np.where(points > 1e-6, points / points.max(axis=0), 1.0).prod(axis=1)
            mine = np.where(own > 1e-6, own / points.max(axis=0), 1.0).prod()
            most = gaining == gaining.max()
            nash += (own > 1e-6).sum() == gaining.max() and mine >= products[most].max() * (
                1 - 1e-8
            )
        return frontier / TRIES, nash / TRIES


def _close(what: str, found: float, share: float) -> Said:
    """Compare shares of independent draws; six standard errors, and a few draws."""
    room = 6 * math.sqrt(max(share * (1 - share), 0.002) * (1 / DRAWS + 1 / TRIES))
    if abs(found - share) > room:
        yield f"{what}: {found} of {DRAWS} where {share} of {TRIES} others is right"


def _over_ranges(right: Oracle, found: Deals, seed: int) -> Said:
    ends = {right.key(d): [worst_and_best(s, d) for s in right.sides] for d in right.open}
    always = any(all(low >= 0 for low, _ in at) for at in ends.values())
    ever = any(all(high >= 0 for _, high in at) for at in ends.values())
    yield from differ(
        "zone", found.verdict.exists, True if always else "depends" if ever else False
    )
    tried = _Tried(right, seed)
    exists = tried.good.any(axis=0)
    yield from _close("zone share", found.verdict.share, float(exists.mean()))
    asked = list(range(0, len(right.deals), max(1, len(right.deals) // 4)))
    deals = [right.deals[n] for n in asked]
    sure = Deals(right.agenda, right.sides, draws=DRAWS, seed=seed).how_sure(deals)
    for n, deal, one in zip(asked, deals, sure, strict=True):
        verdicts = []
        for side in right.sides:
            low, high = worst_and_best(side, deal)
            refused = refuses(side, deal) or high < 0
            verdicts.append("never" if refused else "necessarily" if low >= 0 else "possibly")
        yield from differ("sure alone", list(one.parties.values()), verdicts)
        allowed = deal in right.possible
        yield from differ(
            "sure",
            one.verdict,
            "never"
            if "never" in verdicts or not allowed
            else "possibly"
            if "possibly" in verdicts
            else "necessarily",
        )
        yield from _close("acceptable share", one.acceptable.share, tried.good[n].mean())
        if not one.frontier.undecided and not one.nash.undecided:
            frontier, nash = tried.best(n)
            yield from _close("frontier share", one.frontier.share, frontier)
            yield from _close("nash share", one.nash.share, nash)
    answer = Deals(right.agenda, right.sides).throughout
    if found.verdict.exists is not True and answer.holds is True and not exists.all():
        yield "throughout: it holds, but numbers were drawn for which there is no deal"
    if always:
        yield from differ("throughout", answer.holds, True)
    if not ever:
        yield from differ("throughout", answer.holds, False)
    if answer.holds is False:
        numbers = dict(zip((s.party for s in right.sides), answer.counterexample, strict=True))
        yield from _counterexample(right, numbers)


def _counterexample(right: Oracle, numbers: dict[str, PartyNumbers]) -> Said:
    for deal in right.open:
        for side in right.sides:
            at = numbers[side.party]
            total = sum(w * at.values[i][deal[i]] for i, w in at.weights.items())
            for one, bonus in zip(side.interactions, at.bonuses, strict=True):
                total += 100 * bonus * one.met_by(deal)
            whole = sum(at.weights.values()) if side.scale is Scale.RELATIVE else 100.0
            if total / whole < at.walk_away:
                break
        else:
            yield f"throughout: the counterexample leaves {deal}"
            return
