"""The stream of a seat is the same, byte for byte, whatever others do in secret."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from tests.host.guard.secrets_of import TIERS
from tests.host.guard.test_equal_bytes import others, secret_work, two_hosts
from tests.host.guard.walking import Browser

from accord.formats.append import append
from accord.host import stream
from accord.host.app import application
from accord.host.host import Host
from accord.model import When
from accord.record.kinds.note import Note


async def sent(
    host: Host,
    cookie: str,
    meanwhile: Callable[[], object],
    beats: int,
) -> tuple[Any, list[bytes]]:
    """Return how it begins for somebody who listens, and all frames."""
    messages: list[Any] = []
    gone = asyncio.Event()

    async def receive() -> dict[str, str]:
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        messages.append(message)

    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "method": "GET",
        "path": "/stream",
        "raw_path": b"/stream",
        "root_path": "",
        "scheme": "http",
        "query_string": b"",
        "headers": [(b"host", b"127.0.0.1:8443"), (b"cookie", f"accord={cookie}".encode())],
        "server": ("127.0.0.1", 8443),
        "client": ("127.0.0.1", 50000),
    }
    listening = asyncio.create_task(application(host)(scope, receive, send))

    def frames() -> list[bytes]:
        return [one["body"] for one in messages if one.get("body")]

    async def beaten(times: int) -> None:
        start = len(frames())
        while len(frames()) < start + times:
            await asyncio.sleep(0.005)

    async with asyncio.timeout(20):
        await beaten(beats)
        await asyncio.to_thread(meanwhile)
        await beaten(beats)
    gone.set()
    await asyncio.wait_for(listening, 20)
    return messages[0], frames()


def changes(frames: list[bytes]) -> list[bytes]:
    """Return the frames without those that say the same again: how many come is the clock's."""
    return [one for one, before in zip(frames, [b"", *frames], strict=False) if one != before]


def test_what_is_done_in_secret_moves_no_beat(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between two beats nothing is sent, however often the bell rings for others."""
    monkeypatch.setattr(stream, "BEAT", 1.0)
    with two_hosts(tmp_path, "upland") as (host, _):
        cookie = Browser.at(host, "delta").client.cookies["accord"]
        start = monotonic()
        _, frames = asyncio.run(sent(host, cookie, lambda: secret_work(host, "upland", 8), 1))
        assert len(frames) <= 2 + (monotonic() - start) // stream.BEAT


@pytest.mark.parametrize("tier", TIERS)
def test_what_is_done_in_secret_sends_no_frame_to_others(
    tier: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "BEAT", 0.02)
    with two_hosts(tmp_path, tier) as hosts:
        for seat in others(hosts[0], tier):
            heard = []
            for number, host in enumerate(hosts):
                cookie = Browser.at(host, seat).client.cookies["accord"]

                def work(host: Host = host, number: int = number) -> None:
                    secret_work(host, tier, 2 * number)

                begun, frames = asyncio.run(sent(host, cookie, work, 3))
                heard.append((begun, changes(frames)))
            assert heard[0] == heard[1]
            assert len(heard[0][1]) == 1


def test_what_a_seat_may_read_does_send_a_frame(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "BEAT", 0.02)
    note = Note(id="", date=When.parse("2024-05-04"), text="For all.", for_=("table",))
    with two_hosts(tmp_path, "upland") as (host, _):
        cookie = Browser.at(host, "delta").client.cookies["accord"]

        def work() -> None:
            host.held.change("upland", "all", lambda folder: append(folder, [note]))

        _, frames = asyncio.run(sent(host, cookie, work, 3))
        assert len(changes(frames)) == 2
