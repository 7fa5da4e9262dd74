"""`accord record FOLDER list`."""

from typing import Any

import click

from accord.cli import terminal
from accord.cli.common import AS_CSV, AS_JSON, count, write_json
from accord.cli.record.reading import (
    FOLDER_OF,
    brief_labels,
    chosen,
    filters,
    plain,
    read,
    rows_csv,
    who,
)
from accord.record.words import sentence

HEADER = ("id", "date", "kind", "who", "text", "sources")


@click.command("list")
@filters
@AS_JSON
@AS_CSV
@FOLDER_OF
def command(path: str, /, as_json: bool, as_csv: bool, as_of: Any, **wanted: Any) -> None:
    """List entries in order of time, one a line; 'show ID' has all of one."""
    folder = read(path, as_of)
    entries = chosen(folder, **wanted)
    if as_json:
        write_json([plain(entry) for entry in entries])
        return
    replaced = folder.record.superseded
    rows = (
        (
            entry.id,
            str(entry.date),
            entry.kind,
            who(folder, entry),
            (f"[superseded by {replaced[entry.id].id}] " if entry.id in replaced else "")
            + (entry.text or sentence(folder.process, entry, folder.record)),
            entry.sources,
        )
        for entry in entries
    )
    if as_csv:
        rows_csv(HEADER, ((*row[:5], "; ".join(row[5])) for row in rows))
        return
    if not entries:
        click.echo("no entries")
        return
    out = terminal.console()
    wide = out.width >= terminal.PIPED
    terminal.table(
        out,
        ("id", "date, kind", "who: text", "sources"),
        (
            (
                one,
                f"{date}\n{kind}",
                f"{by}: {terminal.short(text, 120)}" if by else terminal.short(text, 160),
                brief_labels(folder, sources),
            )
            for one, date, kind, by, text, sources in rows
        ),
        (min(max(len(e.id) for e in entries), 32 if wide else 20), 11, None, 18),
    )
    click.echo(count(len(entries), "entry", "entries"))
