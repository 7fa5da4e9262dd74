"""A note of the mediator's team."""

from attrs import frozen

from accord.model.refs import SpeakerId
from accord.record.entry import Entry, Register, Section


@frozen(kw_only=True)
class Note(Entry):
    """A note for the mediator's team alone, on no page that others read.

    Attributes:
        by: Who wrote it.
    """

    kind = "note"
    order = 16
    section = Section.SAID
    sample = """\
- kind: note                   # for the mediator's team, on no page that others read
  id: ask-berg
  date: 2024-05-03
  sources: gazette-0502
  by: holm
  text: Ask the minister what the gates depend on.
"""
    by: SpeakerId = ""

    def said(self, names: Register) -> str:
        """Return what was noted, and by whom."""
        by = f" ({names.with_side(self.by)})" if self.by else ""
        return f"Note{by}: {self.text}"
