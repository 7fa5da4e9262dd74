"""`accord new`: a process folder to start from."""

import click

from accord.cli.common import FOLDER
from accord.formats.new import new, new_empty, new_from


@click.command("new")
@FOLDER
@click.option("--empty", is_flag=True, help="Without an example: a title and parties only.")
@click.option(
    "--title", metavar="TEXT", help="With --empty or --from: what the process is called."
)
@click.option(
    "--party",
    "parties",
    multiple=True,
    metavar="[ID=]NAME",
    help="With --empty: a party; its id is made from its name if left out. Repeat it.",
)
@click.option(
    "--from",
    "model",
    metavar="FILE",
    type=click.Path(exists=True),
    help="With the process of another folder, its process.yaml, and without its record.",
)
def command(
    folder: str, empty: bool, title: str | None, parties: tuple[str, ...], model: str | None
) -> None:
    """Write a process folder into FOLDER, to start from: a commented one of an invented case.

    FOLDER must be new or empty. Replace what is in it by your own, file by file; or begin with
    --empty and add to it by command.
    """
    if empty and model:
        raise click.UsageError("--empty or --from, not both: each says what to start from")
    if (parties or (title and not model)) and not empty:
        raise click.UsageError("--title and --party are for an empty folder: add --empty")
    if empty:
        lacking = [
            *([] if title else ["--title TEXT, what the process is called"]),
            *([] if len(parties) > 1 else ["--party NAME for each party, at least two"]),
        ]
        if lacking:
            raise click.UsageError(f"--empty needs {' and '.join(lacking)}")
        new_empty(folder, title or "", parties)
        _say(folder, f"accord issue {folder} add ID --name TEXT", f"accord record {folder} add")
    elif model:
        new_from(folder, model, title or "")
        _say(folder, f"accord record {folder} add --help", f"accord check {folder}")
    else:
        new(folder)
        click.echo(
            f"{folder} is ready. Edit process.yaml, record.yaml and interests/, then run:\n"
            f"  accord check {folder}\n"
            f"  accord brief {folder}"
        )


def _say(folder: str, *commands: str) -> None:
    """Print that a folder is ready, and what may come next."""
    click.echo("\n  ".join([f"{folder} is ready. Go on with:", *commands]))
