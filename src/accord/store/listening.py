"""Being woken when logs grow, whoever writes: what to read is then in the log."""

from abc import ABC, abstractmethod
from collections.abc import Callable
from threading import Condition
from time import monotonic
from types import TracebackType
from typing import Self

POLL = 0.05
"""Seconds between two looks for what other programs wrote, where nobody tells of it. A look
takes a fifth of a millisecond, and nobody notices so short a delay."""


class Commits:
    """How often this program has written, and a way to wait for the next time."""

    def __init__(self) -> None:
        """Begin to count."""
        self._changed = Condition()
        self.count = 0

    def note(self) -> None:
        """Wake all who wait."""
        with self._changed:
            self.count += 1
            self._changed.notify_all()

    def wait(self, seen: int, timeout: float) -> None:
        """Return when the count is another than was seen, or the time is over."""
        with self._changed:
            self._changed.wait_for(lambda: self.count != seen, timeout)


class Listener(ABC):
    """What hears of every log that grew since it was made, for one thread at a time.

    Read a log first and wait then: what is appended in between is not missed. A table may be
    named though its log was read already.
    """

    @abstractmethod
    def wait(self, timeout: float | None = None) -> frozenset[str]:
        """Wait until a log has grown.

        Args:
            timeout: Seconds to wait at most; None: for ever.

        Returns:
            The ids of the tables whose logs have grown since the last call, or since the
            listener was made; empty when the time is over.

        Raises:
            AccordError: If the database fails; the next call tries again.
        """

    @abstractmethod
    def close(self) -> None:
        """Hear no more."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


class Looking(Listener):
    """Looks again and again, and at once after this program has written."""

    def __init__(self, look: Callable[[], frozenset[str]], commits: Commits) -> None:
        """Take what finds out which logs have grown since it was last asked."""
        self._look = look
        self._commits = commits

    def wait(self, timeout: float | None = None) -> frozenset[str]:
        """Wait until a log has grown; see `Listener.wait`."""
        end = None if timeout is None else monotonic() + timeout
        while True:
            seen = self._commits.count
            if found := self._look():
                return found
            left = POLL if end is None else end - monotonic()
            if left <= 0:
                return found
            self._commits.wait(seen, min(POLL, left))

    def close(self) -> None:
        """Hear no more; there is nothing to let go of."""
