"""The record as a whole: what is in it, what was known when, and what to show of it."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
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

    def with_more(
        self,
        entries: Sequence[Entry],
        at: int | None = None,
        *,
        sources: frozendict[str, Source] | None = None,
        outlets: frozendict[str, Outlet] | None = None,
    ) -> "Record":
        """Return the record with more in it, and keep what was derived of it already.

        A record of a hundred thousand entries is not sorted and looked through anew for one
        more.

        Args:
            entries: What is new.
            at: Before which entry, by its place, it stands; the end where nothing is given.
            sources: All sources, if some are new.
            outlets: All outlets, if some are new.
        """
        place = len(self.entries) if at is None else at
        new = tuple(entries)
        more = attrs.evolve(
            self,
            entries=self.entries + new
            if place == len(self.entries)
            else (*self.entries[:place], *new, *self.entries[place:]),
            sources=self.sources if sources is None else sources,
            outlets=self.outlets if outlets is None else outlets,
        )
        held = {name: one for name in _DERIVED if (one := _derived(self, name)) is not None}
        if sources is not None or outlets is not None:
            held.pop("labels", None)
        if "by_id" in held:
            last = self.entries[place:]
            kept = held["by_id"].copy()  # which is quicker than to build it
            kept.update((e.id, e) for e in new)
            for entry in last:  # the order of the file, as it would be made anew
                kept[entry.id] = kept.pop(entry.id)
            held["by_id"] = kept
        if any(entry.supersedes for entry in new):
            for name in ("superseded", "standing", "_by_class"):
                held.pop(name, None)
        elif "standing" in held:
            later = {entry.id for entry in self.entries[place:]}
            gone = self.superseded  # an empty record is in order without asking for it
            some = [e for e in new if e.kind != "correction" and e.id not in gone]
            held["standing"] = tuple(_with_each(held["standing"], some, later))
            if "_by_class" in held:
                by_class = dict(held["_by_class"])
                for entry in some:
                    known = by_class.get(type(entry), [])
                    by_class[type(entry)] = _with_each(known, [entry], later)
                held["_by_class"] = by_class
        for name, one in held.items():
            object.__setattr__(more, name, one)
        return more

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
        outlets = self.outlets_seen(reader, process, sources.values())
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

    def outlets_seen(
        self, reader: Reader, process: Process, sources: Iterable[Source]
    ) -> dict[str, Outlet]:
        """Return the outlets that somebody may read.

        Args:
            reader: Who reads.
            process: The process, in which an outlet may speak for itself.
            sources: The sources that this reader reads.
        """
        named = {one for s in sources for one in (s.outlet, *s.via)}
        speaking = {one.name.casefold() for one in process.actors.values()}
        return {
            i: outlet
            for i, outlet in self.outlets.items()
            if (
                reader.reads(outlet.for_)
                if outlet.for_
                else i in named or i in process.actors or outlet.name.casefold() in speaking
            )
        }

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


_DERIVED = ("by_id", "labels", "superseded", "standing", "_by_class")
"""What is derived of a record when it is first asked for."""


def _derived(record: Record, name: str) -> Any:
    """Return what was derived of a record; None where nobody has asked for it yet."""
    try:
        return object.__getattribute__(record, name)
    except AttributeError:
        return None


def _with_each(
    ordered: Sequence[Entry], new: Iterable[Entry], later: Collection[str]
) -> list[Entry]:
    """Put entries among others in order of time; of one time, before those that stand later."""
    found = list(ordered)
    for entry in new:
        place = bisect_right(found, entry.date.order, key=_order)
        if later:
            first = bisect_left(found, entry.date.order, key=_order)
            while place > first and found[place - 1].id in later:
                place -= 1
        found.insert(place, entry)
    return found


def _order(entry: Entry) -> tuple[datetime, timedelta]:
    return entry.date.order


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
