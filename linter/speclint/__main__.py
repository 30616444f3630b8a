"""`python -m speclint` is the command `speclint`."""

from __future__ import annotations

import os


def main() -> None:
    """Load the command line and run it; who interrupts that gets one line as well.

    Before this, in the first hundredths of a second, an interrupt ends Python itself, with a signal or, by
    `python -m`, with a traceback of the modules that it loads for that.
    """
    try:
        from speclint.cli import main as run

        run()
    except KeyboardInterrupt:
        os.write(2, b"speclint: interrupted\n")
        os._exit(2)


if __name__ == "__main__":
    main()
