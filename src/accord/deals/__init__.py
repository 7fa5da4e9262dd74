"""Is there a deal? Which are best, who blocks, and how sure can one be."""

from accord.deals.analysis import Deals, analyse
from accord.deals.assessment import Assessment, assess, assessment_to_json
from accord.deals.blocks import Blocks, Obstacle, Opening
from accord.deals.cloud import Cloud, cloud, worths
from accord.deals.compromises import SOLUTIONS, Solution
from accord.deals.counts import AcceptableCount, acceptable_count
from accord.deals.division import Division, divide
from accord.deals.lotteries import DealLottery, lotteries
from accord.deals.plain import to_json
from accord.deals.valued import ValuedDeal
from accord.deals.zone import Zone

__all__ = [
    "SOLUTIONS",
    "AcceptableCount",
    "Assessment",
    "Blocks",
    "Cloud",
    "DealLottery",
    "Deals",
    "Division",
    "Obstacle",
    "Opening",
    "Solution",
    "ValuedDeal",
    "Zone",
    "acceptable_count",
    "analyse",
    "assess",
    "assessment_to_json",
    "cloud",
    "divide",
    "lotteries",
    "to_json",
    "worths",
]
