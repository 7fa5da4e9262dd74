"""What is new in a copy of a folder that others keep, taken into a folder of one's own.

Nothing that is in the own folder is changed: what is there in both and differs stays as it is,
and is named.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from attrs import evolve, fields, frozen
from frozendict import frozendict

from accord.errors import AccordError, InvalidProcess
from accord.formats.append import New, NewOption, append, compose
from accord.formats.folder import load
from accord.model import Issue, Process
from accord.model.tier import narrow
from accord.record import Case, Entry

_DECLARED = ("parties", "actors", "people", "venues", "rounds")
"""What of a process is declared by id and can be added to one."""


@frozen(kw_only=True)
class CopyTaken:
    """What came of taking a copy into a folder.

    Attributes:
        added: Ids of what came in, in the order of the copy.
        differing: Ids of entries, and names of other things, that are there in both and differ.
        refused: Why something did not come in, a sentence each.
    """

    added: tuple[str, ...] = ()
    differing: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


def take_copy(folder: Path | str, copy: Path | str) -> CopyTaken:
    """Add to a process folder what is new in a copy of it that others have kept.

    Interests are left alone: what a side has of its own is nobody else's to bring.

    Args:
        folder: The folder; what is in it stays.
        copy: The copy.

    Raises:
        InvalidProcess: If one of the two has mistakes.
        Conflict: If somebody else is writing.
        AccordError: If the copy is of another process, or a file cannot be written.
    """
    own, other = load(folder), load(copy)
    strangers = own.record.by_id.keys().isdisjoint(other.record.by_id) and own.record.entries
    if own.process.title != other.process.title and other.record.entries and strangers:
        raise AccordError(
            f"The copy is of another process, '{other.process.title}', and the folder of "
            f"'{own.process.title}': nothing was taken in."
        )
    differing = tuple(_differing(own, other))
    new, refused = _fitting(folder, *_replacing_no_other(_new(own, other), differing))
    if new:
        append(folder, new, "what is new in the copy", spelt=True)
    added = (one.option.id if isinstance(one, NewOption) else one.id for one in new)
    return CopyTaken(added=tuple(added), differing=differing, refused=refused)


def _replacing_no_other(
    new: Iterable[New], differing: Collection[str]
) -> tuple[list[New], list[str]]:
    """Return what replaces nothing that is another thing here, and why the rest does not fit.

    Under the id of an entry that was never sent there, others could else replace it.
    """
    found: list[New] = []
    refused: list[str] = []
    for one in new:
        if isinstance(one, Entry) and one.supersedes in differing:
            refused.append(
                f"{one.id}: it replaces '{one.supersedes}', which says something else here"
            )
        else:
            found.append(one)
    return found, refused


def _fitting(
    folder: Path | str, new: list[New], refused: list[str]
) -> tuple[list[New], tuple[str, ...]]:
    """Return what can be added, and why the rest cannot."""
    while new:
        change = compose(folder, new, spelt=True)
        try:
            wrong = {one: found.sentence for one, found in reversed(change.mistakes())}
        except InvalidProcess as invalid:
            # With an issue or an option more, the side's own numbers would lack something.
            asked = {n for n, one in enumerate(new) if isinstance(one, Issue | NewOption)}
            if not asked:
                raise
            why = invalid.problems[0].sentence
            wrong = {one: why for n, one in enumerate(change.added) if n in asked}
        if not wrong:
            break
        refused += [f"{one.id}: {sentence}" for one, sentence in wrong.items()]
        kept = (n for n, one in zip(new, change.added, strict=True) if one not in wrong)
        new = list(kept)
    return new, tuple(refused)


def _new(own: Case, other: Case) -> Iterator[New]:
    """Yield what the other has and the own has not, in the order in which it can be added."""
    for name in _DECLARED:
        there: Mapping[str, New] = getattr(other.process, name)
        yield from (one for i, one in there.items() if i not in getattr(own.process, name))
    known = own.process.agenda.issues
    for i, issue in other.process.agenda.issues.items():
        if i not in known:
            yield issue
        elif known[i].options:
            options = (one for o, one in issue.options.items() if o not in known[i].options)
            yield from (NewOption(i, one) for one in options)
    mine, record = own.record, other.record
    yield from (one for i, one in record.outlets.items() if i not in mine.outlets)
    yield from (one for i, one in record.sources.items() if i not in mine.sources)
    yield from (one for one in record.entries if one.id not in mine.by_id)


def _differing(own: Case, other: Case) -> Iterator[str]:
    """Yield what both have and have otherwise."""
    yield from _differing_process(own.process, other.process)
    mine, record = own.record, other.record
    for name in ("outlets", "sources"):
        has = getattr(mine, name)
        differ = (i for i, one in getattr(record, name).items() if has.get(i, one) != one)
        yield from differ
    for one in record.entries:
        if one.id in mine.by_id and not _same(mine.by_id[one.id], one):
            yield one.id


def _same(own: Entry, other: Entry) -> bool:
    """Whether two entries say the same. For whom one is may be said in another order."""
    return own == evolve(other, for_=own.for_) and (
        {*own.for_} == {*other.for_} or not (narrow(own.for_) or narrow(other.for_))
    )


def _differing_process(own: Process, other: Process) -> Iterator[str]:
    for each in fields(Process):
        has, there = getattr(own, each.name), getattr(other, each.name)
        if each.name == "agenda":
            has, there = has.issues, there.issues
        if isinstance(there, frozendict):
            yield from (i for i, one in there.items() if i in has and not _alike(has[i], one))
        elif has != there:
            yield f"the {each.name} of the process"


def _alike(own: object, other: object) -> bool:
    """Whether two things declared say the same; an issue that has options more is no other."""
    shared = getattr(own, "options", None), getattr(other, "options", None)
    if not (shared[0] and shared[1]):
        return own == other
    both = shared[0].keys() & shared[1].keys()
    less = [evolve(one, options=frozendict()) for one in (own, other)]  # type: ignore[misc]
    return less[0] == less[1] and all(shared[0][o] == shared[1][o] for o in both)
