"""Where a table of a class comes from that goes on from a moment of another."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, product
from string import ascii_lowercase
from typing import Any

from attrs import frozen

from accord.talks import Event, Happening


@frozen(kw_only=True)
class TableBranch:
    """Where a table comes from.

    Attributes:
        of: The id of the table from which it goes on.
        at: How many events they have in common.
        once: What tells who asked for it from others; empty for nothing.
    """

    of: str
    at: int
    once: str = ""

    @classmethod
    def read(cls, event: Mapping[str, Any]) -> "TableBranch | None":
        """Return where a table comes from, of what was first said about it; None if nowhere."""
        match event:
            case {"branch_of": str(of), "at": int(at)}:
                return cls(of=of, at=at, once=str(event.get("once", "")))
        return None

    def is_asked_again(self, known: "TableBranch | None") -> bool:
        """Return whether a branch that is open already is what this press asked for."""
        same = known is not None and (known.of, known.once) == (self.of, self.once)
        return same and bool(self.once)

    def written(self) -> dict[str, Any]:
        """Return it as what is first said about a table has it."""
        return {"branch_of": self.of, "at": self.at, "once": self.once}


def begins(event: Event) -> bool:
    """Return whether something begins with an event: else it follows from what was before."""
    return bool(event.seat) or isinstance(event.what, Happening)


def with_what_follows(events: Sequence[Event], at: int) -> int:
    """Return how many events there are with those that follow by the rules from the last.

    Args:
        events: All that happened at a table.
        at: How many of them had.
    """
    while at < len(events) and not begins(events[at]):
        at += 1
    return at


def branch_ids(group: str) -> Iterator[str]:
    """Yield what the branches of a group may be called: 3b, 3c, ..., 3z, 3aa, ..., 3zz."""
    letters = chain(ascii_lowercase[1:], map("".join, product(ascii_lowercase, repeat=2)))
    yield from (f"{group}{one}" for one in letters)
