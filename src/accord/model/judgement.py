"""Judgements of whole packages: would sign, would not sign, not known."""

from collections.abc import Mapping

from attrs import field, frozen
from frozendict import frozendict

from accord.model.agenda import Agenda
from accord.model.choices import WideChoice, read_as
from accord.model.refs import Package, SourceId


class Would(WideChoice):
    """Whether a party would sign a package, as a holder says or assumes."""

    SIGN = "sign"
    NOT_SIGN = "not sign"
    UNKNOWN = "not known"

    @classmethod
    def others(cls) -> Mapping[str, str]:
        """Return other words, in small letters, each with the member that it stands for."""
        return _WORDS


_WORDS = read_as(
    {
        "sign": "yes, true, signs, would sign, accept, accepts, would accept",
        "not sign": "no, false, would not sign, wouldn't sign, refuse, refuses, reject, "
        "rejects",
        "not known": "?, unknown, not asked, maybe, unclear",
    }
)


@frozen(kw_only=True)
class Judgement:
    """Whether a party would sign a package, as a holder says or assumes.

    Attributes:
        package: Options by issue, or the id of the proposal that has them.
        would: sign, not sign, or not known.
        basis: Why, in one line.
        source: Id of the source it comes from.
    """

    package: Package = field(factory=frozendict)
    would: Would
    basis: str = ""
    source: SourceId = ""

    def within(self, agenda: Agenda) -> bool:
        """Return whether every option that it names is on an agenda.

        Args:
            agenda: The agenda.
        """
        return isinstance(self.package, str) or all(
            issue in agenda.issues and option in agenda.issues[issue].choices
            for issue, option in self.package.items()
        )
