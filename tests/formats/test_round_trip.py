"""What is saved and loaded again means the same, and is valid for editors too."""

import tempfile
from pathlib import Path

from click.testing import CliRunner
from hypothesis import given, settings
from tests.formats.test_schema import files_of, mistakes
from tests.strategies import folders

from accord.cli import cli
from accord.formats import load, save
from accord.record import Case


@settings(max_examples=settings().max_examples // 2)
@given(folders())
def test_load_gives_what_was_saved(folder: Case) -> None:
    with tempfile.TemporaryDirectory() as home:
        save(folder, Path(home))
        assert load(home) == folder
        done = CliRunner().invoke(cli, ["check", home])
        assert done.exit_code == 0
        for name, file in files_of(Path(home)):
            assert mistakes(name, file.read_text("utf-8")) == []
