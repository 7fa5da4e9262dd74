"""The brief: one page, the dossier behind it, and what both are made from."""

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

import attrs
from attrs import frozen

from accord.brief.dossier import Dossier, EntryBehind, SourceBehind, addressed, dossier_class
from accord.brief.gather_page import gather_page
from accord.brief.known import Known
from accord.brief.page import Page, page_fields
from accord.brief.sections import sections
from accord.formats.shapes import descriptions
from accord.model import AT_THE_TABLE, PUBLIC, TABLE, Reader, When
from accord.model.tier import SHARED
from accord.record import Case, Entry, Source

if TYPE_CHECKING:
    from accord.brief.sections.will_it_hold import HoldingAsked
    from accord.fighting import FightingModel
    from accord.play.span import Spanned
    from accord.play.workers import Workers


@frozen(slots=False)
class Brief:
    """One page, and the dossier behind it; each is made when it is first asked for.

    Attributes:
        known: What both are made from.
        reader: Who is to read them.
    """

    known: Known
    reader: Reader

    @cached_property
    def page(self) -> Page:
        """The page: one side of where the talks stand."""
        return gather_page(self.known, self.reader)

    @cached_property
    def dossier(self) -> Dossier:
        """All that the page rests on."""
        return gather_dossier(self.known, self.reader, self.page.cited)

    def to_json(self) -> dict[str, Any]:
        """Return the page as plain values, with the dossier under a key of its own."""
        return {**self.page.to_json(), "dossier": self.dossier.to_json()}


def json_class() -> type:
    """Return a class with the keys of a brief's JSON, each with its meaning, for the schema."""
    keys = page_fields() | {"dossier": dossier_class()}
    said = descriptions(Page) | {"dossier": "All that the page rests on."}
    made = attrs.make_class("Brief", {n: attrs.field(type=kind) for n, kind in keys.items()})
    listed = "\n".join(f"        {name}: {said[name]}" for name in keys)
    first = (Page.__doc__ or "").partition("\n")[0]
    made.__doc__ = f"{first}\n\n    Attributes:\n{listed}\n"
    return made


def compose(
    case: Case,
    as_of: When | None = None,
    *,
    since: When | None = None,
    reader: Reader = AT_THE_TABLE,
    draws: int = 1000,
    talks: int = 0,
    holding: "HoldingAsked | None" = None,
    fighting: "Callable[[str], tuple[FightingModel, ...]]" = lambda holder: (),
    seed: int = 0,
    workers: "Workers" = 1,
    watch: "Callable[[Iterable[Spanned]], Iterable[Spanned]]" = tuple,
) -> Brief:
    """Make the brief of a process.

    Args:
        case: The process.
        as_of: Say what was known then; everything if not given.
        since: What is of then or later is new; if not given, what was not over when the round
            before the latest ended.
        reader: Who is to read it: what is not for this reader is left out before anything is
            computed.
        draws: How many sets of numbers to draw from the ranges where a verdict needs it.
        talks: How many talks of programs to play by every holder's numbers; none by default.
        holding: What is asked of whether a deal would be kept; nothing by default.
        fighting: Returns what is assumed of the fighting where talks are played by the numbers
            of the holder with this id; nothing by default.
        seed: Where the draws start; the same seed gives the same page.
        workers: What plays the talks: processes, a cluster or an executor.
        watch: Is handed what comes of every program, to show how far they are.
    """
    known = Known(
        case=case.seen_by(reader).as_of(as_of),
        start=since,
        draws=draws,
        talks=talks,
        holding=holding,
        fighting=fighting,
        seed=seed,
        workers=workers,
        watch=watch,
    )
    return Brief(known, reader)


def gather_dossier(known: Known, reader: Reader, shown: frozenset[str]) -> Dossier:
    """Return all that a page rests on.

    Args:
        known: What it is made from, as its reader may see it.
        reader: Who reads it.
        shown: Ids of the entries that the page names.
    """
    record, made = known.record, tuple(known.gathered(kind) for kind in sections())
    named = shown.union(_named(made))
    entries = [e for e in known.entries if e.id in named]
    cited = known.process.cited.union(*(e.sources for e in record.entries))
    sources = sorted((record.sources[i] for i in cited if i in record.sources), key=_by_date)
    outlets = (o for o in record.outlets_of(s.id for s in sources) if o.label != o.name)
    return Dossier(
        summary="" if known.case.moment else known.process.summary,
        reader=str(reader),
        for_whom=addressed(known.process, reader),
        withheld=tuple(_withheld(known.case, reader)),
        sections=made,
        cited=(*(_behind(known, e) for e in entries), *_plans(known, named)),
        sources=tuple(
            SourceBehind(
                id=one.id,
                who=record.labels[one.id],
                author=one.author,
                what=one.title,
                date=str(one.date),
                url=one.url,
                language=one.language,
            )
            for one in sources
        ),
        outlets=tuple(sorted(outlets, key=lambda o: o.name)),
    )


def _by_date(source: Source) -> tuple[object, ...]:
    return (source.date.order, source.id)


def _behind(known: Known, entry: Entry) -> EntryBehind:
    line = known.writer.line(entry)
    return EntryBehind(
        id=entry.id, date=line.date, kind=entry.kind, text=line.text, sources=entry.sources
    )


def _plans(known: Known, named: frozenset[str]) -> Iterator[EntryBehind]:
    for plan in known.process.rounds.values():
        if plan.id in named:
            date, text = str(plan.date or ""), f"Announced: {plan.name}"
            yield EntryBehind(
                id=plan.id, date=date, kind="plan", text=text, sources=plan.sources
            )


def _named(value: Any) -> Iterator[str]:
    """Yield the ids of all entries that a dossier, or a part of it, names."""
    if isinstance(value, tuple):
        for one in value:
            yield from _named(one)
    elif attrs.has(type(value)):
        for field in attrs.fields(type(value)):
            held = getattr(value, field.name)
            ids = field.name in ("entries", "agreed_in") and isinstance(held, tuple)
            yield from held if ids else _named(held)


def _withheld(known: Case, reader: Reader) -> Iterator[str]:
    """Yield what the table or the public do not see, for those who see more."""
    if any(tier in SHARED for tier in reader.tiers):
        return
    for other in (TABLE, PUBLIC):
        held: dict[str, list[str]] = {}
        for one in known.interests:
            if not Reader((other,)).reads(one.for_):
                held.setdefault(known.process.name(one.held_by), []).append(one.id)
        if held:
            files = "; ".join(f"{holder} ({', '.join(ids)})" for holder, ids in held.items())
            yield f"The {other} does not see what follows from the interests held by {files}."
