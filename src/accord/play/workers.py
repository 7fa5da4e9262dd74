"""What plays many talks: processes of this machine, a cluster, or this process alone."""

import atexit
import os
import signal
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event
from threading import Thread, current_thread, main_thread
from types import FrameType

from accord.errors import AccordError

MOST_PROCESSES = 8
"""So many processes play the talks of all programs at most: each loads the library anew."""

ENDED = (
    "A process that played talks was ended from outside, perhaps for want of memory: try fewer "
    "workers"
)

UNGUARDED = (
    "The processes that play talks could not begin. They run the calling script again: in a "
    "script, call this under 'if __name__ == \"__main__\":'; else memory may be short"
)


Workers = int | str | Executor
"""How many processes of this machine (one: this process), the address of a Dask scheduler, such
as `tcp://10.0.0.5:8786`, or an executor that the caller opens and closes."""


def processors() -> int:
    """Return how many processes may play the talks of all programs."""
    return min(MOST_PROCESSES, os.cpu_count() or 1)


def start_workers(workers: Workers, kept: str = "") -> AbstractContextManager[Executor | None]:
    """Start what plays talks, and end it when it is left.

    Args:
        workers: What plays them.
        kept: What is said besides where a process was ended from outside.

    Returns:
        An executor; None for here and now.
    """
    if isinstance(workers, Executor):
        return nullcontext(workers)
    if isinstance(workers, str):
        from accord.play.cluster import cluster

        return cluster(workers)
    return _processes(workers, kept) if workers > 1 else nullcontext()


class _Ended(BaseException):
    """Somebody told this process to end, with a signal."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


@contextmanager
def _processes(count: int, kept: str) -> Iterator[Executor]:
    """Start processes that leave Ctrl-C to this one, and end when it does, however it does.

    Every worker holds the reading end of one pipe, this process alone its writing end: once
    that is closed, by this process or by the system after it, they are at the pipe's end and
    leave. So they do too where the executor loses sight of one, as it can of a worker that it
    starts while another dies, and for which it would wait for ever.
    """
    spawn = get_context("spawn")
    reading, writing = spawn.Pipe(duplex=False)
    begun = spawn.Event()
    executor = ProcessPoolExecutor(
        count, mp_context=spawn, initializer=_work, initargs=(reading, begun)
    )
    try:
        with _told_to_end():
            yield executor
            executor.shutdown(cancel_futures=True)
    except _Ended as end:
        # Else the executor would wait for what its workers have in hand, however long it takes.
        writing.close()
        executor.shutdown(cancel_futures=True)
        # A signal ends the process at once, and its semaphores would be left behind.
        atexit._run_exitfuncs()
        signal.signal(end.number, signal.SIG_DFL)
        signal.raise_signal(end.number)
    except BrokenExecutor:
        writing.close()
        executor.shutdown()
        raise AccordError(f"{ENDED if begun.is_set() else UNGUARDED}{kept}.") from None
    except BaseException:
        executor.shutdown(cancel_futures=True)
        raise
    finally:
        writing.close()
        reading.close()


def _work(line: Connection, begun: Event) -> None:
    """Begin to work: what ends this process is the end of the line to the one that began it."""
    begun.set()
    for ignored in _signals("SIGINT", "SIGHUP"):
        signal.signal(ignored, signal.SIG_IGN)
    Thread(target=_watch, args=(line,), daemon=True).start()


def _watch(line: Connection) -> None:
    with suppress(EOFError, OSError):
        line.recv_bytes()
    os._exit(1)


@contextmanager
def _told_to_end() -> Iterator[None]:
    """Close what is open before a signal ends this process; what is ignored stays ignored.

    Signals come to the main thread alone: beside it there is nothing to be seen to.
    """

    def end(number: int, _: FrameType | None) -> None:
        raise _Ended(number)

    ends = _signals("SIGTERM", "SIGHUP") if current_thread() is main_thread() else []
    asked = [one for one in ends if signal.getsignal(one) is signal.SIG_DFL]
    for one in asked:
        signal.signal(one, end)
    try:
        yield
    finally:
        for one in asked:
            signal.signal(one, signal.SIG_DFL)


def _signals(*names: str) -> list[signal.Signals]:
    """Return the signals of these names that the system has."""
    return [signal.Signals[name] for name in names if name in signal.Signals.__members__]
