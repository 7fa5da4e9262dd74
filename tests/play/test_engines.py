"""What plays many talks: the table, Accord's own engine, and those of other packages."""

from collections.abc import Iterator, Sequence
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import ClassVar

import pytest
from tests.play.build import talks

from accord.deals.worth import Worth
from accord.errors import AccordError
from accord.play import Game, counted, games, play_many, statistics, summary
from accord.play.columns import Columns
from accord.play.compiled.kept_code import is_compiled
from accord.play.engines import engine_for, engines, why_table
from accord.play.many import games as many
from accord.play.talk_engine import TalkEngine
from accord.play.tally import TalkTally, plus


class Slow(TalkEngine):
    """Plays open-floor talks only, at the table."""

    name: ClassVar[str] = "slow"

    def can_play(self, game: Game) -> str:
        """Return why it cannot play a game."""
        return "" if game.setup.rules.name == "open-floor" else "Slow plays open floors only."

    def play(self, game: Game, seeds: Sequence[int], numbers: Worth) -> Columns:
        """Play a talk for every seed."""
        every = {one.seed: one for one in many(game, 60)}
        return Columns.of(game, [summary(every[seed]) for seed in seeds])


@pytest.fixture
def other(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Offer an engine by another package."""
    point = EntryPoint("slow", f"{__name__}:Slow", "accord.engines")
    monkeypatch.setattr(
        "accord.discovery.entry_points",
        lambda group: (point,) if group == "accord.engines" else (),
    )
    engines.cache_clear()
    yield
    engines.cache_clear()


def test_an_engine_of_another_package_is_found_and_plays_what_it_can(other: None) -> None:
    game = talks(rules="open-floor", rounds=3, seed=4)
    assert list(engines()) == ["compiled", "slow"]
    assert why_table(game) == "" and engine_for(game, 500) == "slow"
    assert engine_for(game, 3) == "table"
    total: TalkTally | None = None
    for part in play_many(game, 40, 0, None, "slow", whole=True):
        total = plus(total, part.tally)
    expected = statistics(game, [summary(one) for one in games(game, 40)])
    assert counted(game, total) == expected


def test_one_that_is_to_be_compiled_first_plays_only_what_takes_longer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pytest.importorskip("numba")
    game = talks(rules="alternating", rounds=3)
    assert engine_for(game, 500) == "compiled"
    monkeypatch.setattr("accord.play.engines.compiled_talks.is_compiled", lambda: False)
    assert engine_for(game, 500) == "table"
    assert engine_for(game, 10_000) == "compiled"


def test_whether_it_is_compiled_follows_from_what_is_kept(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("accord.play.compiled.kept_code.kept", lambda: tmp_path / "kept")
    assert not is_compiled()
    (tmp_path / "kept" / "compiled").mkdir(parents=True)
    (tmp_path / "kept" / "compiled" / "sorting.sort-56.py311.1.nbc").touch()
    assert not is_compiled()
    (tmp_path / "kept" / "compiled" / "kernel._play_all-259.py311.1.nbc").touch()
    assert is_compiled()


def test_what_none_can_play_is_for_the_table_and_why_is_said(other: None) -> None:
    game = talks(rules="sealed", rounds=3)
    assert engine_for(game, 10_000) == "table"
    assert why_table(game).endswith("Slow plays open floors only.")
    assert "sealed" in why_table(game)


def test_an_engine_that_is_none_is_left_out_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    point = EntryPoint("odd", "accord.errors:AccordError", "accord.engines")
    monkeypatch.setattr("accord.discovery.entry_points", lambda group: (point,))
    engines.cache_clear()
    assert "odd" not in engines()
    assert "'odd'" in engines().left_out["odd"]
    assert "'odd'" in why_table(talks(rules="sealed", rounds=3))
    engines.cache_clear()


class Broken(Slow):
    """Fails whatever it is asked for."""

    name: ClassVar[str] = "slow"
    answers: ClassVar[bool] = False

    def can_play(self, game: Game) -> str:
        """Fail, or say that it can."""
        return "" if self.answers else str(1 // 0)

    def play(self, game: Game, seeds: Sequence[int], numbers: Worth) -> Columns:
        """Fail."""
        raise KeyError("deal")


def test_an_engine_that_fails_is_passed_over_and_named(
    other: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(engines()._held, "slow", Broken())
    game = talks(rules="sealed", rounds=3)
    assert engine_for(game, 10_000) == "table"
    assert "The engine 'slow' fails: ZeroDivisionError" in why_table(game)
    monkeypatch.setattr(Broken, "answers", True)
    assert engine_for(game, 10_000) == "slow"
    with pytest.raises(AccordError, match=r"'slow' fails at the talks .* KeyError: 'deal'"):
        list(play_many(game, 3, 0, None, "slow"))
