"""The marks of one holder as they stand in the files, with what else is known of each."""

from pathlib import Path

from attrs import evolve
from frozendict import frozendict
from tests.telling.marked import ROAD, marked_case

from accord.formats import load
from accord.model import Exclusion, Mark, Marked
from accord.telling.marks_grid import holders_of_marks, marks_grid

CASE = load(Path(__file__).parents[2] / "examples" / "market-road")


def test_a_grid_has_every_option_and_every_party_marked_or_not() -> None:
    grid = marks_grid(CASE, "lantern")
    assert [one.name for one in grid.columns] == [
        "Ridge Column",
        "River Guard",
        "Orchard Watch",
    ]
    options = [(one.issue, row.option) for one in grid.issues for row in one.rows]
    assert options == [
        (i, o) for i, issue in CASE.process.agenda.issues.items() for o in issue.choices
    ]
    assert {len(row.cells) for one in grid.issues for row in one.rows} == {3}
    assert grid.columns[0].readers == ("public",)
    assert grid.columns[0].as_of == "14 September 2033"


def test_whoever_holds_nothing_yet_has_an_empty_grid() -> None:
    grid = marks_grid(CASE, "elders")
    assert {c.seen for one in grid.issues for row in one.rows for c in row.cells} == {""}
    assert {c.readers for c in grid.columns} == {()}
    assert holders_of_marks(CASE) == ("lantern",)


def test_a_press_goes_round_through_all_marks() -> None:
    grid = marks_grid(marked_case(ROAD), "agency")
    cell = grid.cell("north", "", "scope", "road")
    assert cell is not None and cell.seen == "want"
    around = []
    for _ in range(4):
        cell = evolve(cell, said=Marked(mark=cell.pressed))
        around.append(cell.seen)
    assert around == ["can live with", "cannot", "?", "want"]
    assert evolve(cell, said=None).pressed is Mark.WANT


def test_a_cell_has_the_red_line_that_refuses_it_and_the_offer_of_it() -> None:
    line = Exclusion(id="no", never=frozendict({"scope": ("road",)}))
    case = marked_case(ROAD, red_lines={"north": (line,)})
    cell = marks_grid(case, "agency").cell("north", "", "scope", "road")
    assert cell is not None and cell.refused == line
    offered = marks_grid(CASE, "lantern").cell("ridge", "", "heavy", "back")
    assert offered is not None
    assert offered.offers == (
        "offers Two kilometres back from the road, if All for all (Detainees) is done first",
    )


def test_the_grid_of_a_party_has_its_voices_beside_it() -> None:
    case = marked_case(ROAD)
    held = case.interests[0]
    army = evolve(held, id="army", voice="the army", can_block=False)
    case = evolve(case, interests=(*case.interests, army))
    grid = marks_grid(case, "agency", "north")
    assert [(one.voice, one.name) for one in grid.columns] == [
        ("", "North"),
        ("the army", "North: the army"),
    ]
    assert len(marks_grid(case, "agency").columns) == 2
