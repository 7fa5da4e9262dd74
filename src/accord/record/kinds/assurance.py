"""A guarantee."""

from attrs import frozen

from accord.model import When
from accord.model.refs import SpeakerId
from accord.record.entry import Entry, Register, Section
from accord.record.wording import led


@frozen(kw_only=True)
class Assurance(Entry):
    """A guarantee given so that people can come, or that fighting stays away.

    Attributes:
        by: Who gives it.
        to: To whom.
        until: When it ends.
    """

    kind = "assurance"
    order = 9
    section = Section.IN_FORCE
    sample = """\
- kind: assurance              # a guarantee given so that people can come
  id: safe-passage
  date: 2024-05-01
  sources: gazette-0502
  by: holm                     # who gives it
  to: [upland, delta]          # to whom
  until: 2024-05-10            # when it ends
"""
    by: SpeakerId
    to: tuple[SpeakerId, ...] = ()
    until: When | None = None

    def said(self, names: Register) -> str:
        """Return who assures whom of what."""
        to = f" to {names.several(self.to)}" if self.to else ""
        return led(f"{names.with_side(self.by)}{to}", self.text)
