"""Which preferences make a state stable: held to every ranking, one by one."""

import random
from itertools import permutations, product

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.hold.test_stable import cuba, move_games, option_games
from tests.hold.test_ways import Drawn

from accord.hold import Concept, GraphModel, OptionGame, Reachability, stable
from accord.hold.graph_model import GameOption, Ints
from accord.hold.inverse import StableWhere, concepts_of, inverse_of, rankings_together

RULES = [*Reachability]


def places(game: GraphModel | OptionGame) -> list[int]:
    return [*range(game.size)] if isinstance(game, GraphModel) else game.numbers.tolist()


def ranked(
    game: GraphModel | OptionGame, maker: str, order: tuple[int, ...]
) -> GraphModel | OptionGame:
    """Return the game with another ranking of somebody: its states from worst to best."""
    rank = np.zeros(len(game.ranks[maker]), int)
    rank[[*order]] = range(len(order))
    return evolve(game, ranks={**game.ranks, maker: rank})


def turned(before: Ints, order: tuple[int, ...]) -> int:
    """Count the pairs that an order has the other way round."""
    return sum(before[a] > before[b] for i, a in enumerate(order) for b in order[i + 1 :])


def check_inverse(drawn: Drawn, rule: Reachability, chance: random.Random) -> None:
    game, _ = drawn
    states = places(game)
    state = chance.choice(states)
    if chance.random() < 0.7:  # a ranking without ties, of which the least change is counted
        for maker in game.makers:
            game = ranked(game, maker, tuple(chance.sample(states, len(states))))
    found = inverse_of(game, state, rule).each
    for maker in game.makers:
        own = [one for one in found if one.maker == maker]
        assert [one.concept for one in own] == [*concepts_of(game)]
        counts = dict.fromkeys(concepts_of(game), 0)
        fewest: dict[tuple[Concept, bool], int] = {}
        for order in permutations(states):
            each = stable(ranked(game, maker, order), rule).each
            change = turned(game.ranks[maker], order)
            for concept in counts:
                holds = bool(each[concept][maker][state])
                counts[concept] += holds
                known = fewest.get((concept, holds), change)
                fewest[concept, holds] = min(known, change)
        now = stable(game, rule).each
        strict = len({int(game.ranks[maker][one]) for one in states}) == len(states)
        for one in own:
            assert one.holds == bool(now[one.concept][maker][state])
            assert one.rankings == counts[one.concept]
            least = fewest.get((one.concept, not one.holds))
            assert (one.turn is None) == (least is None)
            if one.turn is not None and strict:
                assert one.turn.pairs == least


@pytest.mark.parametrize("rule", RULES)
@settings(max_examples=15)
@given(drawn=option_games(most=2), chance=st.randoms(use_true_random=False))
def test_every_ranking_of_a_game_of_options(
    rule: Reachability, drawn: Drawn, chance: random.Random
) -> None:
    check_inverse(drawn, rule, chance)


@pytest.mark.parametrize("rule", RULES)
@settings(max_examples=15)
@given(drawn=move_games(most=5), chance=st.randoms(use_true_random=False))
def test_every_ranking_of_a_game_of_moves(
    rule: Reachability, drawn: Drawn, chance: random.Random
) -> None:
    check_inverse(drawn, rule, chance)


def two_sides() -> OptionGame:
    """Return a game of two sides with an option each."""
    return OptionGame(
        makers=("a", "b"),
        options=(GameOption(id="x", owner="a"), GameOption(id="y", owner="b")),
        feasible=np.ones(4, bool),
        ranks={one: np.zeros(4, int) for one in "ab"},
    )


@pytest.mark.parametrize("state", range(4))
def test_of_576_pairs_of_rankings_as_many_make_a_state_stable_as_was_published(
    state: int,
) -> None:
    found = rankings_together(two_sides(), state, Reachability.SEQUENCES)
    del found[Concept.SIM]
    assert found == {Concept.NASH: 144, Concept.SEQ: 193, Concept.GMR: 256, Concept.SMR: 196}


@given(drawn=option_games(most=2), rule=st.sampled_from(RULES), chance=st.randoms())
@settings(max_examples=10)
def test_everybodys_rankings_are_counted_one_by_one(
    drawn: Drawn, rule: Reachability, chance: random.Random
) -> None:
    game, _ = drawn
    states = places(game)
    state = chance.choice(states)
    orders = [*permutations(states)]
    if len(orders) ** len(game.makers) > 600:
        return
    counts = dict.fromkeys(concepts_of(game), 0)
    for chosen in product(orders, repeat=len(game.makers)):
        asked = game
        for maker, order in zip(game.makers, chosen, strict=True):
            asked = ranked(asked, maker, order)
        for concept, which in stable(asked, rule).equilibria.items():
            counts[concept] += int(which[state])
    assert rankings_together(game, state, rule) == counts


def test_the_least_change_in_the_missiles_in_cuba_is_that_found_swap_by_swap() -> None:
    """Twelve states: rankings are followed from the one at hand, one swap after the other."""
    game, known = cuba()
    at = {number: place for place, number in known.items()}
    states = sorted(known)
    for number in (1, 4, 5, 6, 9):
        state = at[number]
        for one in inverse_of(game, state, Reachability.SEQUENCES).each:
            rank = game.ranks[one.maker]
            if one.turn is None or one.turn.pairs > 4:
                continue
            start = tuple(sorted(states, key=lambda s: int(rank[s])))
            assert one.turn.pairs == swaps_until(start, state, one)


def swaps_until(start: tuple[int, ...], state: int, asked: StableWhere) -> int:
    seen, layer, depth = {start}, {start}, 0
    while True:
        for order in layer:
            below = {*order[: order.index(state)]}
            holds = all(any(some <= below for some in clause) for clause in asked.clauses)
            if holds != asked.holds:
                return depth
        layer = {
            (*order[:i], order[i + 1], order[i], *order[i + 2 :])
            for order in layer
            for i in range(len(order) - 1)
        } - seen
        seen |= layer
        depth += 1


def test_the_least_changes_of_all_are_looked_for_no_longer_than_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    game, known = cuba()
    five = {place for place, number in known.items() if number == 5}.pop()
    found = inverse_of(game, five, Reachability.SEQUENCES)
    assert any(one.turn is not None for one in found.each)
    monkeypatch.setattr("accord.hold.inverse.MOST_SECONDS", 0.0)
    hurried = inverse_of(game, five, Reachability.SEQUENCES)
    assert [one.turn for one in hurried.each] == [None] * len(found.each)
    assert [one.rankings for one in hurried.each] == [one.rankings for one in found.each]
