"""The one form of a party's numbers, against the definition in exact fractions."""

import pickle
from collections.abc import Mapping
from fractions import Fraction

import numpy as np
import pytest
from attrs import evolve
from frozendict import frozendict
from hypothesis import given
from hypothesis import strategies as st
from tests.deals.build import agenda, interests
from tests.deals.oracle import talks

from accord.deals.ranges import Label
from accord.deals.worth import Worth
from accord.errors import AccordError
from accord.kernels.ties import TIE, Floats
from accord.model import Agenda, Interests, Range, Scale

SIXTEENTHS = 16
seeds = st.integers(0, 10**6)


def some_places(worth: Worth, seed: int) -> Floats:
    """Draw places that floats and fractions hold alike."""
    drawn = np.random.default_rng(seed).integers(0, SIXTEENTHS + 1, worth.how_many)
    return np.asarray(drawn / SIXTEENTHS)


def at(span: Range, place: Fraction) -> Fraction:
    return Fraction(span.low) + (Fraction(span.high) - Fraction(span.low)) * place


def exactly(
    held: Interests, places: Mapping[Label, Fraction], deal: Mapping[str, str]
) -> Fraction:
    """Say what a deal is worth, by the definition."""
    weights = {i: at(held.issues[i].weight, places[Label("weight", i)]) for i in deal}
    total = sum(
        weights[i] * at(held.issues[i].values[o], places[Label("value", i, o)])
        for i, o in deal.items()
    ) + sum(
        100 * at(one.bonus, places[Label("bonus", interaction=n)])
        for n, one in enumerate(held.interactions)
        if all(deal.get(i) in options for i, options in one.when.items())
    )
    whole = sum(weights.values()) if held.scale is Scale.RELATIVE else 100
    return Fraction(total) / Fraction(whole or 100)


def by_party(worth: Worth, places: Floats) -> list[dict[Label, Fraction]]:
    found, first = [], 0
    for side in worth.ranges:
        own = places[first : first + len(side.labels)].tolist()
        found.append(dict(zip(side.labels, map(Fraction, own), strict=True)))
        first += len(side.labels)
    return found


@given(seeds)
def test_worths_and_walk_away_values_are_those_of_the_definition(seed: int) -> None:
    over, held = talks(seed, ranges=True)
    worth = Worth.of(over, held)
    choices = np.indices(worth.sizes).reshape(len(worth.sizes), -1).T[:60]
    deals = [worth.names.deal(choice) for choice in choices]
    middle, places = np.full(worth.how_many, 0.5), some_places(worth, seed)
    for read, where in ((worth, middle), (worth.at(places), places)):
        points = read.points(choices)
        for place, (one, known) in enumerate(zip(held, by_party(worth, where), strict=True)):
            expected = [float(exactly(one, known, deal)) for deal in deals]
            assert points[:, place] == pytest.approx(expected, abs=1e-9)
            assert read.walk_away[place] == float(
                at(one.walk_away_value, known[Label("walk_away")])
            )


@given(seeds, st.integers(1, 4))
def test_one_set_of_many_and_one_party_of_all_are_those_read_alone(
    seed: int, sets: int
) -> None:
    worth = Worth.of(*talks(seed, ranges=True))
    places = np.stack([some_places(worth, seed + n) for n in range(sets)])
    many = worth.at(places)
    assert len(many) == sets
    choices = np.indices(worth.sizes).reshape(len(worth.sizes), -1).T[:20]
    for number in range(sets):
        alone = worth.at(places[number])
        assert many[number] == alone and hash(many[number]) == hash(alone)
        sums = many.sums(choices, np.full(len(choices), number))
        assert (sums == alone.sums(choices)).all()
        for place, party in enumerate(worth.parties):
            own = alone.only(party)
            assert own.party == party
            assert (own.refused(choices)[:, 0] == alone.refused(choices)[:, place]).all()
            assert (own.sums(choices)[:, 0] == alone.sums(choices)[:, place]).all()
            assert own == pickle.loads(pickle.dumps(own))
            swapped = worth.with_numbers(own)
            assert (swapped.sums(choices)[:, place] == own.sums(choices)[:, 0]).all()
            others = [n for n in range(len(worth.parties)) if n != place]
            assert (swapped.sums(choices) == worth.sums(choices))[:, others].all()


@given(seeds)
def test_the_best_and_the_worst_are_as_far_above_as_can_be(seed: int) -> None:
    over, held = talks(seed, ranges=True)
    worth = Worth.of(over, held)
    choices = np.indices(worth.sizes).reshape(len(worth.sizes), -1).T[:20]
    low, high = worth.worst().points(choices), worth.best().points(choices)
    for number in range(3):
        read = worth.at(some_places(worth, seed + number))
        surplus = read.points(choices) - read.walk_away
        # Surpluses at the ends are in the points of the middle: their signs count.
        assert (surplus[low >= 0] >= -TIE).all()
        assert (surplus[high < -TIE] < 0).all()
        for end in (read.best(), read.worst()):
            assert end.points(choices) == pytest.approx(surplus, abs=1e-9)


def test_a_fixed_set_is_exact_and_has_points_for_ranges() -> None:
    worth = Worth.of(*road())
    assert not worth.is_exact and worth.walk_away_range(0) == Range(20, 50)
    fixed = worth.fix()
    assert fixed.is_exact and fixed.walk_away_range(0) == Range(35, 35)
    moved = fixed.moved({"alba": -5.0})
    assert moved.walk_aways == {"alba": 30, "brae": 30} and moved != fixed
    assert fixed.moved({"brae": 0.0}) is fixed


def test_for_another_agenda_the_same_numbers_count_and_new_ones_at_their_middle() -> None:
    over, held = road()
    shorter = evolve(over, issues=frozendict({"toll": over.issues["toll"]}))
    worth = Worth.of(over, held)
    drawn = worth.at(np.linspace(0, 1, worth.how_many))
    assert drawn.on(over) is drawn
    short, known = (
        drawn.on(shorter),
        by_party(worth, drawn.places if drawn.places is not None else np.zeros(0)),
    )
    for toll in ("high", "low"):
        (points,) = short.points(short.names.choices([{"toll": toll}]))
        expected = [
            float(exactly(one, p, {"toll": toll})) for one, p in zip(held, known, strict=True)
        ]
        assert points == pytest.approx(expected, abs=1e-9)
    # What was not on the shorter agenda was not drawn.
    back = Worth.of(shorter, held)
    again = back.at(np.zeros(back.how_many)).on(over)
    label = Label("weight", "route")
    assert [known[label] for known in by_party(again, np.asarray(again.places))] == [0.5, 0.5]
    with pytest.raises(AccordError, match="give no weight for the issue 'new'"):
        drawn.on(
            agenda({**{i: tuple(one.choices) for i, one in over.issues.items()}, "new": ("x",)})
        )


def test_numbers_of_any_size_are_added_without_overflow() -> None:
    held = [
        interests(
            "a",
            {"x": (1e-9, {"yes": 100.0, "no": 0.0})},
            10.0,
            interactions=[({"x": ("yes",)}, 30.0)],
        )
    ]
    worth = Worth.of(agenda({"x": ("yes", "no")}), held)
    points = worth.points(np.array([[0], [1]]))
    assert points[:, 0] == pytest.approx([100 + 3e12, 0.0], rel=1e-12)


def road() -> tuple[Agenda, list[Interests]]:
    over = agenda({"route": ("north", "south"), "toll": ("high", "low")})
    return over, [
        interests(
            "alba",
            {
                "route": ((2, 8), {"north": 90, "south": (0, 10)}),
                "toll": ((1, 5), {"high": (10, 40), "low": 60}),
            },
            (20, 50),
        ),
        interests(
            "brae",
            {
                "route": ((1, 3), {"north": 0, "south": 100}),
                "toll": (4, {"high": (70, 90), "low": 0}),
            },
            30,
        ),
    ]
