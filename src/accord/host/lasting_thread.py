"""A thread that runs while its context lasts."""

from collections.abc import Callable
from threading import Event as Signal
from threading import Thread
from types import TracebackType
from typing import Self


class LastingThread:
    """Runs something in a thread of its own from the beginning of a context to its end."""

    def __init__(self, run: Callable[[], None], name: str) -> None:
        """Take what runs, until `_over` is set; the context manager starts it.

        Args:
            run: What runs.
            name: What the thread is called.
        """
        self._over = Signal()
        self._thread = Thread(target=run, name=name, daemon=True)

    def _stop(self) -> None:
        """Let the thread know that it is over."""
        self._over.set()

    def __enter__(self) -> Self:
        """Start."""
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Stop, and wait until what runs has ended."""
        self._stop()
        self._thread.join()
