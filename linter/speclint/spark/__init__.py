"""Checks data frames of Apache Spark where they are (`speclint[spark]`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from os import PathLike

    from pyspark.sql import DataFrame

__all__ = ["check"]


def check(
    dataframe: DataFrame,
    profile: str | PathLike[str],
    *,
    key: str | None = None,
    select: str | Iterable[str] = (),
    ignore: str | Iterable[str] = (),
) -> DataFrame:
    """Check the rows of a data frame; the job runs when this is called.

    Args:
        dataframe: each row is a record.
        profile: name or file of the profile by which they are written.
        key: the column that identifies a row; a hash of all columns if None.
        select: ids of the only rules to run; all if empty.
        ignore: ids of rules not to run.

    Returns:
        A data frame with one row for each finding, kept in the session until its `unpersist` is called.
        `level`, `rule`, `message`, `help` and `url` are those of the command line. `sheet` is the name of the
        car, `row` the key of its row, None for a fault of a whole column. `pointer` is the place in the row;
        `stated`, `unit`, `suggestion` and `probability` are what is wrong there and what it should be.
        `related` are other places, each with message, row and pointer. `fingerprint` is the name of the
        finding, the same in every run.

    Raises:
        speclint.errors.SpeclintError: the work cannot be done; the message is one line.
    """
    from speclint.spark.job import run

    return run(dataframe, profile, key, _listed("select", select), _listed("ignore", ignore))


def _listed(option: str, names: object) -> tuple[str, ...]:
    from collections.abc import Iterable

    from speclint.errors import ConfigError

    listed = (names,) if isinstance(names, str) or not isinstance(names, Iterable) else tuple(names)
    for name in listed:
        if not isinstance(name, str):
            message = f"{option}: name rules by texts, not by {type(name).__name__}"
            raise ConfigError(message)
    return listed
