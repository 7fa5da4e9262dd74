"""A host in a process of its own, and a network before it that fails when it is told to."""

import asyncio
import json
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread
from time import monotonic, sleep
from typing import Any

from attrs import define, field

_LONGEST_START = 60
"""Seconds: a busy machine takes its time."""


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@define
class Served:
    """A host that can be stopped and started again at one address.

    Attributes:
        folder: The process folder.
        options: What it is started with besides.
        port: Where it listens.
        links: The links of its start by seat.
        sat: By seat what a browser keeps of whoever sat there first.
    """

    folder: Path
    options: tuple[str, ...] = ()
    port: int = field(factory=free_port)
    links: dict[str, str] = field(factory=dict)
    sat: dict[str, Any] = field(factory=dict)
    _process: "subprocess.Popen[str] | None" = None

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it, and wait until people can come."""
        file = self.folder.parent / f"links-{self.port}.json"
        file.unlink(missing_ok=True)
        words = ["host", str(self.folder), "--port", str(self.port), "--listen", "127.0.0.1"]
        words += ["--plain-http", "--invitations", str(file), *self.options]
        self._process = subprocess.Popen(
            [sys.executable, "-c", "from accord.cli import main; main()", *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        until = monotonic() + _LONGEST_START
        while not file.exists():
            assert self._process.poll() is None, self._process.communicate()
            assert monotonic() < until, "the host does not start"
            sleep(0.02)
        self.links = json.loads(file.read_text("utf-8"))

    def stop(self) -> None:
        """Stop it as the end of a terminal does."""
        assert self._process is not None
        self._process.terminate()
        said, _ = self._process.communicate(timeout=30)
        assert "Traceback" not in said, said


@contextmanager
def served(folder: Path, *options: str) -> Iterator[Served]:
    """Serve a folder.

    Args:
        folder: The process folder.
        options: What the host is started with besides.
    """
    host = Served(folder, options)
    host.start()
    try:
        yield host
    finally:
        host.stop()


@define(eq=False)
class Network:
    """What lies between browsers and a host: it lets all through, or swallows it unseen."""

    to: int
    port: int = field(factory=free_port)
    asked: list[str] = field(factory=list)
    _loop: asyncio.AbstractEventLoop = field(factory=asyncio.new_event_loop)
    _clear: asyncio.Event = field(factory=asyncio.Event)
    _over: asyncio.Event = field(factory=asyncio.Event)
    _lines: set[asyncio.StreamWriter] = field(factory=set)

    async def _carry(self, come: asyncio.StreamReader, go: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await come.read(65536):
                self.asked += re.findall(
                    r"(?m)^(?:GET|POST) (\S+) HTTP", data.decode("latin-1")
                )
                await self._clear.wait()
                go.write(data)
                await go.drain()
        go.close()

    async def _join(self, come: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        await self._clear.wait()
        try:
            there, go = await asyncio.open_connection("127.0.0.1", self.to)
        except OSError:
            back.close()
            return
        self._lines |= {back, go}
        await asyncio.gather(self._carry(come, go), self._carry(there, back))
        self._lines -= {back, go}

    async def _lie(self) -> None:
        self._clear.set()
        async with await asyncio.start_server(self._join, "127.0.0.1", self.port):
            await self._over.wait()
        for one in self._lines:
            one.transport.abort()
        left = asyncio.all_tasks() - {asyncio.current_task()}
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    def swallow(self) -> None:
        """Let nothing through, and tell nobody."""
        self._loop.call_soon_threadsafe(self._clear.clear)

    def mend(self) -> None:
        """Let through what was held up, and all after it."""
        self._loop.call_soon_threadsafe(self._clear.set)

    @contextmanager
    def laid(self) -> Iterator[str]:
        """Lay it, and yield how addresses begin that lead through it."""
        thread = Thread(target=self._loop.run_until_complete, args=(self._lie(),))
        thread.start()
        try:
            yield f"http://127.0.0.1:{self.port}"
        finally:
            self._loop.call_soon_threadsafe(self._over.set)
            thread.join(5)
            self._loop.close()
