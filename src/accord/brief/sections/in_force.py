"""Assurances and measures in force."""

from collections.abc import Iterator

from attrs import frozen

from accord.brief.known import Known
from accord.brief.lines import RecordLine, record_list
from accord.brief.section import PageSection
from accord.record import Assurance, Measure
from accord.telling.blocks import Block, Heading


@frozen(kw_only=True)
class NotEnded:
    """Assurances and measures that have not ended.

    Attributes:
        assurances: Guarantees given.
        measures: Sanctions, aid and the like.
        over: How many of each are not in force any more, or not yet.
    """

    assurances: tuple[RecordLine, ...] = ()
    measures: tuple[RecordLine, ...] = ()
    over: tuple[int, int] = (0, 0)


@frozen(kw_only=True)
class InForce(PageSection):
    """What is in force.

    Attributes:
        in_force: Assurances and measures in force.
    """

    order = 50
    anchor = "in-force"
    title = "Assurances and measures in force"
    contents = "In force"
    rules = """\
**In force.** Assurances and measures that have begun and whose `until` is not past, on the day
of the page."""

    in_force: NotEnded

    @classmethod
    def gather(cls, known: Known) -> "InForce":
        """Gather what has begun and not ended."""
        assurances, measures = (tuple(_not_ended(known, kind)) for kind in (Assurance, Measure))
        every = (list(known.record.of(Assurance)), list(known.record.of(Measure)))
        found = NotEnded(
            assurances=assurances,
            measures=measures,
            over=(len(every[0]) - len(assurances), len(every[1]) - len(measures)),
        )
        return cls(in_force=found)

    def blocks(self, behind: Known | None) -> Iterator[Block]:
        """Yield two lists."""
        yield Heading("Assurances")
        assurances, measures = map(_none, self.in_force.over)
        yield record_list(self.in_force.assurances, assurances)
        yield Heading("Measures")
        yield record_list(self.in_force.measures, measures)


def _none(over: int) -> str:
    """Return what is said where none is in force: how many there were."""
    return f"None in force ({over} over)." if over else "None in the record."


def _not_ended(known: Known, kind: type[Assurance] | type[Measure]) -> Iterator[RecordLine]:
    for one in known.record.of(kind):
        if one.date.start < known.moment.end and (
            one.until is None or one.until.end > known.moment.start
        ):
            yield known.writer.line(one)
