"""What a party can live with is what its own sheet and every voice that can block can."""

from itertools import product

from attrs import evolve
from frozendict import frozendict
from hypothesis import given
from hypothesis import strategies as st

from accord.deals.marks import MarkSheet
from accord.deals.marks.mark_sheet import Cell
from accord.model import (
    Agenda,
    Exclusion,
    Interests,
    Issue,
    Mark,
    Marked,
    Option,
    in_words,
    joined,
    voices,
)

OPTIONS = {"guns": ("road", "all"), "fees": ("none", "split", "all")}
AGENDA = Agenda(
    issues=frozendict(
        {
            i: Issue(id=i, name=i, options=frozendict({o: Option(o, f"{i} {o}") for o in some}))
            for i, some in OPTIONS.items()
        }
    )
)
CELLS = [(i, o) for i, some in OPTIONS.items() for o in some]
BADNESS = {Mark.WANT: 0, Mark.LIVE: 1, Mark.UNKNOWN: 2, Mark.CANNOT: 3}

Marks = dict[tuple[str, str], Mark]


def held(
    marks: Marks, voice: str = "", can_block: bool | None = None, red: str = ""
) -> Interests:
    """Return what a holder has of party a; `red` is an option of the fees that is refused."""
    by_issue: dict[str, dict[str, Marked]] = {}
    for (issue, option), mark in marks.items():
        by_issue.setdefault(issue, {})[option] = Marked(mark=mark)
    lines = (Exclusion(id="red", never=frozendict(fees=(red,))),) if red else ()
    return Interests(
        id=voice or "base",
        party="a",
        held_by="ngo",
        voice=voice,
        can_block=can_block,
        marks=frozendict({i: frozendict(some) for i, some in by_issue.items()}),
        red_lines=lines,
    )


def said(marks: Marks, red: str, cell: tuple[str, str]) -> Mark | None:
    return Mark.CANNOT if cell == ("fees", red) else marks.get(cell)


sheets = st.dictionaries(st.sampled_from(CELLS), st.sampled_from([*Mark]))
reds = st.sampled_from(["", *OPTIONS["fees"]])


@given(
    base=st.none() | st.tuples(sheets, reds),
    several=st.lists(st.tuples(sheets, reds, st.booleans()), max_size=3),
)
def test_a_mark_is_the_worst_of_the_party_and_its_voices_that_can_block(
    base: tuple[Marks, str] | None, several: list[tuple[Marks, str, bool]]
) -> None:
    """The oracle looks cell by cell: who says nothing of a cell stands there as the party."""
    files = [held(base[0], red=base[1])] if base else []
    files += [
        held(marks, f"v{n}", blocks, red) for n, (marks, red, blocks) in enumerate(several)
    ]
    sheet = MarkSheet.of(AGENDA, ("a", "b"), in_words(joined(files)))
    for issue, option in CELLS:
        own = (said(*base, (issue, option)) if base else None) or Mark.UNKNOWN
        heard = [
            mark
            for marks, red, blocks in several
            if blocks and (mark := said(marks, red, (issue, option)))
        ]
        worst = max([own, *heard], key=lambda mark: BADNESS[mark])
        assert sheet.mark(Cell(party="a", issue=issue, option=option)) is worst


def test_a_voice_is_told_where_it_differs_and_one_that_cannot_block_changes_nothing() -> None:
    base = held(dict(zip(CELLS, [Mark.WANT, Mark.LIVE, Mark.CANNOT, Mark.LIVE], strict=False)))
    army = held({("guns", "all"): Mark.CANNOT, ("fees", "split"): Mark.LIVE}, "army", True)
    youth = held({("guns", "road"): Mark.CANNOT}, "youth", False)
    found = voices([base, army, youth])
    assert [(one.name, one.can_block) for one in found] == [("army", True), ("youth", False)]
    assert [(m.option, m.own, m.mark) for one in found for m in one.differs] == [
        ("all", Mark.LIVE, Mark.CANNOT),
        ("road", Mark.WANT, Mark.CANNOT),
    ]
    assert joined([base, youth]) == (base,)
    (whole,) = joined([base, army, youth])
    assert (whole.id, whole.voice, whole.can_block) == ("base", "", None)


def test_voices_of_different_holders_are_never_joined() -> None:
    base = held({cell: Mark.LIVE for cell in CELLS})
    other = evolve(held({("guns", "road"): Mark.CANNOT}, "army", True), held_by="un")
    first, second = joined([base, other])
    assert first == base
    assert (second.held_by, second.voice) == ("un", "")


def test_red_lines_over_several_issues_are_the_partys_under_ids_of_their_own() -> None:
    both = Exclusion(id="both", never=frozendict(guns=("road",), fees=("all",)))
    base, army = (
        Interests(id=i, party="a", held_by="ngo", voice=v, can_block=b, red_lines=(both,))
        for i, v, b in (("base", "", None), ("army", "army", True))
    )
    (whole,) = joined([base, army])
    assert [one.id for one in whole.red_lines] == ["both", "both-army"]
    assert voices([base, army])[0].red_lines == ("both",)


def test_all_orders_of_the_files_come_to_the_same() -> None:
    base = held({cell: Mark.LIVE for cell in CELLS})
    files = [
        base,
        held({("guns", "all"): Mark.CANNOT}, "army", True),
        held({("guns", "road"): Mark.UNKNOWN}, "clans", True),
    ]
    found = {
        MarkSheet.of(AGENDA, ("a",), in_words(joined([files[n] for n in order]))).cannot
        for order in product(range(3), repeat=3)
        if len(set(order)) == 3
    }
    assert len(found) == 1
