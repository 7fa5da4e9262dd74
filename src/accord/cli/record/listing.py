"""`accord record FOLDER list`."""

from typing import Any

import click
from attrs import evolve

from accord.cli import console
from accord.cli.common import count, write_csv, write_json
from accord.cli.record.reading import (
    FOLDER_OF,
    PAGE,
    brief_labels,
    chosen,
    listing_options,
    read,
    say_left_out,
    who,
)
from accord.formats.write import entry_plain
from accord.model import Reader
from accord.record import Case, Entry
from accord.record.sentences import inferred, sentence

HEADER = ("id", "date", "kind", "who", "stance", "says", "text", "sources")


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
        write_csv(HEADER, (_row(case, entry) for entry in entries))
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


def _row(case: Case, entry: Entry) -> tuple[str, ...]:
    """Return the cells of a row of CSV."""
    return (
        entry.id,
        str(entry.date),
        entry.kind,
        who(case, entry),
        getattr(entry, "stance", ""),
        _replaced(case, entry) + sentence(case.process, entry, case.record),
        entry.text,
        "; ".join(entry.sources),
    )


def _cells(case: Case, entry: Entry) -> tuple[str, ...]:
    """Return the cells of a row of the table, what is said cut short."""
    plainly = sentence(case.process, evolve(entry, inferred_by=""), case.record)
    return (
        entry.id,
        f"{entry.date.words}\n{entry.kind}",
        _replaced(case, entry) + console.short(plainly, 160) + inferred(case.process, entry),
        brief_labels(case, entry.sources),
    )


def _replaced(case: Case, entry: Entry) -> str:
    after = case.record.superseded.get(entry.id)
    return f"[superseded by {after.id}] " if after else ""
