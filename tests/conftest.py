"""What every test shares: how hard hypothesis looks."""

import os

from hypothesis import settings

settings.register_profile("default", max_examples=50, deadline=None)
settings.register_profile(
    "ci", max_examples=80, deadline=None, derandomize=True, database=None, print_blob=True
)
settings.register_profile(
    "fuzz", max_examples=int(os.environ.get("EXAMPLES") or 200), deadline=None, print_blob=True
)
settings.load_profile("ci" if os.environ.get("CI") else "default")
