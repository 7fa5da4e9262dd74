"""The page in a terminal."""

from rich.console import Console
from rich.text import Text

from accord.brief.page import Page, behind, readable
from accord.telling.terminal_blocks import Hanging, show_blocks


def show(page: Page, console: Console) -> None:
    """Print the page.

    Args:
        page: The page.
        console: Where.
    """
    page = readable(page)
    title = f"{page.title}, as of {page.as_of}" if page.as_of else page.title
    _print(title, "bold", console)
    console.print(Text("=" * min(len(title), console.width)))
    for line in (page.for_whom, *page.withheld):
        _print(line, "dim", console)
    if page.summary:
        _print(page.summary, "", console)
    for section in page.shown:
        console.print()
        _print(section.heading().upper(), "bold", console)
        show_blocks(section.blocks(None), console)
    console.print()
    _print(_footer(page), "dim", console)


def _print(text: str, style: str, console: Console) -> None:
    console.print(Hanging(Text(text, style=style), mark="", indent=0), highlight=False)


def _footer(page: Page) -> str:
    latest = f", the latest of {page.latest_source}" if page.latest_source else ""
    sources = "1 source" if page.sources == 1 else f"{page.sources} sources"
    return (
        f"{sources}{latest}{behind(page.outlets)}. Ids in brackets: accord record FOLDER "
        "show ID. Accord reports and computes; it does not judge who is right, and predicts "
        "nothing."
    )
