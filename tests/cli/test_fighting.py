"""`accord fighting`: which models there are, and what each says of its parameters alone."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from accord.cli import cli
from accord.fighting import catalogue


def run(*args: str) -> Result:
    return CliRunner().invoke(cli, ["fighting", *args], env={"COLUMNS": "80"})


def told(model: str) -> Any:
    result = run(model, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.output)


def test_models_are_listed_and_described() -> None:
    listed = run().output
    assert all(name in listed for name in catalogue())
    assert {one["name"] for one in json.loads(run("--json").output)} == {*catalogue()}
    shown = run("battles").output
    assert "Slantchev (2003)" in shown
    assert "The chance that `one` wins a battle; 0.5 where it is not said. (at" in " ".join(
        shown.split()
    )
    assert told("battles")["parameters"][0]["name"] == "one"


def test_numbers_are_written_with_what_they_are_and_by_which_formula() -> None:
    found = told("battles:n=6,k=3,p=0.5,d=0.9,b1=0.3,b2=0.3")
    printed = [0.2355753449, 0.3781362938, 0.5154140127, 0.6320547891, 0.7998386678]
    assert found["answers"]["x"][1:6] == pytest.approx(printed, abs=5e-11)
    assert found["formulas"]["x"]["by"] == "k"
    assert found["formulas"]["x"]["formula"].startswith("1 - x(k) = (1 - d) b2 + d (p y(k+1)")
    assert found["n"] == "6"
    drawn = run("battles:n=6,k=3,p=0.5,d=0.9,b1=0.3,b2=0.3").output
    row = next(line for line in drawn.splitlines() if line.startswith("4 ") and "0.632" in line)
    assert row.split() == ["4", "0.632055", "0.378136", "53.014396", "27.622547"]
    assert "It is about no case." in drawn


def test_every_line_fits_and_every_number_has_its_formula() -> None:
    for model in (
        "battles:n=6,k=3,d=0.9",
        "beliefs:n=10,k=5,a1=8,b1=4",
        "attrition:s1=10,s2=8,r1=1,r2=1,law=linear",
        "shift:p=0.3,rise=0.4,over=3,advantage=0.1,most=0.5",
        "stalemate:hurt.a=5,hurt.b=8,prize.a=9,prize.b=8,no_deal.a=9,deal.a=2",
    ):
        drawn = run(model)
        assert drawn.exit_code == 0
        assert max(map(len, drawn.output.splitlines())) <= 80
        assert all(one["formula"] and one["what"] for one in told(model)["formulas"].values())


def test_of_several_types_a_formula_is_written_once() -> None:
    drawn = " ".join(
        run(
            "battles:n=6,k=3,d=0.9,types.weak=0.7,types.even=0.5,types.strong=0.3"
        ).output.split()
    )
    for formula in ("1 - x(k) = (1 - d) b2", "1 - y(k) = (1 - d) b1", "(1 - r^k) / (1 - r^n)"):
        assert drawn.count(formula) == 1
    assert "share of side one where it offers, strong: as x weak" in drawn


def test_of_ranges_the_middle_counts() -> None:
    wide, middle = told("shift:p=0.25..0.75,rise=0.25"), told("shift:p=0.5,rise=0.25")
    assert wide["answers"] == middle["answers"]
    assert wide["p"] == "0.25..0.75"


@pytest.mark.parametrize(
    ("model", "said"),
    [
        ("battls:n=3", "did you mean 'battles'?"),
        ("battles:n=6", "battles needs 'k'"),
        ("battles:n=6,k=9", "k must be at most n"),
        ("scripted:", "scripted says nothing by itself: it does what is written in a file"),
        ("stalemate:", "stalemate says nothing by itself of these numbers alone"),
    ],
)
def test_what_cannot_be_is_said(model: str, said: str) -> None:
    result = CliRunner().invoke(cli, ["fighting", model])
    assert result.exit_code
    assert said in str(result.exception) + result.output


def test_what_a_number_could_rest_on_is_listed_with_who_says_so() -> None:
    case = str(Path(__file__).parents[2] / "examples" / "russia-ukraine-2022")
    drawn = run("recorded", "--record", case).output
    assert "None of this moves a walk-away value." in " ".join(drawn.split())
    listed = json.loads(run("--record", case, "--json").output)
    assert {"entries", "date", "said", "range", "by", "rests"} == listed[0].keys()
    assert run("battles", "--record", case).exit_code == 2
