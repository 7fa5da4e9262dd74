"""Signs that cannot be seen, and steer what shows them."""

import re

HIDDEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f"
    "\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f\ud800-\udfff]"
    # One of the two joiners in them only where it joins nothing.
    "(?:(?<![\u200c\u200d])|(?<![\u0590-\u061b\u061d-\u180d\u180f-\u1cff\u2600-\u27bf"
    "\u2e80-\ud7ff\uf900-\ufdff\ufe0f\ufe70-\ufefc\U00010800-\U0001faff]"
    "[\u200c\u200d]))"
)
"""A sign that cannot be seen, and steers what shows it or turns the text around it.

Controls but for the line feed, formats (Unicode's Cf) and halves of a sign. Formats that are
drawn, as the Arabic number sign, are none; nor are the joiners after a sign of a script that
joins, without which Persian, Kurdish, Hindi or an emoji cannot be written.
"""


def clean(text: str) -> str:
    """Replace what would steer a terminal or turn a text around by a mark that shows it."""
    return text if text.isprintable() else HIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)
