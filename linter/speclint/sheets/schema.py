"""The one door to JSON Schema: a compiled gate for every document, and an explanation for those it refuses.

The gate is jsonschema-rs. What it refuses jsonschema explains, and where that finds nothing or fails, the gate's
own errors are told. On both ways jsonschema-rs decides `format`, which is asserted in every draft, `pattern`, in
a bounded number of steps, and `multipleOf`, exactly.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property, lru_cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urljoin

import jsonschema_rs

from speclint.pointer import resolve
from speclint.sheets.schema_files import SchemaError, decoded, named, read_text, retriever, shipped_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from jsonschema.exceptions import ValidationError
    from jsonschema.protocols import Validator

    from speclint.pointer import Json
    from speclint.sheets.schema_sentence import Refusal

__all__ = ["Schema", "SchemaError", "Violation", "shipped_schema"]

_DIALECTS = (
    "https://json-schema.org/draft/2020-12/schema",
    "https://json-schema.org/draft/2019-09/schema",
    "http://json-schema.org/draft-07/schema",
    "http://json-schema.org/draft-06/schema",
    "http://json-schema.org/draft-04/schema",
)
_MOST = 1000
"""Refusals of one document that are told one by one."""

_GAVE_UP = "BacktrackLimitExceeded"


class Violation(NamedTuple):
    """One place that the schema refuses, ready to be told."""

    pointer: str
    """The place to show."""
    blocks: str | None
    """The place that no later rule may judge; None where all that is written may stand."""
    message: str
    help: str | None
    keyword: str
    """The keyword of JSON Schema that refuses; `false` for a schema that is false."""


class Schema:
    """A JSON Schema of draft 4, 6, 7, 2019-09 or 2020-12; of the last where it does not say."""

    def __init__(self, text: str, uri: str, retrieve: Callable[[str], Json]) -> None:
        self._text = text
        self._uri = uri
        self._retrieve = retrieve
        self._gate = jsonschema_rs.validator_for(text, validate_formats=True, retriever=retrieve, base_uri=uri)

    @classmethod
    def load(cls, path: Path | str, *, root: Path | None = None) -> Schema:
        """The schema in a file, whose references lead to files below `root` and to shipped schemas only.

        Without `root`, references stay in the folder of the file. The network is never reached.

        Raises:
            SchemaError: The file cannot be read, is no schema, or refers to what it may not or what is not there.
        """
        text = read_text(Path(path))
        place = Path(path).resolve()
        refused: list[SchemaError] = []
        retrieve = retriever((root or place.parent).resolve(), refused)
        try:
            return cls(text, place.as_uri(), retrieve)
        except ValueError as error:  # jsonschema-rs derives its own from it
            contents = decoded(text, named(path))
            message = f"{named(path)}: {refused[0] if refused else _fault_of(contents, error)}"
            raise SchemaError(message) from error

    def accepts(self, document: object) -> bool:
        """Whether the document is valid."""
        try:
            return self._gate.is_valid(document)
        except ValueError:
            return self._gate.is_valid(_as_json(document))

    def explain(self, document: object) -> list[Violation]:
        """What is wrong with a document that is not accepted, one violation for one cause."""
        from speclint.sheets.schema_words import violations  # noqa: PLC0415 - only a sheet at fault needs it

        document = _as_json(document)
        refusals = self._by_jsonschema(document) or self._by_gate(document)
        told = violations(refusals[:_MOST])
        if len(refusals) > _MOST:
            message = f"more than {_MOST} places do not fit the schema; the others are not listed"
            told.append(Violation("", "", message, None, "false"))
        return told

    def _by_jsonschema(self, document: Json) -> list[Refusal]:
        try:
            errors = islice(self._explainer.iter_errors(document), _MOST + 1)
            return [_refusal(error, self._contents) for error in list(errors)]
        except Exception:  # noqa: BLE001 - deep nesting, unresolved names: the gate knows an answer to all of them
            return []

    def _by_gate(self, document: Json) -> list[Refusal]:
        errors = islice(self._gate.iter_errors(document), _MOST + 1)
        return [each for error in errors for each in _refusals_of_gate(error, self._contents, document)]

    @cached_property
    def _contents(self) -> Json:
        return decoded(self._text, named(self._uri))

    @cached_property
    def _explainer(self) -> Validator:
        from jsonschema.validators import Draft202012Validator, validator_for  # noqa: PLC0415 - it takes 0.1 s
        from referencing import Registry, Resource  # noqa: PLC0415
        from referencing.jsonschema import specification_with  # noqa: PLC0415

        dialect = validator_for(self._contents, default=Draft202012Validator)
        specification = specification_with(dialect.META_SCHEMA["$schema"])

        def resource(contents: Json) -> Resource[Json]:
            return Resource(_undeclared(contents), specification)

        root = resource(self._contents)
        uri = urljoin(self._uri, root.id() or "")
        registry = Registry(retrieve=lambda uri: resource(self._retrieve(uri))).with_resource(uri, root)
        return _exact(dialect)({"$ref": uri}, registry=registry)


def _undeclared(contents: Json) -> Json:
    """The schema without its dialect, at whose sight jsonschema would turn back to its own keywords."""
    if isinstance(contents, dict):
        return {name: value for name, value in contents.items() if name != "$schema"}
    return contents


def _fault_of(contents: Json, error: ValueError, place: str) -> str:
    """Why jsonschema-rs does not compile a schema."""
    from speclint.sheets.schema_text import plain, shown  # noqa: PLC0415 - only a schema at fault needs it

    said = contents.get("$schema") if isinstance(contents, dict) else None
    dialect = said if isinstance(said, str) else _DIALECTS[0]
    if dialect.rstrip("#") not in _DIALECTS:
        return f'"$schema" is {shown(dialect)}, which is not known; write "{_DIALECTS[0]}"'
    if isinstance(error, jsonschema_rs.ValidationError) and error.kind.name == "$ref":
        return f'"$ref" leads nowhere: {plain(error.message)}; correct it'
    told = Schema(f'{{"$ref": "{dialect}"}}', place, retriever(Path(), [])).explain(contents)
    where, what = (told[0].pointer, told[0].message) if told else ("", plain(error))
    return f"not a JSON Schema: {f'at {shown(where)} ' if where else ''}{what}"


def _as_json(value: object) -> Json:
    """The value with what JSON cannot hold, such as a date of TOML or half a surrogate pair, as text."""
    match value:
        case dict():
            return {str(_as_json(name)): _as_json(each) for name, each in value.items()}
        case list() | tuple():
            return [_as_json(each) for each in value]
        case None | bool() | int() | float() | Decimal():
            return value
        case _:
            return str(value).encode(errors="replace").decode()


@lru_cache(maxsize=1024)
def _gate_of(keyword: str, value: Hashable) -> jsonschema_rs.Validator:
    return jsonschema_rs.validator_for({keyword: value}, validate_formats=True)


def _exact(dialect: type[Validator]) -> type[Validator]:
    """The validator of a draft, with the gate's answer where jsonschema has none that is exact or in time."""
    from jsonschema.exceptions import ValidationError  # noqa: PLC0415
    from jsonschema.validators import extend  # noqa: PLC0415

    def asks_gate(keyword: str) -> Keyword:
        def check(_: Validator, value: Hashable, instance: Json, __: object) -> Iterator[ValidationError]:
            for error in _gate_of(keyword, value).iter_errors(instance):
                yield ValidationError(type(error.kind).__name__)

        return check

    def pattern_properties(at: Validator, patterns: Any, instance: Json, _: object) -> Iterator[ValidationError]:
        for pattern, inner in patterns.items():
            for name in _matching(pattern, instance):
                yield from at.descend(instance[name], inner, path=name, schema_path=pattern)

    ...
