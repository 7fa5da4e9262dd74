"""What is found about deals, in the words of the process."""

import math
from collections.abc import Iterable, Mapping

from accord.brief import page
from accord.brief.shares import percent
from accord.deals import Assessment, Obstacle, Opening, Solution, ValuedDeal
from accord.deals.concessions import Concession
from accord.deals.drivers import Number
from accord.deals.sure import Share, Sureness
from accord.deals.trades import GivingWay
from accord.deals.unreachable import Reason
from accord.model import Deal, Process

RULES = {
    "nash": "Nash",
    "kalai_smorodinsky": "Kalai-Smorodinsky",
    "egalitarian": "egalitarian",
    "utilitarian": "utilitarian",
    "perles_maschler": "Perles-Maschler",
}
"""The notions of fairness, by the names they have in `accord.deals`."""

MOST_TRADES = 3
"""How many trades are named."""
MOST_DRIVERS = 5
"""How many numbers are named."""

_CLEARS = "clears every walk-away value and red line"
_NONE_FOR_SOME = "there are others in the ranges for which none does"


class DealWords:
    """Says in words what deals are, and what they are worth: for that no analysis is needed.

    Attributes:
        process: The names behind the ids.
        walk_away: The walk-away values, by party, in points.
    """

    def __init__(self, process: Process, walk_away: Mapping[str, float]) -> None:
        self.process, self.walk_away = process, walk_away

    def terms(self, deal: Deal) -> tuple[page.Term, ...]:
        """Say a deal issue by issue."""
        said = self.process.agenda.describe(deal)
        return tuple(page.Term(issue=issue, option=option) for issue, option in said)

    def worth(self, deal: ValuedDeal) -> str:
        """Say on one line what a deal is worth to whom."""
        return "; ".join(
            f"{p.name} {p.worth:.1f} (walk-away {p.walk_away:.4g})" for p in self.points(deal)
        )

    def points(self, deal: ValuedDeal) -> tuple[page.Points, ...]:
        """Say what a deal is worth to whom."""
        return tuple(
            page.Points(
                party=party,
                name=self.name(party),
                worth=deal.worth[party],
                walk_away=walk_away,
            )
            for party, walk_away in self.walk_away.items()
        )

    def name(self, party: str) -> str:
        """Give the name of a party."""
        return self.process.name(party)

    def obstacle(self, one: Obstacle) -> str:
        """Name a red line, a constraint or a walk-away value."""
        if one.kind == "walk_away":
            party = self.name(one.party)
            return f"the walk-away value of {party} ({one.walk_away:.4g} points)"
        issues = self.process.agenda.issues
        taken = "; ".join(
            f"{issues[i].name}: " + " or ".join(issues[i].choices[o].name for o in options)
            for i, options in one.never.items()
        )
        if one.kind == "constraint":
            return f"the constraint '{one.id}' (never {taken})"
        return f"the red line '{one.id}' of {self.name(one.party)} (never {taken})"


class Words(DealWords):
    """Says an analysis in words."""

    def __init__(self, process: Process, found: Assessment) -> None:
        super().__init__(process, {p: found.deals.walk_away[p] for p in found.deals.parties})
        self.found, self.deals = found, found.deals

    def verdict(self) -> str:
        """Answer in one sentence whether there is a deal."""
        zone = self.deals.zone
        if zone.exists is True:
            return f"Yes: some deal {_CLEARS}, whatever the numbers in the ranges."
        if zone.exists is False:
            return f"No: no deal {_CLEARS}, whatever the numbers in the ranges."
        if zone.throughout:
            return (
                f"Yes, but not always the same: whatever the numbers in the ranges, some deal "
                f"{_CLEARS}; none does so for all of them."
            )
        low, high = (percent(end, 1) for end in zone.interval)
        sure = f"(95% interval of the share: {low} to {high})"
        if zone.verdict == "yes in all tried":
            rest = "not proven for every one" if zone.throughout is None else _NONE_FOR_SOME
            return (
                f"Yes in all {zone.draws:,} sets of numbers tried: some deal {_CLEARS} "
                f"{sure}; {rest}."
            )
        if zone.verdict == "no in all tried":
            return (
                f"No in all {zone.draws:,} sets of numbers tried: no deal {_CLEARS} {sure}; "
                "there are others in the ranges for which one does."
            )
        count = round(zone.share * zone.draws)
        return (
            f"It depends: some deal {_CLEARS} in {count:,} of {zone.draws:,} draws from the "
            f"ranges {sure}."
        )

    def method(self) -> Iterable[str]:
        """Say how the answers were found, and what was left out."""
        yield f"{self.deals.method}. Zone of agreement: {self.deals.zone.method}."
        if self.found.left_out:
            yield (
                "Left out, as issues hang together too closely to answer in time: "
                f"{'; '.join(self.found.left_out)}."
            )

    def compromises(self) -> Iterable[page.Compromise]:
        """Give every deal that some rule picks, with all the rules that pick it."""
        picked: dict[Deal, list[str]] = {}
        for rule, solution in self.deals.solutions.items():
            if solution is not None:
                picked.setdefault(solution.best.deal, []).append(rule)
        first = self.terms(next(iter(picked), {}))
        for deal, rules in picked.items():
            solution = self.deals.solutions[rules[0]]
            assert solution is not None
            yield page.Compromise(
                rules=tuple(RULES[rule] for rule in rules),
                terms=self.terms(deal),
                differs=tuple(t for t in self.terms(deal) if t not in first),
                points=self.points(solution.best),
                ties=len(solution.ties),
                notes=(
                    *self.notes(rules[0], solution),
                    self.sure(self.found.sure[deal]),
                ),
            )

    def notes(self, rule: str, solution: Solution) -> Iterable[str]:
        """Say what a compromise costs whom, and what comes next by the same rule."""
        alike = self.found.alike[solution.best.deal]
        if alike is not None and alike > 1:
            yield f"{alike:,} deals are worth this to everybody."
        if solution.gap:
            yield _unproven(rule, solution.gap)
        below = [f"{self.name(p)} {points:.1f}" for p, points in solution.below_best.items()]
        yield f"Points below its best acceptable deal: {'; '.join(below)}."
        if solution.runner_up is not None:
            gives = (
                f"{self.name(p)} {-points + 0.0:+.1f}"
                for p, points in solution.gives_up.items()
            )
            yield f"Against the next deal by {RULES[rule]}: {'; '.join(gives)}."

    def sure(self, found: Sureness) -> str:
        """Say for which of the numbers a deal is acceptable, and among the best."""
        if found.verdict == "never":
            return "Acceptable to all for none of the numbers in the ranges."
        always = "Acceptable to all whatever the numbers in the ranges"
        accepted = f"Acceptable to all for {_of_ranges(found.acceptable)}"
        return (
            f"{always if found.verdict == 'necessarily' else accepted}; on the frontier for "
            f"{_share(found.frontier)}, the Nash choice for {_share(found.nash)}."
        )

    def concessions(self) -> Iterable[str]:
        """Say by how much walk-away values would have to come down."""
        found = self.found.concessions
        if found is None or not found.needed:
            return
        if found.shut:
            yield (
                "No walk-away value, however low, opens a deal: red lines and constraints shut "
                "out every one."
            )
            return
        for party, one in found.alone.items():
            if one is None:
                yield f"{self.name(party)} alone opens no deal by coming down."
            else:
                yield f"{self.name(party)} alone would have to come down by {_up(one.points)}."
        if found.equal is not None:
            yield f"If all come down by the same: by {_up(found.equal.points)} each."
        if found.total is not None:
            yield f"The least in all: {_up(found.total.points)} ({self._gives(found.total)})."

    def _gives(self, one: Concession) -> str:
        given = (f"{self.name(p)} {_up(g)}" for p, g in one.give.items() if g)
        return "; ".join(given)

    def unreachable(self) -> Iterable[str]:
        """Name the options that no acceptable deal takes, with what keeps each out."""
        issues = self.process.agenda.issues
        found = self.found.unreachable
        for one in () if found is None else found.options:
            issue = issues[one.issue]
            why = " and ".join(map(self._reason, one.reasons)) or "the parties together"
            yield f"{issue.name}: {issue.choices[one.option].name} (kept out by {why})"

    def _reason(self, one: Reason) -> str:
        if one.kind == "constraint":
            return f"the constraint '{one.id}'"
        if one.kind == "constraints":
            return "the constraints together"
        if one.kind == "red_line":
            return f"the red line '{one.id}' of {self.name(one.party)}"
        if one.kind == "red_lines":
            return f"the red lines of {self.name(one.party)}"
        return f"the walk-away value of {self.name(one.party)}, worth {one.best:.1f} at best"

    def trades(self) -> Iterable[str]:
        """Name the trades between two parties that are better for both."""
        best = sorted(self.found.trades.trades, key=lambda trade: -min(trade.gains.values()))
        for trade in best[:MOST_TRADES]:
            gives = "; ".join(
                f"{self.name(party)} (+{trade.gains[party]:.1f}) gives way on "
                f"{self._change(given)}"
                for party, given in trade.gives.items()
            )
            lose = [f"{self.name(p)} loses {points:.1f}" for p, points in trade.losses.items()]
            lose += [
                f"it crosses the red line '{line.id}' of {self.name(line.party)}"
                for line in trade.against
            ]
            yield f"{gives}{': but ' if lose else ''}{', '.join(lose)}"
        if self.found.trades.found > MOST_TRADES:
            yield f"and {self.found.trades.found - MOST_TRADES} more"

    def _change(self, given: GivingWay) -> str:
        issue = self.process.agenda.issues[given.issue]
        before, after = issue.choices[given.before], issue.choices[given.after]
        return f"{issue.name} (from: {before.name}; to: {after.name})"

    def drivers(self) -> Iterable[str]:
        """Name the numbers that the verdict turns on."""
        found = self.found.drivers
        told = [one for one in found.ranked if one.distinguishable]
        for one in told[:MOST_DRIVERS]:
            yield (
                f"{self._number(one.number)}: a deal in {percent(one.share_low)} of the draws "
                "where it is in the lower half of its range, in "
                f"{percent(one.share_high)} in the upper"
            )
        if len(told) > MOST_DRIVERS:
            yield f"and {len(told) - MOST_DRIVERS} more"
        if found.ranked and not told:
            yield f"Nothing stands out: {found.reason}"

    def _number(self, number: Number) -> str:
        party, issues = self.name(number.party), self.process.agenda.issues
        if number.kind == "walk_away":
            return f"the walk-away value of {party} ({number.range})"
        if number.kind == "bonus":
            place = (number.interaction or 0) + 1
            return f"the bonus of {party}'s interaction {place} ({number.range})"
        issue = issues[number.issue]
        if number.kind == "weight":
            return f"the weight of {issue.name} for {party} ({number.range})"
        option = issue.choices[number.option].name
        return f"the value of '{option}' ({issue.name}) for {party} ({number.range})"

    def block(self, opening: Opening) -> page.Block:
        """Say what would have to give, and what that opens."""
        parts = []
        for one in opening.ease:
            give = opening.give.get(one.party) if one.kind == "walk_away" else None
            by = f" by {_up(give)} points or more" if give is not None else ""
            parts.append(self.obstacle(one) + by)
        return page.Block(
            text=" and ".join(parts),
            opens=self.terms(opening.best.deal),
            points=self.points(opening.best),
        )


def _up(points: float) -> str:
    """Say points to come down by: rounded up, as fewer would not do."""
    return f"{math.ceil(10 * points - 1e-6) / 10:.1f}"


def _unproven(rule: str, gap: float) -> str:
    """Say that a compromise may not be the best by its rule, and by how much."""
    if math.isinf(gap):
        return f"Not proven best by {RULES[rule]}: how much better another deal may be is open."
    more = {
        "nash": f"its product of gains may be up to {math.expm1(gap):.2g} times larger again",
        "kalai_smorodinsky": f"its smallest share may be up to {gap:.2g} percent larger",
        "egalitarian": f"its smallest gain may be up to {gap:.2g} points larger",
        "utilitarian": f"its sum of gains may be up to {gap:.2g} points larger",
    }
    return f"Not proven best by {RULES[rule]}: of another deal {more[rule]}."


def _of_ranges(found: Share) -> str:
    """Say for which of the ranges a deal is acceptable that is for some and not for others."""
    if found.share == 1:
        return f"{_share(found)}, but not for every value"
    if found.share == 0:
        return f"{_share(found)}, but for some other values"
    return f"{_share(found)} of the ranges"


def _share(found: Share) -> str:
    low, high = found.interval
    if found.undecided >= (found.draws or 1):
        return "an undecided share"
    if low == high:
        return "all" if found.share == 1 else "none" if found.share == 0 else _percent(low)
    if found.draws and found.share in (0, 1) and not found.undecided:
        return f"{'all' if found.share else 'none of'} {found.draws:,} draws"
    if found.undecided:
        return f"{percent(low)} to {percent(high)} ({found.undecided:,} draws are undecided)"
    return f"{_percent(found.share)} ({_percent(low)} to {_percent(high)})"


def _percent(share: float) -> str:
    """Say a share, with a digit more where it is near none or all."""
    return percent(share, 1 if 0 < share < 0.01 or 0.99 < share < 1 else 0)
