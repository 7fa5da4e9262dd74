"""How sure a deal is: for which of the numbers it is acceptable, and among the best."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import numpy as np
from attrs import frozen
from frozendict import frozendict

from accord.deals.limits import refusing_what_is_too_large
from accord.deals.standing import standing
from accord.deals.tabulate import Tables
from accord.deals.zone import batches, wilson
from accord.errors import AccordError
from accord.kernels.ties import TIE, Floats, Ints
from accord.model import Agenda, Deal, Interests

Verdict = Literal["necessarily", "possibly", "never"]


@frozen(kw_only=True)
class Share:
    """For what share of the ranges something holds.

    Attributes:
        share: The share, 0 to 1; draws that were not decided count as those where it does not.
        interval: 95% confidence interval (Wilson), as wide as draws that were not decided may
            make it; its ends are equal where the share is exact.
        draws: How many sets of numbers were drawn; 0 where the share is exact.
        seed: Where the draws started; None where the share is exact.
        undecided: In how many of the draws it would have taken too long to decide.
    """

    share: float
    interval: tuple[float, float]
    draws: int = 0
    seed: int | None = None
    undecided: int = 0

    @property
    def method(self) -> str:
        """Say how the share was found."""
        if self.seed is None:
            return "exact"
        text = (
            f"share by {self.draws} draws, uniform and independent over the ranges (seed "
            f"{self.seed}), with a 95% Wilson interval"
        )
        if self.undecided:
            text += f"; {self.undecided} of them are undecided, and the interval allows for it"
        return text


@frozen(kw_only=True)
class Sureness:
    """How sure a deal is.

    Attributes:
        deal: The deal.
        verdict: Whether every party accepts it for every value in the ranges (`necessarily`),
            for some (`possibly`), or for none; exact.
        parties: The same for every party alone, by its numbers and its own red lines; exact.
        constraints: Ids of the constraints that exclude the deal.
        acceptable: For what share of the ranges every party accepts it.
        frontier: For what share every party accepts it and no deal that every party accepts
            dominates it: is better for one and as good for all.
        nash: For what share every party accepts it and it is a Nash choice: no deal that every
            party accepts has a larger product of gains over the walk-away values.
    """

    deal: frozendict[str, str]
    verdict: Verdict
    parties: frozendict[str, Verdict]
    constraints: tuple[str, ...]
    acceptable: Share
    frontier: Share
    nash: Share


def how_sure(
    agenda: Agenda,
    interests: Mapping[str, Interests] | Sequence[Interests],
    deals: Sequence[Deal],
    *,
    draws: int = 1000,
    seed: int = 0,
) -> tuple[Sureness, ...]:
    """Say of given deals for which of the numbers they are acceptable, and among the best.

    Args:
        agenda: The issues and constraints.
        interests: One for every party.
        deals: One option for every issue, each.
        draws: How many sets of numbers to draw from the ranges.
        seed: Where the draws start; those of the verdict if they start at the same seed.

    Raises:
        AccordError: If interests lack a number or a deal an option, or there is no draw.
    """
    if draws < 1:
        raise AccordError(f"The number of draws is {draws}; it must be at least 1.")
    with refusing_what_is_too_large():
        tables = Tables.of(agenda, interests)
        return sureness(tables, tables.names.choices(deals), draws, seed)


def sureness(tables: Tables, choices: Ints, draws: int, seed: int) -> tuple[Sureness, ...]:
    """Say of given deals for which of the numbers they are acceptable, and among the best.

    The verdicts are exact: each party's best and worst case depends on its own numbers alone
    (see `Tables.surplus`), so those of all parties can come together.

    Args:
        tables: The interests.
        choices: Shape (deals, issues).
        draws: How many sets of numbers to draw.
        seed: Where the draws start.
    """
    judged = [_Judged.of(tables, choice) for choice in choices]
    asked = [number for number, deal in enumerate(judged) if deal.verdict != "never"]
    counts = np.zeros((len(judged), 5), dtype=np.int64)
    if asked:
        met = choices[asked]
        for drawn in batches(tables, 1 if tables.is_exact else draws, seed):
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
    given = None if tables.is_exact else (draws, seed)
    return tuple(
        deal.sureness(tables, choice, tuple(map(int, count)), given)
        for deal, choice, count in zip(judged, choices, counts, strict=True)
    )


@frozen
class _Judged:
    """The exact verdicts on a deal."""

    verdict: Verdict
    parties: frozendict[str, Verdict]
    constraints: tuple[str, ...]

    @classmethod
    def of(cls, tables: Tables, choice: Ints) -> "_Judged":
        crossed = [e for e in tables.excluded if e.ban[1][tuple(choice[list(e.ban[0])])]]
        refusing = {e.party for e in crossed}
        worst = _accepted(tables.surplus(best=False).worths(choice[None, :])[0])
        best = _accepted(tables.surplus(best=True).worths(choice[None, :])[0])
        parties = {
            party: _verdict(party not in refusing and w, party not in refusing and b)
            for party, w, b in zip(tables.parties, worst, best, strict=True)
        }
        return cls(
            _verdict(not crossed and all(worst), not crossed and all(best)),
            frozendict(parties),
            tuple(e.exclusion.id for e in crossed if not e.party),
        )

    def sureness(
        self,
        tables: Tables,
        choice: Ints,
        counts: tuple[int, ...],
        given: tuple[int, int] | None,
    ) -> Sureness:
        """Add the shares.

        Args:
            tables: The interests.
            choice: The deal.
            counts: In how many draws it is acceptable, on the frontier, the Nash choice, and
                in how many the last two are undecided.
            given: How many draws there are and where they start; None if all is exact.
        """
        acceptable, frontier, nash, frontier_open, nash_open = counts
        certain = self.verdict != "possibly"
        return Sureness(
            deal=tables.names.deal(choice),
            verdict=self.verdict,
            parties=self.parties,
            constraints=self.constraints,
            acceptable=_exactly(self.verdict == "necessarily")
            if certain
            else _share(acceptable, 0, given),
            frontier=_exactly(False)
            if self.verdict == "never"
            else _share(frontier, frontier_open, given),
            nash=_exactly(False) if self.verdict == "never" else _share(nash, nash_open, given),
        )


def _accepted(surplus: Floats) -> list[bool]:
    return [bool(above >= -TIE) for above in surplus]


def _verdict(always: bool, ever: bool) -> Verdict:
    return "necessarily" if always else "possibly" if ever else "never"


def _exactly(holds: bool) -> Share:
    return Share(share=float(holds), interval=(float(holds), float(holds)))


def _share(hits: int, undecided: int, given: tuple[int, int] | None) -> Share:
    if given is None:
        low, high = float(hits), float(hits + undecided)
        return Share(share=low, interval=(low, high), undecided=undecided)
    draws, seed = given
    return Share(
        share=hits / draws,
        interval=(wilson(hits, draws)[0], wilson(hits + undecided, draws)[1]),
        draws=draws,
        seed=seed,
        undecided=undecided,
    )


def sureness_to_json(found: Sequence[Sureness]) -> list[dict[str, Any]]:
    """Give it as plain dicts: `sureness` in `accord deals --json`."""
    return [
        {
            "deal": dict(one.deal),
            "verdict": one.verdict,
            "parties": dict(one.parties),
            "constraints": list(one.constraints),
            "acceptable": _plain(one.acceptable),
            "frontier": _plain(one.frontier),
            "nash": _plain(one.nash),
        }
        for one in found
    ]


def _plain(share: Share) -> dict[str, Any]:
    return {
        "share": share.share,
        "interval": list(share.interval),
        "draws": share.draws,
        "seed": share.seed,
        "undecided": share.undecided,
        "method": share.method,
    }
