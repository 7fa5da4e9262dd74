"""Will it hold? The game that a deal leaves behind, and games of one's own."""

from accord.hold.concepts import CONCEPTS, Concept, Reachability, Stability
from accord.hold.graph_file import read_graph_model, states_as_written
from accord.hold.graph_model import GraphModel, OptionGame
from accord.hold.stable import stable

__all__ = [
    "CONCEPTS",
    "Concept",
    "GraphModel",
    "OptionGame",
    "Reachability",
    "Stability",
    "read_graph_model",
    "stable",
    "states_as_written",
]
