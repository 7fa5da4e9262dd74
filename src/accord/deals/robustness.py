"""How sure a deal is: for which of the numbers it is acceptable, and among the best."""

from collections.abc import Sequence
from typing import ClassVar, Literal

import numpy as np
from attrs import frozen
from frozendict import frozendict

from accord.deals.by_draw.status import standing
from accord.deals.draws import Draws
from accord.deals.worth import Worth
from accord.deals.zone import RangeShare
from accord.kernels.ties import TIE, Floats, Ints

Verdict = Literal["necessarily", "possibly", "never"]


@frozen(kw_only=True)
class Shares:
    """For what shares of the ranges a deal is acceptable, and among the best.

    Attributes:
        acceptable: For what share of the ranges every party accepts it.
        frontier: For what share every party accepts it and no deal that every party accepts
            dominates it: is better for one and as good for all.
        nash: For what share every party accepts it and it is a Nash choice: no deal that every
            party accepts has a larger product of gains over the walk-away values.
    """

    acceptable: RangeShare
    frontier: RangeShare
    nash: RangeShare


@frozen(kw_only=True)
class Sureness:
    """How sure a deal is.

    Attributes:
        deal: The deal.
        verdict: Whether every party accepts it for every value in the ranges (`necessarily`),
            for some (`possibly`), or for none; exact.
        parties: The same for every party alone, by its numbers and its own red lines; exact.
        constraints: Ids of the constraints that exclude the deal.
        each: For what shares, each number drawn by itself.
        one_way: The same where each party's numbers err all one way.
    """

    deal: frozendict[str, str]
    verdict: Verdict
    parties: frozendict[str, Verdict]
    constraints: tuple[str, ...]
    each: Shares
    one_way: Shares

    as_json: ClassVar = ("deal", "verdict", "parties", "constraints", "*each", "one_way")

    @property
    def acceptable(self) -> RangeShare:
        """Return for what share of the ranges every party accepts it."""
        return self.each.acceptable

    @property
    def frontier(self) -> RangeShare:
        """Return for what share no deal that every party accepts dominates it."""
        return self.each.frontier

    @property
    def nash(self) -> RangeShare:
        """Return for what share it is a Nash choice."""
        return self.each.nash


def sureness(draws: Draws, choices: Ints) -> tuple[Sureness, ...]:
    """Find for which of the numbers given deals are acceptable, and among the best.

    The verdicts are exact: each party's best and worst case depends on its own numbers alone
    (see `Worth.best`), so those of all parties can come together.

    Args:
        draws: The interests, and the sets of numbers to try.
        choices: Shape (deals, issues).
    """
    worth = draws.worth
    judged = [_Judged.of(worth, choice) for choice in choices]
    asked = [number for number, deal in enumerate(judged) if deal.verdict != "never"]
    each, one_way = (_shares(draws, judged, choices, asked, way) for way in (False, True))
    return tuple(
        Sureness(
            deal=worth.names.deal(choice),
            verdict=deal.verdict,
            parties=deal.parties,
            constraints=deal.constraints,
            each=mine,
            one_way=other,
        )
        for deal, choice, mine, other in zip(judged, choices, each, one_way, strict=True)
    )


def _shares(
    draws: Draws,
    judged: Sequence["_Judged"],
    choices: Ints,
    asked: Sequence[int],
    one_way: bool,
) -> list[Shares]:
    """Find in which of many draws deals are acceptable, and among the best.

    Args:
        draws: The interests, and the sets of numbers to try.
        judged: The exact verdicts on the deals.
        choices: Shape (deals, issues).
        asked: Numbers of the deals that are acceptable for some numbers.
        one_way: Whether a party's numbers err all one way.
    """
    counts = np.zeros((len(judged), 5), dtype=np.int64)
    met = choices[list(asked)]
    exact = draws.worth.is_exact
    for drawn in (draws.fewer(1) if exact else draws).sets(one_way) if asked else ():
        for number in asked:
            told, met = standing(drawn, choices[number], met)
            by_draw = (
                told.acceptable,
                told.frontier,
                told.nash,
                told.frontier_open,
                told.nash_open,
            )
            counts[number] += [int(flags.sum()) for flags in by_draw]
    given = None if exact else (draws.count, draws.seed)
    return [
        deal.shares(tuple(map(int, count)), given, one_way)
        for deal, count in zip(judged, counts, strict=True)
    ]


@frozen
class _Judged:
    """The exact verdicts on a deal."""

    verdict: Verdict
    parties: frozendict[str, Verdict]
    constraints: tuple[str, ...]

    @classmethod
    def of(cls, worth: Worth, choice: Ints) -> "_Judged":
        crossed = [e for e in worth.excluded if e.ban[1][tuple(choice[list(e.ban[0])])]]
        refusing = {e.party for e in crossed}
        worst = _accepted(worth.worst().points(choice[None, :])[0])
        best = _accepted(worth.best().points(choice[None, :])[0])
        parties = {
            party: _verdict(party not in refusing and w, party not in refusing and b)
            for party, w, b in zip(worth.parties, worst, best, strict=True)
        }
        return cls(
            _verdict(not crossed and all(worst), not crossed and all(best)),
            frozendict(parties),
            tuple(e.exclusion.id for e in crossed if not e.party),
        )

    def shares(
        self, counts: tuple[int, ...], given: tuple[int, int] | None, one_way: bool
    ) -> Shares:
        """Return the shares.

        Args:
            counts: In how many draws it is acceptable, on the frontier, the Nash choice, and
                in how many the last two are undecided.
            given: How many draws there are and where they start; None if all is exact.
            one_way: Whether a party's numbers erred all one way.
        """
        acceptable, frontier, nash, frontier_open, nash_open = counts
        if self.verdict == "never":
            never = RangeShare.exactly(False)
            return Shares(acceptable=never, frontier=never, nash=never)
        return Shares(
            acceptable=RangeShare.exactly(True)
            if self.verdict == "necessarily"
            else _share(acceptable, 0, given, one_way),
            frontier=_share(frontier, frontier_open, given, one_way),
            nash=_share(nash, nash_open, given, one_way),
        )


def _accepted(surplus: Floats) -> list[bool]:
    return [bool(above >= -TIE) for above in surplus]


def _verdict(always: bool, ever: bool) -> Verdict:
    return "necessarily" if always else "possibly" if ever else "never"


def _share(
    hits: int, undecided: int, given: tuple[int, int] | None, one_way: bool
) -> RangeShare:
    if given is None:
        low, high = float(hits), float(hits + undecided)
        return RangeShare(share=low, interval=(low, high), undecided=undecided)
    draws, seed = given
    return RangeShare.of_draws(hits, draws, seed, undecided=undecided, one_way=one_way)
