"""The words of a command in either order, and near misses."""

import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

from accord import cli as package
from accord.cli import cli
from accord.formats.new import new


@pytest.fixture
def folder(tmp_path: Path) -> str:
    new(tmp_path / "talks")
    return str(tmp_path / "talks")


def out(*args: str) -> str:
    return CliRunner().invoke(cli, args).output


def test_the_folder_may_stand_before_the_command_or_after_it(folder: str) -> None:
    listed = out("record", folder, "list", "--json")
    assert listed.startswith("[")
    assert out("record", "list", folder, "--json") == listed
    assert out("record", "list", "--json", folder) == listed


def test_a_folder_may_be_called_like_a_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    new("list")
    listed = out("record", "list", "show", "--json")
    assert listed == out("record", "./list", "show", "--json")
    assert out("record", "list", "list", "--json") == out("record", "list", "./list", "--json")
    assert out("record", "show", "list", "--json") == listed


def test_help_needs_no_folder() -> None:
    assert out("record", "add", "--help") == out("record", "FOLDER", "add", "--help")


def test_a_command_without_its_folder_is_told_what_is_missing() -> None:
    assert "name the folder too: cli record FOLDER list --json" in out(
        "record", "list", "--json"
    )


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["breif", "x"], "No such command 'breif': did you mean 'brief'?"),
        (["Brief", "x"], "No such command 'Brief': did you mean 'brief'?"),
        (["record", "x", "lst"], "No such command 'lst': did you mean 'list'?"),
        (["xyzzy"], "No such command 'xyzzy'\n"),
        (["brief", "x", "--jso"], "No such option '--jso': did you mean '--json'?"),
        (["brief", "x", "--xyzzy"], "No such option '--xyzzy'\n"),
    ],
)
def test_near_misses_are_named(
    words: Sequence[str],
    sentence: str,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys, "argv", ["accord", *words])
    monkeypatch.setattr("accord.cli.output.take_over", lambda: None)
    with pytest.raises(SystemExit) as ended:
        package.main()
    assert ended.value.code == 2
    assert sentence in capfd.readouterr().err
