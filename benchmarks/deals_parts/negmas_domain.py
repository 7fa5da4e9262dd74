"""A domain as NegMAS has it; run by a Python that has NegMAS, and need not have Accord."""

from typing import Any

from negmas.outcomes import make_issue, make_os
from negmas.preferences import LinearAdditiveUtilityFunction


def domain(parties: list[dict[str, Any]]) -> tuple[Any, list[Any]]:
    """Return the outcomes and a utility function for each party.

    Args:
        parties: Weights (shares), values by issue and walk-away value (points) of each.
    """
    sizes = [len(values) for values in parties[0]["values"]]
    space = make_os(
        [make_issue([str(o) for o in range(n)], name=str(i)) for i, n in enumerate(sizes)]
    )
    return space, [
        LinearAdditiveUtilityFunction(
            values=[{str(o): v for o, v in enumerate(listed)} for listed in party["values"]],
            weights=party["weights"],
            outcome_space=space,
            reserved_value=party["walk_away"],
        )
        for party in parties
    ]
