"""`accord brief`: where the talks stand, on one page."""

from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

import click

from accord.cli.common import AS_JSON, AS_OF, DRAWS, FOLDER, SEED, write_json
from accord.cli.output import wrote
from accord.formats import load
from accord.model import When

if TYPE_CHECKING:
    from concurrent.futures import Executor


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
    with _executor(talks) as executor:
        brief = compose(
            read, as_of, public=public, draws=draws, talks=talks, seed=seed, executor=executor
        )
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


def _executor(talks: int) -> "AbstractContextManager[Executor | None]":
    """Start what holds the talks of all programs, where any are to be held."""
    if not talks:
        return nullcontext()
    from accord.cli.playing import executors, processors

    return executors(processors(), None)
