"""Writing a file so that nobody ever sees half of it, and nobody's work is lost."""

import errno
import os
import re
import secrets
import shutil
import stat
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from io import RawIOBase
from pathlib import Path
from typing import BinaryIO

from attrs import frozen

from accord.errors import AccordError, Conflict, ReaderGone, Unwritable
from accord.formats.folder_change import change_at_hand

try:
    import fcntl
except ImportError:  # Windows: comparing before replacing must do
    fcntl = None  # type: ignore[assignment]

PATIENCE = 30.0
"""Seconds to wait for somebody else who is writing in the same folder."""


@contextmanager
def alone(file: Path) -> Iterator[None]:
    """Keep other Accords from writing in a file's folder meanwhile.

    The lock is on the folder itself and ends with the program, however it ends: nothing is left
    behind that would have to be cleared away.

    Raises:
        Conflict: If somebody else holds it for longer than `PATIENCE`.
        AccordError: If there is no such folder.
    """
    if fcntl is None:
        yield
        return
    try:
        folder = os.open(_real(file).parent, os.O_RDONLY)
    except OSError as error:
        raise AccordError(f"{file.parent}: {error.strerror or error}") from None
    try:
        until = time.monotonic() + PATIENCE
        while not _locked(folder):
            if time.monotonic() > until:
                raise Conflict(f"somebody else is writing in {file.parent}; try again")
            time.sleep(0.02)
        yield
    finally:
        os.close(folder)


def _locked(folder: int) -> bool:
    assert fcntl is not None
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks: comparing before replacing must do
        return True
    return True


def read_bytes(file: Path) -> bytes | None:
    """Read a file; None where there is none.

    Raises:
        AccordError: If it cannot be read.
    """
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise AccordError(f"{file} cannot be read: {error.strerror or error}") from None


@contextmanager
def unwritable(place: Path | str, lost: str = "") -> Iterator[None]:
    """Turn what cannot be written into a sentence.

    Args:
        place: The file or folder.
        lost: What becomes of what was to be written.

    Raises:
        ReaderGone: In place of the error that a pipe gives whose reader has gone.
        AccordError: In place of one that says that there is no such place.
        Unwritable: In place of any other error of the system.
    """
    try:
        yield
    except BrokenPipeError:
        raise ReaderGone(f"{place}: nobody reads it any more") from None
    except OSError as error:
        why = os.strerror(error.errno) if error.errno else str(error)
        kind = AccordError if isinstance(error, _NO_PLACE) else Unwritable
        raise kind(f"{place} cannot be written: {why}{lost}") from None


_NO_PLACE = (FileNotFoundError, FileExistsError, NotADirectoryError, IsADirectoryError)
"""What is wrong with the name, and not with the disk."""


def replace(file: Path, before: bytes | None, after: bytes) -> None:
    """Put a new content in the place of an old one, whole or not at all.

    Args:
        file: The file.
        before: What the caller read from it; None where there was no file.
        after: What it shall be.

    Raises:
        Conflict: If the file is no longer as the caller read it.
        Unwritable: If it cannot be written; then nothing was changed.
    """
    with unwritable(file, "; nothing was changed"), beside(file) as stream:
        stream.write(after)
        stream.flush()
        os.fsync(stream.fileno())
        if read_bytes(file) != before:
            raise Conflict(_changed(file))
        if (change := change_at_hand(file)) is not None:
            change.note(file, before, after)


def _changed(file: Path) -> str:
    return f"{file} was changed by somebody else meanwhile; try again"


@frozen
class FileState:
    """What tells whether a file is as it was when it was read.

    Attributes:
        number: Its number in the file system: another, once it was replaced.
        size: Its bytes.
        times: When it was changed, and when anything about it was, in nanoseconds.
    """

    number: int
    size: int
    times: tuple[int, int]

    @classmethod
    def of(cls, place: Path | int) -> "FileState | None":
        """Look at a file, or at one that is open; None where there is none."""
        try:
            about = os.stat(place)
        except OSError:
            return None
        return cls(about.st_ino, about.st_size, (about.st_mtime_ns, about.st_ctime_ns))


def rewrite_end(file: Path, before: FileState, at: int, old: bytes, new: bytes) -> FileState:
    """Put other bytes in the place of the last of a file, and leave the rest unread.

    They are forced to the disk; a machine that stops meanwhile may leave a part of them.

    Args:
        file: The file.
        before: What it was when it was read.
        at: Where they begin.
        old: What stands there to its end.
        new: What is to stand there.

    Returns:
        What the file is then.

    Raises:
        Conflict: If somebody else wrote; whoever reads it anew sees what is in it.
        Unwritable: If it cannot be written; then nothing was changed.
    """
    with unwritable(file, "; nothing was changed"), open(file, "r+b", buffering=0) as stream:
        handle = stream.fileno()
        if FileState.of(handle) != before or _from(stream, at) != old:
            raise Conflict(_changed(file))
        try:
            if write_at(stream, at, new) != len(new):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            stream.truncate(at + len(new))
            os.fsync(handle)
        except OSError:
            write_at(stream, at, old)
            stream.truncate(before.size)
            raise
        after = FileState.of(handle)
        # An editor that put another file in its place, or wrote over it, came between.
        if after is None or _from(stream, at) != new or FileState.of(file) != after:
            raise Conflict(_changed(file))
    return after


def write_at(stream: RawIOBase, at: int, data: bytes) -> int:
    """Write bytes into an open file, and return how many of them were.

    Args:
        stream: The file.
        at: Where they begin.
        data: The bytes.
    """
    stream.seek(at)
    return stream.write(data) or 0


def _from(stream: RawIOBase, at: int) -> bytes:
    """Read the end of an open file."""
    stream.seek(at)
    return stream.readall()


def put(file: Path, data: bytes, what: str, alike: Callable[[bytes], bool]) -> None:
    """Write what was made into a file: a new one, or in the place of one of its kind.

    Anything else that is in the file is left as it is. A stream is written to as it stands.

    Args:
        file: The file.
        data: What it shall be.
        what: What that is, in words.
        alike: Tells whether what is there already is that too.

    Raises:
        AccordError: If the file holds something else.
        Unwritable: If it cannot be written; then nothing was changed.
    """
    if is_stream(file):
        with unwritable(file), opened(file) as stream:
            stream.write(data)
        return
    before = read_bytes(file)
    if before and not alike(before):
        raise AccordError(
            f"{file} is there already and is not {what}; "
            "it was left as it is: give another name"
        )
    replace(file, before, data)


def is_stream(file: Path | str) -> bool:
    """Return whether a name is of what cannot be replaced: a pipe, a device, an open file."""
    try:
        mode = os.stat(file).st_mode
    except OSError:
        return False
    return _descriptor(file) is not None or not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def is_standard_output(file: Path | str) -> bool:
    """Return whether a name, such as /dev/stdout, stands for the standard output itself."""
    return _descriptor(file) == 1


@contextmanager
def opened(file: Path | str) -> Iterator[BinaryIO]:
    """Open a stream, to write to it as it stands."""
    number = _descriptor(file)
    if number == 1:
        sys.stdout.flush()
        yield sys.stdout.buffer
        sys.stdout.flush()
        return
    with open(file if number is None else os.dup(number), "wb") as stream:
        yield stream


_OPEN = re.compile(r"/(?:dev|proc/self)/fd/(\d+)")


def _descriptor(file: Path | str) -> int | None:
    """Return the number of the open file that a name stands for.

    To open such a name anew would write over what the program, or another, has written there.
    """
    path = os.path.abspath(file)
    known = {"/dev/stdout": 1, "/dev/stderr": 2}
    found = _OPEN.fullmatch(path)
    return int(found[1]) if found else known.get(path)


@contextmanager
def beside(file: Path | str) -> Iterator[BinaryIO]:
    """Yield a new file that takes the place of another when all is written.

    It is written beside the other, forced to the disk, and then takes its name: whatever
    happens meanwhile, the file is the old one or the new one. Links are followed, and the file
    keeps its permissions. What a writer that was killed left there is cleared away.

    Args:
        file: The file; need not be there.
    """
    real = _real(Path(file))
    _clear(real.parent, real.name)
    handle, name = _new_file(real)
    with os.fdopen(handle, "wb") as stream:
        try:
            _like(real, handle)
            yield stream
            stream.flush()
            os.fsync(handle)
            if fcntl is None:  # Windows renames no open file; elsewhere closing would unlock it
                stream.close()
            os.replace(name, real)
        except BaseException:
            with suppress(OSError):
                os.unlink(name)
            raise
    _settle(real.parent)


@contextmanager
def folder_beside(folder: Path, last: str = "") -> Iterator[Path]:
    """Yield a new folder whose files stand in the place of another's when all are written.

    Where there is no such folder yet, the new one takes its name in one step. Otherwise its
    files are moved into the one that is there, over those of the same names.

    Args:
        folder: The folder.
        last: The file that is moved last: without it, the folder is taken for nothing.
    """
    folder = _real(folder)
    fresh = not folder.exists()
    around = folder.parent if fresh else folder
    with suppress(FileExistsError):
        around.mkdir(parents=True)
    _clear(around, folder.name)
    made, lock = _new_folder(around, folder.name)
    try:
        yield made
        files = [one for one in made.rglob("*") if one.is_file()]
        for one in files:
            _settle(one)
        if fresh:
            os.rename(made, folder)
        else:
            for one in sorted(files, key=lambda one: one.name == last):
                target = folder / one.relative_to(made)
                target.parent.mkdir(parents=True, exist_ok=True)
                os.replace(one, target)
        _settle(around)
    finally:
        shutil.rmtree(made, ignore_errors=True)
        if lock is not None:
            os.close(lock)


def clear(folder: Path) -> None:
    """Take away what writers that were killed left in a folder that was to be filled."""
    _clear(folder, _real(folder).name)


_ENDING = ".accord"
"""What the names of files and folders end in that are still being written."""


def _begin(name: str) -> str:
    """Return what such a name begins with; file systems take 255 bytes of a name."""
    return f".{os.fsdecode(os.fsencode(name)[:200])}."


def _new_file(real: Path) -> tuple[int, str]:
    while True:
        handle, name = tempfile.mkstemp(_ENDING, _begin(real.name), real.parent)
        _lock(handle)
        if os.path.exists(name):
            return handle, name
        os.close(handle)  # it was taken for a rest before it was locked


def _new_folder(around: Path, name: str) -> tuple[Path, int | None]:
    while True:
        made = around / f"{_begin(name)}{secrets.token_hex(4)}{_ENDING}"
        made.mkdir()
        if fcntl is None:
            return made, None
        with suppress(FileNotFoundError):  # it was taken for a rest before it was locked
            handle = os.open(made, os.O_RDONLY)
            _lock(handle)
            if made.exists():
                return made, handle
            os.close(handle)


def _lock(handle: int) -> None:
    if fcntl is not None:
        with suppress(OSError):  # a file system without locks
            fcntl.flock(handle, fcntl.LOCK_EX)


def _clear(around: Path, name: str) -> None:
    """Take away what was being written by programs that were killed: nobody holds it."""
    if fcntl is None:
        return
    pattern = re.compile(rf"{re.escape(_begin(name))}\w{{8}}{re.escape(_ENDING)}")
    with suppress(OSError):
        for rest in os.scandir(around):
            if not pattern.fullmatch(rest.name) or rest.is_symlink():
                continue
            handle = os.open(rest.path, os.O_RDONLY | os.O_NONBLOCK)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:  # somebody is at it, or there are no locks to tell
                continue
            else:
                _remove(rest)
            finally:
                os.close(handle)


def _remove(rest: "os.DirEntry[str]") -> None:
    if rest.is_dir():
        shutil.rmtree(rest.path, ignore_errors=True)
    else:
        os.unlink(rest.path)


def _real(file: Path) -> Path:
    return Path(os.path.realpath(file))


def _like(real: Path, handle: int) -> None:
    """Give the new file the owner and permissions of the old one, or those of any new file."""
    if not hasattr(os, "fchmod"):
        return
    try:
        old = real.stat()
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        os.fchmod(handle, 0o666 & ~mask)
        return
    with suppress(PermissionError):
        os.fchown(handle, old.st_uid, old.st_gid)
    os.fchmod(handle, old.st_mode & 0o7777)


def _settle(place: Path) -> None:
    """Force a file, or the names in a folder, to the disk where that can be."""
    with suppress(OSError):
        handle = os.open(place, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
