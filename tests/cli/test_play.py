"""`accord play`."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from accord.cli import cli
from accord.errors import AccordError
from accord.talks import read, replay

CASE = "examples/russia-ukraine-2022"


def run(*options: str) -> str:
    done = CliRunner().invoke(cli, ["play", CASE, *options], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_one_talk_is_told_round_by_round() -> None:
    told = run("--rounds", "20")
    assert told.index("Round 1\n") < told.index("Round 2\n")
    assert "played by linear" in told
    assert "There is a deal" in told
    assert "points from the frontier" in told


def test_json_has_what_is_promised() -> None:
    plain = json.loads(run("--json", "--seed", "7"))
    assert plain["outcome"] == "agreed"
    assert set(plain["worth"]) == {"ukraine", "russia"}
    assert plain["seed"] == 7
    assert plain["rounds"] <= 20 and plain["moves"] <= 4 * plain["rounds"]
    assert plain["engine"] == "table"


def test_no_deal_says_how_close_they_came() -> None:
    told = run("--rounds", "2", "--rules", "sealed:shown=no")
    assert "No deal; they part in round 2" in told
    assert "They came closest in round" in told
    plain = json.loads(run("--rounds", "2", "--rules", "sealed:shown=no", "--json"))
    assert (plain["outcome"], plain["deal"]) == ("no deal", None)
    assert plain["worth"] == plain["walk_away"]


def test_the_log_replays_to_the_same_end(tmp_path: Path) -> None:
    file = tmp_path / "talk.jsonl"
    plain = json.loads(run("--json", "--log", str(file)))
    table = replay(read(file.read_text("utf-8")))
    assert table.deal == plain["deal"]
    assert table.moves == plain["moves"]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--seat", "mars=linear"], "Nobody called 'mars' can sit"),
        (["--seat", "ukraine=nobody"], "There is no delegate 'nobody'"),
        (["--seat", "ukraine"], "'ukraine' seats nobody"),
        (["--seat", "ukraine=linear", "--seat", "ukraine=linear"], "seated twice"),
        (["--seat", "ukraine=linear:gamma=1"], "no parameter 'gamma'"),
        (["--seat", "mediator=linear"], "sits as a delegation"),
        (["--rules", "shuttle"], "a mediator must sit at the table"),
        (["--rules", "none"], "There are no rules 'none'"),
        (["--rules", "sealed:shown=maybe"], "must be yes or no"),
        (["--rules", "sealed:colour=red"], "have no 'colour'"),
        (["--rules", "stacked:rounds=0"], "These rules cannot stand"),
        (["--rules", "stacked:rounds=none"], "need an end"),
        (["--held-by", "nobody"], "holds no interests here"),
        (["--log", "no/such/folder/log.jsonl"], "cannot be written"),
    ],
)
def test_bad_input_is_said_in_a_sentence(options: list[str], sentence: str) -> None:
    with pytest.raises(AccordError) as error:
        CliRunner().invoke(cli, ["play", CASE, *options], catch_exceptions=False)
    assert sentence in str(error.value)
    assert "\n" not in str(error.value)
