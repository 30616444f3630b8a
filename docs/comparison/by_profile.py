"""The profile that pandera infers from sheets that are taken for good."""

from __future__ import annotations

import json
import warnings
from typing import TYPE_CHECKING

from page import Answer

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of what pandas plans
    import pandas as pd
    import pandera.pandas as pandera

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NO_FIGURES = ("sources", "siblings", "disagreements", "model_year", "$speclint")


class Profile:
    """The ranges of all figures in a folder of sheets."""

    def __init__(self, folder: Path) -> None:
        table = _table(folder)
        self._columns = table.columns
        self._schema = pandera.infer_schema(table)

    def answer(self, folder: Path) -> Answer:
        """What it says of a folder of sheets, with their files."""
        table = _table(folder)
        # a column that no sheet had before is not judged, one that no sheet has any more is empty
        table = table.reindex(columns=[*self._columns, *table.columns.difference(self._columns)])
        try:
            self._schema.validate(table, lazy=True)
        except pandera.errors.SchemaErrors as error:
            cases = error.failure_cases[["column", "check", "failure_case", "index"]]
            return Answer(cases.to_string(index=False), set(cases["index"]))
        return Answer("")


def _table(folder: Path) -> pd.DataFrame:
    """All sheets as a table: a row each, and a column for each figure by its path; of a range two."""
    files = {file.relative_to(folder).as_posix(): file for file in sorted(folder.glob("specs/*/*.json"))}
    rows = [dict(_figures(json.loads(file.read_text(encoding="utf-8")))) for file in files.values()]
    table = pd.DataFrame(rows, index=[*files])
    return table[sorted(table)]


def _figures(value: object, path: str = "") -> Iterator[tuple[str, float]]:
    """The figures in a document by their paths."""
    if isinstance(value, dict):
        for key, member in value.items():
            if path or key not in NO_FIGURES:
                yield from _figures(member, f"{path}/{key}")
    elif isinstance(value, list):
        for end, member in enumerate(value):
            yield from _figures(member, f"{path}/{end}")
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield path, float(value)
