"""A process folder held in memory, and the one door through which it is changed."""

from collections.abc import Callable
from pathlib import Path
from threading import RLock
from typing import Any, TypeVar

from accord.errors import InvalidProcess, Problem
from accord.formats import load
from accord.host.bell import Bell
from accord.model import Reader
from accord.record import Case
from accord.store import Store

T = TypeVar("T")

LOG = "host/done"


class HeldFolder:
    """The folder as each reader may read it, kept until something that it reads changes."""

    def __init__(self, folder: Path, store: Store, bell: Bell) -> None:
        """Take the folder, where it is kept who did what, and what rings after a change.

        Raises:
            InvalidProcess: If the folder has mistakes.
        """
        self._folder, self._store, self._bell = folder, store, bell
        self._lock = RLock()
        self._whole = load(folder)
        self._cases: dict[Reader, Case] = {}
        self._positions: dict[Reader, int] = {}
        self._done: dict[str, Any] = {}
        self.mistakes: tuple[Problem, ...] = ()

    @property
    def whole(self) -> Case:
        """All that is in the folder; for what every reader may know of it, and nothing else."""
        return self._whole

    def case(self, reader: Reader) -> Case:
        """Return what a reader may read: the last state without mistakes."""
        with self._lock:
            if reader not in self._cases:
                self._cases[reader] = load(self._folder, reader=reader)
            return self._cases[reader]

    def position(self, reader: Reader) -> int:
        """Return how often something that a reader may read has changed since the start."""
        with self._lock:
            self.case(reader)
            return self._positions.get(reader, 0)

    def change(self, by: str, key: str, what: Callable[[Path], T]) -> T:
        """Change the folder; with a key that was given before, return what was returned then.

        Args:
            by: Who changes it.
            key: What tells this change from others; empty for none.
            what: A function of the library that changes a folder.
        """
        with self._lock:
            if key and key in self._done:
                done: T = self._done[key]
                return done
            result = what(self._folder)
            if key:
                self._done[key] = result
            after = len(self._store.read(LOG))
            self._store.append(LOG, after, [{"kind": "changed", "key": key}], by)
            self.refresh()
            return result

    def refresh(self) -> None:
        """Take in what is in the folder now; with mistakes, the last good state goes on."""
        with self._lock:
            try:
                self._whole = load(self._folder)
            except InvalidProcess as invalid:
                self.mistakes = invalid.problems
                return
            self.mistakes = ()
            for reader, before in list(self._cases.items()):
                now = load(self._folder, reader=reader)
                if now != before:
                    self._cases[reader] = now
                    self._positions[reader] = self._positions.get(reader, 0) + 1
            self._bell.ring()
