"""Something done from outside."""

from attrs import frozen

from accord.model import When
from accord.model.refs import SpeakerId
from accord.record.entry import Entry, Register, Section
from accord.record.wording import led


@frozen(kw_only=True)
class Measure(Entry):
    """Something done from outside: a sanction, aid, a force raised.

    Attributes:
        measure: What sort: sanction, aid, or other.
        by: Who imposes or gives it.
        on: On whom or for whom.
        until: When it ends.
    """

    kind = "measure"
    order = 10
    section = Section.IN_FORCE
    outside = True
    sample = """\
- kind: measure                # something done from outside: sanction, aid, other
  id: fuel-embargo
  date: 2024-05-01
  sources: gazette-0502
  measure: sanction
  by: [holm]                   # who imposes or gives it
  on: [upland]                 # on whom, or for whom
  until: 2024-06-01
"""
    measure: str
    by: tuple[SpeakerId, ...]
    on: tuple[SpeakerId, ...] = ()
    until: When | None = None

    def said(self, names: Register) -> str:
        """Return who imposes or gives what, and on or for whom."""
        by = names.several(self.by)
        if self.measure not in ("sanction", "aid"):
            return led(by, self.text)
        link = "on" if self.measure == "sanction" else "for"
        on = f" {link} {names.several(self.on)}" if self.on else ""
        return led(f"{self.measure.capitalize()} by {by}{on}", self.text)
