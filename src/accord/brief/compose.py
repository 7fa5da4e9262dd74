"""The brief: the page and what it was made from."""

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from attrs import frozen

from accord.brief.known import Known
from accord.brief.page import Page, addressed
from accord.brief.sections import sections
from accord.model import AT_THE_TABLE, PUBLIC, TABLE, Reader, When
from accord.model.tier import SHARED
from accord.record import Case

if TYPE_CHECKING:
    from accord.play.span import Spanned
    from accord.play.workers import Workers


@frozen
class Brief:
    """A page, and what its figures are drawn from.

    Attributes:
        page: What the page says.
        known: What it was made from.
    """

    page: Page
    known: Known


def compose(
    case: Case,
    as_of: When | None = None,
    *,
    reader: Reader = AT_THE_TABLE,
    draws: int = 1000,
    talks: int = 0,
    seed: int = 0,
    workers: "Workers" = 1,
    watch: "Callable[[Iterable[Spanned]], Iterable[Spanned]]" = tuple,
) -> Brief:
    """Make the brief of a process.

    Args:
        case: The process.
        as_of: Say what was known then; everything if not given.
        reader: Who is to read it: what is not for this reader is left out before anything is
            computed.
        draws: How many sets of numbers to draw from the ranges where a verdict needs it.
        talks: How many talks of programs to play by every holder's numbers; none by default.
        seed: Where the draws start; the same seed gives the same page.
        workers: What plays the talks: processes, a cluster or an executor.
        watch: Is handed what comes of every program, to show how far they are.
    """
    known = Known(
        case=case.seen_by(reader).as_of(as_of),
        draws=draws,
        talks=talks,
        seed=seed,
        workers=workers,
        watch=watch,
    )
    record, moment = known.record, known.case.moment
    cited = known.process.cited.union(*(e.sources for e in record.entries))
    sources = [s for s in record.sources.values() if s.id in cited]
    outlets = (o for o in record.outlets_of(s.id for s in sources) if o.label != o.name)
    page = Page(
        title=known.process.title,
        summary="" if moment else known.process.summary,
        as_of=str(moment or ""),
        reader=str(reader),
        for_whom=addressed(known.process, reader),
        withheld=tuple(_withheld(known.case, reader)),
        sections=tuple(kind.gather(known) for kind in sections()),
        sources=len(sources),
        latest_source=str(max((s.date for s in sources), default="")),
        outlets=tuple(sorted(outlets, key=lambda o: o.name)),
    )
    return Brief(page, known)


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
