"""Where a method is explained: the page of the documentation, for small print."""

from functools import cache
from typing import NamedTuple

from accord.telling.blocks import Prose, Run


class DocumentationPage(NamedTuple):
    """A page of the documentation.

    Attributes:
        path: Where it lies in the documentation, without its ending.
        title: What it is called.
    """

    path: str
    title: str


VERDICT = DocumentationPage("explanation/verdict", "Is there a deal: yes, no, depends")
COMPROMISES = DocumentationPage("explanation/compromises", "Fair compromises")
MANY_TALKS = DocumentationPage(
    "explanation/many-talks", "What many talks say, and what they do not"
)


@cache
def address() -> str:
    """Return where the documentation can be read, as the package declares it.

    Returns:
        The address, without a slash at its end; empty where none is declared.
    """
    from importlib.metadata import PackageNotFoundError, metadata  # slow to load

    try:
        declared = metadata("accord").get_all("Project-URL") or []
    except PackageNotFoundError:
        return ""
    named: dict[str, str] = dict(one.split(", ", 1) for one in declared)
    return named.get("Documentation", "").rstrip("/")


def explained(text: str, page: DocumentationPage) -> Prose:
    """Return a text and where more of it stands, with a link where there is an address.

    Args:
        text: The text.
        page: The page of the documentation.
    """
    where = address()
    there = Run(page.title, to=f"{where}/{page.path}.html" if where else "")
    return f"{text} In the documentation of Accord: '", there, "'."
