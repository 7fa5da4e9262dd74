"""What a delegation's own machine keeps of the host that it sits at.

So a restart without a network has all that was seen, and loses no move. Each file is written
whole in the place of the one before, for its owner alone.
"""

import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import attrs

from accord.errors import AccordError
from accord.formats.disk import beside, read_bytes, unwritable
from accord.host.afar_line import AfarHost
from accord.host.afar_moves import AfarMove

FOLDER = "afar"
"""Where it lies in the folder that a host keeps for itself."""


class AfarKept:
    """The files in which it is kept."""

    def __init__(self, folder: Path) -> None:
        """Take the folder, and make it if need be.

        Args:
            folder: The folder, which only its owner may read.

        Raises:
            AccordError: If it cannot be made.
        """
        self._folder = folder
        with unwritable(folder):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    @property
    def host(self) -> AfarHost | None:
        """The host at which this machine sits; None before it has come in."""
        plain = self._read("seat.json")
        return None if plain is None else AfarHost(**plain)

    @host.setter
    def host(self, host: AfarHost) -> None:
        self._write("seat.json", attrs.asdict(host))
        self._remove("coming.json")

    def coming(self, link: str, secret: Callable[[], str]) -> str:
        """Return by what this machine shall be known that takes a link, the same each time.

        So it is in though the answer was lost that said so.

        Args:
            link: The link.
            secret: Makes a secret.
        """
        kept = self._read("coming.json") or {}
        if kept.get("link") != link:
            kept = {"link": link, "secret": secret()}
            self._write("coming.json", kept)
        return str(kept["secret"])

    @property
    def tables(self) -> dict[str, Any]:
        """What was last heard of all tables: their ids, when, and where the record stands."""
        return self._read("tables.json") or {}

    @tables.setter
    def tables(self, plain: dict[str, Any]) -> None:
        self._write("tables.json", plain)

    def table(self, one: str) -> dict[str, Any] | None:
        """Return a table as it was last seen; None for one that was not."""
        return self._read(_name(one))

    def keep_table(self, one: str, plain: dict[str, Any]) -> None:
        """Keep a table as it was seen."""
        self._write(_name(one), plain)

    @property
    def moves(self) -> tuple[AfarMove, ...]:
        """The moves that the host has not confirmed, in their order."""
        plain = self._read("moves.json") or {"moves": []}
        try:
            return tuple(AfarMove.from_json(one) for one in plain["moves"])
        except (AccordError, ValueError, KeyError, TypeError) as error:
            # To go on without it would lose what somebody has decided.
            file = self._folder / "moves.json"
            raise AccordError(f"{file} holds a move that cannot be read: {error}.") from None

    @moves.setter
    def moves(self, moves: Iterable[AfarMove]) -> None:
        self._write("moves.json", {"moves": [one.to_json() for one in moves]})

    def _read(self, name: str) -> dict[str, Any] | None:
        held = read_bytes(self._folder / name)
        if held is None:
            return None
        try:
            plain = json.loads(held)
        except (ValueError, RecursionError):
            plain = None
        if not isinstance(plain, dict):
            raise AccordError(f"{self._folder / name} is not as it was written.")
        return plain

    def _write(self, name: str, plain: dict[str, Any]) -> None:
        file = self._folder / name
        with unwritable(file), beside(file) as stream:
            if hasattr(os, "fchmod"):
                os.fchmod(stream.fileno(), 0o600)
            stream.write(json.dumps(plain).encode())

    def _remove(self, name: str) -> None:
        with unwritable(self._folder / name):
            (self._folder / name).unlink(missing_ok=True)


def _name(table: str) -> str:
    return f"table-{quote(table, safe='')}.json"
