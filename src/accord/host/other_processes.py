"""Hearing what other processes of the same host have written: the logs in the store say so.

The same thread looks at the clock, for somebody has to do so though nobody asks.
"""

import logging
from collections.abc import Iterable

from accord.errors import AccordError
from accord.host import door_accounts, door_log, held_folder, held_table, table_beside
from accord.host.host import Host
from accord.host.lasting_thread import LastingThread

WAIT = 0.5
"""Seconds after which a host that is to stop stops hearing."""
AGAIN = 2.0
"""Seconds until the store is asked again after it has failed."""


class OtherProcesses(LastingThread):
    """Takes in, in a thread of its own, what the processes beside this one change.

    PostgreSQL announces which log has grown, and a file of SQLite is looked at; what is new is
    then read from the log and from the folder.
    """

    def __init__(self, host: Host) -> None:
        """Take the host that is to hear; the context manager hears for it."""
        self._host = host
        super().__init__(self._hear, "other processes")
        self._due: set[str] = set()
        self._listener = host.store.listen()

    def _hear(self) -> None:
        with self._listener:
            while not self._over.is_set():
                try:
                    try:
                        self.take_in(self._listener.wait(WAIT))
                    finally:
                        self._host.look_at_clock()
                except AccordError as error:
                    logging.getLogger(__name__).warning("%s", error)
                    self._over.wait(AGAIN)

    def take_in(self, grown: Iterable[str]) -> None:
        """Read what has come to logs, and what has changed with it.

        Nothing says again that a log has grown. So one that could not be read is read with
        those of the next time, and keeps no other waiting.

        Args:
            grown: The names of the logs.

        Raises:
            AccordError: If some could not be read, of one of them.
        """
        self._due.update(grown)
        failed = None
        for log in sorted(self._due):  # whether a table is paused before its moves
            try:
                self._read(log)
            except AccordError as error:
                failed = error
            else:
                self._due.remove(log)
        if failed is not None:
            raise failed

    def _read(self, log: str) -> None:
        if log in (door_log.LOG, door_log.SEEN, door_accounts.FAILED):
            self._host.doors.refresh()
        elif log == held_folder.LOG:
            self._host.held.refresh()
        elif log in (logs := self._host.logs):
            logs[log].refresh()
        elif log.startswith(held_table.PREFIX):
            self._host.tables.catch_up(log.removeprefix(held_table.PREFIX))
        elif log.startswith(table_beside.BESIDE):
            self._host.tables.hear_beside(log.removeprefix(table_beside.BESIDE))
