"""Where a host listens, and under which addresses it is reached."""

from ipaddress import ip_address

import pytest

from accord.errors import AccordError
from accord.host.addresses import (
    OwnAddress,
    listening,
    machine_names,
    own_addresses,
    web_address,
)

LOOPBACK, HOME = ip_address("127.0.0.1"), ip_address("192.168.1.20")
PUBLIC = ip_address("93.184.216.34")
OWN = (OwnAddress(HOME, "wlan0"), OwnAddress(PUBLIC, "eth0"), OwnAddress(LOOPBACK, "lo"))


def test_a_host_listens_on_this_machine_and_private_addresses_alone() -> None:
    assert listening((), OWN).bound == listening((), OWN).reached == (HOME, LOOPBACK)


def test_a_public_address_is_listened_on_where_it_is_named() -> None:
    assert listening([str(PUBLIC)], OWN).bound == (PUBLIC,)


def test_every_address_is_reached_where_all_are_asked_for() -> None:
    everywhere = listening(["127.0.0.1", "0.0.0.0"], OWN)
    assert everywhere.bound == (ip_address("0.0.0.0"),)
    assert everywhere.reached == (HOME, PUBLIC, LOOPBACK)


@pytest.mark.parametrize("listen", ["10.9.9.9", "no such name.invalid", "8000", ""])
def test_what_is_no_address_of_this_machine_is_refused_in_a_sentence(listen: str) -> None:
    with pytest.raises(AccordError, match=f"--listen {listen}"):
        listening([listen], OWN)


def test_this_machine_has_its_loopback_last_and_no_address_of_one_link() -> None:
    found = [one.address for one in own_addresses()]
    assert LOOPBACK in found
    assert found == sorted(found, key=lambda one: one.is_loopback)
    assert not any(one.is_link_local for one in found)


def test_names_are_such_as_a_certificate_may_have(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socket.gethostname", lambda: "Anna's_Laptop.local")
    assert machine_names() == ("localhost",)
    monkeypatch.setattr("socket.gethostname", lambda: "Villa-2.lan")
    assert machine_names() == ("localhost", "villa-2.local", "villa-2.lan")


def test_a_link_has_brackets_around_an_address_of_ipv6() -> None:
    assert web_address(ip_address("fd00::2"), 8000, plain=False) == "https://[fd00::2]:8000"
    assert web_address(HOME, 80, plain=True) == "http://192.168.1.20:80"
