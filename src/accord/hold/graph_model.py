"""A conflict as a Graph Model: who decides, which states there are, who can move where."""

from collections.abc import Mapping
from functools import cached_property
from importlib.util import find_spec
from typing import Any

import numpy as np
import numpy.typing as npt
from attrs import field, frozen
from frozendict import frozendict

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.integer[Any]]

LARGE = 1 << 9
"""States of a game of options up to which whole arrays are as fast as what is compiled, which
takes a second to load."""
MOST_OPTIONS = 22
"""Options of a game that is solved for all its states: 4 million of them."""


@frozen(kw_only=True, eq=False, slots=False)
class GraphModel:
    """A game given by its states and moves.

    Attributes:
        makers: Who decides, in order.
        states: What the states are called, in order.
        moves: For each decision maker the moves that it can make: the places of the states from
            which and to which, shape (moves, 2).
        ranks: For each how good each state is to it, higher is better, shape (states,).
        views: The game as some of them take it to be; the others see it as it is.
        about: What the file says of it: `title`, `held_by`, `basis`, `as_of`.
    """

    makers: tuple[str, ...]
    states: tuple[str, ...]
    moves: Mapping[str, Ints]
    ranks: Mapping[str, Ints]
    views: Mapping[str, "GraphModel"] = field(default=frozendict())
    about: Mapping[str, str] = field(default=frozendict())

    @property
    def size(self) -> int:
        """The number of states."""
        return len(self.states)

    def named(self, places: Ints) -> list[str]:
        """Return what states are called.

        Args:
            places: Their places.
        """
        return [self.states[place] for place in places.tolist()]

    def name(self, place: int) -> str:
        """Return what a state is called.

        Args:
            place: Its place.
        """
        return self.states[place]

    def place(self, state: str) -> int | None:
        """Return the place of a state by what it is called; None where there is none."""
        return self.states.index(state) if state in self.states else None

    def moves_from(self, place: int, maker: str) -> list[int]:
        """Return to which states a decision maker can move from one.

        Args:
            place: The place of the state.
            maker: The decision maker.
        """
        moves = self.moves[maker]
        found: list[int] = moves[moves[:, 0] == place, 1].tolist()
        return found

    def moves_of(self, maker: str) -> int:
        """Return how many moves a decision maker has, over all states.

        Args:
            maker: The decision maker.
        """
        return len(self.moves[maker])


@frozen(kw_only=True)
class GameOption:
    """Something that a decision maker does or does not do.

    Attributes:
        id: What it is called.
        owner: Who decides it.
        one_way: `Y` where what is done cannot be undone, `N` where what is given up cannot be
            taken up again; empty where it can go both ways.
    """

    id: str
    owner: str
    one_way: str = ""


@frozen(kw_only=True, eq=False, slots=False)
class OptionGame:
    """A game given by options: a state says of each whether it is taken.

    A state is a number: its lowest bit says whether the first option is taken. Whoever moves
    changes as many of its own options as it likes at once.

    Attributes:
        makers: Who decides, in order.
        options: The options, in order.
        feasible: Whether each state can be, shape (2 ** options,).
        ranks: For each decision maker how good each state is to it, higher is better, shape
            (2 ** options,); of states that cannot be it says nothing.
        views: The game as some of them take it to be; the others see it as it is.
        about: What the file says of it: `title`, `held_by`, `basis`, `as_of`.
    """

    makers: tuple[str, ...]
    options: tuple[GameOption, ...]
    feasible: Bools
    ranks: Mapping[str, Ints]
    views: Mapping[str, "OptionGame"] = field(default=frozendict())
    about: Mapping[str, str] = field(default=frozendict())

    @property
    def size(self) -> int:
        """The number of states that can be."""
        return int(np.count_nonzero(self.feasible))

    @cached_property
    def is_large(self) -> bool:
        """Whether it is worth to load what is compiled, and that is there."""
        return len(self.feasible) > LARGE and find_spec("numba") is not None

    @cached_property
    def own(self) -> dict[str, tuple[int, ...]]:
        """Return the places of each decision maker's options."""
        return {
            one: tuple(i for i, option in enumerate(self.options) if option.owner == one)
            for one in self.makers
        }

    @cached_property
    def numbers(self) -> Ints:
        """Return the states that can be, in order."""
        found: Ints = self.feasible.nonzero()[0]
        return found

    def named(self, places: Ints) -> list[str]:
        """Return what states are called: `YN` where the first option alone is taken.

        Args:
            places: The states, as numbers.
        """
        width = len(self.options)
        bits = (places[:, None] >> np.arange(width)) & 1
        letters = np.where(bits.astype(bool), "Y", "N")
        return ["".join(row) for row in letters]

    def name(self, place: int) -> str:
        """Return what a state is called.

        Args:
            place: The state, as a number.
        """
        return "".join("NY"[place >> i & 1] for i in range(len(self.options)))

    def place(self, state: str) -> int | None:
        """Return a state as a number by what it is called; None where it cannot be."""
        if len(state) != len(self.options) or not {*state} <= {*"YN"}:
            return None
        number = sum(1 << i for i, letter in enumerate(state) if letter == "Y")
        return number if self.feasible[number] else None

    def moves_from(self, place: int, maker: str) -> list[int]:
        """Return to which states a decision maker can move from one.

        Args:
            place: The state.
            maker: The decision maker.
        """
        own, once_y, once_n = (self.bits(maker, way) for way in ("", "Y", "N"))
        found, change = [], own
        while change:
            undone = change & (once_y & place | once_n & ~place)
            if not undone and self.feasible[place ^ change]:
                found.append(place ^ change)
            change = (change - 1) & own
        return found

    def moves_of(self, maker: str) -> int:
        """Return how many moves a decision maker has at most, over all states.

        Args:
            maker: The decision maker.
        """
        return self.size * ((1 << len(self.own[maker])) - 1)

    def bits(self, maker: str, way: str = "") -> int:
        """Return the options of a decision maker as bits.

        Args:
            maker: The decision maker.
            way: The way of those that are asked for; empty for all.
        """
        some = (i for i in self.own[maker] if way in ("", self.options[i].one_way))
        return sum(1 << place for place in some)


def ranks_of_statements(holds: list[Bools], size: int) -> Ints:
    """Return how good states are by statements, of which an earlier one outweighs all later.

    It is option prioritising (Hipel, Fang and Kilgour; GMCR II): of two states that one is
    better of which the first statement on which they differ holds.

    Args:
        holds: For each statement, the most important first, whether it holds in each state,
            shape (states,).
        size: The number of states.
    """
    ranks: Ints = np.zeros(size, np.int64)
    for place, one in enumerate(holds):
        ranks = 2 * ranks + one
        if place % 30 == 29:  # before the numbers grow too large, as few as there are states
            ranks = dense(ranks)
    return dense(ranks)


def dense(ranks: Ints) -> Ints:
    """Return ranks as the smallest whole numbers in the same order.

    Args:
        ranks: Numbers, higher is better, shape (states,).
    """
    found: Ints = np.unique(ranks, return_inverse=True)[1].reshape(ranks.shape).astype(np.int32)
    return found
