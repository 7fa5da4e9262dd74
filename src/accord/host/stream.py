"""What tells an open page where its seat stands, so that it knows when it is out of date.

A beat comes each second as an event, for a page can see no comment: so it knows when the
network is gone. Each frame carries where the seat stands, whole: a page compares it with
where it stood when it was made, so nothing falls between a page and its stream, and a frame
that a slow connection does not take may be left out. The frames are of one length.
"""

import asyncio
from itertools import count
from typing import Any

from attrs import define, field, frozen
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from accord.host.host import Host
from accord.host.host_seats import HostSeat

BEAT = 1.0
"""Seconds from one beat to the next: a page waits for three before it says that it is stale."""

SLICES = 20
"""Parts of a beat, each of which serves its share of the streams: 5,000 at once would keep all
other answers waiting for a tenth of a second, 250 for a two-hundredth."""

_AT_ONCE = 250
"""Streams that are told of a change until others are answered: a two-hundredth of a second."""

_HEADERS = [(b"content-type", b"text/event-stream")]
_ENDED = "event: ended\ndata:\n\n"


@define(eq=False)
class _Channel:
    """What all hear who listen in one seat to one table, or to everything.

    Attributes:
        seat: The seat.
        of: The table; empty for everything.
        stands: Where the seat stands.
        streams: Who listens.
    """

    seat: HostSeat
    of: str
    stands: str = ""
    streams: "set[_OpenStream]" = field(factory=set)


@frozen(eq=False)
class _OpenStream:
    """One page that listens."""

    secret: str
    channel: _Channel
    send: Send

    def write(self, text: str, more: bool = True) -> None:
        """Send at once, or not at all: whoever does not keep up hears the next beat."""
        body = {"type": "http.response.body", "body": text.encode(), "more_body": more}
        sending: Any = self.send(body)
        try:
            sending.send(None)  # what stops here waits until there is room
        except (StopIteration, OSError):
            return
        finally:
            sending.close()


class Streams:
    """All open streams of a host: one clock beats for all, and a change is looked up once.

    A stream costs no timer, and no task beyond the one that its connection has.
    """

    def __init__(self, host: Host, cookie: str) -> None:
        """Take the host, and the name of the cookie with a sitting's secret."""
        self._host, self._cookie = host, cookie
        self._slices: tuple[set[_OpenStream], ...] = tuple(set() for _ in range(SLICES))
        self._opened = count()
        self._channels: dict[str, dict[HostSeat, _Channel]] = {}  # by table
        self._tasks: tuple[asyncio.Task[None], ...] = ()
        self._closed = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer `/stream` until whoever asked is gone, or may no longer ask."""
        secret = Request(scope).cookies.get(self._cookie, "")
        of = QueryParams(scope.get("query_string", b"")).get("of", "")
        await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
        sitting = self._host.doors.sitting(secret)
        seat = self._seat(secret)
        if sitting is None or seat is None:
            await send({"type": "http.response.body", "body": _ENDED.encode()})
            return
        with self._host.buckets.stream(sitting.id) as free:
            # The first of a seat: the folder may have to be read.
            await asyncio.to_thread(self._host.position, seat, of)
            if free and not self._closed:
                await self._serve(secret, seat, of, receive, send)
            else:  # ended without a word: a page asks again after a while
                await send({"type": "http.response.body", "body": b""})

    async def _serve(
        self, secret: str, seat: HostSeat, of: str, receive: Receive, send: Send
    ) -> None:
        of = of if self._host.seated.get(of, seat) else ""
        channel = self._channels.setdefault(of, {}).setdefault(seat, _Channel(seat, of))
        if not channel.streams:
            channel.stands = self._host.position(seat, of)
        one = _OpenStream(secret, channel, send)
        slice = self._slices[next(self._opened) % SLICES]
        self._add(one, slice)
        try:
            one.write(_frame(channel.stands))
            while (await receive())["type"] != "http.disconnect":
                pass
        finally:
            self._drop(one, slice)

    def _seat(self, secret: str) -> HostSeat | None:
        """Return where somebody with the secret of a sitting sits; None if it has ended."""
        sitting = self._host.doors.sitting(secret)
        return self._host.seats.get(sitting.seat) if sitting else None

    def _add(self, one: _OpenStream, slice: set[_OpenStream]) -> None:
        slice.add(one)
        one.channel.streams.add(one)
        if not self._tasks:
            self._tasks = (asyncio.create_task(self._beat()), asyncio.create_task(self._tell()))

    def _drop(self, one: _OpenStream, slice: set[_OpenStream]) -> None:
        slice.discard(one)
        channel = one.channel
        channel.streams.discard(one)
        if not channel.streams:  # nothing is looked up that nobody hears
            of_table = self._channels[channel.of]
            del of_table[channel.seat]
            if not of_table:
                del self._channels[channel.of]
        if not self._channels:
            for task in self._tasks:
                task.cancel()
            self._tasks = ()

    async def _tell(self) -> None:
        """Send where a seat stands whenever that changes."""
        ring, of, moves = self._host.bell.listen(), {""}, self._host.doors.moves
        while True:
            if moves != (now_moved := self._host.doors.moves):  # they go before they hear more
                moves = now_moved
                await self._end_moved()
            # A move concerns those who look at its table, and those who look at everything.
            some = self._channels if "" in of else {"", *of} & self._channels.keys()
            channels = [each for one in [*some] for each in self._channels[one].values()]
            if "" in some:  # the folder may have to be read
                stands = await asyncio.to_thread(self._stand, channels)
            else:
                stands = self._stand(channels)
            for channel, now in zip(channels, stands, strict=True):
                if channel.stands != now:
                    channel.stands = now
                    await self._told(channel)
            await ring.wait()
            ring, of = self._host.bell.listen(), ring.of

    async def _end_moved(self) -> None:
        """End the streams of those who were put into another seat."""
        for one in [one for slice in self._slices for one in slice]:
            seat = self._seat(one.secret)
            if seat is not None and seat.id != one.channel.seat.id:
                one.write(_ENDED, more=False)
        await asyncio.sleep(0)  # what serves them lets go of them then

    def _stand(self, channels: list[_Channel]) -> list[str]:
        return [self._host.position(one.seat, one.of) for one in channels]

    async def _told(self, channel: _Channel) -> None:
        for number, one in enumerate([*channel.streams], 1):
            one.write(_frame(channel.stands))
            if not number % _AT_ONCE:
                await asyncio.sleep(0)

    async def _beat(self) -> None:
        """Send to each stream once a beat, and end those that may no longer hear."""
        due = asyncio.get_running_loop().time()
        while True:
            for slice in self._slices:
                for one in list(slice):
                    seat = self._seat(one.secret)
                    if seat == one.channel.seat:
                        one.write(_frame(one.channel.stands))
                    elif seat is None or seat.id != one.channel.seat.id:
                        one.write(_ENDED, more=False)  # put out, or into another seat
                    else:  # a seat that reads something else now is asked for anew
                        one.write("", more=False)
                # Late, as after a sleep of the machine, it does not run after what it missed.
                due = max(due + BEAT / SLICES, asyncio.get_running_loop().time())
                await asyncio.sleep(due - asyncio.get_running_loop().time())

    def __len__(self) -> int:
        """Return how many are open."""
        return sum(map(len, self._slices))

    def close(self) -> None:
        """End every stream, and let no other open: a server waits for all that is open."""
        self._closed = True
        for slice in self._slices:
            for one in list(slice):
                one.write("", more=False)


def _frame(stands: str) -> str:
    return f"data: {stands}\n\n"
