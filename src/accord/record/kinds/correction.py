"""The withdrawal of an entry."""

from collections.abc import Container, Iterator

from attrs import frozen

from accord.record.entry import Entry, Register, Section


@frozen(kw_only=True)
class Correction(Entry):
    """Withdraws an earlier entry and says why."""

    kind = "correction"
    order = 15
    section = Section.SAID
    sample = """\
- kind: correction             # withdraws an earlier entry
  id: correction-1
  date: 2024-05-03
  sources: gazette-0502
  supersedes: wounded-by-delta
  text: The figure was that of another day.
"""

    def said(self, names: Register) -> str:
        """Return what is said of it."""
        return self.text or self.id

    def faults(self, given: Container[str]) -> Iterator[tuple[str, str]]:
        """Yield a mistake where it withdraws nothing."""
        if "supersedes" not in given:
            sentence = f"'{self.id}' supersedes nothing: name what it withdraws in 'supersedes'"
            yield "id", sentence
