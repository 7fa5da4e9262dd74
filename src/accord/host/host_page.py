"""A page of the host: an address, what answers there, and who may open it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from attrs import frozen
from starlette.responses import Response

from accord.host.rules import Rule

if TYPE_CHECKING:
    from accord.host.visit import Visit

MEGABYTE = 1024**2


@frozen
class HostPage:
    """An address and what answers there.

    Attributes:
        path: The address, with parts in braces as Starlette has them: `/record/{entry}`, or
            `/about/{one:path}` of what may hold slashes.
        handler: Answers a visit; it runs in a thread of its own and may take its time.
        rule: Who may open it.
        method: How it is asked: only a POST changes anything.
        nav: Where it stands in the navigation: the words of its head, and its own among the
            pages under that head; empty for a page that other pages lead to.
        noted: Whether it is written down who opened it.
        most: The most bytes that may be sent to it.
        one_table: Whether it shows the table of its address alone, and of the record no more
            than that the table is in it: then an open page hears of what changes there, and of
            nothing else.
    """

    path: str
    handler: "Callable[[Visit], Response]"
    rule: Rule
    method: Literal["GET", "POST"] = "GET"
    nav: tuple[str, ...] = ()
    noted: bool = True
    most: int = MEGABYTE
    one_table: bool = False

    @property
    def tab(self) -> tuple[str, str]:
        """Its address, and its own words beside the other pages under its head."""
        return self.path, self.nav[-1]

    @property
    def plain(self) -> str:
        """The address with each part by its name alone, to be filled in."""
        return self.path.replace(":path}", "}")
