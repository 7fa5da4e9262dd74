"""What the reading subcommands share: the folder as of a date, filters, and plain values."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from math import isfinite
from typing import Any

import click

from accord.cli.common import AS_CSV, AS_JSON, AS_OF, FOR, Moment, count
from accord.errors import AccordError
from accord.formats import load
from accord.formats.read import near
from accord.model import Range, Reader, When
from accord.record import KINDS, Case, Entry, Meeting, Register, select

PAGE = 100
"""How many entries are drawn at once: some screens; each takes about a millisecond to draw."""

FOLDER_OF = click.make_pass_decorator(str)

ALL = click.option(
    "--all", "whole", is_flag=True, help=f"Draw every entry, not the latest {PAGE} only."
)

_LISTING = (
    click.option("--issue", default="", help="Only entries that touch this issue."),
    click.option("--party", default="", help="Only entries that name this party or person."),
    click.option("--source", default="", help="Only entries that this source reports."),
    click.option("--kind", default="", help="Only entries of this kind, such as claim."),
    click.option("--from", "first", type=Moment(), help="Only from this date on."),
    click.option("--to", "last", type=Moment(), help="Only up to this date, with it."),
    AS_OF,
    FOR,
    ALL,
    AS_JSON,
    AS_CSV,
)


def listing_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a subcommand the options that choose entries and say how they are written."""
    for option in reversed(_LISTING):
        command = option(command)
    return command


def read(path: str, as_of: When | None, reader: Reader) -> Case:
    """Read process and record for a reader, as they could be known at a date if given."""
    return load(path, interests=False, reader=reader).as_of(as_of)


def chosen(case: Case, **wanted: Any) -> list[Entry]:
    """Return the entries that pass the filters.

    Raises:
        AccordError: If a filter names something that is not there.
    """
    process = case.process
    first, last = wanted["first"], wanted["last"]
    registers: dict[str, dict[str, Any]] = {
        "issue": {**process.agenda.issues},
        "party": {**process.parties, **process.actors, **process.people},
        "source": {**case.record.sources},
        "kind": {**KINDS},
    }
    for word, known in registers.items():
        if not wanted[word]:
            continue
        wanted[word] = one = meant(wanted[word], known)
        if one not in known:
            what = {"party": "party, actor or person", "kind": "kind of entry"}.get(word, word)
            raise AccordError(f"there is no {what} '{one}'{_nearest(one, known)}")
    if first is not None and last is not None and first.start >= last.end:
        raise AccordError(f"'--from {first}' is after '--to {last}': swap them")
    return select(case.record, process.side, **wanted)


def _nearest(word: str, known: Mapping[str, Any]) -> str:
    """Suggest the nearest id, else the nearest name; or list the ids if they are few."""
    from accord.formats.sheet_names import suggested  # not to load it for what is there

    names = [name for one in known.values() if (name := str(getattr(one, "name", "")))]
    by_id, by_name = near(word, known), suggested(word, names)
    return by_name if "did you mean" in by_name and "did you mean" not in by_id else by_id


def meant(word: str, known: Mapping[str, Any]) -> str:
    """Return the id that a word means: itself, or what is called so, in any case.

    Args:
        word: An id, or a name; returned as it is where it names nothing, or several things.
        known: What there is, by id.
    """
    if word in known:
        return word
    from accord.formats.sheet_columns import folded  # not to load it for an id

    plain = folded(word)
    found = {
        id_
        for id_, one in known.items()
        if plain in (folded(id_), folded(str(getattr(one, "name", "")) or id_))
    }
    return found.pop() if len(found) == 1 else word


def say_left_out(number: int) -> None:
    """Print how many entries were not drawn, where a pipe does not swallow it."""
    if number > 0:
        earlier = count(number, "earlier entry", "earlier entries")
        click.echo(f"not shown: {earlier} ('--all' shows them)", err=True)


def who(case: Case, entry: Entry) -> str:
    """Return who speaks or acts in an entry."""
    process = case.process
    if isinstance(entry, Meeting):
        return ", ".join(process.name(side) for side in entry.attended)
    by = getattr(entry, "by", "") or getattr(entry, "party", "")
    return ", ".join(
        Register(process).with_side(one)
        for one in ((by,) if isinstance(by, str) else by)
        if one
    )


def labels(case: Case, sources: Iterable[str]) -> str:
    """Name sources by their outlets, with the states behind them."""
    return "; ".join(dict.fromkeys(case.record.labels[one] for one in sources))


def brief_labels(case: Case, sources: Sequence[str]) -> str:
    """Name the first source, and say how many more there are."""
    more = f" and {len(sources) - 1} more" if sources[1:] else ""
    return labels(case, sources[:1]) + more


def ends(span: Range | None) -> dict[str, float | None] | None:
    """Return a range as its two ends; None for an end that is not known."""
    if span is None:
        return None
    low, high = (end if isfinite(end) else None for end in (span.low, span.high))
    return {"low": low, "high": high}
