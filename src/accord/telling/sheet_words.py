"""What a sheet gives a folder, in words: its rows as they would stand there, and how many."""

from collections import Counter

from frozendict import frozendict

from accord.formats.append import NewOption
from accord.formats.import_marks import MarksPlan
from accord.formats.import_rows import ImportPlan
from accord.formats.shapes import noun
from accord.model import Issue
from accord.record import Outlet, Record, Source
from accord.record.sentences import sentence

_PLURALS = {"entry": "entries", "person": "people", "party": "parties"}


def rows_told(found: ImportPlan) -> list[tuple[str, str, str, str]]:
    """Return the rows as they stand in the record, or would: row, id, kind and words.

    Args:
        found: What the sheet gives.
    """
    declared, outlets = [one for _, one in found.declared], found.case.record.outlets
    with_new = Record(
        outlets=outlets | {o.id: o for o in declared if isinstance(o, Outlet)},
        sources=frozendict({s.id: s for s in declared if isinstance(s, Source)}),
    )
    process = found.process
    rows = [
        (
            str(at.line),
            one.id,
            noun(type(one)),
            one.label if isinstance(one, Outlet) else with_new.labels[one.id],
        )
        for at, one in found.declared
    ]
    return rows + [
        (str(at.line), one.id, one.kind, sentence(process, one)) for at, one in found.entries
    ]


def sum_told(found: ImportPlan | MarksPlan, *, written: bool) -> str:
    """Return how much a sheet gives, how much is there already, and how much cannot be taken.

    Args:
        found: What the sheet gives.
        written: Whether it was taken.
    """
    made = Counter(
        "option" if isinstance(one, NewOption) else noun(type(one)) for one in found.made
    )
    if isinstance(found, MarksPlan):
        made["option"] += sum(len(o.options) for o in found.made if isinstance(o, Issue))
        added = {"mark": found.taken - found.same, **+made}
        whole = " in whole or part"
    else:
        sources = sum(isinstance(one, Source) for _, one in found.declared)
        outlets = len(found.declared) - sources
        added = {
            "entry": len(found.entries),
            "source": made.pop("source", 0) + sources,
            "outlet": made.pop("outlet", 0) + outlets,
            **made,
        }
        whole = ""
    counted = ", ".join(_many(number, what) for what, number in added.items())
    return (
        f"{'added' if written else 'would add'}: {counted}; already there: {found.same}; "
        f"cannot be taken: {_many(found.refused_rows, 'row')}{whole}"
    )


def _many(number: int, what: str) -> str:
    return f"{number} {what if number == 1 else _PLURALS.get(what, f'{what}s')}"
