"""From today to a deal, and who leaves it together, as `accord hold FOLDER` says it."""

from pathlib import Path

from tests.telling.test_guarantee_words import in_a_line, line, run, told

__all__ = ["line"]


def test_who_must_go_first_is_said_and_what_would_bridge_it(line: Path) -> None:
    said = in_a_line(run(line, "--from", "today"))
    assert "In 2 steps somebody has to go first and trust the others to follow" in said
    assert "North: The guns go behind the hills (it has 30 to 48 points less; no better" in said
    # The road waits for the guns.
    assert said.index("North: The guns go") < said.index("South: The road is opened (")
    assert "until all is carried out: escrow by The Union (deposit) and withdrawal by" in said


def test_json_has_each_step_with_what_it_brings(line: Path) -> None:
    way = told(line, "--from", "today")["way"]
    assert way["down"] == 2 and way["looked"]
    assert [one["by"] for one in way["steps"]] == ["north", "south"]
    assert way["steps"][0]["gain"] == [-48.0, -30.0]
    assert way["bridges"][0] == ["deposit", "in-three"]
    assert "a deal is reached from today" in str(run(line, "--from", "NN").exception)


def test_those_who_would_each_be_better_off_without_some_of_it_are_named(line: Path) -> None:
    assert told(line, "--coalitions")["coalitions"] == []
    (line / "hold" / "could-be-had.yaml").unlink()
    south = line / "interests" / "south.yaml"
    text = south.read_text(encoding="utf-8").replace("back: 90", "back: 15..20")
    south.write_text(text, encoding="utf-8")
    (one,) = told(line, "--coalitions")["coalitions"]
    assert one["by"] == ["north", "south"]
    assert {each["issue"] for each in one["does"]} == {"guns", "road"}
    said = in_a_line(run(line, "--coalitions"))
    assert "North and South could go back together (North on “Heavy guns” and South" in said
