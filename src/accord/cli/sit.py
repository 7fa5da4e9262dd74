"""`accord sit`: sit at the tables of a host with a machine and a folder of one's own."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from accord.errors import AccordError
from accord.record.hidden_signs import clean

if TYPE_CHECKING:
    from accord.host.fingerprint import Fingerprint


@click.command("sit")
@click.argument("link")
@click.argument("folder", required=False, type=click.Path(file_okay=False, path_type=Path))
@click.option("--port", default=8444, show_default=True, type=click.IntRange(1, 65535))
@click.option("--name", default="", metavar="NAME", help="What you call yourself at the host.")
@click.option(
    "--fingerprint",
    default="",
    metavar="WORDS",
    help="What the host says its fingerprint is, in words or signs. [default: it is shown, and "
    "you are asked]",
)
def command(link: str, folder: Path | None, port: int, name: str, fingerprint: str) -> None:
    """Serve FOLDER on this machine alone, and sit at the tables of the host at LINK.

    LINK is the invitation to your seat; after the first time the address of the host will do,
    or FOLDER alone. Your interests, mandate, marks and drafts stay in FOLDER: to the host go
    your moves and what you send. Without FOLDER it is named after the seat; where it is not
    there, it is made of what the host lets your seat take. Where it is there, what is new in
    the host's record comes in, and nothing of yours is changed.
    """
    try:
        from accord.host.sit import sit
    except ModuleNotFoundError as error:
        raise AccordError(
            f"sitting at a host needs '{error.name}': install Accord as accord[host]"
        ) from None

    def confirm(shown: "Fingerprint") -> bool:
        if fingerprint:
            _compare(fingerprint, shown)
            return True
        click.echo(f"the fingerprint of its certificate begins, in words: {shown.words}")
        click.echo(f"whole, as browsers show it: {shown.signs}")
        asked = "Compare it with what the host shows or reads aloud. Is it the same?"
        return click.confirm(asked, default=False)

    # What a host is called, and its seats, it says itself: no sign of that steers a terminal.
    sit(link, folder, port, name, lambda line: click.echo(clean(line)), confirm)


def _compare(said: str, shown: "Fingerprint") -> None:
    """Raise where a fingerprint that was said, in words or signs, is not the one shown."""
    plain = "".join(one for one in said.lower() if one.isalnum())
    words = shown.words.replace("/", " ").split()
    whole = ("".join(words), shown.digest.hex())
    if plain in whole:
        return
    # What was shown is not printed here: copied from there it would confirm anybody.
    if plain and any(one.startswith(plain) for one in whole):
        why = f"--fingerprint needs all {len(words)} words, or all signs, not the first alone"
    else:
        why = "whoever answers there shows another one than --fingerprint says"
    raise AccordError(
        f"The fingerprint was not confirmed: {why}. Nothing was sent to the host."
    )
