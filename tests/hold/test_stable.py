"""Who would leave a state: held to the definitions, and to what was published."""

import random
from collections.abc import Iterable, Sequence
from itertools import permutations, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.hold.search import Searched, of_options

from accord.hold import (
    CONCEPTS,
    Concept,
    GraphModel,
    OptionGame,
    Reachability,
    graph_model,
    stable,
)
from accord.hold.graph_model import GameOption

RULES = [*Reachability]


@st.composite
def option_games(
    draw: st.DrawFn, most: int = 5, decide: tuple[int, int] = (1, 4)
) -> tuple[OptionGame, Searched]:
    """Draw a game of some decision makers: ties, one-way options, states that cannot be."""
    makers = [f"m{i}" for i in range(draw(st.integers(*decide)))]
    count = draw(st.integers(1, most))
    owners = [draw(st.sampled_from(makers)) for _ in range(count)]
    ways = [draw(st.sampled_from(["", "", "Y", "N"])) for _ in range(count)]
    size = 1 << count
    feasible = np.array(draw(st.lists(st.booleans(), min_size=size, max_size=size)))
    if draw(st.booleans()):
        feasible[:] = True
    feasible[draw(st.integers(0, size - 1))] = True
    worths = draw(st.integers(1, size))
    chance = random.Random(draw(st.integers(0, 10**6)))
    ranks = {one: np.array([chance.randrange(worths) for _ in range(size)]) for one in makers}
    options = tuple(
        GameOption(id=f"o{i}", owner=owner, one_way=way)
        for i, (owner, way) in enumerate(zip(owners, ways, strict=True))
    )
    game = OptionGame(makers=tuple(makers), options=options, feasible=feasible, ranks=ranks)
    names = game.named(np.arange(size))
    worth = {one: dict(zip(names, ranks[one].tolist(), strict=True)) for one in makers}
    can = {name for name, one in zip(names, feasible, strict=True) if one}
    return game, of_options(owners, makers, can, worth, ways)


@st.composite
def move_games(
    draw: st.DrawFn, most: int = 7, decide: tuple[int, int] = (1, 4)
) -> tuple[GraphModel, Searched]:
    """Draw a game of states and moves, that may go one way and need not be complete."""
    makers = [f"m{i}" for i in range(draw(st.integers(*decide)))]
    states = [f"s{i}" for i in range(draw(st.integers(1, most)))]
    pairs = [(a, b) for a in range(len(states)) for b in range(len(states)) if a != b]
    moves = {
        one: draw(st.lists(st.sampled_from(pairs), unique=True) if pairs else st.just([]))
        for one in makers
    }
    ranks = {
        one: np.array(
            draw(st.lists(st.integers(0, 4), min_size=len(states), max_size=len(states)))
        )
        for one in makers
    }
    game = GraphModel(
        makers=tuple(makers),
        states=tuple(states),
        moves={one: np.array(some, int).reshape(-1, 2) for one, some in moves.items()},
        ranks=ranks,
    )
    to = {
        one: {
            start: {states[b] for a, b in moves[one] if states[a] == start} for start in states
        }
        for one in makers
    }
    worth = {one: dict(zip(states, ranks[one].tolist(), strict=True)) for one in makers}
    return game, Searched(makers, states, to, worth)


def check(game: GraphModel | OptionGame, plain: Searched, rule: Reachability) -> None:
    found = stable(game, rule)
    for concept in CONCEPTS:
        if concept in found.left_out:
            continue
        for maker in plain.makers:
            expected = [s for s in plain.states if plain.stable(concept, maker, s, rule)]
            named = game.named(found.each[concept][maker].nonzero()[0])
            assert sorted(named) == sorted(expected), (concept, maker)


@pytest.mark.parametrize("rule", RULES)
@given(drawn=option_games())
def test_a_game_of_options_is_as_stable_as_its_definitions_say(
    rule: Reachability, drawn: tuple[OptionGame, Searched]
) -> None:
    check(*drawn, rule)


@pytest.mark.parametrize("rule", RULES)
def test_what_is_compiled_says_the_same(
    rule: Reachability, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("numba")
    monkeypatch.setattr(graph_model, "LARGE", 0)

    @given(drawn=option_games(most=6))
    def held(drawn: tuple[OptionGame, Searched]) -> None:
        assert drawn[0].is_large
        check(*drawn, rule)

    held()


@pytest.mark.parametrize("wide", [True, False])
def test_a_game_of_many_states_is_as_its_answers_found_step_by_step(
    wide: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each opponent has few options, or so many that their sets need larger numbers."""
    pytest.importorskip("numba")
    chance = np.random.default_rng(7)
    makers = ("a", "b") if wide else ("a", "b", "c", "d")
    options = tuple(
        GameOption(
            id=str(i),
            owner=makers[i // 10 if wide else i % 4],
            one_way="Y" if i % 5 == 0 else "",
        )
        for i in range(14 if wide else 11)
    )
    size = 1 << len(options)
    feasible = chance.random(size) < 0.9
    ranks = {one: chance.integers(0, size // 4, size) for one in makers}
    game = OptionGame(makers=makers, options=options, feasible=feasible, ranks=ranks)
    fast = stable(game).each
    monkeypatch.setattr(graph_model, "LARGE", size)
    slow = stable(
        OptionGame(makers=makers, options=options, feasible=feasible, ranks=ranks)
    ).each
    for concept in set(fast) & set(slow):
        for maker in makers:
            assert np.array_equal(fast[concept][maker], slow[concept][maker])


def test_what_ranks_are_numbered_from_makes_nothing_stable() -> None:
    pytest.importorskip("numba")
    chance = np.random.default_rng(3)
    owners = [*"aaaaaaaaabbb"]
    options = tuple(GameOption(id=f"o{n}", owner=one) for n, one in enumerate(owners))
    size = 1 << len(owners)
    ranks = {one: chance.integers(0, size // 2, size) for one in "ab"}

    def solved(shifted: int, times: int) -> dict[tuple[Concept, str], list[int]]:
        game = OptionGame(
            makers=("a", "b"),
            options=options,
            feasible=can_be,
            ranks={one: times * of + shifted for one, of in ranks.items()},
        )
        assert game.is_large
        found = stable(game, Reachability.SEQUENCES)
        return {
            (concept, one): of.nonzero()[0].tolist()
            for concept, each in found.each.items()
            for one, of in each.items()
        }

    can_be = chance.random(size) < 0.9
    plain = solved(0, 1)
    assert len({*map(tuple, plain.values())}) > 4
    assert solved(-size, 1) == plain
    assert solved(7, 1000) == plain


@pytest.mark.parametrize("rule", RULES)
@given(drawn=move_games())
def test_a_game_of_moves_is_as_stable_as_its_definitions_say(
    rule: Reachability, drawn: tuple[GraphModel, Searched]
) -> None:
    check(*drawn, rule)


@given(drawn=option_games(), rule=st.sampled_from(RULES))
def test_each_concept_holds_wherever_a_stricter_one_does(
    drawn: tuple[OptionGame, Searched], rule: Reachability
) -> None:
    """Nash within SMR within GMR, and Nash within SEQ within GMR (Fang et al. 1993, ch. 3)."""
    each = stable(drawn[0], rule).each
    for maker in drawn[0].makers:
        nash, gmr, smr, seq, sim = (each[one][maker] for one in CONCEPTS)
        assert not (nash & ~smr).any() and not (smr & ~gmr).any()
        assert not (nash & ~seq).any() and not (seq & ~gmr).any() and not (nash & ~sim).any()


@given(
    drawn=move_games(), rule=st.sampled_from(RULES), chance=st.randoms(use_true_random=False)
)
def test_to_take_a_move_from_an_opponent_makes_nothing_stable(
    drawn: tuple[GraphModel, Searched], rule: Reachability, chance: random.Random
) -> None:
    game, _ = drawn
    before = stable(game, rule).each
    for maker in game.makers:
        others = [one for one in game.makers if one != maker and len(game.moves[one])]
        if not others:
            continue
        other = chance.choice(others)
        kept = np.delete(game.moves[other], chance.randrange(len(game.moves[other])), axis=0)
        less = GraphModel(
            makers=game.makers,
            states=game.states,
            moves={**game.moves, other: kept},
            ranks=game.ranks,
        )
        after = stable(less, rule).each
        for concept in (Concept.GMR, Concept.SMR):
            assert not (after[concept][maker] & ~before[concept][maker]).any()


def two_by_two(one: str, other: str) -> OptionGame:
    """Return the game of two sides with an option each, states by rank, best first."""

    def ranks(order: str) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        names = ["NN", "YN", "NY", "YY"]  # by number: the first option is the lowest bit
        best = order.split()
        return np.array([len(best) - best.index(name) for name in names])

    return OptionGame(
        makers=("a", "b"),
        options=(GameOption(id="x", owner="a"), GameOption(id="y", owner="b")),
        feasible=np.ones(4, bool),
        ranks={"a": ranks(one), "b": ranks(other)},
    )


def everywhere(game: OptionGame | GraphModel, concept: Concept) -> set[str]:
    return set(game.named(stable(game).equilibria[concept].nonzero()[0]))


def test_the_prisoners_dilemma_and_chicken() -> None:
    # Y is to cooperate.
    dilemma = two_by_two("NY YY NN YN", "YN YY NN NY")
    assert everywhere(dilemma, Concept.NASH) == {"NN"}
    for concept in (Concept.GMR, Concept.SMR, Concept.SEQ):
        assert everywhere(dilemma, concept) == {"NN", "YY"}
    chicken = two_by_two("NY YY YN NN", "YN YY NY NN")
    assert everywhere(chicken, Concept.NASH) == everywhere(chicken, Concept.SEQ) == {"NY", "YN"}
    for concept in (Concept.GMR, Concept.SMR):
        assert everywhere(chicken, concept) == {"NY", "YN", "YY"}


def test_of_576_pairs_of_rankings_as_many_make_each_state_stable_as_was_published() -> None:
    """The count is the same for each of the four states; it was recomputed by two programs."""
    counts = {concept: 0 for concept in CONCEPTS}
    orders = [" ".join(each) for each in permutations(("NN", "YN", "NY", "YY"))]
    for one, other in product(orders, orders):
        found = stable(two_by_two(one, other)).equilibria
        for concept in counts:
            counts[concept] += int(found[concept][0])
    del counts[Concept.SIM]
    assert counts == {Concept.NASH: 144, Concept.SEQ: 193, Concept.GMR: 256, Concept.SMR: 196}


def numbered(
    makers: Sequence[str],
    owners: Sequence[str],
    states: Iterable[str],
    orders: Sequence[Sequence[int]],
    one_way: Sequence[str],
) -> tuple[OptionGame, dict[int, int]]:
    """Return a published game: states by their numbers there, orders best first."""
    places = {number: _number(name) for number, name in enumerate(states, 1)}
    feasible = np.zeros(1 << len(owners), bool)
    feasible[[*places.values()]] = True
    ranks = {}
    for maker, order in zip(makers, orders, strict=True):
        ranks[maker] = np.zeros(len(feasible), int)
        for place, number in enumerate(order):
            ranks[maker][places[number]] = len(order) - place
    options = tuple(
        GameOption(id=str(i), owner=owner, one_way=way)
        for i, (owner, way) in enumerate(zip(owners, one_way, strict=True))
    )
    game = OptionGame(makers=tuple(makers), options=options, feasible=feasible, ranks=ranks)
    return game, {place: number for number, place in places.items()}


def _number(name: str) -> int:
    return sum(1 << i for i, letter in enumerate(name) if letter == "Y")


def numbers(game: OptionGame, known: dict[int, int], concept: Concept) -> set[int]:
    return {known[one] for one in stable(game).equilibria[concept].nonzero()[0].tolist()}


def test_the_water_dispute_of_syria_and_iraq() -> None:
    """As the stored outputs of another program have it."""
    game, known = numbered(
        ("syria", "iraq"),
        ("syria", "syria", "iraq"),
        ("NNN", "YNN", "NYN", "NNY", "YNY", "NYY"),
        ((1, 3, 6, 2, 4, 5), (2, 4, 6, 1, 5, 3)),
        ("", "", ""),
    )
    assert numbers(game, known, Concept.NASH) == {6}
    assert numbers(game, known, Concept.GMR) == {1, 6}
    assert numbers(game, known, Concept.SEQ) == {6}
    assert numbers(game, known, Concept.SMR) == {6}


def cuba() -> tuple[OptionGame, dict[int, int]]:
    """Return the missiles in Cuba: twelve states, of which an air strike cannot be undone."""
    names = ["".join(reversed(one)) for one in map("".join, product("NY", repeat=4))]
    names = [one for one in names if one[2:] != "YY"]  # to withdraw and to escalate
    return numbered(
        ("us", "ussr"),
        ("us", "us", "ussr", "ussr"),
        names,
        (
            (5, 7, 6, 8, 3, 2, 4, 1, 12, 10, 11, 9),
            (1, 5, 7, 3, 6, 2, 8, 4, 12, 10, 11, 9),
        ),
        ("Y", "", "", ""),
    )


def test_the_missiles_in_cuba() -> None:
    """As computed by two programs."""
    game, known = cuba()
    assert numbers(game, known, Concept.NASH) == {6}
    assert numbers(game, known, Concept.SEQ) == {5, 6, 7}
    assert numbers(game, known, Concept.GMR) == {1, 2, 3, 5, 6, 7, 8}
    assert numbers(game, known, Concept.SMR) == {1, 2, 3, 5, 6, 7, 8}
