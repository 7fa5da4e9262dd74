"""The page: what one side holds of where the talks stand, each line with what is behind it."""

from typing import Any, ClassVar

import attrs
from attrs import field, frozen
from frozendict import frozendict

from accord.brief.lines import RecordLine
from accord.deals import to_json


@frozen(kw_only=True)
class StateNow:
    """Where the talks stand, in one line.

    Attributes:
        what: announced, under_way, adjourned, halted, resumed, ended, agreed, initialled,
            signed, ratified, refused, in_force, broken_off or none.
        since: Since when, as exactly as known.
        text: The same in a sentence.
        readings: What each side says of it, where they differ.
        entries: Ids of the entries behind it.
    """

    what: str
    since: str = ""
    text: str
    readings: tuple[RecordLine, ...] = ()
    entries: tuple[str, ...] = ()


@frozen(kw_only=True)
class IssueCounts:
    """How many issues there are, and where they stand; the last four sum to the first.

    Attributes:
        issues: How many issues are on the agenda.
        agreed: How many are agreed.
        common_ground: On how many all parties said they agree.
        open: How many are open.
        fallen: On how many what was agreed has fallen.
    """

    issues: int = 0
    agreed: int = 0
    common_ground: int = 0
    open: int = 0
    fallen: int = 0


@frozen(kw_only=True)
class IssueNow:
    """Where one issue stands.

    Attributes:
        standing: open, common_ground, agreed or fallen.
        same_option: Whether all parties ask for the same option.
        since: Since when it stands so; empty for what was never otherwise.
        entries: Ids of the entries behind it.
    """

    standing: str = "open"
    same_option: bool = False
    since: str = ""
    entries: tuple[str, ...] = ()


@frozen(kw_only=True)
class ContestedNow:
    """What is contested, in short.

    Attributes:
        total: How many matters are contested.
        shown: Those that the page shows, the heaviest first.
    """

    total: int = 0
    shown: tuple[RecordLine, ...] = ()


@frozen(kw_only=True)
class HolderVerdict:
    """Is there a deal, by the word of one holder of marks or numbers.

    Attributes:
        by: marks or numbers.
        holder: Whose they are, in words; empty where nobody holds any.
        exists: yes, no or ask by marks; yes, no or depends by numbers, or yes in all tried, or
            no in all tried; empty if it could not be answered.
        text: The same in a sentence, with what to ask, or what stands in the way.
        waiting: How many of the points wait for others who are no party, in words; empty where
            nobody else has a role on them.
    """

    by: str
    holder: str
    exists: str
    text: str
    waiting: str = ""


@frozen(kw_only=True)
class PageLine:
    """A line as the page shows it.

    Attributes:
        text: What it says, as far as there is room.
        date: When it was; empty where the text says it, or nobody did.
        entries: Ids of entries behind it.
        others: How many more entries are behind it.
        sources: Who published it, where nobody is named who says it.
    """

    text: str
    date: str = ""
    entries: tuple[str, ...] = ()
    others: int = 0
    sources: tuple[str, ...] = ()


@frozen(kw_only=True)
class PagePart:
    """A part of the page.

    Attributes:
        title: What heads it.
        anchor: The section of the dossier that it leads to.
        lines: Its lines.
        more: How many more there are in the dossier.
        none: What is said where there are none.
    """

    title: str
    anchor: str
    lines: tuple[PageLine, ...] = ()
    more: int = 0
    none: str = ""


@frozen(kw_only=True)
class Page:
    """The brief: one page that says where the talks stand.

    Attributes:
        title: What the process is called.
        as_of: The moment the page speaks of; empty for all that is in the record.
        state: Where the talks stand, in one line.
        counts: How many issues there are, and where they stand.
        issues: Where each issue stands, by its id.
        owed: Who owes whom an answer, the heaviest first.
        offers: Which conditional offers fit together, where their order is stuck, what waits.
        moved: What moved, the heaviest first; the page shows as many of the first as it has
            room for.
        next: What comes next.
        contested: What is contested, in short; what does not fit together is not counted there.
        verdict: Is there a deal, by whose word.
        head: What stands at its head: whom it is for, and who else takes part.
        parts: What it shows, part by part; no key of the JSON.
    """

    as_json: ClassVar = (
        "title",
        "as_of",
        "state",
        "counts",
        "issues",
        "owed",
        "offers",
        "moved",
        "next",
        "contested",
        "verdict",
    )

    title: str
    as_of: str = ""
    state: StateNow
    counts: IssueCounts
    issues: frozendict[str, IssueNow] = frozendict()
    owed: tuple[RecordLine, ...] = ()
    offers: tuple[RecordLine, ...] = ()
    moved: tuple[RecordLine, ...] = ()
    next: tuple[RecordLine, ...] = ()
    contested: ContestedNow = field(factory=ContestedNow)
    verdict: tuple[HolderVerdict, ...] = ()
    head: tuple[str, ...] = ()
    parts: tuple[PagePart, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the page as plain values."""
        found: dict[str, Any] = to_json(self)
        return found

    @property
    def cited(self) -> frozenset[str]:
        """Ids of the entries behind what it shows."""
        shown = {one for part in self.parts for line in part.lines for one in line.entries}
        return frozenset(shown.union(self.state.entries))


def page_fields() -> dict[str, Any]:
    """Return the keys of the page's JSON, each with its type."""
    types = {one.name: one.type for one in attrs.fields(attrs.resolve_types(Page))}
    return {key: types[key] for key in Page.as_json}
