"""Would it hold: who would keep the deal on the table, and why, where that was asked."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from attrs import frozen

from accord.brief.known import Known
from accord.brief.section import PageSection
from accord.errors import AccordError
from accord.telling.blocks import Block
from accord.telling.holding_told import HoldingTold, holders_differ, holding_blocks

if TYPE_CHECKING:
    from accord.hold.holding_assumptions import HoldingAssumptions


@frozen(kw_only=True)
class HoldingAsked:
    """What is asked of whether a deal would be kept.

    Attributes:
        deal: Which deal: an entry, a file or a rule; None for the one on the table.
        beside: What is assumed beside the interests, as the reader of the page may read it.
    """

    deal: str | None = None
    beside: "tuple[HoldingAssumptions, ...]" = ()


@frozen(kw_only=True)
class WillItHold(PageSection):
    """Would it hold.

    Attributes:
        holding: Would the deal be kept, by whose numbers; only where it was asked.
    """

    order = 75
    anchor = "holding"
    title = "Would it hold"
    rules = """\
**Would it hold.** Only where it is asked, of the deal on the table or one that is named: who
could leave it and how, what the others could answer, and who would then stay. One answer for
each holder of numbers, or of marks where it has no numbers of all parties. It is no
forecast."""

    holding: tuple[HoldingTold, ...] = ()

    @classmethod
    def gather(cls, known: Known) -> "WillItHold":
        """Ask whether the deal would be kept by every holder's numbers, where it was asked."""
        asked = known.holding
        if asked is None:
            return cls()
        from accord.hold.holding_case import asked_deals
        from accord.telling.asked_holding import asked_told

        try:
            found = asked_deals(known.case, asked.beside, given=asked.deal, in_part=True)
            told = (asked_told(known.case, one, known.draws, known.seed) for one in found)
            return cls(holding=tuple(told))
        except AccordError as error:
            return cls(holding=(HoldingTold(holder="", missing=str(error)),))

    @property
    def shown(self) -> bool:
        """Whether it was asked."""
        return bool(self.holding)

    def blocks(self, behind: Known | None) -> Iterator[Block]:
        """Yield whether it would be kept by each holder's numbers, and where they differ."""
        yield from holders_differ(self.holding)
        for one in self.holding:
            yield from holding_blocks(one)
