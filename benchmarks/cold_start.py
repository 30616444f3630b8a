"""How long one sheet takes as a hook runs it: a cold process, beside check-jsonschema with the same schema.

`python benchmarks/cold_start.py [sheet]` runs both commands in turn and prints the median wall time of
each and their ratio. Machines are noisy: only the ratio within one run is meaningful. The budget is 0.35.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
BUDGET = 0.35
ROUNDS = 15


# an installed command has its bytecode; one run from a work tree must be let write it
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def seconds(command: list[str]) -> float:
    """Wall time of one run of the command, which must succeed."""
    started = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, env=ENVIRONMENT)
    return time.perf_counter() - started


def main() -> None:
    """Print both medians and the ratio; leave with 1 where it is above the budget."""
    sheet = sys.argv[1] if len(sys.argv) > 1 else "specs/bmw/ix2-xdrive30.json"
    ours = [str(BIN / "speclint"), "check", sheet]
    peer = [str(BIN / "check-jsonschema"), "--schemafile", "schemas/spec-sheet.schema.json", sheet]
    times = [(seconds(ours), seconds(peer)) for _ in range(ROUNDS + 2)][2:]  # the first two warm the caches
    own, peer = (statistics.median(column) for column in zip(*times, strict=True))
    print(f"speclint check        {own * 1000:6.0f} ms")
    print(f"check-jsonschema      {peer * 1000:6.0f} ms")
    print(f"ratio                 {own / peer:6.2f}   (budget {BUDGET}, median of {ROUNDS} runs each)")
    sys.exit(own / peer > BUDGET)


if __name__ == "__main__":
    main()
