"""Texts in cells that no spreadsheet runs, and that hide no sign."""

import re

from accord.record.hidden_signs import HIDDEN

ERRORS = {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"}
"""What a spreadsheet writes into a cell that it could not work out."""
RISKY = re.compile(
    rf"'*(?:[=+\-@\t\r\n＝＋－＠]|\s*(?:{'|'.join(map(re.escape, ERRORS))})\s*$)"
)


def inert(text: str) -> str:
    """Keep a spreadsheet from running a text, and a text from hiding what is in it.

    What would be taken for a formula has an apostrophe before it; a sign that cannot be seen
    stands as its number: `_x202E_`.
    """
    if not text or text.isalnum():  # most cells, at once
        return text
    if not text.isprintable() or "_x" in text:
        text = OBSCURE.sub(lambda m: f"_x{ord(m[0]):04X}_", text)
    return f"'{text}" if RISKY.match(text) else text


def live(text: str) -> str:
    """Undo what `inert` did."""
    if text.startswith("'") and RISKY.match(text, 1):
        text = text[1:]
    return NUMBERED.sub(lambda m: chr(int(m[1], 16)), text) if "_x" in text else text


OBSCURE = re.compile(rf"{HIDDEN.pattern}|_(?=x[0-9A-F]{{4,6}}_)")
NUMBERED = re.compile(r"_x(0?[0-9A-F]{4,5}|10[0-9A-F]{4})_")
