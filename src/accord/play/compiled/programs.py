"""Which games the compiled engine plays, and their delegates as arrays."""

from collections.abc import Sequence
from functools import cached_property
from math import prod
from typing import Any as Anything

import numpy as np
from attrs import frozen

from accord.deals.search.halves import part, scopes
from accord.deals.search.meet_in_middle import MOST_HALVED, MOST_IN_HALF
from accord.delegates.absolute_tit_for_tat import AbsoluteTitForTat
from accord.delegates.averaged_tit_for_tat import AveragedTitForTat
from accord.delegates.boulware import Boulware
from accord.delegates.conceder import Conceder
from accord.delegates.issue_by_issue import IssueByIssue
from accord.delegates.linear import Linear
from accord.delegates.micro import Micro
from accord.delegates.principal import Principal
from accord.delegates.random_walker import RandomWalker
from accord.delegates.relative_tit_for_tat import RelativeTitForTat
from accord.delegates.time_dependent import TimeDependent
from accord.kernels.tables import MOST_AXES
from accord.kernels.ties import Floats
from accord.play.compiled import plan as p
from accord.play.compiled.plan import SEAT, Flags, Halves, Seats
from accord.play.game import Game
from accord.play.numbers import ranged
from accord.play.streams import keys
from accord.tactics import All, Any, Combi, Condition, Const, Next, Prev, Time, Window
from accord.tactics.clock import TalkPlace, elapsed
from accord.tactics.concession import target
from accord.tactics.negotiator import Negotiator
from accord.talks import (
    Alternating,
    Mandate,
    News,
    Role,
    Seat,
    Stacked,
    WalkAwayMoved,
    open_table,
    view,
)

KINDS: dict[type, int] = {
    **dict.fromkeys((TimeDependent, Boulware, Linear, Conceder), p.TIME),
    IssueByIssue: p.STEPS,
    Micro: p.MICRO,
    RandomWalker: p.RANDOM,
    AbsoluteTitForTat: p.ABSOLUTE,
    RelativeTitForTat: p.RELATIVE,
    AveragedTitForTat: p.AVERAGED,
}
"""What is compiled of every delegate; of these very ones, not of what is made of them."""

COMPILED_RULES = (Alternating, Stacked)
"""The rule sets that are compiled; of these very ones, not of what is made of them."""

MOST_DEALS = 2**17
"""Agendas with more deals are for the pure table."""

LONGEST = 100_000
"""Talks that may last more moves than this are played at the pure table."""


def why_not(game: Game) -> str:
    """Return in a sentence why the compiled engine cannot play a game; nothing if it can.

    Args:
        game: The game.
    """
    setup, rules = game.setup, game.setup.rules
    if type(rules) not in COMPILED_RULES:
        return f"Talks by {rules.title} are played at the pure table."
    if rules.binding_issues:
        return "Talks that settle issues one by one are played at the pure table."
    if setup.settled:
        return "Talks in which issues are settled from the start are played at the pure table."
    if setup.ratifies:
        return "Talks in which capitals ratify whatever is agreed are played at the pure table."
    if len(setup.agenda.issues) > MOST_AXES:
        return f"An agenda with more than {MOST_AXES} issues is for the pure table."
    if longest(game) > LONGEST:
        return f"Talks that may last more than {LONGEST:,} moves are played at the pure table."
    for seat in setup.seats:
        one = game.delegates.get(seat.id)
        if seat.role in (Role.DELEGATION, Role.PRINCIPAL) and (
            said := _why_not_seated(game, seat, one)
        ):
            return said
    if said := _why_not_fought(game):
        return said
    if game.fighting and not all(kind in (p.TIME, p.RANDOM, p.STEPS) for kind in _kinds(game)):
        return "Where a walk-away value moves, those who imitate others sit at the pure table."
    if _is_uneven(game):
        return "Where a limit of moves counts besides rounds, the pure table plays the talks."
    return _why_not_so_large(game)


def _why_not_fought(game: Game) -> str:
    """Return which model brings something between rounds that is not compiled, if one does."""
    for one in game.fighting:
        if one.brings - {WalkAwayMoved.kind, News.kind}:
            return (
                f"Where something other than walk-away values moves between rounds, as "
                f"'{one.name}' assumes, the pure table plays the talks."
            )
    return ""


def _why_not_seated(game: Game, seat: Seat, one: Anything) -> str:
    if one is None:
        return f"No program sits for '{seat.id}'."
    known = {Principal} if seat.role is Role.PRINCIPAL else KINDS.keys()
    if type(one) not in known:
        return f"The delegate '{one.name}' sits at the pure table only."
    if one.interests.party != seat.party:
        return f"The program at the seat '{seat.id}' has the interests of another party."
    if getattr(one, "refers", False) and seat.party in game.setup.principals:
        return f"A delegate that refers, as at the seat '{seat.id}', sits at the pure table."
    if not _is_compiled(getattr(one, "accept", Next())):
        return f"The acceptance condition of '{seat.id}' is for the pure table."
    return ""


def _is_uneven(game: Game) -> bool:
    """Return whether a limit of moves may say of talks how far they are, and not by the round.

    It does not where there are rounds and moves enough for all that may be said in them. Where
    nothing but proposals and answers uses moves up, what is left is the same in every round.
    """
    rules = game.setup.rules
    if rules.moves is None or not (game.setup.principals or p.STEPS in _kinds(game)):
        return False
    return rules.rounds is None or rules.moves <= rules.rounds * _moves_a_round(game)


def _why_not_so_large(game: Game) -> str:
    size = prod(len(issue.choices) for issue in game.setup.agenda.issues.values())
    if size <= MOST_HALVED:
        return ""
    if not {p.MICRO, p.RANDOM}.isdisjoint(_kinds(game)):
        return f"Who lists more than {MOST_HALVED:,} deals sits at the pure table."
    worth = ranged(game.setup.agenda, game.interests)
    every = (worth, *map(worth.only, worth.parties))
    cuts = [part(worth.sizes, scopes(one)) for one in every]
    largest = max(prod(worth.sizes[i] for i in half) for cut in cuts for half in cut)
    if largest > MOST_IN_HALF:
        return (
            f"An agenda of which half has more than {MOST_IN_HALF:,} combinations is for the "
            "pure table."
        )
    return ""


def _kinds(game: Game) -> list[int]:
    return [KINDS[type(game.delegates[party])] for party in game.setup.delegations]


def _moves_a_round(game: Game) -> int:
    """Return how many moves a round has at most, with instructions and the word of capitals."""
    setup, parties = game.setup, len(game.setup.delegations)
    each = setup.rules.most_moves(parties)[1]
    if not setup.rules.all_answer and IssueByIssue in map(type, game.delegates.values()):
        each += parties  # to accept a part does not pass the turn
    return each + 2 * len(setup.principals)


def longest(game: Game) -> int:
    """Return how many moves talks have at most, where offers alternate or stack."""
    rules = game.setup.rules
    limits = [] if rules.rounds is None else [rules.rounds * _moves_a_round(game)]
    if rules.moves is not None:
        # The word of capitals may come after the last.
        limits.append(rules.moves + 2 * len(game.setup.principals))
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
        """Return the delegates in the order of the parties."""
        found = [self.game.delegates[party] for party in self.game.setup.delegations]
        return [one for one in found if isinstance(one, Negotiator)]

    @property
    def principals(self) -> list[Principal | None]:
        """Return the principals in the order of the parties."""
        setup = self.game.setup
        found = (setup.principals.get(party, "") for party in setup.delegations)
        seated = (self.game.delegates.get(seat) for seat in found)
        return [one if isinstance(one, Principal) else None for one in seated]

    @property
    def rounds(self) -> int:
        """Return the round at which the talks end; one that they do not reach, without one."""
        limit = self.game.setup.rules.rounds
        return longest(self.game) + 1 if limit is None else limit

    @property
    def kinds(self) -> list[int]:
        """Return the kind of every delegate."""
        return [KINDS[type(one)] for one in self.delegates]

    def seats(self, halves: Halves, given: Flags) -> Seats:
        """Return the delegates as they come to the table.

        Args:
            halves: The agenda cut in two.
            given: Shape (parties,), whether a mandate is written as a principal would.
        """
        found = np.zeros(len(self.delegates), dtype=SEAT)
        conditions, steps = self.conditions
        used = np.arange(conditions.shape[1]) < np.array(steps)[:, None]
        waits = np.isin(conditions[:, :, 0], (p.PREV, p.LATE, p.COMBI))
        found["kind"], found["steps"] = self.kinds, steps
        found["timeless"] = ~(used & waits).any(axis=1)
        found["opened"] = (~halves.shut).sum(axis=2)
        found["given"] = given
        for seat, one, principal in zip(found, self.delegates, self.principals, strict=True):
            whole = (getattr(one, name, None) for name in ("delta", "gamma", "parts"))
            amount = (getattr(one, name, None) for name in ("least", "shift"))
            seat["whole"] = next((it for it in whole if it is not None), 0)
            seat["amount"] = next((it for it in amount if it is not None), 0.0)
            seat["stream"] = keys([], one.interests.party)[1]
            if principal is not None:
                seat["bound"], seat["margin"] = True, principal.margin
        return found

    @property
    def clock(self) -> Floats:
        """Return what `Plan.clock` says."""
        delegates, principals = self.delegates, self.principals
        rows = self.time(delegates), self.kept(delegates), self.kept(principals)
        return np.stack(rows, axis=1)

    def time(self, programs: Sequence[Negotiator | Principal | None]) -> Floats:
        """Return how far talks have gone, by the round: shape (programs, rounds + 2)."""
        # Here seats take turns, and what a limit of moves leaves room for is the same from the
        # start to the end, or does not count (`_is_uneven`).
        marks = [TalkPlace(max(n, 1), 1, 0, 0) for n in range(self.rounds + 2)]
        setup = self.game.setup
        seen = view(open_table(setup), setup.delegations[0])
        by_horizon = {
            h: [elapsed(seen, h, mark) for mark in marks]
            for h in {one.horizon for one in programs if one is not None}
        }
        rows = [[0.0] * len(marks) if o is None else by_horizon[o.horizon] for o in programs]
        return np.array(rows, dtype=np.float64)

    def kept(self, programs: Sequence[Negotiator | Principal | None]) -> Floats:
        """Return the share of its range that each still asks for, by the round."""
        found = self.time(programs)
        for row, one in zip(found, programs, strict=True):
            if isinstance(one, TimeDependent | IssueByIssue | Principal):
                k = getattr(one, "k", 0.0)
                row[:] = [target(t, 0.0, 1.0, one.beta, k) for t in row.tolist()]
        return found

    @property
    def mandates(self) -> tuple[Flags, Flags]:
        """Return the first mandates, shape (parties, options), and whether each is canonical.

        That is, whether a principal who leaves the same options would write it so.
        """
        setup, rows, canonical = self.game.setup, list[list[bool]](), list[bool]()
        issues = setup.agenda.issues
        for party in setup.delegations:
            mandate = setup.mandates.get(party, Mandate())
            left = {i: mandate.get(i, tuple(one.choices)) for i, one in issues.items()}
            rows.append([o in left[i] for i, one in issues.items() for o in one.choices])
            written = {
                i: tuple(o for o in one.choices if o in left[i]) for i, one in issues.items()
            }
            whole = {
                i: options
                for i, options in written.items()
                if len(options) < len(issues[i].choices)
            }
            canonical.append(whole == dict(mandate))
        return np.array(rows), np.array(canonical)

    @cached_property
    def conditions(self) -> tuple[Floats, list[int]]:
        """Return the acceptance conditions: shape (parties, steps, 3), and their steps."""
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
