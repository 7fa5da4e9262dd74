"""Which guarantees would keep a deal, as `accord hold FOLDER --guarantee` says it."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from accord.cli import cli

LINE = {
    "process.yaml": """\
title: The line
parties:
  north: {name: North}
  south: {name: South}
actors:
  union: {name: The Union}
  observers: {name: The Observers}
agenda:
  issues:
    guns:
      name: Heavy guns
      options: {back: Behind the hills, there: Where they stand}
      no_deal: there
    road:
      name: The road
      options: {open: Open to all, shut: Shut}
      no_deal: shut
""",
    "record.yaml": """\
sources:
  p: {publisher: A paper, title: On the line, date: 2024-05-03, url: "https://example.org"}
entries:
- kind: proposal
  id: the-offer
  date: 2024-05-02
  sources: p
  by: north
  to: south
  deal: {guns: back, road: open}
- kind: commitment
  id: guns-back
  date: 2024-05-02
  sources: p
  about: the-offer
  owner: north
  issue: guns
  due: 2024-06-01
  words: The guns go behind the hills.
- kind: commitment
  id: road-open
  date: 2024-05-02
  sources: p
  about: the-offer
  owner: south
  issue: road
  after: guns-back
  days: 10
  words: The road is opened.
""",
    "interests/north.yaml": """\
party: north
held_by: observers
issues:
  guns: {weight: 60, values: {back: 10..30, there: 80..90}}
  road: {weight: 40, values: {open: 90, shut: 10}}
walk_away: 0..5
""",
    "interests/south.yaml": """\
party: south
held_by: observers
issues:
  guns: {weight: 60, values: {back: 90, there: 10}}
  road: {weight: 40, values: {open: 20..30, shut: 60..80}}
walk_away: 0..5
""",
    "hold/could-be-had.yaml": """\
held_by: observers
basis: what the Union has said
guarantees:
- {id: watch, kind: monitor, by: observers, price: 3}
- id: snapback
  kind: sanction
  by: union
  against: [north]
  penalty: 20..40
  cost: 2..4
  stake: 3..8
  price: 2
  needs: watch
- {id: deposit, kind: escrow, by: union, penalty: 15..25, price: 10}
- {id: in-three, kind: withdrawal, by: observers, steps: 3, price: 1}
- {id: troops, kind: force, by: union, penalty: 40, cost: 20}
""",
}


@pytest.fixture
def line(tmp_path: Path) -> Path:
    """Write a line of two sides: by its own numbers the north would rather keep its guns."""
    for name, text in LINE.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def run(*args: str | Path) -> Result:
    return CliRunner().invoke(cli, ["hold", *map(str, args)])


def told(*args: str | Path) -> Any:
    result = run(*args, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.output)


def in_a_line(result: Result) -> str:
    return " ".join(result.output.split())


def test_the_smallest_sets_are_said_with_who_would_answer_and_the_least_penalty(
    line: Path,
) -> None:
    said = in_a_line(run(line, "--guarantee", "all"))
    assert (
        "At the middle of the ranges: monitor by The Observers (watch) and sanction by The "
        "Union (snapback), price 5; or escrow by The Union (deposit) and withdrawal by The "
        "Observers (in three), price 11." in said
    )
    assert "Nothing says that The Union (troops) would answer: no stake is given." in said
    assert "(snapback)." in said
    # Broken by both, 55 points; kept by both, 48.
    assert "so that it stays: North 7 points at the middle of the ranges" in said
    assert "South nothing" in said


def test_json_has_every_minimal_set(line: Path) -> None:
    every = told(line, "--guarantee", "ALL")
    found = every["guarantee"]
    # Without any the deal is kept for some values.
    assert found["without"]["holds"] == "some" and 0 < found["without"]["share"] < 1
    by = every["parties"]["south"]["seq"]
    assert by["holds"] == "every" and by["draws"] == 0 and by["margin"]["most"] < 0
    assert [one["ids"] for one in found["sets"]["middle"]["minimal"]] == [
        ["watch", "snapback"],
        ["deposit", "in-three"],
    ]
    assert found["sets"]["all"]["minimal"][0]["ids"] == ["deposit", "in-three"]
    assert found["least_penalty"]["south"]["most"] == 0
    assert found["least_penalty"]["north"]["middle"] == pytest.approx(7)


def test_those_that_are_named_are_asked_about_alone(line: Path) -> None:
    found = told(line, "--guarantee", "snapback, deposit")["guarantee"]
    assert found["candidates"] == ["deposit"]  # the other needs the monitor
    assert found["sets"]["middle"]["minimal"] == []
    refused = run(line, "--guarantee", "snapbak,x")
    assert "there is no guarantee 'snapbak'; did you mean 'snapback'?" in str(refused.exception)
    assert "there is no guarantee 'x'" in str(refused.exception)


def test_without_any_written_down_it_says_how_and_still_the_least_penalty(line: Path) -> None:
    (line / "hold" / "could-be-had.yaml").unlink()
    said = in_a_line(run(line, "--guarantee", "all"))
    assert "No guarantee is written down. In a file under hold/" in said
    assert "North 7 points at the middle" in said


def test_a_guarantee_is_named_by_its_kind_and_its_giver_and_by_its_id_where_that_says_more(
    line: Path,
) -> None:
    file = line / "hold" / "could-be-had.yaml"
    text = file.read_text(encoding="utf-8").replace("basis: what the Union has said\n", "")
    text = text.replace("deposit, kind: escrow,", "escrow-union, kind: escrow,")
    text = text.replace("price: 10}", "price: 10, basis: a bank is willing.}")
    file.write_text(text, encoding="utf-8")
    said = in_a_line(run(line, "--guarantee", "all", "--from", "today"))
    assert (
        "or escrow by The Union and withdrawal by The Observers (in three), price 11." in said
    )
    assert "until all is carried out: escrow by The Union and withdrawal by" in said
    assert "escrow union" not in said and "escrow-union" not in said
    # Where nothing is said of all of them, each one's own basis counts.
    assert (
        "Assumed in could-be-had, held by The Observers: escrow by The Union (a bank is "
        "willing); 4 without a basis." in said
    )
