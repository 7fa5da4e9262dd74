"""The analysis as plain dicts, lists, texts and numbers, ready for JSON."""

import math
from collections.abc import Iterable, Mapping
from typing import Any

from accord.deals.analysis import Deals
from accord.deals.blocks import Obstacle, Opening
from accord.deals.compromises import Solution
from accord.deals.counts import DealCount
from accord.deals.valued import ValuedDeal, clean
from accord.deals.zone import Zone, share_to_json

Plain = dict[str, Any]


def to_json(deals: Deals) -> Plain:
    """Give the analysis as a plain dict: the answer of `accord deals --json`.

    Worths are rounded to a billionth of a point. A walk-away value is the middle of its range;
    `walk_away_range` has both ends.
    """
    return {
        "parties": list(deals.parties),
        "held_by": dict(deals.holders),
        "size": deals.size,
        "walk_away": _points(deals.walk_away),
        "walk_away_range": {
            party: [clean(span.low), clean(span.high)]
            for party, span in deals.walk_away_range.items()
        },
        "ranges": deals.ranges,
        "frontier": [valued_to_json(deal) for deal in deals.frontier],
        "acceptable_frontier": [valued_to_json(deal) for deal in deals.acceptable],
        "solutions": {
            name: None if solution is None else _solution(solution)
            for name, solution in deals.solutions.items()
        },
        "acceptable_count": deals.acceptable_count and count_to_json(deals.acceptable_count),
        "zone_of_agreement": zone_to_json(deals.zone),
        "blocks": [opening_to_json(opening) for opening in deals.blocks.openings],
        "blocks_complete": deals.blocks.complete,
        "refusals": [obstacle_to_json(line) for line in deals.blocks.refusals],
        "error": clean(deals.error),
        "method": deals.method,
    }


def _points(points: Mapping[str, float]) -> Plain:
    return {party: clean(value) for party, value in points.items()}


def valued_to_json(valued: ValuedDeal) -> Plain:
    """Give a deal and its worth as a plain dict; null for a party whose red line it crosses."""
    return {"deal": dict(valued.deal), "worth": with_refusals(valued.worth, valued.refused_by)}


def with_refusals(points: Mapping[str, float], refused_by: Iterable[str]) -> Plain:
    """Put null for parties whose red lines are crossed."""
    return {**points, **dict.fromkeys(refused_by)}


def _solution(solution: Solution) -> Plain:
    runner_up = solution.runner_up
    return valued_to_json(solution.best) | {
        "ties": [valued_to_json(tie) for tie in solution.ties],
        "below_best": dict(solution.below_best),
        "below_best_told_apart": list(solution.below_best_told_apart),
        "gap": solution.gap if math.isfinite(solution.gap) else None,
        "runner_up": None
        if runner_up is None
        else valued_to_json(runner_up)
        | {
            "gives_up": dict(solution.gives_up),
            "told_apart": list(solution.told_apart),
        },
    }


def count_to_json(count: DealCount) -> Plain:
    """Give a count, or an estimate, as a plain dict."""
    return {
        "exact": count.exact,
        "count": count.count,
        "estimate": count.estimate,
        "interval": list(count.interval),
        "among": count.among,
        "draws": count.draws,
        "seed": count.seed,
        "method": count.method,
    }


def zone_to_json(zone: Zone) -> Plain:
    """Give a verdict as a plain dict."""
    return {
        "verdict": zone.verdict,
        "exists": zone.exists,
        "throughout": zone.throughout,
        "share": zone.share,
        "interval": list(zone.interval),
        "draws": zone.draws,
        "seed": zone.seed,
        "one_way": zone.one_way and share_to_json(zone.one_way),
        "method": zone.method,
    }


def opening_to_json(opening: Opening) -> Plain:
    """Give a set of obstacles, and what it opens, as a plain dict."""
    return {
        "ease": [obstacle_to_json(obstacle) for obstacle in opening.ease],
        "parties": list(opening.parties),
        "give": with_refusals(opening.give, opening.unsaid),
        "within_ranges": list(opening.within_ranges),
        **valued_to_json(opening.best),
        "exact": opening.exact,
    }


def obstacle_to_json(obstacle: Obstacle) -> Plain:
    """Give a red line, a constraint or a walk-away value as a plain dict."""
    plain: Plain = {"kind": obstacle.kind}
    if obstacle.party:
        plain["party"] = obstacle.party
    if obstacle.walk_away is not None:
        return plain | {"walk_away": clean(obstacle.walk_away)}
    never = {issue: list(options) for issue, options in obstacle.never.items()}
    return plain | {"id": obstacle.id, "never": never}
