"""What the tests of commands share."""

import pytest


@pytest.fixture(autouse=True)
def few_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let two programs make the span over programs, here and now: it is tested elsewhere."""
    monkeypatch.setattr("accord.play.span.delegations", lambda: ("linear", "micro"))
    monkeypatch.setattr("accord.play.workers.processors", lambda: 1)
