"""The connections of a store: lent for a transaction each, and none carried across a fork.

A connection that a forked program takes over is good for neither: SQLite would take the locks
of the parent for the child's own, and the parent delete what the child writes. So all are
closed before a fork, which waits for the transactions that are under way.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Condition
from weakref import WeakSet

from sqlalchemy import Connection, Engine

from accord.errors import AccordError
from accord.store.failures import in_sentences
from accord.store.writer import CLOSED

_ALL: "WeakSet[Connections]" = WeakSet()
_forking: "list[Connections]" = []


class Connections:
    """Lends connections to a database to the threads of a program.

    Attributes:
        name: The store, as errors shall name it.
    """

    def __init__(self, engine: Engine, name: str, renew: Callable[[], None]) -> None:
        """Take what makes connections, and what to do in a forked program."""
        self._engine = engine
        self._writing = engine.execution_options(writing=True)
        self.name = name
        self._renew = renew
        self._changed = Condition()
        self._lent = 0
        self._forking = False
        self._closed = False
        _ALL.add(self)

    @contextmanager
    def lend(self, *, writing: bool = False) -> Iterator[Connection]:
        """Yield a connection with a transaction that is confirmed at the end.

        Args:
            writing: Whether it will write, and so keeps other writers out from the start.

        Raises:
            AccordError: If the store is closed, or the database fails.
        """
        with self._changed:
            self._changed.wait_for(lambda: not self._forking)
            if self._closed:
                raise AccordError(f"{self.name}: {CLOSED}")
            self._lent += 1
        engine = self._writing if writing else self._engine
        try:
            with in_sentences(self.name), engine.begin() as connection:
                yield connection
        finally:
            with self._changed:
                self._lent -= 1
                self._changed.notify_all()

    def close(self) -> None:
        """Lend no more, and close those that there are."""
        self._closed = True
        with in_sentences(self.name):
            self._engine.dispose()

    def before_fork(self) -> None:
        """Close all once none is lent; whoever wants one waits, as the lock is kept."""
        self._changed.acquire()
        self._forking = True
        self._changed.wait_for(lambda: not self._lent)
        self._engine.dispose()

    def after_fork(self, *, child: bool) -> None:
        """Lend again."""
        if child:  # which has no thread but the one that forked
            self._renew()
        self._forking = False
        self._changed.notify_all()
        self._changed.release()


def _before_fork() -> None:
    _forking[:] = _ALL
    for one in _forking:
        one.before_fork()


def _after_fork(child: bool) -> None:
    for one in _forking:
        one.after_fork(child=child)
    _forking.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(
        before=_before_fork,
        after_in_parent=lambda: _after_fork(child=False),
        after_in_child=lambda: _after_fork(child=True),
    )
