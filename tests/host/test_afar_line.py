"""The line to a host: it is known by its certificate; whoever shows another is not heard."""

import secrets
import shutil
import socket
from contextlib import suppress
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path
from threading import Thread
from time import sleep

import pytest
from attrs import evolve
from tests.host.people import example
from tests.host.served_host import served_host

from accord.errors import AccordError
from accord.host import afar_line
from accord.host.afar import sit_down
from accord.host.afar_kept import AfarKept
from accord.host.afar_line import (
    AfarHost,
    AfarLine,
    NotConnected,
    NotReached,
    NotSent,
    OtherCertificate,
    base_of,
    come_in,
    shown_fingerprint,
)
from accord.host.certificates import Certificates, certificates
from accord.host.fingerprint import Fingerprint
from accord.host.host_place import HostPlace

HERE = ip_address("127.0.0.1")


def shown_by(home: Path) -> Certificates:
    return certificates(home, ["villa.local"], [HERE], datetime.now(UTC))


def test_a_host_is_known_by_the_certificate_that_was_compared(tmp_path: Path) -> None:
    held = shown_by(tmp_path / "host")
    with served_host(example(tmp_path), certificates=held) as served:
        served.host.place = HostPlace(bound=(HERE,), links=(served.base,), certificates=held)
        link = served.link("ridge")
        shown = shown_fingerprint(link)
        assert shown == held.fingerprint
        kept = AfarKept(tmp_path / "own")
        other = Fingerprint(bytes(32))
        for wrong in (None, other):
            with pytest.raises(OtherCertificate, match="not the one whose fingerprint"):
                sit_down(kept, link, wrong, "Ada", secrets.token_bytes)
        host = sit_down(kept, link, shown, "Ada", secrets.token_bytes)
        assert host.seat == "ridge" and host.authority_fingerprint == held.authority_fingerprint
        assert AfarKept(tmp_path / "own").host == host
        assert AfarLine(host).get("/wire/tables")["tables"] == []


def test_whoever_shows_another_certificate_is_sent_nothing(tmp_path: Path) -> None:
    held, folder = shown_by(tmp_path / "host"), example(tmp_path)
    with served_host(folder, certificates=held) as served:
        served.host.place = HostPlace(bound=(HERE,), links=(served.base,), certificates=held)
        kept, port = AfarKept(tmp_path / "own"), int(served.base.rpartition(":")[2])
        host = sit_down(
            kept, served.link("ridge"), held.fingerprint, "Ada", secrets.token_bytes
        )
    shutil.rmtree(tmp_path / "host")
    with (
        served_host(folder, port, shown_by(tmp_path / "host")),
        pytest.raises(OtherCertificate, match="does not show the certificate"),
    ):
        AfarLine(host).get("/wire/tables")


def test_a_new_certificate_of_the_same_authority_is_the_same_host(tmp_path: Path) -> None:
    held, folder = shown_by(tmp_path / "host"), example(tmp_path)
    with served_host(folder, certificates=held) as served:
        served.host.place = HostPlace(bound=(HERE,), links=(served.base,), certificates=held)
        kept, port = AfarKept(tmp_path / "own"), int(served.base.rpartition(":")[2])
        host = sit_down(
            kept, served.link("ridge"), held.fingerprint, "Ada", secrets.token_bytes
        )
    (tmp_path / "host" / "leaf.pem").unlink()
    anew = shown_by(tmp_path / "host")
    assert anew.fingerprint != held.fingerprint
    with served_host(folder, port, anew):
        assert AfarLine(host).get("/wire/tables")["seat"]["id"] == "ridge"


def test_an_authority_that_did_not_sign_what_is_shown_is_not_taken(tmp_path: Path) -> None:
    held, other = shown_by(tmp_path / "host"), shown_by(tmp_path / "other")
    with served_host(example(tmp_path), certificates=held) as served:
        served.host.place = HostPlace(bound=(HERE,), links=(served.base,), certificates=other)
        with pytest.raises(OtherCertificate, match="was not signed by the authority"):
            come_in(served.link("ridge"), held.fingerprint, secrets.token_urlsafe(32), "Ada")


def test_a_line_that_was_encrypted_is_never_used_in_the_clear(tmp_path: Path) -> None:
    held = shown_by(tmp_path / "host")
    host = AfarHost(base="https://10.0.0.5:8443", authority=held.authority.decode(), secret="s")
    AfarLine(host)
    for odd in (evolve(host, base="http://10.0.0.5:8443"), evolve(host, authority="")):
        with pytest.raises(OtherCertificate, match="nothing was sent"):
            AfarLine(odd)


def test_a_host_that_is_not_there_was_sent_nothing() -> None:
    with pytest.raises(NotConnected, match="cannot be reached"):
        shown_fingerprint("http://127.0.0.1:9/join/x")


@pytest.mark.parametrize(
    "link", ["http://vïlla..local/join/x", "http://%s/join/x" % ("a" * 80)]
)
def test_an_address_that_is_none_is_said_not_to_be_reached(link: str) -> None:
    with pytest.raises(NotConnected, match="cannot be reached"):
        shown_fingerprint(link)


def test_a_link_that_was_mistyped_lets_nobody_in(tmp_path: Path) -> None:
    with served_host(example(tmp_path)) as served:
        for path in ("/join/ä b", "/join/", "", "/brief", "/join/%00"):
            with pytest.raises(AccordError, match="lets nobody in"):
                come_in(f"{served.base}{path}", None, secrets.token_urlsafe(32), "Ada")


@pytest.mark.parametrize(
    ("link", "base"),
    [
        ("https://10.0.0.5:8443/join/abc", "https://10.0.0.5:8443"),
        (" http://[fd00::1]:8443/ ", "http://[fd00::1]:8443"),
        ("https://villa.local", "https://villa.local"),
    ],
)
def test_a_link_says_where_the_host_is(link: str, base: str) -> None:
    assert base_of(link) == base


@pytest.mark.parametrize(
    "link",
    ["", "10.0.0.5:8443", "ftp://x/join/y", "https:///join/x", "http://x:port/", "http://a@b/"],
)
def test_what_is_no_link_is_refused_in_a_sentence(link: str) -> None:
    with pytest.raises(AccordError, match="is no link to a host"):
        base_of(link)


OK = b"HTTP/1.1 200 OK\r\n"
ANSWERS = (
    *(b"", b"\0\xff", b"SSH-2.0\r\n", OK, OK + b"content-length: -1\r\n\r\n{}"),
    OK + b"set-cookie: a,b=c\r\ncontent-length: 2\r\n\r\n{}",
    OK + b"transfer-encoding: chunked\r\n\r\nzz\r\n",
    OK + b"content-length: 9\r\n\r\n{}",
    OK + b"x: y\r\n" * 200 + b"\r\n",
    OK + b"\r\n" + b"[" * 100_000,
    OK + b'\r\n{"version": 1, "seat": "\\ud800"}',
    OK + b'\r\n{"version": 1, "seat": NaN}',
    OK + b'\r\n{"version": 2}',
    b"HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:9/\r\n\r\n",
)


@pytest.mark.parametrize("answer", ANSWERS)
def test_whatever_answers_there_is_told_from_a_host_in_a_sentence(answer: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as there:

        def serve() -> None:
            come, _ = there.accept()
            with come, suppress(OSError):
                come.recv(65536)
                come.sendall(answer)

        Thread(target=serve, daemon=True).start()
        line = AfarLine(AfarHost(base=f"http://127.0.0.1:{there.getsockname()[1]}"), 2, 2)
        with pytest.raises((NotReached, NotSent), match=r"127\.0\.0\.1"):
            line.get("/wire/tables")


@pytest.mark.parametrize("begun", [b"", OK, OK + b"\r\n", OK + b"content-length: 9\r\n\r\n"])
def test_an_answer_that_never_ends_is_waited_for_no_longer_than_a_minute(
    begun: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(afar_line, "WHOLE", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as there:

        def serve() -> None:
            come, _ = there.accept()
            with come, suppress(OSError):
                come.recv(65536)
                come.sendall(begun)
                while True:  # until the other side hangs up
                    come.sendall(b" ")
                    sleep(0.02)

        Thread(target=serve, daemon=True).start()
        line = AfarLine(AfarHost(base=f"http://127.0.0.1:{there.getsockname()[1]}"), 20, 20)
        with pytest.raises((NotReached, NotSent)):
            line.get("/wire/tables")
