"""What programs are made of: clocks, acceptance, offers, models of others, own numbers."""

from accord.tactics.acceptance import (
    All,
    Any,
    Combi,
    Condition,
    Const,
    Next,
    Prev,
    Time,
    Window,
)
from accord.tactics.delegate import Delegate
from accord.tactics.negotiator import Negotiator, Tactic
from accord.tactics.offers import Offer
from accord.tactics.own import Estimate, Own
from accord.tactics.parameters import number
from accord.tactics.similarity import likeness
from accord.tactics.turn import Turn

__all__ = [
    "All",
    "Any",
    "Combi",
    "Condition",
    "Const",
    "Delegate",
    "Estimate",
    "Negotiator",
    "Next",
    "Offer",
    "Own",
    "Prev",
    "Tactic",
    "Time",
    "Turn",
    "Window",
    "likeness",
    "number",
]
