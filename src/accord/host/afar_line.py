"""The line from a delegation's own machine to a host: what is asked, and how it is known.

The host's authority is kept once its fingerprint has been compared; from then on whoever shows
a certificate of another is not talked to. A connection is made for each request: one that stood
idle may be gone without a word, and then nobody knows whether a move went out.
"""

import json
import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from http.cookies import CookieError, SimpleCookie
from threading import Timer
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from attrs import evolve, frozen
from cryptography import x509
from cryptography.exceptions import InvalidSignature

from accord.errors import AccordError
from accord.host.fingerprint import Fingerprint
from accord.host.visit import COMING, COOKIE, form_token_of

ANSWERED = 10.0
"""Seconds that an answer may take: a busy host on a poor network needs some."""
WHOLE, FOLDER_WHOLE = 60.0, 900.0
"""Seconds until an answer must be there whole, and a folder: each byte in time is not enough,
for somebody may wait for it, and others behind them."""
BEATS = 4.0
"""Seconds without a beat until a line is taken for dead; one comes each second."""
_MOST = 200_000_000
"""Bytes of a folder that are read: with files it may be large, and no more is."""
_MOST_SAID = 50_000_000
"""Bytes of any other answer that are read: a table of many days has some millions."""
_LONGEST_LINE = 10_000


class NotReached(AccordError):
    """A host cannot be reached, or does not answer now: nobody knows whether it was heard."""


class NotConnected(NotReached):
    """A host cannot be reached, and nothing was sent to it."""


class OtherCertificate(AccordError):
    """What answers does not show the certificate that was confirmed."""


class PutOut(AccordError):
    """The host lets this machine in no more."""


class NotSent(AccordError):
    """The host answers that what is asked for is not there for this seat."""


@frozen(kw_only=True)
class AfarHost:
    """A host, and who this machine is there.

    Attributes:
        base: How its addresses begin: `https://10.0.0.5:8443`.
        authority: The certificate of its authority in PEM; empty where nothing is encrypted.
        secret: What this machine is known by there.
        seat: The id of its seat there: `ukraine`, or `7/ukraine` of a class.
        sits: What that seat is called at tables.
        name: What whoever sits here calls themselves.
    """

    base: str
    authority: str = ""
    secret: str = ""
    seat: str = ""
    sits: str = ""
    name: str = ""

    @property
    def encrypted(self) -> bool:
        """Whether what goes there is encrypted."""
        return urlsplit(self.base).scheme == "https"

    @property
    def authority_fingerprint(self) -> Fingerprint | None:
        """The fingerprint of its authority; None where nothing is encrypted."""
        if not self.authority:
            return None
        return Fingerprint.of(ssl.PEM_cert_to_DER_cert(self.authority))


@frozen
class _Answer:
    """What a host answered."""

    status: int
    headers: Mapping[str, str]
    cookies: Mapping[str, str]
    body: bytes


def base_of(link: str) -> str:
    """Return how the addresses of a host begin, by a link to it.

    Args:
        link: An invitation, or the address of the host.

    Raises:
        AccordError: If it is no such link.
    """
    parts = urlsplit(link.strip())
    try:
        fits = parts.scheme in ("http", "https") and parts.hostname and (parts.port or True)
    except ValueError:
        fits = False
    if not fits or parts.username is not None:
        raise AccordError(
            f"'{link}' is no link to a host: it looks like https://10.0.0.5:8443/join/..."
        )
    return f"{parts.scheme}://{parts.netloc}"


def shown_fingerprint(link: str) -> Fingerprint | None:
    """Return the fingerprint of the certificate that a host shows, as a browser shows it.

    Whoever answers there may be anybody: people compare it with what the host says aloud.

    Args:
        link: An invitation, or the address of the host.

    Returns:
        The fingerprint; None where nothing is encrypted.

    Raises:
        NotReached: If nobody answers.
    """
    base = base_of(link)
    if urlsplit(base).scheme == "http":
        _answered(base, None, "GET", "/health")
        return None
    context = _trusting_anybody()
    with closing(_connection(base, context, ANSWERED)) as line:
        _connect(line, base)
        return Fingerprint.of(_shown(line))


def come_in(link: str, confirmed: Fingerprint | None, coming: str, name: str = "") -> AfarHost:
    """Take an invitation for this machine.

    The same secret takes it again where the answer was lost on its way.

    Args:
        link: The invitation.
        confirmed: The fingerprint of the certificate that somebody has compared; None where
            nothing is encrypted.
        coming: The secret by which this machine shall be known: 43 signs.
        name: What whoever sits here calls themselves.

    Returns:
        The host, with all that is needed to ask it.

    Raises:
        OtherCertificate: If the certificate is another than was confirmed.
        NotReached: If it does not answer.
        AccordError: If the invitation does not let this machine in.
    """
    host = AfarHost(base=base_of(link), secret=coming, name=name)
    if host.encrypted:
        host = evolve(host, authority=_authority(host.base, confirmed))
    path = quote(urlsplit(link.strip()).path, safe="/%")
    line = AfarLine(host)
    cookie = f"{line.cookie_name(COMING)}={coming}"
    answer = line.ask_raw("POST", path, {"name": name}, cookie)
    if answer.status != 303 or answer.cookies.get(line.cookie_name(COOKIE)) != coming:
        raise AccordError(
            "This link lets nobody in: it was taken already, has ended, or was mistyped. "
            "Ask whoever runs the host for another."
        )
    return known_at(host)


def known_at(host: AfarHost) -> AfarHost:
    """Return a host with the seat that this machine has there.

    Args:
        host: The host, with the secret that this machine is known by.

    Raises:
        PutOut: If it has none.
        NotReached: If the host does not answer.
    """
    seat = AfarLine(host).get("/wire/tables").get("seat")
    if not isinstance(seat, dict):
        raise AccordError(f"What answers at {host.base} is no host of this kind.")
    return evolve(host, seat=str(seat.get("id", "")), sits=str(seat.get("sits", "")))


def _authority(base: str, confirmed: Fingerprint | None) -> str:
    """Return the authority of a host whose certificate was compared."""
    context = _trusting_anybody()
    with closing(_connection(base, context, ANSWERED)) as line:
        _connect(line, base)
        leaf = _shown(line)
        if confirmed is None or Fingerprint.of(leaf) != confirmed:
            raise OtherCertificate(
                f"The certificate at {base} is not the one whose fingerprint was confirmed: "
                "nothing was sent there. Compare its words again."
            )
        answer = _ask(line, "GET", "/authority.pem", b"", {})
    try:
        authority = x509.load_pem_x509_certificate(answer.body)
        # The connection is with whom the fingerprint is of, and this is who signed that.
        x509.load_der_x509_certificate(leaf).verify_directly_issued_by(authority)
    except (ValueError, TypeError, InvalidSignature):
        raise OtherCertificate(
            f"The certificate at {base} was not signed by the authority that it names."
        ) from None
    return answer.body.decode("ascii")


class AfarLine:
    """What asks a host.

    Attributes:
        host: The host, and who this machine is there.
        answered: How many seconds an answer may take.
    """

    def __init__(
        self, host: AfarHost, answered: float = ANSWERED, beats: float = BEATS
    ) -> None:
        """Take the host, and how many seconds an answer, and a beat, may take.

        Raises:
            OtherCertificate: If it was known by a certificate, and shall be asked without one;
                or the other way round.
        """
        if host.encrypted != bool(host.authority):
            was = "was encrypted" if host.authority else "was not encrypted"
            raise OtherCertificate(
                f"The line to this host {was}, and {host.base} asks for another: nothing was "
                "sent. Take the address as the host shows it, or come in anew with a link."
            )
        self.host = host
        self.answered, self._beats = answered, beats
        self._context = _trusting(host.authority) if host.encrypted else None

    def cookie_name(self, name: str) -> str:
        """Return what a cookie is called there: with TLS it is the host's alone."""
        return f"__Host-{name}" if self.host.encrypted else name

    @property
    def _cookie(self) -> str:
        return f"{self.cookie_name(COOKIE)}={self.host.secret}"

    def get(self, path: str, **query: str) -> dict[str, Any]:
        """Return what a host says, as JSON.

        Args:
            path: What is asked for.
            **query: What stands after the question mark.

        Raises:
            NotReached: If it does not answer, or cannot now.
            PutOut: If this machine has no seat there any more.
            NotSent: If that is not there for this seat.
            OtherCertificate: If the certificate is another.
        """
        return self._read(self.ask_raw("GET", path, query, self._cookie))

    def get_soon(self, path: str) -> dict[str, Any]:
        """Return what a host says that it can say at once: else the line is taken for dead.

        Args:
            path: What is asked for.

        Raises:
            AccordError: As `get`.
        """
        return self._read(self.ask_raw("GET", path, {}, self._cookie, self._beats))

    def get_bytes(self, path: str) -> bytes:
        """Return a file of a host.

        Args:
            path: What is asked for.

        Raises:
            AccordError: As `get`.
        """
        answer = self.ask_raw("GET", path, {}, self._cookie, most=_MOST)
        self._check(answer)
        return answer.body

    def post(self, path: str, form: Mapping[str, str]) -> dict[str, Any]:
        """Send a form, and return what the host answers, as JSON.

        Args:
            path: Where it is sent.
            form: Its fields, without the token.

        Raises:
            AccordError: As `get`.
        """
        token = {"token": form_token_of(self.host.secret)}
        return self._read(self.ask_raw("POST", path, {**form, **token}, self._cookie))

    def ask_raw(
        self,
        method: str,
        path: str,
        sent: Mapping[str, str],
        cookie: str,
        wait: float = 0,
        most: int = _MOST_SAID,
    ) -> _Answer:
        """Ask once, and return the answer as it is.

        Args:
            method: GET or POST.
            path: What is asked for.
            sent: What is sent with it.
            cookie: What this machine is known by.
            wait: How many seconds the answer may take; 0 for as long as usual.
            most: How many bytes of it are read.
        """
        body, kind = b"", {}
        if method == "POST":
            body = urlencode(sent).encode()
            kind = {"content-type": "application/x-www-form-urlencoded"}
        elif sent:
            path = f"{path}?{urlencode(sent)}"
        headers = {"cookie": cookie, "connection": "close", **kind}
        return _answered(
            self.host.base,
            self._context,
            method,
            path,
            body,
            headers,
            wait or self.answered,
            most,
        )

    def stream(self) -> Iterator[str]:
        """Yield where the seat stands, each time that the host says it: each second.

        Raises:
            NotReached: If no beat comes any more.
            PutOut: If the host ends it for good.
            OtherCertificate: If the certificate is another.
        """
        base = self.host.base
        with closing(_connection(base, self._context, self._beats)) as line:
            _connect(line, base)
            try:
                line.request("GET", "/stream", headers={"cookie": self._cookie})
                answer = line.getresponse()
                if answer.status != 200:
                    raise NotReached(f"{base} does not tell what changes now.")
                yield from _frames(answer)
            except (OSError, HTTPException) as error:
                raise _not_reached(base, error) from None
        raise NotReached(f"{base} has ended the line.")

    def _read(self, answer: _Answer) -> dict[str, Any]:
        self._check(answer)
        try:
            plain = json.loads(answer.body)
            # No page and no file could be written that holds half a character, or such depths.
            json.dumps(plain, ensure_ascii=False, allow_nan=False).encode()
        except (ValueError, RecursionError):
            plain = None
        if not isinstance(plain, dict) or plain.get("version") != 1:
            raise NotSent(
                f"What answers at {self.host.base} speaks another form than this machine: "
                "both need the same version."
            )
        return plain

    def _check(self, answer: _Answer) -> None:
        base = self.host.base
        if answer.status == 401:
            raise PutOut(
                f"The host at {base} lets this machine in no more: its sitting has ended. "
                "Ask whoever runs the host for a new link."
            )
        if answer.status in (403, 404, 405, 413):
            raise NotSent(f"The host at {base} has nothing there for this seat.")
        if answer.status not in (200, 409, 422):
            raise NotReached(f"The host at {base} cannot answer now ({answer.status}).")


def _frames(answer: HTTPResponse) -> Iterator[str]:
    ended = False
    while line := answer.readline(_LONGEST_LINE):
        text = line.decode("utf-8", "replace").strip()
        if text == "event: ended":
            ended = True
        elif text.startswith("data:"):
            if ended:
                raise PutOut(
                    "The host lets this machine in no more: its sitting has ended. Ask "
                    "whoever runs the host for a new link."
                )
            yield text.removeprefix("data:").strip()


def _answered(
    base: str,
    context: ssl.SSLContext | None,
    method: str,
    path: str,
    body: bytes = b"",
    headers: Mapping[str, str] | None = None,
    wait: float = ANSWERED,
    most: int = _MOST_SAID,
) -> _Answer:
    with closing(_connection(base, context, wait)) as line:
        _connect(line, base)
        return _ask(line, method, path, body, headers or {}, most)


def _ask(
    line: HTTPConnection,
    method: str,
    path: str,
    body: bytes,
    headers: Mapping[str, str],
    most: int = _MOST_SAID,
) -> _Answer:
    base = f"{line.host}:{line.port}"
    ends = Timer(WHOLE if most == _MOST_SAID else FOLDER_WHOLE, _break_off, (line.sock,))
    ends.daemon = True
    ends.start()
    try:
        sent = body if method == "POST" else None
        line.request(method, path, body=sent, headers={**headers})
        answer = line.getresponse()
        read = answer.read(most)
        cookies: SimpleCookie = SimpleCookie()
        for one in answer.headers.get_all("set-cookie") or ():
            cookies.load(one)
    except (OSError, HTTPException, CookieError) as error:
        raise _not_reached(base, error) from None
    finally:
        ends.cancel()
    kept = {name: one.value for name, one in cookies.items()}
    return _Answer(answer.status, dict(answer.headers.items()), kept, read)


def _break_off(line: socket.socket) -> None:
    """Let whoever reads from a line in another thread read no more."""
    with suppress(OSError):
        # Of TLS too the line below it: what lies above is in use by whoever reads.
        socket.socket.shutdown(line, socket.SHUT_RDWR)


def _connection(base: str, context: ssl.SSLContext | None, wait: float) -> HTTPConnection:
    parts = urlsplit(base)
    assert parts.hostname
    if parts.scheme == "https":
        return HTTPSConnection(parts.hostname, parts.port, timeout=wait, context=context)
    return HTTPConnection(parts.hostname, parts.port, timeout=wait)


def _connect(line: HTTPConnection, base: str) -> None:
    wait, line.timeout = line.timeout, min(line.timeout or BEATS, BEATS)
    try:
        line.connect()
        line.sock.settimeout(wait)
    except ssl.SSLCertVerificationError:
        raise OtherCertificate(
            f"What answers at {base} does not show the certificate that was confirmed here: "
            "nothing was sent. Ask whoever runs the host whether it has a new one, and compare "
            "the words of its fingerprint aloud before you come in anew."
        ) from None
    except (OSError, HTTPException, UnicodeError) as error:
        raise NotConnected(str(_not_reached(base, error))) from None


def _not_reached(base: str, error: Exception) -> NotReached:
    if isinstance(error, TimeoutError):
        why = "no answer in time"
    elif isinstance(error, ConnectionRefusedError):
        why = "nothing answers there"
    else:  # what the machine says, without its numbers
        why = str(getattr(error, "strerror", None) or "the line broke off")
    return NotReached(f"The host at {base} cannot be reached: {why}.")


def _shown(line: HTTPConnection) -> bytes:
    assert isinstance(line.sock, ssl.SSLSocket)
    shown = line.sock.getpeercert(binary_form=True)
    assert shown
    return shown


def _trusting_anybody() -> ssl.SSLContext:
    """Return what takes any certificate, to look at its fingerprint."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _trusting(authority: str) -> ssl.SSLContext:
    """Return what takes certificates of one authority, and of none that others trust."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(cadata=authority)
    return context
