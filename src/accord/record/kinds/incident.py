"""Something that happened outside the room."""

from collections.abc import Mapping

from attrs import field, frozen

from accord.model.choices import WideChoice, read_as
from accord.model.refs import SpeakerId
from accord.record.entry import Entry, Register, Section
from accord.record.wording import placed, unstopped


class Perceived(WideChoice):
    """How an incident came to be known."""

    HEARD = "heard"
    SEEN = "seen"
    REPORTED = "reported"

    @classmethod
    def others(cls) -> Mapping[str, str]:
        """Return what people write for them."""
        return _OTHERS


_OTHERS = read_as({"heard": "hears", "seen": "sees, saw", "reported": "reports, report"})


@frozen(kw_only=True)
class Incident(Entry):
    """Something that happened outside the room.

    Attributes:
        place: Where.
        perceived: How it came to be known: heard, seen or reported.
        by: By whom.
        attributed_to: Who is said to have done it; claims say who says so.
    """

    kind = "incident"
    order = 12
    section = Section.OUTSIDE
    outside = True
    place: str = ""
    perceived: Perceived = field(default=Perceived.REPORTED)
    by: SpeakerId = ""
    attributed_to: tuple[SpeakerId, ...] = ()

    @property
    def title(self) -> str:
        """Its first words, with the place."""
        return placed(self.place, self.text)

    def said(self, names: Register) -> str:
        """Return what happened where, and how that came to be known."""
        by = f" by {names.name(self.by)}" if self.by else ""
        place = f"{self.place}: " if self.place else ""
        told = self.perceived is Perceived.REPORTED and not by
        how = "" if told else f" ({self.perceived}{by})"
        return f"{place}{unstopped(self.text)}{how}"
