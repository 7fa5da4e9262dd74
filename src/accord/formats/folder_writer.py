"""Who changes files of interests, and how they are written: checked whole, or not at all."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from attrs import frozen

from accord.errors import InvalidProcess
from accord.formats.append import BOM
from accord.formats.disk import replace, unwritable
from accord.formats.folder import load
from accord.model import Reader, When


@frozen(kw_only=True)
class FolderWriter:
    """Who changes something, where it is not whoever holds all the files.

    Attributes:
        reader: What it reads: of the rest nothing is looked at; None for everything.
        own: The tiers for which it writes: a file for others it leaves as it is; none for
            whoever may change all.
        today: Of which day a file is that is begun in place of one for others.
    """

    reader: Reader | None = None
    own: tuple[str, ...] = ()
    today: When | None = None

    def may_change(self, for_: Iterable[str]) -> bool:
        """Return whether it may change a file that is for some tiers."""
        return not self.own or set(for_) <= set(self.own)


ANY_WRITER = FolderWriter()
"""Whoever holds all the files."""


def write_checked(
    folder: Path,
    texts: Mapping[str, str],
    before: Mapping[str, bytes | None],
    what: str,
    reader: Reader | None = None,
) -> None:
    """Write files once the folder is checked as it would be.

    Args:
        folder: The process folder.
        texts: What the files shall be, by their names in the folder.
        before: Their bytes as they were read; None where there was none.
        what: What is written, for sentences.
        reader: Who reads; None for whoever holds all the files.

    Raises:
        InvalidProcess: If it would have mistakes.
        Conflict: If somebody else wrote meanwhile.
        AccordError: If they cannot be written.
    """
    try:
        load(folder, replaced=texts, reader=reader)
    except InvalidProcess as invalid:
        mine = {str(folder / name) for name in texts}
        raise InvalidProcess(
            one._replace(file=what, line=0) if one.file in mine else one
            for one in invalid.problems
        ) from None
    for name, text in texts.items():
        file = folder / name
        with unwritable(file):
            file.parent.mkdir(parents=True, exist_ok=True)
        mark = BOM if (before[name] or b"").startswith(BOM) else b""
        replace(file, before[name], mark + text.encode("utf-8"))
