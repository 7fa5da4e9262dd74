"""Host cases from an installed wheel, with no network: what `make wheel` tries.

It runs by itself, with what a fresh environment has: `python from_the_wheel.py CASE CLASS`. It
hosts a case, sits at it with a machine of its own, and holds a class of another case in which
programs talk. It says after how long the first page was there; everything that a page asks for
has to come from where the page itself does, so that nothing lies outside the wheel.
"""

import json
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode, urljoin, urlsplit
from urllib.request import (
    HTTPCookieProcessor,
    HTTPSHandler,
    OpenerDirector,
    Request,
    build_opener,
)

PAGES = ("/brief", "/record/add", "/matrix", "/tables", "/papers", "/who-sees-what")
OWN_PAGES = ("/brief", "/tables", "/mandate/ukraine", "/waiting", "/far-host")
CLASS_PAGES = (
    *("/class", "/class/door", "/class/people", "/class/slips", "/class/programs"),
    *("/class/news", "/class/questions", "/class/debrief", "/class/debrief/all"),
    *("/class/1", "/class/1/replay"),
)
GROUP_PAGES = ("/role", "/tables/1", "/tables/1/room", "/questions", "/debrief")
Running = subprocess.Popen[str]
LONGEST = 60
"""Seconds after which something that should come does not."""

_ASKED = re.compile(
    r"""<(?:script|link|img|form|iframe)\b[^>]*?\b(?:src|href|action)="([^"]+)"""
)
_HIDDEN = re.compile(r'type="hidden" name="(\w+)" value="([^"]*)"')


def without_network() -> None:
    """Go on where there is no network but this machine's own, if the system lets us."""
    again = ["sh", "-c", 'ip link set lo up && exec "$@"', "sh", sys.executable, *sys.argv]
    cut = ["unshare", "--map-root-user", "--net"]
    able = shutil.which("unshare") and shutil.which("ip")
    if able and subprocess.run([*cut, "true"], capture_output=True).returncode == 0:
        os.execvpe(cut[0], [*cut, *again], os.environ | {"NETWORK": "cut"})
    print("the network could not be cut off here; going on with it")


def until(found: Callable[[], bool], what: str, process: Running | None = None) -> None:
    """Wait for something."""
    start = time.monotonic()
    while not found():
        assert process is None or process.poll() is None, f"it ended before {what}"
        assert time.monotonic() - start < LONGEST, f"there is no {what}"
        time.sleep(0.02)


def free_port() -> str:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return str(found.getsockname()[1])


@contextmanager
def running(command: str, *words: str, at: Path) -> Iterator[tuple[Running, Path]]:
    """Run a command of the wheel until it is left, with a file of what it says."""
    said = at / f"{command}-{free_port()}.txt"
    accord = Path(sys.executable).with_name("accord")
    with said.open("w") as out:
        process = subprocess.Popen(
            [str(accord), command, *words, "--port", free_port()],
            cwd=at,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
            stdout=out,
            stderr=subprocess.STDOUT,
            text=True,
        )
        try:
            yield process, said
        except BaseException:
            print(said.read_text())
            raise
        finally:
            process.terminate()
            process.wait(30)


@contextmanager
def hosted(case: Path, *options: str) -> Iterator[dict[str, str]]:
    """Host a case, and yield the links to its seats."""
    file = case.parent / f"links-{case.name}.json"
    words = (str(case), "--listen", "127.0.0.1", "--invitations", str(file), *options)
    with running("host", *words, at=case.parent) as (process, _):
        until(file.exists, "file of links", process)
        yield json.loads(file.read_text("utf-8"))


class Person:
    """Somebody with a browser of their own, who came in by a link."""

    def __init__(self, link: str) -> None:
        trust = ssl._create_unverified_context()  # the host vouches for itself
        self.base = "{0.scheme}://{0.netloc}".format(urlsplit(link))
        self.opener: OpenerDirector = build_opener(
            HTTPSHandler(context=trust), HTTPCookieProcessor(CookieJar())
        )
        self.post(urlsplit(link).path, name="Ines")

    def get(self, path: str) -> str:
        return str(self.opener.open(self.base + path).read().decode())

    def post(self, path: str, on: str = "", **typed: str) -> None:
        """Send a form as it stands on a page, with what is typed."""
        body = urlencode(dict(_HIDDEN.findall(self.get(on or path))) | typed).encode()
        self.opener.open(Request(self.base + path, body, {"Origin": self.base}))

    def looks(self, pages: Iterable[str]) -> None:
        """Look at pages, and take what they ask for, which has to come from the same place."""
        asked = set()
        for one in pages:
            asked |= {urljoin(self.base + one, to) for to in _ASKED.findall(self.get(one))}
        assert asked, "a page asks for nothing"
        for to in asked:
            assert to.startswith((f"{self.base}/", "data:")), f"asked elsewhere: {to}"
            if "/static/" in to or to.endswith(".svg"):
                assert self.opener.open(to).read(), to


def meet(case: Path) -> float:
    """Host a case and sit at it with an own machine; return when the first page was there."""
    start = time.monotonic()
    with hosted(case) as links:
        mediator = Person(links["mediator"])
        first = time.monotonic() - start
        mediator.looks(PAGES)
        runs = Person(links["host"])
        runs.looks(["/host"])
        words = re.search(r"in words <strong>(?:<bdi>)?([\w /]+)", runs.get("/host"))
        assert words, "no words of the fingerprint"
        sits(links["ukraine"], words[1], case.parent)
    return first


def sits(link: str, fingerprint: str, at: Path) -> None:
    """Sit at a host with an own machine, and look at its pages."""
    with running("sit", link, "--fingerprint", fingerprint, at=at) as (process, said):

        def inside() -> "re.Match[str] | None":
            return re.search(r"http://localhost:\d+/join/\S+", said.read_text())

        until(lambda: inside() is not None, "link to the own pages", process)
        found = inside()
        assert found
        Person(found[0]).looks(OWN_PAGES)
        assert (at / "ukraine" / "process.yaml").exists()


def teach(case: Path) -> None:
    """Hold a class of two tables, one of people, one of programs that talk."""
    with hosted(case, "--class", "2", "--rounds", "3") as links:
        teacher, side = Person(links["instructor"]), Person(links["1/arven"])
        on = "/class/programs"
        teacher.post(on, fill="2")
        teacher.post(on, play="2")
        until(lambda: "by a program" in teacher.get("/class/2"), "move of a program")
        teacher.post("/class/tell", on="/class/debrief", open="yes")
        teacher.looks(CLASS_PAGES)
        side.looks(GROUP_PAGES)


if __name__ == "__main__":
    if "NETWORK" not in os.environ:
        without_network()
    import accord

    assert Path(sys.prefix) in Path(accord.__file__).parents, "this is not the wheel"
    with tempfile.TemporaryDirectory() as there:
        case, taught = (
            Path(shutil.copytree(one, Path(there) / Path(one).name)) for one in sys.argv[1:]
        )
        took = meet(case)
        teach(taught)
    network = "no network" if "NETWORK" in os.environ else "a network"
    print(
        f"the first page was there {took:.1f} s after the command, a delegation sat with its "
        f"own machine and a class was held, with {network}"
    )
