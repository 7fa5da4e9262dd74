"""Which packages parties would sign, as holders judge it, and what follows for proposals."""

from collections.abc import Iterator

from attrs import frozen

from accord.brief.known import Known
from accord.brief.section import PageSection
from accord.telling.blocks import Block
from accord.telling.judged_words import PartyJudged, judged_blocks, judged_by_holder


@frozen(kw_only=True)
class WouldTheySign(PageSection):
    """Which packages parties would sign.

    Attributes:
        judged: What every holder judges, for each party.
    """

    order = 65
    anchor = "judged"
    title = "Would they sign"
    rules = """\
**Would they sign.** The judgements of whole packages in `interests/`, and what follows from
them for the proposals in the record that settle every issue."""

    judged: tuple[PartyJudged, ...] = ()

    @classmethod
    def gather(cls, known: Known) -> "WouldTheySign":
        """Gather what every holder judges, and what follows."""
        return cls(judged=judged_by_holder(known.case))

    @property
    def shown(self) -> bool:
        """Whether there are any judgements."""
        return bool(self.judged)

    def blocks(self, behind: Known | None) -> Iterator[Block]:
        """Yield for each party what was judged and what follows."""
        yield from judged_blocks(self.judged)
