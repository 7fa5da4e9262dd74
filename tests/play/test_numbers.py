"""The numbers of a game: drawn from the ranges, or the middle of each."""

from collections.abc import Iterator

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from tests.deals.build import agenda, interests
from tests.play.build import opposed, talks

from accord.deals import worths as worths_of
from accord.deals.draws import draw
from accord.deals.valued import clean
from accord.model import Interests, Range
from accord.play.chance import chance, numbers, worths
from accord.play.numbers import drawn, middle, tabulated, valued_deals
from accord.play.streams import stream

AGENDA = agenda({"land": ("all", "half", "none"), "money": ("yes", "no")})
HELD = (
    interests(
        "alba",
        {
            "land": ((2, 8), {"all": (90, 100), "half": 50, "none": (0, 10)}),
            "money": (4, {"yes": (10, 40), "no": 60}),
        },
        (20, 50),
        interactions=[({"land": ["half"], "money": ["yes"]}, (-1, 3))],
        red_lines=[{"land": ["none"], "money": ["no"]}],
    ),
    interests(
        "delta",
        {
            "land": ((1, 3), {"all": 0, "half": (30, 60), "none": 100}),
            "money": ((5, 6), {"yes": 0, "no": 100}),
        },
        30,
    ),
)
PARTIES = [one.party for one in HELD]


def ranges(held: Interests) -> Iterator[Range]:
    for one in held.issues.values():
        yield one.weight
        yield from one.values.values()
    for interaction in held.interactions:
        yield interaction.bonus
    yield held.walk_away


@given(seed=st.integers(0, 2**48))
def test_numbers_are_drawn_within_their_ranges_and_are_those_of_the_draw(seed: int) -> None:
    exact = drawn(AGENDA, HELD, seed)
    for found, given_ in zip(exact, HELD, strict=True):
        for number, span in zip(ranges(found), ranges(given_), strict=True):
            assert number.is_point
            assert span.low <= number.low <= span.high
        assert found.red_lines == given_.red_lines
    tables = tabulated(AGENDA, HELD)
    reading = numbers(tables, chance(tables, [seed])).reading(0)
    names = tables.names
    deals = [{"land": a, "money": b} for a in names.options[0] for b in names.options[1]]
    every = reading.worths(names.choices(deals))
    for one, row in zip(worths_of(AGENDA, exact, deals), every, strict=True):
        told = [PARTIES.index(party) for party in one.worth]
        assert told and np.allclose(list(one.worth.values()), row[told], atol=1e-8)
    walk_away = [one.walk_away.middle for one in exact]
    assert np.allclose(walk_away, reading.walk_away)


@given(seeds=st.lists(st.integers(0, 2**70), min_size=1, max_size=4))
def test_numbers_of_many_talks_are_those_of_each_to_the_last_bit(seeds: list[int]) -> None:
    tables = tabulated(AGENDA, HELD)
    together = numbers(tables, chance(tables, seeds))
    deals = [{"land": a, "money": b} for a in tables.names.options[0] for b in ("yes", "no")]
    for place, seed in enumerate(seeds):
        alone = draw(tables, stream(seed), 1)
        for one, two in zip(together.sides, alone.sides, strict=True):
            assert (one.weights[place] == two.weights[0]).all()
            for mine, other in zip(one.values, two.values, strict=True):
                assert (mine[place] == other[0]).all()
            assert (one.bonuses[place] == two.bonuses[0]).all()
            assert one.unit[place] == two.unit[0]
            assert one.walk_away[place] == two.walk_away[0]
        choices = tables.names.choices(deals)
        found = worths(together, choices, np.full(len(deals), place))
        own = valued_deals(AGENDA, drawn(AGENDA, HELD, seed), deals)
        for row, valued in zip(np.vectorize(clean)(found), own, strict=True):
            told = [PARTIES.index(party) for party in valued.worth]
            assert told and row[told].tolist() == list(valued.worth.values())


def test_the_middle_is_worth_what_deals_are_worth_at_the_middle() -> None:
    deal = {"land": "half", "money": "yes"}
    (found,), (given_,) = (
        worths_of(AGENDA, one, [deal]) for one in (middle(AGENDA, HELD), HELD)
    )
    assert found.worth == pytest.approx(given_.worth)
    assert [i.walk_away.middle for i in middle(AGENDA, HELD)] == [35, 30]


def test_programs_sit_with_the_numbers_of_their_game() -> None:
    game = talks(held=opposed(walk_away={"alba": (0, 60)}), draws=True, seed=3)
    alba = game.exact[0]
    assert game.seated["alba"].interests == alba  # type: ignore[attr-defined]
    assert evolve(game, seed=4).exact[0] != alba
    assert evolve(game, draws=False).exact[0].walk_away.middle == 30
