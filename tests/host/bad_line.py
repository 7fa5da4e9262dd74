"""What lies between a machine and a host, and treats what goes through it badly."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import Enum
from threading import Event, Thread

from attrs import define, field


class Treats(Enum):
    """What becomes of what is sent."""

    WELL = "it gets there, and the answer comes back"
    FROZEN = "nothing moves, and nobody is told; it gets there once it thaws"
    REFUSED = "nobody answers"
    REQUEST_LOST = "it never gets there, and nobody is told"
    ANSWER_LOST = "it gets there, and the answer is lost"
    DOUBLED = "it gets there twice"


@define(eq=False)
class BadLine:
    """A line to a host.

    Attributes:
        to: The port of the host.
        treats: What becomes of what is sent from now on.
        port: Where it listens.
    """

    to: int
    treats: Treats = Treats.WELL
    port: int = 0
    _loop: asyncio.AbstractEventLoop = field(factory=asyncio.new_event_loop)
    _laid: Event = field(factory=Event)
    _open: set[asyncio.StreamWriter] = field(factory=set)

    @contextmanager
    def laid(self) -> Iterator[str]:
        """Lay it, and yield how addresses begin that lead through it."""
        thread = Thread(target=self._run, daemon=True)
        thread.start()
        assert self._laid.wait(10)
        try:
            yield f"http://127.0.0.1:{self.port}"
        finally:
            self._loop.call_soon_threadsafe(self._loop.stop)
            thread.join(5)

    def cut(self) -> None:
        """Break off all that goes on."""

        def cut() -> None:
            for one in [*self._open]:
                one.transport.abort()

        self._loop.call_soon_threadsafe(cut)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        serving = self._loop.run_until_complete(
            asyncio.start_server(self._join, "127.0.0.1", 0)
        )
        self.port = serving.sockets[0].getsockname()[1]
        self._laid.set()
        self._loop.run_forever()
        serving.close()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.close()

    async def _join(self, come: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        treats = self.treats
        self._open.add(back)
        try:
            if treats is Treats.REFUSED:
                return
            asked = await self._asked(come)
            if b"GET /stream" in asked and treats is not Treats.WELL:
                treats = Treats.REQUEST_LOST
            if treats is Treats.REQUEST_LOST:
                await come.read()
                return
            while treats is Treats.FROZEN and self.treats is Treats.FROZEN:
                await asyncio.sleep(0.02)
            if treats is Treats.DOUBLED:
                await self._carry(asked, None)
            await self._carry(asked, None if treats is Treats.ANSWER_LOST else back)
        finally:
            self._open.discard(back)
            back.close()

    async def _asked(self, come: asyncio.StreamReader) -> bytes:
        """Return one request whole."""
        head = b""
        with suppress(asyncio.IncompleteReadError):
            head = await come.readuntil(b"\r\n\r\n")
            for line in head.lower().split(b"\r\n"):
                if line.startswith(b"content-length:"):
                    head += await come.readexactly(int(line.partition(b":")[2]))
        return head

    async def _carry(self, asked: bytes, back: asyncio.StreamWriter | None) -> None:
        """Let a request through, and its answer back unless that is lost."""
        with suppress(OSError):
            there, go = await asyncio.open_connection("127.0.0.1", self.to)
            self._open.add(go)
            go.write(asked)
            try:
                while data := await there.read(65536):
                    if back is not None and self.treats is not Treats.FROZEN:
                        back.write(data)
                        await back.drain()
            finally:
                self._open.discard(go)
                go.close()
