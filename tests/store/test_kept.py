"""What an earlier version wrote is read for ever: the files here are never written anew."""

import shutil
from pathlib import Path

import pytest

from accord.store import Examined, Store, examine, read_lines

KEPT = Path(__file__).parent / "kept"
RIVER = "río 🕊"
RIVER_HEAD = "244d91f32e0e853dad4ea608b1f345c3ecae2a4a12fa9435cbbd0081194f6fca"
PLAY_HEAD = "aef6537fbad3f3006761740ceb3f8e48cc35dbcdb541fad4bf28bcd414bf5dff"
EVENTS = [
    {"kind": "open", "deal": {"water": 40, "share": 0.25}},
    {"kind": "offer", "said": 'line\u2028two "quoted"'},
    {"kind": "accept"},
]


@pytest.mark.parametrize(
    ("file", "found"),
    [
        ("river.jsonl", Examined(table=RIVER, count=3, head=RIVER_HEAD, broken=None)),
        ("play.jsonl", Examined(table="", count=2, head=PLAY_HEAD, broken=None)),
    ],
)
def test_a_log_in_a_file(file: str, found: Examined) -> None:
    assert examine(read_lines(KEPT / file)) == found


def test_a_store(tmp_path: Path) -> None:
    file = shutil.copy(KEPT / "talks.db", tmp_path)
    with Store.open(file) as store:
        assert store.tables() == [RIVER, "sea"]
        kept = store.read(RIVER)
        assert [one.event for one in kept] == EVENTS
        assert [one.by for one in kept] == ["Анна", "Анна", ""]
        assert kept[2].at == "2026-11-28T11:56:55.807009Z"
        assert list(store.export(RIVER)) == list(read_lines(KEPT / "river.jsonl"))
        assert store.append(RIVER, 3, [{}], by="bob") == 4
        assert store.examine(RIVER, head=RIVER_HEAD).broken is None
