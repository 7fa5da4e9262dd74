"""What is found about deals, in the words of the process."""

import math
from collections.abc import Container, Iterable, Iterator, Mapping

from accord.deals import Deals, Drop, Obstacle, Opening, PartyNumbers, Solution, ValuedDeal
from accord.deals.robustness import Sureness
from accord.deals.trades import GivingWay, Trade
from accord.deals.unreachable import Reason
from accord.deals.verdict_drivers import Number, uncertain
from accord.deals.zone import RangeShare, Zone
from accord.model import Agenda, Deal, Process, Range
from accord.record.outsiders import Outsiders
from accord.record.wording import begun, together
from accord.telling.decision_words import must_accept
from accord.telling.number_words import counted, differences, in_100, up
from accord.telling.outlook import ONE_WAY, RULES, Compromise, Points, Term, WayToDeal
from accord.telling.outsider_words import points_waiting, role_lines
from accord.telling.rests_on_words import rests_on_lines

MOST_TRADES = 3
"""How many trades are named; where more pairs of parties have one, one of each pair."""
MOST_DRIVERS = 5
"""How many numbers are named."""
MOST_VALUES = 8
"""How many numbers of an example are told; all stand in the JSON."""

_WHATEVER = ", whatever the numbers in the ranges"
AT_THE_MIDDLE = " at the middle of the ranges, but not for all of them."
"""Ends a sentence that a deal is below a walk-away value for some of the numbers alone."""


def red_line_named(line: str, party: str) -> str:
    """Name a red line, or the condition of an offer that counts as one.

    Args:
        line: The id of the red line.
        party: The name of the party whose it is.
    """
    condition, of, offer = line.partition(" of ")  # ids that people write have no blanks
    return (
        f"the {condition} of {party}'s offer '{offer}'"
        if of
        else f"the red line '{line}' of {party}"
    )


class DealWords:
    """Says in words what deals are, and what they are worth: for that no analysis is needed.

    Attributes:
        process: The names behind the ids.
        walk_away: The walk-away values, by party, in points.
        ranges: Their ranges, by party; those that are left out are exact.
    """

    def __init__(
        self,
        process: Process,
        walk_away: Mapping[str, float],
        ranges: Mapping[str, Range] | None = None,
    ) -> None:
        self.process, self.walk_away, self.ranges = process, walk_away, ranges or {}

    def terms(self, deal: Deal) -> tuple[Term, ...]:
        """Return a deal issue by issue."""
        said = self.process.agenda.describe(deal)
        return tuple(Term(issue=issue, option=option) for issue, option in said)

    def worth(self, deal: ValuedDeal) -> str:
        """Return on one line what a deal is worth to whom."""
        return "; ".join(one.said for one in self.points(deal))

    def points(self, deal: ValuedDeal) -> tuple[Points, ...]:
        """Return what a deal is worth to whom."""
        return tuple(
            Points(
                party=party,
                name=self.name(party),
                worth=deal.worth.get(party),
                walk_away=walk_away,
                walk_away_range=self._ends(party),
            )
            for party, walk_away in self.walk_away.items()
        )

    def _ends(self, party: str) -> tuple[float, float]:
        span = self.ranges.get(party)
        return (span.low, span.high) if span else (self.walk_away[party],) * 2

    def name(self, party: str) -> str:
        """Return the name of a party."""
        return self.process.name(party)

    def names(self) -> dict[str, str]:
        """Return the names of all parties, by id."""
        return {party: self.name(party) for party in self.walk_away}

    def named(self, one: Obstacle | Reason) -> str:
        """Name what refuses a deal, without what it refuses.

        Args:
            one: A red line, a constraint, a walk-away value, or several lines together.
        """
        match one.kind:
            case "constraint":
                return f"the constraint '{one.id}'"
            case "constraints":
                return "the constraints together"
            case "red_line":
                return red_line_named(one.id, self.name(one.party))
            case "red_lines":
                return f"the red lines of {self.name(one.party)}"
            case _:
                return f"the walk-away value of {self.name(one.party)}"

    def obstacle(self, one: Obstacle, named: Container[Obstacle] = ()) -> str:
        """Name a red line, a constraint or a walk-away value.

        Args:
            one: What is named.
            named: What the reader has been told of: it is not said again what that refuses.
        """
        said = self.named(one)
        if one.kind == "walk_away" or one in named:
            return said
        return f"{said} (never {alternatives(self.process.agenda, one.never)})"


class Words(DealWords):
    """Says in words what was found of deals.

    Attributes:
        deals: What was found.
        outsiders: Those who are not in the room, with what the record has of them.
    """

    def __init__(
        self, process: Process, deals: Deals, outsiders: Outsiders | None = None
    ) -> None:
        super().__init__(
            process, {p: deals.walk_away[p] for p in deals.parties}, deals.walk_away_range
        )
        self.deals = deals
        self.outsiders = outsiders or Outsiders(process)

    @property
    def clears(self) -> str:
        """What a deal does that passes, as after `some deal`."""
        if not self.deals.coalitions:
            return "clears every walk-away value and red line"
        return f"clears the walk-away values and red lines of {must_accept(self.process)}"

    def verdict(self) -> str:
        """Answer in one sentence whether there is a deal."""
        return self.zone(self.deals.verdict)

    def zone(
        self, zone: Zone, deal: str = "deal", ways: Mapping[str, Iterable[str]] | None = None
    ) -> str:
        """Return one sentence on whether some deal is acceptable to all by these numbers.

        Args:
            zone: The verdict.
            deal: Which deals it is about.
            ways: The options that may settle each issue in them; without it, all of them.
        """
        whatever = _WHATEVER if self.deals.ranges else ""
        clears = self.clears
        waiting = points_waiting(self.process, ways)
        yes = f"yes between the parties; {waiting}" if waiting else "yes"
        also = f" {begun(waiting)}." if waiting else ""
        if zone.exists is True:
            return f"By these numbers, {yes}: some {deal} {clears}{whatever}."
        if zone.exists is False:
            return f"By these numbers, no: no {deal} {clears}{whatever}."
        if zone.throughout_holds:
            return (
                f"By these numbers, {yes}, but not always the same: some {deal} {clears}"
                f"{_WHATEVER}; none does so for all of them."
            )
        draws = f"{zone.draws:,} sets of numbers tried"
        if zone.answer == "yes in all tried":
            rest = (
                "whether for every number in the ranges is not proven"
                if zone.throughout_holds is None
                else "for some numbers in the ranges none does"
            )
            return f"By these numbers, some {deal} {clears} in all {draws}; {rest}.{also}"
        if zone.answer == "no in all tried":
            return (
                f"By these numbers, no {deal} {clears} in any of {draws}; for some numbers in "
                f"the ranges one does.{also}"
            )
        assert zone.one_way is not None
        count, together = (round(s * zone.draws) for s in (zone.share, zone.one_way.share))
        other = "" if count == together else f" ({together:,} {ONE_WAY})"
        said = f"By these numbers, it depends: some {deal} {clears} in {count:,} of {draws}"
        return f"{said}{other}.{also}"

    def throughout(self) -> Iterator[tuple[int, str]]:
        """Yield, if a deal was acceptable in all draws, which deals suffice or where none is.

        One line each, with its indent.
        """
        found = self.deals.verdict.throughout
        if found is None:
            return
        if found.deals:
            first, *others = (self.terms(deal) for deal in found.deals)
            suffices = "one of these deals is acceptable to all"
            yield 0, f"Whatever the numbers in the ranges, {suffices}:"
            yield 1, f"1. {self._on_one_line(first)}"
            for number, terms in enumerate(others, 2):
                differs = [term for term in terms if term not in first]
                yield 1, f"{number}. as 1, but {self._on_one_line(differs)}"
        if found.counterexample:
            told = list(self._counterexample(found.counterexample))
            yield 0, "No deal is acceptable to all, for example, where these numbers are so:"
            for said in told[:MOST_VALUES]:
                yield 1, f"- {said}"
            if len(told) > MOST_VALUES:
                yield 1, f"and {len(told) - MOST_VALUES} more: accord deals FOLDER --json"

    def _counterexample(self, found: Iterable[PartyNumbers]) -> Iterator[str]:
        """Yield the value of every number that is a range, walk-away values first."""
        given = {one.party: one for one in found}
        numbers = sorted(uncertain(self.deals.worth), key=lambda one: one.kind != "walk_away")
        for one in numbers:
            value = self._value(one, given[one.party])
            yield f"{ranged_number(self.process, one)} is {round(value, 1):g}"

    def _value(self, number: Number, among: PartyNumbers) -> float:
        """Take a number from among all of its party."""
        if number.kind == "weight":
            return among.weights[number.issue]
        if number.kind == "value":
            return among.values[number.issue][number.option]
        if number.kind == "walk_away":
            return among.walk_away
        labels = self.deals.worth.ranges[self.deals.parties.index(number.party)].labels
        places = [label.interaction for label in labels if label.kind == "bonus"]
        return among.bonuses[places.index(number.interaction)]

    @staticmethod
    def _on_one_line(terms: Iterable[Term]) -> str:
        return "; ".join(f"{term.issue}: {term.option}" for term in terms)

    def method(self) -> Iterable[str]:
        """Yield how the answers were found, and what was left out."""
        zone = self.deals.verdict
        yield f"{self.deals.method}."
        if self.deals.coalitions:
            yield f"By the rule of decision this is enough: {must_accept(self.process)}."
        if zone.seed is not None and zone.one_way is not None:
            wide = max(high - low for low, high in (zone.interval, zone.one_way.interval)) / 2
            yield (
                f"Sets drawn from the ranges (seed {zone.seed}): each number by itself, and as "
                f"many {ONE_WAY}, from hopeful to doubtful. With more sets a share would "
                f"change by about {max(1, math.ceil(100 * wide))} in 100 at most."
            )
        if self.deals.coalitions:
            yield f"Left out: {'; '.join(self.deals.left_out)}."
        elif self.deals.left_out:
            yield (
                "Left out, as issues hang together too closely to answer in time: "
                f"{'; '.join(self.deals.left_out)}."
            )

    def compromises(self) -> Iterable[Compromise]:
        """Yield every deal that some rule picks, with all the rules that pick it."""
        picked: dict[Deal, list[str]] = {}
        for rule, solution in self.deals.compromises.items():
            if solution is not None:
                picked.setdefault(solution.best.deal, []).append(rule)
        first = self.terms(next(iter(picked), {}))
        for deal, rules in picked.items():
            solution = self.deals.compromises[rules[0]]
            assert solution is not None
            yield Compromise(
                rules=tuple(RULES[rule].name for rule in rules),
                said=self._picked(rules, solution),
                deal=deal,
                terms=self.terms(deal),
                differs=tuple(t for t in self.terms(deal) if t not in first),
                points=self.points(solution.best),
                ties=len(solution.ties),
                others=tuple(role_lines(self.outsiders, self.outsiders.on(deal))),
                notes=(*self.notes(rules[0], solution), *self.sure(self.deals.sureness[deal])),
            )

    def _picked(self, rules: list[str], solution: Solution) -> str:
        """Return which rules pick a deal, and for what share of the ranges Nash's does."""
        *others, last = (RULES[rule].plain for rule in rules)
        who = f"{', '.join(others)} and {last}" if others else last
        middle = ", at the middle of these ranges," if self.deals.ranges else ""
        ties = f", one of {len(solution.ties) + 1} equally good by it" if solution.ties else ""
        said = f"{who[0].upper()}{who[1:]}{middle} "
        said += ("picks", "both pick", "all pick")[min(len(others), 2)]
        said += f" this deal{ties}"
        if not self.deals.ranges or "nash" not in rules:
            return said
        which = "the first" if others else "that rule"  # Nash's is the first of the rules
        sure = self.deals.sureness[solution.best.deal]
        return f"{said}; it is the choice of {which} in {in_both(sure.nash, sure.one_way.nash)}"

    def notes(self, rule: str, solution: Solution) -> Iterable[str]:
        """Yield what a compromise costs whom, and what comes next by the same rule."""
        alike = self.deals.alike[solution.best.deal]
        if alike is not None and alike > 1:
            yield f"{alike:,} deals are worth this to everybody."
        if solution.gap:
            yield _unproven(rule, solution.gap)
        else:
            below = differences(
                self.names(),
                {party: -points for party, points in solution.below_best.items()},
                solution.below_best_told_apart,
            )
            yield f"Against its own best acceptable deal: {'; '.join(below)}."

    def sure(self, found: Sureness) -> Iterator[str]:
        """Yield for which of the numbers a deal is acceptable, and among the best."""
        if not self.deals.ranges:
            return
        if found.verdict == "never":
            yield "Acceptable to all for none of the numbers in the ranges."
            return
        accepted = in_both(found.acceptable, found.one_way.acceptable)
        always = found.verdict == "necessarily"
        said = f"Acceptable to all{_WHATEVER if always else f' in {accepted}'}"
        better = in_both(found.frontier, found.one_way.frontier)
        if better == accepted:
            yield f"{said}; no acceptable deal is better for some and worse for none."
            return
        yield f"{said}."
        yield (
            "Acceptable, and no acceptable deal better for some and worse for none, in "
            f"{better}."
        )

    def rests_on(self) -> Iterable[str]:
        """Yield what would end a yes: unwritten red lines, and walk-away values that rise."""
        lines = [*rests_on_lines(self.process, self.deals.rests_on_if_found or ())]
        if lines:
            yield "It falls if one of the next lines is true; no red line is written on it:"
            yield from lines
        if rises := self.deals.rises:
            each = "; ".join(f"{self.name(p)} {counted(up)}" for p, up in rises.items())
            middle = " at the middle of the ranges" if self.deals.ranges else ""
            yield f"It falls if one walk-away value rises by more than this{middle}: {each}"

    def concessions(self) -> Iterable[str]:
        """Yield by how much walk-away values would have to come down."""
        found = self.deals.drops_if_found
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
                by = _by(one, counted(up(one.points)))
                yield f"{self.name(party)} alone would have to come down {by}."
        if found.total is not None and found.total.within_ranges:
            yield (
                "Coming down together, by no more than the ranges leave open: for some of the "
                "numbers in them there is a deal."
            )
            return
        if found.equal is not None:
            each = _by(found.equal, f"{counted(up(found.equal.points))} each")
            yield f"If all come down by the same: {each}."
        if found.total is not None:
            given = {p: up(g) for p, g in found.total.give.items() if g}
            each = "; ".join(f"{self.name(p)} {g}" for p, g in given.items())
            points = f"{counted(sum(given.values()))} ({each})"
            yield f"The least in all: {_by(found.total, points)}."

    def unreachable(self) -> Iterable[str]:
        """Name the options that no acceptable deal takes, with what keeps each out."""
        issues = self.process.agenda.issues
        found = self.deals.unreachable_if_found
        for one in () if found is None else found.options:
            issue = issues[one.issue]
            why = together(map(self.named, one.reasons)) or "the parties together"
            kept = "" if self.deals.coalitions else f" (kept out by {why})"
            yield f"{issue.name}: {issue.choices[one.option].name}{kept}"

    def trades(self) -> Iterable[str]:
        """Name the trades between two parties that are better for both, of every pair alike."""
        found, places = self.deals.trades, dict[tuple[str, str], int]()
        ranked = []
        for trade in found.trades:
            places[trade.parties] = place = places.get(trade.parties, 0) + 1
            ranked.append((place, trade))
        ranked.sort(key=lambda one: one[0])
        shown = ranked[: max(MOST_TRADES, len(places))]
        if shown:
            yield (
                f"All else is as in {self._reference()}. From: each has its way on one of the "
                "two issues. To: each has its way on the other."
            )
        for _, trade in shown:
            yield self._trade(trade)
        if found.found > len(shown):
            first = f" (the first {len(ranked)})" if len(ranked) < found.found else ""
            yield f"and {found.found - len(shown)} more: accord deals FOLDER --json{first}"

    def _reference(self) -> str:
        if self.deals.compromises["nash"] is not None:
            return f"the deal picked by {RULES['nash'].plain}"
        return (
            "the deal that crosses no red line and leaves whoever is farthest below its "
            "walk-away value the least below it"
        )

    def _trade(self, trade: Trade) -> str:
        gives = "; ".join(
            f"{self.name(party)} gives way on {self._change(given)}"
            for party, given in trade.gives.items()
        )
        more = {**trade.others_gain, **{p: -points for p, points in trade.losses.items()}}
        said = []
        if set(trade.parties) <= set(trade.told_apart):
            more |= trade.gains
        else:
            said = ["both gain, though not for all numbers in the ranges"]
        names = {party: name for party, name in self.names().items() if party in more}
        said += differences(names, more, trade.told_apart)
        text = f"{gives}: {'; '.join(said)}"
        against = [
            f"it crosses {red_line_named(line.id, self.name(line.party))}"
            for line in trade.against
        ]
        return f"{text}; but {', '.join(against)}" if against else text

    def _change(self, given: GivingWay) -> str:
        issue = self.process.agenda.issues[given.issue]
        before, after = issue.choices[given.before], issue.choices[given.after]
        return f"{issue.name} (from: {before.name}; to: {after.name})"

    def drivers(self) -> Iterable[str]:
        """Name the numbers that the verdict turns on."""
        found = self.deals.drivers
        told = [one for one in found.ranked if one.distinguishable]
        for one in told[:MOST_DRIVERS]:
            low, high = in_100(one.share_low), in_100(one.share_high)
            yield (
                f"{ranged_number(self.process, one.number)}: a deal in {low} of 100 sets of "
                f"numbers where it is in the lower half of its range, in {high} in the upper"
            )
        if len(told) > MOST_DRIVERS:
            yield f"and {len(told) - MOST_DRIVERS} more"
        if found.ranked and not told:
            yield f"Nothing stands out: {found.reason}"

    def blocks(self, openings: Iterable[Opening]) -> Iterator[WayToDeal]:
        """Yield what would have to be otherwise, and what that opens."""
        named: set[Obstacle] = set()
        for opening in openings:
            yield WayToDeal(
                text=" and ".join(self._eased(opening, named)),
                opens=self.terms(opening.best.deal),
                points=self.points(opening.best),
            )
            named.update(opening.ease)

    def _eased(self, opening: Opening, named: Container[Obstacle]) -> Iterator[str]:
        gone = [self.obstacle(one, named) for one in opening.ease if one.kind != "walk_away"]
        if gone:
            *first, last = gone
            start = f"{', '.join(first)} and " if first else ""
            yield f"{start}{last} were not there"
        for one in opening.ease:
            if one.kind != "walk_away":
                continue
            if one.party not in opening.give:
                yield f"{self.obstacle(one)} were lower"
            elif one.party in opening.within_ranges:
                yield f"{self.obstacle(one)} were lower, by no more than the ranges leave open"
            else:
                by = counted(up(opening.give[one.party]))
                yield f"{self.obstacle(one)} were {by} lower"


def alternatives(agenda: Agenda, options: Mapping[str, Iterable[str]]) -> str:
    """Name options by issue, of which any will do.

    Args:
        agenda: The names behind the ids.
        options: Ids of options, by issue.
    """
    issues = agenda.issues
    return "; ".join(
        f"{issues[i].name}: " + " or ".join(issues[i].choices[o].name for o in several)
        for i, several in options.items()
    )


def ranged_number(process: Process, number: Number) -> str:
    """Name a number that is a range.

    Args:
        process: The names behind the ids.
        number: The number.
    """
    party, issues = process.name(number.party), process.agenda.issues
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


def in_both(each: RangeShare, one_way: RangeShare) -> str:
    """Return in words in how many sets of numbers something holds, of both kinds of draws.

    Args:
        each: Where each number is drawn by itself.
        one_way: Where all numbers of a party err the same way.
    """
    first, second = _share(each), _share(one_way)
    among = "100" if first[-1:].isdigit() else "the"
    also = "" if first == second else f" ({second} {ONE_WAY})"
    return f"{first} of {among} sets of numbers tried{also}"


def _by(one: Drop, points: str) -> str:
    """Return by how many points walk-away values come down, if the ranges bear that."""
    return "by no more than the ranges leave open" if one.within_ranges else f"by {points}"


def _unproven(rule: str, gap: float) -> str:
    """Return the sentence that a compromise may not be what its rule picks, and by how much."""
    proven = f"Not proven to be the choice of {RULES[rule].plain}"
    if math.isinf(gap):
        return f"{proven}: how much better another may be is open."
    more = {
        "nash": f"its product of gains may be up to {math.expm1(gap):.2g} times larger again",
        "kalai_smorodinsky": f"its smallest share may be up to {up(gap)} percent larger",
        "egalitarian": f"its smallest gain may be up to {counted(up(gap))} larger",
        "utilitarian": f"its sum of gains may be up to {counted(up(gap))} larger",
    }
    return f"{proven}: of another deal {more[rule]}."


def _share(found: RangeShare) -> str:
    if found.draws and found.undecided >= found.draws:
        return "an undecided share"
    if found.undecided and found.draws:
        most = found.share + found.undecided / found.draws
        return f"{in_100(found.share)} to {in_100(most)}"
    return "all" if found.share == 1 else "none" if found.share == 0 else in_100(found.share)
