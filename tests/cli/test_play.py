"""`accord play`."""

import csv
import json
import shutil
from importlib import import_module
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from accord.cli import cli
from accord.errors import AccordError, Conflict
from accord.formats import load
from accord.play import Game, Talk, game, parse_rules, play, summary
from accord.talks import read, replay

CASE = "examples/sarn-river"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the folder that `accord new` writes: its talks are quick."""
    folder = str(tmp_path_factory.mktemp("small") / "talks")
    assert CliRunner().invoke(cli, ["new", folder]).exit_code == 0
    return folder


def run(*options: str, folder: str = CASE) -> str:
    done = CliRunner().invoke(cli, ["play", folder, *options], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_one_talk_is_told_round_by_round() -> None:
    told = run("--rounds", "20", "--story")
    assert told.startswith("A deal in round ")
    assert told.index("Round 1\n") < told.index("Round 2\n")
    assert "played by issue-by-issue" in told
    assert "There is a deal" in told
    assert "points from the frontier" in told


def test_one_talk_begins_with_its_outcome_and_the_story_is_asked_for() -> None:
    told = run("--rounds", "20")
    assert told.startswith("A deal in round ")
    assert "\nNo prediction: " in told
    assert "Round 1\n" not in told and "Points in brackets" not in told
    assert told.endswith("How it went, round by round: --story\n")
    refused = CliRunner().invoke(cli, ["play", CASE, "-n", "2", "--story"])
    assert "are for one talk" in refused.output


def test_without_a_deal_the_common_ground_is_counted_and_what_is_open_named() -> None:
    told = " ".join(run("--rounds", "2", "--seat", "arven=hard-headed").split())
    assert told.startswith("No deal; they part in round 2")
    assert "common ground on 6 of 9 issues; open: Water released in the dry season; How" in told


def test_json_has_what_is_promised() -> None:
    plain = json.loads(run("--json", "--seed", "7"))
    assert plain["outcome"] == "agreed"
    assert set(plain["worth"]) == {"arven", "belmar"}
    assert plain["seed"] == 7
    assert plain["rounds"] <= 20 and plain["moves"] <= 4 * plain["rounds"]
    assert plain["engine"] == "table"
    better = plain["improvements"]
    assert better["worth"] == plain["worth"] and (plain["distance"] > 0) != better["efficient"]


def test_no_deal_says_how_close_they_came() -> None:
    told = run("--rounds", "2", "--rules", "sealed:shown=no")
    assert "No deal; they part in round 2" in told
    assert "They came closest in round" in told
    plain = json.loads(run("--rounds", "2", "--rules", "sealed:shown=no", "--json"))
    assert (plain["outcome"], plain["deal"]) == ("no deal", None)
    assert plain["worth"] == plain["walk_away"]
    assert plain["parting"]["possible"] is True
    assert plain["parting"]["closest"]["round"] == 2


def test_the_log_replays_to_the_same_end(tmp_path: Path) -> None:
    file = tmp_path / "talk.jsonl"
    plain = json.loads(run("--json", "--log", str(file)))
    table = replay(read(file.read_text("utf-8"), file.name))
    assert table.deal == plain["deal"]
    assert table.moves == plain["moves"]


def test_a_log_replays_to_the_very_table_and_verifies(small: str, tmp_path: Path) -> None:
    file = tmp_path / "talk.jsonl"
    run("--seed", "3", "--log", str(file), folder=small)
    folder = load(small)
    process, interests = folder.process, folder.perspectives[0].interests
    own = [interests[party] for party in process.parties]
    held = play(game(process, own, parse_rules("", len(own), 20), {}, seed=3))
    table = replay(read(file.read_text("utf-8"), file.name))
    assert table == held.table
    assert repr(table.setup.agenda) == repr(process.agenda)

    lines = file.read_text("utf-8").splitlines(keepends=True)
    verified = CliRunner().invoke(cli, ["verify", str(file)])
    said = f"{file}: intact, {len(held.log)} events, head {json.loads(lines[-1])['hash']}\n"
    assert (verified.exit_code, verified.output) == (0, said)
    for at, line in enumerate(lines):
        spoilt = line.replace('"round":', '"round":1')
        assert spoilt != line
        file.write_text("".join([*lines[:at], spoilt, *lines[at + 1 :]]), "utf-8")
        verified = CliRunner().invoke(cli, ["verify", str(file)])
        assert verified.exit_code == 1
        assert verified.output.startswith(f"{file}:{at + 1}: event {at + 1} does not follow")


def test_a_log_is_not_written_over_by_another(small: str, tmp_path: Path) -> None:
    file = tmp_path / "talk.jsonl"
    run("--seed", "3", "--draw", "--log", str(file), folder=small)
    before = file.read_bytes()
    run("--seed", "3", "--draw", "--log", str(file), folder=small)
    assert file.read_bytes() == before
    with pytest.raises(Conflict) as caught:
        run("--seed", "4", "--draw", "--log", str(file), folder=small)
    assert str(caught.value) == (
        f"{file} is there already and is not the start of this log; "
        "it was left as it is: give another name"
    )
    assert file.read_bytes() == before


def test_a_program_may_have_parameters() -> None:
    plain = json.loads(run("--json", "--seat", "arven=boulware:beta=0.1"))
    assert plain["delegates"] == {"arven": "boulware:beta=0.1", "belmar": "issue-by-issue"}


def test_walk_away_values_may_be_assumed_to_move(small: str) -> None:
    told = run("--shift", "upland=-5@2", "--story", folder=small)
    assert "assumed: the walk-away value of Republic of Upland falls by 5 points" in told
    assert "Outside the room: the walk-away value of Republic of Upland falls" in told
    before = json.loads(run("--json", folder=small))
    after = json.loads(run("--json", "--shift", "upland=-5@2", folder=small))
    assert after["walk_away"]["upland"] == before["walk_away"]["upland"] - 5
    assert after["walk_away"]["delta"] == before["walk_away"]["delta"]
    assert (before["fighting"], len(after["fighting"])) == ([], 1)
    many = run("-n", "3", "--json", "--shift", "upland=-5@2", folder=small)
    assert json.loads(many)["fighting"] == after["fighting"]
    for wrong, sentence in (
        ("upland=-5", "'upland=-5' moves nothing: write --shift PARTY=POINTS@ROUND"),
        ("holm=-5@2", "there is no party 'holm' at the table; there are: "),
        ("upland=-5@21", "Round 21 is none of these talks: choose one from 1 to 20."),
        ("upland=nan@2", "The walk-away value of 'upland' cannot move by nan points"),
    ):
        with pytest.raises(AccordError, match=sentence):
            run("--shift", wrong, folder=small)


FRONT = """\
model: scripted
held_by: upland
basis: the staff's reading
script:
  - {round: 2..3, walk_away: {delta: -6..-4}, why: the pass is closed}
"""


def test_what_a_file_of_the_folder_assumes_happens_between_rounds(
    small: str, tmp_path: Path
) -> None:
    folder = tmp_path / "talks"
    shutil.copytree(small, folder)
    (folder / "fighting").mkdir(exist_ok=True)
    (folder / "fighting" / "pass.yaml").write_text(FRONT, encoding="utf-8")
    told = " ".join(run("--fighting", "pass", "--story", folder=str(folder)).split())
    whose = "assumed (by Republic of Upland; the staff's reading): the walk-away value of "
    assert f"{whose}Delta Federation falls by 4 to 6 points when one of rounds 2 to 3" in told
    assert "falls by 5 points, to 35: the pass is closed" in told
    asked = ("--fighting", "scripted", "--shift", "upland=1@2", "--json")
    plain = json.loads(run(*asked, folder=str(folder)))
    assert [one["id"] for one in plain["fighting"]] == ["pass", "shift"]
    assert plain["fighting"][0]["held_by"] == "upland"
    before = json.loads(run("--json", folder=str(folder)))["walk_away"]
    assert plain["walk_away"] == {
        "upland": before["upland"] + 1,
        "delta": before["delta"] - 5,
    }
    many = json.loads(run("--fighting", "pass", "-n", "3", "--json", folder=str(folder)))
    assert many["fighting"] == plain["fighting"][:1]
    with pytest.raises(AccordError, match="There is no fighting model 'pas'; did you mean"):
        run("--fighting", "pas", folder=str(folder))
    with pytest.raises(AccordError) as error:
        run("--fighting", "pas", "--fighting", "battles:one=x,n=3,k=9", folder=str(folder))
    assert [one.partition(";")[0] for one in str(error.value).splitlines()] == [
        "There is no fighting model 'pas'",
        "battles: there is no party 'x' at the table",
        "battles: k must be at most n, not 9 of 3.",
    ]


def test_what_one_side_assumes_is_known_to_that_side_alone(small: str, tmp_path: Path) -> None:
    folder = tmp_path / "talks"
    shutil.copytree(small, folder)
    own = folder / "private" / "delta" / "fighting"
    own.mkdir(parents=True)
    (own / "secret.yaml").write_text(FRONT, encoding="utf-8")
    with pytest.raises(AccordError, match="There is no fighting model 'delta/secret'") as error:
        run("--fighting", "delta/secret", "--for", "mediator", folder=str(folder))
    assert "did you mean" not in str(error.value)
    readers = ("--for", "mediator", "--for", "delta")
    told = run("--fighting", "delta/secret", *readers, folder=str(folder))
    assert "the pass is closed" in " ".join(told.split())  # wherever the line is broken


def test_walk_away_values_are_drawn_by_the_round(small: str, tmp_path: Path) -> None:
    file = tmp_path / "course.svg"
    for many in ((), ("-n", "5", "--no-span")):
        run("--shift", "delta=-9@4", "--course", str(file), *many, folder=small)
        text = " ".join(ElementTree.fromstring(file.read_text("utf-8")).itertext())
        assert ("Delta Federation: " in text and "some package" in text) or "clears all" in text
    done = CliRunner().invoke(cli, ["play", small, "--course", str(file)])
    assert (done.exit_code, "add --fighting" in done.output) == (2, True)


def test_the_offers_are_drawn(tmp_path: Path) -> None:
    file = tmp_path / "offers.svg"
    run("--svg", str(file))
    drawn = ElementTree.fromstring(file.read_text("utf-8"))
    text = " ".join(drawn.itertext())
    for part in ("offers of Arven", "offers of Belmar", "the deal", "Worth to Belmar"):
        assert part in text


def test_many_talks_are_counted(small: str) -> None:
    told = " ".join(run("-n", "6", "--rounds", "16", folder=small).split())
    assert "of 6 talks" in told and "with a deal by the end of round" in told
    assert "6 talks were played by the table engine, in " in told
    plain = json.loads(run("-n", "6", "--rounds", "16", "--json", folder=small))
    low, high = plain["agreed"]["interval"]
    assert plain["talks"] == 6 and plain["engine"] == "table" and plain["seconds"] > 0
    assert low <= plain["agreed"]["share"] <= high
    assert plain["rules"] == "alternating" and plain["rounds"] == 16
    assert plain["delegates"]["upland"] == "issue-by-issue"
    assert [(one["program"], one["talks"]) for one in plain["span"]] == [
        ("linear", 100),
        ("micro", 100),
    ]
    assert set(plain["span"][0]) == {"program", "talks", "deals", "interval"}


def test_the_span_is_left_out_where_that_is_asked_for(small: str) -> None:
    told = " ".join(run("-n", "6", "--no-span", folder=small).split())
    assert "What other programs would come to was left out (--no-span)" in told
    assert json.loads(run("-n", "2", "--no-span", "--json", folder=small))["span"] is None


def test_of_talks_read_from_a_file_it_is_not_said_that_they_were_held(
    small: str, tmp_path: Path
) -> None:
    file = str(tmp_path / "talks.csv")
    options = ["--rounds", "3", "--no-span", "--out", file]
    run("-n", "4", *options, folder=small)
    again = run("-n", "4", *options, folder=small)
    assert again.endswith("4 talks were read from the file, and none was played.\n")
    more = run("-n", "5", *options, folder=small)
    said = "4 talks were read from the file; 1 talk was played by the table engine, in"
    assert said in " ".join(more.split())


def test_ctrl_c_while_other_programs_talk_leaves_what_was_counted(
    small: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("accord.play.span._deals", stopped)
    done = CliRunner().invoke(cli, ["play", small, "-n", "3", "--json"])
    assert done.exit_code == 130
    plain = json.loads(done.stdout)
    assert (plain["talks"], plain["span"]) == (3, None)
    assert done.stderr == "stopped before every program had played its talks\n"


def test_a_talk_of_many_is_told_by_its_seed(small: str, tmp_path: Path) -> None:
    file = tmp_path / "talks.csv"
    run("-n", "3", "--out", str(file), folder=small)
    with file.open(encoding="utf-8", newline="") as rows:
        row = list(csv.DictReader(rows))[2]
    plain = json.loads(run("--draw", "--seed", row["seed"], "--json", folder=small))
    assert plain["worth"]["delta"] == float(row["worth.delta"])
    assert (plain["rounds"], plain["moves"]) == (int(row["rounds"]), int(row["moves"]))


def test_what_is_done_is_told_when_it_is_stopped_and_goes_on_later(
    small: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    part, whole = tmp_path / "part.csv", tmp_path / "whole.csv"
    run("-n", "5", "--out", str(whole), folder=small)

    def stopped(game: Game) -> Talk:
        if game.number == 2:
            raise KeyboardInterrupt
        return summary(game)

    with monkeypatch.context() as patch:
        patch.setattr("accord.play.engines.summary", stopped)
        options = ["-n", "5", "--out", str(part), "--json"]
        done = CliRunner().invoke(cli, ["play", small, *options])
    assert done.exit_code == 130
    assert json.loads(done.stdout)["talks"] == 2
    assert "stopped after 2 of 5 talks" in done.stderr
    run("-n", "5", "--out", str(part), folder=small)
    assert part.read_bytes() == whole.read_bytes()


@pytest.mark.parametrize(
    "options",
    [
        ["--workers", "2"],
        ["--out", "talks.csv"],
        ["--no-span"],
        ["--measure", "100"],
        ["-n", "3", "--log", "talk.jsonl"],
        ["-n", "3", "--svg", "offers.svg"],
    ],
)
def test_options_that_do_not_go_together_are_refused(options: list[str]) -> None:
    done = CliRunner().invoke(cli, ["play", CASE, *options])
    assert done.exit_code == 2


@pytest.mark.parametrize(
    "options", [["--rules", ""], ["--log", ""], ["--svg", ""], ["-n", "3", "--cluster", " "]]
)
def test_an_option_that_says_nothing_is_not_taken_for_one_not_given(options: list[str]) -> None:
    done = CliRunner().invoke(cli, ["play", CASE, *options])
    assert done.exit_code == 2
    assert f"'{options[-2]}': it is empty: leave it out" in done.stderr


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--seat", "mars=linear"], "Nobody called 'mars' can sit"),
        (["--seat", "arven=nobody"], "There is no delegate 'nobody'"),
        (["--seat", "arven"], "'arven' seats nobody"),
        (["--seat", "arven=linear", "--seat", "arven=linear"], "seated twice"),
        (["--seat", "arven=linear:gamma=1"], "no parameter 'gamma'"),
        (["--seat", "mediator=linear"], "sits as a delegation"),
        (["--rules", "shuttle"], "a mediator must sit at the table"),
        (["--rules", "none"], "There are no rules 'none'"),
        (["--rules", "sealed:shown=maybe"], "must be yes or no"),
        (["--rules", "sealed:colour=red"], "have no 'colour'"),
        (["--rules", "stacked:rounds=0"], "These rules cannot stand"),
        (["--rules", "stacked:rounds=none"], "need an end"),
        (["--rounds", f"1{'0' * 20}"], "last 10,000 rounds at most, not 100,000,000,"),
        (["--rules", "stacked:rounds=none,moves=1000000"], "last 100,000 moves at most"),
        (["--held-by", "nobody"], "holds no interests here"),
        (["--log", "no/such/folder/log.jsonl"], "no/such/folder: No such file or directory"),
        (["--svg", "no/such/folder/offers.svg"], "cannot be written"),
    ],
)
def test_bad_input_is_said_in_a_sentence(options: list[str], sentence: str) -> None:
    with pytest.raises(AccordError) as error:
        CliRunner().invoke(cli, ["play", CASE, *options], catch_exceptions=False)
    assert sentence in str(error.value)
    assert "\n" not in str(error.value)


@pytest.fixture
def refusing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let whatever is analysed be too large."""

    def refuse(*_: object, **__: object) -> None:
        raise AccordError("These deals cannot be weighed exactly.")

    # `accord.play.distance` may be found as a function, too.
    where = import_module("accord.play.distance")
    monkeypatch.setattr(where, "nearest", refuse)
    for module in ("accord.telling.talk_by_round", "accord.play.played_json"):
        monkeypatch.setattr(f"{module}.Deals", refuse)


@pytest.mark.usefixtures("refusing")
def test_talks_are_told_where_the_frontier_is_too_large(small: str) -> None:
    told = " ".join(run(folder=small).split())
    assert "A deal in round" in told
    assert "How far it is from the frontier cannot be said. These deals cannot be" in told
    plain = json.loads(run("--json", folder=small))
    assert plain["outcome"] == "agreed" and plain["deal"]
    assert plain["distance"] is plain["improvements"] is None
    many = " ".join(run("-n", "3", folder=small).split())
    assert "In 3 of 3 talks between two" in many
    assert "How far the deals are from the frontier cannot be said" in many


@pytest.mark.usefixtures("refusing")
def test_where_they_part_is_told_where_the_analysis_refuses(small: str) -> None:
    never = "boulware:accept=const(1000)"
    seats = [f"--seat={party}={never}" for party in load(small).process.parties]
    told = " ".join(run("--rounds", "2", *seats, folder=small).split())
    assert "Whether some package clears both sides' red lines" in told
    assert "They came closest in round" in told


def test_a_program_that_goes_back_on_an_offer_is_said_to_do_so() -> None:
    seats = ("--seat", "arven=absolute-tit-for-tat", "--seat", "belmar=random-walker")
    told = " ".join(run("--rounds", "6", "--story", *seats).split())
    assert "it asks for more than before: this is worth" in told
    plain = run("--rounds", "6", "--story")
    assert "it asks for more than before" not in " ".join(plain.split())


def test_more_issues_than_an_array_has_axes_are_played(tmp_path: Path) -> None:
    sizes = [1] * 70 + [3] * 4

    issues = ["title: Many", "parties: {a: {name: A}, b: {name: B}}", "agenda:", "  issues:"]
    for n, size in enumerate(sizes):
        options = ", ".join(f"o{m}: Option {m}" for m in range(size))
        issues.append(f"    i{n}: {{name: Issue {n}, options: {{{options}}}}}")
    (tmp_path / "process.yaml").write_text("\n".join(issues))
    (tmp_path / "interests").mkdir()
    for party, step in (("a", 37), ("b", 61)):
        lines = [f"party: {party}", f"held_by: {party}", "walk_away: 20", "issues:"]
        for n, size in enumerate(sizes):
            values = ", ".join(f"o{m}: {(m * step + n * 13) % 100}" for m in range(size))
            lines.append(f"  i{n}: {{weight: {3 + n % 5}, values: {{{values}}}}}")
        (tmp_path / "interests" / f"{party}.yaml").write_text("\n".join(lines))
    told = " ".join(run(folder=str(tmp_path)).split())
    assert "A deal in round" in told and "from the frontier" in told
    assert "In 3 of 3 talks between two" in " ".join(
        run("-n", "3", folder=str(tmp_path)).split()
    )
    svg = tmp_path / "deals.svg"
    said = CliRunner().invoke(cli, ["deals", str(tmp_path), "--svg", str(svg)])
    assert said.exit_code == 0 and svg.stat().st_size
