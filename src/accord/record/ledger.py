"""The record as a whole: what is in it, what was known when, and what to show of it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from functools import cache, cached_property
from typing import Any, TypeVar

import attrs
from attrs import frozen
from frozendict import frozendict

from accord.model import TABLE, Agenda, Process, Reader, When
from accord.model.refs import TierId
from accord.record.entry import Entry
from accord.record.sources import Outlet, Source
from accord.record.terms import options_in

E = TypeVar("E", bound=Entry)

LINKS = ("entry", "meeting", "proposal", "package")
"""What an id that names another entry refers to."""


@frozen(kw_only=True)
class Record:
    """What happened and who says so.

    Attributes:
        outlets: Who publishes, by id.
        sources: The sources by id.
        entries: The entries, in the order of the file.
        for_: Who may read the entries that do not say it themselves; the table where it is not
            given, or under `private/` whom that folder is for.
    """

    outlets: frozendict[str, Outlet] = frozendict()
    sources: frozendict[str, Source] = frozendict()
    entries: tuple[Entry, ...] = ()
    for_: tuple[TierId, ...] = (TABLE,)

    @cached_property
    def by_id(self) -> dict[str, Entry]:
        """Return every entry by its id."""
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
        """Return, by the id of every entry that was replaced, the latest that replaced it."""
        after = sorted(
            (entry for entry in self.entries if entry.supersedes),
            key=lambda entry: (entry.date.order, entry.id),
        )
        return {entry.supersedes: entry for entry in after}

    def latest(self, one: str) -> str:
        """Return the id of what replaced an entry last; its own where nothing did."""
        seen = {one}
        while (after := self.superseded.get(one)) is not None and after.id not in seen:
            one = after.id
            seen.add(one)
        return one

    @cached_property
    def standing(self) -> tuple[Entry, ...]:
        """Return the entries that no later one replaced, in order of time."""
        kept = (
            e for e in self.entries if e.id not in self.superseded and e.kind != "correction"
        )
        return tuple(sorted(kept, key=lambda e: e.date.order))

    def of(self, kind: type[E]) -> Iterator[E]:
        """Yield the standing entries of one kind, in order of time."""
        found = [held for cls, held in self._by_class.items() if issubclass(cls, kind)]
        if found[1:]:
            return (entry for entry in self.standing if isinstance(entry, kind))
        return (entry for held in found for entry in held if isinstance(entry, kind))

    @cached_property
    def _by_class(self) -> dict[type[Entry], list[Entry]]:
        """The standing entries by class: most of a long record is of few kinds, asked often."""
        found: dict[type[Entry], list[Entry]] = {}
        for entry in self.standing:
            found.setdefault(type(entry), []).append(entry)
        return found

    def seen_by(self, reader: Reader, process: Process, cited: Iterable[str] = ()) -> "Record":
        """Return what somebody may read of the record.

        A source or outlet that does not say for whom it is goes with what cites it: whoever
        reads nothing that does, does not see it. An outlet that speaks for itself in the
        process, which everybody reads, is seen too.

        Args:
            reader: Who reads.
            process: The process.
            cited: Ids of the sources that something else cites which this reader reads.
        """
        readable = cache(reader.reads)
        entries = tuple(e for e in self.entries if readable(e.for_))
        known = {*process.cited, *cited}
        for entry in entries:
            known.update(entry.cited)
        sources = {
            i: source
            for i, source in self.sources.items()
            if (readable(source.for_) if source.for_ else i in known)
        }
        named = {one for s in sources.values() for one in (s.outlet, *s.via)}
        speaking = {one.name.casefold() for one in process.actors.values()}
        outlets = {
            i: outlet
            for i, outlet in self.outlets.items()
            if (
                readable(outlet.for_)
                if outlet.for_
                else i in named or i in process.actors or outlet.name.casefold() in speaking
            )
        }
        if (len(entries), len(sources), len(outlets)) == (
            len(self.entries),
            len(self.sources),
            len(self.outlets),
        ):
            return self
        told = {e.id for e in entries}
        return attrs.evolve(
            self,
            entries=tuple(_as_known(e, self.sources, told) for e in entries),
            sources=frozendict(sources),
            outlets=frozendict(outlets),
        )

    def as_of(self, moment: When, agenda: Agenda | None = None) -> "Record":
        """Return the record as it could be known then.

        A source counts once the period of its date is over; an entry is known with its first
        source, but not before it happened, whatever was announced. Later sources, and links to
        entries not yet known, are left out.

        Args:
            moment: The moment.
            agenda: What is on the table; options of it that became known later are left out
                of positions and proposals, and those that say nothing else are not known.
        """
        later = agenda.later(moment) if agenda else frozenset()
        sources = {i: source for i, source in self.sources.items() if source.date.by(moment)}
        told = [
            one.as_it_was(moment)
            for e in self.entries
            if e.date.start < moment.end
            and (any(s in sources for s in e.sources) or (_own(e) and e.date.by(moment)))
            and (one := e.without(later) if later else e) is not None
        ]
        known = {e.id for e in told}
        entries = (_as_known(e, sources, known) for e in told)
        return attrs.evolve(self, sources=frozendict(sources), entries=tuple(entries))

    def before(self, start: datetime) -> "Record":
        """Return the record with the entries alone that were over by some time.

        Args:
            start: The time.
        """
        told = [e for e in self.entries if e.date.end <= start]
        known = {e.id for e in told}
        kept = tuple(_as_known(e, self.sources, known) for e in told)
        return attrs.evolve(self, entries=kept)

    def outlets_of(self, sources: Iterable[str]) -> list[Outlet]:
        """Return the outlets behind ids of sources, those in which they were read too."""
        found = (self.sources[s] for s in sources if s in self.sources)
        named = dict.fromkeys(one for s in found for one in (s.outlet, *s.via))
        return [self.outlets[one] for one in named if one in self.outlets]

    def known_on(self, entry: Entry) -> When:
        """Return the date of the first source of an entry; its own date where it has none."""
        dates = [self.sources[s].date for s in entry.sources if s in self.sources]
        return min(dates, default=entry.date)


def _own(entry: Entry) -> bool:
    """Return whether an entry is the team's own and rests on no source."""
    return entry.own and not entry.sources


def _as_known(entry: Entry, sources: Iterable[str], known: set[str]) -> Entry:
    """Leave out the sources of an entry, and its links to others, that are not known."""
    changes: dict[str, Any] = {}
    if any(s not in sources for s in entry.sources):
        changes["sources"] = tuple(s for s in entry.sources if s in sources)
    for name in entry.fields_to(*LINKS):
        linked = getattr(entry, name)
        if not linked or isinstance(linked, Mapping):
            continue
        if isinstance(linked, str):
            changes |= {name: ""} if linked not in known else {}
        elif not known.issuperset(linked):
            changes[name] = tuple(one for one in linked if one in known)
    if "supersedes" in changes and entry.why:
        changes["why"] = ""
    return attrs.evolve(entry, **changes) if changes else entry


def speakers(entry: Entry) -> set[str]:
    """Return the ids of everybody whom an entry names."""
    return set(entry.ids("party", "actor", "speaker", "body"))


def issues(entry: Entry) -> set[str]:
    """Return the ids of the issues an entry touches."""
    found = set(entry.ids("issue"))
    for name in entry.fields_to("options", "combination"):
        found.update(getattr(entry, name))
    for name in entry.fields_to("terms", "package"):
        held = getattr(entry, name)
        for one in held if isinstance(held, tuple) else (held,):
            found.update(options_in(one))
    return found


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
    """Return the entries that match every filter given, in order of time.

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
