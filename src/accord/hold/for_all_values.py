"""Whether a deal holds for every value in the ranges, for some or for none, and by how much.

What keeps somebody is what is left of its best move once the others have answered: the
*margin*, in points, above 0 where it would leave. Draws from ranges find neither the largest
nor the smallest that it can be, for in each draw some number errs the other way. So both are
looked for exactly: every number but the weights lies at an end of its range, where the gain is
largest or smallest, and the weights are found by linear and mixed-integer programs.

What the others like to answer (`seq`) hangs on their numbers, too. It is found for those by
which they are most and least willing, and held against what no numbers allow, move by move:
where the two agree, the answer is exact, and otherwise only draws can say.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cached_property

import numpy as np
from attrs import evolve, frozen
from frozendict import frozendict

from accord.hold.clause_ends import GainEnd, largest, smallest
from accord.hold.compliance import CROSSED, ComplianceGame
from accord.hold.concepts import IN_TURN, Concept, Reachability
from accord.hold.gain_rows import GainRows, Gains
from accord.hold.graph_model import Bools
from accord.kernels.bits import subsets
from accord.kernels.ties import TIE, Floats, Ints

MOST_STATES = 1 << 15
"""States of a game in which every answer is looked at: some seconds."""


class ForValues(StrEnum):
    """For which values in the ranges something is so."""

    EVERY = "every"
    SOME = "some"
    NONE = "none"


@frozen(kw_only=True, eq=False)
class MarginEnd:
    """The largest or the smallest that the margin can be, and where.

    Attributes:
        points: What is left of the best move, above 0 where its maker leaves.
        bound: What it cannot pass; the same where it is exact.
        leaves: The state that the best move leads to.
        numbers: The numbers of its sheet where it is so, in the order of the ranges; of a
            guarantor that is no party none.
    """

    points: float
    bound: float
    leaves: int
    numbers: Floats

    @property
    def is_exact(self) -> bool:
        """Whether it is known exactly."""
        return abs(self.points - self.bound) <= TIE


@frozen(kw_only=True, eq=False)
class ForAllValues:
    """Whether one who decides would keep a deal, over all values in the ranges.

    Attributes:
        maker: Who.
        concept: By which concept.
        least: The smallest that the margin can be; None where it has nothing to do.
        most: The largest that it can be.
    """

    maker: str
    concept: Concept
    least: MarginEnd | None
    most: MarginEnd | None

    def to_json(self) -> dict[str, float | None]:
        """Return the margin as a plain dict; None where a red line stands against a number."""

        def points(end: MarginEnd | None) -> float | None:
            return None if end is None or abs(end.bound) > CROSSED / 2 else end.bound

        return {"least": points(self.least), "most": points(self.most)}

    @property
    def holds(self) -> ForValues | None:
        """For which values it keeps the deal; None where only draws can say."""
        if self.least is None or self.most is None or self.most.bound <= TIE:
            return ForValues.EVERY
        if self.least.bound > TIE:
            return ForValues.NONE
        if self.least.points <= TIE < self.most.points:
            return ForValues.SOME
        return None


def for_all_values(
    game: ComplianceGame,
    reachability: Reachability = Reachability.SEQUENCES,
    *,
    only: Collection[str] = (),
    concepts: Sequence[Concept] = IN_TURN,
) -> Mapping[str, Mapping[Concept, ForAllValues]]:
    """Return by who decides and concept for which values the deal is kept.

    Args:
        game: The game that the deal leaves behind.
        reachability: What several opponents can bring about.
        only: Of whom; of all who decide, where none is named.
        concepts: By which concepts.

    Returns:
        Empty where the game has more than `MOST_STATES` states.
    """
    if 1 << len(game.options) > MOST_STATES:
        return frozendict()
    found = {}
    willing = {n: _Willing(Gains.of(game, n)) for n in range(len(game.makers))}
    for place, maker in enumerate(game.makers):
        if not only or maker in only:
            one = _MarginOf(game, place, reachability, willing)
            found[maker] = frozendict({each: one.over_ranges(each) for each in concepts})
    return frozendict(found)


def all_hold(
    each: Mapping[str, Mapping[Concept, ForAllValues]], concept: Concept
) -> ForValues | None:
    """Return for which values all keep a deal; None where only draws can say.

    Nobody's numbers hang on another's, so all keep it for every value where each does, and for
    some where each does for some; by `seq`, where answers hang on them, that need not be.

    Args:
        each: What was found of each.
        concept: By which concept.
    """
    every = [own[concept].holds for own in each.values()]
    if ForValues.NONE in every:
        return ForValues.NONE
    if all(one is ForValues.EVERY for one in every):
        return ForValues.EVERY
    if None in every or concept is Concept.SEQ:
        return None
    return ForValues.SOME


def clauses_at_middle(
    game: ComplianceGame, maker: int, reachability: Reachability, concept: Concept
) -> list[Ints]:
    """Return for each move of its own the states of which all must gain it for it to leave.

    Args:
        game: The game that the deal leaves behind.
        maker: The place of who could leave among those who decide.
        reachability: What several opponents can bring about.
        concept: `gmr` or `seq`; by the latter they answer by their numbers at the middle.
    """
    willing = {n: _Willing(Gains.of(game, n)) for n in range(len(game.makers))}
    one = _MarginOf(game, maker, reachability, willing)
    if concept is Concept.SEQ:
        numbers = [willing[n].edges_at(None) for n in one.others]
        return [states.ravel() for states in one._reached(numbers)]
    return [states.ravel() for states in one._clauses(concept)]


@frozen(eq=False, slots=False)
class _MarginOf:
    """One who decides, and what the others can answer to it."""

    game: ComplianceGame
    maker: int
    rule: Reachability
    willing: "Mapping[int, _Willing]"

    @cached_property
    def gains(self) -> Gains:
        return Gains.of(self.game, self.maker)

    @cached_property
    def others(self) -> list[int]:
        return [n for n, bits in enumerate(self.game.own) if n != self.maker and bits]

    @cached_property
    def moves(self) -> Ints:
        """The states that its moves lead to."""
        return subsets(self.game.own[self.maker])[1:]

    def over_ranges(self, concept: Concept) -> ForAllValues:
        name = self.game.makers[self.maker]
        if not len(self.moves):
            return ForAllValues(maker=name, concept=concept, least=None, most=None)
        if concept is Concept.SEQ:
            least, most = self._by_willing_answers()
        else:
            clauses = [*self._clauses(concept)]
            least, most = self._ends(clauses, False), self._ends(clauses, True)
        return ForAllValues(maker=name, concept=concept, least=least, most=most)

    def _clauses(self, concept: Concept) -> Iterator[Ints]:
        """Yield for each move the states that must be no better: of one answer all."""
        own = self.game.own[self.maker]
        answers = np.zeros(1, np.int64) if concept is Concept.NASH else self._answers
        for to in self.moves.tolist():
            if concept is not Concept.SMR:
                yield (to | answers)[:, None]
                continue
            # It can put right what it can undo, and do what it has not done yet.
            stuck = to & self.game.one_way
            again = stuck | subsets(own & ~stuck)
            after = answers[1:, None] | again[None, :]
            stay = np.full((1, len(again)), to)
            yield np.concatenate([stay, after])

    @cached_property
    def _answers(self) -> Ints:
        """What the opponents can do together, nothing first."""
        game = self.game
        if self.rule is not Reachability.SINGLE:
            return subsets(sum(game.own[n] for n in self.others))
        each = [subsets(game.own[n])[1:] for n in self.others]
        return np.concatenate([np.zeros(1, np.int64), *each])

    def _ends(self, clauses: Sequence[Ints], most: bool) -> MarginEnd:
        """Return the largest or the smallest margin, with the answers as they are given."""
        # States that somebody fights in differ in little: each row is looked at once.
        states, place = np.unique(
            np.concatenate([c.ravel() for c in clauses]), return_inverse=True
        )
        rows = self.gains.rows(np.zeros_like(states), states, most)
        both = np.column_stack([rows.factors, rows.constant])
        _, first, same = np.unique(both, axis=0, return_index=True, return_inverse=True)
        place = same.reshape(-1)[place]
        sizes = np.cumsum([c.size for c in clauses])[:-1]
        numbered = [
            np.unique(np.sort(part.reshape(c.shape), axis=1), axis=0)
            for c, part in zip(clauses, np.split(place, sizes), strict=True)
        ]
        find = largest if most else smallest
        end = find(rows[first], numbered, self.gains.space)
        return self._margin(end, most)

    def _margin(self, end: GainEnd, most: bool) -> MarginEnd:
        party = self.maker < len(self.game.parties)
        return MarginEnd(
            points=end.value,
            bound=end.value if end.is_exact else end.bound,
            leaves=int(self.moves[end.clause]),
            numbers=self.gains.at_end(most, end.weights) if party else np.zeros(0),
        )

    def _by_willing_answers(self) -> tuple[MarginEnd, MarginEnd]:
        """Return the smallest and the largest margin by answers that those who give them like.

        With fewer answers there is more left, and less with more. So what no number of the
        others rules out bounds it from below, what every number allows from above.
        """
        each = [self.willing[n] for n in self.others]
        ends = []
        for most in (False, True):
            sure = self._ends([*self._reached([one.sure[int(not most)] for one in each])], most)
            best: MarginEnd | None = None
            for numbers in (
                [one.edges_at(willing) for one in each] for willing in (not most, most, None)
            ):
                found = self._ends([*self._reached(numbers)], most)
                better = best is None or (
                    found.points > best.points if most else found.points < best.points
                )
                if better:
                    best = found
                assert best is not None
                if abs(best.points - sure.bound) <= TIE:
                    break
            assert best is not None
            bound = max(sure.bound, best.points) if most else min(sure.bound, best.points)
            ends.append(
                MarginEnd(
                    points=best.points, bound=bound, leaves=best.leaves, numbers=best.numbers
                )
            )
        return ends[0], ends[1]

    def _reached(self, moves: "Sequence[Edges]") -> Iterator[Ints]:
        """Yield for each own move the states that improvements of the others lead to."""
        for to in self.moves.tolist():
            start = np.zeros(1 << len(self.game.options), bool)
            start[to] = True
            yield np.flatnonzero(self._after(start, moves))[:, None]

    def _after(self, start: Bools, moves: "Sequence[Edges]") -> Bools:
        if self.rule is Reachability.SINGLE:
            return np.asarray(np.logical_or.reduce([start, *(_step(start, m) for m in moves)]))
        if self.rule is Reachability.ONCE:
            after = {0: start}
            for moved in range(1, 1 << len(moves)):
                steps = [
                    _step(after[moved & ~(1 << n)], one)
                    for n, one in enumerate(moves)
                    if moved >> n & 1
                ]
                after[moved] = np.logical_or.reduce([start, *steps])
            return after[(1 << len(moves)) - 1]
        # What one gains by two moves in a row it gains by one, so who moved last is no matter.
        found, new = start, start
        while new.any():
            steps = [_step(new, one) for one in moves]
            new = np.logical_or.reduce([np.zeros_like(start), *steps]) & ~found
            found = found | new
        return found


Edges = tuple[Ints, Bools]
"""The changes of somebody's options, and whether each is made in each state: shape
(changes, states)."""


def _step(where: Bools, edges: Edges) -> Bools:
    """Return the states that one move leads to."""
    found = np.zeros_like(where)
    states = np.flatnonzero(where)
    for change, made in zip(edges[0].tolist(), edges[1], strict=True):
        found[states[made[states]] ^ change] = True
    return found


@frozen(eq=False, slots=False)
class _Willing:
    """One of the others, and in which states it would like to change what of its options."""

    gains: Gains

    @cached_property
    def _changes(self) -> Ints:
        game = self.gains.game
        every = subsets(game.own[self.gains.maker])[1:]
        # Once somebody fights it is no matter what is broken besides, unless it is answered.
        if game.guarantees:
            return every
        alone = (every & game.fights == 0) | (every & ~game.fights == 0)
        return np.asarray(every[alone])

    @cached_property
    def sure(self) -> tuple[Edges, Edges]:
        """Those that all numbers allow, and those that some do."""
        space = self.gains.space
        return (
            self._over(self.gains, False, lambda rows: space.least(rows)[0]),
            self._over(self.gains, True, lambda rows: space.most(rows)[0]),
        )

    @cached_property
    def _found(self) -> dict[bool | None, Edges]:
        """What was found before: whoever else decides asks the same."""
        return {}

    def edges_at(self, willing: bool | None) -> Edges:
        """Return the improvements by one set of numbers, looked for once.

        Args:
            willing: Whether it is that by which it likes most to leave the deal, or least;
                None for the middle.
        """
        if willing not in self._found:
            self._found[willing] = self._edges_at(willing)
        return self._found[willing]

    def _edges_at(self, willing: bool | None) -> Edges:
        gains, game = self.gains, self.gains.game
        middle = gains.ends.middle()
        ends = middle
        if willing is not None:
            name = game.makers[gains.maker]
            own = {game.issues[one.issue] for one in game.undertakings if one.owner == name}
            mine = np.isin(np.arange(gains.ends.weights.shape[1]), [*own])
            ends = gains.ends.where(willing, mine, gains.kept_bonuses)
            if not gains.space.is_point:
                # Of the weights at an end, those by which its best move gains most or least.
                start = np.zeros(len(self._changes), np.int64)
                rows = gains.rows(start, self._changes, willing)
                value, weights = (gains.space.most if willing else gains.space.least)(rows)
                best = weights[int(value.argmax())]
                ends = evolve(ends, weights=np.stack([best] * 2))
        at = evolve(gains, ends=ends)
        z = at.space.variables(ends.weights[:1])
        return self._over(at, True, lambda rows: rows.at(z)[:, 0])

    def _over(self, gains: Gains, most: bool, value: "Callable[[GainRows], Floats]") -> Edges:
        states = np.arange(1 << len(gains.game.options))
        made = []
        for change in self._changes.tolist():
            found = change & gains.game.one_way & states == 0
            if not gains.game.guarantees and not change & gains.game.fights:
                found &= states & gains.game.fights == 0
            open_ = np.flatnonzero(found)
            found[open_] = value(gains.rows(open_, open_ ^ change, most)) > TIE
            made.append(found)
        return self._changes, np.array(made)
