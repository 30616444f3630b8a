"""The job: which data frames follow from each other, and what comes back to the driver."""

from __future__ import annotations

import re
import warnings
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING
from uuid import uuid4

from msgspec.structs import replace

from speclint import errors
from speclint.checking.evaluating import Evaluated
from speclint.checking.explaining import explained
from speclint.checking.partitions.collected import mergeable
from speclint.checking.partitions.judging import Cause
from speclint.checking.partitions.plan import Plan, TableFile, sample_of
from speclint.checking.selection import enabled_rules
from speclint.errors import ConfigError, MissingPackageError
from speclint.files.paths import working_folder
from speclint.limits import reached
from speclint.profiles.marks import MAX_SAMPLED
from speclint.project.documents import profile_of_frame, request_for_documents
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
_LACKS_SPECLINT = re.compile(
    r"""/serializers\.py", line \d+, in loads\n(?:(?!  File ).*\n)*"""
    r"""ModuleNotFoundError: No module named 'speclint(?:\.[\w.]+)?'"""
)
"""How a process ends that was sent what it cannot import, before any code of a user runs there."""
NAME = "rows"
"""What rows are called that have no identity."""


def run(
    dataframe: DataFrame, profile: str | PathLike[str], key: str | None, select: tuple[str, ...],
    ignore: tuple[str, ...],
) -> DataFrame:  # fmt: skip
    """Check the rows of a data frame; see `speclint.spark.check`."""
    _refuse_missing()
    from speclint.spark.frames import Frames
    from speclint.spark.rows import keyed_rows

    keyed, call = keyed_rows(dataframe, key), uuid4().hex
    plan = plan_for(dataframe, profile, select, ignore)
    plan = with_sample(plan, dataframe, keyed)
    with told_in_one_line(call), Frames(keyed, plan, call) as frames:
        found = frames.violations()
        for notice in reached():
            warnings.warn(notice, stacklevel=3)
        causes = tuple(
            Cause(rule.first_id, violation.arguments, violation.explains) for rule, violation in found
        )
        judged = frames.judged(causes)
        levels = frames.levels(judged, [rule.level for rule, _ in found])
        return frames.findings(judged, _of_catalog(plan, found, levels))


@contextmanager
def told_in_one_line(call: str) -> Iterator[None]:
    """Raise what ended a process of Spark as an error of ours, where it is one of this call."""
    from pyspark.errors import PythonException

    try:
        yield
    except PythonException as error:
        text = str(error)
        own = re.search(rf"^speclint\.errors\.(\w+): {call}: (.+)$", text, re.MULTILINE)
        if own is not None:
            raise getattr(errors, own[1])(own[2]) from error
        if _LACKS_SPECLINT.search(text):
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
    request = request_for_documents({f"{NAME}.parquet": b""}, working_folder(), profile_of_frame(profile))
    request = replace(request, select=select, ignore=(*ignore, *request.ignore))
    place = SheetLocation(f"{NAME}.parquet", NAME, request.config.root, claimed=True)
    plan = Plan(request, (TableFile(place, tuple(dataframe.columns)),))
    _refuse_unseen(plan)
    return plan


def _refuse_unseen(plan: Plan) -> None:
    """Refuse rules that were asked for by name and are not looked for."""
    from speclint.spark.identities import RULE

    seen = {entry.first_id for entry in (*plan.rules, *mergeable(plan))} | {RULE}
    for entry in enabled_rules(plan.request):
        if entry.first_id not in seen and any(name in entry.names for name in plan.request.select):
            message = (
                f'select: the rule "{entry.id}" is not looked for in a data frame of Spark; leave it out'
            )
            raise ConfigError(message)


def with_sample(plan: Plan, dataframe: DataFrame, keyed: DataFrame) -> Plan:
    """A plan with the first records, as far as they show the decimal marks of figures that are texts."""
    from speclint.spark.rows import kinds_in
    from speclint.spark.workers import inner_name, rows_in

    quantities = plan.profile.quantities
    figures = {name for name, _, _ in quantities.names}
    texts = [
        inner_name(number)
        for number, field in enumerate(dataframe.schema.fields)
        if kinds_in(field.dataType) & {"StringType", "BinaryType"}
        and field.name in plan.needed
        and (field.name in figures or quantities.selectors)
    ]
    if not texts:
        return plan
    rows = rows_in(plan, keyed.select(*texts).limit(MAX_SAMPLED).toArrow())
    return replace(plan, tables=(replace(plan.tables[0], sample=sample_of(plan.profile, rows)),))


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
