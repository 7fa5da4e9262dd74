"""Misperception: what each takes the others to prefer, and who would be surprised.

Each decision maker goes by the game as it takes it to be, its view: a hypergame of the first
level (Bennett 1977, Toward a theory of hypergames; Wang, Hipel and Fraser 1988, Modeling
misperceptions in hypergames). What is stable for each by its own view, nobody leaves, whatever
the game is; what the game is shows where one of them moves.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum

import numpy as np
from attrs import frozen
from frozendict import frozendict

from accord.hold.concepts import Concept, Reachability, Stability
from accord.hold.graph_model import Bools, GraphModel, OptionGame
from accord.hold.stable import stable
from accord.hold.temptations import Moves, Temptation, temptations


class Mistaken(StrEnum):
    """What somebody is mistaken about in a state."""

    LEAVES = "leaves"
    """It takes another to stay, who would leave."""
    STAYS = "stays"
    """It takes another to leave, who would stay."""
    ANSWERED = "answered"
    """It takes it to be safe to leave, and the others would answer."""
    UNANSWERED = "unanswered"
    """It stays for an answer that would not come, or does not see where it could go."""
    UNSEEN = "unseen"
    """It takes the state not to be possible."""


@frozen(kw_only=True)
class Misjudged:
    """What somebody would be surprised by in a state.

    Attributes:
        kind: What it is mistaken about.
        who: Who is.
        of: Who leaves or stays; empty where it is about answers.
        to: The state to which it could go itself, where it is about answers and was looked for.
        answer: Who would move to which state after that; where no answer would come, who it
            takes to do so. Nothing, where it does not see that it could go there.
    """

    kind: Mistaken
    who: str
    of: str = ""
    to: int | None = None
    answer: Moves = ()


@frozen(kw_only=True, eq=False)
class Hypergame:
    """A game, and what each takes it to be.

    Attributes:
        game: The game as it is.
        as_it_is: Which of its states are stable.
        seen: For each decision maker the same in its view.
        own: By concept and decision maker, whether each state is stable for it by its view.
    """

    game: GraphModel | OptionGame
    as_it_is: Stability
    seen: Mapping[str, Stability]
    own: Mapping[Concept, Mapping[str, Bools]]

    def view(self, maker: str) -> GraphModel | OptionGame:
        """Return the game as somebody takes it to be.

        Args:
            maker: Who.
        """
        return self.game.views.get(maker, self.game)

    def sees(self, maker: str, state: int) -> bool:
        """Return whether somebody takes a state to be possible.

        Args:
            maker: Who.
            state: The state.
        """
        view = self.view(maker)
        return not isinstance(view, OptionGame) or bool(view.feasible[state])

    def kept(self, concept: Concept) -> Bools:
        """Return whether each state is kept by all who go by their own views.

        Args:
            concept: By which concept.
        """
        found: Bools = np.logical_and.reduce([*self.own[concept].values()])
        return found

    def looked_at(self, concept: Concept) -> list[int]:
        """Return the states that are stable for all as it is, in a view, or by all own views.

        Args:
            concept: By which concept.
        """
        every = [self.as_it_is, *self.seen.values()]
        any_ = np.logical_or.reduce(
            [self.kept(concept), *(s.equilibria[concept] for s in every)]
        )
        found: list[int] = any_.nonzero()[0].tolist()
        return found


def hypergame(game: GraphModel | OptionGame, as_it_is: Stability) -> Hypergame:
    """Find which states are stable in the view of each.

    Args:
        game: The game, with views.
        as_it_is: Which of its states are stable, as it is.
    """
    rule = as_it_is.reachability
    views = {maker: stable(view, rule) for maker, view in game.views.items()}
    seen = {maker: views.get(maker, as_it_is) for maker in game.makers}
    own = {
        concept: frozendict({maker: seen[maker].each[concept][maker] for maker in game.makers})
        for concept in as_it_is.each
    }
    return Hypergame(game=game, as_it_is=as_it_is, seen=frozendict(seen), own=frozendict(own))


def misjudged(found: Hypergame, concept: Concept, state: int) -> Iterator[Misjudged]:
    """Yield what each would be surprised by in a state.

    Args:
        found: The game, and what each takes it to be.
        concept: By which concept states are stable.
        state: The state.
    """
    makers = found.game.makers
    for who in makers:
        if not found.sees(who, state):
            yield Misjudged(kind=Mistaken.UNSEEN, who=who)
            continue
        for of in makers:
            takes = bool(found.seen[who].each[concept][of][state])
            if of != who and found.sees(of, state) and takes != found.own[concept][of][state]:
                yield Misjudged(
                    kind=Mistaken.LEAVES if takes else Mistaken.STAYS, who=who, of=of
                )
        stays = bool(found.own[concept][who][state])
        if stays != found.as_it_is.each[concept][who][state]:
            yield _of_answers(found, concept, state, who, stays=stays)


_MOST_FOLLOWED = 1 << 9
"""States of a game in which it is looked for what could be answered: fractions of a second."""


def _of_answers(
    found: Hypergame, concept: Concept, state: int, who: str, *, stays: bool
) -> Misjudged:
    """Return why somebody stays who would leave if it knew, or leaves who would then stay."""
    kind = Mistaken.UNANSWERED if stays else Mistaken.ANSWERED
    if concept is Concept.SIM or found.game.size > _MOST_FOLLOWED:
        return Misjudged(kind=kind, who=who)
    rule = found.as_it_is.reachability
    seen = _tempted(found.view(who), state, rule, who)
    real = _tempted(found.game, state, rule, who)
    wrong, other = (real, seen) if stays else (seen, real)
    for to, one in wrong.items():
        if concept not in one.answers:
            then = other[to].answers[concept] if to in other else ()
            return Misjudged(kind=kind, who=who, to=to, answer=then)
    raise AssertionError("what one leaves has a move that is not answered")


def _tempted(
    game: GraphModel | OptionGame, state: int, rule: Reachability, who: str
) -> dict[int, Temptation]:
    return {one.to: one for one in temptations(game, state, rule, (who,))}
