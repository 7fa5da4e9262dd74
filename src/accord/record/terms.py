"""What was agreed, as an entry has it: options by issue, with words or without."""

from collections.abc import Container, Mapping

from frozendict import frozendict

from accord.model import Agenda
from accord.model.refs import Options
from accord.record.wording import unstopped

WORDS = "words"
"""The key beside issues under which words stand."""

Given = str | frozendict[str, str]
"""Words, or options by issue with any words under `words`."""


def options_in(given: Given) -> Options:
    """Return the options by issue; those of a text are written as `issue=option`."""
    if isinstance(given, str):
        issue, sign, option = (one.strip() for one in given.partition("="))
        return frozendict({issue: option}) if issue and sign and option else frozendict()
    return frozendict({issue: option for issue, option in given.items() if issue != WORDS})


def words_in(given: Given) -> str:
    """Return the words, or nothing."""
    if isinstance(given, str):
        return "" if options_in(given) else given
    return given.get(WORDS, "")


def terms(agenda: Agenda, options: Mapping[str, str], words: str) -> str:
    """Put what was agreed in words: each issue with its option, and what was said with it."""
    known = {
        issue: option
        for issue, option in options.items()
        if issue in agenda.issues and option in agenda.issues[issue].choices
    }
    said = "; ".join(": ".join(pair) for pair in agenda.describe(known))
    return f"{said} ({unstopped(words)})" if said and words else said or words


def left(given: Given, later: Container[tuple[str, str]]) -> Given | None:
    """Leave options out of what was agreed; None where nothing else is left."""
    if isinstance(given, str):
        return None if any(pair in later for pair in options_in(given).items()) else given
    kept = {i: o for i, o in given.items() if i == WORDS or (i, o) not in later}
    return frozendict(kept) or None
