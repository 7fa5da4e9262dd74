"""What alternating offers come to, between parties who know each other's interests."""

from collections.abc import Sequence
from functools import cached_property, lru_cache, reduce
from itertools import count

import numpy as np
from attrs import field, frozen
from frozendict import frozendict

from accord.deals.worth import Worth
from accord.errors import AccordError
from accord.kernels.epsilon import epsilon_frontier
from accord.kernels.hull import Chain
from accord.kernels.maximum import best_sums
from accord.kernels.tables import Ban
from accord.kernels.ties import TIE, Floats, Ints
from accord.model import Agenda, Interests
from accord.talks import Mandate

MOST_LISTED = 2**16
"""On agendas with more deals, those that others dominate are dropped on the way."""

MOST_AHEAD = 20_000
"""So many offers ahead are reckoned with; an end that is further off counts as none."""

MOST_PARTIAL = 2**12
"""So many partial deals are kept before the list is rounded, on agendas too large to list."""

DRAWN = 320
"""So many ways to weigh more than two parties are drawn on agendas too large to list."""

AT_ONCE = 16
"""So many of them are tried at once, for each needs tables of its own."""

_STEADY = 1e-7


@frozen(eq=False)
class Possible:
    """The deals that all are thought to accept and none dominates.

    Attributes:
        issues: The ids of the issues.
        options: The ids of their options.
        choices: Shape (deals, issues), the place of the option on every issue.
        points: Shape (deals, parties), what they are worth, in points.
        walk_away: Shape (parties,), the walk-away values, in points.
    """

    issues: tuple[str, ...]
    options: tuple[tuple[str, ...], ...]
    choices: Ints
    points: Floats
    walk_away: Floats


@lru_cache(maxsize=64)
def possible(
    agenda: Agenda,
    interests: tuple[Interests | Worth, ...],
    allowed: Mandate,
    moved: frozendict[str, float] = frozendict(),
) -> Possible:
    """Find the deals to reckon with; the same ones are found once.

    For two parties, and for more where the deals can be listed (`MOST_LISTED`), all deals are
    found that no other dominates, or where they are too many, some to which every other is
    near. For more parties on larger agendas they are the deals with the largest weighted sums,
    for many weights.

    Args:
        agenda: The issues and options.
        interests: One for every party; ranges are read at their middle.
        allowed: The options that are open, by issue; all, for an issue it does not name.
        moved: By how many points walk-away values have moved, by party.

    Raises:
        AccordError: If a number is missing or open at one end, or too many red lines,
            constraints and interactions hang together.
    """
    try:
        read = [one for one in interests if isinstance(one, Worth)]
        held = [one.interests[0] if isinstance(one, Worth) else one for one in interests]
        worth = reduce(Worth.with_numbers, read, Worth.of(agenda, held)).moved(moved)
        choices = _found(worth, (*worth.bans, *_closed(worth, allowed)))
    except ValueError as error:
        raise AccordError(f"These interests cannot be weighed: {error}.") from None
    points = worth.points(choices)
    good = (points >= worth.walk_away - TIE).all(axis=1)
    names = worth.names
    return Possible(names.issues, names.options, choices[good], points[good], worth.walk_away)


def _closed(worth: Worth, allowed: Mandate) -> list[Ban]:
    """Return the options that are not open as bans."""
    names = worth.names
    return [
        ((place,), np.array([option not in allowed[issue] for option in options]))
        for place, (issue, options) in enumerate(zip(names.issues, names.options, strict=True))
        if issue in allowed
    ]


def _found(worth: Worth, bans: Sequence[Ban]) -> Ints:
    parties, unit, floor = len(worth.parties), worth.unit, worth.walk_away
    is_small = worth.names.can_list(MOST_LISTED)
    if parties == 2 or is_small:
        most = MOST_LISTED if is_small else MOST_PARTIAL
        return epsilon_frontier(
            worth.sizes, worth.factors, bans, floor * unit, TIE * unit, most=most
        ).choices
    found = []
    drawn = np.random.default_rng(0).dirichlet(np.ones(parties), DRAWN) / unit
    for weights in np.split(drawn, range(AT_ONCE, DRAWN, AT_ONCE)):
        weighings = [(scope, np.tensordot(weights, t, (1, -1))) for scope, t in worth.factors]
        best = best_sums(worth.sizes, weighings, bans)
        found.append(best.choices[np.isfinite(best.values)])
    return np.unique(np.concatenate(found), axis=0)


@frozen(eq=False)
class BargainingPlan:
    """What every offer comes to, from the last one back.

    A party that turns an offer down waits for a later one. What a deal is worth to it then
    is its walk-away value and a share of the gain over that, smaller by its patience for every
    offer: so no deal becomes unacceptable by waiting. Whose turn it is offers the deal best for
    itself of those that are worth to every other what it would have by waiting, and all accept.
    After the last offer nobody gains anything. Without an end, or far from it, what is offered
    depends on who offers only.

    Two parties reckon with lotteries between deals, for which there is one such plan and no
    other. More of them reckon with the deals alone; without an end, their plan is one of those
    that do not change from round to round, reached from the deal with the largest product of
    gains.

    Source: A. Rubinstein, Perfect equilibrium in a bargaining model, Econometrica 50 (1982),
    97-109; I. Ståhl, Bargaining Theory (1972), for a last offer.

    Attributes:
        points: Shape (deals, parties), deals that all would accept, at least one, in points.
        walk_away: Shape (parties,), in points.
        patience: Shape (parties,), what is left to each of a gain after one more offer.
        refuser_offers: Whether who turns an offer down makes the next one; otherwise it is
            always the next one in the order.
    """

    points: Floats
    walk_away: Floats
    patience: Floats
    refuser_offers: bool
    _from_end: dict[int, list[Floats]] = field(factory=dict, init=False)

    def offer(self, seat: int, left: int | None) -> int:
        """Return the deal to offer: best for oneself of those that all would take.

        Args:
            seat: Who offers.
            left: How many offers are left with this one; None without an end.

        Returns:
            Its place among the deals.
        """
        least = self.least(seat, left) - TIE
        least[seat] = -np.inf
        good = (self.points >= least).all(axis=1)
        return int(np.where(good, self.points[:, seat], -np.inf).argmax())

    def least(self, seat: int, left: int | None) -> Floats:
        """Return what an offer must be worth to each for all to agree to it.

        It is what each would have by waiting. Where no deal is worth as much to all, the gains
        of all are lowered by the same factor, by no more than it takes.

        Args:
            seat: Who offers.
            left: How many offers are left with this one; None without an end.

        Returns:
            Shape (parties,), in points.
        """
        gains = self._waiting(seat, left) - self.walk_away
        some = gains > TIE
        shares = (self.points - self.walk_away)[:, some] / gains[some]
        factor = max(0.0, min(1.0, float(shares.min(axis=1, initial=1.0).max())))
        return np.asarray(self.walk_away + factor * gains)

    def expected(self, seat: int, left: int | None) -> Floats:
        """Return what an offer is worth to each, if all goes by the plan: shape (parties,).

        Args:
            seat: Who offers.
            left: How many offers are left with this one; None without an end.
        """
        parties = len(self.walk_away)
        if left is None or left > MOST_AHEAD:
            return self._steady[seat]
        last = (seat + left - 1) % parties
        found = self._from_end.setdefault(last, [])
        while len(found) < left and not _is_steady(found, parties):
            found.append(self._before(found, (last - len(found)) % parties, self.walk_away))
        if left > len(found):
            left = len(found) - (len(found) - left) % parties
        return found[left - 1]

    def _waiting(self, seat: int, left: int | None) -> Floats:
        """Return what all would have by turning down the offer of a seat: shape (parties,)."""
        later = []
        for party in range(len(self.walk_away)):
            steps = self._steps(seat, party)
            following = (seat + steps) % len(self.walk_away)
            if left is None:
                later.append(self.expected(following, None)[party])
            elif left > steps:
                later.append(self.expected(following, left - steps)[party])
            else:
                later.append(self.walk_away[party])
        return self._after_one(np.array(later))

    def _steps(self, seat: int, party: int) -> int:
        """Return how many turns later the offer comes for which a party would wait."""
        if self.refuser_offers and party != seat:
            return (party - seat) % len(self.walk_away)
        return 1

    def _after_one(self, worth: Floats) -> Floats:
        return np.asarray(self.walk_away + self.patience * (worth - self.walk_away))

    def _before(self, found: Sequence[Floats], seat: int, base: Floats) -> Floats:
        """Return what an offer comes to, from those after it.

        Args:
            found: What they come to, the last one first.
            seat: Who makes it.
            base: What there is after the last one.
        """
        later = []
        for party in range(len(self.walk_away)):
            steps = self._steps(seat, party)
            later.append((found[-steps] if len(found) >= steps else base)[party])
        return self._best(seat, self._after_one(np.array(later)))

    def _best(self, seat: int, least: Floats) -> Floats:
        """Return the best for one party of what leaves the others at least so much."""
        if len(least) > 2:
            wanted = least - TIE
            wanted[seat] = -np.inf
            good = (self.points >= wanted).all(axis=1)
            best = int(np.where(good, self.points[:, seat], -np.inf).argmax())
            return np.asarray(self.points[best])
        other = 1 - seat
        along, gains = self._chain[seat]
        most = np.interp(least[other], along, gains)
        point = np.empty(2)
        point[seat], point[other] = most, max(least[other], along[0])
        return point

    @cached_property
    def _chain(self) -> tuple[tuple[Floats, Floats], ...]:
        """Return for each of two parties the most it can have for what the other has."""
        x, y = Chain.of(self.points).corners.T
        return (y, x), (x[::-1], y[::-1])

    @cached_property
    def _steady(self) -> list[Floats]:
        """Return what an offer of each party comes to where there is no end."""
        parties = len(self.walk_away)
        # Parties share in proportion to 1 / (1 - patience) where it is near 1 (Binmore 1987).
        weights = 1 / np.maximum(1 - self.patience, 1e-9)
        gains = np.maximum(self.points - self.walk_away, 1e-12)
        base = self.points[int((np.log(gains) @ (weights / weights.max())).argmax())]
        found: list[Floats] = []
        for place in count():
            if place >= MOST_AHEAD or _is_steady(found, parties):
                break
            found.append(self._before(found, -place % parties, base))
        return [found[-1 - (len(found) - 1 + seat) % parties] for seat in range(parties)]


def _is_steady(found: Sequence[Floats], parties: int) -> bool:
    """Return whether the last offer of every party comes to the same as that before it."""
    if len(found) < 2 * parties:
        return False
    pairs = zip(found[-parties:], found[-2 * parties : -parties], strict=True)
    return all(float(np.abs(now - before).max()) < _STEADY for now, before in pairs)
