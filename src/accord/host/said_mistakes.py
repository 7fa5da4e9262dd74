"""What was wrong with what somebody gave, in sentences that a page can show."""

from collections.abc import Callable
from pathlib import Path

from accord.errors import AccordError, InvalidProcess, Misgiven, Problem
from accord.formats.entry_given import in_own_words


def sentences(
    error: AccordError, folder: Path, called: Callable[[str], str] = lambda key: f"'{key}'"
) -> tuple[str, ...]:
    """Return what is wrong, a sentence for each mistake.

    Args:
        error: What was raised.
        folder: The process folder: where it lies is nobody's business.
        called: What a key is called on the page.
    """
    if not isinstance(error, InvalidProcess | Misgiven):
        found = [line for line in str(error).splitlines() if line]
    else:
        found = [_sentence(one, called) for one in error.problems]
    hidden = (one.replace(f"{folder}/", "").replace(str(folder), "FOLDER") for one in found)
    return tuple(dict.fromkeys(hidden))


def _sentence(one: Problem, called: Callable[[str], str]) -> str:
    return str(one) if one.line else in_own_words(one.sentence, called)
