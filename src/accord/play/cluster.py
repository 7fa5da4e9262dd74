"""Workers on a Dask cluster, as an executor like any other."""

from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Executor, Future
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any, TypeVar

import accord
from accord.errors import AccordError

T = TypeVar("T")

SECONDS = 10
"""How long to wait for the scheduler, and for its first worker."""
POLL = 0.5
"""How often to look whether the scheduler is there, in seconds."""


@contextmanager
def cluster(address: str, seconds: float | None = None) -> Iterator[Executor]:
    """Open a Dask cluster as an executor.

    If a worker is lost, the cluster gives what it had in hand to another; a worker that joins
    later takes its share. Every answer comes back once. A talk on which several workers are
    lost, one after the other, is given up.

    Args:
        address: Where the scheduler is, such as `tcp://10.0.0.5:8786`.
        seconds: How long to wait for the scheduler, and for its first worker; by default
            `SECONDS`.

    Raises:
        AccordError: If Dask is not installed, there is no scheduler or no worker, the workers
            have another version of Accord or none, the scheduler is lost, or the cluster gives
            a talk up.
    """
    try:
        from distributed import Client, KilledWorker
        from distributed.comm.addressing import get_address_host_port
    except ImportError:
        raise AccordError(
            "Dask is not installed: run pip install 'accord[dask]', here and where the "
            "workers are."
        ) from None
    seconds = SECONDS if seconds is None else seconds
    try:
        # A client that cannot read its address prints a traceback when it is forgotten.
        if not address.startswith("inproc:"):
            get_address_host_port(address)
        client = Client(address, timeout=seconds, set_as_default=False)
    except (OSError, ValueError) as error:
        raise AccordError(
            f"There is no Dask scheduler at '{address}': start one with 'dask scheduler', or "
            f"look at the address ({_first_line(error)})."
        ) from None
    with client:
        _look_at_workers(client, address, seconds)
        executor = _Watched(client)
        try:
            yield executor
        except KilledWorker as error:
            raise AccordError(
                "The cluster gave up, as several workers were lost on the same talks: see why "
                f"they end, such as too little memory ({_first_line(error)})."
            ) from None
        except CancelledError:
            raise AccordError(
                f"The Dask scheduler at '{address}' was lost, and with it the talks that were "
                "not done: start it, and play them again."
            ) from None
        finally:
            executor.shutdown(wait=False)


class _Watched(Executor):
    """The executor of a cluster, whose work is cancelled once its scheduler is lost.

    Dask by itself leaves what is sent in that moment waiting for ever.
    """

    def __init__(self, client: Any) -> None:
        self.client, self.inner = client, client.get_executor(pure=False)
        self.sent: dict[Future[Any], None] = {}
        self.closed = Event()
        Thread(target=self.watch, daemon=True).start()

    def submit(self, task: Callable[..., T], /, *args: Any, **named: Any) -> Future[T]:
        future: Future[T] = self.inner.submit(task, *args, **named)
        self.sent[future] = None
        future.add_done_callback(lambda done: self.sent.pop(done, None))
        return future

    def watch(self) -> None:
        """Cancel what waits, the first sent first, whenever the scheduler is not there."""
        while not self.closed.wait(POLL):
            if self.client.status != "running":
                for future in list(self.sent):
                    future.cancel()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self.closed.set()
        self.inner.shutdown(wait=wait)


def _look_at_workers(client: Any, address: str, seconds: float) -> None:
    try:
        client.wait_for_workers(1, timeout=seconds)
    except TimeoutError:
        raise AccordError(
            f"The Dask scheduler at '{address}' has no worker: start one with 'dask worker "
            f"{address}'."
        ) from None
    try:
        found = set(client.run(version).values())
    except ImportError:
        raise AccordError(
            f"A worker of '{address}' has no Accord of this version: install the same one "
            "there."
        ) from None
    if found != {accord.__version__}:
        others = ", ".join(sorted(found - {accord.__version__}))
        raise AccordError(
            f"The workers of '{address}' have Accord {others}, and here is "
            f"{accord.__version__}: answers are the same only with the same version."
        )


def version() -> str:
    """Return which version of Accord a worker has."""
    return accord.__version__


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0]
