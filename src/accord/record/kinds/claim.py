"""What somebody asserts, denies or reports."""

import re
from collections.abc import Container, Iterator, Mapping

from attrs import frozen

from accord.model.choices import WideChoice, read_as
from accord.model.refs import SpeakerId
from accord.record.entry import Entry, Register, Section
from accord.record.wording import unstopped


class Stance(WideChoice):
    """What a claimant does with what is claimed."""

    ASSERTS = "asserts"
    DENIES = "denies"
    REPORTS = "reports"

    @classmethod
    def others(cls) -> Mapping[str, str]:
        """Return what people write for them."""
        return _OTHERS


_OTHERS = read_as(
    {
        "asserts": "assert, asserted, claims, claimed, says, said, confirms, confirmed",
        "denies": "deny, denied, rejects, rejected",
        "reports": "report, reported",
    }
)


_LAID = "attributed to"
"""The feature of an incident that says who is said to have done it."""
_DENIES = re.compile(r"(?:\S+ ){1,4}denie[sd] (?=\S)(.*)", re.DOTALL)
"""How a text says again that somebody denies; what is denied stands behind."""


@frozen(kw_only=True)
class Claim(Entry):
    """Somebody asserts, denies or reports something.

    Attributes:
        by: Who claims it; an outlet through an actor with its id.
        stance: How it is claimed: asserts, denies or reports.
        subject: What the claim is about where no entry stands for it.
        attribute: Which feature of it, such as venue or length; claims that give it
            different values are contested.
        value: What the feature is said to be.
    """

    kind = "claim"
    order = 14
    section = Section.SAID
    sample = """\
- kind: claim                  # somebody asserts, denies or reports something
  id: delta-denies-shelling
  date: 2024-05-02
  sources: gazette-0502
  by: delta
  stance: denies               # asserts, denies or reports
  about: shelling-at-the-ford  # the entry it is about, or 'subject' where none stands for it
  subject: who fired first
  attribute: attributed_to     # which feature of it; different values of one are contested
  value: delta                 # what the feature is said to be
"""
    by: SpeakerId
    stance: Stance
    subject: str = ""
    attribute: str = ""
    value: str = ""

    @property
    def title(self) -> str:
        """What it is about, in its own words."""
        return self.subject

    def said(self, names: Register) -> str:
        """Return who claims what, and how."""
        if denied := self.denied(names):
            return f"{self.attributed(names)} {denied}"
        if done := self._laid(names) if self.value else "":
            text = f" ({unstopped(self.text)})" if self.text else ""
            return f"{self.attributed(names)}: {done} did it{text}"
        feature = f"{self.feature}: " if self.value else ""
        return f"{self.attributed(names)}: {feature}{self.claimed(names)}"

    @property
    def feature(self) -> str:
        """The feature that it is about, as people write it."""
        return self.attribute.replace("_", " ")

    def _laid(self, names: Register) -> str:
        """Return the names of those to whom it lays something; empty where it names nobody."""
        several = [one.strip() for one in self.value.split(",")]
        known = all(names.name(one) != one for one in several)
        return names.several(several) if self.feature.casefold() == _LAID and known else ""

    def denied(self, names: Register) -> str:
        """Return what is denied, behind the word; nothing where no value is.

        Args:
            names: What stands behind the ids in it.
        """
        if self.stance is not Stance.DENIES or not self.value:
            return ""
        side, value = names.process.side, f"'{names.name(self.value)}'"
        if done := self._laid(names):
            own = {side(one.strip()) for one in self.value.split(",")} == {side(self.by)}
            said = f"that {'its own side' if own else done} did it"
        elif self.feature.casefold() == _LAID:
            said = f"that it is to be laid to {value}"
        else:
            said = f"{value} as to {self.feature}"
        return f"{said} ({unstopped(self.text)})" if self.text else said

    def claimed(self, names: Register) -> str:
        """Return what is claimed: the value and the words."""
        value = names.name(self.value)
        if value and self.text:
            return f"{value} ({unstopped(self.text)})"
        plain = "not so" if self.stance is Stance.DENIES else "so it was"
        denied = self.stance is Stance.DENIES and _DENIES.match(self.text)
        return value or (denied and denied[1]) or self.text or plain

    def attributed(self, names: Register) -> str:
        """Return who claims and how: `According to X`, `X asserts` or `X denies`."""
        who, reports = names.with_side(self.by), self.stance is Stance.REPORTS
        return f"According to {who}" if reports else f"{who} {self.stance}"

    def faults(self, given: Container[str]) -> Iterator[tuple[str, str]]:
        """Yield a mistake where it is about nothing, or its value is of no feature."""
        if "about" not in given and "subject" not in given:
            yield "id", f"the claim '{self.id}' is about nothing: give 'about' or 'subject'"
        if self.value and not self.attribute:
            yield "value", "'value' needs 'attribute': the feature that has this value"
