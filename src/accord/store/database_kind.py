"""What differs between databases: `sqlite` and `postgresql` are modules of this form."""

from collections.abc import Sequence
from typing import Protocol

from sqlalchemy import Connection, Engine, Table

from accord.store.connections import Connections
from accord.store.listening import Commits, Listener


class DatabaseKind(Protocol):
    """The functions of a module for one kind of database."""

    def engine(self, where: str, read_only: bool, patience: float) -> tuple[Engine, str]:
        """Return an engine for a file or URL, and its name, without a password."""

    def prepare(self, engine: Engine, events: Table, name: str, read_only: bool) -> None:
        """See that there is a store, or make it."""

    def heads(
        self, connection: Connection, tables: Sequence[str]
    ) -> dict[str, tuple[int, str]]:
        """Return the number and hash of the last event of each table that has one."""

    def announce(self, connection: Connection, tables: Sequence[str]) -> None:
        """Announce, when the transaction is confirmed, which logs have grown."""

    def listener(self, engine: Engine, connections: Connections, commits: Commits) -> Listener:
        """Return what hears of logs that grow."""
