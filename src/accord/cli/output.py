"""Standard output and error: in one place, so that no command fails on where they lead.

Signs that an encoding lacks are replaced. What cannot be written is one sentence and an exit
status of its own; a reader that has gone away is none, for it has read what it wanted.
"""

import errno
import io
import os
import sys

import click

from accord.errors import ReaderGone, Unwritable


class _Stream(io.FileIO):
    """A standard stream; once it cannot be written, what follows is dropped.

    Standard output says so, by an error that is no `OSError`: those are caught by libraries on
    the way, which end the program with a status of theirs.
    """

    def __init__(self, number: int, *, says: bool) -> None:
        super().__init__(number, "w", closefd=False)
        self._says, self._broken = says, False

    def write(self, data: object, /) -> int:
        size = memoryview(data).nbytes  # type: ignore[arg-type]
        if self._broken:
            return size
        try:
            written = super().write(data)  # type: ignore[arg-type]
            if written is not None:
                return written
            error = OSError(errno.EAGAIN, os.strerror(errno.EAGAIN))
        except OSError as failed:
            error = failed
        self._broken = True
        if not self._says:
            return size
        if error.errno == errno.EPIPE:
            raise ReaderGone("nobody reads the output any more")
        why = "it is closed" if error.errno == errno.EBADF else error.strerror or str(error)
        raise Unwritable(f"the output cannot be written: {why}")


def take_over() -> None:
    """Put streams that keep to this in the place of the program's own; leave a caller's."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:  # closed: the next file opened would be taken for it
            os.open(os.devnull, os.O_RDONLY)
    if sys.stdin is None:
        sys.stdin = io.TextIOWrapper(io.BufferedReader(io.FileIO(0, closefd=False)))
    if sys.stdout is sys.__stdout__:
        sys.stdout = _text(sys.stdout, _Stream(1, says=True), "replace")
    if sys.stderr is sys.__stderr__:
        sys.stderr = _text(sys.stderr, _Stream(2, says=False), "backslashreplace")


def _text(old: object, stream: _Stream, errors: str) -> io.TextIOWrapper:
    """Encode as the stream of old did."""
    return io.TextIOWrapper(
        io.BufferedWriter(stream),
        encoding=getattr(old, "encoding", "utf-8"),
        errors=errors,
        line_buffering=getattr(old, "line_buffering", False),
        write_through=getattr(old, "write_through", False),
    )


def wrote(path: str) -> None:
    """Print that a file was written.

    Args:
        path: The file.
    """
    if not hush(path):
        click.echo(f"wrote {path}", err=True)


def hush(path: object) -> bool:
    """Let nothing follow on the standard output where a file was written to it.

    Args:
        path: The file.

    Returns:
        Whether it is the standard output.
    """
    from accord.formats.disk import is_standard_output

    found = is_standard_output(str(path))
    if found:
        sys.stdout = io.StringIO()
    return found
