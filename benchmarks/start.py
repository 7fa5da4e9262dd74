"""How long `accord --help` takes, beside a bare start of Python and one that imports click.

python benchmarks/start.py [RUNS]
"""

import subprocess
import sys
from time import perf_counter

CASES = {
    "python -c pass": "pass",
    "python -c 'import click'": "import click",
    "accord --help": "import sys; sys.argv = ['accord', '--help']; "
    "from accord.cli import main; main()",
}


def seconds(code: str) -> float:
    """Run code in a process of its own and give the time it takes."""
    start = perf_counter()
    subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    return perf_counter() - start


def main() -> None:
    """Take turns, so that a busy moment falls on all alike; print the least of each."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    least = dict.fromkeys(CASES, float("inf"))
    for _ in range(runs):
        for name, code in CASES.items():
            least[name] = min(least[name], seconds(code))
    bare = least["python -c 'import click'"]
    for name, taken in least.items():
        print(f"{name:26} {1000 * taken:7.1f} ms  {taken / bare:5.2f} of importing click")


if __name__ == "__main__":
    main()
