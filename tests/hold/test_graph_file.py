"""A game in a file: what can be written, and one sentence for each mistake."""

import json
from pathlib import Path
from typing import Any

import pytest

from accord.errors import InvalidProcess
from accord.hold import Concept, GraphModel, OptionGame, read_graph_model, stable

CASES = Path(__file__).parent / "cases"


def written(tmp_path: Path, game: Any, name: str = "game.json") -> Path:
    file = tmp_path / name
    file.write_text(game if isinstance(game, str) else json.dumps(game, indent=1))
    return file


def faults(tmp_path: Path, game: Any) -> list[tuple[int, str]]:
    with pytest.raises(InvalidProcess) as raised:
        read_graph_model(written(tmp_path, game))
    return [(one.line, one.sentence) for one in raised.value.problems]


def counts(game: GraphModel | OptionGame) -> dict[str, int]:
    found = stable(game).equilibria
    return {one.value: int(found[one].sum()) for one in found if one is not Concept.SIM}


def test_statements_of_two_sides_on_six_options() -> None:
    """Two independent programs agree on the counts."""
    game = read_graph_model(CASES / "six-options.json")
    assert counts(game) == {"nash": 1, "gmr": 23, "smr": 23, "seq": 9}


def test_a_trade_conflict_of_twenty_options_and_six_decision_makers() -> None:
    """A published conflict, its options numbered; the counts were computed by two methods."""
    game = read_graph_model(CASES / "trade.json")
    assert game.size == 138_240
    assert counts(game) == {"nash": 2256, "gmr": 20840, "smr": 20840, "seq": 4608}


def test_a_ranking_in_yaml_and_statements_in_json_say_the_same(tmp_path: Path) -> None:
    by_ranking = written(
        tmp_path,
        """
decision_makers: [north, south]
options:
  - {id: withdraw, owner: north}
  - {id: fire, owner: south, one_way: Y}
infeasible:
  - {withdraw: yes, fire: yes}
preferences:
  north: [NN, YN, [NY]]
  south: [YN, [NN, NY]]
""",
        "game.yaml",
    )
    by_statements = written(
        tmp_path,
        {
            "decision_makers": ["north", "south"],
            "options": [
                {"id": "withdraw", "owner": "north"},
                {"id": "fire", "owner": "south", "one_way": True},
            ],
            "infeasible": [{"withdraw": "Y", "fire": "Y"}],
            "statements": {
                "north": [["fire", "N"], [["withdraw", "N"]]],
                "south": [{"any": [[["withdraw", "Y"], ["fire", "N"]]]}],
            },
        },
    )
    one, other = map(read_graph_model, (by_ranking, by_statements))
    assert counts(one) == counts(other)
    assert isinstance(one, OptionGame)
    assert one.named(one.numbers) == ["NN", "YN", "NY"]


def test_who_has_no_preferences_is_indifferent(tmp_path: Path) -> None:
    game = read_graph_model(
        written(
            tmp_path,
            {"decision_makers": ["a", "b"], "states": [1, 2], "moves": {"a": [[1, 2]]}},
        )
    )
    assert counts(game) == {"nash": 2, "gmr": 2, "smr": 2, "seq": 2}


OPTIONS = {"decision_makers": ["a", "b"], "options": [{"id": "x", "owner": "a"}]}


@pytest.mark.parametrize(
    ("game", "said"),
    [
        ({}, "'decision_makers' is missing"),
        ({"decision_makers": ["a"]}, "gives no game"),
        ({"decision_makers": ["a", "a"], "options": []}, "'a' is listed twice"),
        ({**OPTIONS, "states": []}, "gives 'states' and 'options'"),
        ({**OPTIONS, "infeasable": []}, "no 'infeasable' in a game; did you mean"),
        ({**OPTIONS, "infeasible": [{"y": "Y"}]}, "there is no option 'y'"),
        ({**OPTIONS, "infeasible": [{"x": "maybe"}]}, "'x' must be Y or N here"),
        ({**OPTIONS, "infeasible": [{"x": "Y"}, {"x": "N"}]}, "no state is left that can be"),
        ({**OPTIONS, "preferences": {"a": ["Y"]}}, "the ranking of a leaves out N"),
        ({**OPTIONS, "preferences": {"a": ["Y", "N", "Y"]}}, "'Y' is ranked twice by a"),
        ({**OPTIONS, "preferences": {"c": ["Y", "N"]}}, "there is no decision maker 'c'"),
        ({**OPTIONS, "statements": {"a": ["x"]}}, "a statement is [option, Y]"),
        ({**OPTIONS, "statements": {"a": [{"all": []}]}}, "there is no option 'all'"),
        ({**OPTIONS, "statements": {"a": [{"any": []}]}}, "a statement is [option, Y]"),
        (
            {**OPTIONS, "statements": {"a": [["x", "Y"]]}, "preferences": {"a": ["Y", "N"]}},
            "a has a ranking already",
        ),
        ({**OPTIONS, "options": [{"id": "x", "owner": "z"}]}, "has an owner who does not"),
        ({**OPTIONS, "options": [{"id": "x"}]}, "needs an owner, one of a, b"),
        (
            {**OPTIONS, "options": [{"id": "x", "owner": "a", "one_way": "maybe"}]},
            "'one_way' must be Y or N",
        ),
        (
            {
                "decision_makers": ["a"],
                "options": [{"id": str(i), "owner": "a"} for i in range(23)],
            },
            "there are 23 options: a game has 1 to 22",
        ),
        ({"decision_makers": ["a"], "states": ["1"]}, "'moves' is missing"),
        (
            {"decision_makers": ["a"], "states": ["1"], "moves": {"a": [["1", "2"]]}},
            "there is no state '2'",
        ),
        (
            {"decision_makers": ["a"], "states": ["1"], "moves": {"a": [["1", "1"]]}},
            "to itself is none",
        ),
        (
            {
                "decision_makers": ["a"],
                "states": ["1", "2"],
                "moves": {"a": [["1", "2"]]},
                "as_of": "2026-02-31",
            },
            "'2026-02-31' is not a date",
        ),
    ],
)
def test_each_mistake_is_said_in_a_sentence(tmp_path: Path, game: Any, said: str) -> None:
    found = faults(tmp_path, game)
    assert any(said in sentence for _, sentence in found), found


def test_who_decides_is_asked_for_once_and_not_again_of_every_option(tmp_path: Path) -> None:
    game = {"Decision_makers": ["a"], "options": [{"id": "x", "owner": "a"}]}
    (only,) = faults(tmp_path, game)
    assert "did you mean 'decision_makers'?" in only[1]


def test_all_mistakes_are_said_at_once_each_with_its_line(tmp_path: Path) -> None:
    game = {
        "decision_makers": ["a"],
        "states": ["1", "2"],
        "moves": {"a": [["1", "3"], ["1"]]},
        "preferences": {"b": ["1", "2"], "a": ["2"]},
    }
    found = faults(tmp_path, game)
    lines = written(tmp_path, game).read_text().splitlines()
    assert len(found) == 4
    assert [line for line, _ in found] == sorted(line for line, _ in found)
    assert all(0 < line <= len(lines) for line, _ in found)


VIEWS = """
decision_makers: [north, south]
options:
  - {id: withdraw, owner: north}
  - {id: patrol, owner: south}
preferences:
  north: [NN, YN, YY, NY]
  south: [YY, YN, NY, NN]
views:
"""


def test_a_view_has_rankings_or_statements_of_others_and_what_is_taken_not_to_be(
    tmp_path: Path,
) -> None:
    views = """
  north:
    preferences:
      south: [YN, NN, [YY, NY]]
  south:
    statements:
      north: [[withdraw, Y]]
    infeasible: [{withdraw: N, patrol: Y}]
"""
    game = read_graph_model(written(tmp_path, VIEWS + views, "game.yaml"))
    assert isinstance(game, OptionGame)
    north, south = game.views["north"], game.views["south"]
    assert north.ranks["south"].tolist() == [2, 3, 1, 1]
    assert north.ranks["north"].tolist() == game.ranks["north"].tolist()
    assert south.named(south.numbers) == ["NN", "YN", "YY"]
    assert south.ranks["north"].tolist() == [0, 1, 0, 1]
    assert not north.views


def test_a_view_in_a_game_of_moves_may_say_what_others_can_do(tmp_path: Path) -> None:
    game = read_graph_model(
        written(
            tmp_path,
            {
                "decision_makers": ["a", "b"],
                "states": [1, 2],
                "moves": {"a": [[1, 2]], "b": [[2, 1]]},
                "preferences": {"a": [2, 1], "b": [1, 2]},
                "views": {"a": {"moves": {"b": []}, "preferences": {"b": [[1, 2]]}}},
            },
        )
    )
    assert isinstance(game, GraphModel)
    assert not len(game.views["a"].moves["b"]) and len(game.views["a"].moves["a"])
    assert game.views["a"].ranks["b"].tolist() == [1, 1]


def test_mistakes_in_views_are_said_with_their_lines(tmp_path: Path) -> None:
    views = """  west: {}
  north:
    preferences:
      south: [YN, NN, YY]
      north: [NN, YN, YY, NY]
    sees: all
  south: []
"""
    with pytest.raises(InvalidProcess) as raised:
        read_graph_model(written(tmp_path, VIEWS + views, "game.yaml"))
    assert [(one.line, one.sentence.partition(":")[0]) for one in raised.value.problems] == [
        (10, "there is no decision maker 'west'; known"),
        (13, "the ranking of south leaves out NY"),
        (14, "a view is of others"),
        (15, "there is no 'sees' in a view; known"),
        (16, "the view of south must be a mapping"),
    ]


def test_a_statement_may_be_a_mapping_and_states_may_be_in_small_letters(
    tmp_path: Path,
) -> None:
    game = {
        "decision_makers": ["a", "b"],
        "options": [{"id": "x", "owner": "a"}, {"id": "any", "owner": "b"}],
        "statements": {"a": [{"x": "Y", "y": "N"}], "b": [[["x", "N"]], {"x": "Y"}]},
    }
    assert faults(tmp_path, game) == [(18, "there is no option 'y'; known: x, any")]
    game["statements"] = {"a": [{"x": "Y"}]}
    game["preferences"] = {"b": ["nn", "yn", "ny", "yy"]}
    read = read_graph_model(written(tmp_path, game))
    assert read.ranks["a"].tolist() == [0, 1, 0, 1]
    assert read.ranks["b"].tolist() == [4, 3, 2, 1]


def test_what_must_be_a_list_is_said_with_how_it_is_written(tmp_path: Path) -> None:
    game = {"decision_makers": "a, b", "options": {"x": {"owner": "a"}}}
    said = [sentence for _, sentence in faults(tmp_path, game)]
    assert "'decision_makers' must be a list: [north, south]" in said
    assert "'options' must be a list, each item like {id: withdraw, owner: north}" in said
