"""A log that is written by and by, so that nobody waits for the disk on account of it."""

from threading import Condition, Lock, Thread

from accord.errors import AccordError, Conflict
from accord.store import Event, Store

_GATHER = 1.0
"""Seconds between two writes: what a machine that loses its power would lose."""
_AGAIN = 5.0
"""Seconds until what could not be written is tried again."""
_MOST = 100_000
"""Events that wait while the store cannot be written; what is more is counted and said."""


class BatchedLog:
    """Events to be appended to one log of a store, many at a time.

    It is for what may be lost in the last second before a crash: who opened what, and when
    somebody was seen.
    """

    def __init__(self, store: Store, log: str) -> None:
        """Take the store and the log; the thread starts with the first event."""
        self._store, self._log = store, log
        self._waiting: list[Event] = []
        self._dropped = 0
        self._count = 0
        self._changed = Condition()
        self._writing = Lock()
        self._closed = False
        self._thread: Thread | None = None

    def add(self, event: Event) -> None:
        """Hand an event over; it is on the disk about a second later."""
        with self._changed:
            if len(self._waiting) >= _MOST:
                self._dropped += 1
                return
            self._waiting.append(event)
            if self._thread is None and not self._closed:
                self._thread = Thread(target=self._run, name=self._log, daemon=True)
                self._thread.start()

    def flush(self) -> None:
        """Write what waits.

        Raises:
            AccordError: If the store cannot be written; then it goes on waiting.
        """
        with self._writing:
            with self._changed:
                events, self._waiting = self._waiting, []
                if self._dropped:
                    events.append({"kind": "dropped", "count": self._dropped})
                    self._dropped = 0
            try:
                while events:
                    try:
                        self._count = self._store.append(self._log, self._count, events)
                        return
                    except Conflict:
                        self._count += len(self._store.read(self._log, self._count))
            except AccordError:
                with self._changed:
                    self._waiting = events + self._waiting
                raise

    def close(self) -> None:
        """Write what waits, and take no more."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join()
        self.flush()

    def _run(self) -> None:
        pause = _GATHER
        while True:
            with self._changed:
                if self._changed.wait_for(lambda: self._closed, pause):
                    return
            try:
                self.flush()
                pause = _GATHER
            except AccordError:
                pause = _AGAIN
