"""On an afternoon when all goes wrong nothing confirmed is lost, and nothing done twice."""

from pathlib import Path

from tests.host.chaos.bad_afternoon import bad_afternoon


def test_what_is_confirmed_is_there_once_whatever_befalls_the_host(tmp_path: Path) -> None:
    found = bad_afternoon(tmp_path, 1, 3)
    assert found.faults == []
    assert found.operations["entry confirmed"] and found.blows["kill"]
