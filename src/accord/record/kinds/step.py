"""A step of the process itself."""

from collections.abc import Mapping

from attrs import frozen

from accord.model.choices import WideChoice, read_as
from accord.model.refs import SpeakerId
from accord.record.entry import Entry, Register, Section
from accord.record.wording import led, together


class TalksTurn(WideChoice):
    """What became of the talks."""

    ANNOUNCED = "announced"
    OPENED = "opened"
    ADJOURNED = "adjourned"
    HALTED = "halted"
    RESUMED = "resumed"
    ENDED = "ended"
    BROKEN_OFF = "broken_off"

    @classmethod
    def others(cls) -> Mapping[str, str]:
        """Return what people write for them."""
        return _OTHERS

    @property
    def stops(self) -> bool:
        """Whether the talks do not go on after it: one side alone can do that."""
        return self not in (TalksTurn.ANNOUNCED, TalksTurn.OPENED, TalksTurn.RESUMED)


_OTHERS = read_as(
    {
        "announced": "announce, scheduled, planned",
        "opened": "open, opens, begun, began, start, started, launched",
        "adjourned": "adjourn, adjourns, recess, postponed",
        "halted": "halt, halts, suspended, paused, stopped, frozen",
        "resumed": "resume, resumes, restarted, reopened, continued",
        "ended": "end, ends, concluded, closed, finished, completed",
        "broken off": "collapsed, abandoned, broke off, breaks off, walked out",
    }
)


_STEM = 3
"""So many letters of a turn stand in every form of its verb: end-ed, res-ume, bro-ke off."""


@frozen(kw_only=True)
class Step(Entry):
    """The talks are announced, opened, adjourned, halted, resumed, ended or broken off.

    Two sides may say it differently, each in an entry of its own; then both readings stand.

    Attributes:
        what: What becomes of the talks: announced, opened, adjourned, halted, resumed, ended or
            broken_off.
        by: Who says so or does it; nobody in particular where it is not given.
    """

    kind = "step"
    order = 3
    section = Section.SAID
    sample = """\
- kind: step                   # what became of the talks themselves
  id: talks-halted
  date: 2024-05-05
  sources: gazette-0502
  what: halted  # announced, opened, adjourned, halted, resumed, ended, broken_off
  by: delta                    # who says so or does it; two sides may differ
  text: Delta has called its envoys home.
"""
    what: TalksTurn
    by: tuple[SpeakerId, ...] = ()

    def said(self, names: Register) -> str:
        """Return what became of the talks, and who says so."""
        by = f"{together(map(names.with_side, self.by))}: talks" if self.by else "Talks"
        said = self.text.casefold()
        if said.startswith(f"talks {self.what[:_STEM]}"):  # it says so itself
            return f"{by[: -len('talks')]}{self.text}"
        return led(f"{by} {self.what.replace('_', ' ')}", self.text)
