"""One family of errors; every one carries sentences a user can act on."""

from collections.abc import Iterable
from typing import NamedTuple


class Problem(NamedTuple):
    """One mistake in a file; a named tuple, for `accord --help` loads this and not attrs.

    Attributes:
        file: The file, as the user would name it.
        line: The line, counted from 1; 0 where the mistake is about the whole file.
        sentence: What is wrong and what to do.
        key: Of what somebody gives by hand: the key that it is about, where it is about one.
    """

    file: str
    line: int
    sentence: str
    key: str = ""

    def __str__(self) -> str:
        """Return the mistake as `file:line: sentence`, on one line whatever the file holds."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        said = f"{place}: {self.sentence}"
        return said if said.isprintable() else "".join(map(_shown, said))


def _shown(sign: str) -> str:
    return sign if sign.isprintable() else sign.encode("unicode_escape").decode()


class AccordError(Exception):
    """Anything Accord refuses to do, said in a sentence."""


class InvalidProcess(AccordError):
    """A process folder with mistakes: all of them.

    Attributes:
        problems: Every mistake found, in the order of files and lines.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Gather the mistakes."""
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class Settled(AccordError):
    """What others build on, and so cannot be changed in silence.

    Attributes:
        reason: What builds on it.
    """

    def __init__(self, reason: str, advice: str) -> None:
        """Keep the reason apart from what is advised to whoever types commands."""
        self.reason = reason
        super().__init__(f"{reason}: {advice}")


class Misgiven(AccordError):
    """What somebody gave by hand and cannot be taken.

    Attributes:
        problems: Every mistake, in the order in which they were found.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Gather the mistakes, which stand in no file."""
        self.problems = tuple(dict.fromkeys(problems))
        super().__init__("\n".join(one.sentence for one in self.problems))


class FormatError(AccordError):
    """A file that cannot be read as what it should be."""


class IllegalMove(AccordError):
    """A move that the rules of the table do not allow now."""


class Conflict(AccordError):
    """Somebody else wrote first."""


class Unwritable(AccordError):
    """What was to be written cannot be: there is no room, or no right."""


class ReaderGone(Unwritable):
    """Nobody reads any more what is being written; whoever closes a pipe has read enough."""
