"""Where what was compiled is kept; without Numba, which takes long to load."""

import hashlib
from functools import cache
from pathlib import Path


@cache
def kept() -> Path:
    """Name the folder for what was compiled of this very code, all files together.

    Numba by itself would look at the file of a function alone, not at those of what it calls.
    """
    here = Path(__file__).parent
    code = b"".join(path.read_bytes() for path in sorted(here.glob("*.py")))
    return here / "__pycache__" / hashlib.sha256(code).hexdigest()[:16]


def is_compiled() -> bool:
    """Return whether the code that plays talks was compiled before."""
    return any(kept().rglob("kernel.*.nbc"))
