"""What somebody gains between states of a game, as linear rows in the numbers of its sheet.

With weights w, values v and bonuses b a state is worth (sum of w v + 100 sum of b) / W points.
Every value, bonus, walk-away value, penalty, cost and stake enters a difference of two states
with one sign, so at its largest and at its smallest each lies at an end of its range, and the
weights alone are left. Where these are shares of their sum, the difference is linear in
their shares w / W and in 1 / W (Charnes and Cooper 1962); where they are points, in themselves.
"""

from functools import cached_property
from typing import Any

import numpy as np
from attrs import evolve, fields, frozen

from accord.hold.compliance import CROSSED, ComplianceGame, range_ends
from accord.hold.graph_model import Bools
from accord.hold.holding_assumptions import NOTHING, GuaranteeKind
from accord.kernels.ties import Floats, Ints

_TURNS = 60
"""How often the best weights for a ratio are looked for anew: a few turns are enough."""
_SMALL = 1e-6
"""Of the largest sum of weights, the smallest: shares of nothing are no shares."""


@frozen(eq=False)
class SheetEnds:
    """The ends of the ranges of one who decides: each of shape (2, ...).

    Attributes:
        relative: Whether weights are shares of their sum.
        weights: Of the issues of the agenda; none for a guarantor that is no party.
        agreed: The value of each issue as the deal has it.
        back: The value of each issue as it goes back.
        bonuses: Of its own interactions.
        walk_away: Shape (2,).
        first_move: Shape (2,).
        penalty: Of the guarantees.
        cost: Of the guarantees.
        stake: Of the guarantees.
    """

    relative: bool
    weights: Floats
    agreed: Floats
    back: Floats
    bonuses: Floats
    walk_away: Floats
    first_move: Floats
    penalty: Floats
    cost: Floats
    stake: Floats

    @classmethod
    def of(cls, game: ComplianceGame, maker: int) -> "SheetEnds":
        """Read the numbers of one who decides.

        Args:
            game: The game.
            maker: Its place among those who decide.
        """
        each = game.guarantees
        beside = [
            range_ends([one.penalty for one in each]),
            range_ends([one.cost for one in each]),
            range_ends([one.stake or NOTHING for one in each]),
        ]
        if maker >= len(game.parties):
            none = np.zeros((2, 0))
            zero = np.zeros(2)
            return cls(False, none, none, none, none, zero, zero, *beside)
        side = game.held.ranges[maker]

        def values(choice: Ints) -> Floats:
            pairs = zip(side.values, choice.tolist(), strict=True)
            found = [v[:, c] if c >= 0 else np.zeros(2) for v, c in pairs]
            return np.stack(found, axis=1)

        first = game.first_move.get(game.parties[maker], NOTHING)
        return cls(
            side.relative,
            side.weights,
            values(game.choice),
            values(game.back),
            side.bonuses,
            side.walk_away,
            range_ends([first])[:, 0],
            *beside,
        )

    def middle(self) -> "SheetEnds":
        """Return the middles of the ranges as the only numbers."""
        given: dict[str, Any] = {
            name: np.stack([getattr(self, name).mean(axis=0)] * 2) for name in _NUMBERS
        }
        return evolve(self, **given)

    def where(self, willing: bool, own: Bools, kept_bonuses: Bools) -> "SheetEnds":
        """Return the numbers by which somebody likes most to go on, once a deal is left.

        Args:
            willing: Whether it likes it most; least, otherwise.
            own: The issues on which it can go back itself; the others went back before.
            kept_bonuses: The bonuses that it has as long as the deal is kept.
        """
        high = int(willing)

        def at(ends: Floats, place: Ints | int) -> Floats:
            found = np.where(np.asarray(place) == 1, ends[1], ends[0])
            return np.stack([found, found])

        return evolve(
            self,
            weights=self.middle().weights,
            agreed=at(self.agreed, 1 - high),
            back=at(self.back, np.where(own, high, 1 - high)),
            bonuses=at(self.bonuses, np.where(kept_bonuses, 1 - high, high)),
            walk_away=at(self.walk_away, high),
            first_move=at(self.first_move, high),
            penalty=at(self.penalty, 1 - high),
            cost=at(self.cost, 1 - high),
            stake=at(self.stake, high),
        )


_NUMBERS = tuple(one.name for one in fields(SheetEnds) if one.name != "relative")


@frozen(eq=False)
class GainRows:
    """Gains in points that are linear in some variables: `factors @ z + constant`.

    Attributes:
        factors: Shape (rows, variables).
        constant: Shape (rows,).
    """

    factors: Floats
    constant: Floats

    def at(self, z: Floats) -> Floats:
        """Return the gains at some points, shape (rows, points).

        Args:
            z: Shape (points, variables).
        """
        return np.asarray(self.factors @ z.T + self.constant[:, None])

    def __getitem__(self, which: Ints | Bools | slice) -> "GainRows":
        """Take some of the rows."""
        return GainRows(self.factors[which], self.constant[which])


@frozen(eq=False)
class WeightSpace:
    """What weights can be, in the variables of the rows.

    Attributes:
        relative: Whether they are shares of their sum: then one by the sum is a variable, too.
        ends: Of the weights, shape (2, issues).
    """

    relative: bool
    ends: Floats

    @property
    def is_point(self) -> bool:
        """Whether every weight is known exactly."""
        return bool((self.ends[0] == self.ends[1]).all())

    def variables(self, weights: Floats) -> Floats:
        """Return weights as the rows have them.

        Args:
            weights: Shape (..., issues).
        """
        if not self.relative:
            return weights
        total = np.maximum(weights.sum(axis=-1, keepdims=True), self._least)
        return np.concatenate([weights / total, 1 / total], axis=-1)

    def weights(self, z: Floats) -> Floats:
        """Return the weights behind variables, shape (issues,)."""
        found = z[:-1] / z[-1] if self.relative else z
        return np.clip(found, *self.ends)

    @property
    def _least(self) -> float:
        low, high = self.ends.sum(axis=1)
        return float(max(low, _SMALL * high))

    @property
    def bounds(self) -> tuple[Floats, Floats]:
        """The least and the most that each variable can be."""
        low, high = self.ends
        if not self.relative:
            return low, high
        each = 1 / float(high.sum()), 1 / self._least
        return (
            np.append(np.zeros(len(low)), each[0]),
            np.append(np.ones(len(low)), each[1]),
        )

    @property
    def rows(self) -> tuple[Floats, Floats, Floats]:
        """What joins the variables: factors, the least and the most of each sum."""
        low, high = self.ends
        n = len(low)
        if not self.relative:
            return np.zeros((0, n)), np.zeros(0), np.zeros(0)
        eye = np.eye(n)
        factors = np.vstack(
            [
                np.hstack([eye, -high[:, None]]),
                np.hstack([eye, -low[:, None]]),
                np.append(np.ones(n), 0.0)[None],
            ]
        )
        least = np.concatenate([np.full(n, -np.inf), np.zeros(n), [1.0]])
        most = np.concatenate([np.zeros(n), np.full(n, np.inf), [1.0]])
        return factors, least, most

    def most(self, rows: GainRows) -> tuple[Floats, Floats]:
        """Return the largest that each row can be, and the weights where it is.

        A ratio of sums over issues is as large as it can be where each weight lies at an end,
        found by Dinkelbach (1967), Management Science 13: in a few turns, and exactly.

        Returns:
            Shape (rows,) and (rows, issues).
        """
        low, high = self.ends
        if not self.relative:
            weights = np.where(rows.factors > 0, high, low)
            return (rows.factors * weights).sum(axis=1) + rows.constant, weights
        factors, beside = rows.factors[:, :-1], rows.factors[:, -1]
        weights = np.broadcast_to((low + high) / 2, factors.shape)
        ratio = np.full(len(factors), -np.inf)
        for _ in range(_TURNS):
            total = np.maximum(weights.sum(axis=1), self._least)
            now = ((factors * weights).sum(axis=1) + beside) / total
            if not (now > ratio + 1e-13 * np.abs(now)).any():
                break
            ratio = np.maximum(ratio, now)
            weights = self._some(np.where(factors >= ratio[:, None], high, low), factors)
        total = np.maximum(weights.sum(axis=1), self._least)
        return ((factors * weights).sum(axis=1) + beside) / total + rows.constant, weights

    def _some(self, weights: Floats, factors: Floats) -> Floats:
        """Return weights of which none are all zero: those then count that gain most."""
        none = np.flatnonzero(weights.sum(axis=1) < self._least)
        if len(none):
            can = np.where(self.ends[1] > 0, factors[none], -np.inf)
            best = can.argmax(axis=1)
            weights = weights.copy()
            weights[none, best] = np.minimum(self._least, self.ends[1][best])
        return weights

    def least(self, rows: GainRows) -> tuple[Floats, Floats]:
        """Return the smallest that each row can be, and the weights where it is."""
        found, weights = self.most(GainRows(-rows.factors, -rows.constant))
        return -found, weights


@frozen(eq=False, slots=False)
class Gains:
    """What one who decides gains from one state to another.

    Attributes:
        game: The game.
        maker: Its place among those who decide.
        ends: Its numbers.
    """

    game: ComplianceGame
    maker: int
    ends: SheetEnds

    @classmethod
    def of(cls, game: ComplianceGame, maker: int) -> "Gains":
        """Read the numbers of one who decides.

        Args:
            game: The game.
            maker: Its place among those who decide.
        """
        return cls(game, maker, SheetEnds.of(game, maker))

    @cached_property
    def space(self) -> WeightSpace:
        """What its weights can be."""
        return WeightSpace(self.ends.relative, self.ends.weights)

    @cached_property
    def kept_bonuses(self) -> Bools:
        """Which of its bonuses it has as long as all keep the deal."""
        return np.asarray(self._seen(np.zeros(1, np.int64)).bonuses[0] > 0)

    @cached_property
    def _first(self) -> int:
        """The place of its first interaction among those of all."""
        return sum(len(side.matches) for side in self.game.held.ranges[: self.maker])

    def rows(self, start: Ints, to: Ints, most: bool) -> GainRows:
        """Return what it gains between states, all numbers but weights at an end.

        Args:
            start: From which states.
            to: To which.
            most: Whether each number lies where the gain is largest, or where it is smallest.
        """
        ends = self.ends
        here, there = (self._everywhere.some(states) for states in (start, to))
        issues = ends.weights.shape[1]
        factors = np.zeros((len(to), issues))
        bonus = np.zeros(len(to))
        points = np.zeros(len(to))

        def add(fewer: Floats, more: Floats, number: Floats) -> Floats:
            """Return what numbers, shape (2, n), add that are had now, or no longer."""
            low, high = number if most else number[::-1]
            difference = more - fewer
            return np.asarray(np.where(difference > 0, high, low) * difference)

        points += add(there.hits, here.hits, ends.penalty).sum(axis=1)
        points += add(there.answers, here.answers, ends.cost).sum(axis=1)
        points += add(there.idle, here.idle, ends.stake).sum(axis=1)
        points += add(here.strikes, there.strikes, ends.first_move)
        points += add(here.fought, there.fought, ends.walk_away)
        if issues:
            factors += add(here.agreed, there.agreed, ends.agreed)
            factors += add(here.gone, there.gone, ends.back)
            bonus = add(here.bonuses, there.bonuses, ends.bonuses).sum(axis=1)
        crossed = (there.crossed - here.crossed) * -CROSSED
        if ends.relative:
            found = GainRows(np.column_stack([factors, 100 * bonus]), points)
        else:
            found = GainRows(factors / 100, points + bonus)
        # A red line outweighs all that has points.
        return GainRows(
            np.where(crossed[:, None] != 0, 0.0, found.factors),
            np.where(crossed != 0, crossed, found.constant),
        )

    @cached_property
    def _everywhere(self) -> "_Seen":
        return self._seen(np.arange(1 << len(self.game.options)))

    def _seen(self, states: Ints) -> "_Seen":
        game, maker = self.game, self.maker
        fought = states & game.fights != 0
        strikes = states & game.fights & game.own[maker] != 0
        place = (game.breaks | game.fights).bit_length()
        hits = np.zeros((len(states), len(game.guarantees)))
        answers, idle = hits.copy(), hits.copy()
        for g, one in enumerate(game.guarantees):
            given = np.ones(len(states), bool)
            if one.responds:
                given = states >> place & 1 == 1
                place += 1
            elif one.kind is not GuaranteeKind.ESCROW:
                continue
            if maker < len(game.parties):
                hits[:, g] = given & (states & game.answered[g, maker] != 0)
            if one.responds and one.by == game.makers[maker]:
                breached = states & int(np.bitwise_or.reduce(game.answered[g])) != 0
                answers[:, g] = given
                idle[:, g] = breached & ~given
        is_party = maker < len(game.parties)
        kept = [part[game.issues_of(states)] for part in self._by_issues]
        agreed, gone, bonuses, crossed = (
            np.where(fought.reshape(-1, *[1] * (part.ndim - 1)), 0.0, part) for part in kept
        )
        return _Seen(
            hits=hits,
            answers=answers,
            idle=idle,
            strikes=strikes.astype(float),
            fought=(fought & is_party).astype(float),
            agreed=agreed,
            gone=gone,
            bonuses=bonuses,
            crossed=crossed,
        )

    @cached_property
    def _by_issues(self) -> tuple[Floats, Floats, Floats, Floats]:
        """What counts by which issues have gone back: as agreed, gone, bonuses, red lines."""
        game = self.game
        every_set = np.arange(1 << len(game.issues))
        broken = game.closed(every_set)
        issues = self.ends.weights.shape[1]
        agreed, gone = np.zeros((2, len(broken), issues))
        bonuses = np.zeros((len(broken), self.ends.bonuses.shape[1]))
        crossed = np.zeros(len(broken))
        if issues:
            agreed[:] = game.choice >= 0
            for n, at in enumerate(game.issues.values()):
                gone[:, at] = broken >> n & 1
                agreed[:, at] = 1 - gone[:, at]
            for at, owner in game.settled:
                if owner == self.maker:
                    bonuses[:, at - self._first] = 1
        for term in game.joint:
            if term.party == self.maker:
                taken = term.taken(broken)
                if term.interaction is None:
                    crossed += taken
                else:
                    bonuses[:, term.interaction - self._first] = taken
        every = agreed, gone, bonuses
        for one in game.in_steps:
            done = every_set & ~game.bits_of(one.on)
            every = (part[done] + (part - part[done]) / one.steps for part in every)  # type: ignore[assignment]
        agreed, gone, bonuses = every
        return agreed, gone, bonuses, crossed  # crossed or not, in steps too

    def at_end(self, most: bool, weights: Floats) -> Floats:
        """Return the numbers of its sheet where leaving the deal gains it most, or least.

        Args:
            most: Whether each lies where the gain is largest, or where it is smallest.
            weights: The weights, shape (issues,).

        Returns:
            In the order of `PartyRanges.ends`; what does not count at its middle.
        """
        game, side = self.game, self.game.held.ranges[self.maker]
        low, high = side.ends
        found = np.array(low + (high - low) / 2)
        found[: len(weights)] = weights
        first = len(weights)
        for values, choice, back in zip(side.values, game.choice, game.back, strict=True):
            if back >= 0:
                found[first + back] = values[int(most), back]
            if choice >= 0:
                found[first + choice] = values[int(not most), choice]
            first += values.shape[1]
        for n, has in enumerate(self.kept_bonuses.tolist()):
            found[first + n] = side.bonuses[int(most != has), n]
        found[-1] = side.walk_away[int(most)]
        return found


@frozen(eq=False)
class _Seen:
    """What of states concerns one who decides: how far each of its numbers counts in each.

    Attributes:
        hits: Whether it bears the penalty of each guarantee.
        answers: Whether it bears its cost.
        idle: Whether it leaves a breach without it.
        strikes: Whether it has resumed fighting.
        fought: Whether anybody has, and it has its walk-away value.
        agreed: Whether each issue is as agreed.
        gone: Whether each issue has gone back.
        bonuses: Whether it has each bonus.
        crossed: How many of its red lines are crossed.
    """

    hits: Floats
    answers: Floats
    idle: Floats
    strikes: Floats
    fought: Floats
    agreed: Floats
    gone: Floats
    bonuses: Floats
    crossed: Floats

    def some(self, states: Ints) -> "_Seen":
        """Return it of some states."""
        given = {one.name: getattr(self, one.name)[states] for one in fields(type(self))}
        return _Seen(**given)
