"""`accord record FOLDER corrections`."""

from typing import Any

import click

from accord.cli import console
from accord.cli.common import AS_CSV, AS_JSON, AS_OF, FOR, write_csv, write_json
from accord.cli.record.reading import FOLDER_OF, labels, read
from accord.model import Reader
from accord.record import Case, Correction
from accord.record.sentences import sentence
from accord.record.wording import written

HEADER = ("known", "entry", "said", "by", "says", "why", "sources")


@click.command("corrections")
@AS_OF
@FOR
@AS_JSON
@AS_CSV
@FOLDER_OF
def command(path: str, /, as_of: Any, reader: Reader, as_json: bool, as_csv: bool) -> None:
    """List what was superseded, as a newspaper lists its corrections, the latest first.

    Of each: since when it is known, what the entry said, what it says now, why, by what source.
    """
    case = read(path, as_of, reader)
    rows = _rows(case)
    if as_json:
        write_json([dict(zip(HEADER, row, strict=True)) for row in rows])
    elif as_csv:
        write_csv(HEADER, rows)
    elif not rows:
        click.echo("no corrections")
    else:
        cells = (
            (
                f"{written(known)}\n{old}",
                said,
                f"{says}\n({new})",
                "\n".join(filter(None, (why, by))),
            )
            for known, old, said, new, says, why, by in rows
        )
        header = ("since (entry)", "it said", "it says", "why, sources")
        console.table(console.console(), header, cells, (18, None, None, 24), lines=True)


def _rows(case: Case) -> list[tuple[str, ...]]:
    record, process = case.record, case.process
    found = []
    for new in record.entries:
        old = record.by_id.get(new.supersedes)
        if old is None:
            continue
        withdrawn = isinstance(new, Correction)
        found.append(
            (
                str(record.known_on(new)),
                old.id,
                sentence(process, old, record),
                new.id,
                "withdrawn" if withdrawn else sentence(process, new, record),
                new.why or (new.text if withdrawn else ""),
                labels(case, new.sources),
            )
        )
    return sorted(found, key=lambda row: row[0], reverse=True)
