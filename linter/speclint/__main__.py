"""`python -m speclint` is the command `speclint`."""

from __future__ import annotations

import os


def main() -> None:
    """Load the command line and run it; who interrupts that gets one line as well."""
    try:
        from speclint.cli import main as run

        run()
    except KeyboardInterrupt:
        os.write(2, b"speclint: interrupted\n")
        os._exit(2)


if __name__ == "__main__":
    main()
