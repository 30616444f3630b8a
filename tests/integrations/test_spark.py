"""speclint.spark finds in a data frame what the command line finds in the same rows as Parquet."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import threading
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

pytest.importorskip("pyspark", reason="needs pip install 'speclint[spark]'")

import polars as pl
from pyspark.sql import SparkSession

import partitioned
from conftest import ROOT
from speclint import SpeclintError, check
from speclint.checking.partitions import partitioning
from speclint.checking.partitions.partitioning import Sizes
from speclint.spark import check as check_rows
from speclint.spark.job import told_in_one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyspark.sql import DataFrame, Row

    from speclint.results import Finding

SHARED = Path(os.environ.get("SPECLINT_SHARED", ROOT.parent / "shared"))
KEY = "row_id"
ALONE = {"figures-exchanged", "file-without-figures"}
"""Rules on the order of rows, and on files."""

# packages of Spark warn of each other
pytestmark = pytest.mark.filterwarnings("default")


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    """A local Spark of two processors, which tries again what a process leaves that ends."""
    if shutil.which("java") is None:
        pytest.skip("needs a Java runtime")
    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ["PYTHONPATH"] = os.pathsep.join(sys.path)
    own = tmp_path_factory.mktemp("spark")
    found = (
        SparkSession.builder.master("local[2,4]")
        .config("spark.ui.enabled", "false")
        .config("spark.local.dir", str(own))
        .config("spark.sql.warehouse.dir", str(own / "warehouse"))
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.driver.memory", "1g")
        # of few rows most time goes into code that is compiled for them
        .config("spark.driver.extraJavaOptions", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
        .config("spark.sql.codegen.wholeStage", "false")
        .config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
        .getOrCreate()
    )
    found.sparkContext.setLogLevel("OFF")
    yield found
    found.stop()


class Rows(NamedTuple):
    """Rows in a file of Parquet, with a number for each, and the profile beside them."""

    folder: Path
    file: str

    def in_spark(self, session: SparkSession) -> DataFrame:
        return session.read.parquet(str(self.folder / self.file))

    @property
    def profile(self) -> Path:
        return self.folder / "cars.toml"


def written(folder: Path, frame: pl.DataFrame) -> Rows:
    partitioned.write(folder, frame.with_row_index(KEY, 1).with_columns(pl.col(KEY).cast(pl.Int64)))
    return Rows(folder, "s/0.parquet")


def of_command_line(rows: Rows, monkeypatch: pytest.MonkeyPatch) -> Counter[tuple[Any, ...]]:
    monkeypatch.chdir(rows.folder)
    return Counter(plain(finding) for finding in check().findings if finding.rule not in ALONE)


def plain(finding: Finding) -> tuple[Any, ...]:
    """What both say of a finding; the line of a row is its number."""
    suspect, place = finding.suspect, finding.location
    is_row = place.path.endswith(".parquet")
    related = [(each.message, each.location.region.line, each.location.pointer) for each in finding.related]
    return (
        finding.level.value, finding.rule, finding.message, finding.sheet,
        place.region.line if is_row else None, place.pointer,
        suspect and (suspect.stated, suspect.unit, suspect.suggestion, suspect.probability),
        finding.help, finding.fingerprint, finding.url, tuple(related if is_row else ()),
    )  # fmt: skip


def of_spark(found: DataFrame) -> Counter[tuple[Any, ...]]:
    return Counter(map(plain_row, found.collect()))


def plain_row(row: Row) -> tuple[Any, ...]:
    stated = row.stated, row.unit, row.suggestion, row.probability
    return (
        row.level, row.rule, row.message, row.sheet, row.row, row.pointer,
        None if row.stated is None else stated, row.help, row.fingerprint, row.url,
        tuple((each.message, each.row, each.pointer) for each in row.related or ()),
    )  # fmt: skip


@pytest.fixture
def skewed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Rows:
    """Rows of which one make holds half, which is split by models."""
    monkeypatch.setattr(partitioning, "SIZES", Sizes(partition=100, together=100))
    return written(tmp_path / "skewed", partitioned.rows(300))


def tree(*folders: Path) -> dict[Path, int]:
    return {file: file.stat().st_size for folder in folders for file in folder.rglob("*") if file.is_file()}


def test_a_skewed_catalog_has_the_findings_of_the_command_line_though_a_process_is_killed(
    session: SparkSession, skewed: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = of_command_line(skewed, monkeypatch)
    home = skewed.folder.parent / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    before, killed = tree(skewed.folder, home), list[int]()
    with killer(killed):
        found = check_rows(skewed.in_spark(session), skewed.profile, key=KEY)
    assert killed
    assert of_spark(found) == expected
    assert tree(skewed.folder, home) == before
    assert {"figure-repeated", "duplicate-sheet", "quantity-copied"} <= {row.rule for row in found.collect()}
    found.unpersist()


class killer:  # noqa: N801 - used as a function
    """Kills one process that works for Spark."""

    def __init__(self, killed: list[int]) -> None:
        self._killed, self._ended = killed, threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._ended.wait(0.05) and not self._killed:
            for process in _workers(os.getpid()):
                # it has begun to work
                time.sleep(0.5)
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
                    self._killed.append(process)
                    break


def _workers(process: int, depth: int = 0) -> Iterator[int]:
    """The processes that a daemon of Spark has started: below the Java process, the second from there."""
    for thread in Path(f"/proc/{process}/task").glob("*/children"):
        with suppress(OSError):
            for child in map(int, thread.read_text(encoding="ascii").split()):
                command = Path(f"/proc/{child}/cmdline").read_bytes()
                if b"pyspark" in command and b"daemon" in command and depth:
                    yield from _children(child)
                yield from _workers(child, depth + 1)


def _children(process: int) -> Iterator[int]:
    for thread in Path(f"/proc/{process}/task").glob("*/children"):
        yield from map(int, thread.read_text(encoding="ascii").split())


def test_a_fault_of_a_column_and_identities_that_rows_share_are_found_in_all_rows_together(
    session: SparkSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from speclint.spark import frames

    monkeypatch.setattr(partitioning, "SIZES", Sizes(partition=20))
    # what five parts have collected is merged in two steps
    monkeypatch.setattr(frames, "MERGED", 2)
    offers = partitioned.rows(40).with_columns(pl.col("length_mm") / 10, pl.lit(1).alias("a.b `c`, d"))
    rows = written(
        tmp_path / "offers", pl.concat([offers, offers.head(12).with_columns(note=pl.lit("used"))])
    )
    expected = of_command_line(rows, monkeypatch)
    parts = rows.in_spark(session).repartitionByRange(5, KEY).sortWithinPartitions(KEY)
    found = of_spark(check_rows(parts, str(rows.profile), key=KEY))
    assert found == expected
    assert {"column-in-another-unit", "identity-not-unique"} <= {rule for _, rule, *_ in found}


def test_columns_that_no_rule_reads_are_shuffled_of_rows_alone_that_share_an_identity(
    session: SparkSession, tmp_path: Path
) -> None:
    from speclint.spark.frames import Frames
    from speclint.spark.job import plan_for
    from speclint.spark.rows import keyed_rows
    from speclint.spark.workers import inner_name

    frame = partitioned.rows(30).with_columns(note=pl.lit("much text"))
    frame = frame.select("note", pl.exclude("note"))
    rows = written(tmp_path / "rows", frame)
    dataframe = rows.in_spark(session)
    with Frames(keyed_rows(dataframe, KEY), plan_for(dataframe, rows.profile, (), ()), "call") as frames:
        # after the key and the text
        make = inner_name(dataframe.columns.index("make"))
        shuffled = frames.facts().select(make, inner_name(1)).collect()
    assert Counter(make for make, note in shuffled if note is not None) == {"Nord": 4}
    assert len(shuffled) == len(frame)


def test_rows_of_one_model_that_are_too_many_are_compared_with_a_sample_which_is_said(
    session: SparkSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(partitioning, "SIZES", Sizes(partition=80, together=4, sample=3))
    rows = written(tmp_path / "salted", partitioned.rows(100))
    with pytest.warns(UserWarning, match="models have more than 4 rows"):
        found = check_rows(rows.in_spark(session), rows.profile, select="figure-out-of-bounds")
    # without a key a row is known by the hash of its columns
    hashes = {row.hash for row in rows.in_spark(session).selectExpr("xxhash64(*) as hash").collect()}
    assert {row.row for row in found.collect()} <= hashes
    assert found.count() == len(
        [each for each in check([rows.folder]).findings if each.rule == "figure-out-of-bounds"]
    )


def test_the_sample_is_the_same_whatever_other_columns_there_are_and_in_any_order(
    session: SparkSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from speclint.spark.frames import Frames
    from speclint.spark.job import plan_for
    from speclint.spark.rows import keyed_rows
    from speclint.spark.workers import KEY as OF_ROW

    monkeypatch.setattr(partitioning, "SIZES", Sizes(partition=80, together=4, sample=3))
    rows = written(tmp_path / "salted", partitioned.rows(100))
    plain = rows.in_spark(session)
    other = plain.select(*reversed(plain.columns)).selectExpr("'much text' AS other", "*")

    def sampled(dataframe: DataFrame) -> list[int]:
        with Frames(keyed_rows(dataframe, KEY), plan_for(dataframe, rows.profile, (), ()), "test") as frames:
            return sorted(pl.read_ipc(frames.samples())[OF_ROW].to_list())

    assert sampled(plain)
    assert sampled(other) == sampled(plain)


UNKNOWN = "by which no row is known; name one of texts, numbers or dates"
NO_PROFILE = "a data frame needs a profile: name one, or its file; `speclint init` writes it for a table"
NO_SUCH = 'no profile "volt" is shipped; there is kilowatt, open-ev-data, spec-sheet, or name a .toml file'
UNSEEN = "is not looked for in a data frame of Spark; leave it out"
KINDS = {
    "array(1)": "array<int>", "struct(1 a)": "struct<a:int>", "map(1, 2)": "map<int,int>",
    "parse_json('1')": "variant", "interval '1' month": "interval month", "make_interval(1)": "interval",
}  # fmt: skip
REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("make", {"key": "vin"}, 'key: there is no column "vin"; there are make'),
    ("make", {"key": 3}, "key: name a column by a text, not by int"),
    ("1 as __x", {}, 'the column "__x" begins with "__", as those that speclint adds; rename it'),
    ("make, make", {}, 'there are two columns "make"; rename or drop one of them'),
    ("map(1, 2) m", {}, 'key: the column "m" is of type map<int,int>, which has no hash; name a key'),
    ("parse_json('1') v", {}, 'key: the column "v" is of type variant, which has no hash; name a key'),
    *(
        (f"{value} k", {"key": "k"}, f'key: the column "k" is of type {kind}, {UNKNOWN}')
        for value, kind in KINDS.items()
    ),
    *(("make", {"profile": profile}, NO_PROFILE) for profile in (None, "", 3)),
    ("make", {"profile": "volt"}, NO_SUCH),
    ("make", {"select": [3]}, "select: name rules by texts, not by int"),
    ("make", {"ignore": None}, "ignore: name rules by texts, not by NoneType"),
    ("make", {"select": "volts"}, 'select, ignore: there is no rule "volts"; `speclint rules` lists them'),
    *(("make", {"select": name}, f'select: the rule "{name}" {UNSEEN}') for name in ALONE),
]


def test_what_cannot_be_checked_is_one_line_before_a_job_starts(session: SparkSession) -> None:
    context = session.sparkContext
    context.setJobGroup("refused", "what cannot be checked")
    car, stream = session.sql("SELECT 'BMW' make"), session.readStream.format("rate").load()
    refused: list[tuple[Any, dict[str, Any], str]] = [
        (car, {"key": car["make"]}, "key: name a column by a text, not by Column"),
        (car.select(), {}, "the data frame has no columns; select those that the profile maps"),
        (
            stream,
            {},
            "a stream has no end, and rows are compared; check each of its batches in `foreachBatch`",
        ),
    ]
    refused += [
        (session.sql(f"SELECT {select} FROM VALUES ('BMW') AS cars(make)"), options, message)  # noqa: S608 - of this test
        for select, options, message in REFUSED
    ]
    others = {"NoneType": None, "str": "rows", "polars.dataframe.frame.DataFrame": pl.DataFrame()}
    for kind, other in others.items():
        message = f"a data frame of Spark is needed, not {kind}; `speclint.check` takes other frames"
        refused.append((other, {}, message))
    for dataframe, options, message in refused:
        with pytest.raises(SpeclintError) as raised:
            check_rows(dataframe, **{"profile": "kilowatt", **options})
        assert str(raised.value) == message
    assert context.statusTracker().getJobIdsForGroup("refused") == []


@pytest.fixture
def plain_profile(tmp_path: Path) -> Path:
    """A profile of rows with a make, and a power in a column of an unusual name."""
    profile = tmp_path / "plain.toml"
    lines = (
        "[sheets]", 'files = ["*.parquet"]', "[identity]", 'make = "make"', "[quantities]",
        """power = { kW = "['a`b']" }""",
    )  # fmt: skip
    profile.write_text("\n".join(lines), encoding="utf-8")
    return profile


def test_columns_may_have_any_name_and_type_and_keys_any_year(
    session: SparkSession, plain_profile: Path
) -> None:
    others = "interval '1' month m, make_interval(1) i, array(parse_json('[1]')) v, 1 `*`, 2 `^a.*$`"
    rows = session.sql(f"SELECT 'BMW' make, 'bmw' Make, {others}, '99999' `a``b`, date'-0044-01-01' day")
    found = check_rows(rows, plain_profile, key="day").selectExpr("string(row) day", "pointer")
    assert [(row.day, row.pointer) for row in found.collect()] == [("-0044-01-01", "/a`b")]


def test_times_and_bytes_may_be_keys_where_texts_are_large(
    session: SparkSession, plain_profile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from speclint.spark import frames

    # what three parts have collected is merged in two steps
    monkeypatch.setattr(frames, "MERGED", 2)
    keys = {"binary": "X'01'", "timestamp": "timestamp'2024-01-01 00:00:00'"}
    columns = ", ".join(f"{value} {kind}" for kind, value in keys.items())
    rows = session.sql(f"SELECT 'BMW' make, 99999 `a``b`, {columns} FROM range(3)").repartition(3)  # noqa: S608 - of this test
    session.conf.set("spark.sql.execution.arrow.useLargeVarTypes", "true")
    try:
        for kind, value in keys.items():
            found = check_rows(rows, plain_profile, key=kind, select="placeholder-figure")
            assert dict(found.dtypes)["row"] == kind
            assert [row.same for row in found.selectExpr(f"row = {value} same").collect()] == [True] * 3
    finally:
        session.conf.unset("spark.sql.execution.arrow.useLargeVarTypes")


def test_corrected_rows_are_checked_anew_while_earlier_findings_are_kept(
    session: SparkSession, plain_profile: Path
) -> None:
    def written_in_spark(power: int) -> DataFrame:
        pl.DataFrame({"make": ["BMW"], "a`b": [power], "id": [1]}).write_parquet(
            plain_profile.parent / "a.parquet"
        )
        return session.read.parquet(str(plain_profile.parent / "a.parquet"))

    earlier = check_rows(written_in_spark(99999), plain_profile, key="id", select="placeholder-figure")
    later = check_rows(written_in_spark(230), plain_profile, key="id", select="placeholder-figure")
    assert (earlier.count(), later.count()) == (1, 0)
    later.unpersist()
    assert earlier.storageLevel.useMemory


def test_a_check_that_fails_keeps_nothing_in_the_session(
    session: SparkSession, plain_profile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import pyarrow as pa
    from pyspark.errors import PythonException

    from speclint.spark import frames

    # a column of findings is not of the type that processes give
    given = frames.schema_of
    monkeypatch.setattr(frames, "schema_of", lambda key: given(key).set(0, pa.field("level", pa.int64())))
    kept = session._jsparkSession.sharedState().cacheManager().numCachedEntries  # noqa: SLF001 - Python cannot ask
    before = kept()
    with pytest.raises(PythonException):
        check_rows(session.sql("SELECT 'BMW' make, 230 `a``b`, 1 id"), plain_profile, key="id")
    assert kept() == before


def test_no_rows_have_no_findings(session: SparkSession) -> None:
    rows = session.sql("SELECT * FROM VALUES ('BMW', 1) AS cars(make, id) WHERE id > 1")
    assert check_rows(rows, "kilowatt", key="id").collect() == []


class Absent:
    """What no process can load that has no speclint."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return __import__, ("speclint.absent",)


@pytest.mark.parametrize(
    ("text", "needed", "message"),
    [
        ("speclint.errors.RuleError: call: rule year-jump failed: 1", None, "rule year-jump failed: 1"),
        ("", Absent(), "the processes of Spark run a Python without speclint; install it there"),
    ],
)  # fmt: skip
def test_what_ends_a_process_of_ours_is_one_line(
    text: str, needed: object, message: str, session: SparkSession
) -> None:
    def fail(_: object) -> Iterator[object]:
        raise RuntimeError(f"\n{text}\n" if needed is None else needed)

    with pytest.raises(SpeclintError, match=f"^{message}") as found, told_in_one_line("call"):
        session.range(1).mapInArrow(fail, "id long").collect()
    assert "\n" not in str(found.value)


def test_what_ends_a_process_of_the_users_own_stays_as_it_is(session: SparkSession) -> None:
    from pyspark.errors import PythonException

    def fail(_: object) -> Iterator[object]:
        texts = "speclint.errors.NoSuch: a", "ModuleNotFoundError: No module named 'speclint'"
        raise RuntimeError("\n" + "\n".join(texts))

    with pytest.raises(PythonException, match=r"errors\.NoSuch: a"), told_in_one_line("call"):
        session.range(1).mapInArrow(fail, "id long").collect()


@pytest.mark.shared
@pytest.mark.parametrize("name", ["open-ev-data", "published-figures"])
def test_public_data_have_the_findings_of_the_command_line(
    name: str, session: SparkSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not SHARED.exists():
        pytest.skip("needs public data sets: SPECLINT_SHARED names their folder")
    monkeypatch.setattr(partitioning, "SIZES", Sizes(partition=400, together=400))
    frame, described = OF_PUBLIC_DATA[name](tmp_path / "source")
    rows = written(tmp_path / "rows", frame)
    rows.profile.write_text(described, encoding="utf-8")
    expected = of_command_line(rows, monkeypatch)
    assert len(expected) > 20
    assert of_spark(check_rows(rows.in_spark(session), rows.profile, key=KEY)) == expected


def open_ev_data(folder: Path) -> tuple[pl.DataFrame, str]:
    frame = partitioned.merged_documents(SHARED / "data" / "open-ev-data", folder)
    return frame, partitioned.profile_of_rows("open-ev-data")


def published_figures(_: Path) -> tuple[pl.DataFrame, str]:
    frame = pl.read_csv(SHARED / "data" / "published-figures.csv", infer_schema_length=None)
    quantities = [
        'power = { kW = "power_kW" }', 'torque = { Nm = "torque_Nm" }', 'mass_kerb = { kg = "mass_kg" }',
        'displacement = { "cm³" = "displacement_cm3" }', 'top_speed = { "km/h" = "top_speed_kmh" }',
        'acceleration_0_100_kmh = { s = "acceleration_0_100_kmh_s" }', 'co2 = { "g/km" = "co2_g_km" }',
        'consumption_combined = { "l/100 km" = "fuel_combined_l_100km" }', 'length = { mm = "length_mm" }',
        'width = { mm = "width_mm" }', 'height = { mm = "height_mm" }', 'wheelbase = { mm = "wheelbase_mm" }',
    ]  # fmt: skip
    identity = [f'{field} = "{field}"' for field in ("year", "fuel", "gearbox", "drive")]
    identity.append('model = "family"')
    lines = ["[sheets]", 'files = ["s/*.parquet"]', "[identity]", *identity, "[quantities]", *quantities]
    family = ["[[family]]", 'name = "one model"', 'by = ["family"]', 'close = { length = "20 %" }']
    return frame, "\n".join([*lines, *family])


OF_PUBLIC_DATA = {"open-ev-data": open_ev_data, "published-figures": published_figures}
