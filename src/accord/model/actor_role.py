"""What those who are no party have to do with the options on the table."""

from collections.abc import Container, Mapping
from enum import StrEnum
from typing import ClassVar

from attrs import evolve, field, frozen
from frozendict import frozendict

from accord.model.agenda import Agenda
from accord.model.refs import Scope, SourceId
from accord.model.values import When


class OutsideRole(StrEnum):
    """What an actor has to do with an option that the parties alone do not decide."""

    MUST_CONSENT = "must consent"
    CARRIES_OUT = "carries out"
    CANNOT_BE_BOUND = "cannot be bound"
    CANNOT_ENDORSE = "cannot endorse"
    CAN_WRECK = "can wreck"
    AFFECTED = "affected"

    @classmethod
    def meant_by(cls, word: str) -> "OutsideRole | None":
        """Return the role that a word stands for, as people write it; None for another word."""
        plain = " ".join(word.casefold().replace("_", " ").replace("-", " ").split())
        plain = plain.replace("can not", "cannot")
        return next((one for one in cls if plain in (one.value, *_OTHERS.get(one, ()))), None)


_OTHERS = {
    OutsideRole.MUST_CONSENT: ("must agree", "must say yes", "consents"),
    OutsideRole.CARRIES_OUT: ("carries it out", "carry out", "implements"),
    OutsideRole.CANNOT_BE_BOUND: ("not bound", "is not bound"),
    OutsideRole.CANNOT_ENDORSE: ("does not endorse",),
    OutsideRole.CAN_WRECK: ("can wreck it", "can spoil", "spoiler"),
    OutsideRole.AFFECTED: ("is affected",),
}
"""Other words in which a role is written."""


def _plain(word: str) -> str:
    """Return a role as it is written; any other word as it is."""
    return str(OutsideRole.meant_by(word) or word)


@frozen(kw_only=True)
class ActorRole:
    """What an actor is in the process, or has to do with what is on the table.

    Attributes:
        role: Any word, such as host, mediator, guarantor or observer; or one of `must consent`,
            `carries out`, `cannot be bound`, `cannot endorse`, `can wreck` and `affected`,
            which may say on which options.
        on: On which issues, in a list, or which of their options, by issue; without it, on
            everything.
        basis: Why, in one line.
        sources: Ids of the sources for it; it is not seen before one of them was published.
        since: From which day it is so; without it, from the beginning.
    """

    alone: ClassVar = "role"
    role: str = field(converter=_plain)
    on: Scope = frozendict()
    basis: str = ""
    sources: tuple[SourceId, ...] = ()
    since: When | None = None

    @property
    def outside(self) -> OutsideRole | None:
        """Return which of the roles that bear on options it is; None for any other word."""
        return OutsideRole.meant_by(self.role)

    def known(self, agenda: Agenda, sources: Container[str]) -> "ActorRole | None":
        """Return what it says of an agenda; None where that is nothing, or nobody says so yet.

        Args:
            agenda: The agenda.
            sources: Ids of the sources that are known.
        """
        cited = tuple(s for s in self.sources if s in sources)
        left = agenda.part(self.on)
        on = {i: some for i, some in left.items() if bool(some) == bool(self.on[i])}
        if (self.sources and not cited) or (self.on and not on):
            return None
        return evolve(self, on=frozendict(on), sources=cited)

    def touches(self, issue: str, option: str) -> bool:
        """Return whether it is on an option of an issue."""
        return not self.on or (issue in self.on and option in (self.on[issue] or (option,)))

    def within(self, package: Mapping[str, str]) -> frozendict[str, str]:
        """Return the part of a package that it is on."""
        return frozendict({i: o for i, o in package.items() if self.touches(i, o)})
