"""Frontiers too long to be listed exactly."""

from fractions import Fraction

import pytest
from hypothesis import event, given
from hypothesis import strategies as st
from tests.deals.build import agenda, interests
from tests.deals.test_handle import Case, accepts, cases, possible, refuses, road, worth

from accord.deals import Deals, to_json


@given(cases(), st.integers(0, 3))
def test_every_deal_is_within_the_error_of_a_listed_one(case: Case, most: int) -> None:
    talks, sides = case
    with pytest.MonkeyPatch.context() as patch:
        for name in ("MOST_EXACT", "MOST_POINTS"):
            patch.setattr(f"accord.kernels.epsilon.{name}", most)
        patch.setattr("accord.kernels.epsilon._PER_CELL", 0)
        found = Deals(talks, sides)
    event("rounded" if found.error else "exact")
    assert found.method.startswith("approximate" if found.error else "exact")
    error = Fraction(found.error)
    uncrossed = [d for d in possible(talks) if not any(refuses(s, d) for s in sides)]
    deals = [(d, [worth(s, d) for s in sides]) for d in uncrossed]
    good = [(d, w) for d, w in deals if all(accepts(s, d) for s in sides)]
    assert (len(found.acceptable) > 0) == (len(good) > 0)
    for deal, own in deals:
        assert any(
            all(one.worth[s.party] >= w - error - 2e-6 for s, w in zip(sides, own, strict=True))
            for one in found.frontier
        )
        clear = all(w >= s.walk_away_value.low + error for s, w in zip(sides, own, strict=True))
        assert not (clear and (deal, own) in good) or any(
            all(one.worth[s.party] >= w - error - 2e-6 for s, w in zip(sides, own, strict=True))
            for one in found.acceptable
        )
    for one in (*found.frontier, *found.acceptable):
        assert [one.worth[s.party] for s in sides] == pytest.approx(
            [float(worth(s, one.deal)) for s in sides], abs=1e-6
        )
    for one in found.acceptable:
        assert all(accepts(s, one.deal) for s in sides)


def test_an_exact_frontier_has_no_error() -> None:
    found = Deals(*road())
    assert found.error == 0
    assert to_json(found)["error"] == 0


def test_five_parties_and_ten_issues_are_exact() -> None:
    issues = {f"i{n}": [f"o{m}" for m in range(3)] for n in range(10)}
    sides = [
        interests(
            f"p{p}",
            {
                issue: (
                    1.0 + (n * 7 + p * 3) % 5,
                    {o: float((m * 37 + n * 61 + p * 83) % 101) for m, o in enumerate(options)},
                )
                for n, (issue, options) in enumerate(issues.items())
            },
        )
        for p in range(5)
    ]
    found = Deals(agenda(issues), sides)
    assert found.error == 0
    assert found.method.startswith("exact")
