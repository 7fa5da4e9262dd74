"""Which issues came to stand otherwise since some time, and by which entries."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.record.talks import agreement, case, decision, made
from tests.record.test_agreements import DAYS, entries
from tests.strategies import few

from accord.record import Answer, Entry, Ground
from accord.record.issue_changes import IssueChange, cut, issue_changes
from accord.record.issue_standings import issue_standings


def changes(start: str, *given_: Entry, parties: str = "a b") -> list[IssueChange]:
    of = case(*given_, parties=parties)
    then = issue_standings(cut(of, datetime.fromisoformat(start)))
    return issue_changes(of, then, issue_standings(of))


BOTH = agreement("both", "2031-01-10", between="a b", deal={"land": "half", "arms": "all"})
LOST = decision("lost", "2031-02-10", "rejects", about="both", issues="land")
OFFER = made("proposal", "offer", "2031-01-05", by="a", to="b", deal={"water": "half"})
TAKEN = made("response", "taken", "2031-01-06", by="b", answers="offer", answer=Answer.ACCEPTS)
ASKED = made("position", "asked", "2031-02-01", party="b", issue="water", option="all")


@pytest.mark.parametrize(
    ("start", "given_", "told"),
    [
        ("2031-01-01", [BOTH], [("land arms", "open", "agreed", "both")]),
        ("2031-02-01", [BOTH], []),
        ("2031-02-01", [BOTH, LOST], [("land", "agreed", "fallen", "lost")]),
        (
            "2031-01-01",
            [BOTH, LOST],
            [("land", "open", "fallen", "lost both"), ("arms", "open", "agreed", "lost both")],
        ),
        ("2031-01-01", [OFFER, TAKEN], [("water", "open", "common_ground", "taken offer")]),
        ("2031-01-10", [OFFER, TAKEN, ASKED], [("water", "common_ground", "open", "asked")]),
        (
            "2031-02-01",
            [BOTH, made("correction", "back", "2031-02-02", supersedes="both")],
            [("land arms", "agreed", "open", "back")],
        ),
    ],
)
def test_a_change_tells_what_stands_otherwise_and_by_which_entries(
    start: str, given_: list[Entry], told: list[tuple[str, str, str, str]]
) -> None:
    assert [
        (" ".join(one.issues), str(one.before), str(one.now), " ".join(one.entries))
        for one in changes(start, *given_)
    ] == told


@given(entries(), st.sampled_from(DAYS))
@few(80)
def test_what_stood_before_and_the_changes_make_what_stands_now(
    drawn: tuple[tuple[Entry, ...], str], day: str
) -> None:
    given_, parties = drawn
    of = case(*given_, parties=parties)
    start = datetime.fromisoformat(f"{day}-01"[:10])
    then, now = issue_standings(cut(of, start)), issue_standings(of)
    found = issue_changes(of, then, now)
    stood: dict[str, Ground] = {i: one.standing for i, one in then.items()}
    for change in found:
        assert change.entries
        assert all(of.record.by_id[i] for i in change.entries)
        assert all(stood[i] == change.before for i in change.issues)
        stood |= dict.fromkeys(change.issues, change.now)
    assert stood == {i: one.standing for i, one in now.items()}
