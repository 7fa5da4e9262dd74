"""What a host is started with, and all that may differ from one run to the next."""

import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from attrs import field, frozen

from accord.host.classroom import ClassPlan
from accord.host.rates import Rates

PORT = 8443
"""Where nothing else is said: what is often taken for TLS and needs no rights."""


def _now() -> datetime:
    return datetime.now(UTC)


@frozen(kw_only=True)
class HostSettings:
    """How a folder is hosted.

    Attributes:
        folder: The process folder.
        port: The port.
        listen: The addresses to listen on; empty for this machine and its private addresses.
        plain_http: Whether nothing is encrypted on its way.
        invitations: Where the links are written once they can be opened; None for nowhere.
        store: The database of what people did; empty for a file in the folder.
        class_plan: The class that is to be held; None for none.
        link_lasts: How long an invitation can be used.
        idle: How long a browser may be left before it has to come in anew.
        rates: How much is answered in a given time.
        clock: Tells the time.
        random: Returns so many random bytes, fit for secrets.
    """

    folder: Path
    port: int = PORT
    listen: tuple[str, ...] = ()
    plain_http: bool = False
    invitations: Path | None = None
    store: str = ""
    class_plan: ClassPlan | None = None
    link_lasts: timedelta = timedelta(days=7)
    idle: timedelta = timedelta(hours=12)
    rates: Rates = field(factory=Rates)
    clock: Callable[[], datetime] = _now
    random: Callable[[int], bytes] = secrets.token_bytes

    @property
    def kept(self) -> Path:
        """The folder in which the host keeps what is its own, beside the process."""
        return self.folder / "host"
