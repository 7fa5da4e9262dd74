"""`accord brief`: where the talks stand, on one page."""

from pathlib import Path

import click

from accord.cli.common import AS_JSON, AS_OF, DRAWS, FOLDER, SEED, write_json
from accord.errors import AccordError
from accord.formats import load
from accord.model import When


@click.command("brief")
@FOLDER
@AS_OF
@click.option(
    "--html", type=click.Path(dir_okay=False), help="Write the page as HTML here too."
)
@AS_JSON
@click.option("--public", is_flag=True, help="Leave out all that follows from interests.")
@DRAWS
@click.option(
    "--talks",
    metavar="N",
    default=0,
    type=click.IntRange(0),
    help="Let programs hold so many talks too, and say what they came to.",
)
@SEED
def command(
    folder: str,
    as_of: When | None,
    html: str | None,
    as_json: bool,
    public: bool,
    draws: int,
    talks: int,
    seed: int,
) -> None:
    """Say on one page where the talks in FOLDER stand."""
    if public and talks:
        raise click.UsageError("--talks follows from interests: leave it out with --public")
    from accord.brief import compose

    brief = compose(load(folder), as_of, public=public, draws=draws, talks=talks, seed=seed)
    if html:
        from accord.brief.html import to_html

        try:
            Path(html).write_text(to_html(brief), encoding="utf-8")
        except OSError as error:
            raise AccordError(f"{html}: cannot be written: {error.strerror}") from None
        click.echo(f"wrote {html}", err=True)
    if as_json:
        from accord.brief.page import to_json

        write_json(to_json(brief.page))
        return
    from accord.brief.terminal import show
    from accord.cli.terminal import console

    show(brief.page, console())
