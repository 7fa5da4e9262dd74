"""Entries as lists show them: a line each, which leads to the page of the entry."""

from collections.abc import Iterable, Sequence

from attrs import frozen

from accord.brief.dossier import addressed
from accord.model import Reader
from accord.model.tier import narrow
from accord.record import Case, Entry
from accord.record.search import around
from accord.record.wording import one_line
from accord.telling.entry_words import brief_labels, says

LONGEST = 300
"""Signs of a line: enough for what most entries say."""


@frozen(kw_only=True)
class EntryLine:
    """A line of a list.

    Attributes:
        id: The id of the entry.
        date: When it was, in words.
        kind: The kind of entry.
        said: What it says, cut short.
        sources: The first source, and how many more there are.
        for_whom: Whom it is for, where that is not everybody at the table.
        contested: Whether somebody says otherwise.
        replaced_by: The id of what superseded it; empty where it stands.
    """

    id: str
    date: str
    kind: str
    said: str
    sources: str = ""
    for_whom: str = ""
    contested: bool = False
    replaced_by: str = ""


def entry_lines(
    case: Case,
    entries: Iterable[Entry],
    contested: frozenset[str] = frozenset(),
    words: Sequence[str] = (),
) -> list[EntryLine]:
    """Return a line for each of some entries.

    Args:
        case: The case.
        entries: The entries.
        contested: Ids of those on which others say otherwise.
        words: What was looked for; a long text is shown around it.
    """
    found = []
    for entry in entries:
        said, after = says(case, entry), case.record.superseded.get(entry.id)
        found.append(
            EntryLine(
                id=entry.id,
                date=entry.date.words,
                kind=entry.kind,
                said=one_line(around(said, words, LONGEST), LONGEST),
                sources=brief_labels(case, entry.sources),
                for_whom=for_whom(case, entry) if narrow(entry.for_) else "",
                contested=entry.id in contested,
                replaced_by=after.id if after else "",
            )
        )
    return found


def for_whom(case: Case, entry: Entry) -> str:
    """Return in a sentence whom an entry is for.

    Args:
        case: The case.
        entry: The entry.
    """
    return addressed(case.process, Reader(entry.for_))
