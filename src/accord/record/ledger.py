"""The record as a whole: what is in it, what was known when, and what to show of it."""

from collections.abc import Callable, Container, Iterable, Iterator
from functools import cached_property
from typing import Any, TypeVar

import attrs
from attrs import frozen
from frozendict import frozendict

from accord.model import Agenda, When
from accord.record.entries import Entry, Outlet, Position, Proposal, Source

E = TypeVar("E", bound=Entry)

_SPEAKERS = ("by", "to", "on", "of", "party", "attributed_to", "opened_by", "inferred_by")


@frozen(kw_only=True)
class Record:
    """What happened and who says so.

    Attributes:
        outlets: Who publishes, by id.
        sources: The sources by id.
        entries: The entries, in the order of the file.
    """

    outlets: frozendict[str, Outlet] = frozendict()
    sources: frozendict[str, Source] = frozendict()
    entries: tuple[Entry, ...] = ()

    @cached_property
    def by_id(self) -> dict[str, Entry]:
        """Give every entry by its id."""
        return {entry.id: entry for entry in self.entries}

    @cached_property
    def labels(self) -> dict[str, str]:
        """Name, for the id of every source, who published it and where it was read.

        Every outlet has the state behind it beside its own name: `AFP [state-funded: France]
        via Agerpres [state-aligned: Romania]`.
        """
        named = {one: outlet.label for one, outlet in self.outlets.items()}
        return {
            source.id: " via ".join(
                part
                for part in (
                    named.get(source.outlet, source.outlet) or source.publisher,
                    *(named.get(one, one) for one in source.via),
                )
            )
            for source in self.sources.values()
        }

    @cached_property
    def superseded(self) -> dict[str, Entry]:
        """Give, for the id of every entry that was replaced, the entry that replaced it."""
        return {entry.supersedes: entry for entry in self.entries if entry.supersedes}

    @cached_property
    def standing(self) -> tuple[Entry, ...]:
        """Give the entries that no later one replaced, in order of time."""
        kept = (
            e for e in self.entries if e.id not in self.superseded and e.kind != "correction"
        )
        return tuple(sorted(kept, key=lambda e: e.date.order))

    def of(self, kind: type[E]) -> Iterator[E]:
        """Give the standing entries of one kind, in order of time."""
        return (entry for entry in self.standing if isinstance(entry, kind))

    def as_of(self, moment: When, agenda: Agenda | None = None) -> "Record":
        """Give the record as it could be known then.

        A source counts once the period of its date is over; an entry is known with its first
        source. Later sources, and links to entries not yet known, are left out.

        Args:
            moment: The moment.
            agenda: What is on the table; options of it that became known later are left out
                of positions and proposals, and those that say nothing else are not known.
        """
        later = agenda.later(moment) if agenda else frozenset()
        sources = {i: source for i, source in self.sources.items() if source.date.by(moment)}
        told = [
            one
            for e in self.entries
            if any(s in sources for s in e.sources)
            and (one := _without(e, later) if later else e) is not None
        ]
        known = {e.id for e in told}
        entries = (_as_known(e, sources, known) for e in told)
        return Record(
            outlets=self.outlets,
            sources=frozendict(sources),
            entries=tuple(entries),
        )

    def outlets_of(self, sources: Iterable[str]) -> list[Outlet]:
        """Give the outlets behind ids of sources, those in which they were read too."""
        found = (self.sources[s] for s in sources if s in self.sources)
        named = dict.fromkeys(one for s in found for one in (s.outlet, *s.via))
        return [self.outlets[one] for one in named if one in self.outlets]

    def known_on(self, entry: Entry) -> When:
        """Give the date of the first source of an entry; its own date where it has none."""
        dates = [self.sources[s].date for s in entry.sources if s in self.sources]
        return min(dates, default=entry.date)


def _without(entry: Entry, later: Container[tuple[str, str]]) -> Entry | None:
    """Leave options out of an entry; None where it says nothing else."""
    match entry:
        case Position() if (entry.issue, entry.option) in later:
            return attrs.evolve(entry, option="") if entry.text else None
        case Proposal() if any(term in later for term in entry.deal.items()):
            left = {i: o for i, o in entry.deal.items() if (i, o) not in later}
            return attrs.evolve(entry, deal=frozendict(left)) if left or entry.text else None
    return entry


def _as_known(entry: Entry, sources: Iterable[str], known: set[str]) -> Entry:
    changes: dict[str, Any] = {}
    if any(s not in sources for s in entry.sources):
        changes["sources"] = tuple(s for s in entry.sources if s in sources)
    if any(i not in known for i in entry.about):
        changes["about"] = tuple(i for i in entry.about if i in known)
    for link in ("during", "answers", "supersedes"):
        if (value := getattr(entry, link, "")) and value not in known:
            changes[link] = ""
            if link == "supersedes" and entry.why:
                changes["why"] = ""
    return attrs.evolve(entry, **changes) if changes else entry


def speakers(entry: Entry) -> set[str]:
    """Give the ids of everybody whom an entry names as doing, saying or being addressed."""
    named: set[str] = set()
    for name in _SPEAKERS:
        value = getattr(entry, name, ())
        named.update((value,) if isinstance(value, str) else value)
    for side, people in getattr(entry, "attended", {}).items():
        named.update((side, *people))
    return named - {""}


def issues(entry: Entry) -> set[str]:
    """Give the ids of the issues an entry touches."""
    own = getattr(entry, "issue", "")
    return {*entry.issues, *getattr(entry, "deal", {}), *((own,) if own else ())}


def select(
    record: Record,
    side: Callable[[str], str],
    *,
    issue: str = "",
    party: str = "",
    source: str = "",
    kind: str = "",
    first: When | None = None,
    last: When | None = None,
) -> list[Entry]:
    """Give the entries that match every filter given, in order of time.

    Args:
        record: The record.
        side: Gives the party or actor that somebody speaks for.
        issue: Only entries that touch this issue.
        party: Only entries that name this party, actor or person.
        source: Only entries that this source reports.
        kind: Only entries of this kind.
        first: Only entries that were not over before this.
        last: Only entries that began before the end of this.
    """

    def wanted(entry: Entry) -> bool:
        if party:
            named = speakers(entry)
            if party not in named and party not in {side(who) for who in named}:
                return False
        return (
            (not kind or entry.kind == kind)
            and (not issue or issue in issues(entry))
            and (not source or source in entry.sources)
            and (first is None or entry.date.end > first.start)
            and (last is None or entry.date.start < last.end)
        )

    ordered = sorted(record.entries, key=lambda e: e.date.order)
    return [entry for entry in ordered if wanted(entry)]
