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
    not_empty,
    write_json,
)
from accord.cli.output import wrote
from accord.formats import load
from accord.model import Reader, When


@click.command("brief")
@FOLDER
@AS_OF
@click.option(
    "--html",
    type=click.Path(dir_okay=False),
    callback=not_empty,
    help="Write the page as HTML here too.",
)
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
@SEED
def command(
    folder: str,
    as_of: When | None,
    html: str | None,
    as_json: bool,
    reader: Reader,
    draws: int,
    talks: int,
    seed: int,
) -> None:
    """Say on one page where the talks in FOLDER stand."""
    from accord.brief import compose

    read = load(folder, reader=reader)
    played_by: dict[str, Any] = {}
    if talks:
        from accord.cli.progress import watched
        from accord.play.workers import processors

        played_by = {"workers": processors(), "watch": watched}
    brief = compose(
        read, as_of, reader=reader, draws=draws, talks=talks, seed=seed, **played_by
    )
    if html:
        from accord.brief.html import write_html

        write_html(html, brief)
        wrote(html)
    if as_json:
        write_json(brief.page.to_json())
        return
    from accord.brief.terminal import show
    from accord.cli.console import console

    show(brief.page, console())
