"""`accord check`: every mistake in a process folder, and what an editor may look for."""

from typing import Any

import click

from accord.cli import console
from accord.cli.check_assumed import check_assumed
from accord.cli.common import AS_JSON, FOLDER, FOR_OR_ALL, count, write_json
from accord.errors import InvalidProcess
from accord.formats.folder import FolderReview, glance, review
from accord.model import Reader
from accord.record import Case
from accord.record.balance import Balance, Unanswered, balance
from accord.record.hidden_signs import clean
from accord.record.sentences import sentence
from accord.record.wording import one_line


@click.command("check")
@FOLDER
@click.option(
    "--balance",
    "halves",
    is_flag=True,
    help="List what one party says with no word of the other on record.",
)
@click.option("--strict", is_flag=True, help="End with status 2 where there is a warning.")
@FOR_OR_ALL
@AS_JSON
def command(
    folder: str, halves: bool, strict: bool, reader: Reader | None, as_json: bool
) -> None:
    """Report every mistake in FOLDER, with file and line; exit status 2 if there is one.

    What is likely a mistake is a warning: a value that its own text does not say, a source that
    nothing cites. Where something for one reader alone lies at the top of the folder, it is
    advised to be moved under private/. Signs that cannot be seen, or turn a text around, are
    said too; they are no mistakes.

    With '--for' only what that reader may read is checked, and nothing tells of the rest: in a
    record, an entry or source is named in place of a line.
    """
    found, number = _reviewed(folder, reader)
    read = found.case
    halves_alone = balance(read.process, read.record) if halves else None
    if as_json:
        whole: dict[str, Any] = {
            "warnings": [one._asdict() for one in found.warnings],
            "advice": [one._asdict() for one in found.advice],
            "hidden_signs": [sign._asdict() for sign in found.hidden_signs],
        }
        if halves_alone:
            whole["balance"] = _plain(read, halves_alone)
        write_json(whole)
    else:
        _say(found, number, reader)
        if halves_alone:
            _draw(read, halves_alone)
    if strict and found.warnings:
        raise SystemExit(2)


def _reviewed(folder: str, reader: Reader | None) -> tuple[FolderReview, int]:
    """Return what is to be said of a folder, and how many files of assumptions it has.

    What is wrong with those is said with what is wrong with the rest, as far as that can be
    read.
    """
    try:
        found = review(folder, reader)
    except InvalidProcess as invalid:
        if reader is None:
            try:
                check_assumed(folder, glance(folder))
            except InvalidProcess as more:
                known = {(one.file, one.line) for one in invalid.problems}
                beside = [one for one in more.problems if (one.file, one.line) not in known]
                raise InvalidProcess([*invalid.problems, *beside]) from None
        raise
    return found, check_assumed(folder, found.case)


def _say(found: FolderReview, number: int, reader: Reader | None) -> None:
    read, warned, signs = found.case, found.warnings, found.hidden_signs
    counts = [
        count(len(read.process.parties), "party", "parties"),
        count(len(read.process.agenda.issues), "issue", "issues"),
        count(len(read.record.entries), "entry", "entries"),
        count(len(read.record.sources), "source", "sources"),
        count(len(read.interests), "set of interests", "sets of interests"),
    ]
    if number:
        counts.append(count(number, "file of assumptions", "files of assumptions"))
    for one in warned:
        click.echo(str(one._replace(sentence=f"warning: {one.sentence}")), err=True)
    for one in found.advice:
        click.echo(str(one._replace(sentence=f"advice: {one.sentence}")), err=True)
    for sign in signs:
        click.echo(str(sign), err=True)
    unseen = f"; warnings: {len(warned)}" if warned else ""
    unseen += f"; signs that cannot be seen: {len(signs)}" if signs else ""
    title, whom = clean(read.process.title), f" in what {reader} may read" if reader else ""
    click.echo(f"{title}: {', '.join(counts)}; no mistakes{whom}{unseen}")


def _plain(read: Case, found: Balance) -> dict[str, Any]:
    return {
        "alone": [
            {
                "entry": half.entry.id,
                "date": str(half.entry.date),
                "kind": half.entry.kind,
                "party": half.party or None,
                "no_word_of": half.other,
                "on": list(half.issues),
                "says": sentence(read.process, half.entry, read.record),
            }
            for half in found.alone
        ],
        "looked_at": {who: number for who, number in found.looked_at.items() if who},
        "incidents_looked_at": found.looked_at.get("", 0),
        "about_nothing": [entry.id for entry in found.unlinked],
    }


def _draw(read: Case, found: Balance) -> None:
    """Draw what stands alone by who says it, with counts at the top."""
    out, process = console.console(), read.process
    groups: dict[str, list[Unanswered]] = {party: [] for party in process.parties}
    groups[""] = []
    for half in found.alone:
        groups[half.party].append(half)
    out.print()
    console.heading(out, "What stands without a word of the other")
    for party, halves in groups.items():
        looked_at, alone = found.looked_at.get(party, 0), len({h.entry.id for h in halves})
        who = process.name(party) if party else "incidents laid to a party"
        console.paragraph(out, f"{who}: {alone} of {looked_at}")
    for party, halves in groups.items():
        if not halves:
            continue
        out.print()
        console.heading(out, process.name(party) if party else "Incidents laid to a party")
        rows = (
            (
                half.entry.id,
                half.entry.date.words,
                one_line(sentence(process, half.entry, read.record), 160),
                _lacking(read, half),
            )
            for half in halves
        )
        console.table(out, ("id", "date", "what", "no word of"), rows, (20, 12, None, 18))
    if found.unlinked:
        out.print()
        ids = ", ".join(entry.id for entry in found.unlinked)
        console.paragraph(
            out,
            "not looked at, for they are about nothing, to nobody and on no issue (give "
            f"'about', 'to' or 'issues'): {ids}",
        )


def _lacking(read: Case, half: Unanswered) -> str:
    agenda = read.process.agenda.issues
    on = ", ".join(agenda[i].name if i in agenda else i for i in half.issues)
    return f"{read.process.name(half.other)}{f' on {on}' if on else ''}"
