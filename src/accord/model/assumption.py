"""What somebody assumes, in a file of its own: who holds it, by what, and since when."""

from collections.abc import Iterator, Sequence
from typing import Self

from attrs import frozen

from accord.model.refs import SpeakerId, TierId
from accord.model.tier import MEDIATOR
from accord.model.values import When


@frozen(kw_only=True)
class Assumption:
    """Something assumed, that a file says; what is assumed is in the classes that go by it.

    Attributes:
        id: The file's name without its suffix.
        held_by: Who assumes so: a party, a person or an actor; empty where nobody is named.
        basis: What the holder goes by.
        as_of: When the holder assumed this; earlier it is not seen.
        for_: Who may read this and what follows from it, as of interests: where it is not
            given, the mediator's team, or under `private/` whom that folder is for.
    """

    id: str
    held_by: SpeakerId = ""
    basis: str = ""
    as_of: When | None = None
    for_: tuple[TierId, ...] = (MEDIATOR,)

    @classmethod
    def across(cls, every: Sequence[Self]) -> Iterator[tuple[int, tuple[str | int, ...], str]]:
        """Yield what is wrong with several files beside each other; of most sorts nothing is.

        Args:
            every: What stands in each.

        Yields:
            The place of one of them, where in it, and a sentence.
        """
        yield from ()
