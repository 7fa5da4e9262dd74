"""What `accord host --check` finds: each fault is made, found, and gone when it is mended."""

import errno
import os
import socket
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest

from accord.host import network_check
from accord.host.addresses import OwnAddress
from accord.host.network_check import Finding, Urgency, clock, ports, reachable, rights

LOOPBACK, HOME = ip_address("127.0.0.1"), ip_address("192.168.1.20")
PUBLIC, IPV6 = ip_address("93.184.216.34"), ip_address("fd00::2")
NOW = datetime.now(UTC)


def own(*addresses: object) -> tuple[OwnAddress, ...]:
    return tuple(OwnAddress(ip_address(str(one)), "eth0") for one in addresses)


def mended(found: Iterable[Finding]) -> list[str]:
    return [one.sentence for one in found if one.urgency is Urgency.MEND]


def test_a_free_port_is_nothing_to_mend() -> None:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    assert list(ports(port, [LOOPBACK])) == []


def test_a_taken_port_is_named_with_another_that_is_free() -> None:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        one.listen()
        port = one.getsockname()[1]
        [sentence] = mended(ports(port, [LOOPBACK]))
        assert f"Port {port} is taken on 127.0.0.1" in sentence
        free = int(sentence.partition("--port ")[2].split()[0])
        assert free > port
        assert list(ports(free, [LOOPBACK])) == []


def test_an_address_that_is_gone_is_said() -> None:
    [sentence] = mended(ports(8000, [ip_address("192.0.2.77")]))
    assert "cannot be had on 192.0.2.77" in sentence


def test_a_machine_in_no_network_can_serve_nobody_else() -> None:
    [sentence] = mended(reachable([LOOPBACK], own(LOOPBACK), 8000))
    assert "in no network" in sentence and "Join a Wi-Fi or plug in a cable" in sentence
    [sentence] = mended(reachable([LOOPBACK], own(LOOPBACK, PUBLIC), 8000))
    assert "only 93.184.216.34" in sentence and "--listen ADDRESS" in sentence


def test_a_host_for_this_machine_alone_is_as_it_was_asked_for() -> None:
    found = list(reachable([LOOPBACK], own(LOOPBACK, HOME), 8000, listen=["127.0.0.1"]))
    assert [one.urgency for one in found] == [Urgency.KNOW]


def test_a_private_address_is_to_be_tried_with_a_second_device() -> None:
    found = list(reachable([HOME, LOOPBACK], own(HOME, LOOPBACK), 8000))
    assert mended(found) == []
    tried = [one.sentence for one in found if one.urgency is Urgency.TRY]
    assert "https://192.168.1.20:8000/health" in tried[-1]
    assert "client isolation" in tried[-1] and "captive portal" in tried[-1]


def test_ipv6_alone_plain_http_and_a_public_address_are_said() -> None:
    assert "IPv6 alone" in mended(reachable([IPV6, LOOPBACK], own(IPV6), 8000))[0]
    found = reachable([PUBLIC], own(PUBLIC), 8000, listen=[str(PUBLIC)], plain=True)
    said = " ".join(one.sentence for one in found)
    assert "is a public address" in said
    assert "can read and change all that is sent" in said
    assert f"http://{PUBLIC}:8000/health" in said


def test_a_clock_behind_what_was_written_is_to_be_set(tmp_path: Path) -> None:
    (tmp_path / "record.yaml").write_text("entries: []\n")
    now = datetime.now(UTC)
    assert mended(clock(tmp_path, now)) == []
    [sentence] = mended(clock(tmp_path, now - timedelta(days=400)))
    assert "The clock is behind" in sentence


def test_too_few_open_files_are_to_be_raised() -> None:
    assert mended(network_check._files(20_000)) == mended(network_check._files(None)) == []
    [sentence] = mended(network_check._files(256))
    assert "256 files open" in sentence and "78 people" in sentence and "ulimit -n" in sentence


def test_what_others_may_read_is_named_with_the_command_that_ends_it(tmp_path: Path) -> None:
    home = tmp_path / "host"
    home.mkdir(mode=0o700)
    (home / "ca.pem").touch(mode=0o600)
    assert list(rights(tmp_path)) == []
    home.chmod(0o755)
    (home / "ca.pem").chmod(0o644)
    assert [one.rpartition(": ")[2] for one in mended(rights(tmp_path))] == [
        f"chmod 700 '{home}'.",
        f"chmod 600 '{home / 'ca.pem'}'.",
    ]


def test_a_folder_that_cannot_be_written_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(**_: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr("tempfile.TemporaryFile", refused)
    [sentence] = mended(rights(tmp_path))
    assert f"{tmp_path} cannot be written (Permission denied)" in sentence
