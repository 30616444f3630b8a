"""From errors of keywords to violations: one for each cause, in messages that do not require the schema."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from speclint.documents.message_text import join
from speclint.documents.pointer import to_pointer
from speclint.schema.format import (
    as_object,
    describe,
    plain_text,
    quoted,
    repeated_indexes,
    type_names,
)
from speclint.schema.messages import (
    EXTRA,
    UNKNOWN,
    allowed_values,
    allowed_values_message,
    description_of,
    help_for,
    message_for,
    missing_keys,
    quoted_number,
    tuple_length,
)
from speclint.schema.results import SchemaViolation

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from speclint.documents.pointer import Steps
    from speclint.schema.closest import Resemblance
    from speclint.schema.results import Branch, KeywordError

_REQUIRING = ("required", "dependentRequired", "dependencies")
_PRECEDENCE = ("type", "const", "enum", "format", "pattern")
"""If a value violates several keywords, the first of these is reported."""


def violations(
    errors: Sequence[KeywordError], resemblance: Resemblance, most: int | None = None
) -> list[SchemaViolation]:
    """One violation for each cause: an invalid value, a missing key, a key that is not allowed.

    A key that is missing because it is misspelt is one cause, reported at the misspelt name.

    Args:
        errors: the errors, in order.
        resemblance: what unknown names resemble.
        most: how many violations are asked for; they end with one more, if there are more.
    """
    misspelt: dict[Steps, set[str]] = defaultdict(set)
    for error in errors:
        if error.keyword in UNKNOWN:
            misspelt[error.steps[:-1]].add(error.closest)
    by_cause: dict[tuple[str, tuple[str, ...]], SchemaViolation] = {}
    for error in errors:
        for violation in _violations_of(error, misspelt.get(error.steps, ()), resemblance):
            cause = violation.pointer, violation.arguments if violation.blocks is None else ()
            if cause not in by_cause or _rank(violation) < _rank(by_cause[cause]):
                by_cause[cause] = violation
            if most is not None and len(by_cause) > most:
                return list(by_cause.values())
    return list(by_cause.values())


def document_violation(message: str) -> SchemaViolation:
    """The violation of a document as a whole."""
    return SchemaViolation("", "", message, None, "false")


def _rank(violation: SchemaViolation) -> int:
    return _PRECEDENCE.index(violation.keyword) if violation.keyword in _PRECEDENCE else len(_PRECEDENCE)


def _violations_of(
    error: KeywordError, misspelt: Collection[str], resemblance: Resemblance
) -> Iterator[SchemaViolation]:
    pointer = to_pointer(error.steps)
    violation = SchemaViolation(pointer, pointer, "", help_for(error), error.keyword)
    if error.keyword in _REQUIRING:
        yield from _missing_key_violations(error, violation, misspelt)
    elif error.keyword == "propertyNames":
        for inner in violations(error.branches[0].errors, resemblance):
            yield violation._replace(message=f"as a key, {inner.message}", help=inner.help)
    elif error.branches:
        yield from _branch_violations(error, violation, resemblance)
    else:
        pointer, literal = to_pointer(_location(error)), quoted_number(error)
        message = message_for(resemblance.of_value(error))
        yield violation._replace(pointer=pointer, message=message, literal=literal)


def _location(error: KeywordError) -> Steps:
    """The place to report: in an array with too many or repeated items, the first surplus item."""
    if error.keyword in EXTRA:
        return *error.steps, tuple_length(error)
    if error.keyword == "uniqueItems":
        return *error.steps, repeated_indexes(error.instance)[1]
    return error.steps


def _missing_key_violations(
    error: KeywordError, violation: SchemaViolation, misspelt: Collection[str]
) -> Iterator[SchemaViolation]:
    properties = as_object(error.schema.get("properties"))
    for name, required_by in missing_keys(error):
        if name not in misspelt:
            message = f"{quoted(name)} is missing" + (
                f"; {quoted(required_by)} needs it" if required_by else ""
            )
            description = description_of(as_object(properties.get(name)))
            arguments = (name, required_by) if required_by else (name,)
            yield violation._replace(
                blocks=None, message=message, help=description or None, arguments=arguments
            )


def _branch_violations(
    error: KeywordError, violation: SchemaViolation, resemblance: Resemblance
) -> Iterator[SchemaViolation]:
    """One violation that names all alternatives if that suffices, else those of the closest alternative."""
    matching = [branch for branch in error.branches if not branch.errors]
    comparable = [branch for branch in error.branches if not _is_other_type(error, branch)]
    inner = [inner_error for branch in comparable for inner_error in branch.errors]
    keywords = {inner_error.keyword if inner_error.steps == error.steps else "" for inner_error in inner}
    if matching:
        forms = join([_branch_name(error, branch) for branch in matching], " and ")
        message = f"{quoted(error.instance)} fits more than one form, but must fit exactly one: {forms}"
        yield violation._replace(message=message)
    elif not comparable:
        forms = join([_branch_name(error, branch) for branch in error.branches])
        message = f"expected {forms}, found {describe(error.instance)}"
        yield violation._replace(message=message, literal=quoted_number(error))
    elif keywords == {"required"} and len(comparable) == len(error.branches):
        message = f"{join(map(_missing_names, comparable))} is missing"
        names = (name for inner_error in inner for name, _ in missing_keys(inner_error))
        yield violation._replace(message=message, blocks=None, arguments=tuple(dict.fromkeys(names)))
    elif keywords <= {"const", "enum"}:
        allowed = [value for inner_error in inner for value in allowed_values(inner_error)]
        closest = resemblance.closest_value(error.instance, allowed)
        yield violation._replace(message=allowed_values_message(error.instance, allowed, closest))
    else:
        for nested in violations(min(comparable, key=_distance).errors, resemblance):
            # an invalid bound invalidates the whole range, but an invalid member of the root not the document
            yield nested._replace(blocks=violation.pointer or nested.blocks)


def _is_other_type(error: KeywordError, branch: Branch) -> bool:
    return any(inner.keyword == "type" for inner in _errors_at_root(error, branch))


def _errors_at_root(error: KeywordError, branch: Branch) -> list[KeywordError]:
    return [inner for inner in branch.errors if inner.steps == error.steps]


def _missing_names(branch: Branch) -> str:
    names = [quoted(name) for error in branch.errors for name, _ in missing_keys(error)]
    return " and ".join(dict.fromkeys(names))


def _distance(branch: Branch) -> tuple[int, float, int]:
    """The distance of a value to an alternative: mismatched constants, errors, and how shallow these are."""
    constants = sum(len(allowed_values(error)) == 1 for error in branch.errors)
    count = sum(0.5 if error.closest else 1.0 for error in branch.errors)
    return constants, count, -max(len(error.steps) for error in branch.errors)


def _branch_name(error: KeywordError, branch: Branch) -> str:
    """The name of an alternative: its title, else its type, else its description."""
    schemas = [branch.schema, *(inner.schema for inner in _errors_at_root(error, branch))]
    titles = [plain_text(schema["title"]) for schema in schemas if "title" in schema]
    types = [type_names(schema["type"]) for schema in schemas if "type" in schema]
    return [*titles, *types, description_of(branch.schema) or "another form"][0]
