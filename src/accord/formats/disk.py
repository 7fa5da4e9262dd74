"""Writing a file so that nobody ever sees half of it, and nobody's work is lost."""

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from accord.errors import AccordError, Conflict

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


def replace(file: Path, before: bytes | None, after: bytes) -> None:
    """Put a new content in the place of an old one, whole or not at all.

    The new content is written beside the file, forced to the disk, and then takes its name:
    whatever happens meanwhile, the file is the old one or the new one. Links are followed, and
    the file keeps its permissions.

    Args:
        file: The file.
        before: What the caller read from it; None where there was no file.
        after: What it shall be.

    Raises:
        Conflict: If the file is no longer as the caller read it.
        AccordError: If it cannot be written; then nothing was changed.
    """
    real = _real(file)
    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(dir=real.parent, prefix=f".{real.name}.")
        with os.fdopen(handle, "wb") as stream:
            _like(real, handle)
            stream.write(after)
            stream.flush()
            os.fsync(handle)
        if read_bytes(real) != before:
            raise Conflict(f"{file} was changed by somebody else meanwhile; try again")
        os.replace(temporary, real)
        temporary = ""
        _settle(real.parent)
    except OSError as error:
        sentence = f"{file} cannot be written: {error.strerror or error}; nothing was changed"
        raise AccordError(sentence) from None
    finally:
        if temporary:
            with suppress(OSError):
                os.unlink(temporary)


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


def _settle(folder: Path) -> None:
    """Force the new name itself to the disk, where folders can be forced."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
