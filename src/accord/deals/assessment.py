"""Everything that is said of an agenda by one holder's numbers, together."""

from typing import Any

from attrs import frozen
from frozendict import frozendict

from accord.deals.analysis import Analysis, Deals
from accord.deals.concessions import Concessions, concessions_to_json, find_concessions
from accord.deals.counts import worth_the_same
from accord.deals.drivers import Drivers, drivers, drivers_to_json
from accord.deals.limits import refusing_what_is_too_large
from accord.deals.plain import to_json
from accord.deals.robustness import Sureness, sureness, sureness_to_json
from accord.deals.trades import Trades, find_trades, reference_deal, trades_to_json
from accord.deals.unreachable import Unreachable, find_unreachable, unreachable_to_json
from accord.deals.worth import Held, Worth
from accord.errors import AccordError
from accord.kernels.ties import TooLarge
from accord.model import Agenda, Deal


@frozen(kw_only=True)
class Assessment:
    """Whether there is a deal, which the rules pick, what is in the way, and how sure that is.

    Attributes:
        deals: The analysis at the middle of the ranges, with the verdict over all of them.
        concessions: By how much walk-away values would have to come down; None where that is
            left out.
        unreachable: The options that no acceptable deal takes; None where that is left out.
        sure: How sure each of the fair compromises is.
        trades: The trades that create value for two parties.
        alike: How many acceptable deals are worth the same to everybody as each of them, itself
            among them; None where they were not counted.
        drivers: The numbers that the verdict turns on.
        left_out: What is not answered, as it would take too long, in words.
    """

    deals: Deals
    concessions: Concessions | None
    unreachable: Unreachable | None
    trades: Trades
    sure: frozendict[Deal, Sureness]
    alike: frozendict[Deal, int | None]
    drivers: Drivers
    left_out: tuple[str, ...] = ()


def assess(
    agenda: Agenda,
    interests: Held,
    *,
    draws: int = 1000,
    seed: int = 0,
) -> Assessment:
    """Answer all that can be asked without naming a deal.

    Args:
        agenda: The issues and constraints.
        interests: One for every party, by party or in the order wanted.
        draws: How many sets of numbers to draw from the ranges.
        seed: Where the draws start.

    Raises:
        AccordError: As `analyse` does.
    """
    if draws < 1:
        raise AccordError(f"The number of draws is {draws}; it must be at least 1.")
    with refusing_what_is_too_large():
        worth = Worth.of(agenda, interests)
        found = Analysis.of(worth, draws, seed)
        deals, frontiers = found.deals, found.frontiers
        best = dict.fromkeys(s.best.deal for s in deals.solutions.values() if s is not None)
        choices = worth.names.choices(best)
        counts = (None if deals.error else worth_the_same(worth, c) for c in choices)
        reference = reference_deal(worth, frontiers, deals.solutions["nash"])
        left_out: list[str] = []
        if not deals.solutions["nash"] and not deals.blocks.openings:
            left_out.append("what stands in the way")
        concessions = unreachable = None
        try:
            concessions = find_concessions(worth)
        except TooLarge:
            left_out.append("by how much walk-away values would have to come down")
        try:
            unreachable = find_unreachable(worth, frontiers.acceptable.choices)
        except TooLarge:
            left_out.append("the options that no acceptable deal takes")
        return Assessment(
            deals=deals,
            concessions=concessions,
            unreachable=unreachable,
            trades=Trades(reference=None)
            if reference is None
            else find_trades(worth, reference),
            sure=frozendict({s.deal: s for s in sureness(worth, choices, draws, seed)}),
            alike=frozendict(zip(best, counts, strict=True)),
            drivers=drivers(worth, deals.zone, found.exists),
            left_out=tuple(left_out),
        )


def assessment_to_json(found: Assessment) -> dict[str, Any]:
    """Give an assessment as a plain dict: the answer of `accord deals --json`."""
    plain = to_json(found.deals)
    for name, solution in found.deals.solutions.items():
        if solution is not None:
            plain["solutions"][name]["alike"] = found.alike[solution.best.deal]
    return plain | {
        "concessions": found.concessions and concessions_to_json(found.concessions),
        "unreachable": found.unreachable and unreachable_to_json(found.unreachable),
        "trades": trades_to_json(found.trades),
        "sureness": sureness_to_json(tuple(found.sure.values())),
        "drivers": drivers_to_json(found.drivers),
        "left_out": list(found.left_out),
    }
