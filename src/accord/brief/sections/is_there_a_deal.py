"""Is there a deal, by every holder's marks, then by every holder's numbers."""

from collections.abc import Iterator

from attrs import frozen

from accord.brief.known import Known
from accord.brief.section import PageSection
from accord.record import Position
from accord.record.issue_standings import Ground
from accord.telling.blocks import Block, Drawing, Paragraph
from accord.telling.holder_words import compared
from accord.telling.marks_blocks import marks_blocks, matrix_blocks
from accord.telling.marks_by_holder import compared_marks
from accord.telling.marks_outlook import MarksOutlook
from accord.telling.outlook import Outlook
from accord.telling.outlook_blocks import full_outlook, rules_by_name, short_outlook

BRIEFLY = ("concessions", "drivers")
"""The lists of an outlook that stand on the page where there is little room."""

CAPTION = (
    "Every point is a deal. Dashed: the walk-away values, their ranges shaded. At the middle "
    "of every range."
)


@frozen(kw_only=True)
class IsThereADeal(PageSection):
    """Is there a deal.

    Attributes:
        mark_holders: Whether those who hold marks agree, or that one holder's stand alone;
            empty where none are held.
        marks: Is there a deal, by whose marks.
        holders: Whether those who hold numbers agree, or that one holder's stand alone; empty
            where none are held.
        deals: Is there a deal, by whose numbers.
    """

    order = 60
    anchor = "deals"
    title = "Is there a deal"
    rules = """\
**Is there a deal.** One answer for each holder of marks, then one for each holder of numbers,
never mixed: see [marks](../explanation/marks.md) and
[the verdict](../explanation/verdict.md)."""

    mark_holders: str = ""
    marks: tuple[MarksOutlook, ...] = ()
    holders: str = ""
    deals: tuple[Outlook, ...] = ()

    @classmethod
    def gather(cls, known: Known) -> "IsThereADeal":
        """Gather the answers by every holder's numbers."""
        marks = tuple(view.outlook for view in known.marks_told)
        deals = tuple(view.outlook for view in known.by_holder)
        return cls(
            mark_holders=compared_marks(marks),
            marks=marks,
            holders=compared(known.process, deals),
            deals=deals,
        )

    def blocks(self, behind: Known | None) -> Iterator[Block]:
        """Yield whether holders agree, and each one's answer."""
        if self.mark_holders:
            yield Paragraph(self.mark_holders, style="verdict")
        for marks in self.marks:
            yield from marks_blocks(marks)
            yield from matrix_blocks(marks, full=behind is not None)
        if self.holders:
            yield Paragraph(self.holders, style="verdict")
        for place, outlook in enumerate(self.deals):
            if behind is None:
                yield from short_outlook(outlook, BRIEFLY)
            else:
                planes = tuple(_planes(behind, place))
                yield from full_outlook(outlook, planes, _today(behind))
        yield from rules_by_name(self.deals)


def _today(known: Known) -> dict[str, str]:
    """Return what is settled, or asked for by all, by the name of the issue."""
    asked = {(p.issue, p.party): p.option for p in known.record.of(Position)}
    found = {}
    for issue in known.process.agenda.issues.values():
        one = known.standings[issue.id]
        settled = one.option if one.standing in (Ground.AGREED, Ground.COMMON_GROUND) else ""
        if not settled and one.same_option:
            settled = asked[issue.id, next(iter(known.process.parties))]
        if settled:
            found[issue.name] = issue.choices[settled].name
    return found


def _planes(known: Known, place: int) -> Iterator[Drawing]:
    from accord.telling.deals_figure import planes

    for svg in planes(known.by_holder[place], f"plane-{place}"):
        yield Drawing(svg=svg, caption=CAPTION)
