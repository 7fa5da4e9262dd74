"""What tells an open page that something its seat may read has changed.

A beat comes each second as an event, for a page can see no comment: so it knows when the
network is gone. Where a page stands is in the address it asks, so nothing falls between a page
and its stream.
"""

from collections.abc import AsyncIterator, Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from accord.host.bell import rung
from accord.host.host import Host
from accord.host.host_seats import HostSeat

BEAT = 1.0
"""Seconds from one beat to the next: a page waits for three before it says that it is stale."""


def stream(host: Host, cookie: str) -> Callable[[Request], Awaitable[Response]]:
    """Return what answers `/stream?at=START-POSITION`.

    Args:
        host: The host.
        cookie: The name of the cookie with a sitting's secret.
    """

    async def answer(request: Request) -> Response:
        secret = request.cookies.get(cookie, "")
        if host.doors.sitting(secret) is None:
            return Response(status_code=401)
        events = _events(host, secret, request.query_params.get("at", ""))
        return StreamingResponse(events, media_type="text/event-stream")

    return answer


async def _events(host: Host, secret: str, at: str) -> AsyncIterator[str]:
    """Yield the events of a stream; one more than a sitting may have ends at once."""
    if sitting := host.doors.sitting(secret):
        with host.buckets.stream(sitting.id) as free:
            while free and (seat := _seat(host, secret)):
                ring = host.bell.listen()
                now = host.position(seat)
                if now != at:
                    at = now
                    yield f"event: changed\ndata: {now}\n\n"
                else:
                    yield "event: beat\ndata:\n\n"
                await rung(ring, BEAT)
    yield "event: ended\ndata:\n\n"


def _seat(host: Host, secret: str) -> HostSeat | None:
    """Return where a sitting sits that has not ended."""
    sitting = host.doors.sitting(secret)
    return host.seats.get(sitting.seat) if sitting else None
