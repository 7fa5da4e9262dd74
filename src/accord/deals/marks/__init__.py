"""Is there a deal, by what everybody can live with? Marks instead of numbers."""

from accord.deals.marks.mark_sheet import Cell, MarkSheet, SheetExclusion
from accord.deals.marks.marked_deals import (
    JudgedTerms,
    MarkBlock,
    MarkedDeals,
    MarkedPackage,
    MarkObstacle,
)

__all__ = [
    "Cell",
    "JudgedTerms",
    "MarkBlock",
    "MarkObstacle",
    "MarkSheet",
    "MarkedDeals",
    "MarkedPackage",
    "SheetExclusion",
]
