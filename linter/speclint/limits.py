"""The limits of a run, all in one table: whatever a repository holds, the work and the memory are bounded.

`SPECLINT_LIMITS` in the environment changes them, as in `SPECLINT_LIMITS="paths=2000000 rows=50000000"`. The
configuration cannot: it lies in the repository, whose data the limits are for.
"""

from __future__ import annotations

import os
from functools import lru_cache
from typing import NamedTuple

from speclint.errors import ConfigError, LimitError

VARIABLE = "SPECLINT_LIMITS"
"""The variable of the environment that changes limits."""


class Limit(NamedTuple):
    """What is counted, and how much of it is read or done by default."""

    default: int
    unit: str
    """What is counted, as messages have it."""
    meaning: str
    """Where it is counted and why, as the documentation has it."""
    is_fixed: bool = False
    """Whether it follows from how we compute, so that no setting changes it."""


LIMITS = {
    "file-bytes": Limit(
        64 * 1024 * 1024, "bytes", "of one document, and of one line of a table; git is asked before it reads"
    ),
    "table-bytes": Limit(
        512 * 1024**2,
        "bytes",
        "of a row group of a Parquet file once it is decompressed, as its footer states them",
    ),
    "stream-bytes": Limit(256 * 1024 * 1024, "bytes", "of a table in a revision, which is read as a whole"),
    "footer-bytes": Limit(16 * 1024**2, "bytes", "of the footer of a Parquet file"),
    "rows": Limit(10_000_000, "rows", "of a Parquet file"),
    "records": Limit(1_000_000, "records", "of a file of JSON, NDJSON or CSV, each of which takes some 4 kB"),
    "columns": Limit(20_000, "columns", "of a table"),
    "word": Limit(10_000, "characters", "of a text that names the make, the model or another identity field"),
    "layers": Limit(
        200, "layers", "of one sheet, by its path and by `$extends`, each as often as it is reached"
    ),
    "depth": Limit(512, "levels", "of a document", is_fixed=True),
    "digits": Limit(1000, "digits", "of a number", is_fixed=True),
    "settings-bytes": Limit(1024 * 1024, "bytes", "of a configuration or profile"),
    "settings-depth": Limit(100, "levels", "of a configuration or profile", is_fixed=True),
    "law": Limit(1000, "characters", "of a law, or of a condition of one", is_fixed=True),
    "law-parts": Limit(
        500, "parts", "of a law, once the names in it are replaced by what they stand for", is_fixed=True
    ),
    "law-cases": Limit(100, "laws", "of a rule, each quantity of `each` by itself", is_fixed=True),
    "name-parts": Limit(
        50, "parts", "of a name with dots or a path in a configuration or profile", is_fixed=True
    ),
    "rules": Limit(1000, "rules", "of your own in a configuration and the files that it names"),
    "paths": Limit(500_000, "paths", "of a repository that are visited to find the sheets"),
    "patterns": Limit(10_000, "patterns", "of the ignore files that hold in one folder"),
    "pattern-length": Limit(4096, "characters", "of a pattern of paths or a line of an ignore file"),
    "violations": Limit(1000, "violations", "of its schema that are listed of one document"),
    "siblings": Limit(
        1000, "siblings", "that are equal, or that share a figure, and are compared with one another"
    ),
    "diagnoses": Limit(
        20_000, "violations", "of a run that are diagnosed; those after them are reported without a value"
    ),
    "identities": Limit(
        200_000,
        "identities",
        "of a catalog that are counted, to find whether they distinguish its sheets: the lowest by hash",
    ),
    "spellings": Limit(
        20_000,
        "spellings",
        "of makes, and of words in the names of models, that are compared in a catalog: the lowest by hash",
    ),
    "unknown-words": Limit(
        500, "words", "of a catalog that its profile does not know and that are reported: the lowest by hash"
    ),
    "comparisons": Limit(
        20_000,
        "comparisons",
        "of an unknown key or value with known ones in one document, to propose one; long ones count more",
    ),
    "alternatives": Limit(
        100_000,
        "errors",
        "of the alternatives of a schema that are kept of one document, to tell the closest",
    ),
    "applications": Limit(
        100_000, "applications", "of schemas to one value, beyond which the references are counted"
    ),
    "backtracks": Limit(
        100_000,
        "steps",
        "back in a text, for a pattern of a schema with lookaround or backreferences",
    ),
    "references": Limit(
        20_000,
        "references",
        "of a schema that one document follows where the work may grow exponentially, or much is wrong",
    ),
}
"""The limits by their name."""


def limit(name: str) -> int:
    """The limit of that name.

    Raises:
        ConfigError: what the environment sets is no limit.
    """
    return _limits(os.environ.get(VARIABLE, ""))[name]


def exceeded(place: object, name: str, found: int | None = None) -> LimitError:
    """The error that a limit is exceeded at a place, with the number that was found if it is known."""
    most, unit = limit(name), LIMITS[name].unit
    held = f"more than {most:,} {unit}" if found is None else f"{found:,} {unit} are more than {most:,}"
    remedy = f"{VARIABLE}={name}=NUMBER in the environment raises the limit"
    return LimitError(f"{place}: {held}; {'write fewer' if LIMITS[name].is_fixed else remedy}")


_REACHED: set[str] = set()
"""Limits at which this process left something out that no finding shows."""


def reach(name: str) -> None:
    """Note that something was left out at a limit, where no finding shows it."""
    _REACHED.add(name)


def reached() -> list[str]:
    """A line on each limit that was noted since this was asked last, with what raises it."""
    found = sorted(_REACHED)
    _REACHED.clear()
    rows = ((name, limit(name), LIMITS[name]) for name in found)
    return [
        f"the limit of {most:,} {row.unit} {row.meaning} was reached, and the rest was left out; "
        f"{VARIABLE}={name}=NUMBER in the environment raises it"
        for name, most, row in rows
    ]


@lru_cache(maxsize=8)
def _limits(setting: str) -> dict[str, int]:
    limits = {name: row.default for name, row in LIMITS.items()}
    settable = [name for name, row in LIMITS.items() if not row.is_fixed]
    for part in setting.replace(",", " ").split():
        name, _, number = part.partition("=")
        if name not in settable:
            message = f'{VARIABLE}: there is no limit "{name}" to set; there are {", ".join(settable)}'
            raise ConfigError(message)
        if not (number.isascii() and number.isdecimal() and 0 < len(number) <= 18 and int(number)):  # noqa: PLR2004 - of 64 bits
            example = f"{name}={limits[name]}"
            message = f'{VARIABLE}: "{part}" does not set a limit; write {name}=NUMBER, such as {example}'
            raise ConfigError(message)
        limits[name] = int(number)
    return limits
