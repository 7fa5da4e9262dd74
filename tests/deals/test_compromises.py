"""What is said of every fair compromise, against every deal one by one."""

from fractions import Fraction

import pytest
from hypothesis import given
from tests.deals.build import agenda, interests
from tests.deals.test_handle import Case, accepts, cases, possible, worth

from accord.deals import SOLUTIONS, Deals
from accord.model import Scale


@given(cases())
def test_a_compromise_says_how_many_deals_are_worth_the_same_and_how_far_each_is_from_its_best(
    case: Case,
) -> None:
    talks, sides = case
    good = [d for d in possible(talks) if all(accepts(s, d) for s in sides)]
    points = [tuple(worth(s, d) for s in sides) for d in good]
    found = Deals(talks, sides, draws=1)
    for solution in found.compromises.values():
        if solution is None:
            assert not good
            continue
        own = tuple(worth(s, solution.best.deal) for s in sides)
        assert found.alike[solution.best.deal] == points.count(own)
        best = [max(column) for column in zip(*points, strict=True)]
        assert list(solution.below_best.values()) == pytest.approx(
            [float(b - w) for b, w in zip(best, own, strict=True)]
        )


@given(cases())
def test_the_runner_up_is_the_best_of_what_is_left_of_the_frontier(case: Case) -> None:
    talks, sides = case
    found = Deals(talks, sides)
    floor = [Fraction(s.walk_away_value.low) for s in sides]

    def gains(deal: object) -> list[Fraction]:
        return [worth(s, deal) - f for s, f in zip(sides, floor, strict=True)]  # type: ignore[arg-type]

    for name, rule in (("utilitarian", sum), ("egalitarian", sorted)):
        solution = found.compromises[name]
        if solution is None:
            continue
        chosen = {solution.best, *solution.ties}
        rest = [d for d in found.acceptable if d not in chosen]
        if solution.runner_up is None:
            assert not rest
            assert solution.gives_up == {}
            continue
        assert rule(gains(solution.runner_up.deal)) == max(rule(gains(d.deal)) for d in rest)
        for party, less in solution.gives_up.items():
            ahead = solution.runner_up.worth[party] - solution.best.worth[party]
            assert less == pytest.approx(ahead)


def test_perles_maschler_is_among_the_rules_where_two_have_something_at_stake() -> None:
    talks = agenda({"deal": ["d0", "d1", "d2"]})
    corners = [(10.0, 3.0), (6.0, 8.0), (0.0, 10.0)]
    a, b = (
        interests(
            party,
            {"deal": (100.0, {f"d{n}": p[place] for n, p in enumerate(corners)})},
            scale=Scale.POINTS,
        )
        for place, party in enumerate("ab")
    )
    nothing = interests("c", {"deal": (0.0, dict.fromkeys(["d0", "d1", "d2"], 7.0))})
    for sides in ([a, b], [nothing, a, b]):
        found = Deals(talks, sides).compromises
        assert tuple(found) == SOLUTIONS
        solution = found["perles_maschler"]
        assert solution is not None
        # Ways from (10, 3): sqrt(4 * 5) to (6, 8), then sqrt(6 * 2) to (0, 10).
        assert solution.best.deal == {"deal": "d1"}
        assert solution.below_best["a"] == 4
    c = interests("c", {"deal": (1.0, {"d0": 0.0, "d1": 1.0, "d2": 2.0})})
    assert tuple(Deals(talks, [a, b, c]).compromises) == SOLUTIONS[:-1]
