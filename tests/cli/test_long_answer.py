"""An answer that takes its time says so to whoever sees it, and to no file."""

import io
import sys
import time

import pytest

from accord.cli.long_answer import STILL, long_answer


class Terminal(io.StringIO):
    """A stream that somebody sees."""

    def isatty(self) -> bool:
        """Say that it is a terminal."""
        return True


@pytest.mark.parametrize(
    ("stream", "soon", "said"),
    [(Terminal(), 0.01, f"{STILL}\n"), (Terminal(), 60, ""), (io.StringIO(), 0.01, "")],
)
def test_only_a_terminal_is_told_and_only_after_a_while(
    monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, soon: float, said: str
) -> None:
    monkeypatch.setattr(sys, "stderr", stream)
    with long_answer(soon):
        end = time.monotonic() + (10 if said else 0.2)
        while time.monotonic() < end and not (said and stream.getvalue() == said):
            time.sleep(0.01)
    assert stream.getvalue() == said
