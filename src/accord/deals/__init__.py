"""Is there a deal? Which do rules pick, what is in the way, and how sure can one be."""

from accord.deals.all_worths import Cloud
from accord.deals.always_some_deal import PartyNumbers, Throughout
from accord.deals.as_json import in_turn, to_json
from accord.deals.blocks import Blocks, Obstacle, Opening
from accord.deals.compromises import SOLUTIONS, Solution
from accord.deals.counts import DealCount
from accord.deals.division import Division
from accord.deals.drops import Drop, Drops
from accord.deals.handle import Deals
from accord.deals.improvements import Improvements
from accord.deals.lotteries import DealLottery
from accord.deals.robustness import Sureness
from accord.deals.trades import Trades
from accord.deals.unreachable import Unreachable
from accord.deals.valued import ValuedDeal
from accord.deals.verdict_drivers import Drivers
from accord.deals.why_not import WhyNot
from accord.deals.worth import Worth
from accord.deals.zone import Zone

__all__ = [
    "SOLUTIONS",
    "Blocks",
    "Cloud",
    "DealCount",
    "DealLottery",
    "Deals",
    "Division",
    "Drivers",
    "Drop",
    "Drops",
    "Improvements",
    "Obstacle",
    "Opening",
    "PartyNumbers",
    "Solution",
    "Sureness",
    "Throughout",
    "Trades",
    "Unreachable",
    "ValuedDeal",
    "WhyNot",
    "Worth",
    "Zone",
    "in_turn",
    "to_json",
]
