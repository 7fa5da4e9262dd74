"""What one tier alone may read of a folder: interests, red lines, commitments, `hold/`."""

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

from tests.hold.deal_oracle import Deal, written

MARK = "zzsecret"
"""A word that stands in all of it."""


def folder_with_secrets(of: Deal, to: Path, tier: str, by: Random | None) -> Path:
    """Write a folder, with secrets of a tier where they are drawn.

    Args:
        of: What all may read.
        to: Where.
        tier: For whom the secrets are.
        by: Where they are drawn; None for none.
    """
    at = written(of, to)
    if by is None:
        return at
    own = tier.count("/") == tier.endswith("/capital") and by.random() < 0.5
    base, said = (f"private/{tier}/", {}) if own else ("", {"for": tier})
    for name, value in _files(of, by):
        file = at / base / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps({**said, **value}))
    if by.random() < 0.3:  # mistakes in it are not said to others either
        file = at / base / "hold" / f"{MARK}-odd.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps({**said, by.choice(["guarantees", MARK]): MARK}))
    record = at / base / "record.yaml"
    held = json.loads(record.read_text()) if record.exists() else {"entries": []}
    held["entries"] += [{**said, **one} for one in _commitments(of, by)]
    record.write_text(json.dumps(held))
    return at


def _commitments(of: Deal, by: Random) -> Iterator[dict[str, Any]]:
    for n in range(by.randint(0, 3)):
        found = {
            "kind": "commitment",
            "id": f"{MARK}-{n}",
            "date": f"2029-01-0{n + 1}",
            "sources": "s",
            "owner": by.choice([*of.sheets]),
            "issue": by.choice(of.issues),
            "words": MARK,
        }
        yield found | ({"one_way": "done"} if by.random() < 0.5 else {})


def _files(of: Deal, by: Random) -> Iterator[tuple[str, dict[str, Any]]]:
    for n, party in enumerate(of.sheets):
        if by.random() < 0.7:
            holder, options = by.choice([party, "x", "h"]), of.options
            numbers = {
                issue: {
                    "weight": by.randint(1, 9),
                    "values": {o: by.randint(0, 100) for o in options(issue)},
                }
                for issue in of.issues
            }
            marks = {
                issue: {o: by.choice(["want", "cannot"]) for o in options(issue)}
                for issue in of.issues
            }
            in_words = by.random() < 0.3
            yield (
                f"interests/{MARK}-{n}.yaml",
                {
                    "party": party,
                    "held_by": holder,
                    "basis": MARK,
                    "red_lines": [
                        {"id": MARK, "never": {of.issues[0]: [of.deal[of.issues[0]]]}}
                    ],
                    **(
                        {"marks": marks}
                        if in_words
                        else {"issues": numbers, "walk_away": by.randint(0, 60)}
                    ),
                },
            )
    if by.random() < 0.7:
        guarantee = {
            "id": f"{MARK}-g",
            "kind": by.choice(["escrow", "sanction", "monitor"]),
            "by": "y",
            "penalty": by.randint(1, 50),
            "stake": 3,
        }
        yield (
            f"hold/{MARK}.yaml",
            {
                "held_by": by.choice(["h", "x"]),
                "basis": MARK,
                "guarantees": [guarantee],
                "first_move": {by.choice([*of.sheets]): by.randint(1, 20)},
            },
        )
