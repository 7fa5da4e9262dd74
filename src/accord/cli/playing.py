"""Many talks from the command line: workers, a progress bar, a file, and Ctrl-C."""

import os
import signal
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor
from contextlib import (
    AbstractContextManager,
    ExitStack,
    closing,
    contextmanager,
    nullcontext,
    suppress,
)
from multiprocessing import get_context
from multiprocessing.connection import Connection
from threading import Thread
from types import FrameType

from attrs import frozen

from accord.errors import AccordError
from accord.play import Game, engine_for, play_many, rows
from accord.play.columns import Columns
from accord.play.engines import recount
from accord.play.span import Spanned, delegations
from accord.play.tally import Tally, plus

MOST_PROCESSES = 8
"""So many processes play the talks of all programs at most."""

ENDED = (
    "A process that played talks was ended from outside, perhaps for want of memory: try fewer "
    "--workers"
)


@frozen
class PlayedTalks:
    """Talks that were played.

    Attributes:
        tally: What they came to; None if there was none.
        seconds: How long it took.
        read: How many of them were read from a file, and not played.
        stopped: Whether they were stopped before all were played.
        engine: What played them.
    """

    tally: Tally | None
    seconds: float
    read: int
    stopped: bool
    engine: str

    @property
    def talks(self) -> int:
        """Say how many were played, those read from a file among them."""
        return 0 if self.tally is None else self.tally.talks


def play_talks(
    game: Game, talks: int, workers: int, address: str | None, out: str | None
) -> PlayedTalks:
    """Play many talks.

    Args:
        game: What they have in common.
        talks: How many.
        workers: How many processes play them.
        address: The scheduler of a cluster that plays them; None for this machine.
        out: A file with a row for every talk, which is continued; None for no file.

    Raises:
        AccordError: If the file cannot be written or holds something else, or a process died.
    """
    total: Tally | None = None
    done = 0
    start, stopped = time.perf_counter(), False
    with ExitStack() as stack:
        kept = "" if out is None else f", and the same command goes on after those in {out}"
        executor = stack.enter_context(executors(workers, address, kept))
        file = None if out is None else stack.enter_context(closing(rows(out, game)))
        show = stack.enter_context(progress(talks))
        engine = engine_for(game, talks)
        try:
            if file is not None:
                before = recount(game, _first(talks, file.read()), executor, engine)
                for tally in stack.enter_context(closing(before)):
                    total = plus(total, tally)
                    done = total.talks
                    show(tally.talks)
            coming = play_many(game, talks, done, executor, engine, whole=file is not None)
            for part in stack.enter_context(closing(coming)):
                if file is not None and part.columns is not None:
                    file.add(part.columns)
                total = plus(total, part.tally)
                show(part.tally.talks)
        except KeyboardInterrupt:
            stopped = True
    return PlayedTalks(total, time.perf_counter() - start, done, stopped, engine)


def processors() -> int:
    """Say how many processes may play the talks of all programs."""
    return min(MOST_PROCESSES, os.cpu_count() or 1)


def spanned(
    read: Callable[["Executor | None"], Iterable[Spanned]], workers: int
) -> tuple[Spanned, ...] | None:
    """Play the talks of every program, and show how far they are.

    Args:
        read: Holds them on what it is given.
        workers: How many processes play them at least.

    Returns:
        What came of each program; None where Ctrl-C ended them.
    """
    try:
        with executors(max(workers, processors()), None) as executor:
            return tuple(watched(read(executor)))
    except KeyboardInterrupt:
        return None


def watched(coming: Iterable[Spanned]) -> Iterator[Spanned]:
    """Show how far the talks of every program are.

    Args:
        coming: What came of each program, one after the other.
    """
    with progress(len(delegations()), "programs") as show:
        for one in coming:
            yield one
            show(1)


def _first(talks: int, read: Iterator[Columns]) -> Iterator[Columns]:
    """Give the first talks of a file, as many as are asked for."""
    for columns in read:
        yield columns.head(talks - columns.first)
        if columns.first + len(columns) >= talks:
            return


def executors(
    workers: int, address: str | None, kept: str = ""
) -> AbstractContextManager[Executor | None]:
    """Start what plays talks: processes, a cluster, or nothing for here and now.

    Args:
        workers: How many processes.
        address: The scheduler of a cluster; None for this machine.
        kept: What is said besides where a process was ended from outside.
    """
    if address is not None:
        from accord.play.cluster import cluster

        return cluster(address)
    return _workers(workers, kept) if workers > 1 else nullcontext()


class _Ended(BaseException):
    """Somebody told this process to end, with a signal."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


@contextmanager
def _workers(count: int, kept: str) -> Iterator[Executor]:
    """Start processes that leave Ctrl-C to this one, and end when it does, however it does.

    Every worker holds the reading end of one pipe, this process alone its writing end: once
    that is closed, by this process or by the system after it, they are at the pipe's end and
    leave. So they do too where the executor loses sight of one, as it can of a worker that it
    starts while another dies, and for which it would wait for ever.
    """
    spawn = get_context("spawn")
    reading, writing = spawn.Pipe(duplex=False)
    executor = ProcessPoolExecutor(
        count, mp_context=spawn, initializer=_work, initargs=(reading,)
    )
    try:
        with _told_to_end():
            yield executor
            executor.shutdown(cancel_futures=True)
    except _Ended as end:
        # The executor would wait for what its workers have in hand, however long that takes.
        signal.signal(end.number, signal.SIG_DFL)
        signal.raise_signal(end.number)
    except BrokenExecutor:
        writing.close()
        executor.shutdown()
        raise AccordError(f"{ENDED}{kept}.") from None
    except BaseException:
        executor.shutdown(cancel_futures=True)
        raise
    finally:
        writing.close()
        reading.close()


def _work(line: Connection) -> None:
    """Begin to work: what ends this process is the end of the line to the one that began it."""
    for ignored in _signals("SIGINT", "SIGHUP"):
        signal.signal(ignored, signal.SIG_IGN)
    Thread(target=_watch, args=(line,), daemon=True).start()


def _watch(line: Connection) -> None:
    with suppress(EOFError, OSError):
        line.recv_bytes()
    os._exit(1)


@contextmanager
def _told_to_end() -> Iterator[None]:
    """Close what is open before a signal ends this process; what is ignored stays ignored."""

    def end(number: int, _: FrameType | None) -> None:
        raise _Ended(number)

    asked = [s for s in _signals("SIGTERM", "SIGHUP") if signal.getsignal(s) is signal.SIG_DFL]
    for one in asked:
        signal.signal(one, end)
    try:
        yield
    finally:
        for one in asked:
            signal.signal(one, signal.SIG_DFL)


def _signals(*names: str) -> list[signal.Signals]:
    """Give the signals of these names that the system has."""
    return [signal.Signals[name] for name in names if name in signal.Signals.__members__]


@contextmanager
def progress(talks: int, what: str = "talks") -> Iterator[Callable[[int], None]]:
    """Show how far the talks are, where somebody sees it.

    Args:
        talks: How many there are.
        what: What is counted.

    Yields:
        What is to be told how many more were played.
    """
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = BarColumn(), MofNCompleteColumn(), TextColumn(what), TimeRemainingColumn()
    bar = Progress(*columns, console=Console(stderr=True))
    with bar:
        task = bar.add_task(what, total=talks)
        yield lambda played: bar.advance(task, played)
