"""Connections over which nobody asks are let go of; one address has a bounded number."""

import asyncio
from typing import Any

import pytest
import uvicorn
from uvicorn.server import ServerState

from accord.host import timely_connection as module
from accord.host.timely_connection import TimelyConnection

WHOLE = b"GET / HTTP/1.1\r\nHost: here\r\n\r\n"


class Wire(asyncio.Transport):
    """What a connection is heard on; from an address."""

    def __init__(self, address: str) -> None:
        super().__init__({"peername": (address, 4711), "sockname": ("192.0.2.1", 8443)})
        self.dropped = asyncio.Event()
        self.sent = b""

    def write(self, data: Any) -> None:
        self.sent += bytes(data)

    def abort(self) -> None:
        self.dropped.set()

    close = abort

    def is_closing(self) -> bool:
        return self.dropped.is_set()

    def pause_reading(self) -> None:
        pass

    resume_reading = pause_reading


async def app(scope: Any, receive: Any, send: Any) -> None:
    while (await receive()).get("more_body"):
        pass
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"here"})


def connect(address: str = "192.0.2.7") -> tuple[TimelyConnection, Wire]:
    config = uvicorn.Config(app, http=TimelyConnection, log_config=None)
    config.load()
    made, wire = TimelyConnection(config, ServerState(), {}), Wire(address)
    made.connection_made(wire)
    return made, wire


async def dropped(wire: Wire) -> bool:
    try:
        async with asyncio.timeout(1):
            await wire.dropped.wait()
    except TimeoutError:
        return False
    return True


async def answered(wire: Wire) -> None:
    async with asyncio.timeout(10):
        while b"here" not in wire.sent:
            await asyncio.sleep(0.001)


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "HEAD_LASTS", 0.02)
    monkeypatch.setattr(module, "BODY_LASTS", 0.02)


BEGUN = (
    b"",
    b"GET / HTTP/1.1\r\nHost: he",
    b"POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 9\r\n\r\nhalf",
)


@pytest.mark.parametrize("begun", BEGUN)
@pytest.mark.parametrize("again", [False, True])
@pytest.mark.usefixtures("hasty")
def test_who_does_not_ask_in_time_is_dropped(begun: bytes, again: bool) -> None:
    async def run() -> None:
        made, wire = connect()
        if again:  # a browser asks many times over one connection
            made.data_received(WHOLE)
            await answered(wire)
            assert made._due is None
        if begun:
            made.data_received(begun)
        # Between two requests it is uvicorn that waits, and longer.
        assert await dropped(wire) is bool(begun or not again)
        made.connection_lost(None)

    asyncio.run(run())


@pytest.mark.usefixtures("hasty")
def test_who_has_asked_is_answered_however_long_it_takes() -> None:
    async def run() -> None:
        made, wire = connect()
        for at in range(0, len(WHOLE), 9):
            made.data_received(WHOLE[at : at + 9])
        await answered(wire)
        made.data_received(b"POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 2\r\n\r\n")
        assert made._due is not None
        made.data_received(b"ok")
        assert made._due is None
        made.connection_lost(None)

    asyncio.run(run())


def test_one_address_has_a_bounded_number_of_connections(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "MOST_OF_ONE", 2)

    async def run() -> None:
        every = [connect("192.0.2.7") for _ in range(3)]
        assert [wire.is_closing() for _, wire in every] == [False, False, True]
        others = [connect("192.0.2.8"), *(connect("127.0.0.1") for _ in range(3))]
        assert not any(wire.is_closing() for _, wire in others)
        for made, _ in every[1:]:
            made.connection_lost(None)
        again, wire = connect("192.0.2.7")
        assert not wire.is_closing()
        for made, _ in (every[0], *others):
            made.connection_lost(None)
        again.connection_lost(None)
        assert not TimelyConnection._open

    asyncio.run(run())
