"""Many talks from the command line: workers, a progress bar, a file, and Ctrl-C."""

import signal
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager, nullcontext
from multiprocessing import get_context

from attrs import frozen

from accord.errors import AccordError
from accord.play import Game, Talk, engine_for, rows
from accord.play import hold as hold_talks


@frozen
class Held:
    """Talks that were held.

    Attributes:
        talks: The talks.
        seconds: How long it took; talks read from a file took none.
        stopped: Whether they were stopped before all were held.
        engine: What held them.
    """

    talks: list[Talk]
    seconds: float
    stopped: bool
    engine: str


def hold(game: Game, talks: int, workers: int, address: str | None, out: str | None) -> Held:
    """Hold many talks.

    Args:
        game: What they have in common.
        talks: How many.
        workers: How many processes hold them.
        address: The scheduler of a cluster that holds them; None for this machine.
        out: A file with a row for every talk, which is continued; None for no file.

    Raises:
        AccordError: If the file cannot be written or holds something else, or a process died.
    """
    held: list[Talk] = []
    start, stopped = time.perf_counter(), False
    with ExitStack() as stack:
        file = None
        if out is not None:
            file = stack.enter_context(closing(rows(out, game)))
            held = file.read()[:talks]
        executor = stack.enter_context(executors(workers, address))
        show = stack.enter_context(progress(talks, len(held)))
        engine = engine_for(game, talks - len(held))
        coming = hold_talks(game, talks, len(held), executor, engine)
        try:
            for talk in stack.enter_context(closing(coming)):
                held.append(talk)
                if file is not None:
                    file.add(talk)
                show()
        except KeyboardInterrupt:
            stopped = True
        except BrokenExecutor:
            raise AccordError(
                "A process that held talks was ended from outside, perhaps for want of memory: "
                "try fewer --workers."
            ) from None
        except OSError as error:
            raise AccordError(f"{out}: cannot be written: {error.strerror}.") from None
    return Held(held, time.perf_counter() - start, stopped, engine)


def executors(workers: int, address: str | None) -> AbstractContextManager[Executor | None]:
    """Start what holds talks: processes, a cluster, or nothing for here and now.

    Args:
        workers: How many processes.
        address: The scheduler of a cluster; None for this machine.
    """
    if address is not None:
        from accord.play.cluster import cluster

        return cluster(address)
    return _workers(workers) if workers > 1 else nullcontext()


@contextmanager
def _workers(count: int) -> Iterator[Executor]:
    """Start processes that leave Ctrl-C to this one."""
    executor = ProcessPoolExecutor(
        count,
        mp_context=get_context("spawn"),
        initializer=signal.signal,
        initargs=(signal.SIGINT, signal.SIG_IGN),
    )
    try:
        yield executor
    finally:
        executor.shutdown(cancel_futures=True)


@contextmanager
def progress(talks: int, done: int) -> Iterator[Callable[[], None]]:
    """Show how far the talks are, where somebody sees it."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    console = Console(stderr=True)
    bar = Progress(BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=console)
    with bar:
        task = bar.add_task("talks", total=talks, completed=done)
        yield lambda: bar.advance(task)
