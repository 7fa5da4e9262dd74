"""The contract of engines: Accord's own keeps to it, and what breaks it is found."""

from collections.abc import Sequence
from typing import ClassVar

import numpy as np
import pytest
from attrs import evolve
from tests.play.build import talks

from accord.deals.worth import Worth
from accord.play import Game, summary
from accord.play.columns import Columns
from accord.play.engines import engines
from accord.play.engines.compiled_talks import CompiledTalks
from accord.play.talk_engine import TalkEngine
from accord.testing import check_engine


def test_accords_own_engine_keeps_to_the_contract() -> None:
    pytest.importorskip("numba")
    check_engine(CompiledTalks)


class Plain(TalkEngine):
    """Plays open floors as the table does."""

    name: ClassVar[str] = "plain"
    rules: ClassVar[str] = "open-floor"

    def can_play(self, game: Game) -> str:
        return "" if game.setup.rules.name == self.rules else "Plain plays open floors only."

    def play(self, game: Game, seeds: Sequence[int], numbers: Worth) -> Columns:
        one = [evolve(game, seed=seed, number=n, draws=True) for n, seed in enumerate(seeds)]
        return Columns.of(game, list(map(summary, one)))


class Late(Plain):
    """Counts a round too many where somebody agreed."""

    def play(self, game: Game, seeds: Sequence[int], numbers: Worth) -> Columns:
        found = super().play(game, seeds, numbers)
        return evolve(found, rounds=found.rounds + (found.deals[:, 0] >= 0))


class Sociable(Plain):
    """Plays a talk otherwise where it is alone."""

    def play(self, game: Game, seeds: Sequence[int], numbers: Worth) -> Columns:
        found = super().play(game, seeds, numbers)
        return found if len(seeds) > 1 else evolve(found, moves=found.moves + 1)


class Short(Plain):
    """Forgets a talk."""

    def play(self, game: Game, seeds: Sequence[int], numbers: Worth) -> Columns:
        return super().play(game, seeds, numbers).head(len(seeds) - 1)


class Level(Plain):
    """Plays with the middles of ranges."""

    def numbers(self, game: Game, seeds: Sequence[int]) -> Worth:
        drawn = super().numbers(game, seeds)
        return drawn.at(np.full((len(seeds), drawn.how_many), 0.5))


class Fails(Plain):
    """Fails while it plays."""

    def play(self, game: Game, seeds: Sequence[int], numbers: Worth) -> Columns:
        raise KeyError("deal")


class Shy(Plain):
    """Fails where it is asked."""

    def can_play(self, game: Game) -> str:
        raise ZeroDivisionError


class Curt(Plain):
    """Does not answer with a sentence."""

    def can_play(self, game: Game) -> str:
        return not super().can_play(game)  # type: ignore[return-value]


class Idle(Plain):
    """Plays nothing that there is."""

    rules: ClassVar[str] = "duel"


class Single(Plain):
    """Plays sealed proposals for three rounds, and nothing else."""

    def can_play(self, game: Game) -> str:
        rules = game.setup.rules
        asked = (rules.name, rules.rounds) == ("sealed", 3)
        return "" if asked else "Three sealed rounds only."


def test_one_that_plays_as_the_table_does_keeps_to_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(engines()._held, "plain", Plain())
    check_engine(Plain)


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        (Late, "plays the talk with the seed .* otherwise than the table: rounds"),
        (Sociable, "otherwise than the table: moves .* the last of 4 talks by itself"),
        (Short, "gives seeds of shape"),
        (Level, "has other numbers than the table for the seed"),
        (Fails, "fails at OpenFloor.* with alba=issue-by-issue.*: KeyError: 'deal'"),
        (Shy, "fails to say whether it can play"),
        (Curt, "`can_play` returns a sentence"),
        (Idle, "can play none of the games"),
    ],
)
def test_what_breaks_it_is_said(
    kind: type[Plain], sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(engines()._held, "plain", kind())
    with pytest.raises(AssertionError, match=sentence):
        check_engine(kind)


def test_one_that_is_not_found_by_its_name_is_said() -> None:
    with pytest.raises(AssertionError, match="Plain is not found by its name, 'plain'"):
        check_engine(Plain)


def test_games_of_its_own_are_played_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(engines()._held, "plain", Single())
    check_engine(Single, talks(rules="sealed", rounds=3))
    with pytest.raises(AssertionError, match="can play none of the games"):
        check_engine(Single)
