"""`accord new`: a process folder to start from."""

import click

from accord.cli.common import FOLDER
from accord.formats.new import new


@click.command("new")
@FOLDER
def command(folder: str) -> None:
    """Write a commented, valid process folder about an invented case into FOLDER.

    FOLDER must be new or empty. Replace what is in it by your own, file by file.
    """
    new(folder)
    click.echo(
        f"{folder} is ready. Edit process.yaml, record.yaml and interests/, then run:\n"
        f"  accord check {folder}\n"
        f"  accord brief {folder}"
    )
