"""One thread that writes for all, so that those who wait share one transaction.

Forcing a transaction to the disk takes milliseconds, whatever is in it. While one is under way
others come to wait; the thread takes all of them into the next (group commit).
"""

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from threading import Condition, Thread

from attrs import field, frozen

from accord.errors import AccordError

Answer = int | AccordError
"""How many events the log has now, or why nothing was added to it."""

CLOSED = "this store is closed: open it again"

MOST = 1024
"""Appends in one transaction: above some hundreds the disk is no longer what takes the time."""
LINGER = 0.1
"""Seconds for which the thread waits for more before it ends. It is no daemon, so that what was
taken is written even if the program ends without closing the store; it may not keep the program
from ending, either."""


@frozen(eq=False)
class Addition:
    """What somebody waits for to be added to a log.

    Attributes:
        table: The table's id.
        after: How many events the writer has seen.
        bodies: The events as canonical JSON, in order.
        at: When they were taken.
        by: Who appends them.
        answer: How many events the log has then, or an error.
    """

    table: str
    after: int
    bodies: tuple[str, ...]
    at: str
    by: str
    answer: Future[int] = field(factory=Future)


class GroupWriter:
    """The thread and what waits for it; the thread runs only while there is something."""

    def __init__(self, write: Callable[[Sequence[Addition]], Sequence[Answer]]) -> None:
        """Take what writes a group of additions and answers each."""
        self._write = write
        self._changed = Condition()
        self._waiting: deque[Addition] = deque()
        self._thread: Thread | None = None
        self._closed = False

    def take(self, additions: Iterable[Addition]) -> None:
        """Let additions wait, next to each other, until they are written.

        Raises:
            AccordError: If the store is closed, or the program about to end.
        """
        with self._changed:
            if self._closed:
                raise AccordError(CLOSED)
            if self._thread is None:
                thread = Thread(target=self._run, name="accord-store")
                try:
                    thread.start()
                except RuntimeError as error:
                    raise AccordError(f"nothing can be written now: {error}") from None
                self._thread = thread
            self._waiting.extend(additions)
            self._changed.notify()

    def close(self) -> None:
        """Take no more, and return when all that was taken is answered."""
        with self._changed:
            self._closed = True
            thread = self._thread
            self._changed.notify()
        if thread is not None:
            thread.join()

    def _run(self) -> None:
        while group := self._next():
            _answer(group, self._write)

    def _next(self) -> list[Addition]:
        """Return what waits, as soon as something does; nothing when the thread may end."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._closed, LINGER)
            if not self._waiting:
                self._thread = None
            return [self._waiting.popleft() for _ in range(min(len(self._waiting), MOST))]


def _answer(
    group: list[Addition], write: Callable[[Sequence[Addition]], Sequence[Answer]]
) -> None:
    """Have a group written, and answer each of it, whatever happens."""
    # Nobody can take an addition back from here on.
    held = [one for one in group if one.answer.set_running_or_notify_cancel()]
    answers: Sequence[int | BaseException]
    try:
        answers = write(held)
    except BaseException as error:  # each who waits must hear of it, and the thread go on
        answers = [error] * len(held)
    for one, answer in zip(held, answers, strict=True):
        if isinstance(answer, BaseException):
            one.answer.set_exception(answer)
        else:
            one.answer.set_result(answer)
