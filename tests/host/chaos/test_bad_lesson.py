"""In a lesson when all goes wrong nothing confirmed is lost, and nothing done twice."""

from pathlib import Path

from tests.host.chaos.bad_lesson import bad_lesson


def test_a_class_and_an_own_machine_lose_nothing_whatever_befalls_them(tmp_path: Path) -> None:
    found = bad_lesson(tmp_path, 1, 4)
    assert found.faults == []
    assert found.operations["move confirmed"]
