"""Which signs are taken for hidden, by what Unicode says of them."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.record.hidden_signs import clean

DRAWN = {
    *range(0x600, 0x606),
    *(0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD),
    *range(0x13430, 0x13456),
}
"""Formats that are drawn: Arabic, Syriac and Kaithi number signs, Egyptian joints."""


def test_controls_and_formats_are_replaced_and_nothing_else() -> None:
    for point in range(sys.maxunicode + 1):
        sign = chr(point)
        steers = unicodedata.category(sign) in ("Cc", "Cf", "Cs") and point not in DRAWN
        if unicodedata.category(sign) == "Cn":
            continue
        hidden = clean(f"a{sign}b") != f"a{sign}b"
        assert hidden == (steers and sign != "\n"), hex(point)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("می‌خواهم", "می‌خواهم"),
        ("क्‍ष", "क्‍ष"),
        ("👩🏽‍⚕️ 🏳️‍🌈", "👩🏽‍⚕️ 🏳️‍🌈"),
        ("עברית، العربية\n", "עברית، العربية\n"),
        ("pay\u200cpal \u200dx", "pay\ufffdpal \ufffdx"),
        ("می\u200c\u200cx", "می\u200c\ufffdx"),
        ("\u202eevil\u2069", "\ufffdevil\ufffd"),
        ("a\tb\x1b[2J\x85", "a\ufffdb\ufffd[2J\ufffd"),
    ],
)
def test_joiners_stay_where_a_script_needs_them(text: str, shown: str) -> None:
    assert clean(text) == shown


@given(st.text())
def test_what_steers_a_terminal_is_marked_and_nothing_else(text: str) -> None:
    shown = clean(text)
    assert len(shown) == len(text)
    for before, after in zip(text, shown, strict=True):
        assert after == before or (
            after == "\N{REPLACEMENT CHARACTER}" and not before.isprintable()
        )
    assert clean("a\x1b[2Jb\u202ec\nd\u2029") == "a\ufffd[2Jb\ufffdc\nd\u2029"
