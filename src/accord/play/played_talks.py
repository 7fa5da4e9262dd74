"""Many talks at one call: on several processes, into a file, on from where they broke off."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from typing import Any

from attrs import frozen

from accord.delegates import recipe
from accord.fighting import model_plain
from accord.play.columns import Columns
from accord.play.engines import engine_for, play_many, recount
from accord.play.game import Game
from accord.play.rows import rows
from accord.play.statistics import Statistics, counted, statistics_to_json
from accord.play.tally import TalkTally, plus
from accord.play.walk_away_paths import paths_of
from accord.play.workers import Workers, start_workers


@frozen(kw_only=True)
class PlayedTalks:
    """Many talks that were played.

    Attributes:
        game: What they have in common.
        tally: What they came to; None if there was none.
        seconds: How long it took.
        read: How many of them were read from a file, and not played.
        stopped: Whether Ctrl-C stopped them before all were played.
        engine: What played them.
    """

    game: Game
    tally: TalkTally | None
    seconds: float
    read: int
    stopped: bool
    engine: str

    @property
    def talks(self) -> int:
        """Return how many were played, those read from a file among them."""
        return 0 if self.tally is None else self.tally.talks

    @property
    def statistics(self) -> Statistics:
        """Return what they came to.

        Raises:
            AccordError: If none was played.
        """
        return counted(self.game, self.tally)

    def to_json(self) -> dict[str, Any]:
        """Return what they came to as a plain dict, with what plays them."""
        rules = self.game.setup.rules
        return {
            **statistics_to_json(self.statistics),
            "fighting": [model_plain(one) for one in self.game.fighting],
            "walk_away_by_round": (
                paths_of(self.game, self.talks).to_json() if self.game.fighting else None
            ),
            "rules": rules.name,
            "rounds": rules.rounds,
            "delegates": {seat: str(recipe(one)) for seat, one in self.game.delegates.items()},
        }


def play_talks(
    game: Game,
    talks: int,
    *,
    workers: Workers = 1,
    out: str | None = None,
    watch: Callable[[int], object] = int,
) -> PlayedTalks:
    """Play many talks: the same answers whatever plays them.

    Ctrl-C ends them early; what was played so far is counted, and in the file.

    Args:
        game: What they have in common.
        talks: How many.
        workers: What plays them: processes, a cluster or an executor.
        out: A file with a row for every talk, `.csv` or `.parquet`: talks that are in it are
            read, and what is missing is played and added. None for no file.
        watch: Is told, again and again, how many more are there.

    Raises:
        AccordError: If the file cannot be written or holds something else, a process died, or
            the game cannot be played.
    """
    total: TalkTally | None = None
    done = 0
    start, stopped = time.perf_counter(), False
    engine = engine_for(game, talks)
    with ExitStack() as stack:
        kept = "" if out is None else f", and the same talks go on after those in {out}"
        executor = stack.enter_context(start_workers(workers, kept))
        file = None if out is None else stack.enter_context(closing(rows(out, game)))
        try:
            if file is not None:
                before = recount(game, _first(talks, file.read()), executor, engine)
                for tally in stack.enter_context(closing(before)):
                    total = plus(total, tally)
                    done = total.talks
                    watch(tally.talks)
            coming = play_many(game, talks, done, executor, engine, whole=file is not None)
            for part in stack.enter_context(closing(coming)):
                if file is not None and part.columns is not None:
                    file.add(part.columns)
                total = plus(total, part.tally)
                watch(part.tally.talks)
        except KeyboardInterrupt:
            stopped = True
    return PlayedTalks(
        game=game,
        tally=total,
        seconds=time.perf_counter() - start,
        read=done,
        stopped=stopped,
        engine=engine,
    )


def _first(talks: int, read: Iterator[Columns]) -> Iterator[Columns]:
    """Yield the first talks of a file, as many as are asked for."""
    for columns in read:
        yield columns.head(talks - columns.first)
        if columns.first + len(columns) >= talks:
            return
