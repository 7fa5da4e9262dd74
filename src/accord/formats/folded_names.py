"""Names as they are compared, and the words that answer yes or no and name nothing."""

import re
import unicodedata
from collections.abc import Iterator

ENDED = ("agreed", "deal", "result")
"""What a column may hold in which people write yes or no."""
YES = frozenset(("yes", "y", "ja", "oui", "true", "x"))
"""What people write where something is so."""
NO = frozenset(("no", "not yet"))
"""What people write where it is not."""


def answers(text: str) -> bool:
    """Return whether a cell answers yes or no, rather than say what.

    A word with a backslash before it is meant as it stands: so Accord writes one.
    """
    return "\\" not in text and folded(text) in YES | NO


def folded(text: str) -> str:
    """Return a name as names are compared: whatever its case, width, signs and accents.

    Accents are left aside only for Latin letters: elsewhere they tell letters apart.
    """
    bare = unicodedata.normalize("NFKD", text).casefold()
    plain = unicodedata.normalize("NFKD", bare)
    kept = plain if plain.isascii() else "".join(_without_accents(plain))
    words = re.sub(r"[\W_]+", " ", unicodedata.normalize("NFC", kept)).split()
    while words[:1] == ["the"] and words[1:]:
        del words[0]
    return " ".join(words) or " ".join(bare.split())  # of signs alone nothing else is left


def _without_accents(text: str) -> Iterator[str]:
    base = ""
    for sign in text:
        if not unicodedata.combining(sign):
            base = sign
        elif base.isascii():
            continue
        yield sign
