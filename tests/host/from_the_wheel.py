"""Host the worked case from an installed wheel, with no network: what `make wheel` tries.

It runs by itself, with what a fresh environment has: `python from_the_wheel.py CASE`. It
says after how long the first page was there; everything that a page asks for has to come from
the host itself, so that nothing lies outside the wheel.
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
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode, urljoin, urlsplit
from urllib.request import HTTPCookieProcessor, HTTPSHandler, Request, build_opener

PAGES = ("/brief", "/record/add", "/matrix", "/tables", "/papers", "/who-sees-what", "/host")
_ASKED = re.compile(
    r"""<(?:script|link|img|form|iframe)\b[^>]*?\b(?:src|href|action)="([^"]+)"""
)


def without_network() -> None:
    """Go on where there is no network but this machine's own, if the system lets us."""
    again = ["sh", "-c", 'ip link set lo up && exec "$@"', "sh", sys.executable, *sys.argv]
    cut = ["unshare", "--map-root-user", "--net"]
    able = shutil.which("unshare") and shutil.which("ip")
    if able and subprocess.run([*cut, "true"], capture_output=True).returncode == 0:
        os.execvpe(cut[0], [*cut, *again], os.environ | {"NETWORK": "cut"})
    print("the network could not be cut off here; going on with it")


def hosted(case: Path, around: Path) -> float:
    """Host a case, look at its pages, and return after how long the first was there."""
    links, base = around / "links.json", ""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    command = [str(Path(sys.executable).with_name("accord")), "host", str(case)]
    command += ["--port", str(port), "--listen", "127.0.0.1", "--invitations", str(links)]
    start = time.monotonic()
    host = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        while not links.exists():
            assert host.poll() is None, "the host ended"
            assert time.monotonic() - start < 60, "the host does not start"
            time.sleep(0.02)
        first = 0.0
        for seat in ("mediator", "host"):
            link = json.loads(links.read_text("utf-8"))[seat]
            base = "{0.scheme}://{0.netloc}".format(urlsplit(link))
            trust = ssl._create_unverified_context()  # the host vouches for itself
            person = build_opener(HTTPSHandler(context=trust), HTTPCookieProcessor(CookieJar()))
            page = person.open(link).read().decode()
            first = first or time.monotonic() - start
            fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
            body = urlencode(fields | {"name": "Ines"}).encode()
            person.open(Request(link, body, {"Origin": base}))
            asked = set()
            for one in PAGES if seat == "mediator" else PAGES[-1:]:
                if one != "/host" or seat == "host":
                    page = person.open(base + one).read().decode()
                    asked |= {urljoin(base + one, to) for to in _ASKED.findall(page)}
            assert asked, "a page asks for nothing"
            for to in asked:
                assert to.startswith((f"{base}/", "data:")), f"asked elsewhere: {to}"
                if "/static/" in to:
                    assert person.open(to).read(), to
        assert re.search(r"in words <strong>(<bdi>)?\w+( \w+)+", page), (
            "no words of the fingerprint"
        )
    finally:
        host.terminate()
        host.wait(30)
    return first


if __name__ == "__main__":
    if "NETWORK" not in os.environ:
        without_network()
    import accord

    assert Path(sys.prefix) in Path(accord.__file__).parents, "this is not the wheel"
    with tempfile.TemporaryDirectory() as there:
        copy = shutil.copytree(sys.argv[1], Path(there) / "case")
        took = hosted(copy, Path(there))
    network = "no network" if "NETWORK" in os.environ else "a network"
    print(f"the first page was there {took:.1f} s after the command, with {network}")
