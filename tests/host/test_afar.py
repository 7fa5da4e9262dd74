"""A machine of one's own at a host over the network: what it sees, and what it sends."""

import json
import secrets
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from attrs import evolve
from tests.host.browser.served import Network
from tests.host.guard.test_equal_bytes_at_tables import some_deals
from tests.host.people import example, sit
from tests.host.served_host import ServedHost, serve_host, served_host, wait_for

from accord.errors import AccordError, IllegalMove
from accord.host import afar
from accord.host.afar import AfarTables, sit_down
from accord.host.afar_kept import AfarKept
from accord.host.afar_line import AfarLine
from accord.host.afar_table import AfarTable
from accord.host.bell import Bell
from accord.host.held_table import HeldTable
from accord.host.host import Host
from accord.host.host_seats import HostSeat
from accord.host.seated import MoveWaits, SeatedTables
from accord.model import Reader
from accord.talks import Accept, Move, Propose, Retract, State
from accord.testing import random_talks
from accord.testing.random_talks import choose

QUICK = 2.0
"""Seconds that a line waits here: the machine is the same, but it may be busy."""
RIDGE = HostSeat(id="ridge", name="Ridge", reader=Reader(("ridge",)))


def _now() -> datetime:
    return datetime.now(UTC)


def machine(at: Path) -> AfarTables:
    """Return the tables of a machine that has come in, as it knows them."""
    kept = AfarKept(at)
    assert kept.host is not None
    line = AfarLine(kept.host, QUICK, QUICK)
    return AfarTables(kept, Bell(), _now, secrets.token_bytes, line)


@contextmanager
def sitting(at: Path, link: str = "") -> Iterator[AfarTables]:
    """Let a machine sit at a host, coming in first where there is a link."""
    if link:
        sit_down(AfarKept(at), link, None, "Ada", secrets.token_bytes)
    tables = machine(at)
    tables.start()
    try:
        yield tables
    finally:
        tables.close()


def opened(host: Host, rules: str = "stacked") -> HeldTable:
    """Open a table at a host."""
    seats = ["mediator", "ridge/capital"]
    sit(host, "mediator").post("/tables", id="plenary", rules=rules, seats=seats)
    found = host.tables.get("plenary", host.seats["ridge"])
    assert found is not None
    return found


def plenary(tables: AfarTables) -> AfarTable:
    """Return the table as the machine sees it, once it does."""
    wait_for(lambda: tables.state.live and tables.get("plenary", RIDGE))
    found = tables.get("plenary", RIDGE)
    assert found is not None
    return found


def whole_deal(host: Host) -> Propose:
    issues = host.held.whole.process.agenda.issues.values()
    return Propose(deal={one.id: next(iter(one.choices)) for one in issues})


@contextmanager
def behind_a_network(
    served: ServedHost, tmp_path: Path
) -> Iterator[tuple[Network, AfarTables]]:
    """Let a machine sit behind a network that can be cut."""
    link, net = served.link("ridge"), Network(int(served.base.rpartition(":")[2]))
    with (
        net.laid() as laid,
        sitting(tmp_path / "own", laid + link[link.index("/join/") :]) as tables,
    ):
        yield net, tables


def made(table: HeldTable, seat: str = "ridge") -> list[Move]:
    """Return the moves that a seat has made at a table."""
    return [event.what for event in table.table.events if event.seat == seat]  # type: ignore[misc]


@pytest.fixture
def served(tmp_path: Path) -> Iterator[ServedHost]:
    """Serve an example."""
    with served_host(example(tmp_path)) as one:
        yield one


def test_it_sees_what_its_seat_sees_and_its_moves_are_made(
    served: ServedHost, tmp_path: Path
) -> None:
    there = opened(served.host)
    with sitting(tmp_path / "own", served.link("ridge")) as tables:
        pages_take: SeatedTables = tables
        assert pages_take is tables
        here = plenary(tables)
        assert here.seen("ridge").view == there.seen("ridge").view
        assert here.times_heard("ridge") == there.times_heard("ridge")
        assert here.ears("ridge", "propose") == there.ears("ridge", "propose") == ()
        assert here.move("ridge", whole_deal(served.host), "Ada", "k1")
        assert here.seen("ridge").view == there.seen("ridge").view
        there.move("river", State(text="We shall see."), "Bo", "")
        wait_for(lambda: here.seen("ridge").view == there.seen("ridge").view)
        there.set_deadline(_now().replace(year=2090), "An answer", "Oda")
        wait_for(lambda: here.deadline == there.deadline)
        with pytest.raises(IllegalMove, match="may"):
            here.move("ridge", Accept(proposal="river.9"), "Ada", "k2")
        assert not tables.moves()
        with pytest.raises(AccordError, match="does not sit for river"):
            here.seen("river")


def test_what_is_awaited_is_awaited_until_then_by_the_clock_of_this_machine(
    served: ServedHost, tmp_path: Path
) -> None:
    there, own = opened(served.host), tmp_path / "own"
    until = _now() + timedelta(hours=1)
    there.set_deadline(until, "An answer", "Oda")
    sit_down(AfarKept(own), served.link("ridge"), None, "Ada", secrets.token_bytes)
    slow = timedelta(minutes=7)
    for _ in range(2):  # the second time without having asked the host
        tables = AfarTables(AfarKept(own), Bell(), lambda: _now() - slow, secrets.token_bytes)
        if not len(tables):
            tables.catch_up()
        (here,) = tables
        assert here.deadline is not None
        assert abs(here.deadline.until - (until - slow)) < timedelta(seconds=5)


def test_what_it_is_known_by_is_for_its_owner_alone(served: ServedHost, tmp_path: Path) -> None:
    opened(served.host)
    with sitting(tmp_path / "own", served.link("ridge")) as tables:
        plenary(tables)
        files = [*(tmp_path / "own").iterdir()]
        assert {one.name for one in files} >= {"seat.json", "table-plenary.json"}
        for one in files:
            assert stat.S_IMODE(one.stat().st_mode) == 0o600, one
        assert stat.S_IMODE((tmp_path / "own").stat().st_mode) == 0o700


@pytest.mark.parametrize("rules", ["stacked", "open-floor", "sealed", "shuttle"])
def test_random_moves_are_seen_alike_on_both_machines(
    rules: str, served: ServedHost, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(random_talks, "deals", some_deals)
    there = opened(served.host, rules)
    random = Random(rules)
    with sitting(tmp_path / "own", served.link("ridge")) as tables:
        here = plenary(tables)
        for number in range(25):
            if (chosen := choose(there.table, random)) is None:
                continue
            seat, move = chosen
            if seat == "ridge":
                wait_for(lambda: here.seen("ridge").view == there.seen("ridge").view)
                assert here.move(seat, move, "Ada", f"k{number}")
            else:
                there.move(seat, move, "Bo", "")
        wait_for(lambda: here.seen("ridge").view == there.seen("ridge").view)
        assert here.times_heard("ridge") == there.times_heard("ridge")
    again = machine(tmp_path / "own")
    held = again.get("plenary", RIDGE)
    assert held is not None and held.seen("ridge").view == there.seen("ridge").view


def test_a_move_made_without_a_network_waits_and_is_made_once_it_is_back(
    served: ServedHost, tmp_path: Path
) -> None:
    there = opened(served.host)
    with behind_a_network(served, tmp_path) as (net, t):
        here = plenary(t)
        net.swallow()
        wait_for(lambda: not t.state.live)
        assert t.state.why
        with pytest.raises(MoveWaits):
            here.move("ridge", whole_deal(served.host), "Ada", "k1")
        with pytest.raises(MoveWaits):  # pressed twice
            here.move("ridge", whole_deal(served.host), "Ada", "k1")
        with pytest.raises(MoveWaits):
            here.move("ridge", State(text="A word on it."), "Ada", "k2")
        with pytest.raises(IllegalMove, match="not open any more"):
            here.move("ridge", Accept(proposal="river.9"), "Ada", "k3")
        assert [(one.key, one.tried) for one in t.moves()] == [("k1", False), ("k2", False)]
        assert len(made(there)) == 0
        net.mend()
        wait_for(lambda: t.state.live and not t.moves())
        assert [one.kind for one in made(there)] == ["propose", "state"]
        wait_for(lambda: here.seen("ridge").view == there.seen("ridge").view)


def test_a_move_that_others_came_before_becomes_a_draft_with_a_sentence_why(
    served: ServedHost, tmp_path: Path
) -> None:
    there = opened(served.host, "open-floor")
    with behind_a_network(served, tmp_path) as (net, t):
        here = plenary(t)
        there.move("river", whole_deal(served.host), "Bo", "")
        wait_for(lambda: len(here.seen("ridge").view.proposals) == 1)
        net.swallow()
        wait_for(lambda: not t.state.live)
        with pytest.raises(MoveWaits):
            here.move("ridge", Accept(), "Ada", "yes")
        with pytest.raises(MoveWaits):
            here.move("ridge", State(text="So be it."), "Ada", "word")
        there.move("river", State(text="But only until Friday."), "Bo", "")
        net.mend()
        wait_for(lambda: t.state.live and all(one.draft for one in t.moves()))
        yes, word = t.moves()
        assert "Since it was written, something was said or done" in yes.why[0]
        assert "What was to be done before it was not done." in word.why
        assert yes.move == Accept(proposal="river.1")
        assert made(there) == []
        assert t.send("yes")  # somebody has looked
        assert [one.kind for one in made(there)] == ["accept"]
        t.take_back("word")
        assert t.moves() == ()


def test_what_was_answered_meanwhile_is_not_answered_again(
    served: ServedHost, tmp_path: Path
) -> None:
    there = opened(served.host, "open-floor")
    with behind_a_network(served, tmp_path) as (net, t):
        here = plenary(t)
        there.move("river", whole_deal(served.host), "Bo", "")
        wait_for(lambda: len(here.seen("ridge").view.proposals) == 1)
        net.swallow()
        wait_for(lambda: not t.state.live)
        with pytest.raises(MoveWaits):
            here.move("ridge", Accept(), "Ada", "yes")
        there.move("river", Retract(proposal="river.1"), "Bo", "")
        net.mend()
        wait_for(lambda: t.state.live and all(one.draft for one in t.moves()))
        assert "The proposal river.1 is not open any more." in t.moves()[0].why
        with pytest.raises(IllegalMove, match="not open any more"):
            t.send("yes")
        assert made(there) == [] and t.moves()[0].draft


def test_a_move_whose_answer_was_lost_is_made_once(served: ServedHost, tmp_path: Path) -> None:
    there = opened(served.host)
    with behind_a_network(served, tmp_path) as (net, t):
        here = plenary(t)
        net.swallow()  # what is sent is let through later, when nobody waits for it any more
        with pytest.raises(MoveWaits, match="broke off as it was sent"):
            here.move("ridge", whole_deal(served.host), "Ada", "k1")
        assert [one.tried for one in t.moves()] == [True]
        with pytest.raises(AccordError, match="may have been made"):
            t.take_back("k1")
        net.mend()
        wait_for(lambda: t.state.live and not t.moves())
        assert [one.kind for one in made(there)] == ["propose"]
        wait_for(lambda: here.seen("ridge").view == there.seen("ridge").view)


def test_a_restart_without_a_network_has_all_that_was_seen_and_all_that_waits(
    tmp_path: Path,
) -> None:
    folder = example(tmp_path)
    served = serve_host(folder)
    there = opened(served.host)
    deal, port = whole_deal(served.host), int(served.base.rpartition(":")[2])
    with sitting(tmp_path / "own", served.link("ridge")) as tables:
        plenary(tables)
    seen = there.seen("ridge").view
    served.stop()
    with sitting(tmp_path / "own") as tables:
        here = tables.get("plenary", RIDGE)
        assert here is not None and here.seen("ridge").view == seen
        with pytest.raises(MoveWaits):
            here.move("ridge", deal, "Ada", "k1")
        assert not tables.state.live
    with sitting(tmp_path / "own") as tables:
        assert [one.key for one in tables.moves()] == ["k1"]
        wait_for(lambda: tables.state.why)
        with served_host(folder, port) as back:
            tables.retry()
            wait_for(lambda: tables.state.live and not tables.moves())
            found = back.host.tables.get("plenary", back.host.seats["ridge"])
            assert found is not None and [one.kind for one in made(found)] == ["propose"]


def test_it_ends_when_the_host_lets_it_in_no_more(served: ServedHost, tmp_path: Path) -> None:
    opened(served.host)
    with sitting(tmp_path / "own", served.link("ridge")) as tables:
        plenary(tables)
        (sat,) = served.host.doors.sittings("ridge")
        served.host.doors.end(sat.id, "the host")
        wait_for(lambda: tables.state.over)
        assert "lets this machine in no more" in tables.state.why


def test_an_invitation_is_taken_once_and_anew_by_the_same_machine(
    served: ServedHost, tmp_path: Path
) -> None:
    link, kept = served.link("ridge"), AfarKept(tmp_path / "own")
    coming = kept.coming(link, lambda: secrets.token_urlsafe(32))
    host = sit_down(kept, link, None, "Ada", secrets.token_bytes)
    assert (host.seat, host.sits, host.secret) == ("ridge", "ridge", coming)
    again = AfarKept(tmp_path / "again")
    with pytest.raises(AccordError, match="lets nobody in"):
        sit_down(again, link, None, "Eve", secrets.token_bytes)
    # The answer was lost: the secret was kept before the link was taken.
    again.coming("x", lambda: coming)
    again.host = host
    lost = AfarKept(tmp_path / "lost")
    lost.coming(link, lambda: coming)
    assert sit_down(lost, link, None, "Ada", secrets.token_bytes).secret == coming


def test_the_copy_of_the_folder_comes_when_the_record_has_changed(
    served: ServedHost, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(afar, "RECORD_EVERY", 0)
    opened(served.host)
    sit_down(AfarKept(tmp_path / "own"), served.link("ridge"), None, "", secrets.token_bytes)
    tables, got = machine(tmp_path / "own"), list[bytes]()
    tables.on_record = got.append
    tables.start()
    try:
        wait_for(lambda: got)
        plenary(tables).move("ridge", whole_deal(served.host), "Ada", "k1")
        wait_for(lambda: len(got) > 1)
        assert all(one.startswith(b"PK") for one in got)
    finally:
        tables.close()


def test_what_waits_for_a_table_that_is_another_by_now_becomes_a_draft(tmp_path: Path) -> None:
    folder, own = example(tmp_path), tmp_path / "own"
    served = serve_host(folder)
    opened(served.host)
    deal, port = whole_deal(served.host), int(served.base.rpartition(":")[2])
    with sitting(own, served.link("ridge")) as tables:
        plenary(tables)
    served.stop()
    with sitting(own) as tables, pytest.raises(MoveWaits):
        for here in tables:
            here.move("ridge", deal, "Ada", "k1")
    (tmp_path / "other").mkdir()
    with served_host(example(tmp_path / "other"), port) as other:
        there = opened(other.host)
        sit_down(AfarKept(own), other.link("ridge"), None, "Ada", secrets.token_bytes)
        with sitting(own) as tables:
            wait_for(lambda: tables.state.live)
            (one,) = tables.moves()
            assert one.draft and "is not what was seen when this was written" in one.why[0]
            assert made(there) == []
            (here,) = tables
            assert here.seen("ridge").view == there.seen("ridge").view


def test_a_link_of_another_seat_is_not_taken_for_what_is_kept(
    served: ServedHost, tmp_path: Path
) -> None:
    kept = AfarKept(tmp_path / "own")
    sit_down(kept, served.link("ridge"), None, "Ada", secrets.token_bytes)
    with pytest.raises(AccordError, match="kept here is of the seat 'ridge'"):
        sit_down(kept, served.link("river"), None, "Ada", secrets.token_bytes)
    assert kept.host is not None and kept.host.seat == "ridge"


ODD: tuple[object, ...] = (
    *(None, True, -1, 10**400, "", "\ud800", "../../x", [], [[]], {}, {"a": 1}, ["\ud800"]),
    *("9999-12-31T23:59:59+00:00", "0001-01-01T00:00:00+00:00", "2033-09-30", float("nan")),
)
"""What a host that lies may say in the place of anything."""


def _places(plain: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    for name, each in plain.items() if isinstance(plain, dict) else enumerate(plain):
        yield (*above, name)
        if isinstance(each, dict | list):
            yield from _places(each, (*above, name))


class Lying(AfarLine):
    """A line over which something else is said than the host says."""

    says: Callable[[Any], Any] | None = None

    def _read(self, answer: Any) -> dict[str, Any]:
        if self.says is None or answer.status != 200:
            return super()._read(answer)
        said = self.says(json.loads(answer.body))
        return super()._read(evolve(answer, body=json.dumps(said).encode()))


@pytest.mark.parametrize("seed", range(2))
def test_whatever_a_host_says_is_taken_in_or_refused_in_a_sentence(
    seed: int, served: ServedHost, tmp_path: Path
) -> None:
    opened(served.host)
    sit_down(AfarKept(tmp_path / "own"), served.link("ridge"), None, "", secrets.token_bytes)
    kept, random = AfarKept(tmp_path / "own"), Random(seed)
    assert kept.host is not None

    def spoilt(plain: Any) -> Any:
        *above, last = random.choice([*_places(plain)])
        inside = plain
        for name in above:
            inside = inside[name]
        if random.random() < 0.3:
            del inside[last]
        else:
            inside[last] = random.choice(ODD)
        return plain

    line = Lying(kept.host, QUICK, QUICK)
    for _ in range(60):
        tables = AfarTables(kept, Bell(), _now, secrets.token_bytes, line)
        line.says = spoilt
        for table in tables:
            table.stands = ""
        with suppress(AccordError):
            tables.catch_up()
        line.says = None
    for table in tables:
        table.stands = ""
    tables.catch_up()  # what was told meanwhile is not in the way of the truth
    assert tables.state.live and plenary(tables).view is not None


def test_a_table_that_names_what_is_not_on_its_agenda_is_not_shown(
    served: ServedHost, tmp_path: Path
) -> None:
    table = opened(served.host)
    table.move("ridge", whole_deal(served.host), "", "")
    sit_down(AfarKept(tmp_path / "own"), served.link("ridge"), None, "", secrets.token_bytes)
    kept = AfarKept(tmp_path / "own")
    assert kept.host is not None
    line = Lying(kept.host, QUICK, QUICK)

    def false(plain: Any) -> Any:
        for one in plain.get("view", {}).get("proposals", ()):
            one["deal"]["call"] = "nowhere"
        return plain

    line.says = false
    tables = AfarTables(kept, Bell(), _now, secrets.token_bytes, line)
    with pytest.raises(AccordError, match="'nowhere' of 'call' is not known there"):
        tables.catch_up()
    assert not list(tables)
