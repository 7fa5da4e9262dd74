"""What each takes a game to be, and who would be surprised: held to the definitions."""

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.hold.search import Searched, of_options
from tests.hold.test_stable import move_games, option_games

from accord.hold import Concept, GraphModel, OptionGame, Reachability, stable
from accord.hold.graph_model import GameOption
from accord.hold.hypergame import Misjudged, Mistaken, hypergame, misjudged


def plain(game: OptionGame) -> Searched:
    """Return a game of options for the slow search."""
    names = game.named(np.arange(len(game.feasible)))
    worth = {
        one: dict(zip(names, game.ranks[one].tolist(), strict=True)) for one in game.makers
    }
    owners = [one.owner for one in game.options]
    can = {names[number] for number in game.numbers.tolist()}
    return of_options(owners, game.makers, can, worth, [one.one_way for one in game.options])


@st.composite
def option_views(draw: st.DrawFn) -> tuple[OptionGame, dict[str, Searched]]:
    """Draw a game and views of it: of what others prefer, and of what can be."""
    game, _ = draw(option_games(4))
    chance = random.Random(draw(st.integers(0, 10**6)))
    views = {}
    for maker in game.makers:
        if chance.random() < 0.7:
            size = len(game.feasible)
            ranks = {
                one: game.ranks[one]
                if one == maker or chance.random() < 0.3
                else np.array([chance.randrange(size) for _ in range(size)])
                for one in game.makers
            }
            left = np.array([chance.random() < 0.8 for _ in range(size)])
            views[maker] = OptionGame(
                makers=game.makers,
                options=game.options,
                feasible=game.feasible & left if chance.random() < 0.5 else game.feasible,
                ranks=ranks,
            )
    whole = OptionGame(
        makers=game.makers,
        options=game.options,
        feasible=game.feasible,
        ranks=game.ranks,
        views=views,
    )
    return whole, {one: plain(views.get(one, game)) for one in game.makers}


@st.composite
def move_views(draw: st.DrawFn) -> tuple[GraphModel, dict[str, Searched]]:
    """Draw a game of states and moves, and views of what others prefer."""
    game, searched = draw(move_games(5))
    chance = random.Random(draw(st.integers(0, 10**6)))
    views, slow = {}, {}
    for maker in game.makers:
        ranks = {
            one: game.ranks[one]
            if one == maker or chance.random() < 0.5
            else np.array([chance.randrange(4) for _ in game.states])
            for one in game.makers
        }
        views[maker] = GraphModel(
            makers=game.makers, states=game.states, moves=game.moves, ranks=ranks
        )
        worth = {o: dict(zip(game.states, r.tolist(), strict=True)) for o, r in ranks.items()}
        slow[maker] = Searched(game.makers, game.states, searched.moves, worth)
    whole = GraphModel(
        makers=game.makers,
        states=game.states,
        moves=game.moves,
        ranks=game.ranks,
        views=views,
    )
    return whole, slow


def check(
    game: GraphModel | OptionGame,
    real: Searched,
    seen: dict[str, Searched],
    rule: Reachability,
) -> None:
    """Hold every state to what each would do by its own view, found by search."""
    found = hypergame(game, stable(game, rule))
    for concept in found.own:

        def stays(view: str, one: str, state: str, concept: Concept = concept) -> bool:
            return state in seen[view].states and seen[view].stable(concept, one, state, rule)

        for state in real.states:
            place = game.place(state)
            assert place is not None
            kept = all(stays(one, one, state) for one in game.makers)
            assert bool(found.kept(concept)[place]) == kept
            expected = set()
            for who in game.makers:
                if state not in seen[who].states:
                    expected.add((Mistaken.UNSEEN, who, ""))
                    continue
                for of in game.makers:
                    if of == who or state not in seen[of].states:
                        continue
                    if stays(who, of, state) and not stays(of, of, state):
                        expected.add((Mistaken.LEAVES, who, of))
                    if stays(of, of, state) and not stays(who, of, state):
                        expected.add((Mistaken.STAYS, who, of))
                would = real.stable(concept, who, state, rule)
                if would and not stays(who, who, state):
                    expected.add((Mistaken.ANSWERED, who, ""))
                if stays(who, who, state) and not would:
                    expected.add((Mistaken.UNANSWERED, who, ""))
            told = [*misjudged(found, concept, place)]
            assert {(one.kind, one.who, one.of) for one in told} == expected
            for one in told:
                if one.to is not None:
                    lead_there(game, real, seen[one.who], state, one)


def lead_there(
    game: GraphModel | OptionGame, real: Searched, view: Searched, state: str, one: Misjudged
) -> None:
    """Hold a move to an improvement, and the answer to it to moves that leave its maker."""
    assert one.to is not None
    worth, at = real.worth[one.who], game.name(one.to)
    assert at in real.better(one.who, state)
    follows = real if one.kind is Mistaken.ANSWERED else view
    for maker, to in one.answer:
        assert maker != one.who and game.name(to) in follows.moves[maker][at]
        at = game.name(to)
    if one.answer:
        assert worth[at] <= worth[state]
    else:
        assert one.kind is Mistaken.UNANSWERED and game.name(one.to) not in view.states


@pytest.mark.parametrize("rule", [*Reachability])
@given(drawn=option_views())
def test_who_would_be_surprised_in_a_game_of_options(
    rule: Reachability, drawn: tuple[OptionGame, dict[str, Searched]]
) -> None:
    game, seen = drawn
    check(game, plain(game), seen, rule)


@pytest.mark.parametrize("rule", [*Reachability])
@given(drawn=move_views())
def test_who_would_be_surprised_in_a_game_of_moves(
    rule: Reachability, drawn: tuple[GraphModel, dict[str, Searched]]
) -> None:
    game, seen = drawn
    worth = {
        one: dict(zip(game.states, ranks.tolist(), strict=True))
        for one, ranks in game.ranks.items()
    }
    moves = next(iter(seen.values())).moves
    check(game, Searched(game.makers, game.states, moves, worth), seen, rule)


def test_who_sees_the_game_as_it_is_is_surprised_by_nobody_who_does_too() -> None:
    options = tuple(GameOption(id=one, owner=one) for one in ("a", "b"))
    ranks = {"a": np.array([2, 3, 0, 1]), "b": np.array([2, 0, 3, 1])}
    game = OptionGame(
        makers=("a", "b"), options=options, feasible=np.ones(4, bool), ranks=ranks
    )
    found = hypergame(game, stable(game))
    for concept in found.own:
        assert not any([*misjudged(found, concept, n)] for n in range(4))
        assert np.array_equal(found.kept(concept), found.as_it_is.equilibria[concept])


def test_a_safe_move_that_would_be_answered_is_told_with_the_answer() -> None:
    """A prisoners' dilemma in which the first takes the second never to strike back."""
    options = tuple(GameOption(id=one, owner=one) for one in ("a", "b"))
    can = np.ones(4, bool)
    ranks = {"a": np.array([2, 3, 0, 1]), "b": np.array([2, 0, 3, 1])}
    meek = OptionGame(
        makers=("a", "b"),
        options=options,
        feasible=can,
        ranks={**ranks, "b": np.array([3, 2, 1, 0])},
    )
    game = OptionGame(
        makers=("a", "b"), options=options, feasible=can, ranks=ranks, views={"a": meek}
    )
    found = hypergame(game, stable(game))
    told = [*misjudged(found, Concept.SEQ, 0)]
    assert told == [
        Misjudged(kind=Mistaken.ANSWERED, who="a", to=1, answer=(("b", 3),)),
        Misjudged(kind=Mistaken.LEAVES, who="b", of="a"),
    ]
    assert found.as_it_is.equilibria[Concept.SEQ][0] and not found.kept(Concept.SEQ)[0]
