"""Names with a password and codes, for those who come back without a link."""

from typing import Any

from starlette.responses import Response

from accord.host.admissions import Account
from accord.host.host_page import HostPage
from accord.host.passwords import SHORTEST, TooMany
from accord.host.qr import qr_svg
from accord.host.rates import place_of
from accord.host.rules import Rule
from accord.host.visit import NotThere, Visit

_LONGEST_NAME = 40
_MOST_TYPED = 10_000
"""Bytes of a form with a name, passwords and a code."""
_WRONG = "The name, the password or the code is wrong, or the code was used already."
_SHOWN = 10
"""Failed tries that are shown; the log has all."""
_BUSY = 5
"""Seconds after which those who wait for their password to be checked are fewer."""


def account(visit: Visit) -> Response:
    """Show the account of this sitting, the one that it began, or how to begin one."""
    return visit.render("account.html.j2", title="A name with a password", **_state(visit))


def _state(visit: Visit) -> dict[str, Any]:
    doors, sitting = visit.host.doors, visit.sitting
    if sitting is None:
        raise NotThere
    held = doors.accounts.of_sitting(sitting)
    begun = None if held else doors.accounts.begun_by(sitting)
    qr = None
    if begun:
        qr = qr_svg(visit.host.passwords.address(begun.codes, begun.sign_in))
    failures = doors.accounts.failures(held)[:_SHOWN] if held else []
    return {
        "held": held,
        "begun": begun,
        "qr": qr,
        "shortest": SHORTEST,
        "failures": failures,
    }


def begin(visit: Visit) -> Response:
    """Begin an account: it counts once a code has confirmed it."""
    doors, sitting = visit.host.doors, visit.sitting
    if sitting is None or doors.accounts.of_sitting(sitting):
        raise NotThere
    name, password = visit.form.get("name", "").strip(), visit.form.get("password", "")
    mistakes = [*_name_mistakes(name), *_password_mistakes(password, name)]
    if not mistakes:
        if wait := _wait_for(visit, sitting.id):  # it costs the host more than whoever asks
            return visit.too_many(wait)
        try:
            kept = visit.host.passwords.kept(password)
        except TooMany:
            return visit.too_many(_BUSY)
        codes = visit.host.passwords.codes()
        if doors.accounts.begin(sitting, name, kept, codes, visit.by):
            return visit.go("/account")
        mistakes = [f"Somebody in this seat is called {name} already: take another name."]
    return visit.refused(mistakes, "account.html.j2", title="Account", **_state(visit))


def _name_mistakes(name: str) -> list[str]:
    if 0 < len(name) <= _LONGEST_NAME and name.isprintable() and "@" not in name:
        return []
    return [f"A name has 1 to {_LONGEST_NAME} signs, and no @."]


def _password_mistakes(password: str, name: str) -> list[str]:
    said = []
    if len(password) < SHORTEST:
        said.append(f"A password has {SHORTEST} signs or more: four words will do.")
    elif len(set(password)) < SHORTEST // 2 or (
        name and password.casefold() == name.casefold()
    ):
        said.append("Such a password is soon found: take another.")
    return said


def confirm(visit: Visit) -> Response:
    """Let an account count, with a first code."""
    doors, sitting = visit.host.doors, visit.sitting
    begun = doors.accounts.begun_by(sitting) if sitting else None
    if begun is None:
        return visit.go("/account")
    if wait := _wait_for(visit, begun.id):
        return visit.too_many(wait)
    step = visit.host.passwords.step(visit.form.get("code", ""), begun.codes, doors.now)
    if step and doors.accounts.confirm(begun, step, visit.by):
        return visit.go("/account", f"From now on you can sign in as {begun.sign_in}.")
    said = "That code is wrong: wait for the next one, and look whether the clocks agree."
    return visit.refused([said], "account.html.j2", title="Account", **_state(visit))


def change_password(visit: Visit) -> Response:
    """Change the password of the account of this sitting."""
    doors, sitting, form = visit.host.doors, visit.sitting, visit.form
    held = doors.accounts.of_sitting(sitting) if sitting else None
    if sitting is None or held is None:
        raise NotThere
    new = form.get("new", "")
    mistakes = _password_mistakes(new, held.name)
    if not mistakes:
        if wait := _wait_for(visit, held.id):
            return visit.too_many(wait)
        try:
            step = _right(visit, held)
            kept = visit.host.passwords.kept(new)
        except TooMany:
            return visit.too_many(_BUSY)
        if step and doors.accounts.change_password(held, kept, step, sitting, visit.by):
            said = "The password is another; wherever else you were signed in, you are out."
            return visit.go("/account", said)
        mistakes = ["The password or the code is wrong, or the code was used already."]
    return visit.refused(mistakes, "account.html.j2", title="Account", **_state(visit))


def _wait_for(visit: Visit, name: str) -> int:
    """Return how many seconds to wait before another password or code is looked at."""
    buckets, rates = visit.host.buckets, visit.host.settings.rates
    place = place_of(visit.address)
    return buckets.wait(rates.sign_in_address, place) or buckets.wait(rates.sign_in_name, name)


def _right(visit: Visit, held: Account | None) -> int:
    """Return the half minute of the code, if password and code are right; 0 otherwise.

    The same is done whichever is wrong, and where there is no such account.
    """
    passwords, form = visit.host.passwords, visit.form
    known = passwords.right(form.get("password", ""), held.password if held else None)
    codes = held.codes if held else None
    step = passwords.step(form.get("code", ""), codes, visit.host.doors.now)
    return step if known and held and step > held.step else 0


def sign_in_page(visit: Visit) -> Response:
    """Show where somebody signs in."""
    return visit.render("sign_in.html.j2")


def sign_in(visit: Visit) -> Response:
    """Let somebody in with a name, a password and a code."""
    doors, name = visit.host.doors, visit.form.get("name", "").strip().casefold()
    if wait := _wait_for(visit, name):
        return visit.too_many(wait)
    held = doors.accounts.named(name)
    try:
        step = _right(visit, held)
    except TooMany:
        return visit.too_many(_BUSY)
    secret = doors.accounts.sign_in(held, step) if held and step else None
    if secret is None:
        if held:
            doors.accounts.fail(held)
        return visit.refused([_WRONG], "sign_in.html.j2")
    if visit.sitting:  # a browser is in one seat at a time
        doors.end(visit.sitting.id, visit.by)
    return visit.seat_at(secret)


PAGES = (
    HostPage("/account", account, Rule.SEATED),
    HostPage("/account", begin, Rule.SEATED, "POST", most=_MOST_TYPED),
    HostPage("/account/confirm", confirm, Rule.SEATED, "POST", most=_MOST_TYPED),
    HostPage("/account/password", change_password, Rule.SEATED, "POST", most=_MOST_TYPED),
    HostPage("/sign-in", sign_in_page, Rule.OPEN),
    HostPage("/sign-in", sign_in, Rule.OPEN, "POST", most=_MOST_TYPED),
)
