"""Rows that are judged by partition give the report that they give together."""

from __future__ import annotations

import gc
import os
from pathlib import Path

import polars as pl
import pytest

import partitioned
from conftest import ROOT
from speclint.checking.partitions import context, lake
from speclint.checking.partitions.bucket import Bucket
from speclint.checking.partitions.collected import mergeable, merged, packed
from speclint.checking.partitions.mapping import facts
from speclint.checking.partitions.partitioning import Sizes
from speclint.checking.partitions.plan import FILE, ROW, Plan, TableFile
from speclint.columns.columns import Columns
from speclint.project.request import inputs, requests_for
from speclint.rules.evaluate import CatalogEvaluation

SHARED = Path(os.environ.get("SPECLINT_SHARED", ROOT.parent / "shared"))


@pytest.fixture(scope="module")
def rows() -> pl.DataFrame:
    return partitioned.rows(700)


@pytest.mark.parametrize(
    "sizes", [Sizes(), Sizes(partition=100), Sizes(partition=100, together=200)],
    ids=["one partition", "whole makes", "a make split by models"],
)  # fmt: skip
def test_partitions_of_any_size_give_the_report_of_all_rows(
    sizes: Sizes, rows: pl.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    together, by_partition = partitioned.both_ways(
        monkeypatch, partitioned.write(tmp_path / "lake", rows, files=3), sizes
    )
    assert by_partition == together
    rules = {finding.rule for finding in together.findings}
    assert {"figure-repeated", "duplicate-sheet", "quantity-copied", "figure-out-of-bounds"} <= rules


def test_rows_that_do_not_fit_into_memory_are_divided_until_they_do(
    rows: pl.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lake, "BUCKETS", 3)
    monkeypatch.setattr(lake, "MAX_TOGETHER", 60)
    monkeypatch.setattr(lake, "CHUNK", 100)
    made: list[Bucket] = []

    def noted() -> Bucket:
        made.append(Bucket())
        return made[-1]

    monkeypatch.setattr(lake, "Bucket", noted)
    folder = partitioned.write(tmp_path / "lake", rows, files=3)
    together, by_partition = partitioned.both_ways(monkeypatch, folder, Sizes(partition=20, together=40))
    assert by_partition == together
    # one of all rows, three parts of these, and more than three of them
    assert len(made) > 7


def test_one_model_that_is_compared_with_a_sample_is_one_in_words() -> None:
    (notice,) = context.notices(salted=1, omitted=0)
    assert notice.startswith("1 model has more than 20,000 rows: each row is")


def test_a_model_of_more_rows_than_stay_together_is_compared_with_a_sample_which_is_said(
    rows: pl.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # the name is a pattern to polars
    folder = partitioned.write(tmp_path / "lake", rows.with_columns(pl.lit(1).alias("*")))
    together, by_partition = partitioned.both_ways(monkeypatch, folder, Sizes(partition=50, together=8))
    (notice,) = by_partition.notices
    assert "models have more than 8 rows: each row is compared with a part of them and a sample" in notice
    assert by_partition.sheets == together.sheets
    alone = {"figure-out-of-bounds", "conversion-mismatch"}
    assert [finding.message for finding in by_partition.findings if finding.rule in alone] == [
        finding.message for finding in together.findings if finding.rule in alone
    ]
    _, again = partitioned.both_ways(monkeypatch, folder, Sizes(partition=50, together=8))
    assert again == by_partition


def test_figures_that_very_many_models_share_are_left_out_which_is_said(
    rows: pl.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = partitioned.write(tmp_path / "lake", rows)
    _, by_partition = partitioned.both_ways(monkeypatch, folder, Sizes(partition=100, together=200, shared=1))
    assert any("figures are stated of several models of makes" in each for each in by_partition.notices)


def test_a_fault_of_a_whole_column_explains_findings_in_every_partition(
    rows: pl.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    centimetres = rows.with_columns(pl.col("length_mm") / 10)
    folder = partitioned.write(tmp_path / "lake", centimetres, files=2)
    together, by_partition = partitioned.both_ways(monkeypatch, folder, Sizes(partition=100, together=200))
    assert by_partition == together
    assert "column-in-another-unit" in {finding.rule for finding in together.findings}


def test_examples_of_a_fault_have_the_ids_that_their_rows_have_in_whole_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lake, "CHUNK", 7)
    offers = pl.DataFrame(
        [{"make": "Nord", "model": f"M{number % 10}", "power_kw": 100.0 + number} for number in range(60)]
    )
    folder = partitioned.write(tmp_path / "lake", offers, files=2)
    together, by_partition = partitioned.both_ways(monkeypatch, folder, Sizes(partition=10))
    assert by_partition == together
    (found,) = [each for each in together.findings if each.rule == "identity-not-unique"]
    assert {"nord/m0#2", "nord/m1#2"} <= {place.message for place in found.related}


def test_texts_have_the_decimal_marks_of_their_file_in_each_partition(
    rows: pl.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commas = pl.col("torque_nm").cast(pl.String).str.replace(".", ",", literal=True)
    frame = rows.with_columns(commas)
    together, by_partition = partitioned.both_ways(
        monkeypatch, partitioned.write(tmp_path / "lake", frame), Sizes(partition=100)
    )
    assert by_partition == together
    assert together.figures > len(rows)


def test_files_that_are_not_named_are_there_for_the_rows_of_those_that_are(
    rows: pl.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = partitioned.write(tmp_path / "lake", rows, files=3)
    together, by_partition = partitioned.both_ways(monkeypatch, folder, Sizes(partition=100), "s/1.parquet")
    assert by_partition == together
    assert {finding.location.path for finding in together.findings} == {"s/1.parquet"}


def test_files_may_differ_in_their_columns(
    rows: pl.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = partitioned.write(tmp_path / "lake", rows, files=2)
    whole = pl.col("power_kw").cast(pl.Int32)
    pl.read_parquet(folder / "s" / "1.parquet").select(pl.exclude("power_ps")).with_columns(
        whole
    ).write_parquet(folder / "s" / "1.parquet")
    rows.head(0).write_parquet(folder / "s" / "2.parquet")
    together, by_partition = partitioned.both_ways(monkeypatch, folder, Sizes(partition=100, together=200))
    assert by_partition == together


def test_rows_without_make_and_model_are_judged_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    frame = pl.DataFrame({"length_mm": [4400, 44_000, 4500], "width_mm": [1800, 1800, 18_000]})
    folder = partitioned.write(tmp_path / "lake", frame)
    described = (folder / "cars.toml").read_text(encoding="utf-8")
    without = [line for line in described.splitlines() if not line.startswith(("make =", "model =", "by ="))]
    without = [line for line in without if not line.startswith(("[[family", "name =", "close ="))]
    (folder / "cars.toml").write_text("\n".join(without), encoding="utf-8")
    together, by_partition = partitioned.both_ways(monkeypatch, folder, Sizes(partition=1))
    assert by_partition == together
    assert len([finding for finding in together.findings if finding.rule == "figure-out-of-bounds"]) == 2


@pytest.fixture
def plan(rows: pl.DataFrame, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Plan:
    """What is checked of rows in one file."""
    folder = partitioned.write(tmp_path / "lake", rows)
    monkeypatch.chdir(folder)
    (request,) = requests_for(folder, [], None)
    _, wanted, _ = inputs(request)
    (file,) = wanted.values()
    return Plan(request, (TableFile(file.place, tuple(rows.columns)),))


def mapped(plan: Plan, rows: pl.DataFrame, collected: CatalogEvaluation) -> pl.DataFrame:
    numbered = rows.with_columns(pl.lit(0, pl.Int32).alias(FILE), (pl.int_range(pl.len()) + 1).alias(ROW))
    return facts(plan, numbered, collected, lambda: numbered)


def test_what_processes_collect_of_parts_is_what_one_collects_of_all(plan: Plan, rows: pl.DataFrame) -> None:
    wrong = rows.with_columns(
        pl.col("length_mm") / 10, power_ps=pl.col("power_kw"), drive=pl.lit("Frontkratzer")
    )
    whole, first, second = (CatalogEvaluation(mergeable(plan)) for _ in range(3))
    mapped(plan, wrong, whole)
    mapped(plan, wrong.head(300), first)
    mapped(plan, wrong.slice(300), second)
    found = merged(plan, [packed(plan, first), packed(plan, second)])

    def told(collected: CatalogEvaluation) -> list[tuple[str, str, str, list[str]]]:
        return [
            (rule.id, violation.message, violation.sheet.id, [place.message for place in violation.related])
            for rule, violation in collected.violations()
            if violation.sheet is not None
        ]

    assert told(found) == told(whole)
    assert {"column-in-another-unit", "unknown-word"} <= {rule for rule, *_ in told(found)}


def test_columns_of_rows_that_are_mapped_are_let_go(plan: Plan, rows: pl.DataFrame) -> None:
    collected = CatalogEvaluation(plan.catalog_rules)

    def alive() -> int:
        gc.collect()
        return sum(isinstance(each, Columns) for each in gc.get_objects())

    numbers = []
    for _ in range(3):
        for start in range(0, len(rows), 100):
            mapped(plan, rows.slice(start, 100), collected)
        numbers.append(alive())
    # the first rows of a column are held until there are ten
    assert numbers[2] <= numbers[1] <= numbers[0]


def test_rows_that_are_kept_are_given_again_as_they_were(rows: pl.DataFrame) -> None:
    bucket = lake.Bucket()
    parts = [rows.slice(start, 200) for start in range(0, len(rows), 200)]
    for part in parts:
        bucket.append(part)
    assert len(bucket) == len(parts)
    assert all(found.equals(part) for found, part in zip(bucket, parts, strict=True))
    assert bucket.at(2).equals(parts[2])


@pytest.mark.shared
def test_public_data_give_one_report_either_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not SHARED.exists():
        pytest.skip("needs public data sets: SPECLINT_SHARED names their folder")
    frame = partitioned.merged_documents(SHARED / "data" / "open-ev-data", tmp_path / "documents")
    folder = partitioned.write(tmp_path / "rows", frame)
    (folder / "cars.toml").write_text(partitioned.profile_of_rows("open-ev-data"), encoding="utf-8")
    together, by_partition = partitioned.both_ways(monkeypatch, folder, Sizes(partition=100, together=60))
    assert by_partition == together
    assert len(together.findings) > 20
