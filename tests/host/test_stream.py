"""Streams: who listens is told at once, alike in length, and let go of when they are gone."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from tests.host.people import example, hosted

from accord.host import stream as module
from accord.host.host import Host
from accord.host.rates import Rates, TokenBuckets
from accord.host.stream import Streams

COOKIE = "accord"


class Page:
    """A page that listens, as a server would serve it."""

    def __init__(self, streams: Streams, secret: str, *, slow: bool = False) -> None:
        self.heard: list[str] = []
        self.over = False
        self.slow = slow
        self._gone = asyncio.Event()
        headers = [(b"cookie", f"{COOKIE}={secret}".encode())]
        scope = {"type": "http", "method": "GET", "path": "/stream", "headers": headers}
        self.task = asyncio.ensure_future(streams(scope, self._receive, self._send))

    async def _receive(self) -> dict[str, Any]:
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        if message["type"] == "http.response.body":
            if self.slow:
                await asyncio.Event().wait()
            self.heard.append(message["body"].decode())
            if not message.get("more_body"):
                self.over = True
                self._gone.set()

    def leave(self) -> None:
        self._gone.set()


async def until(told: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not told():
            await asyncio.sleep(0.005)


def come_in(host: Host, seat: str) -> str:
    secret = host.doors.take(host.doors.invite(seat))
    assert secret
    return secret


def stands(host: Host) -> str:
    return host.position(host.seats["ridge"])


def run(tmp_path: Path, what: Callable[[Host, Streams], Awaitable[None]]) -> None:
    with hosted(example(tmp_path)) as host:

        async def whole() -> None:
            streams = Streams(host, COOKIE)
            await what(host, streams)
            await asyncio.sleep(0)
            left = asyncio.all_tasks() - {asyncio.current_task()}
            streams.close()
            await asyncio.sleep(0.02)
            assert len(streams) == 0
            assert all(one.done() for one in left)

        asyncio.run(whole())


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BEAT", 0.05)


def note(folder: Path) -> None:
    text = (folder / "process.yaml").read_text("utf-8")
    (folder / "process.yaml").write_text(text.replace("title: ", "title: Now "), "utf-8")


def test_every_beat_says_where_the_reader_stands_in_one_length(tmp_path: Path) -> None:
    async def what(host: Host, streams: Streams) -> None:
        page = Page(streams, come_in(host, "ridge"))
        await until(lambda: len(page.heard) > 3)
        assert set(page.heard) == {f"data: {stands(host)}\n\n"}
        host.held.change("ridge", "", note)
        await until(lambda: page.heard[-1] == f"data: {stands(host)}\n\n")
        assert len(set(page.heard)) == 2
        assert len({len(one) for one in page.heard}) == 1

    run(tmp_path, what)


def test_a_change_is_told_before_the_next_beat(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BEAT", 3600.0)

    async def what(host: Host, streams: Streams) -> None:
        pages = [Page(streams, come_in(host, "ridge")) for _ in range(30)]
        await until(lambda: all(one.heard for one in pages))
        host.held.change("ridge", "", note)
        await until(lambda: all(stands(host) in one.heard[-1] for one in pages))

    run(tmp_path, what)


@pytest.mark.parametrize("moved", [False, True])
def test_a_sitting_that_is_ended_or_moved_hears_so_and_no_other_does(
    tmp_path: Path, moved: bool
) -> None:
    async def what(host: Host, streams: Streams) -> None:
        secret = come_in(host, "ridge")
        ended, stays = Page(streams, secret), Page(streams, come_in(host, "ridge"))
        await until(lambda: bool(ended.heard and stays.heard))
        sitting = host.doors.sitting(secret)
        assert sitting
        doors = host.doors
        assert doors.move(sitting.id, "river", "") if moved else doors.end(sitting.id)
        await until(lambda: ended.over)
        assert ended.heard[-1] == "event: ended\ndata:\n\n"
        count = len(stays.heard)
        await until(lambda: len(stays.heard) > count)

    run(tmp_path, what)


def test_whoever_has_no_seat_hears_nothing_but_that(tmp_path: Path) -> None:
    async def what(host: Host, streams: Streams) -> None:
        page = Page(streams, "nobody-was-given-this")
        await page.task
        assert page.heard == ["event: ended\ndata:\n\n"]

    run(tmp_path, what)


def test_a_page_that_goes_away_leaves_nothing(tmp_path: Path) -> None:
    async def what(host: Host, streams: Streams) -> None:
        pages = [Page(streams, come_in(host, seat)) for seat in ("ridge", "mediator")]
        await until(lambda: all(one.heard for one in pages))
        for one in pages:
            one.leave()
        await asyncio.gather(*(one.task for one in pages))
        assert len(streams) == 0
        await until(lambda: asyncio.all_tasks() == {asyncio.current_task()})
        held: Any = streams
        assert not (held._channels or held._tasks)

    run(tmp_path, what)


def test_one_that_does_not_keep_up_keeps_nobody_waiting(tmp_path: Path) -> None:
    async def what(host: Host, streams: Streams) -> None:
        slow = Page(streams, come_in(host, "ridge"), slow=True)
        page = Page(streams, come_in(host, "ridge"))
        await until(lambda: len(page.heard) > 3)
        assert slow.heard == []
        slow.slow = False
        await until(lambda: bool(slow.heard))

    run(tmp_path, what)


def test_a_sitting_has_only_so_many_streams(tmp_path: Path) -> None:
    async def what(host: Host, streams: Streams) -> None:
        host.buckets = TokenBuckets(Rates(streams=3))
        secret = come_in(host, "ridge")
        pages = [Page(streams, secret) for _ in range(3)]
        await until(lambda: all(one.heard for one in pages))
        more = Page(streams, secret)
        await more.task
        assert more.heard == [""]
        assert not any(one.over for one in pages)

    run(tmp_path, what)


def test_what_stops_lets_go_at_once_and_takes_nobody_in(tmp_path: Path) -> None:
    async def what(host: Host, streams: Streams) -> None:
        page = Page(streams, come_in(host, "ridge"))
        await until(lambda: bool(page.heard))
        streams.close()
        late = Page(streams, come_in(host, "ridge"))
        await asyncio.gather(page.task, late.task)
        assert (page.over, late.over, late.heard) == (True, True, [""])

    run(tmp_path, what)


def test_whoever_is_moved_goes_at_once_and_hears_nothing_of_the_old_seat(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BEAT", 3600.0)

    async def what(host: Host, streams: Streams) -> None:
        secret = come_in(host, "ridge")
        page = Page(streams, secret)
        stays = Page(streams, come_in(host, "ridge"))
        await until(lambda: bool(page.heard and stays.heard))
        sitting = host.doors.sitting(secret)
        assert sitting and host.doors.move(sitting.id, "river", "")
        await until(lambda: page.over)
        assert page.heard[-1] == "event: ended\ndata:\n\n"
        assert not any(stands(host) in one for one in page.heard)
        await until(lambda: stands(host) in stays.heard[-1])

    run(tmp_path, what)
