"""One thing in full: an entry, a source, an issue, a person, with what has to do with it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from attrs import frozen
from starlette.responses import Response

from accord.brief.dossier import addressed
from accord.host.entry_lines import EntryLine, entry_lines, for_whom
from accord.host.host_page import HostPage
from accord.host.page_query import address, part_asked
from accord.host.pages.record import SIZE, clashes, contested_ids, contested_shown
from accord.host.rules import Rule
from accord.host.visit import NotThere, Visit
from accord.model import Interests, Issue, Reader
from accord.record import Case, Correction, Entry, Source
from accord.record.ledger import LINKS
from accord.record.search import folded
from accord.record.sentences import sentence
from accord.record.wording import unstopped
from accord.telling.entry_words import facts, labels
from accord.telling.related_entries import disputes, registers, related

_OF_INTERESTS = ("party", "voice", "held by", "as of", "basis")
MOST = 20
"""Entries of each sort that one page shows; the list has all."""
_ELSEWHERE = ("date", "for", "why")
"""Facts of an entry that stand elsewhere on its page."""


@frozen(kw_only=True)
class SourceShown:
    """A source, as the page of what rests on it shows it.

    Attributes:
        id: Its id.
        label: The outlet, with the state behind it, and where it was read.
        source: The source.
    """

    id: str
    label: str
    source: Source


@frozen(kw_only=True)
class RelatedShown:
    """Entries that have to do with something in one way.

    Attributes:
        title: In which way.
        lines: The latest of them.
        total: How many there are.
    """

    title: str
    lines: Sequence[EntryLine]
    total: int


def sources_shown(case: Case, ids: Sequence[str]) -> list[SourceShown]:
    """Return sources as pages show them.

    Args:
        case: The case.
        ids: Their ids.
    """
    known = case.record.sources
    return [
        SourceShown(id=one, label=case.record.labels[one], source=known[one])
        for one in ids
        if one in known
    ]


def entry(visit: Visit) -> Response:
    """Show an entry in words, with its sources, its versions and who says otherwise."""
    case, one = visit.case, visit.path["entry"]
    found = case.record.by_id.get(one)
    if found is None:
        return _other(visit, one)
    ids = contested_ids(visit, case, None)
    disputed = disputes((clash for _, clash in clashes(visit, case, None)), found)
    sides = {id(clash): where for where, clash in clashes(visit, case, None)}
    after = case.record.superseded.get(one)
    said = sentence(case.process, found, case.record)
    linked = {name for name in found.fields_to(*LINKS) if _ids(found, name, case)}
    hidden = {name.replace("_", " ") for name in (*linked, *_ELSEWHERE)}
    return visit.render(
        "one_entry.html.j2",
        title=f"{found.kind.capitalize()} of {found.date.words}",
        entry=found,
        sentence=said,
        text="" if unstopped(found.text) in said else found.text,
        for_whom=for_whom(case, found),
        facts=[pair for pair in facts(case, found) if pair[0] not in hidden],
        sources=sources_shown(case, found.sources),
        links=list(_links(case, found, ids)),
        related=_related(case, "entry", found, ids, but=("Superseded by",)),
        disputed=[contested_shown(case, sides[id(clash)], clash) for clash in disputed],
        versions=entry_lines(case, _versions(case, found)),
        after=after.id if after else "",
        withdrawn=isinstance(after, Correction),
        actions=_actions(visit, found) if after is None else (),
        live=f"/record/{one}",
    )


def _ids(entry: Entry, name: str, case: Case) -> tuple[str, ...]:
    """Return the ids of the entries that a field of an entry names."""
    held = getattr(entry, name)
    if isinstance(held, Mapping) or not held:
        return ()
    listed = (held,) if isinstance(held, str) else tuple(held)
    return listed if all(isinstance(i, str) and i in case.record.by_id for i in listed) else ()


def _links(case: Case, entry: Entry, contested: frozenset[str]) -> Iterator[RelatedShown]:
    """Yield the entries that an entry names, by the field that names them."""
    for name in entry.fields_to(*LINKS):
        found = [case.record.by_id[i] for i in _ids(entry, name, case)]
        if found and name != "supersedes":
            lines = entry_lines(case, found, contested)
            title = name.replace("_", " ").capitalize()
            yield RelatedShown(title=title, lines=lines, total=len(lines))


def _related(
    case: Case, what: str, thing: Any, contested: frozenset[str], but: Sequence[str] = ()
) -> list[RelatedShown]:
    """Return the latest entries that have to do with something, by how."""
    return [
        RelatedShown(
            title=title,
            lines=entry_lines(case, entries[: -MOST - 1 : -1], contested),
            total=len(entries),
        )
        for title, entries in related(case, what, thing).items()
        if entries and title not in but
    ]


def _versions(case: Case, entry: Entry) -> list[Entry]:
    """Return an entry, what it replaced and what replaced it, the first version first."""
    record = case.record
    found = [entry]
    while (old := record.by_id.get(found[0].supersedes)) is not None and old not in found:
        found.insert(0, old)
    while (new := record.superseded.get(found[-1].id)) is not None and new not in found:
        found.append(new)
    return found if found[1:] else []


def _actions(visit: Visit, entry: Entry) -> list[tuple[str, str]]:
    """Return what this seat may do with an entry: the address, and what it is called."""
    if not set(entry.for_) <= set(visit.seat.writes_for):
        return []
    paths = {page.path.rpartition("/")[2] for page in visit.host.pages if page.method == "GET"}
    wanted = {"supersede": "Correct it", "edit": "Mend a slip", "withdraw": "Withdraw it"}
    return [(f"/record/{entry.id}/{w}", text) for w, text in wanted.items() if w in paths]


def _other(visit: Visit, one: str) -> Response:
    """Show what lines of the brief name beside entries: a planned round, or interests."""
    if one in visit.case.process.rounds:
        return _shown(visit, "planned round", visit.case.process.rounds[one])
    for held in visit.case.interests:
        if held.id == one:
            return _interests(visit, held)
    raise NotThere


def _interests(visit: Visit, held: Interests) -> Response:
    """Show whose interests are, by whom, of when; the dossier says what follows of them."""
    case = visit.case
    party = case.process.name(held.party)
    by = "itself" if held.held_by == held.party else case.process.name(held.held_by)
    return visit.render(
        "interests.html.j2",
        title=f"{party}, as {by} sees it" if by != "itself" else f"{party}, by itself",
        for_whom=addressed(case.process, Reader(held.for_)),
        facts=[pair for pair in facts(case, held) if pair[0] in _OF_INTERESTS],
        one=held.id,
    )


def about(visit: Visit) -> Response:
    """Show an issue, a party, a person, an actor, a venue, an outlet or interests."""
    one = visit.path["one"]
    for what, register in registers(visit.case).items():
        if what not in ("entry", "source") and one in register:
            return _shown(visit, what, register[one])
    return _other(visit, one)


def _shown(visit: Visit, what: str, thing: Any) -> Response:
    case = visit.case
    known = [s for s in getattr(thing, "sources", ()) if s in case.record.sources]
    return visit.render(
        "one_thing.html.j2",
        title=getattr(thing, "name", "") or thing.id,
        what=what,
        thing=thing,
        facts=[pair for pair in facts(case, thing) if pair[0] not in ("sources", "options")],
        options=thing.choices.values() if isinstance(thing, Issue) else (),
        sources=sources_shown(case, known),
        related=_related(case, what, thing, contested_ids(visit, case, None)),
        every=_every(what, thing.id),
    )


def _every(what: str, one: str) -> str:
    """Return the address of the list of all entries that touch something; empty for none."""
    filter_of = {"issue": "issue", "party": "party", "person": "party", "actor": "party"}
    return address("/record", {filter_of[what]: one}) if what in filter_of else ""


def sources(visit: Visit) -> Response:
    """Show every source that the seat may read, the latest first."""
    case, words = visit.case, folded(visit.query.get("q", "").strip()[:200])

    def make() -> tuple[list[SourceShown], Mapping[str, int]]:
        counts: dict[str, int] = {}
        for held in case.record.entries:
            for one in held.sources:
                counts[one] = counts.get(one, 0) + 1
        known = case.record.sources.values()
        ordered = sorted(known, key=lambda s: (s.date.order, s.id), reverse=True)
        return sources_shown(case, [s.id for s in ordered]), counts

    every, counts = visit.once("sources", make)
    wanted = [
        one
        for one in every
        if words in folded(f"{one.label} {one.source.title} {one.source.author} {one.id}")
    ]
    typed = {"q": visit.query.get("q", "").strip()[:200]}
    return visit.render(
        "sources.html.j2",
        title="Sources",
        part=part_asked(visit, wanted, SIZE, "/sources", typed),
        counts=counts,
        typed=typed,
        live=address("/sources", typed | {"page": visit.query.get("page", "")}),
    )


def source(visit: Visit) -> Response:
    """Show a source, and what rests on it."""
    case, one = visit.case, visit.path["source"]
    held = case.record.sources.get(one)
    if held is None:
        raise NotThere
    outlets = [(o.id, o.label, o.evidence) for o in case.record.outlets_of([one])]
    return visit.render(
        "one_source.html.j2",
        title=labels(case, [one]),
        source=held,
        facts=[
            pair
            for pair in facts(case, held)
            if pair[0] not in ("outlet", "publisher", "via", "url", "title", "for")
        ],
        outlets=outlets,
        related=_related(case, "source", held, contested_ids(visit, case, None)),
        every=address("/record", {"source": one}),
    )


PAGES = (
    HostPage("/sources", sources, Rule.SEATED, nav=("Record", "Sources")),
    HostPage("/sources/{source}", source, Rule.SEATED),
    HostPage("/about/{one:path}", about, Rule.SEATED),
    HostPage("/record/{entry:path}", entry, Rule.SEATED),
)
