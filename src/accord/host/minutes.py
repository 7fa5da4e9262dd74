"""Writing what happens at tables into the record behind the moves, which do not wait for it.

A move is confirmed when its event is in the store; the record is made of that, a moment later,
in order, and after a crash at the next start.
"""

from functools import partial
from threading import Condition
from typing import Self

from accord.host.held_table import HeldTable
from accord.host.host import Host
from accord.host.lasting_thread import LastingThread

GATHER = 0.4
"""Seconds from one writing to the next: what happened at many tables meanwhile goes together,
and the record follows within a second."""
AGAIN = 5.0
"""Seconds until what could not be written is tried again."""


class Minutes(LastingThread):
    """Writes the record in a thread of its own while its context lasts.

    What waits when the context ends is written before it has ended.
    """

    def __init__(self, host: Host) -> None:
        """Take the host whose tables these are."""
        self._host = host
        self._due: dict[str, HeldTable] = {}
        self._changed = Condition()
        super().__init__(self._run, "minutes")

    def add(self, table: HeldTable) -> None:
        """Have written what has happened at a table until now."""
        with self._changed:
            self._due[table.id] = table
            self._changed.notify()

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._due or self._over.is_set())
                due, self._due = self._due, {}
            if not due:
                return
            failed = {
                one: table for one, table in due.items() if not self._host.write_minutes(table)
            }
            with self._changed:
                if self._over.is_set() and not self._due:
                    return
                self._due = failed | self._due
                self._changed.wait_for(self._over.is_set, GATHER)
                if failed:  # which does not keep waiting what can be written
                    self._changed.wait_for(partial(self._has_news, failed), AGAIN)

    def _has_news(self, failed: dict[str, HeldTable]) -> bool:
        return self._over.is_set() or self._due != failed

    def __enter__(self) -> Self:
        for table in self._host.tables:  # a crash may have come between a move and the record
            self.add(table)
        self._host.minutes = self
        return super().__enter__()

    def _stop(self) -> None:
        self._host.minutes = None
        with self._changed:
            super()._stop()
            self._changed.notify()
