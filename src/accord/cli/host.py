"""`accord host`: let people meet over a process folder in their browsers."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from accord.cli.common import FOLDER
from accord.errors import AccordError

if TYPE_CHECKING:
    from accord.host.settings import HostSettings


def _who_sees_what(ctx: click.Context, _: click.Parameter, asked: bool) -> None:
    """Print what the page of that name says, and end."""
    if not asked or ctx.resilient_parsing:
        return
    from accord.cli import console
    from accord.host.threats import TITLE, what_is_promised
    from accord.telling.terminal_blocks import show_blocks

    out = console.console()
    console.heading(out, TITLE)
    show_blocks(what_is_promised(), out)
    ctx.exit()


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
@click.option(
    "--store",
    metavar="URL",
    default="",
    help="Keep what people do in this database, postgresql://USER@HOST/DATABASE, in place of a "
    "file in the folder; several hosts of the same folder may share it.",
)
@click.option(
    "--class",
    "tables",
    type=click.IntRange(1, 200),
    metavar="N",
    help="Hold a class: open N tables of this case, 1 to N, kept out of its record.",
)
@click.option(
    "--rules",
    default="",
    metavar="NAME[:k=v,...]",
    help="The rules of the class's tables. [default: alternating offers of two parties, "
    "stacked of more]",
)
@click.option(
    "--rounds",
    type=click.IntRange(1, 1000),
    metavar="N",
    help="After how many rounds the talks of the class end. [default: no limit]",
)
@click.option(
    "--beside",
    multiple=True,
    metavar="SEAT",
    help="Who sits at the class's tables beside the delegations: mediator, PARTY/capital; may "
    "be repeated.",
)
@click.option(
    "--held-by",
    default="",
    metavar="HOLDER",
    help="Whose numbers and marks the sides of the class are given. [default: each side's "
    "own, or those of the first who has all]",
)
@click.option(
    "--check",
    is_flag=True,
    help="Start nothing: say what would keep people from coming, and what to do.",
)
@click.option(
    "--who-sees-what",
    is_flag=True,
    is_eager=True,  # it needs no folder
    expose_value=False,
    callback=_who_sees_what,
    help="Start nothing: say who can read what, who may attack, and what is promised.",
)
@click.option(
    "--backup",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Start nothing: write a copy of everything into this ZIP file; a host may run.",
)
def command(
    folder: str,
    port: int,
    listen: tuple[str, ...],
    plain_http: bool,
    invitations: Path | None,
    store: str,
    tables: int | None,
    rules: str,
    rounds: int | None,
    beside: tuple[str, ...],
    held_by: str,
    check: bool,
    backup: Path | None,
) -> None:
    """Serve FOLDER to people in their browsers until it is stopped.

    It is encrypted by a certificate of its own, whose fingerprint is printed: guests compare
    it with what their browser shows. With --check, the exit status is 1 if something must be
    mended. What --backup writes holds what is for one side alone, too.
    """
    if tables is None and (rules or rounds or beside or held_by):
        raise click.UsageError(
            "--rules, --rounds, --beside and --held-by are for a class: add --class N"
        )
    try:
        from accord.host.classroom import ClassPlan
        from accord.host.serve import serve
        from accord.host.settings import HostSettings
    except ModuleNotFoundError as error:
        raise AccordError(
            f"hosting needs '{error.name}': install Accord as accord[host]"
        ) from None
    asked = tables and ClassPlan(
        tables=tables, rules=rules, rounds=rounds, beside=beside, held_by=held_by
    )
    settings = HostSettings(
        class_plan=asked or None,
        folder=Path(folder),
        port=port,
        listen=listen,
        plain_http=plain_http,
        invitations=invitations,
        store=store,
    )
    if check:
        _check(settings)
    elif backup:
        _back_up(settings, backup)
    else:
        serve(settings, click.echo)


def _back_up(settings: "HostSettings", to: Path) -> None:
    """Write a copy, and what it does not hold."""
    from accord.host.backup import back_up

    files = back_up(settings, to)
    click.echo(f"wrote {to}: {files} files; whoever has it can read everything")
    if settings.store:
        click.echo("not in it: the database, which its own tools copy (pg_dump)")


def _check(settings: "HostSettings") -> None:
    """Print what is found, what must be mended first; status 1 if anything must."""
    from accord.host.network_check import Urgency, findings

    found = findings(settings)
    for urgency in Urgency:
        if said := [one.sentence for one in found if one.urgency is urgency]:
            click.echo(f"{urgency.value}:")
            for sentence in said:
                click.echo(f"- {sentence}")
    if any(one.urgency is Urgency.MEND for one in found):
        raise SystemExit(1)
    click.echo("Nothing has to be mended on this machine.")
