"""The engine that Accord brings: talks at the compiled table."""

from collections.abc import Sequence
from functools import lru_cache
from importlib.util import find_spec
from typing import ClassVar

import numpy as np
from attrs import evolve

from accord.deals.worth import Worth
from accord.kernels.ties import rounded
from accord.play.columns import Columns
from accord.play.compiled import MISSING, Engine, why_not
from accord.play.compiled.kept_code import is_compiled
from accord.play.game import Game
from accord.play.talk_engine import TalkEngine


class CompiledTalks(TalkEngine):
    """Plays talks by compiled code (`accord.play.compiled`)."""

    name: ClassVar[str] = "compiled"

    def can_play(self, game: Game) -> str:
        """Return why it cannot play a game; nothing if it can."""
        return MISSING if find_spec("numba") is None else why_not(game)

    def is_ready(self) -> bool:
        """Return whether its code was compiled before."""
        return is_compiled()

    def numbers(self, game: Game, seeds: Sequence[int]) -> Worth:
        """Return the numbers of talks."""
        return _engine(game).numbers(seeds)

    def play(self, game: Game, seeds: Sequence[int], numbers: Worth) -> Columns:
        """Play a talk for every seed.

        Raises:
            AccordError: If the game cannot be played, or Numba is missing.
        """
        engine = _engine(game)
        ends = engine.play(seeds, numbers)
        agreed = np.flatnonzero(ends.deal >= 0)
        deals = np.full((len(seeds), len(numbers.sizes)), -1, dtype=np.int64)
        deals[agreed] = np.stack(np.unravel_index(ends.deal[agreed], numbers.sizes), axis=1)
        for party, points in enumerate(numbers.points(deals[agreed], agreed).T):
            ends.worth[agreed, party] = list(map(rounded, points.tolist()))
        how = list(zip(ends.how.tolist(), ends.leaver.tolist(), strict=True))
        said = {one: engine.reason(*one) for one in set(how)}
        return Columns(
            first=0,
            seeds=list(seeds),
            deals=deals,
            worth=ends.worth,
            rounds=ends.rounds,
            moves=ends.moves,
            reasons=[said[one] for one in how],
            distances=np.full(len(seeds), np.nan),
            errors=np.zeros(len(seeds)),
        )


@lru_cache(maxsize=1)
def _engine(game: Game) -> Engine:
    """Make ready for the talks of a game, once for all stretches of them."""
    return Engine(evolve(game, draws=True))
