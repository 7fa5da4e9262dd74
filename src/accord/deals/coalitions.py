"""Deals where not all parties must accept: by the least sets of parties that suffice.

A deal passes if all of some minimal winning coalition accept it (see
`accord.model.decision_rule`). So what passes is a union over the coalitions of what is
acceptable to all of each, and every answer about it is put together from those.
"""

from collections.abc import Sequence

import numpy as np
from attrs import evolve

from accord.deals.blocks import Blocks, Obstacle, Opening, Search
from accord.deals.counts import DealCount, count_acceptable
from accord.deals.unreachable import Unreachable, UnreachableOption, find_unreachable
from accord.deals.worth import Worth
from accord.kernels.intervals import wilson
from accord.kernels.sample import Uniform
from accord.kernels.tables import Ban
from accord.kernels.ties import TIE

Coalitions = Sequence[frozenset[str]]

METHOD = (
    "by the least sets of parties whose acceptance suffices, each searched by itself, exactly; "
    "ranges read at their middle"
)


def dividends(coalitions: Coalitions) -> dict[frozenset[str], int]:
    """Return by which sums over sets of parties what passes is counted.

    The number of deals that pass is the sum over sets S of their dividend times the number of
    deals that all of S accept (J. Harsanyi, A simplified bargaining model for the n-person
    cooperative game, International Economic Review 4, 1963). Inclusion and exclusion over the
    coalitions gives them: only unions of coalitions have any.

    Args:
        coalitions: The minimal winning coalitions.
    """
    found: dict[frozenset[str], int] = {}
    for one in coalitions:
        step: dict[frozenset[str], int] = {one: 1}
        for other, times in found.items():
            step[one | other] = step.get(one | other, 0) - times
        for union, times in step.items():
            found[union] = found.get(union, 0) + times
    return {union: times for union, times in found.items() if times}


def count_passing(
    worth: Worth, coalitions: Coalitions, draws: int, seed: int, *, most_work: int
) -> DealCount:
    """Count the deals that pass.

    Where counting would be too much work, deals are drawn among those that cross no constraint.

    Args:
        worth: The interests of all parties.
        coalitions: The minimal winning coalitions.
        draws: How many deals to draw then.
        seed: Where the draws start.
        most_work: How many partial sums to form for one set of parties before that.
    """
    among = Uniform.of(worth.sizes, (*worth.constraints, *worth.held))
    total = 0
    for union, times in dividends(coalitions).items():
        found = count_acceptable(worth.among(union), 1, seed, most_work=most_work)
        if found.count is None:
            break
        total += times * found.count
    else:
        return DealCount(count=total, estimate=None, interval=(total, total), among=among.total)
    drawn = among.draw(np.random.default_rng(seed), draws)
    accepted = ~worth.refused(drawn) & (worth.points(drawn) >= worth.walk_away - TIE)
    places = [[worth.parties.index(party) for party in one] for one in coalitions]
    hits = int(np.any([accepted[:, one].all(axis=1) for one in places], axis=0).sum())
    low, high = wilson(hits, draws)
    return DealCount(
        count=None,
        estimate=among.total * hits // draws,
        interval=(int(low * among.total), min(among.total, int(high * among.total))),
        among=among.total,
        draws=draws,
        seed=seed,
    )


def openings_of(
    worth: Worth, coalitions: Coalitions, held: Sequence[Ban] = ()
) -> tuple[tuple[Opening, ...], bool]:
    """Find every minimal set of obstacles whose easing lets a deal pass.

    Some obstacles open a deal if they open one for some coalition; so the least sets are the
    least of those of all coalitions.

    Args:
        worth: The interests of all parties.
        coalitions: The minimal winning coalitions.
        held: Combinations that no deal looked for may take, whatever gives.

    Returns:
        The openings, one that eases nothing if a deal passes as things are; and whether the
        search was complete.
    """
    found: dict[frozenset[Obstacle], Opening] = {}
    complete = True
    for one in coalitions:
        openings, whole = Search.of(worth.among(one), held).openings()
        complete &= whole
        if openings and not openings[0].ease:
            return (_valued_by_all(worth, openings[0]),), True
        for opening in openings:
            eased = frozenset(opening.ease)
            before = found.get(eased)
            if before is None or sum(opening.give.values()) < sum(before.give.values()):
                found[eased] = opening
    least = [eased for eased in found if not any(other < eased for other in found)]
    order = {obstacle: n for n, obstacle in enumerate(Search.of(worth).obstacles)}
    least.sort(key=lambda eased: (len(eased), sorted(order[o] for o in eased)))
    return tuple(_valued_by_all(worth, found[eased]) for eased in least), complete


def blocks_of(worth: Worth, coalitions: Coalitions) -> Blocks:
    """Find what stands in the way of a deal that passes; nothing if one passes as things are.

    Args:
        worth: The interests of all parties.
        coalitions: The minimal winning coalitions.
    """
    parts = [worth.among(one) for one in coalitions]
    if any(part.reach(part.bans, part.walk_away) is not None for part in parts):
        return Blocks()
    openings, complete = openings_of(worth, coalitions)
    refusals: set[Obstacle] = set()
    for part in parts:
        found, whole = Search.of(part).refusals()
        refusals.update(found)
        complete &= whole
    in_order = tuple(o for o in Search.of(worth).obstacles if o in refusals)
    return Blocks(openings=openings, refusals=in_order, complete=complete)


def _valued_by_all(worth: Worth, opening: Opening) -> Opening:
    """Return an opening with what its deal is worth to all, not to a coalition alone."""
    choices = worth.names.choices([opening.best.deal])
    return evolve(opening, best=worth.priced(choices)[0])


def unreachable_by(worth: Worth, coalitions: Coalitions) -> Unreachable:
    """Find the options that no deal that passes takes: those out of reach of every coalition.

    What keeps them out is not said, as it differs from coalition to coalition.

    Args:
        worth: The interests of all parties.
        coalitions: The minimal winning coalitions.
    """
    left: set[tuple[str, str]] | None = None
    for one in coalitions:
        part = worth.among(one)
        choice = part.reach(part.bans, part.walk_away)
        if choice is None:
            continue
        found = find_unreachable(part, choice[None, :])
        options = {(o.issue, o.option) for o in found.options}
        left = options if left is None else left & options
    if left is None:
        return Unreachable(no_deal=True)
    every = (
        (i, o)
        for i, some in zip(worth.names.issues, worth.names.options, strict=True)
        for o in some
    )
    kept = tuple(UnreachableOption(issue=i, option=o) for i, o in every if (i, o) in left)
    return Unreachable(no_deal=False, options=kept)
