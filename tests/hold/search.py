"""Stability by its definitions: every move, answer and sequence followed one by one."""

from collections.abc import Callable, Mapping, Sequence
from itertools import product

from attrs import frozen

from accord.hold import Concept, Reachability


@frozen
class Searched:
    """A game as plain sets: what can be followed with the eye.

    Attributes:
        makers: Who decides.
        states: The states.
        moves: For each decision maker and state, where it can move.
        worth: For each decision maker and state, how good it is.
        joined: What a move of one and an answer of others from the same state come to when they
            are made at once; None where it cannot be.
    """

    makers: Sequence[str]
    states: Sequence[str]
    moves: Mapping[str, Mapping[str, set[str]]]
    worth: Mapping[str, Mapping[str, int]]
    joined: Callable[[str, str, str], str | None] | None = None

    def better(self, one: str, state: str) -> set[str]:
        worth = self.worth[one]
        return {to for to in self.moves[one][state] if worth[to] > worth[state]}

    def answers(self, one: str, start: str, rule: Reachability, improving: bool) -> set[str]:
        """Return what the opponents of one can bring about, following every sequence."""
        found: set[str] = set()
        seen: set[tuple[str, tuple[str, ...]]] = set()

        def follow(state: str, moved: tuple[str, ...]) -> None:
            # A sequence is known by where it stands, and by who may still move.
            kept = moved[-1:] if rule is Reachability.SEQUENCES else tuple(sorted(moved))
            if (state, kept) in seen:
                return
            seen.add((state, kept))
            for other in self.makers:
                if other == one or other in kept:
                    continue
                if rule is Reachability.SINGLE and moved:
                    continue
                where = self.better(other, state) if improving else self.moves[other][state]
                for to in where:
                    found.add(to)
                    follow(to, (*moved, other))

        follow(start, ())
        return found

    def stable(self, concept: Concept, one: str, state: str, rule: Reachability) -> bool:
        worth = self.worth[one]
        better = self.better(one, state)
        match concept:
            case Concept.NASH:
                return not better
            case Concept.GMR | Concept.SEQ:
                improving = concept is Concept.SEQ
                return all(
                    any(worth[a] <= worth[state] for a in self.answers(one, b, rule, improving))
                    for b in better
                )
            case Concept.SMR:
                return all(
                    any(
                        worth[a] <= worth[state]
                        and all(worth[c] <= worth[state] for c in self.moves[one][a])
                        for a in self.answers(one, b, rule, False)
                    )
                    for b in better
                )
            case Concept.SIM:
                assert self.joined is not None
                together = self.answers(one, state, rule, True)
                return all(
                    any(
                        (both := self.joined(one, b, a)) is not None
                        and worth[both] <= worth[state]
                        for a in together
                    )
                    for b in better
                )


def of_options(
    owners: Sequence[str],
    makers: Sequence[str],
    feasible: set[str],
    worth: Mapping[str, Mapping[str, int]],
    one_way: Sequence[str],
) -> Searched:
    """Return a game given by options: `YN` says that the first is taken, the second not.

    Args:
        owners: Who decides each option.
        makers: Who decides.
        feasible: The states that can be.
        worth: For each decision maker and state, how good it is.
        one_way: Of each option `Y`, `N` or nothing.
    """
    states = ["".join(each) for each in product("NY", repeat=len(owners))]
    states = [one for one in states if one in feasible]

    def can(maker: str, start: str, to: str) -> bool:
        return start != to and all(
            a == b or (owner == maker and way in ("", b))
            for a, b, owner, way in zip(start, to, owners, one_way, strict=True)
        )

    def joined(maker: str, own: str, others: str) -> str | None:
        both = "".join(
            a if owner == maker else b for a, b, owner in zip(own, others, owners, strict=True)
        )
        return both if both in feasible else None

    moves = {
        maker: {start: {to for to in states if can(maker, start, to)} for start in states}
        for maker in makers
    }
    return Searched(makers, states, moves, worth, joined)
