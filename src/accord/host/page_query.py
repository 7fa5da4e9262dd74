"""What the address of a page asks for beside the page: days, and which part of a long list."""

from collections.abc import Mapping, Sequence
from typing import Generic, TypeVar
from urllib.parse import urlencode

from attrs import frozen

from accord.formats.human_dates import date_said
from accord.host.rendering import PART_SIGNS
from accord.host.visit import Visit
from accord.model import When

T = TypeVar("T")

LONGEST_DATE = 80
"""Signs of a date as people write it."""


def moment_asked(visit: Visit, name: str) -> When | None:
    """Return the day that a field of the address says, as people write it; None for none.

    If it is no day, a sentence is among the mistakes of the visit, and the page is shown as if
    nothing were asked for.

    Args:
        visit: The visit.
        name: The field.
    """
    text = visit.query.get(name, "").strip()[:LONGEST_DATE]
    if not text:
        return None
    try:
        return date_said(text, visit.host.settings.clock().astimezone().date())
    except ValueError as error:
        visit.mistakes = (*visit.mistakes, str(error))
        return None


def part_said(visit: Visit, part: str) -> str:
    """Return the name that a part of an address says, as the pages write it.

    Args:
        visit: Who asks.
        part: Which part.
    """
    name = visit.path[part]
    for sign, written in reversed(PART_SIGNS.items()):
        name = name.replace(written, sign)
    return name


def address(path: str, query: Mapping[str, str]) -> str:
    """Return the address of a page with those fields that say something.

    Args:
        path: The page.
        query: The fields.
    """
    given = {name: value for name, value in query.items() if value}
    return f"{path}?{urlencode(given)}" if given else path


@frozen(kw_only=True)
class ListPart(Generic[T]):
    """A part of a long list, and where the parts beside it are.

    Attributes:
        shown: What is shown.
        number: Which part it is, counted from 1.
        parts: How many there are.
        total: How long the list is.
        before: The address of the part before; empty for the first.
        after: The address of the part after; empty for the last.
    """

    shown: Sequence[T]
    number: int
    parts: int
    total: int
    before: str
    after: str


def part_asked(
    visit: Visit, every: Sequence[T], size: int, path: str, query: Mapping[str, str]
) -> ListPart[T]:
    """Return the part of a list that `page` in the address asks for; the first by default.

    Args:
        visit: The visit.
        every: The list.
        size: How many are shown at once.
        path: The page.
        query: What else the address says.
    """
    asked = visit.query.get("page", "")
    parts = max(1, -(-len(every) // size))
    sure = asked.isascii() and asked.isdigit() and len(asked) < 10
    number = min(max(int(asked), 1), parts) if sure else 1

    def at(other: int) -> str:
        page = {"page": str(other)} if other > 1 else {}
        return address(path, {**query, **page}) if 1 <= other <= parts else ""

    return ListPart(
        shown=every[(number - 1) * size : number * size],
        number=number,
        parts=parts,
        total=len(every),
        before=at(number - 1),
        after=at(number + 1),
    )
