"""The rows of a data frame as a job takes them: what it cannot take is refused before anything runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyspark.sql import DataFrame
from pyspark.sql import functions as sql
from pyspark.sql.types import ArrayType, MapType, StructType, UserDefinedType

from speclint.documents.message_text import printable
from speclint.errors import ConfigError
from speclint.spark.workers import KEY, inner_name

if TYPE_CHECKING:
    from pyspark.sql.types import DataType

AS_TEXT = frozenset({"CalendarIntervalType", "TimeType", "VariantType", "YearMonthIntervalType"})
"""Types that Spark does not hand to Python in Arrow, or only newer ones do; they are read as texts."""
UNREADABLE = frozenset({"GeographyType", "GeometryType"})
"""Types that are no texts either."""
WITHOUT_HASH = frozenset({"MapType", "VariantType"})


def keyed_rows(dataframe: DataFrame, key: str | None) -> DataFrame:
    """The rows with the names of `inner_name`, since Spark does not find every name, and with their keys.

    Args:
        dataframe: the rows.
        key: the column that identifies them; a hash of all if None.

    Raises:
        ConfigError: they cannot be checked, or no row is known by that column.
    """
    refuse_unusable(dataframe)
    place = None if key is None else _place_of(dataframe, key)
    if key is None:
        _refuse_without_hash(dataframe)
    names = [inner_name(number) for number in range(len(dataframe.columns))]
    of_row = sql.xxhash64(*names) if place is None else sql.col(names[place])
    kinds = [kinds_in(field.dataType) for field in dataframe.schema.fields]
    columns = [
        sql.col(name).cast("string").alias(name) if kind & AS_TEXT else sql.col(name)
        for name, kind in zip(names, kinds, strict=True)
    ]
    return dataframe.toDF(*names).select(*columns, of_row.alias(KEY))


def refuse_unusable(dataframe: DataFrame) -> None:
    """Refuse what is no data frame of Spark, and those whose rows cannot be checked.

    Raises:
        ConfigError: with the reason and the remedy.
    """
    if not isinstance(dataframe, DataFrame):
        kind = f"{type(dataframe).__module__}.{type(dataframe).__name__}".removeprefix("builtins.")
        message = f"a data frame of Spark is needed, not {kind}; `speclint.check` takes other frames"
        raise ConfigError(message)
    if dataframe.isStreaming:
        message = "a stream has no end, and rows are compared; check each of its batches in `foreachBatch`"
        raise ConfigError(message)
    if not dataframe.columns:
        message = "the data frame has no columns; select those that the profile maps"
        raise ConfigError(message)
    known = set[str]()
    for field in dataframe.schema.fields:
        name = field.name
        if name.startswith("__"):
            message = (
                f'the column "{printable(name)}" begins with "__", as those that speclint adds; rename it'
            )
            raise ConfigError(message)
        if name in known:
            message = f'there are two columns "{printable(name)}"; rename or drop one of them'
            raise ConfigError(message)
        if kinds_in(field.dataType) & UNREADABLE:
            kind = field.dataType.simpleString()
            message = f'the column "{printable(name)}" is of type {kind}, which is not read; drop it'
            raise ConfigError(message)
        known.add(name)


def kinds_in(kind: DataType) -> frozenset[str]:
    """The names of a type and of those in it."""
    parts = [getattr(kind, name) for name in ("elementType", "keyType", "valueType") if hasattr(kind, name)]
    if isinstance(kind, StructType):
        parts = [field.dataType for field in kind.fields]
    return frozenset({type(kind).__name__}).union(*map(kinds_in, parts))


def _place_of(dataframe: DataFrame, key: object) -> int:
    """The place of the column that identifies rows."""
    if not isinstance(key, str):
        message = f"key: name a column by a text, not by {type(key).__name__}"
        raise ConfigError(message)
    names: list[str] = dataframe.columns
    if key not in names:
        known = ", ".join(map(printable, names))
        message = f'key: there is no column "{printable(key)}"; there are {known}'
        raise ConfigError(message)
    place = names.index(key)
    kind = dataframe.schema.fields[place].dataType
    is_nested = isinstance(kind, ArrayType | MapType | StructType | UserDefinedType)
    if is_nested or type(kind).__name__ in AS_TEXT:
        message = (
            f'key: the column "{printable(key)}" is of type {kind.simpleString()}, by which no row is known; '
            "name one of texts, numbers or dates"
        )
        raise ConfigError(message)
    return place


def _refuse_without_hash(dataframe: DataFrame) -> None:
    for field in dataframe.schema.fields:
        if kinds_in(field.dataType) & WITHOUT_HASH:
            kind = field.dataType.simpleString()
            message = (
                f'key: the column "{printable(field.name)}" is of type {kind}, which has no hash; name a key'
            )
            raise ConfigError(message)
