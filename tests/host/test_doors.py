"""No secret opens anything twice, what has ended never opens, one log says one thing to all."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import settings as trial
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, multiple, rule
from tests.host.people import known_random

from accord.host.door_log import LOG
from accord.host.door_secrets import as_given, code_of, hashed, in_groups
from accord.host.doors import KNOCK_LASTS, MOST_KNOCKS, Doors
from accord.host.settings import HostSettings
from accord.store import Event, Store

SEATS = ("ridge", "river")


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2033, 9, 30, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


class Comings(RuleBasedStateMachine):
    """People come, knock, leave and are put out, at two processes of one store.

    What they may do is kept beside as plainly as can be: a set of the secrets that open a seat,
    and for each link whether it is new, taken or over.
    """

    links = Bundle("links")
    browsers = Bundle("browsers")

    def __init__(self) -> None:
        super().__init__()
        self.place = Path(mkdtemp())
        self.clock = Clock()
        self.random = known_random()
        self.stores = [Store.open(self.place / "store"), Store.open(self.place / "store")]
        self.doors = [self.fresh(store) for store in self.stores]
        self.seats: dict[str, str] = {}
        self.new: set[str] = set()
        self.over: set[str] = set()
        self.made: dict[str, datetime] = {}
        self.waiting: dict[str, datetime] = {}
        self.link_of: dict[str, str] = {}
        self.knocked_with: dict[str, str] = {}

    def fresh(self, store: Store) -> Doors:
        settings = HostSettings(folder=self.place, clock=self.clock, random=self.random)
        return Doors(store, settings)

    def alive(self, link: str) -> bool:
        return link not in self.over and self.clock.now < self.made[link] + timedelta(days=7)

    @rule(target=links, at=st.integers(0, 1), seat=st.sampled_from(SEATS))
    def invite(self, at: int, seat: str) -> str:
        link = self.doors[at].invite(seat)
        self.new.add(link)
        self.made[link] = self.clock.now
        self.link_of[link] = seat
        return link

    @rule(target=browsers, at=st.integers(0, 1), link=links, by_code=st.booleans())
    def take(self, at: int, link: str, by_code: bool) -> object:
        secret = in_groups(code_of(link)).lower() if by_code else link
        sitting = self.doors[at].take(secret, "Oda")
        assert (sitting is not None) is (link in self.new and self.alive(link))
        if sitting is None:
            return multiple()
        self.new.discard(link)
        self.seats[sitting] = self.link_of[link]
        return sitting

    @rule(target=browsers, at=st.integers(0, 1), link=links)
    def knock(self, at: int, link: str) -> object:
        coming = self.doors[at].secret()
        seat = self.link_of[link]
        waits = [one for one in self.waiting if self.waits(one) and self.link_of[one] == seat]
        knock = self.doors[at].knock(link, coming, "Tam")
        free = len(waits) < MOST_KNOCKS
        assert (knock is not None) is (self.alive(link) and link not in self.new and free)
        if knock is None:
            return multiple()
        self.waiting[coming] = self.clock.now
        self.link_of[coming] = seat
        self.knocked_with[coming] = link
        return coming

    def waits(self, coming: str) -> bool:
        fresh = self.clock.now < self.waiting[coming] + KNOCK_LASTS
        return fresh and self.alive(self.knocked_with[coming])

    @rule(
        at=st.integers(0, 1),
        who=browsers,
        yes=st.booleans(),
        seat=st.sampled_from((*SEATS, "")),
    )
    def answer(self, at: int, who: str, yes: bool, seat: str) -> None:
        doors = self.doors[at]
        doors.refresh()
        knock = doors.knocking(who)
        if knock is None:
            return
        may = who in self.waiting and self.waits(who) and seat in ("", knock.seat)
        assert (doors.answer(knock.id, yes, seat) is not None) is may
        if may:
            del self.waiting[who]
            if yes:
                self.seats[who] = self.link_of[who]
            else:
                link = self.knocked_with[who]
                self.over.add(link)

    @rule(at=st.integers(0, 1), who=browsers, seat=st.sampled_from((*SEATS, "")))
    def end_sitting(self, at: int, who: str, seat: str) -> None:
        doors = self.doors[at]
        doors.refresh()
        sitting = doors.sitting(who)
        if sitting and doors.end(sitting.id, "host", seat):
            assert self.seats.pop(who) == sitting.seat and seat in ("", sitting.seat)

    @rule(at=st.integers(0, 1), link=links)
    def end_link(self, at: int, link: str) -> None:
        doors = self.doors[at]
        doors.refresh()
        invitation = doors.invitation(link)
        assert invitation is not None
        assert doors.end(invitation.id) is (link not in self.over)
        self.over.add(link)

    @rule(at=st.integers(0, 1), link=links, who=browsers)
    def come_again(self, at: int, link: str, who: str) -> None:
        """The answer was lost: only who took the link with it is in."""
        again = self.doors[at].take(link, "Oda", coming=who)
        if again is not None and again != who:
            assert link in self.new and self.alive(link)
            self.new.discard(link)
            self.seats[again] = self.link_of[link]
        elif again is not None:
            assert self.seats.get(who) == self.link_of[link]

    @rule(at=st.integers(0, 1))
    def kill(self, at: int) -> None:
        """A process is gone between what it wrote and its answer; another starts."""
        self.doors[at] = self.fresh(self.stores[at])

    @rule(minutes=st.sampled_from((1, 16, 60 * 13)))
    def wait(self, minutes: int) -> None:
        self.clock.now += timedelta(minutes=minutes)
        if minutes >= 60 * 12:
            self.seats.clear()

    @invariant()
    def both_say_the_same(self) -> None:
        for doors in self.doors:
            doors.refresh()
            known = {*self.seats, *self.waiting, *self.knocked_with}
            found = {who: doors.sitting(who) for who in known}
            assert {who: one.seat for who, one in found.items() if one} == self.seats
            open_now = {link for link in self.new if self.alive(link)}
            assert {one.id for one in doors.open_invitations()} == {
                invitation.id for link in open_now if (invitation := doors.invitation(link))
            }
        one, other = self.doors
        assert one.knocks() == other.knocks()
        assert [one.position(seat) for seat in SEATS] == [
            other.position(seat) for seat in SEATS
        ]

    def teardown(self) -> None:
        for store in self.stores:
            store.close()
        shutil.rmtree(self.place)


TestComings = Comings.TestCase
TestComings.settings = trial(max_examples=25, stateful_step_count=25, deadline=None)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def doors(tmp_path: Path, clock: Clock) -> Iterator[Doors]:
    with Store.open(tmp_path / "store") as store:
        settings = HostSettings(folder=tmp_path, clock=clock, random=known_random())
        yield Doors(store, settings)


def test_no_secret_and_no_code_is_in_the_log(doors: Doors, tmp_path: Path) -> None:
    link = doors.invite("ridge")
    sitting = doors.take(link)
    assert sitting is not None
    kept = b"".join(one.read_bytes() for one in tmp_path.iterdir())
    for secret in (link, sitting, code_of(link)):
        assert secret.encode() not in kept
    assert hashed(link).encode() in kept


def test_a_code_is_read_however_it_is_typed() -> None:
    code = code_of("a secret")
    assert len(code) == 12
    assert as_given(f" {in_groups(code).lower()} ") == code
    assert as_given("o01l-8") == "OOILB"


def test_the_next_start_ends_the_links_that_the_last_one_wrote(doors: Doors) -> None:
    first = doors.invite_anew(SEATS, "file")
    by_hand = doors.invite("ridge")
    printed = doors.invite_anew(["host"], "terminal")
    second = doors.invite_anew(SEATS, "file")
    assert [doors.take(first[seat]) for seat in SEATS] == [None, None]
    assert doors.take(by_hand) and doors.take(printed["host"]) and doors.take(second["river"])


def test_a_link_is_given_once_for_one_press(doors: Doors) -> None:
    assert doors.invite("ridge", once="a-key")
    assert doors.invite("ridge", once="a-key") == ""
    assert len(doors.open_invitations("ridge")) == 1


def test_what_lists_show_tells_nothing_of_how_many_there_are_elsewhere(
    tmp_path: Path, clock: Clock
) -> None:
    found = []
    for others in (0, 7):
        with Store.open(tmp_path / str(others)) as store:
            numbers = known_random()
            doors = Doors(
                store, HostSettings(folder=tmp_path, clock=clock, random=known_random())
            )
            for _ in range(others):
                doors.invite("river")
            settings = HostSettings(folder=tmp_path, clock=clock, random=numbers)
            doors = Doors(store, settings)
            link = doors.invite("ridge")
            assert doors.take(link, "Oda")
            found.append((doors.sittings("ridge"), doors.position("ridge")))
    assert found[0] == found[1]


def test_seen_is_remembered_over_a_restart(doors: Doors, clock: Clock, tmp_path: Path) -> None:
    secret = doors.take(doors.invite("ridge"))
    assert secret
    for _ in range(3):
        clock.now += timedelta(hours=11)
        sitting = doors.sitting(secret)
        assert sitting
        doors.saw(sitting)
    doors.close()
    with Store.open(tmp_path / "store") as store:
        again = Doors(store, HostSettings(folder=tmp_path, clock=clock))
        assert again.sitting(secret)
        clock.now += timedelta(hours=12)
        assert again.sitting(secret) is None


def test_a_log_that_grew_meanwhile_is_read_before_anything_is_given(
    doors: Doors, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process takes the link between this one's look and its writing."""
    link = doors.invite("ridge")
    other = Doors(doors._log._store, doors._log.settings)
    append = doors._log._store.append
    taken: list[str] = []

    def late(table: str, after: int, events: list[Event], by: str = "") -> int:
        if table == LOG and not taken:
            taken.append("")
            taken[0] = other.take(link) or ""
        return append(table, after, events, by)

    monkeypatch.setattr(doors._log._store, "append", late)
    assert doors.take(link) is None
    assert taken[0] and doors.sitting(taken[0])


CHILD = """
import sys
from pathlib import Path
from accord.host.doors import Doors
from accord.host.settings import HostSettings
from accord.store import Store
folder = Path(sys.argv[1])
doors = Doors(Store.open(folder / "store"), HostSettings(folder=folder))
for line in sys.stdin:
    link, coming = line.split()
    print(link, doors.take(link, "", coming), flush=True)
"""


def test_a_process_that_is_killed_gives_nothing_twice_and_loses_nothing_that_it_gave(
    tmp_path: Path,
) -> None:
    """Those whose answer was lost ask again with what they had, and are in."""
    with Store.open(tmp_path / "store") as store:
        doors = Doors(store, HostSettings(folder=tmp_path))
        pairs = [(doors.invite("ridge"), doors.secret()) for _ in range(60)]
        got: dict[str, str] = {}
        for answers in (7, 13, 60):
            child = subprocess.Popen(
                [sys.executable, "-c", CHILD, str(tmp_path)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            assert child.stdin and child.stdout
            with child:
                asked = [pair for pair in pairs if pair[0] not in got]
                child.stdin.write("".join(f"{link} {coming}\n" for link, coming in asked))
                child.stdin.flush()
                for _ in range(min(answers, len(asked))):
                    link, secret = child.stdout.readline().split()
                    got[link] = secret
                child.kill()
        doors.refresh()
        assert got == dict(pairs)
        assert len(doors.sittings("ridge")) == len(pairs)
        assert all(doors.sitting(secret) for secret in got.values())
        assert not any(doors.take(link) for link, _ in pairs)
