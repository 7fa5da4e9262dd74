"""How alike deals are, issue by issue."""

from collections.abc import Mapping

from accord.model import Agenda, Issue
from accord.tactics.own import Estimate


def likeness(
    agenda: Agenda, deal: Mapping[str, str], weights: Mapping[str, float] | None = None
) -> Estimate:
    """Return how like the option that a deal takes every option is.

    The same option counts 1; on a numeric issue another counts 1 less its distance as a share
    of the span; otherwise it counts 0. A deal worth enough with the largest such sum is the
    trade-off towards the given one.

    Source: P. Faratin, C. Sierra and N. Jennings, Using similarity criteria to make issue
    trade-offs in automated negotiations, Artificial Intelligence 142 (2002), 205-237.

    Args:
        agenda: The issues and options.
        deal: The deal, or a part of one; an issue it leaves open counts nothing.
        weights: How much each issue counts, by issue; 1 each by default.
    """
    return {
        issue: _options(given, deal[issue], 1.0 if weights is None else weights.get(issue, 0.0))
        for issue, given in agenda.issues.items()
        if issue in deal
    }


def _options(issue: Issue, taken: str, weight: float) -> dict[str, float]:
    last = len(issue.choices) - 1
    if issue.span is None or not last:
        return {option: weight * (option == taken) for option in issue.choices}
    places = {option: place for place, option in enumerate(issue.choices)}
    return {
        option: weight * (1 - abs(place - places[taken]) / last)
        for option, place in places.items()
    }
