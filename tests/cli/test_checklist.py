"""`accord checklist` and `accord new --checklist` from the outside."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from accord.cli import cli
from accord.errors import AccordError
from accord.formats.known_checklists import checklist_names


def run(*args: str) -> Result:
    return CliRunner().invoke(cli, list(args))


@pytest.fixture
def folder(tmp_path: Path) -> str:
    made = str(tmp_path / "talks")
    run("new", made, "--checklist", "ceasefire", "--party", "Front", "--party", "Brigade")
    return made


def test_the_list_is_shown_what_is_missing_first_with_sources(folder: str) -> None:
    shown = " ".join(run("checklist", folder).output.split())
    assert shown.index("ceasefire-women") < shown.index("ceasefire-parties")
    assert "resolution 1325" in shown
    assert "3 of 17 not on the agenda yet" in shown
    lines = json.loads(run("checklist", folder, "list", "--json").output)
    assert [one["stands"] for one in lines].count("not on the agenda") == 3


def test_a_line_is_struck_with_a_reason_and_covered_by_an_issue(folder: str) -> None:
    done = run("checklist", folder, "strike", "ceasefire-public", "--reason", "Not here.")
    assert done.output == "struck: ceasefire-public; 2 of 17 not on the agenda yet\n"
    done = run("checklist", folder, "cover", "ceasefire-channels", "--issue", "violations")
    assert done.output == (
        "covered by Who decides on violations: ceasefire-channels; "
        "1 of 17 not on the agenda yet\n"
    )
    assert "Struck: Not here." in run("checklist", folder).output
    assert "--reason" in run("checklist", folder, "strike", "ceasefire-women").output
    done = run("checklist", folder, "strike", "ceasefire-public", "--reason", "")
    assert done.output.startswith("put back: ceasefire-public")


def test_a_folder_without_a_list_is_told_how_to_have_one(tmp_path: Path) -> None:
    made = str(tmp_path / "talks")
    run("new", made)
    assert f"accord checklist {made} add NAME" in run("checklist", made).output
    done = run("checklist", made, "add", "humanitarian-access")
    assert "added 16 lines" in done.output


def test_the_list_goes_with_the_process_of_another_and_with_a_sheet(
    folder: str, tmp_path: Path
) -> None:
    made = str(tmp_path / "next")
    done = run("new", made, "--from", folder, "--checklist", "prisoner-exchange")
    assert done.exit_code == 0, done.output
    lines = json.loads(run("checklist", made, "list", "--json").output)
    assert len(lines) == 17 + 17
    sheet = tmp_path / "log.csv"
    sheet.write_text(
        "When,Who,Topic,What,Source\n2024-05-01,Hill,Road,wants it open,Radio\n"
        "2024-05-01,Valley,Road,wants it shut,Radio\n"
    )
    made = str(tmp_path / "sheet")
    done = run("new", made, "--from-sheet", str(sheet), "--checklist", "ceasefire")
    assert done.exit_code == 0, done.output
    assert "17 of 17 not on the agenda yet" in run("checklist", made).output


def test_what_cannot_be_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    made = tmp_path / "talks"
    done = run("new", str(made), "--checklist", "ceasefre")
    assert isinstance(done.exception, AccordError)
    assert "did you mean 'ceasefire'" in str(done.exception)
    assert (
        "at least two parties"
        in run("new", str(made), "--checklist", "ceasefire", "--party", "Front").output
    )
    assert not made.exists()


def test_the_help_names_every_list() -> None:
    for shown in (run("new", "--help"), run("checklist", ".", "add", "--help")):
        words = "".join(shown.output.split())
        assert all(name in words for name in checklist_names())
