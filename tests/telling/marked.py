"""Sheets of marks in a few lines: a local ceasefire, and cases as small as can be."""

from collections.abc import Mapping, Sequence

from frozendict import frozendict
from tests.brief.build import agenda, folder

from accord.model import Exclusion, HowKnown, Interests, Mark, Marked, When
from accord.record import Case
from accord.telling.marks_by_holder import HolderMarks, marks_by_holder, marks_in_full

LETTERS = {"G": Mark.WANT, "A": Mark.LIVE, "R": Mark.CANNOT, "?": Mark.UNKNOWN}
HOW = {"s": HowKnown.SAID, "b": HowKnown.BELIEVED, "t": HowKnown.TESTED}

Sheet = Mapping[str, Mapping[str, str]]
"""By issue and option, a letter for each party in turn; behind it how it is known."""


def marks_of(sheet: Sheet, place: int) -> frozendict[str, frozendict[str, Marked]]:
    """Return the marks of one party."""
    return frozendict(
        {
            i: frozendict(
                {
                    o: Marked(mark=LETTERS[cell[0]], how=HOW.get(cell[1:]))
                    for o, row in options.items()
                    for cell in [row.split()[place]]
                }
            )
            for i, options in sheet.items()
        }
    )


def marked_case(
    sheet: Sheet,
    *,
    by: Sequence[str] = ("agency",),
    parties: Sequence[str] = ("north", "south"),
    red_lines: Mapping[str, tuple[Exclusion, ...]] = frozendict(),
    as_of: str = "",
) -> Case:
    """Return a case with the same marks of every holder."""
    held = [
        Interests(
            id=f"{party}-by-{holder}",
            party=party,
            held_by=holder,
            for_=("table",),
            as_of=When.parse(as_of) if as_of else None,
            marks=marks_of(sheet, place),
            red_lines=red_lines.get(party, ()),
        )
        for holder in by
        for place, party in enumerate(parties)
    ]
    issues = {issue: tuple(options) for issue, options in sheet.items()}
    return folder(agenda=agenda(issues), interests=held)


def told(sheet: Sheet, **given: object) -> HolderMarks:
    """Return all that is said of a sheet."""
    (one,) = marks_by_holder(marked_case(sheet, **given))  # type: ignore[arg-type]
    return marks_in_full(one)


ROAD: Sheet = {
    "scope": {"road": "G R", "town": "A A", "valley": "R G"},
    "posts": {"own": "G R", "joint": "R A", "elders": "? G", "none": "R G"},
    "people": {"none": "G R", "sick": "A A", "all": "? G"},
}
"""One answer decides: whether North can live with the elders at the posts."""
