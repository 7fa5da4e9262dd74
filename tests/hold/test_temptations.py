"""What keeps somebody where it is: the answers that are told are there, and no others are."""

import pytest
from hypothesis import given
from tests.hold.test_stable import move_games, option_games
from tests.hold.test_ways import Drawn

from accord.hold import Concept, Reachability, stable, temptations

RULES = [*Reachability]


def check_temptations(drawn: Drawn, rule: Reachability) -> None:
    game, plain = drawn
    each = stable(game, rule).each
    for name in plain.states:
        state = game.place(name)
        assert state is not None
        found = [*temptations(game, state, rule)]
        for maker in plain.makers:
            own = [one for one in found if one.maker == maker]
            worth = plain.worth[maker]
            assert {game.name(one.to) for one in own} == plain.better(maker, name)
            assert (not own) == bool(each[Concept.NASH][maker][state])
            for concept in (Concept.GMR, Concept.SMR, Concept.SEQ):
                kept = all(concept in one.answers for one in own)
                assert kept == bool(each[concept][maker][state]), concept
            for one in own:
                for concept, moves in one.answers.items():
                    at, last = game.name(one.to), maker
                    for mover, then in moves:
                        to = game.name(then)
                        may = plain.moves[mover][at]
                        may = plain.better(mover, at) if concept is Concept.SEQ else may
                        assert mover not in (last, maker) and to in may
                        at, last = to, mover
                    assert worth[at] <= worth[name]
                    again = {worth[to] for to in plain.moves[maker][at]}
                    if concept is Concept.SMR:
                        assert all(points <= worth[name] for points in again)
                    if concept is Concept.GMR and one.then is not None:
                        assert worth[game.name(one.then)] == max(again) > worth[name]


@pytest.mark.parametrize("rule", RULES)
@given(drawn=option_games(most=4))
def test_in_a_game_of_options(rule: Reachability, drawn: Drawn) -> None:
    check_temptations(drawn, rule)


@pytest.mark.parametrize("rule", RULES)
@given(drawn=move_games())
def test_in_a_game_of_moves(rule: Reachability, drawn: Drawn) -> None:
    check_temptations(drawn, rule)
