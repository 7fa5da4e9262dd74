"""The entries that rows of a sheet speak of in words: `the agreement of 24 August 2016`."""

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from attrs import evolve

from accord.formats.folded_names import folded
from accord.formats.sheet_columns import kind_of
from accord.formats.sheet_values import AS_WRITTEN, CellFault
from accord.record import Entry

_TO = ("entry", "meeting", "proposal", "package")
LATEST = "the latest"
"""What begins the words for the last entry of a kind before a row."""
LATEST_AGREEMENT = f"{LATEST} agreement"
"""The words for what was agreed last."""
ALL_AGREED = f"{LATEST} agreements"
"""The words for all agreements with terms of their own before a row."""
_NAMED = re.compile(
    r"(?:the )?(?:latest |last )?(?P<what>.*?)(?:\s+(?:of|on|from|,)\s+(?P<when>.*\d.*))?",
    re.DOTALL,
)
_CHAIN = {"agreement": ("agreement", "proposal"), "proposal": ("proposal", "agreement")}
"""What words for one kind may mean where there is none of it."""


class EntryLinks:
    """Finds entries by what rows call them."""

    def __init__(self, entries: Iterable[Entry], ids: Collection[str]) -> None:
        """Begin with the entries of the record.

        Args:
            entries: The entries.
            ids: All ids that a row may name.
        """
        self._ids = ids
        self._by_kind: dict[str, list[Entry]] = {}
        self._by_name: dict[str, list[str]] = {}
        self._to_name: list[Entry] = []
        for entry in entries:
            self.add(entry)

    def add(self, entry: Entry) -> None:
        """Know one more entry."""
        self._by_kind.setdefault(entry.kind, []).append(entry)
        self._to_name.append(entry)

    def _called(self, words: str) -> set[str]:
        """Return the ids of the entries with a title or a text; titles are read when asked."""
        for entry in self._to_name:
            for name in {entry.title, entry.text} - {""}:
                self._by_name.setdefault(folded(name), []).append(entry.id)
        self._to_name.clear()
        return set(self._by_name.get(folded(words), ()))

    def are_open(self, entry: Entry) -> bool:
        """Return whether an entry speaks of others in words."""
        return any(one not in self._ids for one in entry.ids(*_TO))

    def closed(self, entry: Entry) -> Entry:
        """Return an entry with ids in the place of the words that can be understood."""
        changes: dict[str, Any] = {}
        for name in entry.fields_to(*_TO):
            held = getattr(entry, name)
            if isinstance(held, str):
                changes[name] = self._id(held, entry)
            elif isinstance(held, tuple):
                found = list(self._ids_of(held, entry))
                changes[name] = tuple(one for one in found if not one.startswith(LATEST))
        return evolve(entry, **changes)

    @staticmethod
    def filled(entry: Entry) -> bool:
        """Return whether what an entry is about was filled in, as its row does not say it."""
        return any(one.startswith(LATEST) for one in entry.about)

    def _ids_of(self, words: Iterable[str], entry: Entry) -> Iterator[str]:
        for one in words:
            if one == ALL_AGREED:
                for other in self._by_kind.get("agreement", ()):
                    if other.date.start < entry.date.start and getattr(
                        other, "has_terms", False
                    ):
                        yield other.id
            else:
                yield from self._with_its_parts(self._id(one, entry), one)

    def _with_its_parts(self, found: str, words: str) -> Iterator[str]:
        """Yield an entry; with the latest agreement the others of its day and its parties.

        A sheet has a row for each point of one paper.
        """
        yield found
        made = self._by_kind.get("agreement", ()) if words == LATEST_AGREEMENT else ()
        for one in (one for one in made if one.id == found):
            for other in made:
                alike = other.date == one.date and _between(other) == _between(one)
                if alike and other.id != found:
                    yield other.id

    def _id(self, words: str, entry: Entry) -> str:
        """Return the id that words stand for; the words where there is none, or several."""
        if not words or words in self._ids:
            return words
        if len(found := self._called(words)) == 1:
            return found.pop()
        named = _NAMED.fullmatch(words.strip())
        assert named is not None  # it takes any text
        kind = kind_of(named["what"])
        if named["when"] or not kind:
            return self._of_day(kind, named["when"] or words) or words
        for one in _CHAIN.get(kind, (kind,)):
            before = [e for e in self._by_kind.get(one, ()) if e.date.start <= entry.date.start]
            if before:
                return max(before, key=lambda e: e.date.order).id
        return words

    def _of_day(self, kind: str, when: str) -> str:
        """Return the one entry of a kind of a day, or of any kind but those that link."""
        try:
            day = AS_WRITTEN.moment(when)
        except CellFault:
            return ""
        kinds = [kind] if kind else ["agreement", "proposal", "round", "decision"]
        found = [
            e.id
            for k in kinds
            for e in self._by_kind.get(k, ())
            if str(e.date)[:10] == day[:10]
        ]
        return found[0] if len(found) == 1 else ""


def _between(entry: Entry) -> frozenset[str]:
    """Return between whom an agreement is."""
    return frozenset(getattr(entry, "between", ()))


def waited_for(entry: Entry) -> frozenset[str]:
    """Return the kinds of which an entry is on the last, or all, before it, filled in."""
    words = [one for one in entry.ids(*_TO) if one.startswith(LATEST)]
    return frozenset(kind for one in words if (kind := kind_of(one.removeprefix(LATEST))))
