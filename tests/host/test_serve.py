"""`accord host` as somebody starts it: a process, its links, its certificate, its end."""

import json
import re
import signal
import socket
import ssl
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPSHandler, build_opener, urlopen

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import load_pem_x509_certificate
from tests.host.people import example, hosted

from accord.host.classroom import ClassPlan, holder_for_class
from accord.host.serve import _bound, _say_class


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def started(folder: Path, *options: str) -> Iterator[tuple[int, Path, "subprocess.Popen[str]"]]:
    """Start a host on a free port; yield the port and the file of links, once it is there."""
    port, file = free_port(), folder.parent / f"links-{free_port()}.json"
    words = ["host", str(folder), "--port", str(port), "--invitations", str(file), *options]
    host = subprocess.Popen(
        [sys.executable, "-c", "from accord.cli import main; main()", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        until = time.monotonic() + 60
        while not file.exists() and host.poll() is None and time.monotonic() < until:
            time.sleep(0.02)
        assert file.exists(), host.communicate(timeout=5)
        yield port, file, host
    finally:
        host.kill()
        host.communicate()


def trusting(folder: Path) -> ssl.SSLContext:
    held = (folder / "host" / "ca.pem").read_bytes()
    authority = load_pem_x509_certificate(held).public_bytes(Encoding.PEM)
    return ssl.create_default_context(cadata=authority.decode())


def test_a_host_is_encrypted_and_known_by_the_fingerprint_it_prints(
    tmp_path: Path,
) -> None:
    folder = example(tmp_path)
    with started(folder, "--listen", "127.0.0.1") as (port, file, host):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        links = json.loads(file.read_text())
        assert {"host", "mediator", "ridge", "ridge/capital"} <= set(links)
        assert all(one.startswith(f"https://127.0.0.1:{port}/join/") for one in links.values())
        with urlopen(f"https://localhost:{port}/health", context=trusting(folder)) as answer:
            assert answer.status == 200
        with urlopen(links["ridge"], context=trusting(folder)) as answer:
            assert "You sit for" in answer.read().decode()
        home = folder / "host"
        assert {stat.S_IMODE(one.stat().st_mode) for one in home.iterdir()} == {0o600}
        shown = load_pem_x509_certificate((home / "leaf.pem").read_bytes())
        signs = shown.fingerprint(SHA256()).hex(":").upper()
        browser = build_opener(HTTPCookieProcessor(), HTTPSHandler(context=trusting(folder)))
        browser.open(links["host"], data=b"name=Ida").close()
        with browser.open(f"https://127.0.0.1:{port}/host") as answer:
            page = answer.read().decode()
        assert signs in page and f"<strong><bdi>{signs[:35]}<" in page and "<svg" in page
        with browser.open(f"https://127.0.0.1:{port}/authority.pem") as answer:
            assert answer.read() in (home / "ca.pem").read_bytes()
        host.send_signal(signal.SIGINT)
        said, _ = host.communicate(timeout=30)
    assert signs in said


def test_a_host_without_tls_says_so_on_every_page(tmp_path: Path) -> None:
    with started(example(tmp_path), "--plain-http") as (port, file, _):
        assert urlopen(f"http://127.0.0.1:{port}/health").status == 200
        link = json.loads(file.read_text())["mediator"].partition("/join/")[2]
        with urlopen(f"http://127.0.0.1:{port}/join/{link}") as answer:
            assert "Not encrypted" in answer.read().decode()


def test_what_a_side_enters_is_for_nobody_else_who_uses_the_machine(tmp_path: Path) -> None:
    folder = example(tmp_path)
    with started(folder, "--plain-http", "--listen", "127.0.0.1") as (port, file, _):
        browser, here = build_opener(HTTPCookieProcessor()), f"http://127.0.0.1:{port}"
        browser.open(json.loads(file.read_text())["ridge"], data=b"name=Oda").close()
        with browser.open(f"{here}/record/add?kind=statement") as answer:
            (token,) = set(re.findall(r'name="token" value="(\w+)"', answer.read().decode()))
        typed = {"kind": "statement", "by": "ridge", "date": "2024-05-03", "text": "ours"}
        typed |= {"for": "ridge", "new_heard": "Oda", "token": token}
        there = {*folder.rglob("*")}
        with browser.open(f"{here}/record/add", data=urlencode(typed).encode()) as answer:
            assert "/record/statement" in answer.url
    new = {one for one in folder.rglob("*") if "host" not in one.parts} - there
    assert new and not any(one.stat().st_mode & 0o077 for one in new)


def test_a_taken_port_is_refused_with_another_that_is_free(tmp_path: Path) -> None:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        one.listen()
        port = one.getsockname()[1]
        words = ["host", str(example(tmp_path)), "--port", str(port), "--plain-http"]
        done = subprocess.run(
            [sys.executable, "-c", "from accord.cli import main; main()", *words],
            capture_output=True,
            text=True,
            timeout=60,
        )
    assert done.returncode == 2
    assert f"Port {port} is taken on 127.0.0.1" in done.stderr and "is free" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_check_says_that_a_host_answers_already(tmp_path: Path) -> None:
    folder = example(tmp_path)
    options = ["--listen", "127.0.0.1"]
    with started(folder, *options) as (port, _, _):
        words = ["host", str(folder), "--port", str(port), "--check", *options]
        done = subprocess.run(
            [sys.executable, "-c", "from accord.cli import main; main()", *words],
            capture_output=True,
            text=True,
            timeout=60,
        )
    assert done.returncode == 0, done.stdout
    assert f"A host answers on port {port} already." in done.stdout


def test_an_answer_on_a_kept_connection_is_sent_at_once() -> None:
    """The event loop sets TCP_NODELAY on what such a socket accepts, and on nothing else."""
    with _bound(ip_address("127.0.0.1"), free_port()) as made:
        assert made.proto == socket.IPPROTO_TCP


def test_each_start_says_where_a_class_comes_in_until_that_is_closed(tmp_path: Path) -> None:
    folder, plan = example(tmp_path, "sarn-river"), ClassPlan(tables=3)
    with hosted(folder, class_plan=plan) as host:
        said: list[str] = []
        for _ in range(2):
            _say_class(host, said.append)
        codes = [found[1] for one in said if (found := re.search(r"/come/(\w+), 6 seats", one))]
        assert len({*codes}) == 2 and all(map(host.doors.entrance.opens, codes))
        assert [one.rpartition(" ")[2].replace("-", "") for one in said[1::2]] == codes
        host.doors.entrance.close("Ann", host.class_seating)
    with hosted(folder, class_plan=plan) as host:
        said.clear()
        _say_class(host, said.append)
        assert said == ["the address of the class is closed: the instructor can open it"]
        assert not any(map(host.doors.entrance.opens, codes))


def test_whoever_starts_a_class_reads_whose_sheets_there_were_to_choose_from(
    tmp_path: Path,
) -> None:
    folder = example(tmp_path, "russia-ukraine-2022")
    with hosted(folder, class_plan=ClassPlan(tables=1)) as host:
        said: list[str] = []
        _say_class(host, said.append)
        given = host.classroom.held_by
        assert given and said[0].startswith(f"the sides are given what '{given}' holds; ")
        other = said[0].rpartition(" ")[2]
        assert other != given and holder_for_class(host.held.whole, other) == other
