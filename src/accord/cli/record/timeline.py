"""`accord record FOLDER timeline`."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import click
from attrs import evolve

from accord.cli import console
from accord.cli.common import write_csv, write_json
from accord.cli.record.reading import (
    FOLDER_OF,
    PAGE,
    listing_options,
    read,
    say_left_out,
)
from accord.formats.entry_filters import chosen
from accord.formats.write import entry_plain
from accord.model import Reader
from accord.record import Case, Entry, Meeting, Series, series, tallies
from accord.record.links import Day, days
from accord.record.sentences import MOST_SINGLY, series_told
from accord.record.wording import written
from accord.telling.entry_words import brief_labels, says
from accord.telling.record_rows import PARTS_OF_DAY, TIMELINE_HEADER, timeline_rows

APART = ("claim", "correction")
"""Kinds that say what somebody made of an event, not that there was one."""


@click.command("timeline")
@listing_options
@FOLDER_OF
def command(
    path: str,
    /,
    as_json: bool,
    as_csv: bool,
    as_of: Any,
    reader: Reader,
    whole: bool,
    **wanted: Any,
) -> None:
    """Show day by day the rounds and sessions, what was said, and what happened outside.

    Claims are left out, unless '--kind claim' asks for them; so is what was superseded.
    """
    case = read(path, as_of, reader)
    replaced = case.record.superseded
    found = [e for e in chosen(case, **wanted) if e.id not in replaced]
    left = Counter(e.kind for e in found if not wanted["kind"] and e.kind in APART)
    told = [e for e in found if wanted["kind"] or e.kind not in APART]
    whole = whole or as_json or as_csv
    many = {} if whole or wanted["kind"] else _many(case, told)
    told = [e for e in told if e.id not in many or many[e.id].latest.standing[-1] is e]
    shown = list(days(told if whole else told[-PAGE:]))
    if as_json:
        write_json(
            [
                {"date": day.date}
                | {
                    part: [entry_plain(e) for e in getattr(day, part)]
                    for part, _ in PARTS_OF_DAY
                }
                for day in shown
            ]
        )
    elif as_csv:
        write_csv(TIMELINE_HEADER, timeline_rows(case, shown))
    else:
        _draw(case, shown, many)
        if not shown:
            click.echo("no entries")
        for kind, number in left.items():
            click.echo(f"not shown: {number} of kind {kind} ('--kind {kind}' shows them)")
        say_left_out(0 if whole else len(told) - PAGE)


def _many(case: Case, told: Sequence[Entry]) -> dict[str, Series]:
    """Return, by the id of each figure, the series that one line tells of in its place."""
    found = series(tallies(evolve(case.record, entries=tuple(told))))
    return {f.id: one for one in found if len(one.figures) > MOST_SINGLY for f in one.figures}


def _draw(case: Case, shown: list[Day], many: Mapping[str, Series]) -> None:
    def told(entry: Entry) -> str:
        if entry.id not in many:
            return says(case, entry)
        one = many[entry.id]
        return f"{one.subject}: {series_told(one)} (each: list --kind figure)"

    out = console.console()
    for day in shown:
        console.heading(out, written(day.date))
        rows = (
            (
                mark,
                f"{e.date.words.partition(', ')[2]} {_during(case, e, part)}{told(e)}".strip(),
                f"{e.id}\n{brief_labels(case, e.sources)}",
            )
            for part, mark in PARTS_OF_DAY
            for e in getattr(day, part)
        )
        console.table(out, (), rows, (8, None, 24))
        out.print()


def _during(case: Case, entry: Entry, part: str) -> str:
    meeting = case.record.by_id.get(entry.during)
    if part == "meetings" or not isinstance(meeting, Meeting):
        return ""
    return f"[during {meeting.name}] "
