"""Is there a deal? Which do rules pick, what is in the way, and how sure can one be."""

from accord.deals.all_worths import Cloud, cloud, worths
from accord.deals.always_some_deal import Throughout, throughout
from accord.deals.analysis import Deals, analyse
from accord.deals.assessment import Assessment, assess, assessment_to_json
from accord.deals.blocks import Blocks, Obstacle, Opening
from accord.deals.compromises import SOLUTIONS, Solution
from accord.deals.concessions import Concessions, concessions
from accord.deals.counts import DealCount, acceptable_count
from accord.deals.division import Division, divide
from accord.deals.drivers import Drivers, verdict_drivers
from accord.deals.improvements import Improvements, improvements
from accord.deals.lotteries import DealLottery, lotteries
from accord.deals.plain import to_json
from accord.deals.robustness import Sureness, how_sure
from accord.deals.trades import Trades, trades
from accord.deals.unreachable import Unreachable, unreachable
from accord.deals.valued import ValuedDeal
from accord.deals.why_not import WhyNot, why_not
from accord.deals.zone import Zone

__all__ = [
    "SOLUTIONS",
    "Assessment",
    "Blocks",
    "Cloud",
    "Concessions",
    "DealCount",
    "DealLottery",
    "Deals",
    "Division",
    "Drivers",
    "Improvements",
    "Obstacle",
    "Opening",
    "Solution",
    "Sureness",
    "Throughout",
    "Trades",
    "Unreachable",
    "ValuedDeal",
    "WhyNot",
    "Zone",
    "acceptable_count",
    "analyse",
    "assess",
    "assessment_to_json",
    "cloud",
    "concessions",
    "divide",
    "how_sure",
    "improvements",
    "lotteries",
    "throughout",
    "to_json",
    "trades",
    "unreachable",
    "verdict_drivers",
    "why_not",
    "worths",
]
