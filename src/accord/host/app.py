"""The host as an ASGI application: who asks, whether they may, what answers."""

import logging
import re
from collections.abc import Awaitable, Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from accord.errors import AccordError
from accord.host.host import Host
from accord.host.host_page import HostPage
from accord.host.rates import place_of
from accord.host.rules import Rule
from accord.host.seated import MoveWaits
from accord.host.stream import Streams
from accord.host.visit import COMING, COOKIE, FOR_SEAT, SAID, AskedFirst, NotThere, Visit

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    # With no referrer at all a browser sends a form with the origin `null`.
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
KEPT_LONG = "public, max-age=31536000, immutable"
"""For what pages ask for by an address that differs with each start of the host."""
_COOKIES = (COOKIE, COMING, SAID)
_LINE = 5
"""Seconds after which a sitting that asked for very much at once has less in line."""
MOST_FIELDS = 5_000
"""Fields of one form: a matrix of marks has some hundreds."""


def application(host: Host) -> Starlette:
    """Return the application of a host."""
    by_path: dict[str, dict[str, HostPage]] = {}
    for page in host.pages:
        by_path.setdefault(page.path, {})[page.method] = page
    routes: list[Route | Mount] = [
        Route(path, _endpoint(host, by_path[path]), methods=[*by_path[path]])
        for path in sorted(by_path, key=_open)  # /record/add is no entry
    ]
    routes.append(Route("/health", _health))
    streams = Streams(host, host.cookie_name(COOKIE))
    routes.append(Route("/stream", streams, methods=["GET"]))
    routes.append(Route("/static/blocks.css", _blocks_style))
    static = Path(str(files("accord.host") / "static"))
    routes.append(Mount("/static", StaticFiles(directory=static)))
    app = Starlette(
        routes=routes,
        exception_handlers={
            404: _absent(host),
            405: _absent(host),
            HTTPException: _error,
            AccordError: _not_done(host),
        },
    )
    if host.own is not None:
        app.add_middleware(_CalledLocal)
    app.add_middleware(_Headers)
    app.state.streams = streams
    return app


async def _blocks_style(_: Request) -> Response:
    return FileResponse(Path(str(files("accord.telling") / "templates" / "blocks.css")))


def _open(path: str) -> tuple[bool, bool]:
    """Return how much a path leaves open: what leaves less is asked first."""
    return ":path}" in path, "{" in path


async def _health(_: Request) -> Response:
    return PlainTextResponse("ok")


def _endpoint(
    host: Host, pages: dict[str, HostPage]
) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        method = "GET" if request.method == "HEAD" else request.method
        page = pages[method]
        visit = _visit(host, page, request)
        if wait := _wait(visit):
            return visit.too_many(wait)
        # What a live page fetches by itself is no sign that anybody is there.
        if visit.sitting and (method == "POST" or not visit.live):
            host.doors.saw(visit.sitting)
        if not page.rule.admits(visit.taken):
            raise NotThere
        try:
            if method == "POST":
                await _take_form(visit, request, page)
            async with host.buckets.turn(visit.sitting.id if visit.sitting else "") as free:
                if not free:
                    return visit.too_many(_LINE)
                answered = await run_in_threadpool(_answered, visit, page)
        finally:
            await request.close()  # with the files that were uploaded
        # The address of a door is a secret, which stands in no log.
        noted = page.noted and page.rule is not Rule.OPEN
        if noted and visit.sitting and method == "GET" and answered.status_code == 200:
            host.opened.add(visit.sitting, page.plain, visit.path, host.doors.now)
        if answered.status_code == 303 and "x-form" in request.headers:
            # A script would be led on unseen and read the next page instead of whoever typed.
            answered.status_code = 200
            answered.headers["x-to"] = answered.headers["location"]
            del answered.headers["location"]
        return answered

    return answer


def _answered(visit: Visit, page: HostPage) -> Response:
    """Return what a page answers, unless whoever asked lost the seat while they sent it."""
    if visit.sitting:
        now = visit.host.doors.sitting(visit.token)
        if now is None or now.seat != visit.sitting.seat:
            raise NotThere
    try:
        return page.handler(visit)
    except AskedFirst as asked:
        return asked.answer
    except MoveWaits as waits:
        return visit.go(f"/tables/{waits.table}", said=str(waits))


def _wait(visit: Visit) -> int:
    """Return how many seconds whoever asks has to wait; 0 if they may go on."""
    buckets = visit.host.buckets
    if visit.sitting is None:
        return buckets.wait(buckets.rates.address, place_of(visit.address))
    return buckets.wait(buckets.rates.sitting, visit.sitting.id)


def _visit(host: Host, page: HostPage, request: Request) -> Visit:
    cookies = {one: request.cookies.get(host.cookie_name(one), "") for one in _COOKIES}
    token = cookies[COOKIE]
    return Visit(
        host=host,
        page=page,
        sitting=host.doors.sitting(token),
        path={name: str(value) for name, value in request.path_params.items()},
        query=request.query_params,
        token=token,
        coming=cookies[COMING],
        address=request.client.host if request.client else "",
        # What keeps a page current leaves the sentence to the page that is opened.
        cookie_said="" if "x-live" in request.headers else cookies[SAID],
        live="x-live" in request.headers,
        has=request.headers.get("x-has", ""),
    )


async def _take_form(visit: Visit, request: Request, page: HostPage) -> None:
    """Read what was typed, and refuse what another site or nobody's form sends."""
    origin = request.headers.get("origin")
    if origin is not None and origin != f"{request.url.scheme}://{request.url.netloc}":
        raise HTTPException(403)
    size = request.headers.get("content-length", "")
    if not size.isdigit():
        raise HTTPException(411)
    if int(size) > page.most:
        raise HTTPException(413)
    try:
        form = await request.form(max_files=1, max_fields=MOST_FIELDS, max_part_size=page.most)
    except ClientDisconnect:  # nobody is there to be answered, and nothing is amiss
        raise HTTPException(400) from None
    names = dict.fromkeys(form.keys())
    held: dict[str, tuple[Any, ...]] = {name: tuple(form.getlist(name)) for name in names}
    visit.lists = {
        name: tuple(one for one in values if isinstance(one, str))
        for name, values in held.items()
    }
    visit.form = {name: values[0] for name, values in visit.lists.items() if values}
    visit.files = {
        name: one
        for name, values in held.items()
        for one in values
        if isinstance(one, UploadFile)
    }
    if page.rule is not Rule.OPEN and visit.form.get("token") != visit.form_token:
        raise HTTPException(403)
    seat = visit.sitting.seat if visit.sitting else ""
    if page.rule is not Rule.OPEN and visit.form.get(FOR_SEAT, seat) != seat:
        raise NotThere


def _absent(host: Host) -> Callable[[Request, Exception], Awaitable[Response]]:
    """Return what answers for what is not there, and for what is not for whoever asks."""
    page = HostPage("", lambda _: Response(), Rule.OPEN)

    async def answer(request: Request, _: Exception) -> Response:
        visit = _visit(host, page, request)
        if wait := _wait(visit):
            return visit.too_many(wait)
        if visit.taken is None:
            return await run_in_threadpool(visit.render, "no_seat.html.j2", 401)
        return await run_in_threadpool(visit.render, "not_there.html.j2", 404)

    return answer


def _not_done(host: Host) -> Callable[[Request, Exception], Awaitable[Response]]:
    """Return what answers where the disk or the store failed.

    Why is said on the machine itself: a seat learns nothing of others' files from it.
    """
    page = HostPage("", lambda _: Response(), Rule.OPEN)

    async def answer(request: Request, error: Exception) -> Response:
        logging.getLogger(__name__).warning("%s", error)
        visit = _visit(host, page, request)
        return await run_in_threadpool(visit.render, "not_done.html.j2", 503)

    return answer


async def _error(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return PlainTextResponse(f"{error.detail}\n", error.status_code)


_LOCAL = ("localhost", "127.0.0.1", "[::1]")
"""What an own machine is called by its own browser."""


class _CalledLocal:
    """Refuses what is asked of an own machine by another name.

    A page from elsewhere can have its own name lead to this machine (DNS rebinding), and would
    then be of one origin with what answers here.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            called = Headers(scope=scope).get("host", "").lower()
            if re.sub(r":\d+$", "", called) not in _LOCAL:
                await PlainTextResponse("not here\n", 421)(scope, receive, send)
                return
        await self._app(scope, receive, send)


class _Headers:
    """Sets on every answer what a browser needs to be told."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                kept = scope["path"].startswith("/static/") and message["status"] < 400
                headers["cache-control"] = KEPT_LONG if kept else "no-store"
            await send(message)

        await self._app(scope, receive, told if scope["type"] == "http" else send)
