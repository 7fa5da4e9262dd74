"""`accord record FOLDER ...`: what happened and who says so."""

import click

from accord.cli.common import FOLDER
from accord.cli.groups import FolderCommands
from accord.cli.record import (
    add,
    commitments,
    contested,
    corrections,
    edit,
    listing,
    sheets,
    show,
    supersede,
    timeline,
)


@click.group("record", cls=FolderCommands)
@FOLDER
@click.pass_context
def command(ctx: click.Context, folder: str) -> None:
    """List, show, add, import and export what happened and who says so."""
    ctx.obj = folder


for one in (
    listing.command,
    show.command,
    contested.command,
    corrections.command,
    commitments.command,
    timeline.command,
    add.command,
    edit.command,
    supersede.command,
    sheets.import_command,
    sheets.export_command,
):
    command.add_command(one)
