"""Issues divided between two parties by Adjusted Winner."""

from fractions import Fraction

import pytest
from tests.deals.build import agenda, interests

from accord.deals import divide
from accord.deals.division import division_to_json
from accord.errors import AccordError
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
    found = divide(*case((70, 20), (30, 80)))
    assert found.issues["i0"].share == {"a": 1, "b": 0}
    assert found.issues["i1"].share["a"] == pytest.approx(1 / 11)
    assert dict(found.gets) == pytest.approx({"a": 800 / 11, "b": 800 / 11})
    assert found.split == "i1"
    assert found.issues["i0"].points == {"a": 70, "b": 20}
    assert found.issues["i0"].wants == {"a": "mine", "b": "yours"}


def test_points_are_what_lies_between_best_and_worst_and_weights_need_not_sum_to_100() -> None:
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
    found = divide(talks, [a, b])
    assert found.settled == {"z": "p"}
    assert found.issues["x"].points == {"a": 70, "b": 25}
    assert found.issues["y"].points == {"a": 30, "b": 75}
    taken = Fraction(7500 - 7000, 3000 + 7500)  # of y, so that 70 + 30 t = 75 (1 - t)
    assert found.issues["y"].share["a"] == pytest.approx(float(taken))
    assert found.gets["a"] == pytest.approx(found.gets["b"])


def test_the_json_is_plain() -> None:
    plain = division_to_json(divide(*case((70, 20), (30, 80))))
    assert list(plain) == ["issues", "settled", "gets", "split", "method"]


def test_what_cannot_be_divided_is_refused_in_a_sentence() -> None:
    talks, sides = case((70, 20), (30, 80))
    with pytest.raises(AccordError, match="between two parties, and here are 1"):
        divide(talks, sides[:1])
    tied = interests(
        "b",
        {issue: (1.0, {"mine": 0.0, "yours": 100.0}) for issue in talks.issues},
        interactions=[({"i0": ["mine"], "i1": ["yours"]}, 5.0)],
    )
    with pytest.raises(AccordError, match="interactions tie some together"):
        divide(talks, [sides[0], tied])
    same = interests("b", {i: (1.0, {"mine": 9.0, "yours": 0.0}) for i in talks.issues})
    with pytest.raises(AccordError, match="There is nothing to divide"):
        divide(talks, [sides[0], same])
