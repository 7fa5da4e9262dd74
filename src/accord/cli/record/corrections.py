"""`accord record FOLDER corrections`."""

from typing import Any

import click

from accord.cli import console
from accord.cli.common import AS_CSV, AS_JSON, AS_OF, FOR, write_csv, write_json
from accord.cli.record.reading import FOLDER_OF, read
from accord.model import Reader
from accord.record.wording import written
from accord.telling.record_rows import CORRECTIONS_HEADER, correction_rows


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
    rows = correction_rows(case)
    if as_json:
        write_json([dict(zip(CORRECTIONS_HEADER, row, strict=True)) for row in rows])
    elif as_csv:
        write_csv(CORRECTIONS_HEADER, rows)
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
