"""A file is the old one or the new one, whatever happens, and nobody's work is lost."""

import errno
import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from accord.errors import AccordError, Conflict
from accord.formats import disk
from accord.formats.disk import alone, read_bytes, replace


def names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def test_a_file_is_replaced_and_nothing_else_is_left(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    replace(file, None, b"one")
    replace(file, b"one", b"two")
    assert (file.read_bytes(), names(tmp_path)) == (b"two", ["a.yaml"])


def test_permissions_are_kept_and_links_followed(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    real, link = tmp_path / "real" / "a.yaml", tmp_path / "link.yaml"
    real.write_bytes(b"one")
    real.chmod(0o640)
    link.symlink_to(real)
    replace(link, b"one", b"two")
    assert link.is_symlink()
    assert (real.read_bytes(), stat.S_IMODE(real.stat().st_mode)) == (b"two", 0o640)


def test_a_new_file_has_the_permissions_of_any_new_file(tmp_path: Path) -> None:
    (tmp_path / "usual").touch()
    replace(tmp_path / "a.yaml", None, b"")
    usual, new = ((tmp_path / one).stat().st_mode for one in ("usual", "a.yaml"))
    assert usual == new


@pytest.mark.parametrize("before", [None, b"zero"])
def test_what_somebody_else_wrote_meanwhile_is_not_written_over(
    tmp_path: Path, before: bytes | None
) -> None:
    file = tmp_path / "a.yaml"
    file.write_bytes(b"one")
    with pytest.raises(Conflict, match="was changed by somebody else"):
        replace(file, before, b"two")
    assert (file.read_bytes(), names(tmp_path)) == (b"one", ["a.yaml"])


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_full_disk_is_one_sentence_and_loses_nothing(
    tmp_path: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.yaml"
    file.write_bytes(b"one")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, step, full)
    with pytest.raises(AccordError, match="No space left on device; nothing was changed"):
        replace(file, b"one", b"two")
    assert (file.read_bytes(), names(tmp_path)) == (b"one", ["a.yaml"])


def test_a_folder_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(AccordError, match="cannot be written"):
        replace(tmp_path / "no" / "a.yaml", None, b"")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(AccordError, match="cannot be read"):
        read_bytes(tmp_path)


def test_two_never_write_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "PATIENCE", 0.1)
    with (
        alone(tmp_path / "a.yaml"),
        pytest.raises(Conflict, match="somebody else is writing"),
        alone(tmp_path / "a.yaml"),
    ):
        pass
    with alone(tmp_path / "a.yaml"):
        pass


WRITER = """
import sys
from pathlib import Path
from accord.formats.disk import replace
file = Path(sys.argv[1])
contents = [bytes([65 + i]) * 300_000 for i in range(4)]
print("ready", flush=True)
for i in range(10**9):
    replace(file, file.read_bytes(), contents[i % 4])
"""


def test_a_writer_that_is_killed_leaves_a_whole_file(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_bytes(b"A" * 300_000)
    for i in range(6):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(file)], stdout=subprocess.PIPE
        ) as writer:
            assert writer.stdout is not None
            writer.stdout.readline()
            time.sleep(0.01 + 0.007 * i)
            writer.send_signal(signal.SIGKILL)
        data = file.read_bytes()
        assert len(data) == 300_000
        assert len(set(data)) == 1
