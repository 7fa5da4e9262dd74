"""What happened outside the room meanwhile, and the figures reported of it."""

from collections.abc import Iterator

from attrs import frozen

from accord.brief.known import MOST_LINES, Known
from accord.brief.lines import RecordLines, record_list
from accord.brief.reported_numbers import ReportedNumber, ReportedNumbers, item, numbers
from accord.brief.section import PageSection
from accord.record import Section, Series, series
from accord.record.sentences import series_told
from accord.record.wording import written
from accord.telling.blocks import (
    Block,
    Card,
    Drawing,
    Heading,
    Item,
    Listing,
    Paragraph,
    Run,
    TableBlock,
    TableRows,
)

FIGURES = "accord record FOLDER list --kind figure"
"""The command that shows figures which were left out."""

FEWEST_DRAWN = 3
"""Of so many times at least figures are drawn: of two, two numbers say as much."""


@frozen(kw_only=True)
class OutsideEvents:
    """What happened outside the room meanwhile.

    Attributes:
        lines: Incidents and the situation on the ground.
        figures: Reported numbers by subject.
        earlier_figures: How many subjects were left out for room; all that is contested stands
            with what is contested.
    """

    lines: RecordLines
    figures: tuple[ReportedNumbers, ...] = ()
    earlier_figures: int = 0


@frozen(kw_only=True)
class OutsideTheRoom(PageSection):
    """What happened outside the room.

    Attributes:
        outside: What happened outside meanwhile.
    """

    order = 30
    anchor = "outside"
    title = "Outside the room meanwhile"
    contents = "Outside the room"

    outside: OutsideEvents

    @classmethod
    def gather(cls, known: Known) -> "OutsideTheRoom":
        """Gather incidents, the situation on the ground and figures."""
        found = recent_series(known)
        shown = found[-MOST_LINES:]
        events = OutsideEvents(
            lines=known.lines(lambda e: e.section is Section.OUTSIDE),
            figures=tuple(numbers(known.writer, one) for one in shown),
            earlier_figures=len(found) - len(shown),
        )
        return cls(outside=events)

    def blocks(self, behind: Known | None) -> Iterator[Block]:
        """Yield what happened, and figures; those contested stand with what is contested."""
        outside = self.outside
        yield record_list(outside.lines, "Nothing in the record.")
        if behind is None:
            yield from _figures(outside)
        elif outside.figures:
            yield from _figures_in_full(outside)
            yield from _drawn(recent_series(behind)[-MOST_LINES:])


def recent_series(known: Known) -> list[Series]:
    """Return the figures by subject, of the times of which one is new within the window."""
    return series(
        tally
        for tally in known.tallies
        if any(figure.date.end > known.window for figure in tally.figures)
    )


def _drawn(found: list[Series]) -> Iterator[Block]:
    """Yield the drawing of every subject with figures of several times."""
    from accord.brief.record_figures import readings

    for place, one in enumerate(found):
        if len(one.tallies) >= FEWEST_DRAWN and (svg := readings(one, f"readings-{place}")):
            yield Drawing(svg=svg, caption=f"{one.subject}: {series_told(one)}")


def _figures(outside: OutsideEvents) -> Iterator[Block]:
    if outside.earlier_figures:
        said = f"Figures on {outside.earlier_figures} earlier {_subjects(outside)}: {FIGURES}"
        yield Paragraph(said, style="note")
    for one in outside.figures:
        shown = () if one.contested else one.numbers
        if len(shown) == 1:
            (number,) = shown
            single = item(number, f"{one.subject}: ")
            head = Heading(single.text, sources=single.sources, entries=single.entries)
            yield Card((head,))
            continue
        mark = "; contested, see below" if one.contested else ""
        if one.count > len(one.numbers):
            yield Card((Heading(f"{one.subject}: {one.text}{mark}", entries=_latest(one)),))
            yield Paragraph(f"Every reading: {FIGURES}", style="note")
            continue
        span = f"all claims span {one.span}" if one.span else "open at both ends"
        items = Listing(tuple(map(item, shown)))
        yield Card((Heading(f"{one.subject}: {span}{mark}"), items))


def _figures_in_full(outside: OutsideEvents) -> Iterator[Block]:
    yield Heading("Reported figures")
    if outside.earlier_figures:
        left_out = (
            f"Those on {outside.earlier_figures} earlier {_subjects(outside)} are left out"
        )
        yield Paragraph(f"{left_out}.", style="muted")
    yield TableBlock(
        header=("Of what", "How many", "Who says so, of when"),
        groups=tuple(map(_group, outside.figures)),
        columns=("", ""),
    )


def _subjects(outside: OutsideEvents) -> str:
    return "subject" if outside.earlier_figures == 1 else "subjects"


def _group(one: ReportedNumbers) -> TableRows:
    name = [Item(one.subject)]
    many = one.count > len(one.numbers)
    if many:
        name.append(Item(one.text, style="muted"))
    if one.contested:
        below = ("contested: ", Run("see the readings below", to="contested"))
        span = Item(one.span or "open at both ends")
        return TableRows(tuple(name), (((span,), (Item(below),)),))
    if not many and len(one.numbers) > 1 and one.span:
        name.append(Item(f"all claims span {one.span}", style="muted"))
    return TableRows(tuple(name), tuple(map(_row, one.numbers)))


def _latest(one: ReportedNumbers) -> tuple[str, ...]:
    return one.numbers[-1].entries


def _row(one: ReportedNumber) -> tuple[tuple[Item, ...], ...]:
    said = item(one)
    by = (one.by, ", ", Run(written(one.date), "date"))
    return (Item(one.text),), (Item(by, sources=said.sources, entries=one.entries),)
