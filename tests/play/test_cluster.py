"""A Dask cluster of separate processes: the same answers, whatever becomes of a worker."""

import json
import logging
import os
import signal
import sys
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError, Executor, Future
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen
from click.testing import CliRunner
from tests.play.build import opposed, process, talks

import accord
from accord.cli import cli
from accord.delegates import parse
from accord.errors import AccordError
from accord.play import Game, games, play, run
from accord.play.cluster import _Watched, cluster
from accord.play.tournament import Tournament, TournamentCase, play_tournament
from accord.talks import write

distributed: Any = pytest.importorskip("distributed")

GAME = talks(
    "alba=random-walker", held=opposed(walk_away={"alba": (20, 80), "delta": (20, 80)}), seed=3
)
TALKS = 120


def log(game: Game) -> str:
    return write(play(game).log)


def local(workers: int) -> Any:
    return distributed.LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        processes=True,
        dashboard_address=":0",
        memory_limit=0,
        silence_logs=logging.CRITICAL,
    )


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with local(2) as found:
        yield found.scheduler_address


def test_a_worker_killed_in_mid_run_loses_nothing_and_doubles_nothing(address: str) -> None:
    here = [log(game) for game in games(GAME, TALKS)]
    with distributed.Client(address, set_as_default=False) as watch, cluster(address) as on:
        (worker, pid), *others = watch.run(os.getpid).items()
        assert others and pid != os.getpid()
        coming = run(games(GAME, TALKS), on, log)
        there = [next(coming)]
        os.kill(pid, signal.SIGSTOP)
        time.sleep(0.2)
        in_hand = watch.processing()[worker]
        os.kill(pid, signal.SIGKILL)
        there.extend(coming)
        left = watch.run(os.getpid).values()
    assert in_hand, "the worker had nothing in hand when it was killed"
    assert pid not in left
    assert there == here


def test_a_tournament_on_a_cluster_is_the_one_held_here(address: str) -> None:
    agenda, held = opposed()
    case = TournamentCase(
        name="river", process=process(agenda, ["alba", "delta"]), interests=held
    )
    asked = Tournament(
        cases=(case,),
        delegates=(parse("linear"), parse("random-walker"), parse("boulware:beta=0.1")),
        repeat=3,
        draws=True,
    )
    assert play_tournament(asked, workers=address) == play_tournament(asked)


def test_the_command_gives_the_same_on_a_cluster(address: str, tmp_path: Path) -> None:
    folder = str(tmp_path / "river")
    assert CliRunner().invoke(cli, ["new", folder]).exit_code == 0
    options = ["tournament", folder, "--delegates", "linear,random-walker", "--draw", "--json"]
    here, there = (
        CliRunner().invoke(cli, [*options, *more], catch_exceptions=False)
        for more in ([], ["--cluster", address])
    )
    assert here.stdout == there.stdout
    assert '"standings"' in here.stdout


def test_many_talks_come_to_the_same_on_a_cluster(address: str, tmp_path: Path) -> None:
    folder, file = str(tmp_path / "river"), tmp_path / "talks.csv"
    assert CliRunner().invoke(cli, ["new", folder]).exit_code == 0
    options = ["play", folder, "--rounds", "3", "-n", "40", "--json", "--no-span"]
    here, there, again = (
        CliRunner().invoke(cli, [*options, *more], catch_exceptions=False).stdout
        for more in ([], ["--cluster", address, "--out", str(file)], ["--out", str(file)])
    )
    told = [json.loads(one) for one in (here, there, again)]
    assert all(one.pop("seconds") > 0 for one in told)
    assert told[0] == told[1] == told[2]


def test_a_delegate_that_cannot_sit_is_said_from_a_worker_too(address: str) -> None:
    with cluster(address) as executor, pytest.raises(AccordError, match="no program sits"):
        list(run([talks("alba=linear"), _unseated()], executor, log))


def _unseated() -> Game:
    game = talks()
    return Game(setup=game.setup, interests=game.interests, delegates={})


def test_a_cluster_without_workers_says_so() -> None:
    with (
        local(0) as found,
        pytest.raises(AccordError, match="has no worker: start one"),
        cluster(found.scheduler_address, seconds=0.2),
    ):
        pass


def test_a_lost_scheduler_is_said() -> None:
    with (
        local(1) as found,
        pytest.raises(AccordError, match="was lost, and with it the talks"),
        cluster(found.scheduler_address) as on,
    ):
        coming = run(games(GAME, TALKS), on, log)
        next(coming)
        found.close()
        list(coming)


def test_what_is_sent_as_the_scheduler_is_lost_does_not_wait_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nothing ever comes of what is sent; the client only knows that the scheduler is gone."""

    class Silent(Executor):
        def submit(self, task: Any, /, *args: Any, **named: Any) -> Future[Any]:
            return Future()

    class Lost:
        status = "connecting"

        def get_executor(self, pure: bool) -> Executor:
            return Silent()

    monkeypatch.setattr("accord.play.cluster.POLL", 0.01)
    executor = _Watched(Lost())
    with pytest.raises(CancelledError):
        list(run(games(GAME, TALKS), executor, log))
    executor.shutdown()


def test_talks_that_cost_several_workers_are_given_up(address: str) -> None:
    killed = distributed.KilledWorker("talk", _Worker("tcp://one"), 3)
    with pytest.raises(AccordError, match="several workers were lost"), cluster(address):
        raise killed


@frozen
class _Worker:
    address: str


def test_workers_with_another_version_are_refused(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = accord.__version__
    monkeypatch.setattr(accord, "__version__", "99.0")
    sentence = f"have Accord {there}, and here is 99.0"
    with pytest.raises(AccordError, match=sentence), cluster(address):
        pass


@pytest.mark.parametrize("wrong", ["tcp://127.0.0.1:9", "nowhere://1", "x y"])
def test_where_there_is_no_scheduler_it_is_said(wrong: str) -> None:
    with (
        pytest.raises(AccordError, match="There is no Dask scheduler at") as error,
        cluster(wrong, seconds=0.2),
    ):
        pass
    assert "\n" not in str(error.value)


def test_an_address_without_a_port_makes_no_client(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(distributed, "Client", None)
    with pytest.raises(AccordError, match="missing port number"), cluster("nope"):
        pass


def test_without_dask_it_is_said_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with (
        pytest.raises(AccordError, match=r"pip install 'accord\[dask\]'"),
        cluster("tcp://127.0.0.1:9"),
    ):
        pass
