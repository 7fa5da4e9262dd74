"""The host's own certificate, and the small authority that signs it.

Nobody else vouches for a laptop in a villa. So a host makes an authority of its own, once for
each folder, and signs with it the certificate that browsers are shown. Guests compare the
fingerprint once, or take the authority into their device and compare its fingerprint once.
"""

import os
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from ipaddress import ip_network
from pathlib import Path

from attrs import frozen
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from accord.errors import AccordError
from accord.formats.disk import alone, beside, read_bytes, unwritable
from accord.host.addresses import IPAddress
from accord.host.fingerprint import Fingerprint

AUTHORITY_DAYS = 3650
"""How long the authority holds: nobody takes it into a device twice for one process."""
LEAF_DAYS = 397
"""How long the certificate holds: devices refuse those that hold much longer (Apple: 825 days,
and 398 for those of public authorities)."""
RENEWED_BEFORE = timedelta(days=30)
"""How long before its end it is renewed."""
SLOW_CLOCKS = timedelta(days=2)
"""How far it reaches back, for devices whose clock is behind."""

PRIVATE = tuple(
    ip_network(one)
    for one in (
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "169.254.0.0/16",
        "127.0.0.0/8",
        "fc00::/7",
        "fe80::/10",
        "::1/128",
    )
)
"""The networks that the authority may vouch in."""


@frozen
class Certificates:
    """What a host shows that it is itself by.

    Attributes:
        chain: The file with the key, the certificate and the authority's, for the server alone.
        authority: The authority's certificate in PEM, which a device may take in.
        fingerprint: Of the certificate: what a browser shows.
        authority_fingerprint: Of the authority.
        until: When the certificate ends.
        renewed: Why it is another than before, as a sentence; empty if it is the same.
    """

    chain: Path
    authority: bytes
    fingerprint: Fingerprint
    authority_fingerprint: Fingerprint
    until: datetime
    renewed: str


def certificates(
    home: Path, names: Sequence[str], addresses: Iterable[IPAddress], now: datetime
) -> Certificates:
    """Return the certificate for these names and addresses, and make it where need be.

    The authority may vouch for private networks, `.local` names and what it was made for, and
    for nothing else: whoever takes it into a device gives nobody power over other sites.

    Args:
        home: The folder for the files, which only its owner may read; made if need be.
        names: The host's names.
        addresses: Its addresses.
        now: The time.

    Returns:
        The file and the fingerprints.

    Raises:
        AccordError: If what is there cannot be read or written.
    """
    with unwritable(home):
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
    addresses = tuple(dict.fromkeys(addresses))
    with alone(home / "ca.pem"):
        return _kept_or_made(home, tuple(dict.fromkeys(names)), addresses, now)


def _kept_or_made(
    home: Path, names: tuple[str, ...], addresses: tuple[IPAddress, ...], now: datetime
) -> Certificates:
    place, chain = home / "ca.pem", home / "leaf.pem"
    authority, leaf = _Signed.read(place), _Signed.read(chain)
    renewed = ""
    if authority is None or (why := _why_new_authority(authority, names, addresses, now)):
        if authority is not None:
            renewed = f"The authority is new, for {why}: devices have to take it in again."
        authority, leaf = _new_authority(names, addresses, now), None
        authority.write(place)
    if leaf is None or (why := _why_new_leaf(leaf, authority, names, addresses, now)):
        if leaf is not None:
            renewed = f"The certificate is new, for {why}: its fingerprint is another."
        leaf = _new_leaf(authority, names, addresses, now)
        leaf.write(chain, authority)
    return Certificates(
        chain=chain,
        authority=authority.pem,
        fingerprint=leaf.fingerprint,
        authority_fingerprint=authority.fingerprint,
        until=leaf.certificate.not_valid_after_utc,
        renewed=renewed,
    )


@frozen
class _Signed:
    """A certificate and its key, which lie in one file, so that they always belong together."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)

    @property
    def fingerprint(self) -> Fingerprint:
        return Fingerprint.of(self.certificate.public_bytes(Encoding.DER))

    @classmethod
    def read(cls, file: Path) -> "_Signed | None":
        """Read them; None where there are none."""
        if (held := read_bytes(file)) is None:
            return None
        try:
            certificate = x509.load_pem_x509_certificate(held)
            key = load_pem_private_key(held, None)
        except (ValueError, TypeError):
            key = None
        if isinstance(key, ec.EllipticCurvePrivateKey):
            return cls(certificate, key)
        raise AccordError(
            f"{file} is not as it was written: remove it, and a new one is made; "
            "guests have to compare the fingerprint again"
        )

    def write(self, file: Path, *above: "_Signed") -> None:
        """Write them, with the certificates above, so that only the owner reads them."""
        secret = self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        with unwritable(file), beside(file) as stream:
            if hasattr(os, "fchmod"):
                os.fchmod(stream.fileno(), 0o600)
            stream.write(secret + b"".join(one.pem for one in (self, *above)))


def _why_new_authority(
    authority: _Signed,
    names: tuple[str, ...],
    addresses: tuple[IPAddress, ...],
    now: datetime,
) -> str:
    certificate = authority.certificate
    if not certificate.not_valid_before_utc <= now < certificate.not_valid_after_utc:
        return "the old one does not hold now"
    limits = certificate.extensions.get_extension_for_class(x509.NameConstraints).value
    permitted = limits.permitted_subtrees or []
    dns = {one.value for one in permitted if isinstance(one, x509.DNSName)}
    nets = [ip_network(str(one.value)) for one in permitted if isinstance(one, x509.IPAddress)]
    for name in names:
        if not any(name == one or name.endswith(f".{one}") for one in dns):
            return f"the old one may not vouch for {name}"
    for address in addresses:
        if not any(address in net for net in nets):
            return f"the old one may not vouch for {address}"
    return ""


def _why_new_leaf(
    leaf: _Signed,
    authority: _Signed,
    names: tuple[str, ...],
    addresses: tuple[IPAddress, ...],
    now: datetime,
) -> str:
    certificate = leaf.certificate
    if certificate.issuer != authority.certificate.subject:
        return "the authority is another"
    ends = certificate.not_valid_after_utc
    if not certificate.not_valid_before_utc <= now < ends - RENEWED_BEFORE:
        return "the old one ends" if now >= ends - RENEWED_BEFORE else "the clock was set back"
    alternative = certificate.extensions.get_extension_for_class(
        x509.SubjectAlternativeName
    ).value
    known = {
        *alternative.get_values_for_type(x509.DNSName),
        *map(str, alternative.get_values_for_type(x509.IPAddress)),
    }
    here = {*names, *map(str, addresses)}
    # One that is gone does no harm, and each change has guests compare the fingerprint again.
    return "" if here <= known else "this machine has other addresses"


def _new_authority(
    names: tuple[str, ...], addresses: tuple[IPAddress, ...], now: datetime
) -> _Signed:
    key = ec.generate_private_key(ec.SECP256R1())
    nets = [*PRIVATE]
    for address in addresses:
        if not any(address in net for net in nets):
            nets.append(ip_network(address))
    dns = ["local", *(one for one in names if not one.endswith(".local"))]
    permitted = [*map(x509.DNSName, dns), *map(x509.IPAddress, nets)]
    mark = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    # Its name says which of several hosts it is, and nothing of the talks.
    name = _name(f"Accord host {mark.digest.hex()[:8]}")
    made = (
        _certificate(name, name, key, now, AUTHORITY_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(mark, critical=False)
        .add_extension(x509.NameConstraints(permitted, None), critical=True)
    )
    return _Signed(made.sign(key, hashes.SHA256()), key)


def _new_leaf(
    authority: _Signed, names: tuple[str, ...], addresses: tuple[IPAddress, ...], now: datetime
) -> _Signed:
    key = ec.generate_private_key(ec.SECP256R1())
    above = authority.certificate
    mark = above.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    alternative = [*map(x509.DNSName, names), *map(x509.IPAddress, addresses)]
    made = (
        _certificate(_name("Accord host"), above.subject, key, now, LEAF_DAYS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(
            x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False
        )
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(mark),
            critical=False,
        )
        .add_extension(x509.SubjectAlternativeName(alternative), critical=False)
    )
    return _Signed(made.sign(authority.key, hashes.SHA256()), key)


def _certificate(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    now: datetime,
    days: int,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - SLOW_CLOCKS)
        .not_valid_after(now + timedelta(days=days) - SLOW_CLOCKS)
    )


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _usage(signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )
