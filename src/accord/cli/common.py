"""What several commands share: arguments, options, and how output is written."""

import json
import sys
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import click

from accord.errors import AccordError
from accord.model import TABLE, Perspective, Reader, When


class Moment(click.ParamType[When]):
    """A date or time on the command line."""

    name = "date"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> When:
        """Read the text as a moment, or say what is wrong with it."""
        if isinstance(value, When):
            return value
        try:
            return moment(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)


def moment(text: str) -> When:
    """Read a date as people write it, or count it from today: `yesterday`, `last Friday`.

    Raises:
        ValueError: With a sentence, if it is none.
    """
    try:
        return When.parse(text)
    except ValueError:
        from accord.formats.human_dates import date_said  # not to load it for a usual date
    return date_said(text, today())


def today() -> date:
    """Return the day that it is here."""
    return datetime.now().astimezone().date()


def not_empty(_: click.Context, __: click.Parameter, text: str | None) -> str | None:
    """Refuse an option that says nothing, which would count as one that is not given."""
    if text is not None and not text.strip():
        raise click.BadParameter("it is empty: leave it out, or say something.")
    return text


FOLDER = click.argument("folder", type=click.Path(), is_eager=True)
AS_OF = click.option(
    "--as-of",
    type=Moment(),
    help="Show what was known then: entries published later are not seen.",
)
HELD_BY = click.option(
    "--held-by",
    metavar="ID",
    help="Whose numbers; 'own' for each party's own. [default: each holder's in turn]",
)


def given_reader(
    ctx: click.Context, param: click.Parameter, given: tuple[str, ...]
) -> Reader | None:
    """Return who is to read, as `--for` says: by ids, or by names of parties."""
    if not given:
        return None
    folder = ctx.params.get("folder") or ctx.obj  # the folder is read before the options
    if isinstance(folder, str) and given != (TABLE,):
        from accord.formats.names_given import readers_named  # not to load it for nothing

        given = readers_named(folder, given)
    return Reader(tuple(dict.fromkeys(given)))


FOR = click.option(
    "--for",
    "reader",
    multiple=True,
    metavar="READER",
    default=(TABLE,),
    callback=given_reader,
    help="Who is to read it: public, table, mediator, a party or PARTY/capital; may be "
    "repeated. It is made from what this reader may read. [default: table]",
)
FOR_OR_ALL = click.option(
    "--for",
    "reader",
    multiple=True,
    metavar="READER",
    callback=given_reader,
    help="Who is to read it: public, table, mediator, a party or PARTY/capital; may be "
    "repeated. [default: whoever holds these files: all in them counts]",
)
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Write JSON.")
AS_CSV = click.option("--csv", "as_csv", is_flag=True, help="Write CSV.")
DRAWS = click.option(
    "--draws",
    default=1000,
    show_default=True,
    type=click.IntRange(1),
    help="How many sets of numbers to draw from the ranges.",
)
SEED = click.option(
    "--seed",
    default=0,
    show_default=True,
    type=click.IntRange(0),
    help="Where the draws start.",
)


def count(number: int, one: str, several: str) -> str:
    """Return a number with its noun: `1 entry`, `2 entries`."""
    return f"{number} {one if number == 1 else several}"


def write_json(value: Any) -> None:
    """Write a value as indented JSON, with what may be lost or cannot be seen as escapes.

    So it reads back as the same value, and no text turns around what stands beside it.
    """
    from accord.record.hidden_signs import HIDDEN

    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    lacking = not encoding.lower().startswith("utf")
    text = json.dumps(value, indent=2, ensure_ascii=lacking)
    click.echo(HIDDEN.sub(lambda m: json.dumps(m[0])[1:-1], text))


def write_csv(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write rows as CSV under a header."""
    from accord.formats import write_sheets

    write_sheets.write_csv(sys.stdout, header, rows)


def in_one_file(option: str, holders: Sequence[Perspective]) -> None:
    """Refuse to put what is by several holders' numbers into a file that holds one's.

    Args:
        option: The option that names the file.
        holders: Whose numbers are asked for.
    """
    if len(holders) > 1:
        names = ", ".join(one.id for one in holders)
        raise AccordError(
            f"several hold interests here, and {option} is one holder's: choose with "
            f"--held-by, one of {names}"
        )
