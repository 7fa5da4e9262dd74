"""What a principal tells its delegation."""

from attrs import frozen

from accord.model.refs import SpeakerId
from accord.record.entry import Entry, Register, Section
from accord.record.wording import after


@frozen(kw_only=True)
class Instruction(Entry):
    """A principal instructs a delegation.

    Attributes:
        by: Who instructs.
        to: Whom.
    """

    kind = "instruction"
    order = 8
    section = Section.SAID
    spoken = True
    sample = """\
- kind: instruction            # a principal instructs a delegation
  id: dorn-instructs
  date: 2024-05-04
  sources: gazette-0502
  by: chancellor-dorn
  to: envoy-eller
"""
    by: SpeakerId
    to: SpeakerId

    def said(self, names: Register) -> str:
        """Return who instructs whom, and what."""
        by, to = names.with_side(self.by), names.with_side(self.to)
        return f"{by} instructs {to}{after(self.text)}"
