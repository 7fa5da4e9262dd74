"""How far many talks are, shown where somebody sees it."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from accord.play.span import Spanned, delegations


def watched(coming: Iterable[Spanned]) -> Iterator[Spanned]:
    """Show how far the talks of every program are.

    Args:
        coming: What came of each program, one after the other.
    """
    with progress(len(delegations()), "programs") as show:
        for one in coming:
            yield one
            show(1)


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
