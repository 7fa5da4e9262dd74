"""The host's own authority and certificate, held to what TLS itself makes of them."""

import os
import ssl
import stat
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509

from accord.errors import AccordError
from accord.host.certificates import Certificates, certificates
from accord.host.fingerprint import Fingerprint

NOW = datetime.now(UTC)
NAMES = ("localhost", "villa.local", "villa")
HOME = (ip_address("192.168.1.20"), ip_address("127.0.0.1"), ip_address("fd00::2"))


def made(
    folder: Path,
    names: tuple[str, ...] = NAMES,
    addresses: tuple[str, ...] = tuple(map(str, HOME)),
    now: datetime = NOW,
) -> Certificates:
    return certificates(folder / "host", names, map(ip_address, addresses), now)


def shaken(found: Certificates, name: str) -> bytes:
    """Let a browser of our own meet a host by a name; return the certificate it was shown."""
    trusts = ssl.create_default_context(cadata=found.authority.decode())
    holds = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    holds.load_cert_chain(found.chain)
    there, back = ssl.MemoryBIO(), ssl.MemoryBIO()
    guest = trusts.wrap_bio(back, there, server_hostname=name)
    host = holds.wrap_bio(there, back, server_side=True)
    for _ in range(4):
        for one in (guest, host):
            try:
                one.do_handshake()
            except ssl.SSLWantReadError:
                continue
    shown = guest.getpeercert(binary_form=True)
    assert shown is not None
    return shown


@pytest.mark.parametrize("name", [*NAMES, *map(str, HOME)])
def test_who_takes_the_authority_in_trusts_the_host_by_every_name(
    name: str, tmp_path: Path
) -> None:
    found = made(tmp_path)
    assert Fingerprint.of(shaken(found, name)) == found.fingerprint


def test_the_host_is_not_trusted_by_another_name(tmp_path: Path) -> None:
    with pytest.raises(ssl.SSLCertVerificationError, match="mismatch"):
        shaken(made(tmp_path), "192.168.1.21")


def test_only_the_owner_reads_what_is_kept(tmp_path: Path) -> None:
    umask = os.umask(0o000)
    try:
        made(tmp_path)
    finally:
        os.umask(umask)
    home = tmp_path / "host"
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert {stat.S_IMODE(one.stat().st_mode) for one in home.iterdir()} == {0o600}


def test_it_is_kept_while_nothing_changes_and_when_an_address_goes(tmp_path: Path) -> None:
    first = made(tmp_path)
    assert first.renewed == ""
    assert made(tmp_path, now=NOW + timedelta(days=300)) == first
    assert made(tmp_path, addresses=("127.0.0.1",)) == first


def test_a_new_address_gets_a_new_certificate_of_the_same_authority(tmp_path: Path) -> None:
    first = made(tmp_path)
    moved = made(tmp_path, addresses=("10.1.2.3",))
    assert moved.renewed.startswith("The certificate is new, for this machine has other")
    assert moved.fingerprint != first.fingerprint
    assert moved.authority == first.authority
    shaken(moved, "10.1.2.3")
    with pytest.raises(ssl.SSLCertVerificationError):  # where it was is not told on
        shaken(moved, "192.168.1.20")


def test_it_is_renewed_before_its_end(tmp_path: Path) -> None:
    first = made(tmp_path)
    later = made(tmp_path, now=first.until - timedelta(days=29))
    assert "the old one ends" in later.renewed
    assert later.authority == first.authority and later.until > first.until


def test_an_authority_that_holds_no_more_is_made_anew(tmp_path: Path) -> None:
    first = made(tmp_path)
    for now in (NOW + timedelta(days=3700), NOW - timedelta(days=30)):
        later = made(tmp_path / str(now.year), now=NOW)
        other = made(tmp_path / str(now.year), now=now)
        assert "take it in again" in other.renewed
        assert other.authority not in (first.authority, later.authority)


def test_the_authority_may_not_vouch_for_other_sites(tmp_path: Path) -> None:
    """Whoever steals its key cannot stand between a guest and his bank."""
    first = made(tmp_path)
    limits = x509.load_pem_x509_certificate(first.authority).extensions.get_extension_for_class(
        x509.NameConstraints
    )
    assert limits.critical
    public = made(tmp_path, names=("talks.example",), addresses=("93.184.216.34",))
    assert "the old one may not vouch for talks.example" in public.renewed
    shaken(public, "93.184.216.34")
    with pytest.raises(ssl.SSLCertVerificationError):
        forged(tmp_path, "bank.example")


def forged(folder: Path, name: str) -> None:
    """Sign a certificate for another site with the host's authority, as a thief would."""
    from accord.host import certificates as module

    authority = module._Signed.read(folder / "host" / "ca.pem")
    assert authority is not None
    leaf = module._new_leaf(authority, (name,), (), NOW)
    leaf.write(folder / "forged.pem", authority)
    real = made(folder)
    trusted = x509.load_pem_x509_certificate(authority.pem)
    assert trusted.subject == leaf.certificate.issuer
    shaken(
        Certificates(
            chain=folder / "forged.pem",
            authority=authority.pem,
            fingerprint=real.fingerprint,
            authority_fingerprint=real.authority_fingerprint,
            until=NOW,
            renewed="",
        ),
        name,
    )


@pytest.mark.parametrize("name", ["ca.pem", "leaf.pem"])
def test_a_spoilt_file_is_named_in_a_sentence(name: str, tmp_path: Path) -> None:
    made(tmp_path)
    (tmp_path / "host" / name).write_text("what is this")
    with pytest.raises(AccordError, match=f"{name} is not as it was written: remove it"):
        made(tmp_path)


def test_a_place_that_cannot_be_written_is_named_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "host").write_text("a file")
    with pytest.raises(AccordError, match="host cannot be written"):
        made(tmp_path)
