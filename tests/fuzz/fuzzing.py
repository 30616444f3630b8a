"""What a target of the fuzzer is, and the loop that runs one until its time ends.

Hypothesis makes the inputs and shrinks those that break a promise. An input is a Python literal, so that a
file holds it and anybody can replay it.
"""

from __future__ import annotations

import ast
import re
import signal
import time
import traceback
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import hypothesis
from hypothesis.errors import HypothesisException

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hypothesis.strategies import SearchStrategy
    from runs import Runs

CASES = Path(__file__).parent / "cases"
"""Inputs that broke a promise once, by target."""
MAX_SECONDS = 10
"""Processor time that one input may take."""
SHRINKING = 60
"""Seconds for which an input that breaks a promise is shrunk."""
BATCH = 1000
"""Inputs that Hypothesis makes by one seed; each batch starts anew."""


class BrokenPromiseError(AssertionError):
    """An input for which a promise does not hold."""

    def __init__(self, promise: str, shown: object = "") -> None:
        super().__init__(f"{promise}: {shown}")
        self.promise = promise


def require(kept: object, promise: str, shown: object = "") -> None:
    """Check a promise.

    Raises:
        BrokenPromiseError: it is not kept.
    """
    if not kept:
        raise BrokenPromiseError(promise, shown)


class Target(NamedTuple):
    """A part of the program with the inputs that it must take and the promises that hold for each."""

    name: str
    inputs: SearchStrategy[Any]
    check: Callable[[Any, Runs], None]
    """Raises whatever shows that a promise is broken."""


class Finding(NamedTuple):
    """The smallest input that broke a promise in one way."""

    kind: str
    message: str
    literal: str

    def write(self, folder: Path) -> Path:
        """Write the input to a file of its own in a folder."""
        name = re.sub(r"[^a-z]+", "-", self.kind.lower()).strip("-")[:60].strip("-")
        file = folder / f"{name}-{sha256(self.literal.encode()).hexdigest()[:6]}.txt"
        folder.mkdir(parents=True, exist_ok=True)
        comments = "".join(f"# {line[:200]}\n" for line in self.message.splitlines()[:8])
        file.write_text(f"{comments}{self.literal}\n", encoding="utf-8", errors="backslashreplace")
        return file


class Result(NamedTuple):
    """How many inputs a target took, and what was found."""

    executions: int
    findings: tuple[Finding, ...]


class _TimeIsUp(BaseException):
    """The time of a target has ended."""


def read_case(file: Path) -> object:
    """The input in a file, as `Finding.write` wrote it."""
    return ast.literal_eval(file.read_text(encoding="utf-8"))


def fuzz(target: Target, seed: int, seconds: float, runs: Runs) -> Result:
    """Run a target on new inputs until its time ends."""
    loop = _Loop(target, runs, time.monotonic() + seconds)
    batch = 0
    while loop.run(f"{target.name} {seed} {batch}"):
        batch += 1
    return Result(loop.executions, tuple(loop.findings.values()))


class _Loop:
    """The executions of one target."""

    def __init__(self, target: Target, runs: Runs, end: float) -> None:
        self._target, self._runs, self._end = target, runs, end
        self._shrunk_until = 0.0
        self._known: frozenset[str] = frozenset()
        self.executions = 0
        self.findings: dict[str, Finding] = {}

    def run(self, seed: str) -> bool:
        """Run a batch of inputs; whether there is time for another."""
        self._shrunk_until = 0.0
        trial = hypothesis.given(self._target.inputs)(self._trial)
        settings = hypothesis.settings(
            max_examples=BATCH, database=None, deadline=None, derandomize=False, report_multiple_bugs=False,
            phases=[hypothesis.Phase.generate, hypothesis.Phase.shrink],
            suppress_health_check=list(hypothesis.HealthCheck),
        )  # fmt: skip
        try:
            settings(hypothesis.seed(seed)(trial))()
        except _TimeIsUp:
            pass
        except Exception as error:
            # an input that fails once and not again is a finding nevertheless
            if isinstance(error, HypothesisException) and len(self.findings) == len(self._known):
                raise
        if len(self.findings) > len(self._known):
            self._known = frozenset(self.findings)
        return time.monotonic() < self._end

    def _trial(self, literal: Any) -> None:  # noqa: ANN401 - whatever the target takes
        if self.executions and time.monotonic() > (self._shrunk_until or self._end):
            raise _TimeIsUp
        self.executions += 1
        try:
            with limited():
                self._target.check(literal, self._runs)
        except Exception as error:
            kind = kind_of(error)
            if kind in self._known:
                return
            if kind not in self.findings:
                self._shrunk_until = time.monotonic() + SHRINKING
            self._keep(kind, error, repr(literal))
            raise

    def _keep(self, kind: str, error: Exception, literal: str) -> None:
        smallest = self.findings.get(kind)
        if smallest is None or len(literal) < len(smallest.literal):
            message = "".join(traceback.format_exception_only(error))
            self.findings[kind] = Finding(kind, message, literal)


def kind_of(error: Exception) -> str:
    """What distinguishes an error from those with another cause: where it is raised, or the promise."""
    if isinstance(error, BrokenPromiseError):
        words = re.sub(r"[\W\d_]+", " ", str(error).partition(": ")[2])
        return f"{error.promise}: {words[:60]}" if error.promise.startswith("internal") else error.promise
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "/speclint/" in frame.filename] or frames
    return f"{type(error).__name__} in {Path(ours[-1].filename).stem} {ours[-1].name}"


@contextmanager
def limited() -> Iterator[None]:
    """Interrupt what takes more processor time than one input may.

    Raises:
        TimeoutError: it did.
    """
    before = signal.signal(signal.SIGVTALRM, _interrupt)
    signal.setitimer(signal.ITIMER_VIRTUAL, MAX_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _interrupt(*_: object) -> None:
    message = f"more than {MAX_SECONDS} s of processor time"
    raise TimeoutError(message)
