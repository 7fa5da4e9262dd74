"""Guarantees in a folder: what is set is what is read, whatever stands beside it."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.host.people import example

from accord.errors import AccordError, Conflict, InvalidProcess
from accord.formats import load
from accord.formats.assumed_files import assumed
from accord.formats.folder_writer import FolderWriter
from accord.formats.write import fields_plain
from accord.hold.edit_guarantees import (
    remove_guarantee,
    set_guarantee,
    written_guarantees,
)
from accord.hold.holding_assumptions import holding_form
from accord.model import Reader

POINTS = st.integers(1, 9).map(str) | st.tuples(st.integers(0, 4), st.integers(5, 9)).map(
    lambda ends: f"{ends[0]}..{ends[1]}"
)
GIVEN = st.fixed_dictionaries(
    {"kind": st.sampled_from(["sanction", "force", "escrow"]), "by": st.just("kest")},
    optional={
        "on": st.lists(st.sampled_from(["release", "data", "canal"]), unique=True, min_size=1),
        "penalty": POINTS,
        "stake": POINTS,
        "basis": st.sampled_from(["Said: in May", "# no comment", "yes", "'a\"b"]),
    },
)


def there(folder: Path) -> dict[str, dict[str, object]]:
    found = written_guarantees(assumed(folder, "hold", load(folder), holding_form))
    return {at: fields_plain(one.guarantee) for at, one in found.items()}


@settings(max_examples=15, deadline=None)
@given(first=GIVEN, then=GIVEN)
def test_what_is_set_is_read_and_the_rest_stays(
    tmp_path_factory: pytest.TempPathFactory, first: dict[str, object], then: dict[str, object]
) -> None:
    folder = example(tmp_path_factory.mktemp("talks"), "sarn-river")
    before = there(folder)
    text = (folder / "hold" / "basin-institute.yaml").read_text()
    set_guarantee(folder, {"id": "new", **first}, holder="basin-institute")
    at = "basin-institute#new"
    assert there(folder) == {**before, at: {"id": "new", **first}}
    set_guarantee(folder, then, at=at, seen=there(folder)[at])
    assert there(folder) == {**before, at: {"id": "new", **then}}
    remove_guarantee(folder, at)
    assert (folder / "hold" / "basin-institute.yaml").read_text() == text


def test_what_would_be_wrong_is_said_and_not_written(tmp_path: Path) -> None:
    folder = example(tmp_path, "sarn-river")
    before = (folder / "hold" / "basin-institute.yaml").read_text()
    wrong = {"id": "new", "kind": "prayer", "by": "kest", "price": "dear", "odd": "1"}
    with pytest.raises(InvalidProcess) as said:
        set_guarantee(folder, wrong, holder="basin-institute")
    assert len(said.value.problems) == 3
    with pytest.raises(InvalidProcess):
        set_guarantee(
            folder, {"id": "new", "kind": "force", "by": "nobody"}, holder="basin-institute"
        )
    assert (folder / "hold" / "basin-institute.yaml").read_text() == before


def test_a_side_changes_its_own_alone(tmp_path: Path) -> None:
    folder = example(tmp_path, "sarn-river")
    by = FolderWriter(reader=Reader(("arven",)), own=("arven",))
    new = {"id": "watch", "kind": "monitor", "by": "kest"}
    set_guarantee(folder, new, holder="arven", readers=("arven",), by=by)
    assert (folder / "private" / "arven" / "hold" / "arven.yaml").exists()
    with pytest.raises(AccordError, match="for others to change"):
        set_guarantee(folder, new, at="basin-institute#gauges", by=by)
    with pytest.raises(AccordError, match="for others to change"):
        remove_guarantee(folder, "basin-institute#deposit", by=by)
    with pytest.raises(Conflict):
        remove_guarantee(folder, "no#such", by=by)
