"""A note of the mediator's team."""

from attrs import frozen

from accord.model import MEDIATOR
from accord.model.refs import SourceId, SpeakerId, TierId
from accord.record.entry import Entry, Register, Section


@frozen(kw_only=True)
class Note(Entry):
    """A note for the mediator's team alone, unless it says for whom.

    Attributes:
        sources: Ids of the sources, if it rests on any; a note may be the team's own.
        by: Who wrote it.
        for_: Who may read it; where it is not given the mediator's team, or under `private/`
            whom that folder is for.
    """

    kind = "note"
    order = 16
    section = Section.SAID
    own = True
    sample = """\
- kind: note                   # for the mediator's team, on no page that others read
  id: ask-berg
  date: 2024-05-03             # it needs no source
  by: holm
  text: Ask the minister what the gates depend on.
"""
    sources: tuple[SourceId, ...] = ()
    by: SpeakerId = ""
    for_: tuple[TierId, ...] = (MEDIATOR,)

    def said(self, names: Register) -> str:
        """Return what was noted, and by whom."""
        by = f" ({names.with_side(self.by)})" if self.by else ""
        return f"Note{by}: {self.text}"
