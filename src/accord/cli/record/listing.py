"""`accord record FOLDER list`."""

from typing import Any

import click
from attrs import evolve

from accord.cli import console
from accord.cli.common import count, write_csv, write_json
from accord.cli.record.reading import (
    FOLDER_OF,
    PAGE,
    listing_options,
    read,
    say_left_out,
)
from accord.formats.entry_filters import chosen
from accord.formats.write import entry_plain
from accord.model import Reader
from accord.record import Case, Entry
from accord.record.sentences import inferred, sentence
from accord.record.wording import one_line
from accord.telling.entry_words import brief_labels, replaced
from accord.telling.record_rows import ENTRY_HEADER, entry_rows


@click.command("list")
@listing_options
@FOLDER_OF
def command(
    path: str,
    /,
    as_json: bool,
    as_csv: bool,
    as_of: Any,
    reader: Reader,
    whole: bool,
    **wanted: Any,
) -> None:
    """List entries in order of time, one a line; 'show ID' has all of one."""
    case = read(path, as_of, reader)
    entries = chosen(case, **wanted)
    if as_json:
        write_json([entry_plain(entry) for entry in entries])
        return
    if as_csv:
        write_csv(ENTRY_HEADER, entry_rows(case, entries))
        return
    if not entries:
        click.echo("no entries")
        return
    shown = entries if whole else entries[-PAGE:]
    out = console.console()
    most = 32 if out.width >= console.PIPED else 20
    console.table(
        out,
        ("id", "date, kind", "what", "sources"),
        (_cells(case, entry) for entry in shown),
        (min(max(len(entry.id) for entry in shown), most), 12, None, 18),
    )
    part = f"{len(shown)} of " if len(shown) < len(entries) else ""
    click.echo(part + count(len(entries), "entry", "entries"))
    say_left_out(len(entries) - len(shown))


def _cells(case: Case, entry: Entry) -> tuple[str, ...]:
    """Return the cells of a row of the table, what is said cut short."""
    plainly = sentence(case.process, evolve(entry, inferred_by=""), case.record)
    return (
        entry.id,
        f"{entry.date.words}\n{entry.kind}",
        replaced(case, entry) + one_line(plainly, 160) + inferred(case.process, entry),
        brief_labels(case, entry.sources),
    )
