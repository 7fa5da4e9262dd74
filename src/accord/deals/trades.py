"""Trades between two parties that create value, and who else pays for them.

Two parties want different things on two issues. A trade compares the deal in which each gets
its way on one of them with the deal in which it gets its way on the other one instead; all else
is held as in a reference deal. Where both are better off, each gives way on what matters less
to it and gets what matters more (logrolling).
"""

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np
import numpy.typing as npt
from attrs import frozen
from frozendict import frozendict

from accord.deals.compromises import Solution
from accord.deals.frontiers import Frontiers
from accord.deals.worth import Worth
from accord.kernels.solutions import egalitarian
from accord.kernels.tables import Ban
from accord.kernels.ties import TIE, Floats, Ints, rounded

MOST_TRADES = 100
"""How many trades of every two parties are listed."""

METHOD = (
    "exact: every two issues on which two parties want different things, all else held as in "
    "the reference deal; ranges read at their middle"
)

_Flags = npt.NDArray[np.bool_]


@frozen(kw_only=True)
class GivingWay:
    """What a party gives way on.

    Attributes:
        issue: Id of the issue.
        before: The option that it prefers, which it gives up.
        after: The option that the other party prefers, which it concedes.
    """

    issue: str
    before: str
    after: str


@frozen(kw_only=True)
class Line:
    """A red line.

    Attributes:
        party: Whose it is.
        id: Its id.
    """

    party: str
    id: str


@frozen(kw_only=True)
class Trade:
    """Two parties give way to each other, and both are better off.

    Attributes:
        parties: The two.
        gives: What each of them gives way on.
        gains: How many points each of them is better off.
        told_apart: The parties for whom one of the deals before and after the trade is better
            than the other for every number in the ranges.
        losses: How many points other parties are worse off: those that lose anything. Left out
            of both are parties whose red lines one of the two deals crosses.
        others_gain: How many points other parties are better off: those that gain anything.
        against: Red lines of other parties that the deal after the trade crosses.
    """

    parties: tuple[str, str]
    gives: frozendict[str, GivingWay]
    gains: frozendict[str, float]
    told_apart: tuple[str, ...]
    losses: frozendict[str, float]
    others_gain: frozendict[str, float]
    against: tuple[Line, ...]


@frozen(kw_only=True)
class Trades:
    """The best trades of every two parties.

    Attributes:
        reference: The deal in which all other issues are held; None where the constraints
            exclude every deal, so that there is nothing to trade.
        trades: By pair in the order of the parties; of each pair the trade comes first whose
            smaller gain is larger, then the one with the larger sum.
        found: How many trades there are in all, those that are not listed among them.
    """

    reference: frozendict[str, str] | None
    trades: tuple[Trade, ...] = ()
    found: int = 0

    @property
    def method(self) -> str:
        """Return how the trades were found."""
        return METHOD


def reference_deal(worth: Worth, frontiers: Frontiers, nash: Solution | None) -> Ints | None:
    """Choose the deal in which issues that are not traded are held.

    Args:
        worth: The interests.
        frontiers: Their frontiers.
        nash: The Nash compromise; None where no deal is acceptable.

    Returns:
        The Nash compromise; where no deal is acceptable, of the deals that cross no constraint
        and no red line the one whose smallest gain over the walk-away value is largest, then
        the next smallest; None if there is none. Shape (issues,).
    """
    if nash is not None:
        return np.asarray(worth.names.choices([nash.best.deal])[0])
    walk_away = worth.walk_away
    if frontiers.errors[0]:
        level = np.ones(len(walk_away))
        deals = worth.programs(worth.bans)
        return deals.leximin(walk_away, level, -np.inf * level).choice
    points, choices = frontiers.everything.points, frontiers.everything.choices
    if not len(points):
        return None
    # Walk-away values lowered all alike, so far that every deal reaches them, change no order.
    lowered = walk_away - (walk_away - points).max()
    return np.asarray(choices[egalitarian(points, lowered)[0]])


def find_trades(worth: Worth, reference: Ints, most: int = MOST_TRADES) -> Trades:
    """Find the trades that create value for two parties.

    Parties A and B trade issue i for issue j: from the deal in which i is as A prefers and j as
    B prefers to the deal in which i is as B prefers and j as A prefers, everything else as in
    the reference deal. It counts where both are better off by more than a tie, and the deals
    before and after the trade cross no constraint and no red line of the two. On each issue a
    party prefers the option that is worth most to it, everything else as in the reference deal,
    among those that cross no constraint and no red line of its own there; of equal ones that
    which is worth more to the other party, then the first.

    Source: L. A. Froman and M. D. Cohen, Compromise and logroll: comparing the efficiency of
    two bargaining processes, Behavioral Science 15 (1970), 180-183; H. Raiffa, The Art and
    Science of Negotiation (1982), on trades between issues that two sides value differently.

    Args:
        worth: The interests.
        reference: Shape (issues,), the option on every issue in the reference deal.
        most: How many trades of every two parties to list.
    """
    setting = _Setting.of(worth, reference)
    listed: list[Trade] = []
    found = 0
    for pair in combinations(range(len(worth.parties)), 2):
        swaps = setting.swaps(*pair)
        found += len(swaps.gives)
        listed += setting.named(pair, swaps.best(most))
    return Trades(reference=worth.names.deal(reference), trades=tuple(listed), found=found)


@frozen(eq=False)
class _Swaps:
    """Trades of two parties, A and B.

    Attributes:
        gives: Shape (k, 2), the issue that A gives way on, and that on which B does.
        before: Shape (k, 2), the options on them that A and B prefer.
        after: Shape (k, 2), the options on them that the other prefers.
        gains: Shape (k, 2), how many points better off A and B are.
    """

    gives: Ints
    before: Ints
    after: Ints
    gains: Floats

    def __getitem__(self, rows: Ints) -> "_Swaps":
        return _Swaps(self.gives[rows], self.before[rows], self.after[rows], self.gains[rows])

    def best(self, most: int) -> "_Swaps":
        """Return the best, by the smaller gain, then the sum, then the order of the issues."""
        gains = self.gains.round(9)
        order = np.lexsort((-gains.sum(axis=1).round(9), -gains.min(axis=1)))
        return self[order[:most]]


@frozen(eq=False)
class _Setting:
    """What changing one issue of the reference deal does.

    Attributes:
        worth: The interests.
        reference: Shape (issues,).
        change: Shape (issues, options, parties), what taking an option adds in points.
        possible: Shape (parties, issues, options), whether an option crosses no constraint and
            no red line of the party.
    """

    worth: Worth
    reference: Ints
    change: Floats
    possible: _Flags

    @classmethod
    def of(cls, worth: Worth, reference: Ints) -> "_Setting":
        sizes = np.array(worth.sizes)
        places = np.argwhere(np.arange(sizes.max()) < sizes[:, None])
        deals = np.tile(reference, (len(places), 1))
        deals[np.arange(len(places)), places[:, 0]] = places[:, 1]
        issue, option = places.T
        change = np.zeros((len(sizes), int(sizes.max()), len(worth.parties)))
        change[issue, option] = worth.points(deals) - worth.points(reference[None, :])
        possible = np.zeros((len(worth.parties), len(sizes), int(sizes.max())), dtype=np.bool_)
        possible[:, issue, option] = [
            ~_crossed(deals, _binding(worth, [party])) for party in range(len(worth.parties))
        ]
        return cls(worth, reference, change, possible)

    def preferred(self, party: int, other: int) -> Ints:
        """Return the option that a party prefers on every issue; -1 where none is possible."""
        possible = self.possible[party]
        best = possible
        for judge in (party, other):
            own = np.where(best, self.change[..., judge], -np.inf)
            best = best & (own >= own.max(axis=1, keepdims=True) - TIE)
        return np.where(possible.any(axis=1), best.argmax(axis=1), -1)

    def swaps(self, first: int, second: int) -> _Swaps:
        """Find the trades of two parties."""
        pair = [first, second]
        own, others = self.preferred(first, second), self.preferred(second, first)
        wanted = np.flatnonzero((own >= 0) & (others >= 0) & (own != others))
        i, j = np.meshgrid(wanted, wanted, indexing="ij")
        gives = np.stack([i[i != j], j[i != j]], axis=1)
        before = np.stack([own[gives[:, 0]], others[gives[:, 1]]], axis=1)
        after = np.stack([others[gives[:, 0]], own[gives[:, 1]]], axis=1)
        gains = self._change(gives, after, pair) - self._change(gives, before, pair)
        swaps = _Swaps(gives, before, after, gains)
        swaps = swaps[np.flatnonzero((gains > TIE).all(axis=1))]
        binding = _binding(self.worth, pair)
        crossed = np.zeros(len(swaps.gives), dtype=np.bool_)
        for options in (swaps.before, swaps.after):
            crossed |= _crossed(self._deals(swaps.gives, options), binding)
        return swaps[np.flatnonzero(~crossed)]

    def _change(self, issues: Ints, options: Ints, parties: Sequence[int]) -> Floats:
        """Return what two options add for some parties, in points: shape (k, parties)."""
        total = self.change[issues, options][..., list(parties)].sum(axis=1)
        worth = self.worth
        for scope, table in worth.factors:
            if len(scope) < 2 or not table[..., list(parties)].any():
                continue
            mine = table[..., list(parties)] / worth.unit[list(parties)]
            inside = np.zeros(len(worth.sizes), dtype=np.bool_)
            inside[list(scope)] = True
            rows = np.flatnonzero(inside[issues].all(axis=1))
            # What the two add together is not what they add one by one.
            apart = np.zeros((len(rows), len(parties)))
            for sign, taken in ((1, [0, 1]), (-1, [0]), (-1, [1]), (1, [])):
                deals = self._deals(issues[rows][:, taken], options[rows][:, taken])
                apart += sign * mine[tuple(deals[:, scope].T)]
            total[rows] += apart
        return np.asarray(total)

    def _deals(self, issues: Ints, options: Ints) -> Ints:
        """Put options into the reference deal: issues and options of shape (k, changed)."""
        deals = np.tile(self.reference, (len(issues), 1))
        deals[np.arange(len(issues))[:, None], issues] = options
        return deals

    def named(self, pair: tuple[int, int], swaps: _Swaps) -> Iterator[Trade]:
        """Name trades, with what they do to the other parties."""
        worth = self.worth
        after = self._deals(swaps.gives, swaps.after)
        before = self._deals(swaps.gives, swaps.before)
        change = worth.points(after) - worth.points(before)
        two = (worth.parties[pair[0]], worth.parties[pair[1]])
        lines = [e for e in worth.excluded if e.party and e.party not in two]
        crossed = [_crossed(after, [line.ban]) for line in lines]
        refused = (worth.refused(before) | worth.refused(after)).tolist()
        for n, points in enumerate(change.tolist()):
            told = zip(worth.parties, map(rounded, points), refused[n], strict=True)
            by_party = {party: d for party, d, refuses in told if not refuses}
            rest = {p: d for p, d in by_party.items() if p not in two and abs(d) > TIE}
            yield Trade(
                parties=two,
                gives=frozendict(zip(two, self._giving(swaps, n), strict=True)),
                gains=frozendict({party: by_party[party] for party in two}),
                told_apart=worth.told_apart(before[n], after[n]),
                losses=frozendict({p: -d for p, d in rest.items() if d < 0}),
                others_gain=frozendict({p: d for p, d in rest.items() if d > 0}),
                against=tuple(
                    Line(party=line.party, id=line.exclusion.id)
                    for line, flags in zip(lines, crossed, strict=True)
                    if flags[n]
                ),
            )

    def _giving(self, swaps: _Swaps, n: int) -> Iterator[GivingWay]:
        names = self.worth.names
        for issue, before, after in zip(
            swaps.gives[n].tolist(),
            swaps.before[n].tolist(),
            swaps.after[n].tolist(),
            strict=True,
        ):
            options = names.options[issue]
            yield GivingWay(
                issue=names.issues[issue], before=options[before], after=options[after]
            )


def _binding(worth: Worth, parties: Sequence[int]) -> list[Ban]:
    """Return the constraints, and the red lines of some parties."""
    named = {"", *(worth.parties[party] for party in parties)}
    return [e.ban for e in worth.excluded if e.party in named]


def _crossed(deals: Ints, bans: Sequence[Ban]) -> _Flags:
    """Return which deals take some combination."""
    crossed = np.zeros(len(deals), dtype=np.bool_)
    for scope, ban in bans:
        crossed |= ban[tuple(deals[:, scope].T)]
    return crossed
