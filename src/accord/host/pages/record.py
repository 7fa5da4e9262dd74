"""The record: a list with filters, what words are found in, the timeline, what is contested."""

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import frozen
from starlette.responses import Response

from accord.brief.dossier import addressed
from accord.errors import AccordError
from accord.formats.entry_filters import chosen
from accord.host.entry_lines import EntryLine, entry_lines
from accord.host.host_page import HostPage
from accord.host.page_query import address, moment_asked, part_asked
from accord.host.rules import Rule
from accord.host.visit import Visit
from accord.model import Reader, When
from accord.record import KINDS, Case, Contested, Entry, contested, contradictions
from accord.record.between import Between, sorted_by_sides
from accord.record.contested import said_together
from accord.record.links import days
from accord.record.search import Hit, Searchable, hits, searchable
from accord.record.wording import spread, written
from accord.telling.contested_words import CLASHES, spoken, title
from accord.telling.found_words import hit_said
from accord.telling.record_rows import PARTS_OF_DAY

SIZE = 40
"""Entries on one page: some screens, and well under 60 kB."""
MOST_READINGS = 24
"""Readings of one matter on a page: what many sensors count has thousands."""
LONGEST_WORDS = 200
"""Signs of what is looked for at once."""
APART = ("claim", "correction")
"""Kinds that say what somebody made of an event, which the timeline leaves out unless asked."""

_NAMED = ("issue", "party", "source", "kind")


@frozen(kw_only=True)
class RecordAsked:
    """What of the record is asked for.

    Attributes:
        case: What the seat may read, as it was known on the day asked for.
        as_of: That day; None for all that is known.
        first: From when on.
        last: Until when.
        typed: What the fields of the page hold.
    """

    case: Case
    as_of: When | None
    first: When | None
    last: When | None
    typed: Mapping[str, str]

    @classmethod
    def of(cls, visit: Visit) -> "RecordAsked":
        """Read it from the address of a page."""
        names = ("as_of", "from", "to")
        as_of, first, last = (moment_asked(visit, name) for name in names)
        fields = (*names, *_NAMED, "for", "contested", "q")
        typed = {one: visit.query.get(one, "").strip()[:LONGEST_WORDS] for one in fields}
        case = as_of_case(visit, as_of)
        return cls(
            case=case,
            as_of=as_of,
            first=first,
            last=last,
            typed=typed,
        )

    @property
    def key(self) -> tuple[str, ...]:
        """What tells it from what else may be asked."""
        return (str(self.as_of), str(self.first), str(self.last), *self._rest)

    @property
    def _rest(self) -> tuple[str, ...]:
        return tuple(self.typed[one] for one in (*_NAMED, "for", "contested", "q"))

    @property
    def words(self) -> tuple[str, ...]:
        """The words that are looked for."""
        return tuple(self.typed["q"].split())

    def entries(self, visit: Visit) -> tuple[Entry, ...]:
        """Return the entries that are asked for, in order of time.

        Raises:
            AccordError: If a filter names something that is not there.
        """
        return visit.once(("entries", *self.key), lambda: self._entries(visit))

    def _entries(self, visit: Visit) -> tuple[Entry, ...]:
        named = {one: self.typed[one] for one in _NAMED}
        found = chosen(self.case, first=self.first, last=self.last, **named)
        if tier := self.typed["for"]:
            found = [e for e in found if tier in e.for_]
        if self.typed["contested"]:
            ids = contested_ids(visit, self.case, self.as_of)
            found = [e for e in found if e.id in ids]
        if self.words:
            ids = frozenset(hit.id for hit in found_words(visit, self) if _is_entry(hit))
            found = [e for e in found if e.id in ids]
        return tuple(found)


def as_of_case(visit: Visit, as_of: When | None) -> Case:
    """Return what a seat may read, as it was known on a day."""
    if as_of is None:
        return visit.case
    return visit.once(("case", str(as_of)), lambda: visit.case.as_of(as_of))


def clashes(visit: Visit, case: Case, as_of: When | None) -> list[tuple[Between, Contested]]:
    """Return what is contested, what is so between parties first."""

    def make() -> list[tuple[Between, Contested]]:
        return sorted_by_sides(case.process, case.record, contested(case.record))

    return visit.once(("contested", str(as_of)), make)


def contested_ids(visit: Visit, case: Case, as_of: When | None) -> frozenset[str]:
    """Return the ids of the entries on which others say otherwise."""
    return frozenset(
        one
        for _, clash in clashes(visit, case, as_of)
        for one in (clash.subject, *(reading.entry for reading in clash.readings))
    )


def found_words(visit: Visit, asked: RecordAsked) -> list[Hit]:
    """Return what holds the words that are looked for."""

    def texts() -> list[Searchable]:
        return searchable(asked.case)

    def make() -> list[Hit]:
        return hits(visit.once(("texts", str(asked.as_of)), texts), asked.words)

    return visit.once(("found", str(asked.as_of), asked.typed["q"]), make)


def _is_entry(hit: Hit) -> bool:
    return isinstance(hit.thing, Entry)


def filters(visit: Visit, case: Case) -> dict[str, Sequence[tuple[str, str]]]:
    """Return what each filter can be set to: what is sent, and what is shown."""
    process, every = case.process, [("", "all")]
    named: dict[str, Any] = {**process.parties, **process.actors, **process.people}
    kinds = {entry.kind for entry in case.record.entries}
    tiers = visit.seat.reader.read
    return {
        "kind": [*every, *((k, k) for k in KINDS if k in kinds)],
        "party": [*every, *((i, one.name) for i, one in named.items())],
        "issue": [*every, *((i, one.name) for i, one in process.agenda.issues.items())],
        "for": [*every, *((t, addressed(process, Reader((t,))).rstrip(".")) for t in tiers)],
    }


def record(visit: Visit) -> Response:
    """Show the entries, the latest first."""
    asked = RecordAsked.of(visit)
    entries: Sequence[Entry] = ()
    try:
        entries = asked.entries(visit)[::-1]
    except AccordError as error:
        visit.mistakes = (*visit.mistakes, str(error))
    part = part_asked(visit, entries, SIZE, "/record", asked.typed)
    ids = contested_ids(visit, asked.case, asked.as_of)
    return visit.render(
        "record.html.j2",
        status=422 if visit.mistakes else 200,
        title="The record",
        part=part,
        lines=entry_lines(asked.case, part.shown, ids, asked.words),
        filters=visit.once(("filters", str(asked.as_of)), lambda: filters(visit, asked.case)),
        typed=asked.typed,
        words=asked.words,
        live=address("/record", {**asked.typed, "page": visit.query.get("page", "")}),
    )


def timeline(visit: Visit) -> Response:
    """Show day by day what was said and what happened; the latest days, and earlier ones."""
    asked = RecordAsked.of(visit)
    told: Sequence[Entry] = ()
    try:
        replaced = asked.case.record.superseded
        told = [e for e in asked.entries(visit) if e.id not in replaced]
    except AccordError as error:
        visit.mistakes = (*visit.mistakes, str(error))
    if not asked.typed["kind"]:
        told = [e for e in told if e.kind not in APART]
    part = part_asked(visit, told[::-1], SIZE, "/timeline", asked.typed)
    ids = contested_ids(visit, asked.case, asked.as_of)
    shown = [
        (
            written(day.date),
            [
                (mark.capitalize(), entry_lines(asked.case, getattr(day, name), ids))
                for name, mark in PARTS_OF_DAY
                if getattr(day, name)
            ],
        )
        for day in days(part.shown)
    ]
    return visit.render(
        "timeline.html.j2",
        status=422 if visit.mistakes else 200,
        title="The timeline",
        part=part,
        days=shown,
        typed=asked.typed,
        filters=visit.once(("filters", str(asked.as_of)), lambda: filters(visit, asked.case)),
        live=address("/timeline", {**asked.typed, "page": visit.query.get("page", "")}),
    )


def search(visit: Visit) -> Response:
    """Show everything that holds some words: what is declared, entries, interests."""
    asked = RecordAsked.of(visit)
    found = found_words(visit, asked)
    part = part_asked(visit, found, SIZE, "/search", asked.typed)
    lines = [(hit, _led(hit), _hit_line(asked, hit)) for hit in part.shown]
    return visit.render(
        "search.html.j2",
        status=422 if visit.mistakes else 200,
        title="Search",
        part=part,
        lines=lines,
        typed=asked.typed,
        words=asked.words,
    )


def _hit_line(asked: RecordAsked, hit: Hit) -> EntryLine:
    if _is_entry(hit):
        return entry_lines(asked.case, [hit.thing], words=asked.words)[0]
    said = hit_said(asked.case, hit)
    return EntryLine(id=hit.id, date="", kind=hit.what, said=said)


def _led(hit: Hit) -> str:
    """Return where something that was found is shown in full; empty for nowhere."""
    if _is_entry(hit):
        return f"/record/{hit.id}"
    if hit.what == "source":
        return f"/sources/{hit.id}"
    if hit.what == "checklist":
        return ""
    return f"/about/{hit.of if hit.what == 'option' else hit.id}"


@frozen(kw_only=True)
class ContestedShown:
    """Something contested, as a page shows it.

    Attributes:
        title: What it is called.
        how: In which way the readings cannot all hold, and the span of numbers.
        between: What heads those of its sort.
        readings: Who says it, how, what, in which entries and by which sources.
        entries: Of each reading the ids of its entries.
        earlier: How many earlier readings are not shown.
    """

    title: str
    how: str
    between: str
    readings: tuple[tuple[str, str, str, str, str], ...]
    entries: tuple[tuple[str, ...], ...]
    earlier: int = 0


def contested_shown(case: Case, sides: Between, one: Contested) -> ContestedShown:
    """Return something contested as a page shows it: every reading beside the others."""
    ends = spread(one.span, one.unit) if one.span else ""
    together = said_together(case.record, one.readings)
    told = [
        (reading.entries, spoken(case, one, reading, said))
        for reading, said in together[-MOST_READINGS:]
    ]
    return ContestedShown(
        title=title(case, one),
        how=CLASHES[one.clash] + (f"; all between them: {ends}" if ends else ""),
        between=sides.heading,
        readings=tuple(row for _, row in told),
        entries=tuple(ids for ids, _ in told),
        earlier=max(0, len(together) - MOST_READINGS),
    )


def contested_page(visit: Visit) -> Response:
    """Show what cannot all hold, reading beside reading."""
    asked = RecordAsked.of(visit)
    case = asked.case
    found = clashes(visit, case, asked.as_of)
    part = part_asked(visit, found, SIZE // 2, "/contested", {"as_of": asked.typed["as_of"]})
    shown = [contested_shown(case, sides, one) for sides, one in part.shown]
    return visit.render(
        "contested.html.j2",
        status=422 if visit.mistakes else 200,
        title="What is contested",
        part=part,
        shown=shown,
        typed=asked.typed,
        live=address("/contested", {k: visit.query.get(k, "") for k in ("as_of", "page")}),
    )


def unfitting(visit: Visit) -> Response:
    """Show what in the record does not fit together, though nobody contests it."""
    asked = RecordAsked.of(visit)
    key = ("unfitting", str(asked.as_of))
    found = visit.once(key, lambda: contradictions(asked.case))
    query = {"as_of": asked.typed["as_of"]}
    return visit.render(
        "unfitting.html.j2",
        status=422 if visit.mistakes else 200,
        title="What does not fit together",
        part=part_asked(visit, found, SIZE, "/unfitting", query),
        live=address("/unfitting", {**query, "page": visit.query.get("page", "")}),
    )


PAGES = (
    HostPage("/record", record, Rule.SEATED, nav=("Record", "List")),
    HostPage("/timeline", timeline, Rule.SEATED, nav=("Record", "Timeline")),
    HostPage("/search", search, Rule.SEATED, nav=("Record", "Search everything")),
    HostPage("/contested", contested_page, Rule.SEATED, nav=("Record", "Contested")),
    HostPage("/unfitting", unfitting, Rule.DESK, nav=("Record", "Does not fit")),
)
