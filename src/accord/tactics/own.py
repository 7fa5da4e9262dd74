"""What deals are worth to the party one sits for, and the deals to look at: without listing."""

import random
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, lru_cache
from math import ceil

from attrs import field, frozen
from frozendict import frozendict

from accord.deals.search.finder import DealFinder, deal_finder
from accord.deals.search.space import OpenDeals
from accord.deals.worth import Worth
from accord.errors import AccordError
from accord.kernels.bits import each_bit
from accord.kernels.ties import TIE
from accord.model import NOTHING_MOVED, Agenda, Interests, InterestsMoved
from accord.talks import Mandate, Options

Estimate = Mapping[str, Mapping[str, float]]
"""What each option counts for, by issue and option: say, what it is worth to others."""


MOST_JUDGED = 20_000
"""How many deals are kept in mind with their worth, and how many by what was asked."""

MOST_SOUGHT = 1000
"""How many deals are kept in mind by the estimates by which they were looked for."""

Columns = tuple[tuple[float, ...], ...]
"""What each option counts for, by the places of issue and option."""

Sought = tuple[int | None, *tuple[Columns, ...]]
"""What is asked of a deal: what it is worth at least, or to be fair, and estimates."""

_ALL = Mandate()


@frozen(eq=False)
class Own:
    """One party's interests over an agenda: what deals are worth, and how to find some.

    Deals here are whole, never take a combination that the agenda or a red line of the party
    excludes, and take options that are open only.

    Attributes:
        agenda: The issues and options.
        numbers: The party's numbers.
        left: The deals to look among.
        deals: What finds deals.
        open: The options that are open, for issues where not all of them are.
        point: How many steps of the grid a point of worth is.
        walk_away: The walk-away value, in points.
        highest: What the best deal is worth, in points; minus infinity where there is none.
        has_deal: Whether some deal is acceptable.
    """

    agenda: Agenda
    numbers: Worth
    left: OpenDeals
    deals: DealFinder
    open: Mapping[str, frozenset[str]] = field(factory=dict)
    point: float = field(init=False)
    walk_away: float = field(init=False)
    highest: float = field(init=False)
    has_deal: bool = field(init=False)
    _enough: int = field(init=False)
    _ranked: list[Options] = field(factory=list, init=False)
    _above: dict[int, Options] = field(factory=dict, init=False)
    _judged: dict[Options, tuple[float, bool]] = field(factory=dict, init=False)
    _sought: dict[Sought, Options] = field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        """Note what is asked for at every turn."""
        top, numbers = self.deals.top(), self.numbers
        point, walk_away = float(numbers.point[0]), float(numbers.walk_away[0])
        highest = float("-inf") if top is None else top / point
        note = object.__setattr__
        note(self, "point", point)
        note(self, "walk_away", walk_away)
        note(self, "highest", highest)
        note(self, "has_deal", highest >= walk_away - TIE)
        note(self, "_enough", self.need(walk_away))

    @classmethod
    def of(
        cls,
        agenda: Agenda,
        interests: Interests | Worth,
        allowed: Mapping[str, tuple[str, ...]],
        moved: float = 0.0,
        otherwise: InterestsMoved = NOTHING_MOVED,
    ) -> "Own":
        """Prepare a party's numbers; the same ones are prepared once.

        Args:
            agenda: The issues and options.
            interests: What deals are worth to the party; ranges are read at their middle.
            allowed: The options that are open, by issue; all, for an issue it does not name.
            moved: By how many points the walk-away value has moved.
            otherwise: What has moved of values and red lines.

        Raises:
            AccordError: If a number is missing or open at one end.
        """
        return _prepared(
            agenda, interests, Mandate(allowed) if allowed else _ALL, moved, otherwise
        )

    def worth(self, deal: Options) -> float:
        """Return what a whole deal is worth, in points, even where it cannot be had."""
        return (self._judged.get(deal) or self._judge(deal))[0]

    def acceptable(self, deal: Options) -> bool:
        """Return whether a whole deal is worth the walk-away value, and crosses nothing."""
        return (self._judged.get(deal) or self._judge(deal))[1]

    def above(self, target: float) -> Options:
        """Find the deal whose worth is nearest to a target, and at least that.

        Exact where the deals can be listed in two halves, otherwise near (see `ByIssue`).

        Args:
            target: In points; below the walk-away value, that is meant, and above the best
                deal, the best.
        """
        need = self._need(target)
        found = self._above.get(need)
        if found is None:
            if len(self._above) >= MOST_JUDGED:
                self._above.clear()
            found = self._above[need] = self._named(self.deals.above(need))
        return found

    def toward(self, target: float, estimate: Estimate) -> Options:
        """Find the deal of which an estimate is largest among those worth at least a target.

        Of deals with the same estimate it is that worth most to the party itself, where the
        deals can be listed.

        Args:
            target: As for `above`.
            estimate: What each option counts for; an option it does not name counts nothing.
        """
        need, columns = self._need(target), self._columns(estimate)
        return self._seek((need, columns), lambda: self.deals.toward(need, columns))

    def fair(self, estimates: Sequence[Estimate]) -> Options:
        """Find the deal with the largest product of what it gains and of all estimates.

        Of equal ones it is that worth most to the party itself. Exact where the deals can be
        listed in two halves, and otherwise with one estimate, too (see `ByIssue`).

        Args:
            estimates: What each option counts for, for each of the others; at least one, and a
                deal adds up to 0 at least.
        """
        base = self.walk_away * self.point
        columns = [self._columns(estimate) for estimate in estimates]
        need = self._need(self.walk_away)
        return self._seek((None, *columns), lambda: self.deals.fair(need, base, columns))

    def _seek(self, asked: Sought, find: Callable[[], tuple[int, ...]]) -> Options:
        """Look for a deal once: others say the same again and again, and so nothing changes."""
        found = self._sought.get(asked)
        if found is None:
            if len(self._sought) >= MOST_SOUGHT:
                self._sought.clear()
            found = self._sought[asked] = self._named(find())
        return found

    def _columns(self, estimate: Estimate) -> Columns:
        columns = list[tuple[float, ...]]()
        for issue, options in self._offered:
            given = estimate.get(issue, {})
            columns.append(tuple([given.get(option, 0.0) for option in options]))
        return tuple(columns)

    def ranked(self, place: int) -> Options | None:
        """Return the deal at a place in the order of worth; None below the walk-away value.

        Args:
            place: Counted from 0, the best deal.
        """
        ranked = self._ranked
        while len(ranked) <= place:
            found = self.deals.ranked(len(ranked))
            if found is None or found[1] < self._enough:
                return None
            ranked.append(self._named(found[0]))
        return ranked[place]

    def draw(self, target: float, rng: random.Random) -> Options:
        """Draw a deal that is worth at least a target.

        Every such deal is as likely where the deals can be listed; otherwise options are drawn
        issue by issue.

        Args:
            target: As for `above`.
            rng: Where the draw comes from.
        """
        return self._named(self.deals.draw(self._need(target), rng))

    def _judge(self, deal: Options) -> tuple[float, bool]:
        """Return what a deal is worth and whether it is acceptable, and keep it in mind."""
        total = self.sum(deal)
        enough = total >= self._enough and self.is_allowed(deal)
        if len(self._judged) >= MOST_JUDGED:
            self._judged.clear()
        found = self._judged[deal] = total / self.point, enough
        return found

    def sum(self, deal: Options) -> int:
        """Add up what a whole deal is worth, on the grid."""
        total = 0
        for issue, gains in self.gains.items():
            total += gains[deal[issue]]
        if self._bonuses:
            for place in each_bit(self._taken(deal) >> self._bans):
                total += self._bonuses[place]
        return total

    def need(self, worth: float) -> int:
        """Return the least sum that is worth so many points, within a tie."""
        return ceil((worth - TIE) * self.point)

    def is_allowed(self, deal: Options) -> bool:
        """Whether a deal takes open options only and no combination that is refused."""
        for issue, allowed in self.open.items():
            if deal[issue] not in allowed:
                return False
        return not self._taken(deal) & (1 << self._bans) - 1

    def crossed(self, deal: Options) -> list[tuple[str, ...]]:
        """Return the issues of every combination that is refused and that a deal takes."""
        return [self._scopes[n] for n in each_bit(self._taken(deal) & (1 << self._bans) - 1)]

    @cached_property
    def _scopes(self) -> list[tuple[str, ...]]:
        issues = self.numbers.names.issues
        return [tuple(issues[issue] for issue in scope) for scope, _ in self.numbers.bans]

    @cached_property
    def gains(self) -> dict[str, dict[str, int]]:
        """What every option adds, on the grid, by issue and option."""
        names, own = self.numbers.names, iter(self.numbers.gains[:, 0].tolist())
        return {
            issue: {option: next(own) for option in options}
            for issue, options in zip(names.issues, names.options, strict=True)
        }

    @cached_property
    def _bonuses(self) -> list[int]:
        return [int(bonus) for bonus in self.numbers.bonuses]

    @cached_property
    def _bans(self) -> int:
        """How many combinations are refused: their bits come first, then those of bonuses."""
        return len(self.numbers.bans)

    def _taken(self, deal: Options) -> int:
        """Return the combinations that a whole deal takes, a bit for each.

        At every step many deals are looked at: so that of many combinations each need not be.
        """
        left = self._all
        for issue, bits in self._kept:
            left &= bits[deal[issue]]
            if not left:
                break
        return left

    @cached_property
    def _all(self) -> int:
        return (1 << self._bans + len(self.numbers.interactions)) - 1

    @cached_property
    def _kept(self) -> list[tuple[str, dict[str, int]]]:
        """The combinations that each option leaves, as bits, where it does not leave all."""
        names = self.numbers.names
        return [
            (issue, dict(zip(options, bits, strict=True)))
            for issue, options, bits in zip(
                names.issues, names.options, self.left.marks, strict=True
            )
            if any(mark != self._all for mark in bits)
        ]

    def _need(self, target: float) -> int:
        top = self.deals.top()
        assert top is not None
        wanted = min(max(target, self.walk_away), self.highest)
        return min(self.need(wanted), top)

    def _named(self, places: tuple[int, ...]) -> Options:
        return frozendict(
            {
                issue: options[place]
                for (issue, options), place in zip(self._offered, places, strict=True)
            }
        )

    @cached_property
    def _offered(self) -> list[tuple[str, list[str]]]:
        """The options to look among, by issue."""
        names = self.numbers.names
        return [
            (issue, [options[place] for place in places.tolist()])
            for issue, options, places in zip(
                names.issues, names.options, self.left.options, strict=True
            )
        ]


@lru_cache(maxsize=64)
def _prepared(
    agenda: Agenda,
    interests: Interests | Worth,
    allowed: Mandate,
    moved: float,
    otherwise: InterestsMoved,
) -> Own:
    given = interests if isinstance(interests, Worth) else (interests,)
    try:
        worth = Worth.of(agenda, given)
        worth = worth.as_moved({worth.party: otherwise})
        left = _left(agenda, worth.interests[0], allowed)
    except ValueError as error:
        raise AccordError(f"These interests cannot be read: {error}.") from None
    closed = {i: frozenset(one) for i, one in allowed.items() if i in worth.names.issues}
    finder = deal_finder(left, worth)
    return Own(agenda, worth.moved({worth.party: moved}), left, finder, closed)


@lru_cache(maxsize=64)
def _left(agenda: Agenda, interests: Interests, allowed: Mandate) -> OpenDeals:
    """Find the deals that a party may take, which talks with other numbers have in common."""
    worth = Worth.of(agenda, (interests,))
    return OpenDeals.of(worth, worth.names.open(allowed))
