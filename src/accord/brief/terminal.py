"""The brief in a terminal: the page, and the dossier behind it where that is asked for."""

from rich.console import Console
from rich.text import Text

from accord.brief.compose import Brief
from accord.brief.dossier import Dossier, readable
from accord.brief.page_blocks import FOOT, page_blocks, title
from accord.brief.sections.will_it_hold import WillItHold
from accord.brief.sources_blocks import sources_blocks
from accord.telling.holding_told import NONE_WRITTEN
from accord.telling.terminal_blocks import Hanging, show_blocks
from accord.telling.value_trees import cleaned

FULL = ": accord brief FOLDER --full"
"""The command that shows what the page leaves out."""


def show(brief: Brief, console: Console, *, full: bool = False) -> None:
    """Print the page, and the dossier if it is asked for.

    Args:
        brief: The brief.
        console: Where.
        full: Whether the dossier is to follow.
    """
    page = cleaned(brief.page)
    heading = title(page)
    _print(heading, "bold", console)
    console.print(Text("=" * min(len(heading), console.width)))
    for line in page.head:
        _print(line, "dim", console)
    show_blocks(page_blocks(page, "" if full else FULL), console)
    if full:
        console.print()
        _print("THE DOSSIER", "bold", console)
        show_dossier(brief.dossier, console)
    ids = "Ids in brackets: accord record FOLDER show ID."
    ids += _not_asked(brief)
    ids += "" if full else " What is cut (...) is whole with --full."
    _print(f"{ids} {FOOT}", "dim", console)


def _not_asked(brief: Brief) -> str:
    """Return how to ask what the page leaves out because it takes longer."""
    known = brief.known
    ways = [] if known.talks else ["will they reach a deal (--talks N)"]
    ways += [] if known.holding else ["would it hold (--hold)"]
    said = f" Not asked: {', '.join(ways)}." if ways else ""
    held = known.gathered(WillItHold).holding
    if any(one.enough == NONE_WRITTEN for one in held):
        said += " Guarantees are written in FOLDER/hold/ID.yaml."
    return said


def show_dossier(dossier: Dossier, console: Console) -> None:
    """Print the dossier.

    Args:
        dossier: The dossier.
        console: Where.
    """
    dossier = readable(dossier)
    for line in (*dossier.withheld, *filter(None, [dossier.summary])):
        _print(line, "", console)
    for section in dossier.shown:
        console.print()
        _print(section.heading().upper(), "bold", console)
        show_blocks(section.blocks(None), console)
    console.print()
    _print("SOURCES", "bold", console)
    show_blocks(sources_blocks(dossier), console)
    console.print()
    _print(dossier.footing, "dim", console)


def _print(text: str, style: str, console: Console) -> None:
    console.print(Hanging(Text(text, style=style), mark="", indent=0), highlight=False)
