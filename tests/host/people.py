"""People who come to a host of a folder: what the tests of the host share."""

import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import blake2b
from html import unescape
from itertools import count
from pathlib import Path

from attrs import evolve, frozen
from frozendict import frozendict
from starlette.testclient import TestClient

from accord.host.app import application
from accord.host.class_opening import open_class
from accord.host.classroom import ClassPlan
from accord.host.host import Host, open_host
from accord.host.rates import Rates
from accord.host.settings import HostSettings

EXAMPLES = Path(__file__).parents[2] / "examples"
_FIELD = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')


def known_random() -> Callable[[int], bytes]:
    """Return what looks random and is the same each time."""
    numbers = count()
    return lambda size: blake2b(str(next(numbers)).encode(), digest_size=size).digest()


@contextmanager
def hosted(
    folder: Path,
    *,
    known: bool = True,
    class_plan: ClassPlan | None = None,
    clock: Callable[[], datetime] | None = None,
) -> Iterator[Host]:
    """Open a host of a folder, with a clock that stands still and known randomness."""
    settings = HostSettings(
        folder=folder, plain_http=True, rates=Rates.none(), class_plan=class_plan
    )
    if known:
        still = datetime(2033, 9, 30, 12, tzinfo=UTC)
        settings = evolve(settings, clock=clock or (lambda: still), random=known_random())
    host = open_host(settings)
    try:
        if class_plan:
            open_class(host, class_plan)
        yield host
    finally:
        host.close()


def example(to: Path, name: str = "market-road") -> Path:
    """Copy an example, to be changed."""
    return Path(shutil.copytree(EXAMPLES / name, to / name))


@frozen
class Guest:
    """Somebody with a browser of their own, in a seat."""

    client: TestClient

    def get(self, path: str) -> str:
        """Return a page that is there."""
        answer = self.client.get(path)
        assert answer.status_code == 200, (path, answer.status_code, answer.text)
        return str(answer.text)

    def post(
        self,
        path: str,
        form: Mapping[str, str | list[str]] = frozendict(),
        *,
        on: str = "",
        status: int = 303,
        **typed: str | list[str],
    ) -> str:
        """Send a form as it stands on a page, with what is typed; return where it leads.

        Args:
            path: Where it is sent.
            form: What is typed in fields whose names are no words.
            on: The page that it stands on; `path` if empty.
            status: What is answered.
            typed: The fields typed.
        """
        hidden = {key: unescape(one) for key, one in _FIELD.findall(self.get(on or path))}
        answer = self.client.post(
            path, data=hidden | dict(form) | typed, follow_redirects=False
        )
        assert answer.status_code == status, (path, answer.status_code, answer.text)
        return str(answer.headers["location"] if status == 303 else answer.text)


def sit(host: Host, seat: str, name: str = "") -> Guest:
    """Come in at the door with a link of a seat."""
    client = TestClient(application(host), base_url="http://127.0.0.1:8443")
    secret = host.doors.invite(seat)
    answer = client.post(f"/join/{secret}", data={"name": name}, follow_redirects=False)
    assert answer.status_code == 303
    return Guest(client)
