"""Assurances, measures and commitments in force."""

from collections.abc import Iterator

from attrs import evolve, frozen

from accord.brief.known import Known
from accord.brief.lines import RecordLine, record_list
from accord.brief.section import PageSection
from accord.record import Assurance, Measure
from accord.record.commitments import CommitmentDue, DueState, commitments_due
from accord.telling.blocks import Block, Heading


@frozen(kw_only=True)
class NotEnded:
    """Assurances and measures that have not ended.

    Attributes:
        assurances: Guarantees given.
        measures: Sanctions, aid and the like.
        over: How many of each are not in force any more, or not yet.
        commitments: What somebody is to do by an agreement that stands, or by its own word;
            those due first at the head.
        of_drafts: How many commitments are of proposals, or of agreements that fell.
    """

    assurances: tuple[RecordLine, ...] = ()
    measures: tuple[RecordLine, ...] = ()
    over: tuple[int, int] = (0, 0)
    commitments: tuple[RecordLine, ...] = ()
    of_drafts: int = 0


@frozen(kw_only=True)
class InForce(PageSection):
    """What is in force.

    Attributes:
        in_force: Assurances, measures and commitments in force.
    """

    order = 50
    anchor = "in-force"
    title = "Assurances, measures and commitments in force"
    contents = "In force"
    rules = """\
**In force.** Assurances and measures that have begun and whose `until` is not past, on the day
of the page. Commitments are those of agreements that stand, and those that are about no
agreement or proposal; *overdue* is said of the day alone, and what was done is what the entries
about a commitment say."""

    in_force: NotEnded

    @classmethod
    def gather(cls, known: Known) -> "InForce":
        """Gather what has begun and not ended."""
        assurances, measures = (tuple(_not_ended(known, kind)) for kind in (Assurance, Measure))
        every = (list(known.record.of(Assurance)), list(known.record.of(Measure)))
        due = commitments_due(known.case)
        found = NotEnded(
            assurances=assurances,
            measures=measures,
            over=(len(every[0]) - len(assurances), len(every[1]) - len(measures)),
            commitments=tuple(_owed(known, one) for one in due if one.holds),
            of_drafts=sum(not one.holds for one in due),
        )
        return cls(in_force=found)

    def blocks(self, behind: Known | None) -> Iterator[Block]:
        """Yield three lists; that of commitments where there are some."""
        yield Heading("Assurances")
        assurances, measures = map(_none, self.in_force.over)
        yield record_list(self.in_force.assurances, assurances)
        yield Heading("Measures")
        yield record_list(self.in_force.measures, measures)
        owed, drafts = self.in_force.commitments, self.in_force.of_drafts
        if owed or drafts:
            yield Heading("Commitments")
            yield record_list(owed, f"None of an agreement that stands ({drafts} others).")


def _owed(known: Known, one: CommitmentDue) -> RecordLine:
    """Return a commitment as a line, with the day where that is past, and who speaks of it."""
    line = known.writer.line(one.commitment)
    text = line.text
    if one.due and one.due is not one.commitment.due:
        text = f"{text} That is by {one.due.words}."
    if one.state is DueState.OVERDUE:
        text = f"{text} Overdue."
    if one.said:
        number = len(one.said)
        text = f"{text} On it: {number} {'entry' if number == 1 else 'entries'}."
    return evolve(line, text=text, entries=(one.commitment.id, *one.said))


def _none(over: int) -> str:
    """Return what is said where none is in force: how many there were."""
    return f"None in force ({over} over)." if over else "None in the record."


def _not_ended(known: Known, kind: type[Assurance] | type[Measure]) -> Iterator[RecordLine]:
    for one in known.record.of(kind):
        if one.date.start < known.moment.end and (
            one.until is None or one.until.end > known.moment.start
        ):
            yield known.writer.line(one)
