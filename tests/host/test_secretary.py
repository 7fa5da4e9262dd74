"""The record after talks: what each reader heard, once each, whoever writes it and when."""

import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.host.people import hosted

from accord.formats import load
from accord.formats.new import new
from accord.host.held_folder import HeldFolder
from accord.host.held_table import HeldTable
from accord.host.held_tables import HeldTables
from accord.host.host import Host
from accord.host.minutes import Minutes
from accord.host.secretary import Secretary
from accord.model import Process, When
from accord.record import Entry, Step, TalksTurn
from accord.store import Store
from accord.talks import (
    Accept,
    Event,
    OpenFloor,
    Propose,
    Role,
    Seat,
    Setup,
    State,
    from_record,
    rule_sets,
    view,
)
from accord.testing.random_talks import choose

KINDS = {
    **dict.fromkeys(("accept", "reject", "refer"), "response"),
    **dict.fromkeys(("agreed", "initialled", "words-agreed"), "agreement"),
    **dict.fromkeys(("adjourn", "ended"), "step"),
    **dict.fromkeys(("state", "carry", "retract", "ratify", "refuse"), "statement"),
    **dict.fromkeys(("suggest", "settle", "communique", "amend", "reopen"), "statement"),
    **dict.fromkeys(("consent", "object", "recess", "walk-out", "join"), "statement"),
    **{"opened": "session", "propose": "proposal", "instruct": "instruction"},
    **{"withdraw": "statement", "revealed": "proposal"},
}
"""What kind of entry a kind of event makes; others make none."""


def open_talks(host: Host, one: str, rules: Any, recorded: bool = True) -> HeldTable:
    process = host.held.whole.process
    sides = [Seat(party, Role.DELEGATION, party) for party in process.parties]
    capitals = [Seat(f"{p}/capital", Role.PRINCIPAL, p) for p in [*process.parties][:1]]
    others = [Seat("mediator", Role.MEDIATOR), Seat("host", Role.HOST)]
    listens = Seat("projector", Role.OBSERVER)
    setup = Setup(
        agenda=process.agenda, seats=(*sides, *capitals, *others, listens), rules=rules
    )
    return host.tables.open(one, setup, "Kim", recorded=recorded)


def made_of(heard: tuple[Event, ...]) -> list[tuple[str, str]]:
    """Return the kinds of entries that a record should hold of what somebody heard."""
    found: list[tuple[str, str]] = []
    motions: dict[Any, str] = {}
    adjourned = False
    for event in heard:
        what, kind = event.what, event.what.kind
        if kind in ("suggest", "settle", "communique", "amend", "reopen"):
            motions[what.motion] = kind  # type: ignore[union-attr]
        entry = KINDS.get(kind, "")
        if kind == "carried":
            of = motions.get(what.motion, "")  # type: ignore[union-attr]
            entry = "agreement" if of in ("suggest", "settle", "communique") else "note"
        if kind == "adjourn":
            adjourned = True
        if kind == "resume" and adjourned:
            entry, adjourned = "step", False
        if event.seat == "projector" and entry in ("statement", "proposal"):
            entry = "note"  # the process does not say who speaks from there
        times = 1 + len(getattr(what, "also", ())) if kind == "accept" else 1
        times = len(what.proposals) if kind == "revealed" else times  # type: ignore[union-attr]
        found += [(kind, entry)] * (times if entry else 0)
    return found


def own(entries: tuple[Entry, ...], table: str) -> list[Entry]:
    return [one for one in entries if (one.id + ".").startswith(f"table-{table}.")]


def hold(held: HeldFolder, table: HeldTable, process: Process) -> None:
    """Hold the record of each reader to what its seat has heard."""
    for seat in (
        *process.parties,
        *(s for s in table.table.seating.by_id if "/" in s),
        "mediator",
    ):
        heard = view(table.table, seat).heard
        times = table.times_heard(seat)
        case = load(held._folder, reader=_reader(held, seat))
        entries = own(case.record.entries, table.id)
        expected = made_of(heard)
        found = Counter(one.kind for one in entries)
        assert found == Counter(kind for _, kind in expected), (seat, expected)
        minutes = {str(When.parse(t.astimezone().strftime("%Y-%m-%dT%H:%M"))) for t in times}
        assert {str(one.date) for one in entries} <= minutes
        # Within what the same have heard, the order is that in which it was heard.
        for of in {one.for_ for one in entries}:
            numbers = [_number(one.id) for one in entries if one.for_ == of]
            assert numbers == sorted(numbers)


def _reader(held: HeldFolder, seat: str) -> Any:
    from accord.host.host_seats import seats_of

    return seats_of(held.whole.process)[seat].reader


def _number(one: str) -> tuple[int, int]:
    last = one.rpartition(".")[2]
    if not last[:1].isdigit():
        return 0, 0
    first, _, part = last.partition("-")
    return int(first), int(part or 0)


@pytest.mark.parametrize("name", rule_sets())
@given(random=st.randoms(use_true_random=False), data=st.data())
@settings(max_examples=2, deadline=None, phases=[Phase.generate])
def test_each_reader_finds_in_the_record_what_it_heard(
    name: str, random: Any, data: st.DataObject
) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "talks"
        new(folder)
        with hosted(folder) as host:
            table = open_talks(host, "day-2", rule_sets()[name]())
            neighbour = open_talks(host, "day", rule_sets()[name]())
            secretaries = [host.secretary]
            for _ in range(10):
                if chosen := choose(table.table, random):
                    table.move(*chosen, "Kim", "")
                match data.draw(
                    st.sampled_from(["write", "write", "later", "restart", "other"])
                ):
                    case "write":
                        secretaries[-1].write(table)
                    case "restart":
                        secretaries.append(Secretary(host.held))
                    case "other":
                        Secretary(HeldFolder(folder, host.store, host.bell)).write(table)
            secretaries[-1].write(table)
            secretaries[-1].write(neighbour)
            assert not Secretary(host.held).write(table), "nothing is written twice"
            load(folder)
            hold(host.held, table, host.held.whole.process)
            assert len(own(host.held.whole.record.entries, "day")) == 1


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Host]:
    new(tmp_path / "talks")
    with hosted(tmp_path / "talks") as opened:
        yield opened


def whole_deal(host: Host, last: int = 0) -> dict[str, str]:
    issues = host.held.whole.process.agenda.issues.values()
    return {one.id: [*one.choices][last] for one in issues}


def test_the_record_replays_to_the_deal_that_was_made(host: Host) -> None:
    table = open_talks(host, "plenary", OpenFloor())
    table.move("upland", Propose(deal=whole_deal(host)), "Ada", "")
    table.move("delta", Accept(), "Bo", "")
    host.minute(table)
    case = host.held.whole
    replayed = from_record(case.process, case.record).table
    assert table.table.deal is not None
    assert replayed.deal == table.table.deal


def test_what_is_agreed_after_a_refusal_is_another_deal(host: Host) -> None:
    from accord.talks import Refuse

    table = open_talks(host, "plenary", OpenFloor())
    first, second = whole_deal(host), whole_deal(host, -1)
    table.move("upland", Propose(deal=first, ad_referendum=True), "Ada", "")
    table.move("delta", Accept(), "Bo", "")
    table.move("upland/capital", Refuse(reason="No."), "Cy", "")
    table.move("delta", Propose(deal=second), "Bo", "")
    table.move("upland", Accept(), "Ada", "")
    host.minute(table)
    agreed = [one for one in host.held.whole.record.entries if one.kind == "agreement"]
    assert [dict(one.package) for one in agreed[-2:]] == [first, second]  # type: ignore[attr-defined]
    assert not agreed[-1].about


def test_a_table_may_be_kept_out_of_the_record(host: Host) -> None:
    table = open_talks(host, "rehearsal", OpenFloor(), recorded=False)
    table.move("upland", State(text="As if."), "Ada", "")
    host.minute(table)
    assert not own(host.held.whole.record.entries, "rehearsal")
    again = HeldTables(host.store, host.bell).get("rehearsal", host.seats["upland"])
    assert again is not None and not again.recorded


def test_what_only_the_host_and_who_listens_heard_stands_in_no_record(host: Host) -> None:
    table = open_talks(host, "plenary", OpenFloor())
    table.move("host", State(text="The lamp is broken.", to=("projector",)), "Kim", "")
    host.minute(table)
    assert "lamp" not in str(own(host.held.whole.record.entries, "plenary"))


def test_how_it_ended_stands_in_the_record(host: Host) -> None:
    from accord.talks import Close

    table = open_talks(host, "plenary", OpenFloor())
    table.move("mediator", Close(reason="It is late."), "Oda", "")
    host.minute(table)
    last = host.held.whole.record.entries[-1]
    assert isinstance(last, Step) and last.what is TalksTurn.ENDED


def test_what_was_not_written_before_a_restart_is_written_after_it(tmp_path: Path) -> None:
    new(tmp_path / "talks")
    with hosted(tmp_path / "talks") as host:
        table = open_talks(host, "plenary", OpenFloor())
        table.move("upland", State(text="We are here."), "Ada", "")
    with hosted(tmp_path / "talks") as host, Minutes(host):
        pass  # what waits is written before it has ended
    with hosted(tmp_path / "talks") as host:
        assert "We are here." in str(host.held.whole.record.entries)


def test_a_deadline_passes_once_over_restarts_and_processes(host: Host, tmp_path: Path) -> None:
    from datetime import timedelta

    table = open_talks(host, "plenary", OpenFloor())
    now = host.settings.clock()
    table.set_deadline(now + timedelta(minutes=5), "the answer", "Oda")
    with Store.open(host.store.name) as store:
        others = [*HeldTables(store, host.bell)]
        assert others[0].deadline == table.deadline is not None
        assert not table.pass_deadline(now)
        late = now + timedelta(minutes=6)
        assert [one.pass_deadline(late) for one in (table, *others, table)].count(True) == 1
        again = next(iter(HeldTables(store, host.bell)))
        assert again.deadline is None and not again.pass_deadline(late)
        again.set_deadline(late, "the answer", "Oda")  # the same once more is another
        assert again.pass_deadline(late)
    passed = [one for one in again.table.events if one.kind == "deadline-passed"]
    assert len(passed) == 2
