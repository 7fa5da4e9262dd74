"""`accord search` from the outside."""

import json
import shutil
from pathlib import Path

from click.testing import CliRunner

from accord.cli import cli

RIVER = str(Path(__file__).parents[2] / "examples" / "sarn-river")


def run(*args: str) -> str:
    done = CliRunner().invoke(cli, ["search", RIVER, *args])
    assert done.exit_code == 0
    return done.output


def test_what_is_found_is_said_with_the_command_that_shows_more() -> None:
    said = run("snow", "mountains")
    assert "river-low-arven" in said
    assert f"1 place\nmore: accord record {RIVER} show river-low-arven" in said
    assert run("xyzzy") == "nothing found\n"


def test_what_an_actor_is_in_the_process_is_said() -> None:
    road = str(Path(RIVER).parent / "market-road")
    done = CliRunner().invoke(cli, ["search", road, "lantern"])
    assert "Lantern; mediator" in done.output


def test_a_long_list_is_cut_and_json_holds_all() -> None:
    found = json.loads(run("arven", "--json"))
    assert len(found) > 20
    assert f"20 of {len(found)} places" in run("arven")
    assert f"\n{len(found)} places" in run("arven", "--all")
    keys = {"what", "id", "of", "date", "replaced_by", "says", "where", "command"}
    assert set(found[0]) == keys
    assert {one["where"] for one in found} >= {"process.yaml", "record.yaml"}


def test_interests_are_found_by_those_who_may_read_them_only(tmp_path: Path) -> None:
    folder = str(shutil.copytree(RIVER, tmp_path / "talks"))
    for file in (tmp_path / "talks" / "interests").iterdir():
        file.write_text(
            file.read_text("utf-8").replace("for: public", "for: mediator"), "utf-8"
        )
    for reader, there in (("table", False), ("mediator", True)):
        given = ["search", folder, "interests", "arven", "--json", "--for", reader]
        found = json.loads(CliRunner().invoke(cli, given).output)
        assert any(one["what"] == "interests" for one in found) is there


def test_nothing_that_came_later_is_found() -> None:
    assert "kest-text-1" in run("kest-text-1")
    assert run("kest-text-1", "--as-of", "2031-04-20") == "nothing found\n"


def test_what_was_replaced_is_marked_and_its_file_is_named(tmp_path: Path) -> None:
    talks = str(tmp_path / "talks")
    for line in (
        ["new", "TALKS"],
        [
            "record",
            "TALKS",
            "add",
            "--kind",
            "note",
            "--id",
            "n1",
            "--date",
            "2024-05-03",
            "--text",
            "Zebra",
        ],
        ["record", "TALKS", "supersede", "n1", "--id", "n2", "--why", "x"],
    ):
        words = [talks if one == "TALKS" else one for one in line]
        assert CliRunner().invoke(cli, words).exit_code == 0
    words = ["search", talks, "zebra", "--for", "mediator"]
    assert "(replaced by n2)" in CliRunner().invoke(cli, words).output
    found = json.loads(CliRunner().invoke(cli, [*words, "--json"]).output)
    assert {one["id"]: one["replaced_by"] for one in found} == {"n1": "n2", "n2": None}
    assert {one["where"] for one in found} == {"private/mediator/record.yaml"}
