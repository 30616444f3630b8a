"""Validation against a JSON Schema: a fast validator for every document, and messages for invalid ones.

jsonschema-rs validates. Invalid documents are explained by jsonschema; if that reports no error or fails,
the errors of jsonschema-rs are used. In both cases jsonschema-rs checks `format`, which is asserted in every
draft, `pattern`, in a bounded number of steps, and `multipleOf`, exactly.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from speclint.documents.parser import MAX_DEPTH
from speclint.errors import SchemaError
from speclint.files.tree import WORK_TREE
from speclint.imports import without
from speclint.limits import exceeded, limit
from speclint.schema.growth import Growth, depth_of
from speclint.schema.load import DIALECTS, decode_schema, display_name, read_text, retriever, shipped_schema

with without("email.utils", parsedate_to_datetime=str):
    # for the date of its build, which nobody asks for
    import jsonschema_rs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from jsonschema.exceptions import ValidationError

    from speclint.documents.pointer import Json
    from speclint.schema.allowed import Allowed
    from speclint.schema.closest import Resemblance
    from speclint.schema.explainer import Explainer
    from speclint.schema.results import KeywordError, SchemaViolation

__all__ = ["Schema", "SchemaError", "shipped_schema"]


class Schema:
    """A JSON Schema of draft 4, 6, 7, 2019-09 or 2020-12, which is the default."""

    def __init__(self, text: str, uri: str, retrieve: Callable[[str], Json]) -> None:
        self._text = text
        self._uri = uri
        self._retrieve = retrieve
        self._explainer: Explainer | None = None
        self._validator = jsonschema_rs.validator_for(
            text, validate_formats=True, retriever=retrieve, base_uri=uri, pattern_options=pattern_options()
        )

    @classmethod
    def load(cls, path: Path | str, *, root: Path | None = None) -> Schema:
        """The schema in a file; its references may lead to files below `root` and to shipped schemas only.

        Without `root`, references stay in the folder of the file. The network is never reached.

        Raises:
            SchemaError: The file cannot be read, is no schema, or refers to what it may not read.
        """
        text = read_text(Path(path))
        place = WORK_TREE.real(Path(path))
        refused: list[SchemaError] = []
        retrieve = retriever(WORK_TREE.real(root or place.parent), refused)
        try:
            schema = cls(text, place.as_uri(), retrieve)
        except ValueError as error:  # jsonschema-rs derives its own from it
            contents = decode_schema(text, display_name(path))
            message = f"{display_name(path)}: {_compile_error(contents, error, place.as_uri(), refused)}"
            raise SchemaError(message) from error
        if place.parent == WORK_TREE.real(shipped_schema("")):
            # a test counts it, as that takes longer than to check a few sheets
            schema._is_bounded = True
        else:
            from speclint.schema.sound import refuse_circle, refuse_repeated_keys

            refuse_repeated_keys(path, text)
            if schema._has_references:
                refuse_circle(path, text, schema._contents, schema._growth.circle)
        return schema

    def accepts(self, document: object) -> bool:
        """Whether the document is valid.

        Raises:
            LimitError: references of the schema make the work grow beyond the limit.
        """
        self._refuse_growth(document)
        try:
            return self._validator.is_valid(document)
        except ValueError:  # for values that are not JSON, and for compared values deeper than 255 levels
            return self._accepts_as_text(document)

    def _refuse_growth(self, document: object) -> None:
        """Refuse a document for which the schema is applied too often: jsonschema-rs would not end.

        What may be too often is counted by jsonschema, which stops at the limit of references.

        Raises:
            LimitError: the limit is exceeded.
        """
        if self._is_bounded or self._growth.at_most(depth_of(document), limit("applications")):
            return
        from speclint.schema.keywords import TooManyError

        place = display_name(unquote(urlsplit(self._uri).path))
        try:
            for _ in self._explained(_as_json(document)):
                pass
        except TooManyError as reached:
            raise exceeded(place, reached.limit) from reached
        except (NotImplementedError, RecursionError) as error:
            raise exceeded(place, "references") from error

    @cached_property
    def _is_bounded(self) -> bool:
        """Whether the schema is applied to no value of any document too often."""
        return not self._has_references or self._growth.at_most(MAX_DEPTH, limit("applications"))

    @cached_property
    def _has_references(self) -> bool:
        return any(mark in self._text for mark in ("$ref", "$dynamicRef", "$recursiveRef", "\\u"))

    def _explained(self, document: Json) -> Iterator[ValidationError]:
        """The errors that jsonschema finds, which counts the references that it follows."""
        from speclint.schema.explainer import explainer

        if self._explainer is None:
            self._explainer = explainer(self._contents, self._uri, self._retrieve)
        return self._explainer(document, limit("violations") + 1)

    @cached_property
    def _growth(self) -> Growth:
        return Growth(self._contents, self._uri, self._retrieve)

    def _accepts_as_text(self, document: object) -> bool:
        try:
            return self._validator.is_valid(_as_json(document))
        except (RecursionError, ValueError):
            return False

    def explain(self, document: object) -> list[SchemaViolation]:
        """The violations of an invalid document, one for each cause; none for a valid one."""
        from speclint.schema.violations import document_violation, violations

        if self.accepts(document):
            return []
        most = limit("violations")
        try:
            errors, cut = self._keyword_errors(_as_json(document))
            self._resemblance.start()
            found = violations(self._resemblance.of_keys(errors[:most]), self._resemblance, most)
        except RecursionError:
            errors, found, cut = [], [], ""
        if not found and not cut:
            found = [
                document_violation("the document violates the schema, but nests too deep to locate where")
            ]
        elif max(len(errors), len(found)) > most:
            more = f"more than {most} places do not fit the schema; the others are not listed"
            found = [*found[:most], document_violation(more)]
        elif cut:
            found = [*found, document_violation(cut)]
        return found

    def _keyword_errors(self, document: Json) -> tuple[list[KeywordError], str]:
        """The errors of a document, and why they end before the last one; empty if they do not."""
        from speclint.schema.errors import keyword_error, validator_errors
        from speclint.schema.keywords import TooManyError

        errors: list[KeywordError] = []
        try:
            for found in self._explained(document):
                errors.append(keyword_error(found, self._contents))  # noqa: PERF401 - those before a limit count
        except TooManyError as reached:
            return errors, str(exceeded("what does not fit the schema is not all listed", reached.limit))
        except Exception:  # noqa: BLE001 - whatever stops jsonschema, such as deep nesting, the other validator decides
            errors = []
        if errors:
            return errors, ""
        try:
            reported = list(islice(self._validator.iter_errors(document), limit("violations") + 1))
        except ValueError:  # raised for values that nest deeper than 255 levels
            return [], ""
        by_other = [
            keyword_error
            for error in reported
            for keyword_error in validator_errors(error, self._contents, document)
        ]
        return by_other, ""

    @cached_property
    def _resemblance(self) -> Resemblance:
        from speclint.schema.closest import Resemblance

        return Resemblance()

    @cached_property
    def allowed(self) -> Allowed:
        """What it allows by place."""
        from speclint.schema.allowed import Allowed

        return Allowed(self._contents, self._uri, self._retrieve)

    @cached_property
    def _contents(self) -> Json:
        try:
            return decode_schema(self._text, self._uri)
        except SchemaError:  # it holds numbers beyond our limits, which jsonschema-rs accepts
            return {}


def pattern_options() -> jsonschema_rs.FancyRegexOptions:
    """How patterns are matched: in linear time, but for lookaround and backreferences in so many steps."""
    return jsonschema_rs.FancyRegexOptions(backtrack_limit=limit("backtracks"))


def _compile_error(contents: Json, error: ValueError, uri: str, refused: list[SchemaError]) -> str:
    """Why jsonschema-rs does not compile a schema, with a remedy."""
    from speclint.schema.format import plain_text, quoted

    declared = contents.get("$schema") if isinstance(contents, dict) else None
    dialect = declared.rstrip("#") if isinstance(declared, str) else DIALECTS[0]
    if dialect not in DIALECTS:
        return f'"$schema" is {quoted(declared)}, which is not known; write "{DIALECTS[0]}"'
    if refused:
        return str(refused[0])
    if isinstance(error, jsonschema_rs.ValidationError) and error.kind.name == "$ref":
        return f'"$ref" leads nowhere: {plain_text(error.message)}; correct it'
    metaschema = Schema(f'{{"$schema": "{dialect}", "$ref": "{dialect}"}}', uri, retriever(Path(uri), []))
    found = metaschema.explain(contents)
    where = f" at {quoted(found[0].pointer)}" if found and found[0].pointer else ""
    return f"not a JSON Schema{where}: {found[0].message if found else plain_text(error)}; correct it"


def _as_json(value: object) -> Json:
    """The value with text for what JSON cannot hold, such as a date of TOML or half a surrogate pair."""
    match value:
        case dict():
            return {str(_as_json(name)): _as_json(member) for name, member in value.items()}
        case list():
            return [_as_json(item) for item in value]
        case None | bool() | int() | float() | Decimal():
            return value
        case _:
            return str(value).encode(errors="replace").decode()
