"""Will it hold? The game that a deal leaves behind, and games of one's own."""

from accord.hold.concepts import CONCEPTS, Concept, Reachability, Stability
from accord.hold.graph_file import read_graph_model, states_as_written
from accord.hold.graph_model import GraphModel, OptionGame
from accord.hold.limited_move import LimitedMove, limited_move
from accord.hold.stable import stable
from accord.hold.temptations import Temptation, temptations
from accord.hold.ways import JointMove, Way, joint_moves, refuse_many_joint_moves, ways

__all__ = [
    "CONCEPTS",
    "Concept",
    "GraphModel",
    "JointMove",
    "LimitedMove",
    "OptionGame",
    "Reachability",
    "Stability",
    "Temptation",
    "Way",
    "joint_moves",
    "limited_move",
    "read_graph_model",
    "refuse_many_joint_moves",
    "stable",
    "states_as_written",
    "temptations",
    "ways",
]
