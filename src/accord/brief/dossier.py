"""The dossier behind the page: its sections, gathered once; what shows it only shows it."""

from collections.abc import Sequence
from typing import Any, cast

import attrs
from attrs import evolve, frozen

from accord.brief.lines import RecordLine
from accord.brief.section import PageSection
from accord.brief.sections import sections
from accord.deals import to_json
from accord.formats.shapes import descriptions
from accord.model import MEDIATOR, PUBLIC, TABLE, Process, Reader
from accord.model.tier import CAPITAL
from accord.record import Outlet
from accord.record.wording import written
from accord.telling.value_trees import cleaned, rebuilt

_READERS = {
    (PUBLIC,): "For the public.",
    (TABLE,): "For the table: the parties and the mediator's team.",
    (MEDIATOR,): "For the mediator's team alone.",
}


def addressed(process: Process, reader: Reader) -> str:
    """Return in a sentence whom a page is for.

    Args:
        process: Has the names of the parties.
        reader: Who is to read it.
    """
    if reader.tiers in _READERS:
        return _READERS[reader.tiers]
    named = []
    for tier in reader.tiers:
        party, capital = process.parties.get(tier.removesuffix(f"/{CAPITAL}")), "/" in tier
        who = {MEDIATOR: "the mediator's team", TABLE: "the table", PUBLIC: "the public"}
        seat = "capital" if capital else "delegation"
        named.append(f"the {seat} of {party.name}" if party else who.get(tier, tier))
    return f"For {' and '.join(named)} alone."


@frozen(kw_only=True)
class EntryBehind:
    """An entry that a line names.

    Attributes:
        id: Its id.
        date: When it was, as exactly as known.
        kind: The kind of entry.
        text: What it says, and who says it.
        sources: Ids of its sources.
    """

    id: str
    date: str
    kind: str
    text: str
    sources: tuple[str, ...] = ()


@frozen(kw_only=True)
class SourceBehind:
    """A source: who published what, when and where.

    Attributes:
        id: Its id.
        who: The outlet, with the state behind it, and where it was read.
        author: Who wrote it.
        what: What it is called, or what it is about.
        date: When it was published.
        url: Where it can be read.
        language: The language of its title, where that is known.
    """

    id: str
    who: str
    author: str = ""
    what: str = ""
    date: str
    url: str = ""
    language: str = ""


@frozen(kw_only=True)
class Dossier:
    """The dossier behind the page: all that it rests on, section by section.

    What a section says is an attribute of it too, by its key in the JSON.

    Attributes:
        summary: What the process is; left out where the page speaks of an earlier moment.
        reader: Whom the page is for: public, table, mediator, a party or PARTY/capital.
        for_whom: The same in a sentence.
        withheld: What others do not see of it, for the mediator's team alone.
        sections: What it says, section by section.
        cited: The entries, and the announced rounds, that the page and the dossier name.
        sources: The sources that entries or the process cite, by time.
        outlets: The outlets behind them that a state owns, runs, controls or pays for.
    """

    summary: str = ""
    reader: str = TABLE
    for_whom: str = ""
    withheld: tuple[str, ...] = ()
    sections: tuple[PageSection, ...]
    cited: tuple[EntryBehind, ...] = ()
    sources: tuple[SourceBehind, ...] = ()
    outlets: tuple[Outlet, ...] = ()

    def __getattr__(self, key: str) -> Any:
        """Return what a section has under a key."""
        for section in () if key == "sections" else self.sections:
            if key in (one.name for one in attrs.fields(type(section))):
                return getattr(section, key)
        raise AttributeError(f"the dossier has no '{key}'")

    @property
    def footing(self) -> str:
        """How many sources there are, what stands behind them, and what Accord does not do."""
        number = len(self.sources)
        sources = "1 source" if number == 1 else f"{number} sources"
        days = [one.date for one in self.sources]
        latest = f", the latest of {written(max(days))}" if days else ""
        return f"{sources}{latest}{behind(self.outlets)}."

    @property
    def shown(self) -> tuple[PageSection, ...]:
        """The sections that stand on it."""
        return tuple(section for section in self.sections if section.shown)

    def to_json(self) -> dict[str, Any]:
        """Return it as plain values: the keys of every section in the sections' place."""
        found: dict[str, Any] = {}
        for field in attrs.fields(Dossier):
            value = getattr(self, field.name)
            if field.name == "sections":
                for section in value:
                    found |= to_json(section)
            else:
                found[field.name] = to_json(value)
        return found


def dossier_class() -> type:
    """Return a class with the keys of its JSON, each with its meaning, for the schema."""
    keys: dict[str, Any] = {}
    said: dict[str, str] = {}
    for field in attrs.fields(attrs.resolve_types(Dossier)):
        classes = sections() if field.name == "sections" else ()
        for kind in classes:
            keys |= {one.name: one.type for one in attrs.fields(attrs.resolve_types(kind))}
            said |= descriptions(kind)
        if not classes:
            keys[field.name], said[field.name] = field.type, descriptions(Dossier)[field.name]
    fields = {name: attrs.field(type=kind) for name, kind in keys.items()}
    made = attrs.make_class("Dossier", fields)
    listed = "\n".join(f"        {name}: {said[name]}" for name in keys)
    first = (Dossier.__doc__ or "").partition("\n")[0]
    made.__doc__ = f"{first}\n\n    Attributes:\n{listed}\n"
    return made


def behind(outlets: Sequence[Outlet]) -> str:
    """Return how many outlets have a state behind them, to end a sentence on sources."""
    counts = {
        "state-aligned": sum(bool(o.state_aligned) for o in outlets),
        "state-funded": sum(bool(o.state_funded) for o in outlets),
    }
    said = ", ".join(f"{number} {word}" for word, number in counts.items() if number)
    return f"; of their outlets {said}" if said else ""


def readable(dossier: Dossier) -> Dossier:
    """Return a dossier to be read from top to bottom, with no sign that steers what shows it.

    Lines on what was told before with all its sources do not name them again.

    Args:
        dossier: The dossier.
    """
    told = [one for section in dossier.sections for one in section.told]
    known = {entry for one in told for entry in getattr(one, "entries", ())}

    def again(part: Any) -> Any:
        if isinstance(part, RecordLine) and known.issuperset(part.entries) and part not in told:
            return evolve(part, sources=())
        return part

    return cleaned(cast(Dossier, rebuilt(dossier, again)))
