"""Why each would keep a deal or leave it: what it could gain, and what the others could answer.

Of all ways in which somebody could leave a deal and gain, one is told: one to which nothing can
be answered before one to which an answer costs those who give it, and that before one to which
they would want to answer; among these the one that gains most at the middle of every range.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import numpy as np
from attrs import field, frozen
from frozendict import frozendict

from accord.hold.compliance import ComplianceGame
from accord.hold.concepts import Concept, Reachability
from accord.hold.graph_model import GameOption
from accord.hold.worth_difference import worth_difference
from accord.kernels.bits import subsets
from accord.kernels.ties import TIE, Floats, Ints
from accord.model import Range

MOST_WAYS = 1 << 10
"""Ways of leaving of one party that are looked at, those that gain most first."""
MOST_TABLE = 18
"""Options of a game up to which answers are looked at: what all its states are worth, held at
once, takes 2 MB for each who decides."""
_STRENGTH = (Concept.GMR, Concept.SMR, Concept.SEQ)
"""Answers by how much they keep somebody from leaving, the least first."""


@frozen(kw_only=True)
class AnswerStep:
    """What one of the others does.

    Attributes:
        by: Who.
        does: What it begins to do.
        ends: What it no longer does.
        wants: Whether it has more by that at the middle of every range.
        gain: What it has more by that, over the ranges, in points; None where a red line of its
            own is crossed before or after.
    """

    by: str
    wants: bool
    does: tuple[GameOption, ...] = ()
    ends: tuple[GameOption, ...] = ()
    gain: Range | None = None


@frozen(kw_only=True)
class DealAnswered:
    """What the others could answer to somebody who leaves a deal.

    Attributes:
        steps: Who does what, in order.
        loss: What whoever left then has less than under the deal, over the ranges; None where
            what is carried out then crosses a red line of its own.
        state: Where it leads.
    """

    steps: tuple[AnswerStep, ...]
    loss: Range | None
    state: int


@frozen(kw_only=True)
class Departure:
    """A way to leave a deal, and what keeps somebody from going it.

    Attributes:
        by: Who could leave.
        does: What it would do.
        state: Where that leads.
        gain: What it would gain if nobody answered, over the ranges, in points; None where the
            deal itself crosses a red line of its own.
        answers: By concept the simplest answer that leaves it no better off, at the middle of
            every range: at any cost (`gmr`), so that it could not put it right (`smr`), by
            moves that those who answer would want to make (`seq`).
        looked: Whether the answers were looked at: of a large game there are too many.
    """

    by: str
    does: tuple[GameOption, ...]
    state: int
    gain: Range | None
    answers: Mapping[Concept, DealAnswered] = field(default=frozendict())
    looked: bool = True

    @property
    def answer(self) -> tuple[Concept, DealAnswered] | None:
        """The answer that keeps it most, with its concept; None where there is none."""
        found = [(one, self.answers[one]) for one in _STRENGTH if one in self.answers]
        return found[-1] if found else None


def departures(game: ComplianceGame, rule: Reachability) -> dict[str, Departure | None]:
    """Return for each who decides the way to leave that is told; None where none gains.

    Args:
        game: The game that the deal leaves behind.
        rule: What several opponents can bring about.
    """
    small = len(game.options) <= MOST_TABLE
    table = game.worth(game.middle)[0] if small else None
    return {maker: _Leaving(game, maker, rule, table).told() for maker in game.makers}


def all_departures(
    game: ComplianceGame, rule: Reachability, most: int
) -> dict[str, tuple[Departure, ...]] | None:
    """Return for each who decides every way to leave that gains, those that gain most first.

    Args:
        game: The game that the deal leaves behind.
        rule: What several opponents can bring about.
        most: How many ways there may be: None where there are more.
    """
    if len(game.options) > MOST_TABLE:
        return None
    table = game.worth(game.middle)[0]
    each = {maker: _Leaving(game, maker, rule, table) for maker in game.makers}
    if sum(len(one.gaining) for one in each.values()) > most:
        return None
    return {
        maker: tuple(one.departure(state, one.answers(state)) for state in one.gaining)
        for maker, one in each.items()
    }


@frozen(eq=False)
class _Leaving:
    """What one who decides could do."""

    game: ComplianceGame
    maker: str
    rule: Reachability
    table: Floats | None

    @property
    def place(self) -> int:
        return self.game.makers.index(self.maker)

    def worth(self, states: Ints) -> Floats:
        """Return what states are worth at the middle: shape (makers, states)."""
        if self.table is not None:
            return self.table[:, states]
        found: Floats = self.game.worth(self.game.middle, states)[0]
        return found

    @property
    def is_large(self) -> bool:
        """Whether there are too many answers to look at."""
        return len(self.game.options) > MOST_TABLE

    @property
    def gaining(self) -> list[int]:
        """Return the moves by which it gains, those that gain most first."""
        moves = subsets(self.game.own[self.place])[1:]
        if not len(moves):
            return []
        now = self.worth(np.zeros(1, np.int64))[self.place, 0]
        gains = self.worth(moves)[self.place] - now
        # of moves that gain as much the one that does least
        order = sorted(
            np.flatnonzero(gains > TIE).tolist(),
            key=lambda n: (-round(float(gains[n]), 6), int(moves[n]).bit_count(), n),
        )
        return [int(moves[n]) for n in order]

    def told(self) -> Departure | None:
        best: tuple[int, int, dict[Concept, DealAnswered]] | None = None
        gaining, looked = self.gaining, not self.is_large
        if gaining and not looked:
            best = (0, gaining[0], {})
        for state in gaining[:MOST_WAYS] if looked else ():
            answers = self.answers(state)
            strength = max((_STRENGTH.index(one) + 1 for one in answers), default=0)
            if best is None or strength < best[0]:
                best = (strength, state, answers)
            if not strength:
                break
        return None if best is None else self.departure(*best[1:])

    def departure(self, state: int, answers: Mapping[Concept, DealAnswered]) -> Departure:
        """Return a move of its own, and what keeps it from making it."""
        return Departure(
            by=self.maker,
            does=self.game.options_in(state),
            state=state,
            gain=worth_difference(self.game, self.maker, state, 0),
            answers=frozendict(answers),
            looked=not self.is_large,
        )

    def answers(self, state: int) -> dict[Concept, DealAnswered]:
        """Return the simplest answer to a move by each concept by which there is one."""
        game = self.game
        others = [bits for n, bits in enumerate(game.own) if n != self.place and bits]
        groups = others if self.rule is Reachability.SINGLE else [sum(others)]
        after = np.unique(np.concatenate([state | subsets(bits)[1:] for bits in groups]))
        limit = self.worth(np.zeros(1, np.int64))[self.place, 0] + TIE
        worth = self.worth(after)
        met = worth[self.place] <= limit
        found: dict[Concept, DealAnswered] = {}
        if met.any():
            found[Concept.GMR] = self.simplest(state, after[met])
            lasting = after[met][self.put_right(after[met]) <= limit]
            if len(lasting):
                found[Concept.SMR] = self.simplest(state, lasting)
        if (way := self.wanted(state, limit)) is not None:
            found[Concept.SEQ] = self.answered(way)
        return found

    def put_right(self, states: Ints) -> Floats:
        """Return the most that a further move of its own would bring it from some states."""
        own = self.game.own[self.place]
        best = np.full(len(states), -np.inf)
        for change in subsets(own).tolist():
            can = states & change & self.game.one_way == 0
            then = self.worth(states ^ change)[self.place]
            best = np.where(can, np.maximum(best, then), best)
        return best

    def simplest(self, state: int, after: Ints) -> DealAnswered:
        """Return as an answer what takes the fewest moves, without fighting where it can be.

        Of these it is what leaves the one who left with least.
        """
        worth = self.worth(after)[self.place]

        def order(n: int) -> tuple[bool, int, float, int]:
            changed = int(after[n]) ^ state
            least = round(float(worth[n]), 6)
            return bool(changed & self.game.fights), changed.bit_count(), least, n

        n = min(range(len(after)), key=order)
        to, way = int(after[n]), [state]
        for bits in self.game.own:
            if step := (to ^ state) & bits:
                way.append(way[-1] ^ step)
        return self.answered(way)

    def wanted(self, state: int, limit: float) -> list[int] | None:
        """Return the shortest way by improvements of the others to what leaves it no better."""
        came: dict[int, int] = {state: state}
        last = [(state, -1)]
        while last:
            found: list[tuple[int, int]] = []
            for at, moved in last:
                if moved >= 0 and self.rule is Reachability.SINGLE:
                    continue
                found += self._improved(at, moved, came)
            if found:
                states = np.array([to for to, _ in found])
                worth = self.worth(states)[self.place]
                if worth.min() <= limit:
                    return _way(came, int(states[worth.argmin()]))
            last = found
        return None

    def _improved(self, at: int, moved: int, came: dict[int, int]) -> Iterator[tuple[int, int]]:
        now = self.worth(np.array([at]))[:, 0]
        for n, own in enumerate(self.game.own):
            if n in (self.place, moved) or not own:
                continue
            changes = subsets(own)[1:]
            then = changes[at & changes & self.game.one_way == 0] ^ at
            better = then[self.worth(then)[n] > now[n] + TIE]
            for to in better.tolist():
                if to not in came:
                    came[to] = at
                    yield to, n

    def answered(self, way: Sequence[int]) -> DealAnswered:
        """Return a way from one state to another as an answer."""
        return DealAnswered(
            steps=tuple(self._step(one, to) for one, to in pairwise(way)),
            loss=worth_difference(self.game, self.maker, 0, way[-1]),
            state=way[-1],
        )

    def _step(self, one: int, to: int) -> AnswerStep:
        game = self.game
        by = next(m for m, bits in zip(game.makers, game.own, strict=True) if (one ^ to) & bits)
        worth = self.worth(np.array([one, to]))[game.makers.index(by)]
        return AnswerStep(
            by=by,
            wants=bool(worth[1] > worth[0] + TIE),
            does=game.options_in(to & ~one),
            ends=game.options_in(one & ~to),
            gain=worth_difference(game, by, to, one),
        )


def _way(came: Mapping[int, int], to: int) -> list[int]:
    way = [to]
    while came[way[-1]] != way[-1]:
        way.append(came[way[-1]])
    return way[::-1]
