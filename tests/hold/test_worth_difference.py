"""What a state is worth more than another: against every corner of the ranges."""

from collections.abc import Iterator
from itertools import product

import numpy as np
import pytest
from attrs import evolve
from frozendict import frozendict
from hypothesis import given
from hypothesis import strategies as st
from tests.deals.build import agenda, interests
from tests.strategies import few

from accord.hold.compliance import ComplianceGame, compliance_game
from accord.hold.holding_assumptions import Guarantee, GuaranteeKind, HoldingAssumptions
from accord.hold.worth_difference import worth_difference
from accord.kernels.ties import Floats
from accord.model import Agenda, Range, Scale


def going_back() -> Agenda:
    plain = agenda({"a": ["kept", "old"], "b": ["kept", "old"]})
    back = {i: evolve(one, no_deal="old") for i, one in plain.issues.items()}
    return evolve(plain, issues=frozendict(back))


DEAL = {"a": "kept", "b": "kept"}
WATCH = Guarantee(
    id="watch",
    kind=GuaranteeKind.SANCTION,
    by="kest",
    penalty=Range(3, 5),
    cost=Range(1, 2),
    stake=Range(2, 4),
)
Ends = tuple[int, int]
Side = tuple[Scale, list[Ends], Ends, Ends]
ENDS = st.tuples(st.integers(0, 100), st.integers(0, 30)).map(lambda n: (n[0], n[0] + n[1]))
SIDES = st.tuples(st.sampled_from(Scale), st.lists(ENDS, min_size=6, max_size=6), ENDS, ENDS)


def game(side: Side) -> ComplianceGame:
    scale, numbers, walk_away, bonus = side
    first = [numbers[:3], numbers[3:]]
    mine = interests(
        "p",
        {i: (w, {"kept": k, "old": o}) for i, (w, k, o) in zip("ab", first, strict=True)},
        walk_away,
        interactions=[({"a": ["old"], "b": ["kept"]}, bonus)],
        scale=scale,
    )
    other = interests("q", {i: (1, {"kept": 0, "old": 1}) for i in "ab"})
    assumed = HoldingAssumptions(
        id="h", guarantees=(WATCH,), first_move=frozendict({"p": Range(1, 4)})
    )
    return compliance_game(going_back(), [mine, other], DEAL, assumptions=[assumed])


@few(20)
@given(SIDES, st.data())
def test_both_ends_are_those_of_the_corners(side: Side, data: st.DataObject) -> None:
    """A ratio of sums of products is least and most where each number is at an end."""
    made = game(side)
    states = st.integers(0, (1 << len(made.options)) - 1)
    one, other = data.draw(states), data.draw(states)
    for maker in ("p", "kest"):
        found = worth_difference(made, maker, one, other)
        assert found is not None
        worth = np.array([*_at_corners(made, maker, one, other)])
        assert found.low == pytest.approx(worth.min(), abs=1e-6)
        assert found.high == pytest.approx(worth.max(), abs=1e-6)


def _at_corners(made: ComplianceGame, maker: str, one: int, other: int) -> Iterator[float]:
    many = made.held.how_many
    place = made.makers.index(maker)
    mine = len(made.held.ranges[0].labels)  # the other party's numbers are exact
    corners = [[*some, *[0.0] * (many - mine)] for some in product((0.0, 1.0), repeat=mine)]
    worth = made.held.at(np.array(corners))
    for ends in product((0, 1), repeat=4):
        given = iter(ends)

        def at(span: Floats, given: Iterator[int] = given) -> Floats:
            return np.tile(span[next(given)], (len(corners), 1))

        found = made.worth(made._numbers(worth, at), np.array([one, other]))[:, place]
        yield from (found[:, 0] - found[:, 1]).tolist()


def test_no_number_is_put_on_what_crosses_a_red_line() -> None:
    held = [
        interests(
            "p", {i: (1, {"kept": 0, "old": 1}) for i in "ab"}, red_lines=[{"a": ["old"]}]
        ),
        interests("q", {i: (1, {"kept": 0, "old": 1}) for i in "ab"}),
    ]
    made = compliance_game(going_back(), held, DEAL)
    names = [one.id for one in made.options]
    broken = 1 << names.index("break:a:q")
    assert worth_difference(made, "p", 0, broken) is None
    assert worth_difference(made, "q", 0, broken) is not None
