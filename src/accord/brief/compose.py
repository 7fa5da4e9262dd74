"""The brief: the page and what it was made from."""

from concurrent.futures import Executor

from attrs import evolve, frozen

from accord.brief.gather import gather
from accord.brief.holders import compared
from accord.brief.outlook import View, views
from accord.brief.page import Outlook, Page
from accord.formats import Folder
from accord.model import When

PUBLIC = "Left out of this copy, which holds nothing of anybody's interests."
"""What a copy for the public says in place of the deals."""


@frozen
class Brief:
    """A page, and the folder and analyses that its figures are drawn from.

    Attributes:
        page: What the page says.
        folder: The folder, as it could be known then.
        views: The deals, by every holder's numbers.
    """

    page: Page
    folder: Folder
    views: tuple[View, ...]


def compose(
    folder: Folder,
    as_of: When | None = None,
    *,
    public: bool = False,
    draws: int = 1000,
    talks: int = 0,
    seed: int = 0,
    executor: Executor | None = None,
) -> Brief:
    """Make the brief of a process.

    Args:
        folder: The process.
        as_of: Say what was known then; everything if not given.
        public: Leave out everything that follows from anybody's interests.
        draws: How many sets of numbers to draw from the ranges where a verdict needs it.
        talks: How many talks of programs to hold by every holder's numbers; none by default,
            and none in a copy for the public.
        seed: Where the draws start; the same seed gives the same page.
        executor: Where the talks of other programs are held; None for here and now.
    """
    known = folder.as_of(as_of) if as_of is not None else folder
    if public:
        known = evolve(known, interests=())
        seen: tuple[View, ...] = (View(Outlook(holder="", missing=PUBLIC)),)
    else:
        seen = views(known, as_of=as_of, draws=draws, seed=seed)
    deals = tuple(view.outlook for view in seen)
    page = evolve(gather(known, as_of), deals=deals, holders=compared(known.process, deals))
    if talks and not public:
        from accord.brief.prospect import prospect

        prospects = tuple(prospect(known, view, talks, seed, executor) for view in seen)
        page = evolve(page, prospects=prospects)
    return Brief(page, known, seen)
