"""A real record replays at the same table as everybody's moves."""

from functools import cache
from pathlib import Path

import pytest
from frozendict import frozendict
from hypothesis import given
from tests.deals.build import agenda
from tests.record.build import entry, record, when
from tests.strategies import few, folders

from accord.formats import load
from accord.model import Party, Person, Process, When
from accord.record import Answer, Case, Meeting, Proposal, Response, Round
from accord.talks import (
    Accept,
    Instruct,
    Phase,
    Propose,
    Recess,
    Refer,
    Reject,
    Replayed,
    State,
    from_record,
    read,
    replay,
    view,
    write,
)

CASE = Path(__file__).parents[2] / "examples" / "russia-ukraine-2022"


@cache
def case() -> Case:
    return load(CASE)


def assert_sound(done: Replayed) -> None:
    """Check that the log replays, and that every move names its entry."""
    assert replay(done.table.events) == done.table
    told = [event for step in done.steps for event in step.events]
    assert (done.table.events[0], *told) == done.table.events
    for step in done.steps:
        for event in step.events:
            if event.seat:
                assert getattr(event.what, "entry", "") == step.entry.id


def test_the_worked_case_replays_up_to_every_date() -> None:
    known = case()
    dates = {source.date for source in known.record.sources.values()}
    for until in sorted(dates):
        done = from_record(known.process, known.record, until)
        assert all(step.entry.date.start < until.end for step in done.steps)
        assert_sound(done)


def test_the_worked_case_as_talks() -> None:
    known = case()
    done = from_record(known.process, known.record)
    assert_sound(done)
    assert read(write(done.table.events)) == done.table.events
    assert not done.table.over
    rounds = list(known.record.of(Round))
    assert done.table.round == len(rounds)
    assert done.table.session == 1 + sum(
        isinstance(event.what, Recess) for event in done.table.events
    )
    made = {event.what.entry for event in done.table.events if isinstance(event.what, Propose)}
    assert made == {entry.id for entry in known.record.of(Proposal) if entry.deal}
    refers = [event for event in done.table.events if isinstance(event.what, Refer)]
    assert [event.what.kind for event in refers] == ["refer"] * sum(
        entry.answer is Answer.REFERS for entry in known.record.of(Response)
    )
    assert all(step.events for step in done.steps)
    agreed = [text for entry in known.record.of(Meeting) for text in entry.agreed]
    said = [event.what.text for event in done.table.events if isinstance(event.what, State)]
    assert set(agreed) <= set(said)
    for seat in done.table.setup.seats:
        assert view(done.table, seat.id).seat == seat.id


def test_a_day_shows_what_was_known_then() -> None:
    known = case()
    done = from_record(known.process, known.record, When.parse("2022-03-01"))
    ids = {step.entry.id for step in done.steps}
    assert {"demands-ukraine-0228", "demands-0228-not-granted", "round-1"} <= ids
    assert "terms-russia-0307" not in ids
    assert done.table.round == 1


PROCESS = Process(
    title="Talks",
    parties=frozendict(
        {
            "a": Party(id="a", name="A", principal="queen"),
            "b": Party(id="b", name="B"),
        }
    ),
    people=frozendict({"queen": Person(id="queen", name="Q", party="a")}),
    agenda=agenda({"x": ["1", "2"], "y": ["1", "2"]}),
)
DEAL = frozendict({"x": "1", "y": "2"})


def test_answers_become_moves() -> None:
    known = record(
        entry("round", "r1", text="They met."),
        entry("proposal", "p1", by="b", to=("a",), deal=DEAL),
        entry("response", "n1", by="a", answers="p1", answer=Answer.REFERS),
        entry("instruction", "i1", by="queen", to="a", text="Yes."),
        entry("response", "n2", by="a", answers="p1", answer=Answer.REJECTS, issues=("x",)),
        entry("response", "n3", by="a", answers="p1", answer=Answer.REJECTS, text="No."),
        entry("proposal", "p2", by="b", to=("a",), text="In words only."),
        entry("proposal", "p3", by="a", to=("b",), deal=DEAL),
        entry("round", "r2", text="They met again."),
        entry("response", "n4", by="b", answers="p3", answer=Answer.ACCEPTS, issues=("y",)),
        entry("response", "n5", by="b", answers="p3", answer=Answer.ACCEPTS),
        entry("statement", "s1", by="a", text="At last."),
    )
    done = from_record(PROCESS, known)
    assert_sound(done)
    kinds = {step.entry.id: [event.kind for event in step.events] for step in done.steps}
    assert kinds == {
        "r1": ["state"],
        "p1": ["propose"],
        "n1": ["refer"],
        "i1": ["instruct"],
        "n2": ["state"],
        "n3": ["reject"],
        "p2": ["state"],
        "p3": ["propose"],
        "r2": ["recess", "resume", "state"],
        "n4": ["accept", "common-ground"],
        "n5": ["accept", "agreed"],
        "s1": [],
    }
    assert done.table.phase is Phase.AGREED and done.table.deal == DEAL
    whats = {type(event.what) for event in done.table.events}
    assert {Accept, Reject, Refer, Instruct, Propose, Recess, State} <= whats


def test_an_answer_is_to_the_proposal_that_it_names() -> None:
    made = [
        entry("proposal", "p1", by="b", to=("a",), deal=DEAL),
        entry("proposal", "p2", by="b", to=("a",), deal=frozendict({"x": "2"})),
    ]
    for answer, kind in (
        (Answer.ACCEPTS, "accept"),
        (Answer.REJECTS, "reject"),
        (Answer.REFERS, "refer"),
    ):
        said = entry("response", "n1", by="a", answers="p1", answer=answer)
        event = from_record(PROCESS, record(*made, said)).steps[-1].events[0]
        assert (event.kind, getattr(event.what, "proposal", None)) == (kind, "b.1")


def test_the_words_of_an_entry_are_the_words_of_its_move() -> None:
    made = (
        entry("proposal", "p1", by="b", to=("a",), deal=DEAL, text="One."),
        entry("response", "n1", by="a", answers="p1", answer=Answer.REFERS, text="Two."),
        entry("instruction", "i1", by="queen", to="a", text="Three."),
        entry("report", "t1", by="a", to="queen", text="Four."),
        entry("response", "n2", by="a", answers="p1", answer=Answer.REJECTS, text="Five."),
        entry("position", "w1", party="b", issue="x", option="1", by="", text="Six."),
        entry("statement", "s1", by="b", text="Seven."),
        entry("round", "r1", text="Eight.", agreed=("Nine.",)),
    )
    done = from_record(PROCESS, record(*made))
    whats = [event.what for event in done.table.events[1:]]
    assert [getattr(what, "text", "") or getattr(what, "reason", "") for what in whats] == [
        *("One.", "Two.", "Three.", "Four.", "Five.", "x: 1. Six.", "Seven."),
        *("Eight.", "Nine."),
    ]
    (report,) = [event for event in done.table.events if event.what in whats[3:4]]
    assert report.heard == ("a",)


@few(30)
@given(folders())
def test_any_record_replays(folder: Case) -> None:
    process = folder.process
    if not all(issue.choices for issue in process.agenda.issues.values()):
        return
    if process.agenda.issues:
        done = from_record(process, folder.record)
        assert replay(done.table.events) == done.table


def test_until_takes_only_what_was_published() -> None:
    known = record(
        entry("statement", "s1", by="a"), entry("statement", "s2", sources="s3", by="b")
    )
    assert [s.entry.id for s in from_record(PROCESS, known, when("2024-05-01")).steps] == ["s1"]


@pytest.mark.parametrize("who", ["queen", "a", "b"])
def test_a_principal_speaks_from_its_own_seat(who: str) -> None:
    done = from_record(PROCESS, record(entry("statement", "s1", by=who, text="Hear me.")))
    expected = {"queen": "a-principal"}.get(who, who)
    assert done.table.events[-1].seat == expected
