"""What somebody said."""

from attrs import frozen

from accord.model.refs import SpeakerId
from accord.record.entry import Entry, Register, Section
from accord.record.wording import led, unstopped


@frozen(kw_only=True)
class Statement(Entry):
    """Somebody said something.

    Attributes:
        by: Who said it.
        to: To whom.
        language: The language it was said in, where it was read in translation.
        translated_by: Who translated it.
    """

    kind = "statement"
    order = 3
    section = Section.SAID
    spoken = True
    sample = """\
- kind: statement              # somebody said something
  id: berg-on-water
  date: 2024-05-02
  sources: gazette-0502
  text: Says that the gates open when the guns are silent.
  by: minister-berg            # who said it
  to: [delta]                  # to whom
  language: uk                 # the language it was said in, where it was read in translation
  translated_by: The Port Gazette
"""
    by: SpeakerId
    to: tuple[SpeakerId, ...] = ()
    language: str = ""
    translated_by: str = ""

    def said(self, names: Register) -> str:
        """Return who said it, to whom, and what."""
        to = f" to {names.several(self.to)}" if self.to else ""
        by = names.name(self.translated_by)
        text = f"{unstopped(self.text)} (translated by {by})" if by else self.text
        return led(f"{names.with_side(self.by)}{to}", text)
