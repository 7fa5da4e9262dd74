"""Which games the compiled engine plays, and their delegates as arrays."""

from functools import cached_property

import numpy as np
from attrs import frozen

from accord.deals.search.finder import MOST_HALVED
from accord.delegates.absolute_tit_for_tat import AbsoluteTitForTat
from accord.delegates.averaged_tit_for_tat import AveragedTitForTat
from accord.delegates.boulware import Boulware
from accord.delegates.conceder import Conceder
from accord.delegates.linear import Linear
from accord.delegates.micro import Micro
from accord.delegates.random_walker import RandomWalker
from accord.delegates.relative_tit_for_tat import RelativeTitForTat
from accord.delegates.time_dependent import TimeDependent
from accord.kernels.tables import MOST_AXES
from accord.kernels.ties import Floats
from accord.play.compiled import plan as p
from accord.play.game import Game
from accord.tactics import All, Any, Combi, Condition, Const, Next, Prev, Time, Window
from accord.tactics.clock import Mark, elapsed
from accord.tactics.concession import target
from accord.tactics.negotiator import Negotiator
from accord.talks import Alternating, Stacked, open_table, view

KINDS: dict[type, int] = {
    **dict.fromkeys((TimeDependent, Boulware, Linear, Conceder), p.TIME),
    Micro: p.MICRO,
    RandomWalker: p.RANDOM,
    AbsoluteTitForTat: p.ABSOLUTE,
    RelativeTitForTat: p.RELATIVE,
    AveragedTitForTat: p.AVERAGED,
}
"""What is compiled of every delegate; of these very ones, not of what is made of them."""

COMPILED_RULES = (Alternating, Stacked)
"""The rule sets that are compiled; of these very ones, not of what is made of them."""

LONGEST = 100_000
"""Talks that may last more moves than this are played at the pure table."""


def why_not(game: Game) -> str:
    """Say in a sentence why the compiled engine cannot play a game; nothing if it can.

    Args:
        game: The game.
    """
    setup, rules = game.setup, game.setup.rules
    if type(rules) not in COMPILED_RULES:
        return f"Talks by {rules.title} are played at the pure table."
    if rules.binding_issues:
        return "Talks that settle issues one by one are played at the pure table."
    if game.shifts:
        return "Talks in which a walk-away value moves are played at the pure table."
    if setup.principals:
        return "Talks with principals are played at the pure table."
    size = 1
    for issue in setup.agenda.issues.values():
        size *= len(issue.choices)
    if size > MOST_HALVED:
        return f"An agenda with more than {MOST_HALVED:,} deals is for the pure table."
    if len(setup.agenda.issues) > MOST_AXES:
        return f"An agenda with more than {MOST_AXES} issues is for the pure table."
    if longest(game) > LONGEST:
        return f"Talks that may last more than {LONGEST:,} moves are played at the pure table."
    for party in setup.delegations:
        one = game.delegates.get(party)
        if one is None:
            return f"No program sits for '{party}'."
        if type(one) not in KINDS:
            return f"The delegate '{one.name}' sits at the pure table only."
        assert isinstance(one, Negotiator)
        if one.interests.party != party:
            return f"The program at the seat '{party}' has the interests of another party."
        if not _is_compiled(getattr(one, "accept", Next())):
            return f"The acceptance condition of '{party}' is for the pure table."
    return ""


def longest(game: Game) -> int:
    """Give how many moves the talks of a game have at most, where offers alternate or stack."""
    rules, parties = game.setup.rules, len(game.setup.delegations)
    limits = [rules.moves] if rules.moves is not None else []
    if rules.rounds is not None:
        limits.append(rules.rounds * rules.most_moves(parties)[1])
    return min(limits)


def _is_compiled(condition: Condition) -> bool:
    if isinstance(condition, All | Any):
        return all(map(_is_compiled, condition.conditions))
    if isinstance(condition, Combi):
        # How Python adds up floats, and so their mean, depends on its version.
        return condition.c is Window.MAX
    return isinstance(condition, Next | Prev | Const | Time)


@frozen(slots=False)
class Programs:
    """The delegates of a game as arrays.

    Attributes:
        game: The game.
    """

    game: Game

    @property
    def delegates(self) -> list[Negotiator]:
        """Give the delegates in the order of the parties."""
        found = [self.game.delegates[party] for party in self.game.setup.delegations]
        return [one for one in found if isinstance(one, Negotiator)]

    @property
    def rounds(self) -> int:
        """Give the round at which the talks end; one that they do not reach, without one."""
        limit = self.game.setup.rules.rounds
        return longest(self.game) + 1 if limit is None else limit

    @property
    def kinds(self) -> list[int]:
        """Give the kind of every delegate."""
        return [KINDS[type(one)] for one in self.delegates]

    @property
    def whole(self) -> list[int]:
        """Give the parameter of every delegate that is a whole number."""
        return [int(getattr(d, "delta", getattr(d, "gamma", 0))) for d in self.delegates]

    @property
    def amount(self) -> list[float]:
        """Give the parameter of every delegate in points."""
        return [float(getattr(d, "least", getattr(d, "shift", 0.0))) for d in self.delegates]

    @cached_property
    def time(self) -> Floats:
        """Give how far talks have gone, by the round: shape (parties, rounds + 1)."""
        # Here seats take turns, and nothing but proposals and answers uses moves up: what a
        # limit of moves leaves room for is the same from the start to the end.
        marks = [Mark(max(n, 1), 1, 0, 0) for n in range(self.rounds + 1)]
        setup = self.game.setup
        seen = view(open_table(setup), setup.delegations[0])
        by_horizon = {
            h: [elapsed(seen, h, mark) for mark in marks]
            for h in {one.horizon for one in self.delegates}
        }
        return np.array([by_horizon[one.horizon] for one in self.delegates], dtype=np.float64)

    def kept(self, times: Floats) -> Floats:
        """Give the share of its range that each delegate still asks for, at its times."""
        found = np.zeros_like(times)
        for place, one in enumerate(self.delegates):
            if isinstance(one, TimeDependent):
                row = times[place].tolist()
                found[place] = [target(t, 0.0, 1.0, one.beta, one.k) for t in row]
        return found

    @cached_property
    def conditions(self) -> tuple[Floats, list[int]]:
        """Give the acceptance conditions: shape (parties, steps, 3), and their steps."""
        listed = [_steps(getattr(one, "accept", Next())) for one in self.delegates]
        found = np.zeros((len(listed), max(map(len, listed)), 3))
        for row, steps in zip(found, listed, strict=True):
            row[: len(steps)] = steps
        return found, [len(steps) for steps in listed]


def _steps(condition: Condition) -> list[tuple[float, float, float]]:
    """Write a condition as steps, those of its parts before its own."""
    if isinstance(condition, All | Any):
        inner = [step for one in condition.conditions for step in _steps(one)]
        kind = p.ALL if isinstance(condition, All) else p.ANY
        return [*inner, (kind, len(condition.conditions), 0.0)]
    if isinstance(condition, Next):
        return [(p.NEXT, condition.a, condition.b)]
    if isinstance(condition, Prev):
        return [(p.PREV, condition.a, condition.b)]
    if isinstance(condition, Const):
        return [(p.CONST, condition.c, 0.0)]
    if isinstance(condition, Time):
        return [(p.LATE, condition.t, 0.0)]
    assert isinstance(condition, Combi)
    return [(p.COMBI, condition.t, 0.0)]
