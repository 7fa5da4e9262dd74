"""`accord search`: find words in everything that the folder holds."""

from typing import Any

import click

from accord.cli import console
from accord.cli.common import AS_JSON, AS_OF, FOLDER, FOR, count, write_json
from accord.formats import load
from accord.formats.for_whom import interests_name, record_of
from accord.model import Reader, When
from accord.record import Case
from accord.record.search import Hit, around, search
from accord.record.wording import one_line
from accord.telling.found_words import hit_said

_PAGE = 20
"""How many are drawn at once: a screen."""


@click.command("search")
@FOLDER
@click.argument("words", nargs=-1, required=True)
@AS_OF
@FOR
@click.option("--all", "whole", is_flag=True, help=f"Draw all, not the first {_PAGE} only.")
@AS_JSON
def command(
    folder: str,
    words: tuple[str, ...],
    as_of: When | None,
    reader: Reader,
    whole: bool,
    as_json: bool,
) -> None:
    """Find WORDS in what FOLDER declares, in its record and its interests.

    All words must be there, in any case and any order. An id itself comes first, then what
    holds every word whole; what is declared before entries, the latest entries first.
    """
    case = load(folder, reader=reader).as_of(as_of)
    hits = search(case, words)
    if as_json:
        write_json([_plain(case, folder, hit) for hit in hits])
        return
    if not hits:
        click.echo("nothing found")
        return
    shown = hits if whole else hits[:_PAGE]
    width = min(max(len(hit.id) for hit in shown), 28)
    console.table(
        console.console(),
        ("what", "id", "says"),
        ((_what(hit), hit.id, _short(case, hit, words)) for hit in shown),
        (12, width, None),
    )
    found = count(len(hits), "place", "places")
    click.echo(f"{len(shown)} of {found}" if shown != hits else found)
    click.echo(f"more: {_command(folder, shown[0])}")
    if len(shown) < len(hits):
        click.echo("--all draws all", err=True)


def _what(hit: Hit) -> str:
    date = getattr(hit.thing, "date", None)
    return f"{date.words}\n{hit.what}" if date else hit.what


def _short(case: Case, hit: Hit, words: tuple[str, ...]) -> str:
    by = _replaced_by(case, hit)
    found = one_line(around(hit_said(case, hit), words, 160), 160)
    return f"{found} (replaced by {by})" if by else found


def _replaced_by(case: Case, hit: Hit) -> str:
    """Return the id of the entry that superseded one; nothing where none did."""
    new = case.record.superseded.get(hit.id) if hasattr(hit.thing, "kind") else None
    return new.id if new else ""


def _command(folder: str, hit: Hit) -> str:
    """Return the command that shows more of something."""
    if hit.what == "option":
        return f"accord record {folder} show {hit.of}"
    if hit.what == "interests":
        return f"accord deals {folder}"
    return f"accord record {folder} show {hit.id}"


def _plain(case: Case, folder: str, hit: Hit) -> dict[str, Any]:
    date = getattr(hit.thing, "date", None)
    where = "process.yaml"
    if hasattr(hit.thing, "kind") or hit.what in ("source", "outlet"):
        where = record_of(folder, hit.id, hit.thing.for_)
    if hit.what == "interests":
        where = interests_name(hit.id)
    return {
        "what": hit.what,
        "id": hit.id,
        "of": hit.of or None,
        "date": str(date) if date else None,
        "replaced_by": _replaced_by(case, hit) or None,
        "says": hit_said(case, hit),
        "where": where,
        "command": _command(folder, hit),
    }
