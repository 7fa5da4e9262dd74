"""`accord brief`: where the talks stand, on one page."""

from typing import Any

import click

from accord.cli.common import (
    AS_JSON,
    AS_OF,
    DRAWS,
    FOLDER,
    FOR,
    SEED,
    Moment,
    not_empty,
    write_json,
)
from accord.cli.output import wrote
from accord.cli.talks import FIGHTING, fought
from accord.formats import load
from accord.model import Reader, When

FILE = click.Path(dir_okay=False)


@click.command("brief")
@FOLDER
@AS_OF
@click.option(
    "--since",
    type=Moment(),
    help="Say what moved since then; else since the round before the latest.",
)
@click.option(
    "--full",
    is_flag=True,
    help="Show the dossier too: all that the page rests on, and sources.",
)
@click.option(
    "--html",
    type=FILE,
    callback=not_empty,
    help="Write the page as HTML here, the dossier folded.",
)
@click.option("--pdf", type=FILE, callback=not_empty, help="Write the page as PDF here.")
@click.option("--docx", type=FILE, callback=not_empty, help="Write the page for Word here.")
@AS_JSON
@FOR
@DRAWS
@click.option(
    "--talks",
    metavar="N",
    default=0,
    type=click.IntRange(0),
    help="Let programs play so many talks too, and say what they came to.",
)
@click.option(
    "--hold",
    is_flag=True,
    help="Ask too whether the deal on the table would be kept.",
)
@click.option(
    "--deal",
    metavar="DEAL",
    callback=not_empty,
    help="With --hold: of this deal, an entry, a file or a rule as for accord hold.",
)
@FIGHTING
@SEED
def command(
    folder: str,
    as_of: When | None,
    since: When | None,
    full: bool,
    html: str | None,
    pdf: str | None,
    docx: str | None,
    as_json: bool,
    reader: Reader,
    draws: int,
    talks: int,
    hold: bool,
    deal: str | None,
    fighting: tuple[str, ...],
    seed: int,
) -> None:
    """Say on one page where the talks in FOLDER stand.

    The page is one side of A4. The dossier behind it has all that it rests on: with --full, and
    always in JSON and folded in HTML. Where a file is written, nothing else is printed.
    """
    from accord.brief import compose

    if deal is not None and not hold:
        raise click.UsageError("--deal is for --hold: add it")
    if fighting and not talks:
        raise click.UsageError("--fighting is for talks: add --talks N")
    read = load(folder, reader=reader)
    played_by: dict[str, Any] = {}
    if talks:
        from accord.cli.progress import watched
        from accord.play.workers import processors

        played_by = {"workers": processors(), "watch": watched}
    holding = None
    if hold:
        from accord.brief.sections.will_it_hold import HoldingAsked
        from accord.formats.assumed_files import assumed
        from accord.hold.holding_assumptions import holding_form
        from accord.hold.picked_deal import is_by_rule, picked_deal

        then = read.as_of(as_of)
        if deal is not None and not is_by_rule(deal):
            picked_deal(then, deal)  # a mistake in what was asked, and nothing for the page
        beside = assumed(folder, "hold", then, holding_form)
        holding = HoldingAsked(deal=deal, beside=beside)
    brief = compose(
        read,
        as_of,
        since=since,
        reader=reader,
        draws=draws,
        talks=talks,
        holding=holding,
        fighting=fought(fighting, folder, read.as_of(as_of)),
        seed=seed,
        **played_by,
    )
    if html:
        from accord.brief.html import write_html

        write_html(html, brief, full=full)
        wrote(html)
    if pdf:
        from accord.brief.pdf import write_pdf

        write_pdf(pdf, brief, full=full)
        wrote(pdf)
    if docx:
        from accord.brief.docx import write_docx

        write_docx(docx, brief, full=full)
        wrote(docx)
    if as_json:
        write_json(brief.to_json())
    elif not (html or pdf or docx):
        from accord.brief.terminal import show
        from accord.cli.console import console

        show(brief, console(), full=full)
