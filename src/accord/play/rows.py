"""Talks in a file, a row each: written as they are played, continued where they broke off."""

import csv
import io
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from itertools import islice
from typing import Protocol

from accord.errors import AccordError
from accord.formats.disk import is_stream, opened, unwritable
from accord.formats.inert import live
from accord.formats.write_sheets import write_csv
from accord.play.columns import STRETCH, Columns
from accord.play.game import Game
from accord.play.row_format import Cells, RowFormat


class Rows(Protocol):
    """A file of talks."""

    def read(self) -> Iterator[Columns]:
        """Yield the talks that are in the file, some at a time."""
        ...

    def add(self, held: Columns) -> None:
        """Write talks after them, all of which have been read."""
        ...

    def close(self) -> None:
        """Be done."""
        ...


def rows(path: str, game: Game) -> Rows:
    """Open a file of talks; its suffix says of which kind. A stream is written as CSV.

    Args:
        path: The file, `.csv` or `.parquet`; need not be there.
        game: What the talks have in common.

    Raises:
        AccordError: If it is of another kind, or cannot be written.
    """
    form = RowFormat.of(game)
    kind = os.path.splitext(path)[1].lower()
    streamed = is_stream(path) and kind != ".parquet"
    if os.path.exists(path) and not os.path.isfile(path) and not streamed:
        raise AccordError(f"{path} is no file: write to another one.")
    if kind == ".parquet":
        from accord.play.parquet import ParquetRows

        return ParquetRows(path, form)
    if streamed or kind == ".csv":
        return CsvRows(path, form)
    raise AccordError(f"{path} is of no kind that can be written: name it .csv or .parquet.")


GOES_ON = (
    ". Make room, or mend it; the same command then goes on after the talks that are in it."
)
"""What becomes of talks where a file of them cannot be written."""


class CsvRows:
    """Talks as CSV: they are in the file as soon as they are added."""

    def __init__(self, path: str, form: RowFormat) -> None:
        """Open the file.

        Raises:
            AccordError: If it cannot be opened.
        """
        self.path, self.form = path, form
        self.open, self.streamed = ExitStack(), is_stream(path)
        with unwritable(path):
            # Without a buffer, nothing is left to be written when the file is closed.
            file = opened(path) if self.streamed else open(path, "a+b", buffering=0)  # noqa: SIM115
            self.file = self.open.enter_context(file)

    def read(self) -> Iterator[Columns]:
        """Yield the talks that are in the file; begin it where there is nothing in it.

        A row that was cut off in the middle is taken out.

        Raises:
            AccordError: If the file holds something else, or cannot be written.
        """
        header = _text(self.form.columns, ())
        if self.streamed:
            self._write(header)
            return
        with open(self.path, "rb") as stream:
            first = stream.readline()
            if first == header:
                lines = _Lines(stream)
                try:
                    yield from self.form.read(self._cells(lines), self.path, "line")
                except (csv.Error, UnicodeDecodeError):
                    raise self._other() from None
                self.file.truncate(len(header) + lines.size)
            elif header.startswith(first):
                self.file.truncate(0)
                self._write(header)
            elif first.rstrip(b"\r\n") == header.rstrip(b"\n"):
                raise AccordError(
                    f"{self.path}: line 1 ends as on Windows (CRLF), so another program has "
                    "saved the file: write to another file."
                )
            else:
                raise self._other()

    def _cells(self, lines: Iterable[str]) -> Iterator[Cells]:
        """Yield the cells of the rows, some rows at a time.

        Raises:
            AccordError: If a row has more cells than there are columns, or fewer.
        """
        columns, rows = self.form.columns, csv.reader(lines)
        number = 1
        while some := [list(map(live, row)) for row in islice(rows, STRETCH)]:
            for row in some:
                number += 1
                if len(row) != len(columns):
                    what = f"has {len(row)} cells, not {len(columns)}" if row else "is empty"
                    raise AccordError(
                        f"{self.path}: line {number} {what}: write to another file."
                    )
            yield dict(zip(columns, zip(*some, strict=True), strict=True))

    def add(self, held: Columns) -> None:
        """Write talks after them.

        Raises:
            AccordError: If they cannot be written.
        """
        self._write(_text((), zip(*self.form.cells(held), strict=True)))

    def close(self) -> None:
        """Be done."""
        with unwritable(self.path, GOES_ON):
            self.open.close()

    def _write(self, text: bytes) -> None:
        left = memoryview(text)
        with unwritable(self.path, GOES_ON):
            while left:
                left = left[self.file.write(left) :]
            self.file.flush()

    def _other(self) -> AccordError:
        return AccordError(f"{self.path} holds something else: write to another file.")


def _text(header: Sequence[str], rows: Iterable[Iterable[object]]) -> bytes:
    text = io.StringIO()
    write_csv(text, header, rows)
    return text.getvalue().encode()


class _Lines:
    """The lines of a file that are whole, and how many bytes of them were read."""

    def __init__(self, stream: Iterable[bytes]) -> None:
        self.stream, self.size = stream, 0

    def __iter__(self) -> Iterator[str]:
        for line in self.stream:
            if line.endswith(b"\n"):
                self.size += len(line)
                yield line.decode()
