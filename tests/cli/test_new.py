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
