"""In which draws a deal is acceptable, on the frontier, and the Nash choice.

The frontier of a draw is not listed. Deals met so far show most draws in which the deal is
dominated or has a smaller product of gains; supporting hyperplanes show most in which it is
not; only draws that neither decides are searched. Where issues hang together too closely to
weigh all draws at once, deals are compared with those met and no more.
"""

from functools import reduce

import numpy as np
import numpy.typing as npt
from attrs import frozen

from accord.deals.by_draw.bounded_frontier import search
from accord.deals.by_draw.branch_and_bound import branch
from accord.deals.worth import Worth
from accord.kernels.maximum import best_sums
from accord.kernels.solutions import nash
from accord.kernels.ties import TIE, Floats, Ints

MOST_WORK = 2**20
"""How many partial sums are compared for one question about one deal in one batch of draws."""

_MOST_WORK_EACH = 2**17
"""At the most for one draw, so that a few hard ones leave something for the others."""

_MOST_BRANCHES = 2**14
"""After how many partial deals the search of one draw is given up."""

_WORK_TO_START = 500
"""What it costs to set a search up, in partial sums: many short ones count, too."""

_TURNS = 8
"""How often weights are changed before what they leave open is searched."""

_MOST_MET = 500
"""How many deals are remembered to be compared with: the last, as they decide the most."""

_MOST_SHARED = 32
"""How many deals that closed a draw are tried on all others at once."""

_MOST_COMPARED = 2**20
"""How many pairs of a deal and a draw are compared at once, so that arrays stay small."""

_STEP = 2.0
"""How far weights move in the first turn; by the third half as far, so that they settle."""

_LEAST_WEIGHT = 0.01
"""No party has less of all weight, or its worth would be no part of the sum that is bounded."""

_SURE = 1e-10
"""An excess that is no more than the rounding of the sums, in points."""

_EQUAL_PRODUCTS = 1e-9
"""Logarithms of products that differ by no more are equal: as in `kernels.solutions`."""

_PARTS = 2.0 ** -np.arange(13)
"""Where on the line to a deal the largest product is looked for: ever nearer to the start."""

Flags = npt.NDArray[np.bool_]


@frozen(eq=False)
class StatusByDraw:
    """How a deal stands in every draw; arrays of shape (draws,).

    Attributes:
        acceptable: Whether every party accepts it.
        frontier: Whether it is also shown that no deal that every party accepts dominates it.
        nash: Whether it is also shown to be a Nash choice.
        frontier_open: Where the search for a deal that dominates it was given up.
        nash_open: Where the search for a larger product was given up.
    """

    acceptable: Flags
    frontier: Flags
    nash: Flags
    frontier_open: Flags
    nash_open: Flags


def standing(draws: Worth, choice: Ints, met: Ints) -> tuple[StatusByDraw, Ints]:
    """Return how a deal that no red line and no constraint excludes stands in every draw.

    Args:
        draws: The draws.
        choice: Shape (issues,), the deal.
        met: Shape (deals, issues), deals that no red line and no constraint excludes, to
            compare it with.

    Returns:
        How it stands, and the deals met by now.
    """
    judge = _Judge(draws, choice, met)
    judge.compare(judge.met)
    if not draws.too_wide:
        judge.tell_nash()
        judge.tell_frontier()
    told = StatusByDraw(
        judge.acceptable,
        judge.frontier.shown,
        judge.nash.shown,
        judge.frontier.open,
        judge.nash.open,
    )
    return told, judge.met


class _Question:
    """What is known of a question, by draw."""

    def __init__(self, open_: Flags) -> None:
        self.open = open_.copy()
        self.shown = np.zeros_like(open_)

    def confirm(self, among: Ints) -> None:
        self.shown[among] |= self.open[among]
        self.open[among] = False

    def refute(self, among: Ints) -> None:
        self.open[among] = False


class _Judge:
    """Decides the two questions draw by draw."""

    def __init__(self, draws: Worth, choice: Ints, met: Ints) -> None:
        self.draws, self.met = draws, met
        self.compared = set[bytes]()
        self.own = draws.surplus(choice[None, :], np.arange(len(draws)))
        self.acceptable: Flags = np.asarray((self.own >= -TIE).all(axis=1))
        self.gaining = self.own > TIE
        self.frontier = _Question(self.acceptable)
        self.nash = _Question(self.acceptable)

    def tell_nash(self) -> None:
        """Decide in which draws the deal is a Nash choice.

        Where none of the others can gain anything, the product of those who gain decides.
        Elsewhere a deal at which more of them gain may be better.
        """
        among = np.flatnonzero(self.nash.open)
        plain = np.ones(len(among), dtype=np.bool_)
        for party in np.flatnonzero(~self.gaining[among].all(axis=0)).tolist():
            values, _ = self._best(among, self._alone(party, len(among)))
            plain &= self.gaining[among, party] | (values <= TIE)
        weights = self._tangents(among[plain])
        self.compare(self.met)
        left = self.nash.open[among[plain]]
        self._search_larger(among[plain][left], weights[left])
        work = MOST_WORK
        for number in among[~plain]:
            if self.nash.open[number] and work > 0:
                work -= self._search_all(int(number))

    def tell_frontier(self) -> None:
        """Decide in which draws the deal is on the frontier.

        A Nash choice is, if a gain larger by a tie makes an unequal product.
        """
        small = self.own.max(axis=1) < TIE / _EQUAL_PRODUCTS / 2
        self.frontier.confirm(np.flatnonzero(self.nash.shown & small))
        self.compare(self.met)
        among = np.flatnonzero(self.frontier.open)
        weights = self._hyperplanes(among)
        self.compare(self.met)
        left = self.frontier.open[among]
        self._search_dominating(among[left], weights[left])

    def compare(self, choices: Ints) -> None:
        """Compare with deals in all draws that are open: with each once, as ever fewer are."""
        rows = _rows(choices)
        fresh = choices[[row not in self.compared for row in rows]]
        self.compared.update(rows)
        among = np.flatnonzero(self.frontier.open | self.nash.open)
        parts = 1 + len(fresh) * len(among) // _MOST_COMPARED
        for part in np.array_split(fresh, parts):
            self._against(among, self.draws.surplus(part, among[:, None]))

    def _against(self, among: Ints, other: Floats) -> None:
        """Compare with deals of surplus (draws, deals, parties).

        Party by party: numpy is slow along an axis that is as short as theirs.
        """
        theirs, own = np.moveaxis(other, 2, 0), self.own[among].T[..., None]
        accepted = _in_all(theirs >= -TIE)
        if self.frontier.open[among].any():
            dominating = accepted & _in_all(theirs >= own - TIE)
            dominating &= ~_in_all(theirs <= own + TIE)
            self.frontier.refute(among[dominating.any(axis=1)])
        if self.nash.open[among].any():
            gains, gaining = theirs > TIE, self.gaining[among]
            larger = accepted & (gains.sum(axis=0) > gaining.sum(axis=1)[:, None])
            draws, deals = np.nonzero(accepted & _in_all(gains == gaining.T[..., None]))
            here, mine = gaining[draws], self.own[among[draws]]
            product = _log_product(other[draws, deals], here)
            larger[draws, deals] = product > _log_product(mine, here) + _EQUAL_PRODUCTS
            self.nash.refute(among[larger.any(axis=1)])

    def _best(self, among: Ints, weights: Floats) -> tuple[Floats, Floats]:
        """Find the deal with the largest weighted sum; give the sum and the deal's surplus."""
        weighings = self.draws.weighted(weights, among)
        draws = self.draws
        values, choices = best_sums(draws.sizes, weighings, draws.bans)
        other = self.draws.surplus(choices, among)
        self._against(among, other[:, None])
        self._meet(choices)
        return values, other

    def _meet(self, choices: Ints) -> None:
        """Remember deals, the last first."""
        issues = self.met.shape[1]
        met = np.frombuffer(b"".join(set(_rows(choices))), np.int64).reshape(-1, issues)
        fresh = np.unique(met, axis=0)
        known = set(_rows(fresh))
        kept = [row not in known for row in _rows(self.met)]
        self.met = np.vstack([fresh, self.met[kept]])[:_MOST_MET]

    def _tangents(self, among: Ints) -> Floats:
        """Bound the products of gains from above.

        For weights w > 0 the product of any n gains g is at most (sum of w g / n)^n / product
        of w (inequality of arithmetic and geometric means): the largest weighted sum gives a
        bound. Weights 1/z are best where z has the largest product among mixtures of deals,
        and that point is approached along lines from one deal to the next.

        Source: M. Frank and P. Wolfe, An algorithm for quadratic programming, Naval Research
        Logistics Quarterly 3 (1956), 95-110.

        Returns:
            The weights with the lowest bound in every draw, 0 for who does not gain.
        """
        mixed, kept = self.own[among].copy(), np.zeros((len(among), self.own.shape[1]))
        lowest = np.full(len(among), np.inf)
        for _ in range(_TURNS):
            left = np.flatnonzero(self.nash.open[among])
            if not len(left):
                break
            here, z = self.gaining[among[left]], mixed[left]
            weights = np.where(here, 1 / np.where(here, z, 1.0), 0.0)
            values, other = self._best(among[left], weights)
            bound = _largest_log_product(values, weights, here)
            proven = bound <= _log_product(self.own[among[left]], here) + _EQUAL_PRODUCTS
            self.nash.confirm(among[left[proven]])
            lower = bound < lowest[left]
            lowest[left[lower]], kept[left[lower]] = bound[lower], weights[lower]
            on_line = z[:, None] + _PARTS[:, None] * (other - z)[:, None]
            farthest = _log_product(on_line, here[:, None]).argmax(axis=1)
            step = on_line[np.arange(len(left)), farthest]
            better = _log_product(step, here) > _log_product(z, here)
            mixed[left[better]] = step[better]
        return kept

    def _hyperplanes(self, among: Ints) -> Floats:
        """Look for weights under which no deal has a larger weighted sum than this one.

        Then none dominates it. Parties who gain by a deal that has get less weight.

        Returns:
            The weights with the smallest excess in every draw.
        """
        parties = self.own.shape[1]
        weights = np.full((len(among), parties), 1 / parties)
        kept, lowest = weights.copy(), np.full(len(among), np.inf)
        for turn in range(_TURNS):
            left = np.flatnonzero(self.frontier.open[among])
            if not len(left):
                break
            own, used = self.own[among[left]], weights[left]
            values, other = self._best(among[left], used)
            excess = values - (used * own).sum(axis=1)
            self.frontier.confirm(among[left[excess <= _SURE]])
            lower = excess < lowest[left]
            lowest[left[lower]], kept[left[lower]] = excess[lower], used[lower]
            ahead = (other - own) / np.maximum(np.abs(other - own).max(axis=1), TIE)[:, None]
            used = used * np.exp(-ahead * _STEP / (1 + turn / 2))
            used /= used.sum(axis=1, keepdims=True)
            weights[left] = (1 - _LEAST_WEIGHT) * used + _LEAST_WEIGHT / parties
        return kept

    def _search_larger(self, among: Ints, weights: Floats) -> None:
        """Search draws for larger products of the same gains."""
        here = self.gaining[among]
        count = np.maximum(here.sum(axis=1), 1)
        logs = np.log(np.where(here, self.own[among] * weights, 1.0)).sum(axis=1)
        floor = np.zeros((len(among), self.own.shape[1]))
        self._search(self.nash, among, floor, weights, count * np.exp(logs / count))

    def _search_dominating(self, among: Ints, weights: Floats) -> None:
        """Search draws for deals that dominate this one."""
        own = self.own[among]
        least = (weights * own).sum(axis=1)
        self._search(self.frontier, among, np.maximum(own, 0.0), weights, least)

    def _search(
        self, question: _Question, among: Ints, floor: Floats, weights: Floats, least: Floats
    ) -> None:
        """Compare with all deals that reach a surplus and a weighted sum, or give up."""
        parties = floor.shape[1]
        alone = [self._alone(party, len(among)) for party in range(parties)]
        goals = [self.draws.weighted(weighed, among) for weighed in [weights, *alone]]
        slack = 2 * TIE * weights.sum(axis=1)
        reached = np.column_stack([least - slack, floor - 2 * TIE])

        def visit(sets: Ints, choices: Ints) -> Ints:
            numbers = among[sets]
            self._against(numbers, self.draws.surplus(choices, numbers)[:, None])
            closed = ~question.open[numbers]
            if closed.any():
                fresh = np.unique(choices[closed], axis=0)[:_MOST_SHARED]
                self._meet(fresh)
                self.compare(fresh)
            return np.flatnonzero(~question.open[among])

        draws = self.draws
        given_up = branch(
            draws.sizes,
            goals,
            reached,
            draws.bans,
            visit,
            most_each=_MOST_BRANCHES,
            most=MOST_WORK,
        )
        question.confirm(among[~given_up])

    def _search_all(self, number: int) -> int:
        """List the acceptable frontier of one draw and apply the rule; give the work done."""
        reading = self.draws[number]
        nothing = np.zeros(self.own.shape[1])
        found = search(
            reading.sizes,
            reading.factors,
            self.draws.bans,
            TIE * reading.unit,
            floor=reading.walk_away * reading.unit,
            most_work=_MOST_WORK_EACH,
        )
        if found.choices is not None:
            others = self.draws.surplus(found.choices, np.array([number]))
            points = np.vstack([self.own[number], others])
            chosen = nash(points, nothing, points.max(axis=0))
            tell = self.nash.confirm if 0 in chosen else self.nash.refute
            tell(np.array([number]))
        return found.work + _WORK_TO_START

    def _alone(self, party: int, count: int) -> Floats:
        """Put all the weight on one party."""
        weights = np.zeros((count, self.own.shape[1]))
        weights[:, party] = 1.0
        return weights


def _rows(choices: Ints) -> list[bytes]:
    """Return deals as values that can be looked up: many at once, faster than by numpy."""
    plain = np.ascontiguousarray(choices, np.int64)
    found: list[bytes] = plain.view(f"V{plain.itemsize * plain.shape[1]}").ravel().tolist()
    return found


def _in_all(flags: Flags) -> Flags:
    """Return where something holds for every party, which are along the first axis."""
    return np.asarray(reduce(np.logical_and, flags))


def _log_product(gains: Floats, here: Flags) -> Floats:
    """Add the logarithms of the gains of those who gain; minus infinity if one does not."""
    counted = np.where(here, np.maximum(gains, 0.0), 1.0)
    with np.errstate(divide="ignore"):
        return np.asarray(reduce(np.add, np.moveaxis(np.log(counted), -1, 0)))


def _largest_log_product(values: Floats, weights: Floats, here: Flags) -> Floats:
    """Bound the logarithm of a product by a largest weighted sum."""
    count = np.maximum(here.sum(axis=1), 1)
    average = np.where(here.any(axis=1), values / count, 1.0)
    weighing = np.log(np.where(here, weights, 1.0)).sum(axis=1)
    return np.asarray(count * np.log(average) - weighing)
