"""An answer that takes its time says so, where somebody sees it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Timer

SOON = 5.0
"""Seconds after which somebody who waits is told that nothing hangs."""
STILL = "still reckoning: many issues, parties or guarantees take minutes; Ctrl-C stops it"


@contextmanager
def long_answer(soon: float = SOON) -> Iterator[None]:
    """Say once that an answer takes its time, where somebody sees it.

    Args:
        soon: After how many seconds.
    """
    if not sys.stderr.isatty():
        yield
        return
    stream = sys.stderr
    timer = Timer(soon, lambda: print(STILL, file=stream, flush=True))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
