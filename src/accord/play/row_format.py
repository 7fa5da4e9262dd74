"""How talks are written as rows, and read again."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import repeat
from typing import Any

import numpy as np
from attrs import frozen

from accord.deals.names import Names
from accord.errors import AccordError
from accord.kernels.ties import Ints
from accord.play.columns import Columns
from accord.play.game import Game
from accord.play.many import KIND, fingerprint
from accord.play.streams import seeds_of

Cells = Mapping[str, Sequence[Any]]
"""The cells of some rows, by column."""
MOST_POINTS = 1e9
"""More than a deal is worth; so far, points are added up in whole numbers of 64 bits."""
MOST_ROUNDS = 10**6
"""More than talks have that no number of rounds ends; deals are counted round by round."""


@frozen(slots=False)
class RowFormat:
    """How talks of a game are written as rows.

    Attributes:
        game: What the talks have in common.
        settings: What tells these talks from those with other settings.
    """

    game: Game
    settings: str

    @classmethod
    def of(cls, game: Game) -> "RowFormat":
        """Return the form for the talks of a game."""
        return cls(game, fingerprint(game))

    @property
    def parties(self) -> tuple[str, ...]:
        """Return the parties, a column each."""
        return self.game.setup.delegations

    @cached_property
    def names(self) -> Names:
        """Return the issues, a column each, and their options."""
        return Names.of(self.game.setup.agenda)

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
            *(f"deal.{issue}" for issue in self.names.issues),
            "distance",
            "error",
            "reason",
        )

    def cells(self, held: Columns) -> list[list[Any]]:
        """Write talks: the cells of each column.

        Args:
            held: The talks.
        """
        count = len(held)
        options = [np.array([*listed, None], dtype=object) for listed in self.names.options]
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

    def read(self, parts: Iterable[Cells], name: str) -> Iterator[Columns]:
        """Read the talks of a file, some at a time, and check that they are these.

        Args:
            parts: The cells of the rows, some rows at a time, from the first.
            name: What the file is called, for sentences.

        Raises:
            AccordError: If they are not the first talks of the game.
        """
        first = 0
        for cells in parts:
            held = self._checked(cells, first, name)
            yield held
            first += len(held)

    def _checked(self, cells: Cells, first: int, name: str) -> Columns:
        try:
            return self._read(cells, first, name)
        except AccordError:
            # Which of the rows it is shows when they are read one by one.
            count = max(map(len, cells.values()))
            for place in range(count if count > 1 else 0):
                row = {column: some[place : place + 1] for column, some in cells.items()}
                self._checked(row, first + place, name)
            raise

    def _read(self, cells: Cells, first: int, name: str) -> Columns:
        """Read talks; where something is wrong, say so of the first row."""
        settings = set(cells.get("settings", ()))
        if settings and not any(str(one).startswith(KIND) for one in settings):
            raise AccordError(
                f"{name} holds talks of another version of Accord, which draws chance in "
                "another way: write to another file."
            )
        if settings != {self.settings}:
            raise AccordError(
                f"{name} holds talks with other settings (numbers, agenda, programs, rules "
                "or seed): write to another file."
            )
        try:
            numbers, seeds = list(map(int, cells["number"])), list(map(int, cells["seed"]))
            held = Columns(
                first=first,
                seeds=seeds,
                deals=self._deals(cells),
                worth=np.stack(
                    [np.array(cells[f"worth.{p}"], dtype=np.float64) for p in self.parties],
                    axis=1,
                ),
                rounds=np.array(list(map(int, cells["rounds"])), dtype=np.int64),
                moves=np.array(list(map(int, cells["moves"])), dtype=np.int64),
                reasons=[one or "" for one in cells["reason"]],
                distances=np.array(
                    [np.nan if one in (None, "") else float(one) for one in cells["distance"]]
                ),
                errors=np.array(cells["error"], dtype=np.float64),
            )
            self._check(held)
        except (ValueError, KeyError, TypeError, OverflowError):
            raise AccordError(
                f"{name}: row {first + 1} cannot be read: write to another file."
            ) from None
        last = first + len(seeds)
        here = seeds_of(self.game.seed, first, last)
        if numbers != list(range(first, last)) or seeds != here:
            raise AccordError(
                f"{name}: row {first + 1} is not talk {first}: write to another file."
            )
        return held

    def _check(self, held: Columns) -> None:
        """Refuse numbers that no talk has: counting them would overflow, or never end.

        Raises:
            ValueError: If there is one.
        """
        points = (held.worth, held.errors, held.distances[~np.isnan(held.distances)])
        counts = (held.rounds, held.moves)
        most = self.game.setup.rules.rounds or MOST_ROUNDS
        if (
            not all((np.abs(one) <= MOST_POINTS).all() for one in points)
            or any((one < 0).any() for one in counts)
            or (held.rounds > most + 1).any()
        ):
            raise ValueError

    def _deals(self, cells: Cells) -> Ints:
        """Number the options of deals: shape (talks, issues); -1 where there is no deal."""
        agreed = [one == "agreed" for one in cells["outcome"]]
        found = []
        for issue, options in zip(self.names.issues, self.names.options, strict=True):
            places = {option: place for place, option in enumerate(options)}
            taken = zip(cells[f"deal.{issue}"], agreed, strict=True)
            found.append([places[option] if so else -1 for option, so in taken])
        return np.array(found, dtype=np.int64).T
