"""What it means that a decision maker stays where it is, by what it looks ahead to.

The definitions are those of Fang, Hipel and Kilgour (1993), Interactive Decision Making: The
Graph Model for Conflict Resolution, chapter 3.
"""

from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property

import numpy as np
from attrs import field, frozen
from frozendict import frozendict

from accord.hold.graph_model import Bools


class Concept(StrEnum):
    """Why a decision maker does not leave a state."""

    NASH = "nash"
    """It has no move to a state that it likes better: an improvement."""
    GMR = "gmr"
    """General metarationality: to each of its improvements the others have an answer, whatever
    it costs them, that leaves it no better off than now."""
    SMR = "smr"
    """Symmetric metarationality: they have one that it cannot put right by moving again."""
    SEQ = "seq"
    """Sequential stability: they have one made of improvements of their own."""
    SIM = "sim"
    """Simultaneous stability: they have improvements from where it is now that, made at the
    same moment as its own, leave it no better off (Fraser and Hipel 1984)."""


CONCEPTS = tuple(Concept)

IN_TURN = (Concept.NASH, Concept.GMR, Concept.SMR, Concept.SEQ)
"""Those by which the others answer once somebody has moved: all but the simultaneous one."""


class Reachability(StrEnum):
    """What several opponents can bring about: answers differ, so it is always named."""

    SEQUENCES = "sequences"
    """Legal sequences: any number of moves, no decision maker twice in a row."""
    ONCE = "once"
    """Sequences in which each opponent moves once at most."""
    SINGLE = "single"
    """One move of one opponent."""


@frozen(kw_only=True, eq=False, slots=False)
class Stability:
    """Which states of a game are stable, for whom and by which concept.

    Attributes:
        reachability: What several opponents can bring about.
        each: By concept and decision maker, whether each state is stable, shape (states,).
        left_out: The concepts that were left out, each with the reason.
    """

    reachability: Reachability
    each: Mapping[Concept, Mapping[str, Bools]]
    left_out: Mapping[Concept, str] = field(default=frozendict())

    @cached_property
    def equilibria(self) -> dict[Concept, Bools]:
        """Return by concept whether each state is stable for everybody."""
        return {
            concept: np.logical_and.reduce([*of.values()]) for concept, of in self.each.items()
        }
