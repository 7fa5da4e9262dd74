"""The most memory that a process has taken."""

import resource
import sys
from pathlib import Path

UNIT = 1024**2 if sys.platform == "darwin" else 1024
"""How many of the system's units are a MB."""


def most_memory() -> float:
    """Give it in MB, of this process alone where the system tells."""
    status = Path("/proc/self/status")
    if status.exists():
        # Linux counts the process that started this one in ru_maxrss.
        peak = next(x for x in status.read_text().splitlines() if x.startswith("VmHWM"))
        return int(peak.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / UNIT


def most_memory_of_children() -> float:
    """Give it in MB, of the largest process that this one started and that has ended."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / UNIT
