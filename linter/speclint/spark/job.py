"""The job: which data frames follow from each other, and what comes back to the driver."""

from __future__ import annotations

import re
from contextlib import contextmanager
from importlib.util import find_spec
from os import fspath
from typing import TYPE_CHECKING

from msgspec.structs import replace

from speclint import errors
from speclint.checking.evaluating import Evaluated
from speclint.checking.explaining import explained
from speclint.checking.partitions.judging import Cause
from speclint.checking.partitions.plan import Plan, TableFile, sample_of
from speclint.errors import ConfigError, MissingPackageError
from speclint.files.paths import working_folder
from speclint.profiles.marks import MAX_SAMPLED
from speclint.project.documents import request_for_documents
from speclint.project.load import Project
from speclint.sheets.catalog import Catalog
from speclint.sheets.place import SheetLocation

if TYPE_CHECKING:
    from collections.abc import Iterator
    from os import PathLike

    from pyspark.sql import DataFrame

    from speclint.results import Finding
    from speclint.rules.rule import Level, RuleViolation

PACKAGES = ("pyspark", "pyarrow", "pandas", "polars")
"""What `speclint[spark]` installs."""
NAME = "rows"
"""What rows are called that have no identity."""


def run(
    dataframe: DataFrame, profile: str | PathLike[str], key: str | None, select: tuple[str, ...],
    ignore: tuple[str, ...],
) -> DataFrame:  # fmt: skip
    """Check the rows of a data frame; see `speclint.spark.check`."""
    _refuse_missing()
    from speclint.spark.frames import Frames

    plan = plan_for(dataframe, profile, select, ignore)
    with told_in_one_line(), Frames(dataframe, plan, key) as frames:
        found = frames.violations()
        causes = tuple(
            Cause(rule.first_id, violation.arguments, violation.explains) for rule, violation in found
        )
        judged = frames.judged(causes)
        levels = frames.levels(judged, [rule.level for rule, _ in found])
        return frames.findings(judged, _of_catalog(plan, found, levels))


@contextmanager
def told_in_one_line() -> Iterator[None]:
    """Raise what ended a process of Spark as an error of ours, where it is one."""
    from pyspark.errors import PythonException

    try:
        yield
    except PythonException as error:
        text = str(error)
        own = re.search(r"^speclint\.errors\.(\w+): (.+)$", text, re.MULTILINE)
        if own is not None:
            raise getattr(errors, own[1])(own[2]) from error
        if "No module named 'speclint'" in text:
            message = (
                "the processes of Spark run a Python without speclint; install it there, or set "
                "PYSPARK_PYTHON to the Python that has it before the session is made"
            )
            raise MissingPackageError(message) from error
        raise


def _refuse_missing() -> None:
    missing = [name for name in PACKAGES if find_spec(name) is None]
    if missing:
        message = f"{' and '.join(missing)} must be installed: pip install 'speclint[spark]'"
        raise MissingPackageError(message)


def plan_for(
    dataframe: DataFrame, profile: str | PathLike[str], select: tuple[str, ...], ignore: tuple[str, ...]
) -> Plan:
    """What is checked; the profile is read here, and no process reads a file."""
    taken = [name for name in dataframe.columns if name.startswith("__")]
    if taken:
        message = f'the column "{taken[0]}" begins with "__", as those that speclint adds; rename it'
        raise ConfigError(message)
    request = request_for_documents({f"{NAME}.parquet": b""}, working_folder(), fspath(profile))
    request = replace(request, select=select, ignore=(*ignore, *request.ignore))
    place = SheetLocation(NAME, NAME, request.config.root, claimed=True)
    plan = Plan(request, (TableFile(place, tuple(dataframe.columns)),))
    texts = [
        field.name
        for field in dataframe.schema.fields
        if field.name in plan.needed and "string" in field.dataType.simpleString()
    ]
    return replace(plan, tables=(replace(plan.tables[0], sample=_sample(dataframe, plan, texts)),))


def _sample(dataframe: DataFrame, plan: Plan, texts: list[str]) -> tuple[object, ...]:
    """The first records, as far as they show the decimal marks of figures that are texts."""
    import polars as pl

    figures = {name for name, _, _ in plan.profile.quantities.names}
    names = [name for name in texts if name in figures or plan.profile.quantities.selectors]
    if not names:
        return ()
    rows = dataframe.select(*(f"`{name}`" for name in names)).limit(MAX_SAMPLED).toArrow()
    return sample_of(plan.profile, pl.DataFrame(pl.from_arrow(rows)))


def _of_catalog(plan: Plan, found: list[RuleViolation], levels: list[Level]) -> tuple[Finding, ...]:
    """The findings on the whole catalog."""
    violations = [
        (violation.sheet, [(replace(rule, level=level), violation)])
        for (rule, violation), level in zip(found, levels, strict=True)
        if violation.sheet is not None
    ]
    catalog = Catalog((), (), content=plan.reader.content)
    project = Project(catalog, (), (), plan.reader, {}, {})
    return explained(plan.request, project, Evaluated([], violations, 0, 0)).findings
