"""`accord record FOLDER commitments`."""

from typing import Any

import click

from accord.cli import console
from accord.cli.common import AS_CSV, AS_JSON, AS_OF, FOR, count, write_csv, write_json
from accord.cli.record.reading import FOLDER_OF, read
from accord.formats.write import entry_plain
from accord.model import Reader
from accord.record.commitments import CommitmentDue, DueState, commitments_due
from accord.record.entry import Register
from accord.record.wording import together
from accord.telling.record_rows import COMMITMENTS_HEADER, commitment_rows, due_in_words


@click.command("commitments")
@AS_OF
@FOR
@AS_JSON
@AS_CSV
@FOLDER_OF
def command(path: str, /, as_of: Any, reader: Reader, as_json: bool, as_csv: bool) -> None:
    """List what is to be done, those due first at the head, and what is overdue on the day.

    Overdue is said of the day alone: whether something was done is what the entries about it
    say, and two sides may say it differently. The day is that of '--as-of', else the latest in
    the record. Commitments of drafts, and of agreements that fell, stand at the end.
    """
    case = read(path, as_of, reader)
    found = commitments_due(case)
    if as_json:
        write_json([_plain(one) for one in found])
        return
    if as_csv:
        write_csv(COMMITMENTS_HEADER, commitment_rows(case, found))
        return
    if not found:
        click.echo("no commitments")
        return
    out = console.console()
    names = Register(case.process, case.record.by_id)
    for title, some in (
        ("To be done", [one for one in found if one.holds]),
        (
            "Of drafts, and of agreements that fell: nobody is bound by these",
            [one for one in found if not one.holds],
        ),
    ):
        if not some:
            continue
        console.heading(out, title)
        rows = ((_when(one), *_what(one, names)) for one in some)
        console.table(
            out, ("due", "who (to whom)", "what", "entries on it"), rows, (16, 20, None, 18)
        )
        out.print()
    overdue = sum(one.holds and one.state is DueState.OVERDUE for one in found)
    told = count(len(found), "commitment", "commitments")
    click.echo(f"{told}; overdue as of {case.today.day}: {overdue}")


def _plain(one: CommitmentDue) -> dict[str, Any]:
    return {
        **entry_plain(one.commitment),
        "due_by": str(one.due) if one.due else None,
        "state": one.state,
        "of": [paper.id for paper in one.of],
        "holds": one.holds,
        "in_force": one.in_force,
        "said": list(one.said),
    }


def _when(one: CommitmentDue) -> str:
    late = "\nOVERDUE" if one.holds and one.state is DueState.OVERDUE else ""
    return f"{due_in_words(one)}{late}"


def _what(one: CommitmentDue, names: Register) -> tuple[str, str, str]:
    """Return who is to do what, and which entries say something of it."""
    owed = one.commitment
    to = f"\n(to {together(map(names.name, owed.to))})" if owed.to else ""
    issue = names.issues((owed.issue,))
    words = owed.words or owed.text
    undone = f"\n({owed.undone})" if owed.one_way else ""
    says = "\n".join(one.said) or "none"
    return f"{names.name(owed.owner)}{to}", f"{issue}: {words}{undone}\n[{owed.id}]", says
