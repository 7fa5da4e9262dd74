"""An answer to a proposal."""

from collections.abc import Mapping

from attrs import frozen

from accord.model.choices import WideChoice, read_as
from accord.model.refs import ActorId, ProposalId
from accord.record.entry import Entry, Register, Section
from accord.record.wording import after


class Answer(WideChoice):
    """How a proposal was answered."""

    ACCEPTS = "accepts"
    REJECTS = "rejects"
    COUNTERS = "counters"
    RESERVES = "reserves"
    REFERS = "refers"

    @classmethod
    def others(cls) -> Mapping[str, str]:
        """Return what people write for them."""
        return _OTHERS


_OTHERS = read_as(
    {
        "accepts": "accept, accepted, agrees, agreed, yes, true",
        "rejects": "reject, rejected, refuses, refused, declines, declined, no, false",
        "counters": "counter, countered, counter-proposal, counter proposal, counterproposal",
        "reserves": "reserve, reserved, reserves its answer, not yet, pending",
        "refers": "refer, referred, refers to its leadership, ad referendum",
    }
)


_VERBS = {
    Answer.ACCEPTS: "accepts",
    Answer.REJECTS: "rejects",
    Answer.COUNTERS: "answers with a proposal of its own to",
    Answer.RESERVES: "reserves its answer to",
    Answer.REFERS: "refers to its leadership",
}


@frozen(kw_only=True)
class Response(Entry):
    """An answer to a proposal or an offer; with `issues`, to those issues of it only.

    Whoever rejects an offer of its own takes it back.

    Attributes:
        by: Who answers.
        answers: Id of the proposal or the offer.
        answer: How it answers: accepts, rejects, counters, reserves its answer or refers to its
            leadership.
    """

    kind = "response"
    order = 6
    section = Section.SAID
    spoken = True
    by: ActorId
    answers: ProposalId
    answer: Answer

    def said(self, names: Register) -> str:
        """Return who answers what, and how."""
        found = names.entries.get(self.answers)
        kind = "offer" if found is not None and found.kind == "offer" else "proposal"
        what = f"the {kind}" if found is None else f"the {kind} of {found.date.words}"
        own = kind == "offer" and names.process.side(self.by) == getattr(found, "party", "")
        if own and self.answer is Answer.REJECTS:
            return f"{names.name(self.by)} takes back {what}{after(self.text)}"
        parts = names.issues(self.issues)
        on = f" on {parts}" if parts else ""
        return f"{names.name(self.by)} {_VERBS[self.answer]} {what}{on}{after(self.text)}"
