"""`python -m speclint` is the command `speclint`."""

from __future__ import annotations

import os
import sys

INTERRUPTED = b"speclint: interrupted\n"


def main() -> None:
    """Load the command line and run it; who interrupts that gets one line as well.

    Before this, in the first tenth of a second, an interrupt ends Python itself, with a signal or, by
    `python -m`, with a traceback of the modules that it loads for that.
    """
    try:
        _forget_working_folder()
        _end_at_interrupts()
        from speclint.cli import main as run

        run()
    except KeyboardInterrupt:
        os.write(2, INTERRUPTED)
        os._exit(2)


def _end_at_interrupts() -> None:
    """End this process at once when it is interrupted.

    An exception that comes while native code calls Python, as msgspec does for its types, is more than that
    may expect: it ended in a segmentation fault.
    """
    import signal

    process = os.getpid()

    def end(*_: object) -> None:
        if os.getpid() == process:
            shown = b"\x1b[?25h" if os.isatty(2) else b""  # the cursor, which a progress bar hides
            try:
                os.write(2, shown + INTERRUPTED)
            except OSError:
                shown = b""
            loaded = sys.modules.get("multiprocessing")
            for child in loaded.active_children() if loaded else ():
                child.kill()
        os._exit(2)

    # a shell may have it ignored, as of a command in the background
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, end)


def _forget_working_folder() -> None:
    """Import nothing from the folder that `python -m` puts before all others: a repository may lie there."""
    try:
        working = os.getcwd()  # noqa: PTH109 - as Python writes it
    except OSError:
        return
    is_own = working == os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120
    if sys.path[:1] in ([""], [working]) and not is_own:
        del sys.path[0]


if __name__ == "__main__":
    main()
