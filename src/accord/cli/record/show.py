"""`accord record FOLDER show ID`: everything about one thing, in words."""

from itertools import chain
from typing import Any

import click

from accord.cli import console
from accord.cli.common import AS_JSON, AS_OF, FOR, write_json
from accord.cli.record import contested as readings
from accord.cli.record.reading import (
    ALL,
    FOLDER_OF,
    PAGE,
    read,
    say_left_out,
)
from accord.errors import AccordError
from accord.formats.read import near
from accord.formats.write import entry_plain, fields_plain
from accord.model import Issue, Reader, When
from accord.record import (
    Case,
    Entry,
    Source,
    contested,
)
from accord.record.sentences import sentence
from accord.telling.entry_words import brief_labels, facts
from accord.telling.related_entries import disputes, registers, related, things

_NAMED = ("outlet", "publisher", "via")
"""What the label of a source says."""


@click.command("show")
@click.argument("one", metavar="ID")
@AS_OF
@FOR
@ALL
@AS_JSON
@FOLDER_OF
def command(
    path: str, /, one: str, as_of: Any, reader: Reader, whole: bool, as_json: bool
) -> None:
    """Show all there is on ID: of an entry, a source, an outlet, an issue, a person and so on.

    Names stand for ids, sources are given in full, and links are followed both ways.
    """
    case = read(path, as_of, reader)
    found = things(case, one)
    if not found:
        raise AccordError(_unknown(case, one, path, as_of, reader))
    if as_json:
        write_json({what: _plain(case, what, thing) for what, thing in found.items()})
        return
    out = console.console()
    for what, thing in found.items():
        _draw(out, case, what, thing, whole)


def _unknown(case: Case, one: str, path: str, as_of: When | None, reader: Reader) -> str:
    if as_of is not None and things(read(path, None, reader), one):
        return f"'{one}' was not known as of {as_of}"
    known = chain.from_iterable(registers(case).values())
    return f"nothing has the id '{one}'{near(one, known)}; 'list' gives the ids of all entries"


def _plain(case: Case, what: str, thing: Any) -> dict[str, Any]:
    given: dict[str, Any] = entry_plain(thing) if what == "entry" else fields_plain(thing)
    linked = {
        title.lower().replace(" ", "_"): [e.id for e in entries]
        for title, entries in related(case, what, thing).items()
    }
    whole: dict[str, Any] = {"is": given, "links": linked}
    if what == "entry":
        known = case.record.sources
        whole["says"] = sentence(case.process, thing, case.record)
        whole["sources"] = {i: fields_plain(known[i]) for i in thing.sources}
        whole["contested"] = [
            readings.plain(case, c) for c in disputes(contested(case.record), thing)
        ]
    return whole


def _draw(out: Any, case: Case, what: str, thing: Any, whole: bool) -> None:
    kind = thing.kind if what == "entry" else what
    name = case.record.labels[thing.id] if what == "source" else getattr(thing, "name", "")
    console.heading(out, f"{thing.id}: {kind}{f', {name}' if name else ''}")
    if what == "entry":
        console.paragraph(out, sentence(case.process, thing, case.record))
    console.pairs(out, facts(case, thing))
    for one in getattr(thing, "sources", ()):
        _source(out, case, case.record.sources[one])
    if isinstance(thing, Issue):
        out.print()
        console.heading(out, "Options")
        console.pairs(out, ((o.id, o.name) for o in thing.choices.values()))
    for title, entries in related(case, what, thing).items():
        if entries:
            out.print()
            console.heading(out, f"{title} ({len(entries)})")
            _entries(out, case, entries if whole else entries[-PAGE:])
            say_left_out(0 if whole else len(entries) - PAGE)
    if what == "entry" and (clashes := disputes(contested(case.record), thing)):
        out.print()
        console.heading(out, "Contested")
        for one in clashes:
            readings.draw(out, case, one)
    out.print()


def _source(out: Any, case: Case, source: Source) -> None:
    """Draw a source in full."""
    out.print()
    console.heading(out, f"Source {source.id}: {case.record.labels[source.id]}")
    console.pairs(out, ((k, v) for k, v in facts(case, source) if k not in _NAMED))


def _entries(out: Any, case: Case, entries: list[Entry]) -> None:
    rows = (
        (
            e.id,
            e.date.words,
            sentence(case.process, e, case.record),
            brief_labels(case, e.sources),
        )
        for e in entries
    )
    console.table(out, ("id", "date", "what", "sources"), rows, (20, 12, None, 18))
