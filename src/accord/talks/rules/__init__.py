"""The rule sets that a table can go by."""

from accord.talks.rules.alternating import Alternating
from accord.talks.rules.base import Rules
from accord.talks.rules.open_floor import OpenFloor
from accord.talks.rules.sealed import Sealed
from accord.talks.rules.shuttle import Shuttle
from accord.talks.rules.single_text import SingleText
from accord.talks.rules.stacked import Stacked

RULES: dict[str, type[Rules]] = {
    cls.name: cls for cls in (Alternating, Stacked, SingleText, Sealed, Shuttle, OpenFloor)
}
"""The rule sets by the word that names them in a log."""

__all__ = [
    "RULES",
    "Alternating",
    "OpenFloor",
    "Rules",
    "Sealed",
    "Shuttle",
    "SingleText",
    "Stacked",
]
