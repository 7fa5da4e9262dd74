"""`accord brief`: where the talks stand, on one page."""

import click

from accord.cli.common import AS_JSON, AS_OF, DRAWS, FOLDER, SEED, write_json
from accord.cli.output import wrote
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

    read = load(folder, interests=not public)
    brief = compose(read, as_of, public=public, draws=draws, talks=talks, seed=seed)
    if html:
        from accord.brief.html import write_html

        write_html(html, brief)
        wrote(html)
    if as_json:
        from accord.brief.page import to_json

        write_json(to_json(brief.page))
        return
    from accord.brief.terminal import show
    from accord.cli.terminal import console

    show(brief.page, console())
