"""`accord brief` from the outside: which files it opens."""

import shutil
from pathlib import Path

from click.testing import CliRunner

from accord.cli import cli
from accord.formats.new import new


def test_a_public_copy_is_made_without_a_look_at_interests(tmp_path: Path) -> None:
    new(tmp_path / "talks")
    words = ["brief", str(tmp_path / "talks"), "--public"]
    before = CliRunner().invoke(cli, words)
    shutil.rmtree(tmp_path / "talks" / "interests")
    (tmp_path / "talks" / "interests").write_bytes(b"whoever opens this finds a mistake")
    assert CliRunner().invoke(cli, words).output == before.output
    assert before.exit_code == 0
