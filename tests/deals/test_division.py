"""Issues divided between two parties by Adjusted Winner."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from tests.deals.build import agenda, interests
from tests.deals.oracle import Oracle, worth
from tests.deals.test_counts import FOLDERS

from accord.deals import Deals, to_json
from accord.errors import AccordError
from accord.formats import load
from accord.model import Agenda, Interests


def case(*issues: tuple[float, float]) -> tuple[Agenda, list[Interests]]:
    """Build issues on which the two want the opposite, from what each is worth to them."""
    talks = agenda({f"i{n}": ["mine", "yours"] for n in range(len(issues))})
    return talks, [
        interests(
            party,
            {
                f"i{n}": (pair[side], {"mine": 100.0 * (1 - side), "yours": 100.0 * side})
                for n, pair in enumerate(issues)
            },
        )
        for side, party in enumerate("ab")
    ]


def test_the_published_case_is_divided_as_published() -> None:
    """Brams and Taylor: X 70 and 20, Y 30 and 80: 1/11 of Y goes to A, both get 800/11."""
    found = Deals(*case((70, 20), (30, 80))).division
    assert found.issues["i0"].share == {"a": 1, "b": 0}
    assert found.issues["i1"].share["a"] == pytest.approx(1 / 11)
    assert dict(found.gets) == pytest.approx({"a": 800 / 11, "b": 800 / 11})
    assert found.split == "i1"
    assert found.issues["i0"].points == {"a": 70, "b": 20}
    assert found.issues["i0"].wants == {"a": "mine", "b": "yours"}


def test_points_are_what_lies_between_the_wanted_and_weights_need_not_sum_to_100() -> None:
    talks = agenda({"x": ["low", "middle", "high"], "y": ["no", "yes"], "z": ["p", "q"]})
    a = interests(
        "a",
        {
            "x": (2.0, {"low": 20.0, "middle": 50.0, "high": 90.0}),
            "y": (1.0, {"no": 0.0, "yes": 60.0}),
            "z": (5.0, {"p": 10.0, "q": 0.0}),
        },
    )
    b = interests(
        "b",
        {
            "x": (1.0, {"low": 100.0, "middle": 0.0, "high": 0.0}),
            "y": (3.0, {"no": 100.0, "yes": 0.0}),
            "z": (1.0, {"p": 100.0, "q": 0.0}),
        },
    )
    found = Deals(talks, [a, b]).division
    assert found.settled == {"z": "p"}
    assert found.issues["x"].points == {"a": 70, "b": 25}
    assert found.issues["y"].points == {"a": 30, "b": 75}
    taken = Fraction(7500 - 7000, 3000 + 7500)  # of y, so that 70 + 30 t = 75 (1 - t)
    assert found.issues["y"].share["a"] == pytest.approx(float(taken))
    assert found.gets["a"] == pytest.approx(found.gets["b"])


def test_an_option_in_between_that_both_like_is_no_case_for_it() -> None:
    # The lottery between 'm' with 'a' and 'm' with 'b' on y gives 70 each; division 50 each.
    read = load(FOLDERS / "shared-option")
    with pytest.raises(AccordError, match="on 'x' the option 'm' is worth more to both"):
        _ = Deals(read.process.agenda, read.interests).division


def test_an_option_that_nobody_wants_counts_for_nothing() -> None:
    talks = agenda({"x": ["mine", "yours", "war"], "y": ["mine", "yours"]})
    values = [{"mine": 100.0, "yours": 50.0, "war": 0.0}, {"mine": 0.0, "yours": 50.0}]
    sides = [
        interests(
            party,
            {
                "x": (1.0, values[0] | dict(zip(("mine", "yours"), x, strict=True))),
                "y": (1.0, dict(zip(("mine", "yours"), y, strict=True))),
            },
        )
        for party, x, y in (
            ("a", (100.0, 50.0), (50.0, 0.0)),
            ("b", (50.0, 100.0), (0.0, 50.0)),
        )
    ]
    found = Deals(talks, sides).division
    assert found.issues["x"].points == {"a": 50, "b": 50}
    assert dict(found.gets) == {"a": 50, "b": 50}


@settings(derandomize=True, max_examples=200)
@given(st.data())
def test_where_it_applies_no_lottery_between_deals_is_better_for_both(
    data: st.DataObject,
) -> None:
    sizes = data.draw(st.lists(st.integers(2, 3), min_size=1, max_size=3))
    talks = agenda({f"i{n}": [f"o{m}" for m in range(s)] for n, s in enumerate(sizes)})
    number = st.integers(0, 6).map(float)
    sides = [
        interests(
            party,
            {
                i: (
                    data.draw(number.map(lambda w: w + 1)),
                    {o: data.draw(number) for o in options},
                )
                for i, options in ((i, x.choices) for i, x in talks.issues.items())
            },
        )
        for party in "ab"
    ]
    try:
        found = Deals(talks, sides).division
    except AccordError:
        event("refused")
        return
    event("divided")

    # A share of an issue is worth as much as a lottery between the two options.
    mine = np.zeros(2)
    for n, side in enumerate(sides):
        whole = sum(own.weight.low for own in side.issues.values())
        for i, own in side.issues.items():
            if i in found.settled:
                mine[n] += own.weight.low * own.values[found.settled[i]].low / whole
            else:
                one = found.issues[i]
                for party, option in one.wants.items():
                    value = own.values[option].low
                    mine[n] += one.share[party] * own.weight.low * value / whole
    points = np.array([[float(worth(s, d)) for s in sides] for d in Oracle(talks, sides).deals])
    assert found.gets["a"] == pytest.approx(found.gets["b"])
    for p in points:
        for q in points:
            # Somewhere between p and q the first has what it has here: the second has no more.
            low, high = sorted((p.tolist(), q.tolist()))
            if low[0] <= mine[0] <= high[0] and high[0] > low[0]:
                t = (mine[0] - low[0]) / (high[0] - low[0])
                assert low[1] + t * (high[1] - low[1]) <= mine[1] + 1e-6


def test_the_json_is_plain() -> None:
    plain = to_json(Deals(*case((70, 20), (30, 80))).division)
    assert list(plain) == ["issues", "settled", "gets", "split", "method"]


def test_what_cannot_be_divided_is_refused_in_a_sentence() -> None:
    talks, sides = case((70, 20), (30, 80))
    with pytest.raises(AccordError, match="between two parties, and here are 1"):
        _ = Deals(talks, sides[:1]).division
    tied = interests(
        "b",
        {issue: (1.0, {"mine": 0.0, "yours": 100.0}) for issue in talks.issues},
        interactions=[({"i0": ["mine"], "i1": ["yours"]}, 5.0)],
    )
    with pytest.raises(AccordError, match="interactions tie some together"):
        _ = Deals(talks, [sides[0], tied]).division
    same = interests("b", {i: (1.0, {"mine": 9.0, "yours": 0.0}) for i in talks.issues})
    with pytest.raises(AccordError, match="There is nothing to divide"):
        _ = Deals(talks, [sides[0], same]).division
