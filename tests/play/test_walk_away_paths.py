"""Where walk-away values stand as rounds begin, and in which rounds a deal is left."""

from attrs import evolve
from frozendict import frozendict
from tests.play.build import Wandering, opposed, talks

from accord.deals import Deals
from accord.fighting.scripted import Scripted, ScriptedRedLines, ScriptedRound, shift
from accord.model import Exclusion, Range
from accord.play import Game, play, played_to_json
from accord.play.between_rounds import WalkAwayMoves
from accord.play.many import games
from accord.play.walk_away_paths import path_of, paths_of
from accord.talks import WalkAwayMoved

OPPOSED = opposed(walk_away={"alba": 40, "delta": 40})


def fought(*models: Scripted | Wandering, draws: bool = False) -> Game:
    return evolve(talks(held=OPPOSED, rounds=6, draws=draws), fighting=models)


def test_the_zone_closes_and_opens_as_walk_away_values_move() -> None:
    found = path_of(fought(shift("alba", 50, 3), shift("delta", -5, 2), shift("alba", -45, 5)))
    assert found.values[0].tolist() == [
        [40, 40],
        [40, 35],
        [90, 35],
        [90, 35],
        [45, 35],
        [45, 35],
    ]
    assert found.possible is not None
    assert found.possible[0].tolist() == [True, True, False, False, True, True]
    assert found.told == [1, 2, 3, 5, 6]
    plain = found.to_json()
    assert (plain["courses"], [one["round"] for one in plain["rounds"]]) == (1, found.told)
    assert plain["rounds"][2]["walk_away"]["alba"] == {"low": 90, "middle": 90, "high": 90}
    assert plain["rounds"][2]["possible"]["share"] == 0
    assert played_to_json(play(fought()))["walk_away_by_round"] is None
    told = played_to_json(play(fought(shift("alba", 5, 3))))["walk_away_by_round"]
    assert told["courses"] == 1


def test_values_and_red_lines_that_move_open_and_close_it_too() -> None:
    refused = Exclusion(id="now", never=frozendict({"issue-0": ("low", "middle", "high")}))
    drawn = ScriptedRedLines(added=(refused,))
    more = frozendict({"issue-0": frozendict({"low": Range(-300, -300)})})
    found = path_of(
        fought(
            Scripted(
                id="x",
                script=(
                    ScriptedRound(round=Range(2, 2), red_lines=frozendict({"alba": drawn})),
                    ScriptedRound(
                        round=Range(4, 4),
                        red_lines=frozendict({"alba": ScriptedRedLines(dropped=("now",))}),
                        values=frozendict({"alba": more}),
                    ),
                ),
            )
        )
    )
    assert found.possible is not None
    assert found.possible[0].tolist() == [True, False, False, True, True, True]


def test_many_courses_are_those_of_the_talks_with_these_seeds() -> None:
    common = fought(Wandering(id="wandering", size=Range(400, 900)))
    found = paths_of(common, 12)
    assert found.values.shape == (12, 6, 2)
    assert found.possible is not None
    for place, game in enumerate(games(common, 12)):
        moved = dict.fromkeys(game.setup.delegations, 0.0)
        course = {one.round: one for one in game.course}
        for number in range(1, 7):
            for what in course[number].happenings if number in course else ():
                if isinstance(what, WalkAwayMoved):
                    moved[what.party] += what.by
            then = game.numbers.moved(moved)
            assert found.values[place, number - 1].tolist() == then.walk_away.tolist()
            there = Deals(game.setup.agenda, then, draws=1).acceptable
            assert found.possible[place, number - 1] == bool(there)
    assert found.zone is not None
    assert {one.among for one in found.zone} == {12}
    low, middle, high = found.ends
    assert (low <= middle).all() and (middle <= high).all()
    assert paths_of(common, 1000).values.shape[0] == 200


def test_a_talk_ends_with_the_walk_away_values_of_its_course() -> None:
    common = fought(Wandering(id="wandering"), shift("delta", 80, 2))
    for game in games(common, 10):
        played = play(game)
        reached = max(e.round for e in played.log)
        path = path_of(game).values[0, min(reached, 6) - 1].tolist()
        assert list(played.numbers.walk_aways.values()) == path


def test_a_model_that_is_added_leaves_what_others_draw_as_it_was() -> None:
    one, other = Wandering(id="one"), shift("alba", 0, 2)
    alone = path_of(fought(one, draws=True)).values
    assert (path_of(fought(one, other, draws=True)).values == alone).all()
    twice = path_of(fought(one, one, draws=True)).values
    assert ((twice - alone) != (alone - alone[:, :1])).any()


def test_moves_that_are_the_same_in_all_talks_are_kept_once() -> None:
    game = fought(shift("alba", 5, 3), shift("alba", 1, 3))
    walk_aways = game.numbers.walk_away[None].repeat(4, axis=0)
    found = WalkAwayMoves.of(game, [1, 2, 3, 4], walk_aways, 6)
    assert found.rows.tolist() == [[0, 3, 5], [0, 3, 1]]
    assert found.until(3).tolist() == [[6, 0]] * 4
    assert found.until(2).tolist() == [[0, 0]] * 4
    assert found.rounds == [3]
