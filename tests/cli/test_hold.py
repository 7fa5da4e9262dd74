"""`accord hold`: which states of a game nobody would leave."""

import json
from pathlib import Path
from shutil import copytree, rmtree
from typing import Any

import pytest
from click.testing import CliRunner, Result

from accord.cli import cli
from accord.errors import AccordError, InvalidProcess

CASES = Path(__file__).parents[1] / "hold" / "cases"
SARN = Path(__file__).parents[2] / "examples" / "sarn-river"
THREE = {
    "decision_makers": ["a", "b", "c"],
    "states": [1, 2, 3, 4, 5],
    "moves": {"a": [[1, 2]], "b": [[2, 3], [4, 5]], "c": [[3, 4]]},
    "preferences": {"a": [[2, 3, 4], [1], [5]], "b": [5, 2, 3, 4, 1]},
}


def run(*args: str | Path) -> Result:
    return CliRunner().invoke(cli, ["hold", *map(str, args)])


def told(*args: str | Path) -> Any:
    result = run(*args, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.output)


@pytest.fixture
def three(tmp_path: Path) -> Path:
    file = tmp_path / "three.json"
    file.write_text(json.dumps(THREE))
    return file


def test_states_are_listed_as_they_are_written_by_concept_and_decision_maker(
    three: Path,
) -> None:
    said = told(three)
    assert said["reachability"] == "sequences"
    assert [*said["concepts"]] == ["nash", "gmr", "smr", "seq"]
    nash = said["concepts"]["nash"]
    assert nash["each"]["a"] == {"states": [2, 3, 4, 5], "count": 4}
    assert nash["each"]["c"] == {"states": [1, 2, 3, 4, 5], "count": 5}
    assert nash["all"] == [2, 3, 5] and nash["count"] == 3
    assert [*said["left_out"]] == ["sim"]


def test_the_rule_for_answers_is_named_and_answers_hang_on_it(three: Path) -> None:
    """From 2, b, c and b again bring about what a likes least: no one of them alone can."""
    stable = {}
    for rule in ("sequences", "once", "single"):
        said = told(three, "--reachability", rule)
        assert said["reachability"] == rule
        stable[rule] = 1 in said["concepts"]["gmr"]["each"]["a"]["states"]
    assert stable == {"sequences": True, "once": False, "single": False}
    assert "nobody twice in a row" in run(three).output


def test_numbers_are_told_as_numbers_however_they_are_written(tmp_path: Path) -> None:
    file = tmp_path / "numbers.json"
    file.write_text(
        '{"decision_makers": ["a"], "states": [1.50, 2e1, true, " x"],'
        ' "moves": {"a": [[1.50, 2e1]]}}'
    )
    assert told(file)["concepts"]["nash"]["all"] == [1.5, 20.0, True, " x"]


def test_each_once_is_refused_where_there_are_too_many_orders(tmp_path: Path) -> None:
    file = tmp_path / "many.json"
    makers = [f"m{n}" for n in range(14)]
    game = {
        "decision_makers": makers,
        "options": [{"id": one, "owner": one} for one in makers],
        "statements": {one: [[one, "N"]] for one in makers},
    }
    file.write_text(json.dumps(game))
    result = run(file, "--reachability", "once")
    assert isinstance(result.exception, AccordError)
    assert "14 decision makers and 16,384 states: ask for" in str(result.exception)
    assert told(file, "--reachability", "single")["concepts"]["nash"]["count"] == 1


def test_more_states_than_can_be_read_are_counted(tmp_path: Path) -> None:
    said = told(CASES / "trade.json")
    assert "all" not in said["concepts"]["nash"]
    assert said["concepts"]["seq"]["count"] == 4608
    assert "states" not in said["concepts"]["seq"]["each"]["dm1"]
    listed = told(CASES / "trade.json", "--states")["concepts"]["nash"]["all"]
    assert len(listed) == 2256


def test_the_page_names_the_states_and_says_what_each_concept_means() -> None:
    output = run(CASES / "six-options.json").output
    assert "64 states; who decides: a, b." in output
    assert "stable for all: 1: YNYNNY" in output
    assert "nobody has a move to something that it likes better" in output


def test_letters_of_a_state_are_explained_and_a_move_says_what_it_changes(
    tmp_path: Path,
) -> None:
    file = tmp_path / "line.yaml"
    file.write_text(
        "decision_makers: [north, south]\n"
        "options: [{id: guns, owner: north}, {id: road, owner: south}, "
        "{id: maps, owner: north}]\n"
        "statements: {north: [[road, Y], [guns, N], [maps, N]], south: [[guns, Y]]}\n"
    )
    output = run(file, "--why", "YYY").output
    key = "A state says of guns, road and maps, in this order, whether it is so (Y) or not (N)."
    assert output.count(key) == 1
    assert "north could go to NYN (guns: N, maps: N), which it likes better." in output
    assert "north could go to YYN (maps: N), which it likes better." in output
    # Of states that a file lists by themselves there are no letters to explain.
    assert "A state says" not in run(CASES / "trade.json").output


def test_mistakes_are_said_with_file_and_line(tmp_path: Path) -> None:
    file = tmp_path / "game.json"
    file.write_text('{"decision_makers": ["a"],\n"options": [{"id": "x", "owner": "b"}]}')
    said = str(run(file).exception)
    assert "game.json:2: the option 'x' has an owner who does not decide: 'b'" in said


def test_how_a_stable_state_is_reached_and_who_leaves_it_together(three: Path) -> None:
    said = told(three, "--from", "1", "--coalitions")
    assert said["from"] == 1
    found = {one["to"]: one for one in said["ways"]}
    assert found[2] == {"to": 2, "moves": [["a", 2]], "down": 0}
    assert found[3] == {"to": 3, "moves": [["a", 2], ["b", 3]], "down": 1}
    assert all(set(one) == {"from", "by", "moves"} for one in said["coalitions"])
    output = run(three, "--from", "1", "--coalitions").output
    assert "a to 2, b to 3*; 1 of them to what its mover likes no better" in output
    assert "Left together" in output


def test_why_somebody_stays_or_leaves_is_told(three: Path) -> None:
    said = told(three, "--why", "1")
    assert said["why"] == 1
    (one,) = said["temptations"]
    assert (one["by"], one["to"]) == ("a", 2)
    assert one["answers"]["gmr"] == [["b", 3], ["c", 4], ["b", 5]]
    output = run(three, "--why", "1").output
    assert "a could go to 2, which it likes better. Then b to 3*, c to 4*, b to 5" in output
    assert "b has no move to something that it likes better." in output


def test_ways_are_refused_where_they_cannot_be_found(three: Path) -> None:
    assert "there is no state '9' in this game" in str(run(three, "--from", "9").exception)
    both = run(three, "--from", "9", "--why", "8", "--inverse", "9").exception
    assert str(both).splitlines() == [
        "there is no state '9' in this game",
        "there is no state '8' in this game",
    ]
    large = run(CASES / "trade.json", "--coalitions")
    assert "in games of 16,384 states at most" in str(large.exception)


def test_looking_some_moves_ahead_is_answered_where_it_is_asked(
    three: Path, tmp_path: Path
) -> None:
    """Zagare (1984): two moves ahead the dilemma's two cooperate, one ahead they do not."""
    file = tmp_path / "dilemma.json"
    options = [{"id": "a", "owner": "a"}, {"id": "b", "owner": "b"}]
    ranked = {"a": ["NY", "YY", "NN", "YN"], "b": ["YN", "YY", "NN", "NY"]}
    game = {"decision_makers": ["a", "b"], "options": options, "preferences": ranked}
    file.write_text(json.dumps(game))
    assert "limited_move" not in told(file)
    said = told(file, "--horizon", "2")["limited_move"]
    assert said["horizon"] == 2 and said["all"] == ["NN", "YY"] and said["count"] == 2
    assert said["each"]["a"] == {"states": ["NN", "NY", "YY"], "count": 3}
    assert told(file, "--horizon", "1")["limited_move"]["all"] == ["NN"]
    assert "limited move: 2 moves ahead, in turn" in run(file, "--horizon", "2").output
    refused = run(three, "--horizon", "2")
    assert "this game has 3" in str(refused.exception)


def test_a_small_game_is_drawn_into_a_file(three: Path, tmp_path: Path) -> None:
    file = tmp_path / "three.svg"
    result = run(three, "--svg", file, "--json")
    assert result.exit_code == 0 and "concepts" in json.loads(result.stdout)
    assert file.read_text().count("<desc") == 1
    refused = run(CASES / "six-options.json", "--svg", file)
    assert "room for 16 states" in str(refused.exception)


def test_which_preferences_make_a_state_stable(three: Path) -> None:
    """From 1 a can go to 2, and the others on to 3, 4 and 5."""
    said = told(three, "--inverse", "1")["inverse"]
    assert said["state"] == 1
    nash = said["concepts"]["nash"]["each"]["a"]
    assert nash["stable"] is False and nash["no_better"] == [[[2]]]
    assert nash["rankings"] == {"count": 60, "of": 120}
    assert nash["least_change"] == {"pairs": 1, "states": [2]}
    gmr = said["concepts"]["gmr"]["each"]["a"]
    assert gmr["stable"] is True and gmr["no_better"] == [[[2], [3], [4], [5]]]
    assert said["concepts"]["gmr"]["each"]["b"]["no_better"] == []
    output = run(three, "--inverse", "1").output
    assert "a: not stable now; stable exactly where it likes 1 no less than 2." in output
    assert "no less than either 2, 3, 4 or 5" in output
    assert "b: stable now, whatever it prefers." in output


LINE = """decision_makers: [north, south]
options:
  - {id: advance, owner: north}
  - {id: answer, owner: south}
preferences:
  north: [YN, NN, YY, NY]
  south: [NY, NN, YY, YN]
views:
  north:
    statements: {south: [[answer, N], [advance, N]]}
"""


def test_who_would_be_surprised_is_told_where_a_game_has_views(tmp_path: Path) -> None:
    file = tmp_path / "line.yaml"
    file.write_text(LINE)
    found = told(file)["misperception"]["seq"]
    assert found["as_seen_by"]["north"] == {"states": ["YN"], "count": 1}
    assert found["by_own_views"] == {"states": ["YY"], "count": 1}
    (now,) = (one for one in found["looked_at"] if one["state"] == "NN")
    assert now["as_it_is"] and not now["by_own_views"] and now["seen_as_stable_by"] == ["south"]
    assert now["surprised"] == [
        {"who": "north", "by": "answered", "to": "YN", "answer": [["south", "YY"]]},
        {"who": "south", "by": "leaves", "of": "north"},
    ]
    assert "north takes it to be safe to go to YN" in run(file).output


def test_a_game_of_ones_own_in_a_folder_is_pointed_at_and_checked(tmp_path: Path) -> None:
    folder = tmp_path / "river"
    copytree(SARN, folder)
    game = folder / "hold" / "line.yaml"
    game.write_text(f"title: The line\nheld_by: kest\nbasis: Invented.\nfor: public\n{LINE}")
    assert (
        f"Graph Models, each a game of its own: accord hold {game}"
        in run(folder, "--deal", "nash").output
    )
    said = run(game).output
    assert said.startswith("The line.\nHeld by kest: Invented.\n4 states")
    game.write_text(LINE.replace("owner: south", "owner: soth").replace("YN, NN", "YN"))
    checked = CliRunner().invoke(cli, ["check", str(folder)])
    assert isinstance(checked.exception, InvalidProcess)
    assert [(one.file, one.line) for one in checked.exception.problems] == [(str(game), 4)]


def test_a_folder_without_numbers_is_answered_with_the_games_that_it_has(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "river"
    copytree(SARN, folder)
    rmtree(folder / "interests")
    (folder / "hold" / "line.yaml").write_text(LINE)
    said = str(run(folder).exception)
    assert "nobody's interests are in the folder" in said
    assert f"accord hold {folder / 'hold' / 'line.yaml'}" in said


def test_a_file_of_assumptions_is_no_game_and_that_is_said_once() -> None:
    failed = run(SARN / "hold" / "basin-institute.yaml").exception
    assert isinstance(failed, InvalidProcess)
    (one,) = failed.problems
    assert "no game of its own: give the folder, accord hold FOLDER" in one.sentence


def test_of_a_deal_what_is_asked_wrongly_is_said_all_at_once() -> None:
    river = CASES.parents[2] / "examples" / "sarn-river"
    asked = ["--deal", "nash", "--from", "tomorrow", "--guarantee", "gagues,x"]
    refused = run(river, *asked, "--delivered", "y", "--delivered", "z").exception
    assert isinstance(refused, AccordError)
    assert str(refused).splitlines() == [
        "a deal is reached from today: give --from today",
        "there is no guarantee 'gagues'; did you mean 'gauges'?",
        "there is no guarantee 'x'; known: gauges, customs, deposit",
        "there is no undertaking or issue 'y'",
        "there is no undertaking or issue 'z'",
    ]
    nothing = run(river, "--deal", "nash", "--guarantee", ",").exception
    assert "--guarantee names nothing" in str(nothing)
    for option in ("--deal", "--guarantee"):
        assert run(river, option, " ").exit_code == 2


def test_options_for_a_game_are_all_refused_of_a_deal(three: Path) -> None:
    river = CASES.parents[2] / "examples" / "sarn-river"
    refused = run(river, "--deal", "nash", "--why", "x", "--states").exception
    assert str(refused).splitlines() == [
        f"{option} is about a Graph Model in a file" for option in ("--why", "--states")
    ]
    refused = run(river, "--deal", "nash", "--inverse", "y").exception
    assert "of a folder the deal is asked about: give --inverse, or" in str(refused)
    refused = run(three, "--inverse").exception
    assert str(refused) == "in a Graph Model a state is asked about: give --inverse STATE"
    refused = run(three, "--deal", "nash", "--delivered", "x").exception
    assert str(refused).splitlines() == [
        f"{option} is about a deal in a folder" for option in ("--deal", "--delivered")
    ]


def test_what_cannot_be_had_beside_what_goes_back_goes_back_too(tmp_path: Path) -> None:
    """Filled in three years, the reservoir leaves too little water for 120 m³/s."""
    terms = {
        "release": "120",
        "filling": "five",
        "drought": "joint",
        "data": "daily",
        "power": "market",
        "canal": "capped",
        "border": "back",
        "flood": "fund",
        "term": "thirty",
    }
    deal = tmp_path / "deal.yaml"
    deal.write_text("".join(f"{issue}: '{option}'\n" for issue, option in terms.items()))
    found = CliRunner().invoke(cli, ["hold", str(SARN), "--deal", str(deal), "--draws", "20"])
    assert (
        "Once “How fast the reservoir is filled” has gone back, “Water released in the dry "
        "season” cannot be carried out as agreed (the agenda's constraint “slow filling for "
        "high release”): it goes back too."
    ) in " ".join(found.output.split())
    # With less water both could be had, and nothing of it is said.
    deal.write_text(deal.read_text().replace("'120'", "'100'"))
    found = CliRunner().invoke(cli, ["hold", str(SARN), "--deal", str(deal), "--draws", "20"])
    assert found.exit_code == 0
    assert "goes back too" not in found.output
