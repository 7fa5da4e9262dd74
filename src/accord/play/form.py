"""How talks are written as rows, and read again."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice, repeat
from typing import Any

import numpy as np
from attrs import frozen
from frozendict import frozendict

from accord.deals.names import Names
from accord.errors import AccordError
from accord.play.columns import Columns
from accord.play.game import Game
from accord.play.many import Talk, fingerprint, seed_of

Row = Mapping[str, Any]
"""The cells of a row by column."""

STRETCH = 1000
"""How many talks are read at once."""


@frozen
class Form:
    """How talks of a game are written as rows.

    Attributes:
        game: What the talks have in common.
        settings: What tells these talks from those with other settings.
    """

    game: Game
    settings: str

    @classmethod
    def of(cls, game: Game) -> "Form":
        """Give the form for the talks of a game."""
        return cls(game, fingerprint(game))

    @property
    def parties(self) -> tuple[str, ...]:
        """Give the parties, a column each."""
        return self.game.setup.delegations

    @property
    def issues(self) -> tuple[str, ...]:
        """Give the issues, a column each."""
        return tuple(self.game.setup.agenda.issues)

    @property
    def columns(self) -> tuple[str, ...]:
        """Name the columns."""
        return (
            "settings",
            "number",
            "seed",
            "outcome",
            "rounds",
            "moves",
            *(f"worth.{party}" for party in self.parties),
            *(f"deal.{issue}" for issue in self.issues),
            "distance",
            "error",
            "reason",
        )

    def cells(self, held: Columns) -> list[list[Any]]:
        """Write talks: the cells of each column.

        Args:
            held: The talks.
        """
        names, count = Names.of(self.game.setup.agenda), len(held)
        options = [np.array([*listed, None], dtype=object) for listed in names.options]
        agreed = (held.deals[:, 0] >= 0).tolist()
        return [
            list(repeat(self.settings, count)),
            list(range(held.first, held.first + count)),
            held.seeds,
            ["agreed" if one else "no deal" for one in agreed],
            held.rounds.tolist(),
            held.moves.tolist(),
            *(points.tolist() for points in held.worth.T),
            # A deal that there is not takes the last option, None.
            *(
                listed[taken].tolist()
                for listed, taken in zip(options, held.deals.T, strict=True)
            ),
            [None if points != points else points for points in held.distances.tolist()],
            held.errors.tolist(),
            held.reasons,
        ]

    def read(self, rows: Iterable[Row], name: str) -> Iterator[Columns]:
        """Read the talks of a file, some at a time, and check that they are these.

        Args:
            rows: The rows, from the first.
            name: What the file is called, for sentences.

        Raises:
            AccordError: If they are not the first talks of the game.
        """
        talks = (self._talk(row, place, name) for place, row in enumerate(rows))
        while some := list(islice(talks, STRETCH)):
            yield Columns.of(self.game, some)

    def _talk(self, row: Row, place: int, name: str) -> Talk:
        if row.get("settings") != self.settings:
            raise AccordError(
                f"{name} holds talks with other settings (numbers, agenda, programs, rules "
                "or seed): write to another file."
            )
        try:
            talk = self._read(row)
        except (ValueError, KeyError, TypeError):
            raise AccordError(
                f"{name}: row {place + 1} cannot be read: write to another file."
            ) from None
        if talk.number != place or talk.seed != seed_of(self.game.seed, place):
            raise AccordError(
                f"{name}: row {place + 1} is not talk {place}: write to another file."
            )
        return talk

    def _read(self, row: Row) -> Talk:
        """Read a talk; fail where a cell is missing or holds what it cannot."""
        choices = self.game.setup.agenda.issues
        taken = {issue: str(row[f"deal.{issue}"]) for issue in self.issues}
        agreed = row["outcome"] == "agreed"
        if agreed and any(one not in choices[issue].choices for issue, one in taken.items()):
            raise ValueError
        return Talk(
            number=int(row["number"]),
            seed=int(row["seed"]),
            deal=frozendict(taken) if agreed else None,
            worth=frozendict({p: float(row[f"worth.{p}"]) for p in self.parties}),
            rounds=int(row["rounds"]),
            moves=int(row["moves"]),
            reason=row["reason"] or "",
            distance=None if row["distance"] in (None, "") else float(row["distance"]),
            error=float(row["error"]),
        )
