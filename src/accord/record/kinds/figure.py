"""A reported number."""

from attrs import frozen

from accord.model import Amount, Precision, When
from accord.model.refs import SpeakerId
from accord.record.entry import Entry, Register, Section
from accord.record.wording import after, quantity


@frozen(kw_only=True)
class Figure(Entry):
    """A reported number.

    Attributes:
        subject: What is counted; figures on the same subject are compared.
        value: The number as it was given: 12, 30..45, at least 39, more than 1500, about 300,
            at most 50.
        unit: In what; left out where the subject says it.
        as_of: The time it speaks of; a figure dated to a month or a year speaks of that
            otherwise, and one of a day of any time.
        by: Who gives it.
    """

    kind = "figure"
    order = 13
    section = Section.NUMBERS
    outside = True
    subject: str
    value: Amount
    unit: str = ""
    as_of: When | None = None
    by: SpeakerId = ""

    @property
    def title(self) -> str:
        """What is counted."""
        return self.subject

    @property
    def time(self) -> When | None:
        """The time it speaks of; None where that may be any."""
        whole = self.date.precision in (Precision.MONTH, Precision.YEAR)
        return self.as_of or (self.date if whole else None)

    @property
    def amount(self) -> str:
        """The number with its unit, in words."""
        return quantity(self.value, self.unit)

    def said(self, names: Register) -> str:
        """Return what number was given of what, and by whom."""
        by = f" ({names.name(self.by)})" if self.by else ""
        return f"{self.subject}: {self.amount}{by}{after(self.text)}"
