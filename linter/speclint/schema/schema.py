"""The one door to JSON Schema: a compiled gate for every document, and an explanation for those it refuses.

The gate is jsonschema-rs. What it refuses, jsonschema explains; where that finds nothing or fails, the gate's
own errors are told. On both ways jsonschema-rs decides `format`, which is asserted in every draft, `pattern`,
in a bounded number of steps, and `multipleOf`, exactly.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema_rs

from speclint.errors import SchemaError
from speclint.schema.load import DIALECTS, decode_schema, display_name, read_text, retriever, shipped_schema
from speclint.schema.violation import SchemaViolation

if TYPE_CHECKING:
    from collections.abc import Callable

    from speclint.documents.pointer import Json
    from speclint.schema.explainer import Explainer
    from speclint.schema.messages import KeywordError

__all__ = ["Schema", "SchemaError", "SchemaViolation", "shipped_schema"]

_MOST = 1000
"""Refusals of one document that are told one by one."""


class Schema:
    """A JSON Schema of draft 4, 6, 7, 2019-09 or 2020-12; of the last where it does not say."""

    def __init__(self, text: str, uri: str, retrieve: Callable[[str], Json]) -> None:
        self._text = text
        self._uri = uri
        self._retrieve = retrieve
        self._explainer: Explainer | None = None
        self._gate = jsonschema_rs.validator_for(
            text, validate_formats=True, retriever=retrieve, base_uri=uri
        )

    @classmethod
    def load(cls, path: Path | str, *, root: Path | None = None) -> Schema:
        """The schema in a file, whose references lead to files below `root` and to shipped schemas only.

        Without `root`, references stay in the folder of the file. The network is never reached.

        Raises:
            SchemaError: The file cannot be read, is no schema, or refers to what it may not read.
        """
        text = read_text(Path(path))
        place = Path(path).resolve()
        refused: list[SchemaError] = []
        retrieve = retriever((root or place.parent).resolve(), refused)
        try:
            return cls(text, place.as_uri(), retrieve)
        except ValueError as error:  # jsonschema-rs derives its own from it
            contents = decode_schema(text, display_name(path))
            message = f"{display_name(path)}: {_fault_of(contents, error, place.as_uri(), refused)}"
            raise SchemaError(message) from error

    def accepts(self, document: object) -> bool:
        """Whether the document is valid."""
        try:
            return self._gate.is_valid(document)
        except ValueError:  # at what no JSON holds, and at values to compare that nest deeper than 255 levels
            return self._accepts_as_text(document)

    def _accepts_as_text(self, document: object) -> bool:
        try:
            return self._gate.is_valid(_as_json(document))
        except (RecursionError, ValueError):
            return False

    def explain(self, document: object) -> list[SchemaViolation]:
        """What is wrong with a document that is not accepted, one violation for one cause."""
        from speclint.schema.violations import violations

        if self.accepts(document):
            return []
        try:
            refusals = self._refusals(_as_json(document))
            told = violations(refusals[:_MOST])
        except RecursionError:
            refusals, told = [], []
        if not told:
            told = [_of_all("the document does not fit the schema, and nests too deep to say where")]
        elif len(refusals) > _MOST:
            told.append(_of_all(f"more than {_MOST} places do not fit the schema; the others are not listed"))
        return told

    def _refusals(self, document: Json) -> list[KeywordError]:
        from speclint.schema.errors import keyword_error, validator_errors
        from speclint.schema.explainer import explainer

        try:
            if self._explainer is None:
                self._explainer = explainer(self._contents, self._uri, self._retrieve)
            errors = self._explainer(document, _MOST + 1)
            found = [keyword_error(error, self._contents) for error in errors]
        except Exception:  # noqa: BLE001 - whatever stops jsonschema, such as deep nesting, stops no gate
            found = []
        if found:
            return found
        try:
            refused = list(islice(self._gate.iter_errors(document), _MOST + 1))
        except ValueError:  # it tells of no values that nest deeper than 255 levels
            return []
        return [each for error in refused for each in validator_errors(error, self._contents, document)]

    @cached_property
    def _contents(self) -> Json:
        try:
            return decode_schema(self._text, self._uri)
        except SchemaError:  # numbers beyond ours, which the gate takes as they come
            return {}


def _of_all(message: str) -> SchemaViolation:
    return SchemaViolation("", "", message, None, "false")


def _fault_of(contents: Json, error: ValueError, uri: str, refused: list[SchemaError]) -> str:
    """Why jsonschema-rs does not compile a schema."""
    from speclint.schema.format import plain, quoted

    said = contents.get("$schema") if isinstance(contents, dict) else None
    dialect = said.rstrip("#") if isinstance(said, str) else DIALECTS[0]
    if dialect not in DIALECTS:
        return f'"$schema" is {quoted(said)}, which is not known; write "{DIALECTS[0]}"'
    if refused:
        return str(refused[0])
    if isinstance(error, jsonschema_rs.ValidationError) and error.kind.name == "$ref":
        return f'"$ref" leads nowhere: {plain(error.message)}; correct it'
    of_dialect = Schema(f'{{"$schema": "{dialect}", "$ref": "{dialect}"}}', uri, retriever(Path(uri), []))
    told = [] if of_dialect.accepts(contents) else of_dialect.explain(contents)
    where = f" at {quoted(told[0].pointer)}" if told and told[0].pointer else ""
    return f"not a JSON Schema{where}: {told[0].message if told else plain(error)}; correct it"


def _as_json(value: object) -> Json:
    """The value, with what JSON cannot hold, such as a date of TOML or half a surrogate pair, as text."""
    match value:
        case dict():
            return {str(_as_json(name)): _as_json(each) for name, each in value.items()}
        case list():
            return [_as_json(each) for each in value]
        case None | bool() | int() | float() | Decimal():
            return value
        case _:
            return str(value).encode(errors="replace").decode()
