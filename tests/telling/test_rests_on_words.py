"""What a yes rests on: sets that differ in the party alone in one line, where any would do."""

from itertools import product

from tests.brief.build import folder

from accord.deals.marks import Cell
from accord.telling.rests_on_words import MOST_LINES, either, falls_if, rests_on_lines

PROCESS = folder().process


def red(party: str, option: str, issue: str = "truce") -> Cell:
    return Cell(party=party, issue=issue, option=option)


def test_any_of_several_parties_is_one_line() -> None:
    singles = [(red("north", "now"),), (red("south", "now"),)]
    assert list(rests_on_lines(PROCESS, singles)) == [
        "North or South cannot live with 'Now' (Truce)"
    ]
    whose = product(("north", "south"), repeat=2)
    pairs = [(red(one, "now"), red(other, "later")) for one, other in whose]
    assert list(rests_on_lines(PROCESS, pairs)) == [
        "North or South cannot live with 'Now' (Truce) and North or South cannot live with "
        "'Later' (Truce)"
    ]
    assert len(list(rests_on_lines(PROCESS, pairs[:3]))) == 3


def test_the_first_is_a_sentence_which_says_that_nobody_has_written_it() -> None:
    one, two = red("north", "now"), red("south", "later")
    assert falls_if(PROCESS, [(one,)]).endswith("(Truce): no red line is written on it.")
    assert falls_if(PROCESS, [(one, two)]) == (
        "This yes falls if North cannot live with 'Now' (Truce) and South cannot live with "
        "'Later' (Truce): no red line is written on either."
    )
    three = (one, two, red("south", "old", "border"))
    assert falls_if(PROCESS, [three]).endswith("no red line is written on any of them.")
    assert falls_if(PROCESS, []) == ""


def test_of_many_lines_the_first_are_told_and_the_others_counted() -> None:
    whose = product(("north", "south"), repeat=6)
    options = [("now", "truce"), ("later", "truce"), ("old", "border")] * 2
    sets = [
        tuple(red(p, o, i) for p, (o, i) in zip(some, options, strict=True)) for some in whose
    ]
    lines = list(rests_on_lines(PROCESS, sets[:-1]))
    assert len(lines) == MOST_LINES + 1
    assert lines[-1] == f"and {63 - MOST_LINES} more: --json lists them"


def test_names_are_joined_by_or() -> None:
    assert [either(names) for names in (["A"], ["A", "B"], ["A", "B", "C"])] == [
        "A",
        "A or B",
        "A, B or C",
    ]
