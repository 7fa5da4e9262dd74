"""`accord new` from the outside."""

from pathlib import Path

from click.testing import CliRunner

from accord.cli import cli
from accord.errors import FormatError


def test_new_then_check(tmp_path: Path) -> None:
    folder = str(tmp_path / "talks")
    done = CliRunner().invoke(cli, ["new", folder])
    assert done.exit_code == 0
    assert f"accord check {folder}" in done.output
    assert CliRunner().invoke(cli, ["check", folder]).output.endswith("; no mistakes\n")


def test_a_full_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    done = CliRunner().invoke(cli, ["new", str(tmp_path)])
    assert isinstance(done.exception, FormatError)


def test_an_empty_folder_asks_for_title_and_parties(tmp_path: Path) -> None:
    folder = str(tmp_path / "talks")
    done = CliRunner().invoke(cli, ["new", folder, "--empty"])
    assert "--empty needs --title TEXT" in done.output
    assert "and --party NAME for each party, at least two" in done.output
    given = ["--title", "Road", "--party", "Hill", "--party", "Valley"]
    assert "add --empty" in CliRunner().invoke(cli, ["new", folder, *given]).output
    assert not (tmp_path / "talks").exists()
    done = CliRunner().invoke(cli, ["new", folder, "--empty", *given])
    assert f"accord record {folder} add" in done.output
    assert "2 parties, 0 issues" in CliRunner().invoke(cli, ["check", folder]).output


def test_a_folder_is_made_from_the_process_of_another(tmp_path: Path) -> None:
    old, folder = str(tmp_path / "old"), str(tmp_path / "talks")
    CliRunner().invoke(cli, ["new", old])
    both = CliRunner().invoke(cli, ["new", folder, "--from", old, "--empty"])
    assert "--empty, --from or --from-sheet, one of them" in both.output
    assert CliRunner().invoke(cli, ["new", folder, "--from", old]).exit_code == 0
    assert "0 entries" in CliRunner().invoke(cli, ["check", folder]).output
