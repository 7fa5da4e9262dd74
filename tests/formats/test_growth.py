"""What is added to a folder in memory is what is added to its files, for every reader."""

from pathlib import Path

import pytest
from tests.formats.growth_oracle import grown_at_random


@pytest.mark.parametrize("seed", range(12))
def test_more_in_memory_is_as_if_the_files_were_read_again(seed: int, tmp_path: Path) -> None:
    grown_at_random(seed, tmp_path)


def test_most_of_what_can_be_added_is_added_in_memory(tmp_path: Path) -> None:
    assert sum(grown_at_random(seed, tmp_path / f"{seed}") for seed in range(20, 26)) > 10
