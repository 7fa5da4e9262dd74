"""What the record suggests: all that happened outside the room, and it moves nobody."""

import shutil
from pathlib import Path

import pytest
from frozendict import frozendict

from accord.errors import InvalidProcess
from accord.fighting import files_of
from accord.fighting.recorded import Recorded, RecordedMove
from accord.fighting.suggested import suggested
from accord.formats import load
from accord.model import Range, Reader
from accord.record import Figure

CASE = Path(__file__).parents[2] / "examples" / "russia-ukraine-2022"


def test_figures_stand_with_the_range_of_all_that_is_claimed_and_who_claims_it() -> None:
    case = load(CASE)
    found = {one.said: one for one in suggested(case, ())}
    asked = {one.subject for one in case.record.of(Figure)}
    assert asked <= found.keys()
    several = next(one for one in found.values() if len(one.by) > 1 and one.range)
    assert len(several.entries) == len(several.by)
    assert all(": " in one for one in several.by)


def test_what_happened_outside_is_listed_by_time_with_what_rests_on_it() -> None:
    case = load(CASE)
    move = RecordedMove(entry="kyiv-blasts", walk_away=frozendict({"ukraine": Range(-2, -1)}))
    model = Recorded(id="capital", moves=(move,))
    found = suggested(case, (model,))
    assert [one.date.order for one in found] == sorted(one.date.order for one in found)
    assert [one.entries for one in found if one.rests] == [("kyiv-blasts",)]
    outside = [one for one in case.record.standing if one.outside]
    assert {one.id for one in outside} >= {id for one in found for id in one.entries}


def test_a_move_that_names_nothing_of_the_record_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "case"
    shutil.copytree(CASE, folder)
    (folder / "fighting").mkdir(exist_ok=True)
    (folder / "fighting" / "capital.yaml").write_text(
        "model: recorded\nheld_by: ukraine\nbasis: said so\n"
        "moves:\n  - {entry: kyiv-blasts, walk_away: {ukraine: -3..-1}}\n"
        "  - {entry: nothing, walk_away: {ukraine: 1}}\n"
    )
    with pytest.raises(InvalidProcess, match="no entry 'nothing'"):
        files_of(folder, load(folder, reader=Reader(("mediator",))))
