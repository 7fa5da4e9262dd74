"""What a section of the page is."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Self

from attrs import frozen

from accord.telling.blocks import Block

if TYPE_CHECKING:
    from accord.brief.known import Known


@frozen(kw_only=True)
class PageSection(ABC):
    """A section of the page: a module of `accord.brief.sections` has one.

    Its fields are keys of the page's JSON, and what its docstring says of them is in the schema
    and in the reference.
    """

    order: ClassVar[int]
    """Its place on the page; those with a lower number stand before it."""
    anchor: ClassVar[str]
    """What links lead to."""
    title: ClassVar[str]
    """What heads it."""
    contents: ClassVar[str] = ""
    """The same in the list of contents, if shorter."""
    rules: ClassVar[str] = ""
    """How it is put together, as the reference says it."""

    @classmethod
    @abstractmethod
    def gather(cls, known: "Known") -> Self:
        """Gather what the section says.

        Args:
            known: What the page is made from.
        """

    @abstractmethod
    def blocks(self, behind: "Known | None") -> Iterator[Block]:
        """Yield what the section says, in blocks.

        Args:
            behind: Where there is room for all, figures too: what the page was made from. None
                where there is not, as in a terminal.
        """

    @property
    def shown(self) -> bool:
        """Whether it stands on the page; its keys are in the JSON whether it does or not."""
        return True

    @property
    def told(self) -> tuple[object, ...]:
        """What it tells with all its sources, which other lines on the same do not repeat."""
        return ()

    def heading(self) -> str:
        """Return what heads it where there is little room."""
        return self.title
