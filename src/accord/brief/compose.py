"""The brief: the page and what it was made from."""

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from accord.brief.gather import gather
from accord.brief.page import Page
from accord.model import Tier, When
from accord.record import Case
from accord.telling.deals_by_holder import View, views
from accord.telling.holder_words import compared

if TYPE_CHECKING:
    from accord.play.span import Spanned
    from accord.play.workers import Workers


@frozen
class Brief:
    """A page, and the folder and analyses that its figures are drawn from.

    Attributes:
        page: What the page says.
        folder: The folder, as it could be known then.
        views: The deals, by every holder's numbers.
    """

    page: Page
    folder: Case
    views: tuple[View, ...]


def compose(
    folder: Case,
    as_of: When | None = None,
    *,
    reader: Tier = Tier.TABLE,
    draws: int = 1000,
    talks: int = 0,
    seed: int = 0,
    workers: "Workers" = 1,
    watch: "Callable[[Iterable[Spanned]], Iterable[Spanned]]" = tuple,
) -> Brief:
    """Make the brief of a process.

    Args:
        folder: The process.
        as_of: Say what was known then; everything if not given.
        reader: Who is to read it: interests that are not for this reader are left out before
            anything is computed.
        draws: How many sets of numbers to draw from the ranges where a verdict needs it.
        talks: How many talks of programs to play by every holder's numbers; none by default.
        seed: Where the draws start; the same seed gives the same page.
        workers: What plays the talks: processes, a cluster or an executor.
        watch: Is handed what comes of every program, to show how far they are.
    """
    known = folder.seen_by(reader).as_of(as_of)
    seen = views(known, draws=draws, seed=seed)
    deals = tuple(view.outlook for view in seen)
    page = evolve(gather(known), deals=deals, holders=compared(known.process, deals))
    page = evolve(page, reader=str(reader), withheld=tuple(_withheld(known, reader)))
    if talks:
        from accord.brief.prospect import prospect
        from accord.play.workers import start_workers

        with start_workers(workers) as executor:
            prospects = tuple(
                prospect(known, view, talks, seed, executor or 1, watch) for view in seen
            )
        page = evolve(page, prospects=prospects)
    return Brief(page, known, seen)


def _withheld(known: Case, reader: Tier) -> Iterator[str]:
    """Say to the mediator's team alone what the table or the public do not see."""
    if reader is not Tier.MEDIATOR:
        return
    for other in (Tier.TABLE, Tier.PUBLIC):
        held: dict[str, list[str]] = {}
        for one in known.interests:
            if not other.reads(one.for_):
                held.setdefault(known.process.name(one.held_by), []).append(one.id)
        if held:
            files = "; ".join(f"{holder} ({', '.join(ids)})" for holder, ids in held.items())
            yield f"The {other} does not see what follows from the interests held by {files}."
