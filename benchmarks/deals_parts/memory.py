"""The most memory that a process has taken."""

import resource
import sys
from pathlib import Path


def most_memory() -> float:
    """Give it in MB, of this process alone where the system tells."""
    status = Path("/proc/self/status")
    if status.exists():
        # Linux counts the process that started this one in ru_maxrss.
        peak = next(x for x in status.read_text().splitlines() if x.startswith("VmHWM"))
        return int(peak.split()[1]) / 1024
    unit = 1024**2 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
