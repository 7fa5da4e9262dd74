"""How things stand on the ground."""

from attrs import frozen

from accord.model.refs import SpeakerId
from accord.record.entry import Entry, Register, Section
from accord.record.wording import placed, unstopped


@frozen(kw_only=True)
class Situation(Entry):
    """How things stand on the ground: force positions, distances, who holds what.

    Attributes:
        place: Where.
        of: Whose forces or people.
        by: Who reports it.
    """

    kind = "situation"
    order = 11
    section = Section.OUTSIDE
    outside = True
    sample = """\
- kind: situation              # how things stand on the ground
  id: road-held
  date: 2024-05-01
  sources: gazette-0502
  text: Delta holds the road below the dam.
  place: The road
  of: [delta]                  # whose forces or people
  by: holm                     # who reports it
"""
    place: str = ""
    of: tuple[SpeakerId, ...] = ()
    by: SpeakerId = ""

    @property
    def title(self) -> str:
        """Its first words, with the place."""
        return placed(self.place, self.text)

    def said(self, names: Register) -> str:
        """Return how things stand, where and for whom, and who reports it."""
        of, by = names.several(self.of), names.name(self.by)
        where = f"{self.place} ({of})" if self.place and of else self.place or of
        said = unstopped(self.text) + ("" if by in self.text else f" (reported by {by})")
        return f"{where}: {said}" if where else said
