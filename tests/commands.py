"""Runs of `speclint`, each a process of its own, forked from one that has loaded the modules and tables.

A start from nothing takes several times as long as most checks of a test. The process of a run has its own
streams, folder, environment and exit status; only its modules are loaded before.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import pkgutil
import posix
import runpy
import signal
import socket
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

TIMEOUT = 120
"""Seconds after which a command hangs."""
COVERAGE = "COVERAGE_PROCESS_CONFIG"
"""The variable of the environment by which a process measures its coverage."""
SPECS = Path(__file__).parent.parent / "specs"


class Commands:
    """Runs commands, and ends the process they are forked from on `close`."""

    def __init__(self, timeout: float = TIMEOUT) -> None:
        self.seconds = 0.0
        """Processor time of the last command."""
        self._socket, theirs = socket.socketpair()
        self._socket.settimeout(timeout)
        with theirs:
            self._server = subprocess.Popen(
                [sys.executable, __file__, str(theirs.fileno())],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, pass_fds=[theirs.fileno()],
                env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
            )  # fmt: skip

    def run(
        self, arguments: Sequence[str], folder: Path, environment: Mapping[str, str], text: bytes
    ) -> tuple[int, bytes, bytes]:
        """Exit status, output and errors of a command.

        Raises:
            TimeoutError: it takes longer than the timeout.
        """
        with ExitStack() as stack:
            given, out, err = [stack.enter_context(tempfile.TemporaryFile()) for _ in range(3)]
            given.write(text)
            given.seek(0)
            request = json.dumps([arguments, str(folder), dict(environment)]).encode()
            streams = [given.fileno(), out.fileno(), err.fileno()]
            socket.send_fds(self._socket, [b"%9d" % len(request)], streams)
            self._socket.sendall(request)
            process = int(self._socket.recv(9))
            try:
                status, milliseconds = map(int, self._socket.recv(19).split())
            except TimeoutError:
                os.kill(process, signal.SIGKILL)
                # else the next run would take this status for its own
                self._socket.recv(19)
                raise
            self.seconds = milliseconds / 1000
            out.seek(0)
            err.seek(0)
            return status, out.read(), err.read()

    def close(self) -> None:
        self._socket.close()
        self._server.wait()


def serve(requests: socket.socket) -> None:
    """Fork a process for each request, until there are no more."""
    while True:
        size, streams, _, _ = socket.recv_fds(requests, 9, 3)
        if not size:
            return
        request = b""
        while len(request) < int(size):
            request += requests.recv(int(size) - len(request))
        process = os.fork()
        if not process:
            requests.close()
            start(streams, *json.loads(request))
        for stream in streams:
            os.close(stream)
        requests.sendall(b"%9d" % process)
        _, status, used = os.wait4(process, 0)
        milliseconds = round((used.ru_utime + used.ru_stime) * 1000)
        requests.sendall(b"%9d %9d" % (os.waitstatus_to_exitcode(status), milliseconds))


def start(streams: list[int], arguments: list[str], folder: str, environment: dict[str, str]) -> None:
    """Become the process of a command."""
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    if COVERAGE not in environment and "coverage" in sys.modules:
        sys.modules["coverage"].Coverage.current().stop()
        # that of os saves what was measured
        os._exit = posix._exit  # noqa: SLF001 - as os has it
    sys.path[0] = folder
    sys.argv[1:] = arguments
    runpy.run_module("speclint", run_name="__main__", alter_sys=True)


def load() -> None:
    """Load what a check of sheets loads."""
    import speclint
    from speclint.cli.check_run import check_sheets, plain_options

    for module in pkgutil.walk_packages(speclint.__path__, "speclint."):
        # the packages that the job of Spark needs are not among the development tools
        if not module.name.endswith("__main__") and not module.name.startswith("speclint.spark."):
            importlib.import_module(module.name)
    with tempfile.TemporaryDirectory() as cache:
        os.environ["SPECLINT_CACHE_DIR"] = cache
        check_sheets(plain_options([str(SPECS)]))
    if "coverage" in sys.modules:
        # what was measured until now is in the data of this process, and need not be in those of all others
        sys.modules["coverage"].Coverage.current().save()
    gc.freeze()


if __name__ == "__main__":
    load()
    serve(socket.socket(fileno=int(sys.argv[1])))
