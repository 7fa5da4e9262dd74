"""A host that answers over a real network connection, in a thread of the test."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

import uvicorn
from attrs import define

from accord.host.app import application
from accord.host.certificates import Certificates
from accord.host.host import Host, open_host
from accord.host.rates import Rates
from accord.host.settings import HostSettings


@define
class ServedHost:
    """A host that listens.

    Attributes:
        host: The host.
        base: How its addresses begin.
    """

    host: Host
    base: str
    _leave: Callable[[], None]
    _server: uvicorn.Server
    _thread: threading.Thread

    def link(self, seat: str) -> str:
        """Return a new invitation."""
        return f"{self.base}/join/{self.host.doors.invite(seat)}"

    def stop(self) -> None:
        """Stop it, as the machine's being switched off does."""
        self._leave()
        self._server.should_exit = True
        self._thread.join(10)
        self.host.close()


def serve_host(
    folder: Path, port: int = 0, certificates: Certificates | None = None
) -> ServedHost:
    """Serve a folder at a port of this machine; the port is chosen where it is 0."""
    host = open_host(
        HostSettings(folder=folder, plain_http=certificates is None, rates=Rates.none())
    )
    app = application(host)
    config = uvicorn.Config(
        app,
        host="127.0.0.1",
        port=port,
        log_level="warning",
        lifespan="off",
        ssl_certfile=certificates.chain if certificates else None,
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    wait_for(lambda: server.started)
    bound = server.servers[0].sockets[0].getsockname()[1]
    scheme = "https" if certificates else "http"
    return ServedHost(
        host, f"{scheme}://127.0.0.1:{bound}", app.state.streams.close, server, thread
    )


def wait_for(true: Callable[[], object], longest: float = 20) -> None:
    """Wait until something is so; a busy machine takes its time."""
    until = monotonic() + longest
    while not true():
        assert monotonic() < until, "it did not become so"
        sleep(0.01)


@contextmanager
def served_host(
    folder: Path, port: int = 0, certificates: Certificates | None = None
) -> Iterator[ServedHost]:
    """Serve a folder meanwhile."""
    served = serve_host(folder, port, certificates)
    try:
        yield served
    finally:
        served.stop()
