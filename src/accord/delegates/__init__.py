"""Programs that can sit at the table: one file each, and its name is the file's."""

from accord.delegates.acceptance import (
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
from accord.delegates.catalogue import Recipe, catalogue, parse
from accord.delegates.delegate import Delegate
from accord.delegates.fields import number
from accord.delegates.negotiator import Negotiator, Tactic
from accord.delegates.offers import Offer
from accord.delegates.own import Estimate, Own
from accord.delegates.similarity import likeness
from accord.delegates.turn import Turn

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
    "Recipe",
    "Tactic",
    "Time",
    "Turn",
    "Window",
    "catalogue",
    "likeness",
    "number",
    "parse",
]
