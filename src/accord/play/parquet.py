"""Talks in a Parquet file: the old one stays until the new one is whole."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

from accord.errors import AccordError, Unwritable
from accord.formats.disk import beside, unwritable
from accord.play.columns import STRETCH, Columns
from accord.play.row_format import RowFormat
from accord.play.rows import GOES_ON

GROUP = 50_000
"""How many rows are kept before they are written."""


class ParquetRows:
    """Talks as Parquet: they are in the file when it is closed."""

    def __init__(self, path: str, form: RowFormat) -> None:
        """Be ready to write the file.

        Raises:
            AccordError: If PyArrow is missing, or the file cannot be written.
        """
        try:
            import pyarrow.parquet  # noqa: F401
        except ImportError:
            raise AccordError(
                f"{path}: to write Parquet, install PyArrow (pip install 'accord[parquet]'), "
                "or name the file .csv."
            ) from None
        self.path, self.form = path, form
        self.kept: list[list[Any]] = [[] for _ in form.columns]
        self.writer: Any = None
        self.open = ExitStack()
        folder = Path(path).parent
        with unwritable(path):
            folder.stat()
        if not os.access(folder, os.W_OK):
            raise Unwritable(f"{path} cannot be written: its folder is read-only, or not yours")

    def read(self) -> Iterator[Columns]:
        """Yield the talks that are in the file.

        Raises:
            AccordError: If the file holds something else.
        """
        import pyarrow as pa
        import pyarrow.parquet as pq

        if not os.path.exists(self.path):
            return
        try:
            with pq.ParquetFile(self.path) as file:
                batches = file.iter_batches(batch_size=STRETCH)
                yield from self.form.read(
                    (one.to_pydict() for one in batches), self.path, "row"
                )
        except (OSError, ValueError, pa.ArrowException):
            raise AccordError(f"{self.path} is no Parquet: write to another file.") from None

    def add(self, held: Columns) -> None:
        """Write talks after them.

        Raises:
            AccordError: If they cannot be written.
        """
        for kept, cells in zip(self.kept, self.form.cells(held), strict=True):
            kept.extend(cells)
        if len(self.kept[0]) >= GROUP:
            self._flush()

    def close(self) -> None:
        """Write what is left, and let the new file take the place of the old one.

        Raises:
            AccordError: If it cannot be written.
        """
        if self.kept[0]:
            self._flush()
        if self.writer is not None:
            with self._replacing():
                self.writer.close()
                self.open.close()

    def _flush(self) -> None:
        """Write the rows that are kept, after those of the old file."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        kept, self.kept = self.kept, [[] for _ in self.kept]
        schema = _schema(pa, self.form)
        with self._replacing():
            if self.writer is None:
                stream = self.open.enter_context(beside(self.path))
                self.writer = pq.ParquetWriter(stream, schema)
                if os.path.exists(self.path):
                    with pq.ParquetFile(self.path) as old:
                        for place in range(old.num_row_groups):
                            self.writer.write_table(old.read_row_group(place))
            self.writer.write_table(pa.table(kept, schema=schema))

    @contextmanager
    def _replacing(self) -> Iterator[None]:
        """Leave the old file as it is where the new one cannot be written."""
        with unwritable(self.path, GOES_ON):
            try:
                yield
            except OSError as error:
                writer, self.writer = self.writer, None
                if writer is not None:
                    with suppress(OSError):
                        writer.close()
                    writer.is_open = False  # else it tries again when it is forgotten
                self.open.__exit__(type(error), error, error.__traceback__)
                raise


def _schema(pa: Any, form: RowFormat) -> Any:
    whole = {"number", "seed", "rounds", "moves"}
    points = {"distance", "error", *(f"worth.{party}" for party in form.parties)}
    return pa.schema(
        (name, pa.int64() if name in whole else pa.float64() if name in points else pa.string())
        for name in form.columns
    )
