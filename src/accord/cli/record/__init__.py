"""`accord record FOLDER ...`: what happened and who says so."""

import click

from accord.cli.common import FOLDER
from accord.cli.record.contested import contested
from accord.cli.record.listing import list_
from accord.cli.record.show import show
from accord.cli.record.timeline import timeline


@click.group("record")
@FOLDER
@click.pass_context
def command(ctx: click.Context, folder: str) -> None:
    """List, show, add, import and export what happened and who says so."""
    ctx.obj = folder


for one in (list_, show, contested, timeline):
    command.add_command(one)
