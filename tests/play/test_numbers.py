"""The numbers of a game: drawn from the ranges, or the middle of each."""

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from tests.deals.build import agenda, interests
from tests.play.build import opposed, talks

from accord.deals import Deals
from accord.deals.worth import Held
from accord.kernels.ties import rounded
from accord.play.chance import chance
from accord.play.numbers import middle, ranged
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


@given(seed=st.integers(0, 2**48))
def test_programs_sit_with_numbers_drawn_within_their_ranges(seed: int) -> None:
    worth = ranged(AGENDA, HELD)
    drawn = worth.at(chance(worth.how_many, [seed])[0])
    low, high = worth.at(np.zeros(worth.how_many)), worth.at(np.ones(worth.how_many))
    for found, least, most in zip(drawn.walk_away, low.walk_away, high.walk_away, strict=True):
        assert least <= found <= most
    assert drawn.is_exact and not worth.is_exact
    deals = [{"land": a, "money": b} for a in worth.names.options[0] for b in ("yes", "no")]
    points = drawn.points(worth.names.choices(deals)).tolist()
    for one, row in zip(Deals(AGENDA, drawn).worths(deals), points, strict=True):
        told = [PARTIES.index(party) for party in one.worth]
        assert told and [rounded(row[place]) for place in told] == list(one.worth.values())


@given(seeds=st.lists(st.integers(0, 2**70), min_size=1, max_size=4))
def test_numbers_of_many_talks_are_those_of_each_to_the_last_bit(seeds: list[int]) -> None:
    worth = ranged(AGENDA, HELD)
    together = worth.at(chance(worth.how_many, seeds))
    deals = [{"land": a, "money": b} for a in worth.names.options[0] for b in ("yes", "no")]
    choices = worth.names.choices(deals)
    for place, seed in enumerate(seeds):
        alone = worth.draw(stream(seed), 1)[0]
        assert together[place] == alone
        found = together.points(choices, np.full(len(deals), place))
        assert (found == alone.points(choices)).all()


def test_the_middle_is_worth_what_deals_are_worth_at_the_middle() -> None:
    deal = {"land": "half", "money": "yes"}
    held: tuple[Held, ...] = (middle(AGENDA, HELD), HELD)
    (found,), (given_,) = (Deals(AGENDA, one).worths([deal]) for one in held)
    assert found.worth == pytest.approx(given_.worth)
    assert middle(AGENDA, HELD).walk_aways == {"alba": 35, "delta": 30}


def test_programs_sit_with_the_numbers_of_their_game() -> None:
    game = talks(held=opposed(walk_away={"alba": (0, 60)}), draws=True, seed=3)
    alba = game.numbers.only("alba")
    assert game.seated["alba"].interests == alba  # type: ignore[attr-defined]
    assert evolve(game, seed=4).numbers.only("alba") != alba
    assert evolve(game, draws=False).numbers.walk_aways["alba"] == 30
