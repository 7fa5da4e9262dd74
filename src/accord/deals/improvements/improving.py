"""Whether deals better for some and worse for none than a given one exist, and how many."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from accord.kernels.count import MOST_WORK, Count, count_deals
from accord.kernels.frontier import Goal, listed, reach
from accord.kernels.nondominated import nondominated
from accord.kernels.pareto import pareto_sum
from accord.kernels.sample import Uniform
from accord.kernels.tables import Ban, DealSpace, Factor
from accord.kernels.ties import TIE, Floats, Ints, TooLarge

MOST_COMPARED = 2**14
"""How many partial deals are compared at once, for three parties or more, before giving up."""

MOST_NEIGHBOURS = 2**17
"""How many deals that change two issues are tried at once; where there are more, none is."""

_UNCHANGED = 0.5  # the tie of a column that counts issues


@dataclass(frozen=True)
class Reference:
    """A deal that others are compared with.

    A deal improves on it if its worth is lower for no party by more than a tie, and higher for
    some party by more than a tie. On the grid this is decided exactly.

    Attributes:
        factors: Tables whose entries at a deal add up to what it is worth to each party.
        space: The same on the grid, with the combinations that no deal may take.
        choice: Shape (issues,), the deal.
        worth: Shape (parties,), what it is worth, on the grid.
        width: Shape (parties,), the most steps of the grid that still are a tie.
    """

    factors: tuple[Factor, ...]
    space: DealSpace
    choice: Ints
    worth: Ints
    width: Ints

    @classmethod
    def of(
        cls,
        sizes: Sequence[int],
        factors: Sequence[Factor],
        forbidden: Sequence[Ban],
        choice: Ints,
        tie: npt.ArrayLike = TIE,
    ) -> "Reference":
        """Put tables and a deal on the grid.

        Args:
            sizes: Options per issue.
            factors: Tables whose entries at a deal add up to what it is worth to each party.
            forbidden: Tables of combinations that no deal may take.
            choice: Shape (issues,), the option on every issue; it crosses none of these.
            tie: Within how much two sums are equal; a number or shape (parties,).

        Raises:
            ValueError: If tables do not fit, or the deal crosses a ban.
        """
        space = DealSpace.of(sizes, factors, forbidden, tie)
        if any(bool(ban[tuple(choice[list(scope)])]) for scope, ban in space.bans):
            raise ValueError("the deal itself takes a combination that no deal may take")
        worth = sum(
            (table.sums[tuple(choice[list(table.scope)])] for table in space.tables),
            np.zeros(space.parties, np.int64),
        )
        width = np.floor(space.tie / space.step + 1e-6).astype(np.int64)
        return cls(tuple(factors), space, np.asarray(choice), worth, width)

    def improves(self, gains: Ints) -> npt.NDArray[np.bool_]:
        """Return which deals improve, by what they gain on the grid: shape (deals, parties)."""
        kept, more = gains >= -self.width, gains > self.width
        return np.asarray(kept.all(axis=-1) & more.any(axis=-1))

    def gains(self, choices: Ints) -> Ints:
        """Return what deals add for each party, on the grid: shape (deals, parties)."""
        total = np.zeros((len(choices), self.space.parties), np.int64)
        for table in self.space.tables:
            total += table.sums[tuple(choices[:, table.scope].T)]
        return total - self.worth

    def floor(self, more: Sequence[int] = ()) -> Floats:
        """Return the floor that says: worse for nobody, and better for some.

        Args:
            more: The parties for which deals must be better.
        """
        least = self.worth - self.width
        least[list(more)] += 2 * self.width[list(more)] + 1
        # Half a step lower, so that no rounding on the way to the grid can matter.
        return np.asarray((least - 0.5) * self.space.step + self.space.tie)

    def some(self, weights: Floats, within: int | None = None) -> Ints | None:
        """Find some improving deal, or show that there is none.

        Args:
            weights: Shape (parties,), as for `reach`, of gains counted in ties.
            within: On how many issues it may differ; any number by default.

        Raises:
            ValueError: If the problem is too large.
        """
        space, issues = self.space, len(self.space.sizes)
        factors, tie = list(self.factors), space.tie
        scaled = weights / space.tie
        if within is not None and within < issues:
            factors = [(scope, _with_column(table, 0.0)) for scope, table in factors]
            for issue, size in enumerate(space.sizes):
                changed = np.zeros((size, space.parties + 1))
                changed[:, -1] = -1.0 * (np.arange(size) != self.choice[issue])
                factors.append(((issue,), changed))
            tie, scaled = np.append(tie, _UNCHANGED), np.append(scaled, 0.0)
        for party in range(space.parties):
            floor = self.floor([party])
            if len(tie) > len(floor):
                floor = np.append(floor, -float(within or 0))
            found = reach(space.sizes, factors, space.bans, floor, tie, scaled)
            if found is not None:
                return found
        return None


def nondominated_improvements(reference: Reference) -> Ints | None:
    """List the improving deals that no deal dominates, if that is not too much work.

    Args:
        reference: The given deal.

    Returns:
        Shape (k, issues), as `frontier` lists them; None where it is too much work.
    """
    space = reference.space

    def select(sums: Ints, cell: Ints) -> Ints:
        if space.parties > 2 and len(sums) > MOST_COMPARED:
            raise TooLarge("too many partial deals are not dominated")
        return nondominated(sums, cell)

    try:
        found = pareto_sum(space, Goal.of(space, reference.floor()).limit, lambda: select)
    except TooLarge:
        return None
    choices = listed(space, reference.factors, found).choices
    return choices[reference.improves(reference.gains(choices))]


def neighbours(reference: Reference, choice: Ints) -> Ints:
    """List the improving deals that change one or two issues of some deal.

    Args:
        reference: The deal on which they improve.
        choice: Shape (issues,), the deal near which they are.

    Returns:
        Shape (k, issues); only those that change one issue where there are too many others.
    """
    space = reference.space
    sizes = np.array(space.sizes)
    issue = np.repeat(np.arange(len(sizes)), sizes)
    option = np.concatenate([np.arange(size) for size in sizes])
    first, second = np.arange(len(issue)), np.arange(len(issue))
    if len(issue) ** 2 <= 2 * MOST_NEIGHBOURS:
        first, second = np.triu_indices(len(issue))
    apart = (first == second) | (issue[first] != issue[second])
    first, second = first[apart], second[apart]
    near = np.repeat(choice[None, :], len(first), axis=0)
    near[np.arange(len(near)), issue[first]] = option[first]
    near[np.arange(len(near)), issue[second]] = option[second]
    allowed = np.ones(len(near), dtype=np.bool_)
    for scope, ban in space.bans:
        allowed &= ~ban[tuple(near[:, scope].T)]
    near = near[allowed]
    return near[reference.improves(reference.gains(near))]


def count_improving(
    reference: Reference, *, most_work: int = MOST_WORK, draws: int = 10_000, seed: int = 0
) -> Count:
    """Count the deals that improve on a given one.

    These are the deals that are worse for nobody, less those that are worth the same to
    everybody. Both are counted, the second with every party twice: no deal is lower, and none
    is lower with the signs changed. Where either is too much work, deals are drawn instead.

    Args:
        reference: The given deal.
        most_work: How many partial sums are formed in each of the two before deals are drawn.
        draws: How many deals are drawn.
        seed: Where the draws start.

    Raises:
        ValueError: If too many issues hang together.
    """
    space, factors = reference.space, reference.factors
    floor = reference.floor()
    above = count_deals(
        space.sizes, factors, space.bans, floor, space.tie, most_work=most_work, draws=1
    )
    if above.number is not None:
        twice = [(scope, np.concatenate([table, -table], axis=-1)) for scope, table in factors]
        down = (-reference.worth - reference.width - 0.5) * space.step + space.tie
        same = count_deals(
            space.sizes,
            twice,
            space.bans,
            np.concatenate([floor, down]),
            np.concatenate([space.tie, space.tie]),
            most_work=most_work,
            draws=1,
        )
        if same.number is not None:
            return Count(above.number - same.number, above.among)
    drawn = Uniform.of(space.sizes, space.bans).draw(np.random.default_rng(seed), draws)
    hits = int(reference.improves(reference.gains(drawn)).sum())
    return Count(None, above.among, hits, draws)


def _with_column(table: Floats, value: float) -> Floats:
    """Add a last column."""
    return np.concatenate([table, np.full((*table.shape[:-1], 1), value)], axis=-1)
