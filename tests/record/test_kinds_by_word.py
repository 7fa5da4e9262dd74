"""What a kind of entry has to say of itself is asked for where kinds are found."""

from typing import ClassVar

import pytest

from accord.record.entry import Entry, Section
from accord.record.kinds import KINDS, by_word


class Nameless(Entry):
    section: ClassVar[Section] = Section.SAID


class Placeless(Entry):
    kind: ClassVar[str] = "placeless"


class Doubled(Entry):
    kind: ClassVar[str] = "figure"
    section: ClassVar[Section] = Section.SAID


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (Nameless, "Nameless has no `kind`"),
        (Placeless, "Placeless has no `section`"),
        (Doubled, "Figure and .*Doubled have the same `kind`, 'figure'"),
    ],
)
def test_what_a_kind_lacks_or_takes_is_named(one: type[Entry], said: str) -> None:
    with pytest.raises(TypeError, match=said):
        by_word([*KINDS.values(), one])
