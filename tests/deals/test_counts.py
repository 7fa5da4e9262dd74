"""How many deals are acceptable."""

import json
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from tests.deals.build import agenda, interests
from tests.deals.test_handle import Case, accepts, cases, possible, road, worth

from accord.deals import Deals, to_json
from accord.formats import load
from accord.model import Deal, Interests

FOLDERS = Path(__file__).parent / "cases"


def accepted(sides: Iterable[Interests], deal: Deal) -> bool:
    return all(accepts(side, deal) for side in sides)


@given(cases())
def test_the_count_is_that_of_all_deals_one_by_one(case: Case) -> None:
    talks, sides = case
    right = sum(accepted(sides, d) for d in possible(talks))
    for count in (Deals(talks, sides).acceptable_count, Deals(talks, sides).count_acceptable()):
        assert count is not None
        assert count.exact
        assert count.count == right
        assert count.interval == (right, right)
        assert count.estimate is None
        assert count.seed is None


@given(cases())
def test_deals_that_are_worth_the_same_are_those_counted_one_by_one(case: Case) -> None:
    talks, sides = case
    good = [tuple(worth(s, d) for s in sides) for d in possible(talks) if accepted(sides, d)]
    for deal, alike in Deals(talks, sides, draws=1).alike.items():
        assert alike == good.count(tuple(worth(s, deal) for s in sides))


@given(cases())
def test_adding_a_red_line_never_adds_an_acceptable_deal(case: Case) -> None:
    talks, sides = case
    before = Deals(talks, sides).count_acceptable().count
    assert before is not None
    nothing = {i: (0.0, dict.fromkeys(issue.choices, 0.0)) for i, issue in talks.issues.items()}
    for id_, issue in talks.issues.items():
        left = []
        for option in issue.choices:
            third = interests("third", nothing, red_lines=[{id_: (option,)}])
            after = Deals(talks, [*sides, third]).count_acceptable().count
            assert after is not None
            left.append(before - after)
        # Every acceptable deal takes one option of the issue.
        assert min(left) >= 0
        assert sum(left) == before


def many() -> Case:
    """Build talks with 7^24 deals and no two sums alike."""
    issues = {f"i{n}": [f"o{m}" for m in range(7)] for n in range(24)}
    sides = [
        interests(
            party,
            {
                issue: (
                    1.0 + n,
                    {o: float((m * 7919 + n * 104729 + seed) % 9973) / 100 for m, o in at},
                )
                for n, issue in enumerate(issues)
                for at in [list(enumerate(issues[issue]))]
            },
            50.0,
        )
        for party, seed in (("a", 1), ("b", 4242))
    ]
    return agenda(issues), sides


def test_what_is_too_much_to_count_is_estimated_and_says_so() -> None:
    found = Deals(*many(), draws=2000, seed=5).acceptable_count
    assert found is not None
    assert not found.exact
    assert found.count is None
    assert found.estimate is not None
    assert found.among == 7**24
    assert 0 < found.interval[0] <= found.estimate <= found.interval[1] < 7**24
    assert (found.draws, found.seed) == (2000, 5)
    assert "estimate by 2000 draws" in found.method
    assert "seed 5" in found.method
    assert found == Deals(*many(), draws=2000, seed=5).acceptable_count


def test_the_json_says_whether_it_was_counted() -> None:
    plain = to_json(Deals(*road()))["acceptable_count"]
    assert json.loads(json.dumps(plain)) == plain
    assert plain == {
        "exact": True,
        "count": 1,
        "estimate": None,
        "interval": [1, 1],
        "among": 6,
        "draws": 0,
        "seed": None,
        "method": "exact: partial deals counted by what they are worth, or deals one by one",
    }
    estimated = to_json(Deals(*many()))["acceptable_count"]
    assert estimated["exact"] is False
    assert estimated["count"] is None
    assert estimated["seed"] == 0
    assert len(estimated["interval"]) == 2


def test_where_no_deal_is_acceptable_the_count_is_exactly_zero() -> None:
    found = Deals(*road(walk_away=99.0, red_lines=[{"aid": ("daily",)}])).acceptable_count
    assert found is not None
    assert (found.exact, found.count, found.interval) == (True, 0, (0, 0))
    assert found.among == 4


def test_more_work_counts_more() -> None:
    talks, sides = many()
    small = agenda({i: list(talks.issues[i].choices) for i in list(talks.issues)[:10]})
    counted = Deals(small, sides).count_acceptable(most_work=2**21)
    drawn = Deals(small, sides).count_acceptable(most_work=10, draws=5000)
    assert counted.count is not None
    assert drawn.estimate is not None
    assert drawn.estimate == pytest.approx(counted.count, rel=0.15)


# Both figures come from listing every deal by hand-written loops.
@pytest.mark.parametrize(
    ("folder", "count", "among"), [("one-of-four", 1, 4), ("many-lines", 4265, 435_728)]
)
def test_red_lines_over_several_issues_are_counted_with(
    folder: str, count: int, among: int
) -> None:
    read = load(FOLDERS / folder)
    found = Deals(read.process.agenda, read.interests).acceptable_count
    assert found is not None
    assert (found.count, found.among) == (count, among)
