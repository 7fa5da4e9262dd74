"""Every page of the documentation is found from the first in two clicks."""

import re
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"
_LINK = re.compile(r"\]\(([\w./-]+\.md)(?:#[\w-]+)?\)")
_TOC = re.compile(r"^```\{toctree\}\n((?:(?!```).*\n)*)```", re.M)


def led_to(page: Path) -> set[Path]:
    """Return the pages to which a page leads, by its words or as a list of pages."""
    text, at = page.read_text("utf-8"), page.parent
    found = {(at / one).resolve() for one in _LINK.findall(text)}
    for listed in _TOC.findall(text):
        for line in listed.splitlines():
            if line and not line.startswith(":"):
                found |= {one.resolve() for one in at.glob(f"{line.removesuffix('.md')}.md")}
    return {one for one in found if one.exists()}


def test_every_page_is_found_in_two_clicks() -> None:
    first = (DOCS / "index.md").resolve()
    one_click = led_to(first)
    two_clicks = one_click.union(*map(led_to, one_click))
    assert {one.resolve() for one in DOCS.rglob("*.md")} - two_clicks == {first}
