"""Logs as files of JSON Lines."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from accord.errors import AccordError, Conflict, FormatError, Problem
from accord.formats.disk import alone, is_stream, opened, read_bytes, replace, unwritable

MAGIC = b"SQLite format 3\x00"
"""What every SQLite file starts with."""


def write_log(path: str | os.PathLike[str], lines: Iterable[str]) -> None:
    """Write a log to a file, whole or not at all.

    When this returns, the file is on the disk. A file of that name is replaced only by a log
    that goes on from it, so that no event is lost by a wrong name. A stream, such as a pipe, is
    written to as it stands.

    Args:
        path: The file, by custom `.jsonl`.
        lines: All its lines, as `log_lines` or `Store.export` yields them.

    Raises:
        Conflict: If the file holds anything but the start of this log.
        AccordError: If the file cannot be written.
    """
    file = Path(path)
    after = "".join(f"{line}\n" for line in lines).encode()
    if is_stream(file):
        with unwritable(file), opened(file) as stream:
            stream.write(after)
        return
    with alone(file):
        before = read_bytes(file)
        if before is not None and not after.startswith(before):
            raise Conflict(
                f"{file} is there already and is not the start of this log; "
                f"it was left as it is: give another name"
            )
        replace(file, before, after)


def read_lines(path: str | os.PathLike[str]) -> Iterator[str]:
    """Yield the lines of a log, each without its line feed.

    Args:
        path: The file.

    Yields:
        Each line.

    Raises:
        AccordError: If the file cannot be read.
        FormatError: If it is not UTF-8.
    """
    number = 0
    try:
        with open(path, "rb") as stream:
            for line in stream:
                number += 1
                yield line.removesuffix(b"\n").decode()
    except OSError as error:
        raise AccordError(f"{path} cannot be read: {error.strerror or error}") from None
    except UnicodeDecodeError:
        sentence = "this line is not UTF-8, so this is no log of Accord"
        raise FormatError(str(Problem(str(path), number, sentence))) from None


def is_database(path: str | os.PathLike[str]) -> bool:
    """Whether a file is a SQLite database.

    Args:
        path: The file.

    Raises:
        AccordError: If it cannot be read.
    """
    try:
        with open(path, "rb") as stream:
            return stream.read(len(MAGIC)) == MAGIC
    except OSError as error:
        raise AccordError(f"{path} cannot be read: {error.strerror or error}") from None
