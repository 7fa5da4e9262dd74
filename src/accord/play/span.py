"""The span over programs: what the same talks come to with each program in every seat.

How often programs agree says more of the programs than of the case. So beside the talks of some
stands what those of all others come to, under the same rules and with the same numbers.
"""

from collections.abc import Generator, Mapping, Sequence
from typing import Any

from attrs import evolve, frozen
from frozendict import frozendict

from accord.delegates import Recipe, catalogue
from accord.errors import AccordError
from accord.fighting import FightingModel
from accord.kernels.intervals import Share
from accord.model import Interests, Process
from accord.play.engines import TABLE, engine_for, play_columns, why_table
from accord.play.game import Game
from accord.play.many import games
from accord.play.player import play
from accord.play.run import run
from accord.play.seating import game
from accord.play.workers import Workers, start_workers
from accord.talks import Options, Role, Rules

TALKS = 100
"""How many talks each program plays with itself."""

PIECE = 25
"""How many of them are played by a worker at once."""


@frozen(kw_only=True)
class Spanned:
    """What the talks of one program with itself came to.

    Attributes:
        program: Its name.
        agreed: How many came to a deal; None where it plays none.
        refused: Why it plays none.
    """

    program: str
    agreed: Share | None = None
    refused: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return it as a plain dict."""
        if self.agreed is None:
            return {"program": self.program, "refused": self.refused}
        return {
            "program": self.program,
            "talks": self.agreed.among,
            "deals": self.agreed.count,
            "interval": self.agreed.interval,
        }


def delegations() -> tuple[str, ...]:
    """Name the programs that can sit for a party."""
    return tuple(
        name
        for name, kind in catalogue().items()
        if kind.role is Role.DELEGATION and not getattr(kind, "of_a_model", False)
    )


def span(
    process: Process,
    interests: Sequence[Interests],
    rules: Rules,
    seated: Mapping[str, Recipe],
    *,
    assumed: Sequence[Interests] = (),
    seed: int = 0,
    fighting: tuple[FightingModel, ...] = (),
    settled: Options = frozendict(),
    workers: Workers = 1,
    talks: int = TALKS,
) -> Generator[Spanned, None, None]:
    """Play talks with each program in all seats of parties, with its own defaults.

    Args:
        process: The parties, the agenda and the mediator.
        interests: What deals are worth, one for every party.
        rules: The rules.
        seated: The programs by seat; those of parties are replaced, all others stay.
        assumed: All interests that anybody holds (see `game`).
        seed: Where the seeds of the talks come from; the same numbers for every program.
        fighting: What is assumed to happen between the rounds.
        settled: The issues that are settled when the talks begin, with their options.
        workers: What plays them: processes, a cluster or an executor.
        talks: How many each program plays.
    """
    parties = [one.party for one in interests]
    rest = {seat: one for seat, one in seated.items() if seat not in parties}
    cuts = [(first, min(first + PIECE, talks)) for first in range(0, talks, PIECE)]
    games_: list[tuple[str, Game | str]] = []
    for program in delegations():
        own = dict.fromkeys(parties, Recipe(catalogue()[program]))
        try:
            seats = own | rest
            made = game(
                process, interests, rules, seats, assumed=assumed, settled=settled, seed=seed
            )
            games_.append((program, evolve(made, fighting=fighting)))
        except AccordError as error:
            games_.append((program, str(error)))
    # To load compiled code takes its time once for all programs that it plays.
    fast = {name for name, made in games_ if isinstance(made, Game) and not why_table(made)}
    pieces = [
        (made, first, last, talks, talks * (len(fast) - 1) if name in fast else 0)
        for name, made in games_
        for first, last in cuts
    ]
    with start_workers(workers) as executor:
        coming = run(pieces, executor, _deals, 1)
        for program, _ in games_:
            counts = [next(coming) for _ in cuts]
            refused = next((one for one in counts if isinstance(one, str)), "")
            if refused:
                yield Spanned(program=program, refused=refused)
            else:
                agreed = sum(one for one in counts if isinstance(one, int))
                yield Spanned(program=program, agreed=Share(count=agreed, among=talks))


def _deals(piece: tuple[Game | str, int, int, int, int]) -> int | str:
    """Count the deals in some of the talks, or say why there are none.

    Args:
        piece: The game, the first talk and the one after the last, how many talks there are of
            it, and how many beside it that compiled code can play.
    """
    held, first, last, talks, beside = piece
    if isinstance(held, str):
        return held
    try:
        engine = engine_for(held, talks, beside)
        if engine == TABLE:
            return sum(play(one).agreed for one in games(held, last, first))
        columns, _ = play_columns(evolve(held, measured=0), engine, first, last)
        return int((columns.deals[:, 0] >= 0).sum())
    except AccordError as error:
        return str(error)
