"""The fingerprint of a certificate, as browsers show it and as it is read aloud."""

import hashlib
from itertools import combinations

from accord.host.fingerprint import SPOKEN, WORDS, Fingerprint


def distance(one: str, other: str) -> int:
    """Count the letters to be put in, left out or changed (Levenshtein 1966)."""
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        last, row = row, [i]
        for j, there in enumerate(other, 1):
            row.append(min(last[j] + 1, row[-1] + 1, last[j - 1] + (letter != there)))
    return row[-1]


def test_there_is_a_word_for_each_byte() -> None:
    assert len(WORDS) == len(set(WORDS)) == 256
    assert all(word.isascii() and word.islower() and 4 <= len(word) <= 10 for word in WORDS)


def test_no_word_is_taken_for_another() -> None:
    assert len({word[:3] for word in WORDS}) == 256
    assert min(distance(*pair) for pair in combinations(WORDS, 2)) >= 3


def test_signs_are_those_that_browsers_show_and_words_are_its_first_bytes() -> None:
    made = Fingerprint.of(b"abc")
    assert made.signs.replace(":", "").lower() == hashlib.sha256(b"abc").hexdigest()
    assert made.signs.startswith("BA:78:16:BF")
    said = made.words.replace(" /", "").split()
    assert len(said) == SPOKEN
    assert bytes(map(WORDS.index, said)) == made.digest[:SPOKEN]
