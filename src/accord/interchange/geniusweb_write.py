"""Writing a folder as GeniusWeb profiles: the domain and a profile for each party.

GeniusWeb adds issues up, takes utilities from 0 to 1, and wants weights that sum to 1 to the
last digit; so every weight has at most fifteen decimals, and the utilities make up for it. The
walk-away value becomes a deal: the least one that is worth as much.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_CEILING, Decimal
from typing import Any

from accord.interchange.sides import DOMAIN, Side, Written, lifted
from accord.model import Agenda, number_text

LINEAR = "LinearAdditiveUtilitySpace"
"""The only kind of profile that is read and written."""
DISCRETE_UTILITIES = "discreteutils"
MOST_SUMS = 5000
"""How many partial deals are kept while a deal for the walk-away value is looked for."""

_UNIT = Decimal("1e-15")
_EQUAL = 1e-9


def write_geniusweb(agenda: Agenda, told: Sequence[Side]) -> Written:
    """Write GeniusWeb profiles; see `Foreign.write`."""
    domain = {
        "name": DOMAIN,
        "issuesValues": {i: {"values": list(one.choices)} for i, one in agenda.issues.items()},
    }
    files, notes = {f"{DOMAIN}.json": _text(domain)}, list[str]()
    for side in told:
        adds = lifted({issue: side.adds(issue) for issue in agenda.issues})
        notes += _lost(side, adds)
        weights = _weights(adds)
        utilities = {i: _utilities(values, weights[i]) for i, values in adds.items()}
        bid, more = _bid(side, weights, utilities)
        notes += more
        profile: dict[str, Any] = {
            "name": re.sub("[^A-Za-z0-9]", "", side.party) or "profile",
            "domain": domain,
            "issueUtilities": {
                i: {DISCRETE_UTILITIES: {"valueUtilities": u}} for i, u in utilities.items()
            },
            "issueWeights": weights,
        }
        if bid:
            profile["reservationBid"] = {"issuevalues": bid}
        files[f"{side.file}.json"] = _text({LINEAR: profile})
    return files, notes


def _text(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def _lost(side: Side, adds: Mapping[str, Mapping[str, float]]) -> Iterator[str]:
    if side.combined:
        count = len(side.combined)
        yield (
            f"not carried over: {count} combinations of options that are worth more or less "
            f"together to '{side.party}'; GeniusWeb adds issues up."
        )
    every = [max(map(abs, values.values())) for values in adds.values()]
    if sum(every) > 1 + _EQUAL or any(
        v < 0 for values in adds.values() for v in values.values()
    ):
        yield (
            f"some deals are worth less than 0 or more than 100 to '{side.party}'; GeniusWeb "
            "takes utilities from 0 to 1 and may refuse the profile."
        )


def _weights(adds: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """Return weights of at most fifteen decimals that sum to 1 exactly."""
    sizes = {issue: max(map(abs, values.values())) for issue, values in adds.items()}
    if not any(sizes.values()):
        sizes = dict.fromkeys(sizes, 1.0)
    total = sum(map(Decimal, sizes.values()))
    shares = {
        issue: (Decimal(size) / total).quantize(_UNIT, ROUND_CEILING)
        for issue, size in sizes.items()
    }
    largest = max(shares, key=lambda issue: shares[issue])
    shares[largest] -= sum(shares.values()) - 1
    return {issue: float(share) for issue, share in shares.items()}


def _utilities(values: Mapping[str, float], weight: float) -> dict[str, float]:
    found = {option: value / weight if weight else 0.0 for option, value in values.items()}
    return {o: 1.0 if 1 < u <= 1 + _EQUAL else u for o, u in found.items()}


def _bid(
    side: Side, weights: Mapping[str, float], utilities: Mapping[str, Mapping[str, float]]
) -> tuple[dict[str, str], list[str]]:
    """Find the least deal that is worth as much as the walk-away value; and what is lost."""
    least = sum(weights[i] * min(u.values()) for i, u in utilities.items())
    value = f"the walk-away value {number_text(100 * side.walk_away)} of '{side.party}'"
    if side.walk_away <= least + _EQUAL:
        none = f"{value} is not above the worst deal: no reservation bid is written."
        return {}, [none] if side.walk_away else []
    sums: list[tuple[float, Any]] = [(0.0, None)]
    for issue, several in utilities.items():
        added = [(o, weights[issue] * u) for o, u in several.items()]
        sums = _thinned(
            [(worth + more, (o, before)) for worth, before in sums for o, more in added]
        )
    worth, found = next((s for s in sums if s[0] >= side.walk_away - _EQUAL), sums[-1])
    deal = []
    while found is not None:
        option, found = found
        deal.append(option)
    bid = dict(zip(utilities, reversed(deal), strict=True))
    if abs(worth - side.walk_away) <= _EQUAL:
        return bid, []
    shown = number_text(round(100 * worth, 6))
    return bid, [f"{value} is written as a deal that is worth {shown}."]


def _thinned(sums: list[tuple[float, Any]]) -> list[tuple[float, Any]]:
    """Sort by worth, one of each, and not too many; the least and the best are kept."""
    kept = sorted(
        {round(worth, 12): (worth, deal) for worth, deal in sums}.values(), key=_worth
    )
    if len(kept) <= MOST_SUMS:
        return kept
    step = (len(kept) - 1) / (MOST_SUMS - 1)
    return [kept[round(n * step)] for n in range(MOST_SUMS)]


def _worth(one: tuple[float, Any]) -> float:
    return one[0]
