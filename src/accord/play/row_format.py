"""How talks are written as rows, and read again."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import repeat
from typing import Any

import numpy as np
from attrs import frozen

from accord.deals.names import Names
from accord.errors import AccordError
from accord.kernels.ties import TIE, Ints
from accord.play.between_rounds import WalkAwayMoves
from accord.play.chance import chance
from accord.play.columns import Columns
from accord.play.game import Game
from accord.play.many import KIND, fingerprint
from accord.play.numbers import ranged
from accord.play.streams import seeds_of
from accord.play.tally import Flags
from accord.talks import ValuesMoved

Cells = Mapping[str, Sequence[Any]]
"""The cells of some rows, by column."""
MOST_POINTS = 1e9
"""More than a deal is worth; so far, points are added up in whole numbers of 64 bits."""
MOST_ROUNDS = 10**6
"""More than talks have that no number of rounds ends; deals are counted round by round."""
_SETTINGS = re.compile(r"(\d+-)?[0-9a-f]{16}")
"""What `fingerprint` returns, in this version or another."""


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

    def read(self, parts: Iterable[Cells], name: str, row: str) -> Iterator[Columns]:
        """Read the talks of a file, some at a time, and check that they are these.

        Args:
            parts: The cells of the rows, some rows at a time, from the first.
            name: What the file is called, for sentences.
            row: What a row is called there: a line comes after that of the header.

        Raises:
            AccordError: If they are not the first talks of the game.
        """
        first = 0
        for cells in parts:
            held = self._checked(cells, first, name, row)
            yield held
            first += len(held)

    def _checked(self, cells: Cells, first: int, name: str, row: str) -> Columns:
        where = f"{name}: {row} {first + (2 if row == 'line' else 1)}"
        try:
            return self._read(cells, first, name, where)
        except AccordError:
            # Which of the rows it is shows when they are read one by one.
            count = max(map(len, cells.values()))
            for place in range(count if count > 1 else 0):
                one = {column: some[place : place + 1] for column, some in cells.items()}
                self._checked(one, first + place, name, row)
            raise

    def _read(self, cells: Cells, first: int, name: str, where: str) -> Columns:
        """Read talks; where something is wrong, say so of the first row."""
        settings = set(cells.get("settings", ()))
        known = [one for one in settings if _SETTINGS.fullmatch(str(one))]
        if settings and not known:
            raise AccordError(f"{where} cannot be read: write to another file.")
        if settings and not any(one.startswith(KIND) for one in known):
            raise AccordError(
                f"{name} holds talks of another version of Accord, which draws chance in "
                "another way: write to another file."
            )
        if settings != {self.settings}:
            raise AccordError(
                f"{name} holds talks with other settings (numbers, agenda, programs, rules, "
                "seed, fighting or how many are measured): write to another file."
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
            raise AccordError(f"{where} cannot be read: write to another file.") from None
        last = first + len(seeds)
        here = seeds_of(self.game.seed, first, last)
        if numbers != list(range(first, last)) or seeds != here:
            raise AccordError(f"{where} is not talk {first}: write to another file.")
        if amiss := self._amiss(cells, held):
            raise AccordError(f"{where}: {amiss}: write to another file.")
        return held

    def _amiss(self, cells: Cells, held: Columns) -> str:
        """Return what cells say that cannot all hold of one talk, or nothing."""
        agreed = held.deals[:, 0] >= 0
        measured = ~np.isnan(held.distances)
        taken = [cells[f"deal.{issue}"] for issue in self.names.issues]
        if set(cells["outcome"]) - {"agreed", "no deal"}:
            return "the outcome is neither 'agreed' nor 'no deal'"
        rows = zip(agreed.tolist(), zip(*taken, strict=True), strict=True)
        if any(not deal and any(options) for deal, options in rows):
            return "the outcome is 'no deal', and there is a deal"
        if any(why for why, deal in zip(held.reasons, agreed, strict=True) if deal):
            return "the outcome is 'agreed', and there is a reason why there is no deal"
        if (measured & ~agreed).any():
            return "there is a distance, and no deal"
        if measured[max(self.game.measured - held.first, 0) :].any():
            return "there is a distance of a talk that was not to be measured"
        if (held.errors[~measured] != 0).any():
            return "there is an error, and no distance"
        if (held.distances[measured] < -TIE).any() or (held.errors < 0).any():
            return "a distance is negative"
        if not self._has(held, agreed).all():
            return "a worth is neither that of the deal nor the walk-away value"
        return ""

    def _has(self, held: Columns, agreed: Flags) -> Flags:
        """Return whether parties have what the deal is worth, or a walk-away value.

        Where some agree without the others, these keep their walk-away values.
        """
        worth = ranged(self.game.setup.agenda, self.game.interests)
        draws = worth.at(chance(worth.how_many, held.seeds))
        moves = WalkAwayMoves.of(
            self.game, held.seeds, draws.walk_away, int(held.rounds.max(initial=0)) + 1
        )
        found = np.zeros(held.worth.shape, dtype=np.bool_)
        # Walk-away values move also in rounds in which nobody moves any more.
        for begun in (0, *moves.rounds):
            found |= np.abs(held.worth - draws.walk_away - moves.until(begun)) <= TIE
        if any(ValuesMoved.kind in one.brings for one in self.game.fighting):
            found[agreed] = True  # what the deal was worth in the end is not drawn again here
        among = np.flatnonzero(agreed)
        points = draws.points(held.deals[among], among)
        found[among] |= np.abs(held.worth[among] - points) <= TIE
        return found

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
