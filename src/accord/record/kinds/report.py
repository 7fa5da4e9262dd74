"""What a delegation tells its principal."""

from attrs import frozen

from accord.model.refs import SpeakerId
from accord.record.entry import Entry, Register, Section
from accord.record.wording import after


@frozen(kw_only=True)
class Report(Entry):
    """A delegation reports to its principal.

    Attributes:
        by: Who reports.
        to: To whom.
    """

    kind = "report"
    order = 7
    section = Section.SAID
    spoken = True
    sample = """\
- kind: report                 # a delegation reports to its principal
  id: eller-reports
  date: 2024-05-03
  sources: gazette-0502
  by: envoy-eller
  to: chancellor-dorn
"""
    by: SpeakerId
    to: SpeakerId

    def said(self, names: Register) -> str:
        """Return who reports to whom, and what."""
        by, to = names.with_side(self.by), names.with_side(self.to)
        return f"{by} reports to {to}{after(self.text)}"
