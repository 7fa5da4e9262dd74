"""Many talks at one call: by whatever plays them, in a file, and on from where they stopped."""

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Thread

import pytest
from attrs import evolve
from tests.play.build import opposed, process

from accord.errors import AccordError
from accord.play import (
    Game,
    PlayedTalks,
    game,
    games,
    parse_rules,
    parse_seats,
    play_talks,
    statistics,
    summary,
)
from accord.play.workers import Workers

TALKS = 30


def made(seed: int = 4) -> Game:
    agenda, held = opposed(walk_away={"alba": (20, 100), "delta": (40, 50)})
    seats = parse_seats(["alba=linear", "delta=random-walker"])
    return game(
        process(agenda, ["alba", "delta"]), held, parse_rules("", 2, 6), seats, seed=seed
    )


def test_they_are_the_talks_that_are_played_one_by_one() -> None:
    found = play_talks(made(), TALKS)
    assert found.statistics == statistics(made(), list(map(summary, games(made(), TALKS))))
    assert (found.talks, found.read, found.stopped, found.engine) == (TALKS, 0, False, "table")
    plain = found.to_json()
    assert plain["talks"] == TALKS
    assert plain["delegates"] == {"alba": "linear", "delta": "random-walker"}


def test_the_answers_are_the_same_whatever_plays_them(tmp_path: Path) -> None:
    here = play_talks(made(), TALKS, out=str(tmp_path / "here.csv"))
    with ThreadPoolExecutor(2) as executor:
        for name, workers in (("processes", 2), ("executor", executor)):
            there = play_talks(
                made(), TALKS, workers=workers, out=str(tmp_path / name) + ".csv"
            )
            assert there.statistics == here.statistics
    files = [one.read_bytes() for one in tmp_path.iterdir()]
    assert len(files) == 3 and len(set(files)) == 1


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_a_file_is_continued_where_it_ends(suffix: str, tmp_path: Path) -> None:
    file = str(tmp_path / f"talks.{suffix}")
    assert play_talks(made(), 7, out=file).read == 0
    seen: list[int] = []
    found = play_talks(made(), TALKS, out=file, watch=seen.append)
    assert (found.read, found.talks, sum(seen)) == (7, TALKS, TALKS)
    assert found.statistics == play_talks(made(), TALKS).statistics
    with pytest.raises(AccordError, match="talks with other settings"):
        play_talks(made(seed=5), TALKS, out=file)
    with pytest.raises(AccordError, match="how many are measured"):
        play_talks(evolve(made(), measured=3), TALKS, out=file)


def interrupting(after: int) -> Callable[[int], None]:
    """Press Ctrl-C once so many talks were played."""
    left = [after]

    def watch(more: int) -> None:
        left[0] -= more
        if left[0] <= 0:
            raise KeyboardInterrupt

    return watch


def test_ctrl_c_leaves_what_was_played_counted_and_in_the_file(tmp_path: Path) -> None:
    file = str(tmp_path / "talks.csv")
    found = play_talks(made(), TALKS, out=file, watch=interrupting(5))
    assert found.stopped and found.talks == 5
    assert found.statistics == play_talks(made(), 5).statistics
    assert play_talks(made(), TALKS, out=file).read == 5


def test_where_none_was_played_there_is_nothing_to_count() -> None:
    none = PlayedTalks(
        game=made(), tally=None, seconds=0.0, read=0, stopped=True, engine="table"
    )
    assert none.talks == 0
    with pytest.raises(AccordError, match="No talk was"):
        _ = none.statistics


def test_a_thread_beside_the_main_one_may_play_them_on_processes() -> None:
    found: list[PlayedTalks] = []
    workers: Workers = 2
    beside = Thread(target=lambda: found.append(play_talks(made(), 8, workers=workers)))
    beside.start()
    beside.join(60)
    assert [one.talks for one in found] == [8]


def test_a_script_without_a_guard_is_told_what_is_missing(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "from accord.errors import AccordError\n"
        "from accord.play.workers import start_workers\n"
        "try:\n"
        "    with start_workers(2) as executor:\n"
        "        print(executor.submit(int).result())\n"
        "except AccordError as error:\n"
        "    print(error)\n",
        "utf-8",
    )
    done = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, timeout=60
    )
    assert "call this under 'if __name__ == \"__main__\":'" in done.stdout
    assert "--workers" not in done.stdout
