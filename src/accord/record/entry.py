"""What every entry of the record has, and what each kind of entry says of itself."""

from collections.abc import Container, Iterable, Iterator, Mapping
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, ClassVar, Self, get_args, get_origin

import attrs
from attrs import frozen
from frozendict import frozendict

from accord.model import TABLE, Process, Range, When
from accord.model.refs import (
    EntryId,
    IssueId,
    MeetingId,
    Ref,
    SourceId,
    SpeakerId,
    TierId,
)


class Section(StrEnum):
    """Where entries stand on the brief.

    Any kind may stand with what was said or what happened outside, a line an entry; the others
    show what only some kinds have: a meeting's outcome, an option, an end, a number.
    """

    ROUNDS = "rounds"
    SAID = "said"
    MATRIX = "matrix"
    IN_FORCE = "in force"
    OUTSIDE = "outside"
    NUMBERS = "numbers"
    QUESTIONS = "questions"


@frozen
class Register:
    """The names behind the ids in an entry, and the entries that it refers to.

    Attributes:
        process: Has the names.
        entries: Other entries by id.
    """

    process: Process
    entries: Mapping[str, "Entry"] = frozendict()

    def name(self, who: str) -> str:
        """Return the name behind an id of a party, actor, person or venue; else the text."""
        return self.process.name(who)

    def with_side(self, who: str) -> str:
        """Return a name, of a person together with the side spoken for."""
        side = self.process.side(who)
        return self.name(who) if side == who else f"{self.name(who)} ({self.name(side)})"

    def several(self, who: Iterable[str]) -> str:
        """Return several names, separated by commas."""
        return ", ".join(map(self.name, who))

    def issues(self, ids: Iterable[str]) -> str:
        """Return the names of issues; those that are not on the agenda yet without one."""
        agenda = self.process.agenda.issues
        found = (agenda[i].name if i in agenda else "what was no issue yet" for i in ids)
        return ", ".join(dict.fromkeys(found))


@frozen(kw_only=True)
class Entry:
    """One thing in the record.

    Attributes:
        id: Short name, used to refer to the entry.
        date: When it happened or was said, as exactly as known.
        sources: Ids of the sources that report it.
        text: What it is, in the record keeper's own words.
        issues: Ids of the issues it touches.
        during: Id of the round or session during which it happened.
        about: Ids of the entries it is about.
        supersedes: Id of an earlier entry that this one replaces.
        why: Why it replaces that one, for the list of corrections.
        inferred_by: Who reads it so where no source says it, such as the editors of the record.
        for_: Who may read it: `public`, `table`, `mediator`, a party or `PARTY/capital`; one,
            or several in a list. Where it is not given, whom its file is for.
    """

    kind: ClassVar[str]
    """The word that names its kind in a file."""
    order: ClassVar[int] = 100
    """Where its kind stands in lists of kinds; those of one number by their names."""
    section: ClassVar[Section]
    """Where its kind stands on the brief."""
    spoken: ClassVar[bool] = False
    """Whether somebody speaks by it at the table."""
    outside: ClassVar[bool] = False
    """Whether it happens outside the room."""
    own: ClassVar[bool] = False
    """Whether it may be the team's own, and rest on no source."""
    sample: ClassVar[str] = ""
    """An entry of its kind as a new folder shows one; empty where that has some already."""
    id: str
    date: When
    sources: tuple[SourceId, ...]
    text: str = ""
    issues: tuple[IssueId, ...] = ()
    during: MeetingId = ""
    about: tuple[EntryId, ...] = ()
    supersedes: EntryId = ""
    why: str = ""
    inferred_by: SpeakerId = ""
    for_: tuple[TierId, ...] = (TABLE,)

    @property
    def title(self) -> str:
        """A few words that name it; empty where its kind, author and date must do."""
        return ""

    def said(self, names: Register) -> str:
        """Return in a sentence, or almost, what it says and who says it.

        Args:
            names: What stands behind the ids in it.
        """
        raise NotImplementedError

    def without(self, later: Container[tuple[str, str]]) -> Self | None:
        """Leave some options out of it; None where it says nothing else.

        Args:
            later: The options, each with its issue.
        """
        return self

    def as_it_was(self, moment: When) -> Self:
        """Return it without what became of it after a moment.

        Args:
            moment: The moment.
        """
        return self

    def faults(self, given: Container[str]) -> Iterator[tuple[str, str]]:
        """Yield what is wrong with it by itself: under which key of the file, and a sentence.

        Args:
            given: The keys under which something stands, whether or not it could be read.
        """
        return iter(())

    def ids(self, *to: str) -> list[str]:
        """Return the ids in it that refer to something.

        Args:
            to: What they refer to, such as `speaker` or `issue`.
        """
        found: list[str] = []
        for name in self.fields_to(*to):
            if held := getattr(self, name):
                _gather(held, found)
        return found

    @property
    def cited(self) -> set[str]:
        """The ids of the sources that it cites, for what it says and for its numbers."""
        kind: Any = type(self)
        found = set(self.sources)
        for name in _ranges(kind):
            if (number := getattr(self, name)) is not None and number.source:
                found.add(number.source)
        return found

    def fields_to(self, *to: str) -> tuple[str, ...]:
        """Return the names of its fields that hold ids of some sort.

        Args:
            to: What the ids refer to.
        """
        kind: Any = type(self)
        return _fields_to(kind, to)


@cache
def _fields_to(kind: Any, to: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names of the fields of a kind that hold ids of some sort."""
    return tuple(
        one.name for one in attrs.fields(kind) if not set(to).isdisjoint(_marks(one.type))
    )


@cache
def _ranges(kind: Any) -> tuple[str, ...]:
    """Return the names of the fields of a kind that hold a number."""
    return tuple(
        one.name
        for one in attrs.fields(kind)
        if any(
            isinstance(part, type) and issubclass(part, Range)
            for part in (one.type, *get_args(one.type))
        )
    )


def _marks(type_: Any) -> Iterator[str]:
    """Yield what the ids in a value of a type refer to."""
    args = get_args(type_)
    if get_origin(type_) is Annotated:
        yield from (mark.to for mark in args[1:] if isinstance(mark, Ref))
    else:
        for part in args:
            yield from _marks(part)


def _gather(value: Any, found: list[str]) -> None:
    """Add the ids in the value of a field to those found."""
    if isinstance(value, str):
        found.append(value)
    elif isinstance(value, Mapping):  # the keys of a table, and what stands under them
        for key, held in value.items():
            found.append(key)
            _gather(held, found)
    else:
        for one in value:
            _gather(one, found)
