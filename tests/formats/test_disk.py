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
from accord.formats.disk import alone, beside, folder_beside, read_bytes, replace
from accord.formats.new import new


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
    replace(file, data, b"last")
    assert (file.read_bytes(), names(tmp_path)) == (b"last", ["a.yaml"])


def test_only_what_nobody_writes_any_more_is_cleared_away(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    kept = [".a.yaml", ".a.yaml.swp", ".a.yaml.12345678.accord.bak", ".b.yaml.12345678.accord"]
    for name in (*kept, ".a.yaml.12345678.accord"):
        (tmp_path / name).write_bytes(b"x")
    with beside(file) as stream:
        (being_written,) = set(names(tmp_path)) - {*kept, ".a.yaml.12345678.accord"}
        replace(file, None, b"other")
        assert being_written in names(tmp_path)
        stream.write(b"one")
    assert (file.read_bytes(), names(tmp_path)) == (b"one", sorted([*kept, "a.yaml"]))


@pytest.mark.parametrize("there", [False, True])
def test_a_folder_is_there_whole_or_not_at_all(tmp_path: Path, there: bool) -> None:
    folder = tmp_path / "talks"
    if there:
        folder.mkdir()
        (folder / "notes.txt").touch()
    with pytest.raises(KeyError), folder_beside(folder, "b") as new:
        (new / "b").touch()
        raise KeyError
    assert names(tmp_path) == ["talks"] * there
    with folder_beside(folder, "b") as new:
        (new / "c").mkdir()
        for name in ("a", "b", "c/d"):
            (new / name).write_text(name)
        assert not there or names(folder)[1:] == ["notes.txt"]
    assert names(tmp_path) == ["talks"]
    assert names(folder) == ["a", "b", "c", *["notes.txt"] * there]
    assert (folder / "c" / "d").read_text() == "c/d"


NEW = """
import os, sys
from pathlib import Path
from accord.formats import new
new._copy = lambda source, target: (target / "process.yaml").touch() or os.kill(os.getpid(), 9)
new.new(sys.argv[1])
"""


@pytest.mark.parametrize("there", [False, True])
def test_a_new_folder_cut_off_half_way_is_none_and_can_be_made_again(
    tmp_path: Path, there: bool
) -> None:
    folder = tmp_path / "talks"
    if there:
        folder.mkdir()
    subprocess.run([sys.executable, "-c", NEW, folder])
    assert not (folder / "process.yaml").exists()
    assert [one.endswith(".accord") for one in names(folder if there else tmp_path)] == [True]
    new(folder)
    assert names(tmp_path) == ["talks"]
    inside = ["fighting", "hold", "interests"]
    assert names(folder) == [".schema", "README.md", *inside, "process.yaml", "record.yaml"]
