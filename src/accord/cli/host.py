"""`accord host`: let people meet over a process folder in their browsers."""

from pathlib import Path

import click

from accord.cli.common import FOLDER
from accord.errors import AccordError


@click.command("host")
@FOLDER
@click.option("--port", default=8443, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--listen",
    multiple=True,
    metavar="ADDRESS",
    help="Listen at this address alone; may be repeated. [default: this machine and its "
    "private addresses]",
)
@click.option(
    "--plain-http",
    is_flag=True,
    help="Encrypt nothing, for a classroom; every page says so.",
)
@click.option(
    "--invitations",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write a link for every seat into this file, as JSON, once they can be opened.",
)
def command(
    folder: str, port: int, listen: tuple[str, ...], plain_http: bool, invitations: Path | None
) -> None:
    """Serve FOLDER to people in their browsers until it is stopped."""
    try:
        from accord.host.serve import serve
        from accord.host.settings import HostSettings
    except ModuleNotFoundError as error:
        raise AccordError(
            f"hosting needs '{error.name}': install Accord as accord[host]"
        ) from None
    settings = HostSettings(
        folder=Path(folder),
        port=port,
        listen=listen,
        plain_http=plain_http,
        invitations=invitations,
    )
    serve(settings, click.echo)
