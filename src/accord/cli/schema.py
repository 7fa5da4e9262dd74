"""`accord schema`: JSON Schema of the files, for editors, and of the brief's JSON."""

from pathlib import Path

import click

from accord.cli.common import write_json
from accord.cli.schemas import NAMES, schema
from accord.formats.schema import write_schemas


@click.command("schema")
@click.argument("names", nargs=-1, type=click.Choice(NAMES))
@click.option("--out", metavar="FOLDER", type=click.Path(), help="Write a file for each there.")
def command(names: tuple[str, ...], out: str | None) -> None:
    """Write the JSON Schema of the files of a process folder, or of the brief's JSON.

    Without a name: all of them. Editors that know YAML complete and check files by it.
    """
    schemas = {name: schema(name) for name in names or NAMES}
    if out is not None:
        for file in write_schemas(Path(out), schemas):
            click.echo(file)
    else:
        write_json(next(iter(schemas.values())) if len(schemas) == 1 else schemas)
