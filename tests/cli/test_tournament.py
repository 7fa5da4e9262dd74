"""`accord tournament`."""

import csv
import io
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from accord.cli import cli
from accord.cli.tournament import split
from accord.errors import AccordError

FEW = ("--delegates", "linear,boulware:beta=0.2,accept=next,random-walker", "--rounds", "6")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    made = tmp_path_factory.mktemp("made") / "river"
    assert CliRunner().invoke(cli, ["new", str(made)]).exit_code == 0
    yield str(made)


def run(*options: str) -> str:
    done = CliRunner().invoke(cli, ["tournament", *options], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_the_table_has_every_delegate_and_says_what_was_held(
    folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    told = run(folder, *FEW, "--repeat", "2")
    assert told.startswith("18 talks; seed 0\n")
    assert "river (The river talks): all 9 seatings, each 2 times" in told
    assert "Without a deal a party has its walk-away value" in told
    assert max(map(len, told.splitlines())) <= 80
    rows = [line.split()[0] for line in told.splitlines() if line[:1].islower()]
    assert {"linear", "random-walker"} < set(rows)
    assert any(row.startswith("boulware:beta=0.2,") for row in rows)


def test_json_is_the_same_to_the_byte_whatever_the_workers(folder: str) -> None:
    options = (folder, *FEW, "--draw", "--seed", "4", "--json")
    here = run(*options)
    assert run(*options, "--workers", "2") == here
    plain = json.loads(here)
    assert plain["talks"] == len(plain["games"]) == 9
    assert plain["delegates"] == ["linear", "boulware:beta=0.2,accept=next", "random-walker"]
    assert {one["delegate"] for one in plain["standings"]} == set(plain["delegates"])
    for one in plain["standings"]:
        low, high = one["worth"]["interval"]
        assert low <= one["worth"]["mean"] <= high
        assert 0 <= one["agreed"]["mean"] <= 1
    assert run(folder, *FEW, "--draw", "--seed", "5", "--json") != here


def test_csv_has_a_row_for_every_seat_of_every_talk(folder: str) -> None:
    rows = list(csv.DictReader(io.StringIO(run(folder, *FEW, "--csv"))))
    plain = json.loads(run(folder, *FEW, "--json"))
    assert len(rows) == 2 * plain["talks"] == 18
    for standing in plain["standings"]:
        own = [float(r["worth"]) for r in rows if r["delegate"] == standing["delegate"]]
        assert sum(own) / len(own) == pytest.approx(standing["worth"]["mean"])
    for game in plain["games"]:
        both = [row for row in rows if row["log"] == game["log"]]
        assert {"yes" if game["agreed"] else "no"} == {row["agreed"] for row in both}


def test_a_talk_of_a_tournament_can_be_held_alone(folder: str) -> None:
    for game in json.loads(run(folder, *FEW, "--draw", "--json"))["games"]:
        seats = [f"--seat={party}={who}" for party, who in game["delegates"].items()]
        alone = ["play", folder, *seats, "--seed", str(game["seed"]), "--rounds", "6", "--draw"]
        done = CliRunner().invoke(cli, [*alone, "--json"], catch_exceptions=False)
        plain = json.loads(done.stdout)
        for same in ("worth", "rounds", "moves", "seed"):
            assert plain[same] == game[same]
        assert plain["outcome"] == ("agreed" if game["agreed"] else "no deal")


def test_the_figure_says_the_scores(folder: str, tmp_path: Path) -> None:
    drawn = tmp_path / "scores.svg"
    run(folder, *FEW, "--svg", str(drawn))
    again = drawn.read_text("utf-8")
    run(folder, *FEW, "--svg", str(drawn))
    assert drawn.read_text("utf-8") == again
    texts = {(one.text or "").strip() for one in ElementTree.fromstring(again).iter()}
    assert {"linear", "Own worth, points", "Agreed, percent"} <= texts
    plain = json.loads(run(folder, *FEW, "--json"))
    for one in plain["standings"]:
        assert f"{one['delegate']}: own worth {one['worth']['mean']:.0f}" in again


def test_where_no_deal_is_possible_there_is_no_distance(folder: str, tmp_path: Path) -> None:
    shut = tmp_path / "shut"
    shutil.copytree(folder, shut)
    for file in (shut / "interests").iterdir():
        text = file.read_text("utf-8")
        file.write_text(re.sub(r"(?m)^walk_away: .*", "walk_away: 99", text), "utf-8")
    drawn = tmp_path / "scores.svg"
    told = run(str(shut), "--delegates", "linear", "--svg", str(drawn))
    (row,) = (line.split() for line in told.splitlines() if line.startswith("linear"))
    assert row == ["linear", "99", "0%", "none", "none"]
    assert "count in no distance; there were some in: shut." in " ".join(told.split())
    # A panel without a distance would have an axis with numbers that nothing has.
    figure = drawn.read_text("utf-8")
    assert ">Agreed, percent<" in figure and "From the Nash deal" not in figure
    both = run(folder, str(shut), "--delegates", "linear,micro")
    assert "none" not in both
    assert "there were some in: shut." in " ".join(both.split())


def test_holders_are_named_with_what_they_go_by(folder: str, tmp_path: Path) -> None:
    two = tmp_path / "two"
    shutil.copytree(folder, two)
    for file in list((two / "interests").iterdir()):
        text = re.sub(r"(?m)^(basis|as_of|held_by): .*\n", "", file.read_text("utf-8"))
        for day, holder in enumerate(("kest", "moor"), 1):
            of = f"held_by: {holder}\nas_of: 2025-03-0{day}\nbasis: Talks of {holder}.\n"
            file.with_name(f"{file.stem}-{holder}.yaml").write_text(of + text, "utf-8")
        file.unlink()
    process = two / "process.yaml"
    process = two / "process.yaml"
    named = "  kest: {name: The office of Kest}\n  moor: {name: The Moor institute}\n"
    text = process.read_text("utf-8").replace("actors:\n", f"actors:\n{named}")
    process.write_text(text, "utf-8")
    told = " ".join(run(str(two), "--delegates", "linear").split())
    assert "Two hold numbers here: The office of Kest; The Moor institute." in told
    assert "- The Moor institute: " in told and ": Talks of moor." in told
    for said in (
        "The office of Kest, as of 1 March 2025",
        "The Moor institute, as of 2 March 2025",
    ):
        assert f"By the numbers of: {said} (assumptions, not facts)" in told


def test_two_folders_of_one_name_are_called_by_their_paths(
    folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for place in ("a/river", "b/river"):
        Path(place).parent.mkdir()
        CliRunner().invoke(cli, ["new", place])
    plain = json.loads(run("a/river", "b/river", "--delegates", "linear", "--json"))
    assert list(plain["processes"]) == ["a/river", "b/river"]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--delegates", "nobody"], "There is no delegate 'nobody'"),
        (["--delegates", "linear,linear"], "'linear' is entered twice"),
        (["--delegates", " "], "A tournament needs a delegate"),
        (["--delegates", "gamma=1,linear"], "There is no delegate 'gamma=1'"),
        (["--delegates", "linear", "--rules", "shuttle"], "a mediator must sit at the table"),
        (
            ["--delegates", "linear", "--held-by", "nobody"],
            "river: 'nobody' holds no interests",
        ),
        (["--delegates", "linear", "--repeat", "20000"], "20,000 talks, more than 10,000"),
        (["--delegates", "linear", "--cluster", "tcp://127.0.0.1:9"], "no Dask scheduler"),
        (["--delegates", "linear", "--svg", "no/such/file.svg"], "cannot be written"),
    ],
)
def test_bad_input_is_said_in_a_sentence(
    folder: str, options: list[str], sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("accord.play.cluster.SECONDS", 0.2)
    with pytest.raises(AccordError) as error:
        run(folder, *options)
    assert sentence in str(error.value)
    assert "\n" not in str(error.value)


def test_what_contradicts_itself_is_refused(folder: str) -> None:
    for options in (["--json", "--csv"], ["--workers", "2", "--cluster", "tcp://127.0.0.1:9"]):
        done = CliRunner().invoke(cli, ["tournament", folder, *FEW, *options])
        assert done.exit_code == 2 and "choose one of" in done.output


@given(
    entered=st.lists(
        st.tuples(
            st.from_regex(r"[a-z][a-z-]{0,6}", fullmatch=True),
            st.lists(
                st.sampled_from(["beta=0.2", "accept=next|combi(t=0.9,c=max)", "k=-1"]),
                max_size=3,
            ),
        ),
        min_size=1,
        max_size=5,
    )
)
def test_a_list_of_delegates_is_cut_where_one_begins(
    entered: list[tuple[str, list[str]]],
) -> None:
    texts = [f"{name}:{','.join(given)}" if given else name for name, given in entered]
    assert split(",".join(texts)) == texts


def test_talks_go_by_what_is_assumed_of_the_fighting(folder: str) -> None:
    asked = (folder, "--delegates", "linear,conceder", "--rounds", "6")
    fought = ("--fighting", "stalemate:hurt.delta=4,hurt.upland=2")
    told = " ".join(run(*asked, *fought).split())
    assert "assumed: the model stalemate makes no deal worse for each side" in told
    found, before = (json.loads(run(*asked, *more, "--json")) for more in (fought, ()))
    assert before["fighting"] == {}
    ((model,),) = found["fighting"].values()
    assert (model["model"], model["hurt"]) == ("stalemate", {"delta": "4", "upland": "2"})
    heads = [{one["log"] for one in each["games"]} for each in (found, before)]
    assert not heads[0] & heads[1]
    assert found["games"] == json.loads(run(*asked, *fought, "--json"))["games"]
