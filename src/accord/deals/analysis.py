"""Is there a deal? All that can be said of an agenda and everybody's interests."""

from contextlib import suppress

import numpy as np
from attrs import frozen
from frozendict import frozendict

from accord.deals.blocks import Blocks, Search
from accord.deals.compromises import Solution, compromises
from accord.deals.counts import DealCount, count_acceptable
from accord.deals.frontiers import METHOD, Frontiers
from accord.deals.limits import refusing_what_is_too_large
from accord.deals.valued import ValuedDeal
from accord.deals.worth import Held, Worth
from accord.deals.zone import Flags, Zone, certain, zone_by_draw
from accord.errors import AccordError
from accord.kernels.ties import TooLarge
from accord.model import Agenda, Range


@frozen(kw_only=True)
class Deals:
    """The deals that an agenda allows, and what they are worth to everybody.

    Frontiers and solutions are those of the middle of every range; the zone of agreement is
    about all of the ranges.

    Attributes:
        parties: Ids of the parties.
        holders: Who holds the interests of each, by party.
        size: How many deals there are: combinations of options, those that a constraint
            excludes among them.
        walk_away: Walk-away value in points by party, the middle of its range.
        walk_away_range: Its range.
        ranges: Whether some number is a range; otherwise all are exact.
        frontier: The deals that no deal dominates, of those that cross no constraint and no red
            line, one for every distinct worth, whether above the walk-away values or not.
        acceptable: The same among deals that every party accepts.
        solutions: Fair compromises among the deals that every party accepts, by name; None
            where there is no such deal.
        acceptable_count: How many deals every party accepts; None where it takes too long to
            tell.
        zone: Whether there is a zone of agreement.
        blocks: What stands in the way where no deal is acceptable; without openings where it
            takes too long to tell.
        error: In points, what the frontiers may lack: no deal is by more than so much above
            a listed one for every party (among the acceptable deals, none that is as far above
            every walk-away value); 0 where they are exact.
        method: How frontiers and solutions were found.
    """

    parties: tuple[str, ...]
    holders: frozendict[str, str]
    size: int
    walk_away: frozendict[str, float]
    walk_away_range: frozendict[str, Range]
    ranges: bool
    frontier: tuple[ValuedDeal, ...]
    acceptable: tuple[ValuedDeal, ...]
    solutions: frozendict[str, Solution | None]
    acceptable_count: DealCount | None
    zone: Zone
    blocks: Blocks
    error: float = 0.0
    method: str = METHOD


def analyse(
    agenda: Agenda,
    interests: Held,
    *,
    draws: int = 1000,
    seed: int = 0,
) -> Deals:
    """Find out whether there is a deal, which the rules pick, and what stands in the way.

    Args:
        agenda: The issues and constraints.
        interests: One for every party, by party or in the order wanted.
        draws: How many sets of numbers to draw from the ranges where the verdict depends on
            them, and how many deals where the acceptable ones are too many to be counted.
        seed: Where the draws start; the same seed gives the same answer.

    Raises:
        AccordError: If interests are missing, given twice, lack a number, or the agenda is too
            large to be solved exactly.
    """
    if draws < 1:
        raise AccordError(f"The number of draws is {draws}; it must be at least 1.")
    with refusing_what_is_too_large():
        return Analysis.of(Worth.of(agenda, interests), draws, seed).deals


@frozen(eq=False)
class Analysis:
    """What is found about deals, with the arrays that more can be found from.

    Attributes:
        deals: What was found.
        worth: The interests.
        frontiers: The frontiers at the middle of the ranges.
        exists: Shape (draws,), for which draws of the verdict some deal is acceptable; of
            shape (0,) if it is certain.
    """

    deals: Deals
    worth: Worth
    frontiers: Frontiers
    exists: Flags

    @classmethod
    def of(cls, worth: Worth, draws: int, seed: int) -> "Analysis":
        """Do as `analyse`; a `ValueError` of the kernels says what is too large."""
        found = Frontiers.of(worth)
        acceptable = found.acceptable
        zone, exists = certain(bool(len(acceptable.points))), np.zeros(0, dtype=np.bool_)
        if not worth.is_exact:
            zone, exists = zone_by_draw(worth, draws, seed)
        listed = worth.valued(acceptable)
        count, blocks = None, Blocks(complete=bool(listed))
        with suppress(TooLarge):
            count = count_acceptable(worth, draws, seed, known=len(listed))
        if not listed:
            with suppress(TooLarge):
                worth.refuse_wide(worth.bans)
                blocks = Search.of(worth).blocks()
        deals = Deals(
            parties=worth.parties,
            holders=frozendict({i.party: i.held_by for i in worth.interests}),
            size=worth.names.size,
            walk_away=worth.walk_aways,
            walk_away_range=frozendict(
                {party: worth.walk_away_range(n) for n, party in enumerate(worth.parties)}
            ),
            ranges=not worth.is_exact,
            frontier=worth.valued(found.everything),
            acceptable=listed,
            solutions=compromises(worth, found, listed),
            acceptable_count=count,
            zone=zone,
            blocks=blocks,
            error=found.error,
            method=found.method,
        )
        return cls(deals, worth, found, exists)
