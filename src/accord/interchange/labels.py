"""Names of other programs as ids, and ids as names of files: verbatim wherever that can be."""

from collections.abc import Callable, Iterable, Iterator

from accord.model import LONGEST, is_name

HIDDEN = "._"
"""What the name of a file begins with that is passed over where a folder is read."""
_ROOM = 12
"""Characters kept free for a number behind a name."""
_BYTES = 200
"""The most bytes in the name of a file, without its suffix; file systems take 255 in all."""


def labels(texts: Iterable[str]) -> dict[str, str]:
    """Return an id for every text: itself, or what comes nearest where it can be none."""
    given = list(dict.fromkeys(texts))
    odd = [text for text in given if not is_name(text)]
    apart = numbered(odd, _tidy, filter(is_name, given))
    return {text: text if is_name(text) else next(apart) for text in given}


def numbered(
    texts: Iterable[str],
    tidy: Callable[[str], str] = str,
    taken: Iterable[str] = (),
    key: Callable[[str], str] = str,
) -> Iterator[str]:
    """Add numbers to texts that would otherwise be the same.

    Args:
        texts: The texts.
        tidy: What is done to each text first.
        taken: What none of them may be.
        key: What two of them may not share.
    """
    used = {key(one) for one in taken}
    counts: dict[str, int] = {}
    for text in texts:
        base = told = tidy(text)
        while key(told) in used:
            counts[base] = counts.get(base, 1) + 1
            told = f"{base} ({counts[base]})"
        used.add(key(told))
        yield told


def _tidy(text: str) -> str:
    shown = "".join(sign if sign.isprintable() else " " for sign in text)
    return " ".join(shown.split())[: LONGEST - _ROOM].strip() or "unnamed"


def file_stems(ids: Iterable[str], taken: Iterable[str] = ()) -> dict[str, str]:
    """Return every id a name for its file, without suffix.

    Args:
        ids: The ids.
        taken: Names that none of them may have.
    """
    given = list(ids)
    stems = numbered(given, _stem, taken, str.casefold)
    return dict(zip(given, stems, strict=True))


def _stem(one: str) -> str:
    plain = "".join("-" if sign in '/\\:*?"<>|' else sign for sign in one)
    cut = plain.encode()[: _BYTES - _ROOM] if len(plain.encode()) > _BYTES else plain.encode()
    stem = cut.decode(errors="ignore").strip().rstrip(".")
    return f"party{stem}" if not stem or stem[0] in HIDDEN else stem


def shown(text: str) -> str:
    """Write a text so that any terminal and file takes it: on one line, oddities escaped."""
    if text.isprintable():
        return text
    return "".join(
        sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text
    )
