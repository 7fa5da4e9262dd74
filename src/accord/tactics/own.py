"""What deals are worth to the party one sits for, and the deals to look at: without listing."""

import random
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from attrs import evolve, field, frozen
from frozendict import frozendict

from accord.deals.search.chained import Chained
from accord.deals.search.halved import HALVED_FROM, MOST_HALVED, Halved
from accord.deals.search.listed import Listed
from accord.deals.search.numbers import Numbers
from accord.kernels.ties import TIE
from accord.model import Agenda, Interests, Range
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
        deals: What finds deals.
        walk_away: The walk-away value, in points.
        highest: What the best deal is worth, in points; minus infinity where there is none.
        has_deal: Whether some deal is acceptable.
    """

    agenda: Agenda
    numbers: Numbers
    deals: Listed | Halved | Chained
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
        highest = float("-inf") if top is None else numbers.points(top)
        note = object.__setattr__
        note(self, "walk_away", numbers.walk_away)
        note(self, "highest", highest)
        note(self, "has_deal", highest >= numbers.walk_away - TIE)
        note(self, "_enough", numbers.need(numbers.walk_away))

    @classmethod
    def of(
        cls, agenda: Agenda, interests: Interests, allowed: Mapping[str, tuple[str, ...]]
    ) -> "Own":
        """Prepare interests; the same ones are prepared once.

        Args:
            agenda: The issues and options.
            interests: What deals are worth to the party; ranges are read at their middle.
            allowed: The options that are open, by issue; all, for an issue it does not name.

        Raises:
            AccordError: If a number is missing or open at one end.
        """
        return _prepared(agenda, interests, frozendict(allowed) if allowed else _ALL)

    def worth(self, deal: Options) -> float:
        """Give what a whole deal is worth, in points, even where it cannot be had."""
        return (self._judged.get(deal) or self._judge(deal))[0]

    def acceptable(self, deal: Options) -> bool:
        """Tell whether a whole deal is worth the walk-away value, and crosses nothing."""
        return (self._judged.get(deal) or self._judge(deal))[1]

    def above(self, target: float) -> Options:
        """Find the deal whose worth is nearest to a target, and at least that.

        Exact where the deals can be listed (`MOST_HALVED`), otherwise near (see `Chained`).

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
        listed (`MOST_HALVED`), and otherwise with one estimate, too (see `Chained`).

        Args:
            estimates: What each option counts for, for each of the others; at least one, and a
                deal adds up to 0 at least.
        """
        base = self.walk_away * self.numbers.point
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
        names, columns = self.numbers.names, list[tuple[float, ...]]()
        for issue, options in zip(names.issues, names.options, strict=True):
            given = estimate.get(issue, {})
            columns.append(tuple([given.get(option, 0.0) for option in options]))
        return tuple(columns)

    def ranked(self, place: int) -> Options | None:
        """Give the deal at a place in the order of worth; None below the walk-away value.

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
        """Say what a deal is worth and whether it is acceptable, and keep it in mind."""
        numbers = self.numbers
        total = numbers.sum(deal)
        enough = total >= self._enough and numbers.is_allowed(deal)
        if len(self._judged) >= MOST_JUDGED:
            self._judged.clear()
        found = self._judged[deal] = numbers.points(total), enough
        return found

    def _need(self, target: float) -> int:
        top = self.deals.top()
        assert top is not None
        wanted = min(max(target, self.walk_away), self.highest)
        return min(self.numbers.need(wanted), top)

    def _named(self, places: tuple[int, ...]) -> Options:
        names = self.numbers.names
        return frozendict(
            {
                issue: options[place]
                for issue, options, place in zip(
                    names.issues, names.options, places, strict=True
                )
            }
        )


def moved(interests: Interests, by: float) -> Interests:
    """Give interests with a walk-away value that has moved.

    Args:
        interests: What deals are worth to a party.
        by: By how many points; may be below 0.
    """
    if not by:
        return interests
    known: Range = interests.walk_away
    return evolve(interests, walk_away=evolve(known, low=known.low + by, high=known.high + by))


@lru_cache(maxsize=64)
def _prepared(agenda: Agenda, interests: Interests, allowed: Mandate) -> Own:
    numbers = Numbers.of(agenda, interests, allowed)
    names = numbers.names
    if names.can_list(HALVED_FROM - 1):
        return Own(agenda, numbers, Listed.of(numbers))
    kind = Halved if names.can_list(MOST_HALVED) else Chained
    return Own(agenda, numbers, kind.of(numbers))
