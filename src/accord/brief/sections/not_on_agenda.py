"""What such agreements settle and the agenda does not name yet."""

from collections.abc import Iterator

from attrs import frozen

from accord.brief.known import Known
from accord.brief.section import PageSection
from accord.model import ChecklistLine
from accord.telling.blocks import Block, Heading, Item, Listing, Paragraph

GAPS = (
    "By the checklist of the folder; what belongs on the agenda is for the parties to decide."
)


@frozen(kw_only=True)
class AgendaGap:
    """A line of the checklist that no issue covers.

    Attributes:
        id: Its id.
        name: What is settled, in a few words.
        text: The same as something to think of, in a sentence.
        source: Which guidance or law says so.
        struck: Why it does not apply here; empty where nobody struck it.
    """

    id: str
    name: str
    text: str
    source: str
    struck: str = ""


@frozen(kw_only=True)
class NotOnAgenda(PageSection):
    """What such agreements settle and the agenda does not name.

    Attributes:
        not_on_agenda: The lines of the checklist that no issue covers and nobody struck.
        struck_lines: The lines that were struck, with the reason.
        checklist_lines: How many lines the checklist has.
    """

    order = 22
    anchor = "checklist"
    title = "Not on the agenda yet"
    rules = """\
**Not on the agenda yet.** The lines of the folder's checklist that no issue on the agenda
covers on the day of the page and nobody struck, in the order of the file."""

    not_on_agenda: tuple[AgendaGap, ...] = ()
    struck_lines: tuple[AgendaGap, ...] = ()
    checklist_lines: int = 0

    @classmethod
    def gather(cls, known: Known) -> "NotOnAgenda":
        """Gather the lines that no issue covers."""
        process = known.process
        return cls(
            not_on_agenda=tuple(map(_gap, process.uncovered)),
            struck_lines=tuple(_gap(one) for one in process.checklist.values() if one.struck),
            checklist_lines=len(process.checklist),
        )

    @property
    def shown(self) -> bool:
        """Whether there is a checklist."""
        return self.checklist_lines > 0

    def blocks(self, behind: Known | None) -> Iterator[Block]:
        """Yield what is missing, then what was struck."""
        yield Paragraph(GAPS, style="muted")
        yield Listing(
            tuple(Item(f"{_whole(one)} ({one.source})") for one in self.not_on_agenda),
            none=f"All {self.checklist_lines} lines are on the agenda or struck.",
        )
        if self.struck_lines:
            yield Heading("Struck")
            yield Listing(
                tuple(Item(f"{_title(one)}: {one.struck}") for one in self.struck_lines)
            )


def _gap(one: ChecklistLine) -> AgendaGap:
    return AgendaGap(
        id=one.id, name=one.name, text=one.text, source=one.source, struck=one.struck
    )


def _title(one: AgendaGap) -> str:
    return f"{one.name[:1].upper()}{one.name[1:]}"


def _whole(one: AgendaGap) -> str:
    return f"{_title(one)}. {one.text}".rstrip()
