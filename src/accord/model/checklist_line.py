"""What agreements of a kind settle, and what of it the agenda covers. Public."""

from attrs import frozen

from accord.model.refs import IssueId


@frozen(kw_only=True)
class ChecklistLine:
    """One thing that agreements of a kind settle, with where that is said.

    It is covered by issues of the agenda, or struck with a reason; else it is not on the agenda
    yet, which is no fault of an agenda, only something to see.

    Attributes:
        id: Short name, used in files.
        name: What is settled, in a few words, as within a sentence.
        text: The same as something to think of, in a sentence.
        source: Which guidance or law says so: the document, and the part that was read.
        covered_by: Ids of the issues that settle it.
        struck: Why it does not apply here; empty where it does.
    """

    id: str
    name: str
    text: str = ""
    source: str
    covered_by: tuple[IssueId, ...] = ()
    struck: str = ""
