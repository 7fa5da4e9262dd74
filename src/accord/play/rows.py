"""Talks in a file, a row each: written as they are held, and continued where they broke off."""

import csv
import io
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from attrs import field, frozen
from frozendict import frozendict

from accord.errors import AccordError
from accord.play.game import Game
from accord.play.many import Talk, fingerprint, seed_of

Row = Mapping[str, Any]
"""The cells of a row by column."""


@frozen
class Form:
    """How talks of a game are written as rows.

    Attributes:
        parties: The parties, a column each.
        issues: The issues, a column each.
        settings: What tells these talks from those with other settings.
        seed: Where the talks' seeds come from.
    """

    parties: tuple[str, ...]
    issues: tuple[str, ...]
    settings: str
    seed: int

    @classmethod
    def of(cls, game: Game) -> "Form":
        """Give the form for the talks of a game."""
        setup = game.setup
        return cls(setup.delegations, tuple(setup.agenda.issues), fingerprint(game), game.seed)

    @property
    def columns(self) -> tuple[str, ...]:
        """Name the columns."""
        return (
            "settings",
            "number",
            "seed",
            "outcome",
            "rounds",
            "moves",
            *(f"worth.{party}" for party in self.parties),
            *(f"deal.{issue}" for issue in self.issues),
            "distance",
            "error",
            "reason",
        )

    def row(self, talk: Talk) -> dict[str, Any]:
        """Write a talk."""
        deal: Mapping[str, str] = talk.deal or {}
        return {
            "settings": self.settings,
            "number": talk.number,
            "seed": talk.seed,
            "outcome": "no deal" if talk.deal is None else "agreed",
            "rounds": talk.rounds,
            "moves": talk.moves,
            **{f"worth.{party}": talk.worth[party] for party in self.parties},
            **{f"deal.{issue}": deal.get(issue) for issue in self.issues},
            "distance": talk.distance,
            "error": talk.error,
            "reason": talk.reason,
        }

    def talk(self, row: Row) -> Talk:
        """Read a talk.

        Raises:
            ValueError: If a cell holds no number where there should be one.
            KeyError: If a column is missing.
        """
        agreed = row["outcome"] == "agreed"
        taken = {issue: str(row[f"deal.{issue}"]) for issue in self.issues}
        return Talk(
            number=int(row["number"]),
            seed=int(row["seed"]),
            deal=frozendict(taken) if agreed else None,
            worth=frozendict({p: float(row[f"worth.{p}"]) for p in self.parties}),
            rounds=int(row["rounds"]),
            moves=int(row["moves"]),
            reason=row["reason"] or "",
            distance=None if row["distance"] in (None, "") else float(row["distance"]),
            error=float(row["error"]),
        )

    def read(self, rows: Iterable[Row], name: str) -> list[Talk]:
        """Read the talks of a file, and check that they are the first ones of these.

        Raises:
            AccordError: If they are not.
        """
        talks: list[Talk] = []
        for place, row in enumerate(rows):
            if row.get("settings") != self.settings:
                raise AccordError(
                    f"{name} holds talks with other settings (numbers, agenda, programs, rules "
                    "or seed): write to another file."
                )
            try:
                talk = self.talk(row)
            except (ValueError, KeyError, TypeError):
                raise AccordError(
                    f"{name}: row {place + 1} cannot be read: write to another file."
                ) from None
            if talk.number != place or talk.seed != seed_of(self.seed, place):
                raise AccordError(
                    f"{name}: row {place + 1} is not talk {place}: write to another file."
                )
            talks.append(talk)
        return talks


class Rows(Protocol):
    """A file of talks."""

    def read(self) -> list[Talk]:
        """Give the talks that are in the file."""
        ...

    def add(self, talk: Talk) -> None:
        """Write a talk after them."""
        ...

    def close(self) -> None:
        """Be done."""
        ...


def rows(path: str, game: Game) -> Rows:
    """Open a file of talks; its suffix says of which kind.

    Args:
        path: The file, `.csv` or `.parquet`; need not be there.
        game: What the talks have in common.

    Raises:
        AccordError: If it is of another kind, or cannot be written.
    """
    form = Form.of(game)
    if os.path.exists(path) and not os.path.isfile(path):
        raise AccordError(f"{path} is no file: write to another one.")
    if path.endswith(".csv"):
        return CsvRows(path, form)
    if path.endswith(".parquet"):
        return ParquetRows(path, form)
    raise AccordError(f"{path} is of no kind that can be written: name it .csv or .parquet.")


class CsvRows:
    """Talks as CSV: a row is in the file as soon as the talk is over."""

    def __init__(self, path: str, form: Form) -> None:
        """Open the file; a row that was cut off in the middle is taken out of it.

        Raises:
            AccordError: If it cannot be opened, or holds something else.
        """
        self.path, self.form = path, form
        try:
            self.file = open(path, "a+", encoding="utf-8", newline="")  # noqa: SIM115
        except OSError as error:
            raise AccordError(f"{path}: cannot be written: {error.strerror}.") from None
        self.writer = csv.DictWriter(self.file, form.columns, lineterminator="\n")

    def read(self) -> list[Talk]:
        """Give the talks that are in the file; begin it where there is nothing in it."""
        self.file.seek(0)
        try:
            text = self.file.read()
        except UnicodeDecodeError:
            raise AccordError(f"{self.path} is no CSV: write to another file.") from None
        whole = text[: text.rfind("\n") + 1]
        if not whole:
            if text and not ",".join(self.form.columns).startswith(text):
                raise self._other()
            self.file.truncate(0)
            self.writer.writeheader()
            self.file.flush()
            return []
        reader = csv.DictReader(io.StringIO(whole))
        if tuple(reader.fieldnames or ()) != self.form.columns:
            raise self._other()
        found = self.form.read(reader, self.path)
        self.file.truncate(len(whole.encode()))
        return found

    def add(self, talk: Talk) -> None:
        """Write a talk after them."""
        self.writer.writerow(self.form.row(talk))
        self.file.flush()

    def close(self) -> None:
        """Be done."""
        self.file.close()

    def _other(self) -> AccordError:
        return AccordError(f"{self.path} holds something else: write to another file.")


@frozen
class ParquetRows:
    """Talks as Parquet: the file is written when it is closed.

    Attributes:
        path: The file.
        form: How talks are written.
        talks: All talks, those of the file first.
    """

    path: str
    form: Form
    talks: list[Talk] = field(factory=list)

    def __attrs_post_init__(self) -> None:
        """Refuse where there is no PyArrow, before any talk is held."""
        try:
            import pyarrow.parquet  # noqa: F401
        except ImportError:
            raise AccordError(
                f"{self.path}: to write Parquet, install PyArrow (pip install "
                "'accord[parquet]'), or name the file .csv."
            ) from None
        folder = Path(self.path).parent
        if not os.access(folder, os.W_OK):
            raise AccordError(f"{self.path}: cannot be written: no such folder, or not yours.")

    def read(self) -> list[Talk]:
        """Give the talks that are in the file."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        if Path(self.path).exists():
            try:
                found = pq.read_table(self.path).to_pylist()
            except (OSError, pa.ArrowException):
                raise AccordError(
                    f"{self.path} is no Parquet: write to another file."
                ) from None
            self.talks.extend(self.form.read(found, self.path))
        return list(self.talks)

    def add(self, talk: Talk) -> None:
        """Keep a talk, to be written after them."""
        self.talks.append(talk)

    def close(self) -> None:
        """Write the file in one go."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        table = pa.Table.from_pylist(
            [self.form.row(talk) for talk in self.talks], schema=_schema(pa, self.form)
        )
        new = f"{self.path}.new"
        pq.write_table(table, new)
        os.replace(new, self.path)


def _schema(pa: Any, form: Form) -> Any:
    whole = {"number", "seed", "rounds", "moves"}
    points = {"distance", "error", *(f"worth.{party}" for party in form.parties)}
    kinds: Sequence[tuple[str, Any]] = [
        (
            name,
            pa.int64() if name in whole else pa.float64() if name in points else pa.string(),
        )
        for name in form.columns
    ]
    return pa.schema(kinds)
