"""`python -m speclint` is the command `speclint`."""

from __future__ import annotations

from speclint.cli import main

if __name__ == "__main__":
    main()
