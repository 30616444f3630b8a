"""What a schema refuses, one violation for one cause, in the words of somebody who never saw the schema."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speclint.documents.pointer import to_pointer
from speclint.schema.format import (
    found,
    join,
    plain,
    quoted,
    repeated_items,
    table,
    types,
)
from speclint.schema.messages import (
    EXTRA,
    UNKNOWN,
    Branch,
    KeywordError,
    choices,
    choices_message,
    closest_key,
    described,
    help_for,
    listed_items,
    message_for,
    missing,
)
from speclint.schema.violation import SchemaViolation

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from speclint.documents.pointer import Steps

_MISSING = ("required", "dependentRequired", "dependencies")
_PLAINEST = ("type", "const", "enum", "format", "pattern")
"""Where several keywords refuse one value, the first of these is told."""


def violations(refusals: Iterable[KeywordError]) -> list[SchemaViolation]:
    """One violation for one cause: a value, a missing key, a key that is not allowed.

    A missing key that is there under a misspelt name is one cause, told at the misspelt name.
    """
    refusals = list(refusals)
    misspelt = {
        (refusal.steps[:-1], closest_key(refusal)) for refusal in refusals if refusal.keyword in UNKNOWN
    }
    plainest: dict[tuple[str, str], SchemaViolation] = {}
    for refusal in refusals:
        for told in _tell(refusal, {name for steps, name in misspelt if steps == refusal.steps}):
            cause = told.pointer, told.message if told.blocks is None else ""
            if cause not in plainest or _rank(told) < _rank(plainest[cause]):
                plainest[cause] = told
    return list(plainest.values())


def _rank(told: SchemaViolation) -> int:
    return _PLAINEST.index(told.keyword) if told.keyword in _PLAINEST else len(_PLAINEST)


def _tell(refusal: KeywordError, misspelt: Collection[str]) -> Iterator[SchemaViolation]:
    place = to_pointer(refusal.steps)
    told = SchemaViolation(place, place, "", help_for(refusal), refusal.keyword)
    if refusal.keyword in _MISSING:
        yield from _tell_missing(refusal, told, misspelt)
    elif refusal.keyword == "propertyNames":
        for inner in violations(refusal.branches[0].refusals):
            yield told._replace(message=f"as a key, {inner.message}", help=inner.help)
    elif refusal.branches:
        yield from _tell_alternatives(refusal, told)
    else:
        yield told._replace(pointer=to_pointer(_spot(refusal)), message=message_for(refusal))


def _spot(refusal: KeywordError) -> Steps:
    """The place to show: of an array that is too long or repeats itself, the first item too many."""
    if refusal.keyword in EXTRA:
        return *refusal.steps, listed_items(refusal)
    if refusal.keyword == "uniqueItems":
        return *refusal.steps, repeated_items(refusal.instance)[1]
    return refusal.steps


def _tell_missing(
    refusal: KeywordError, told: SchemaViolation, misspelt: Collection[str]
) -> Iterator[SchemaViolation]:
    properties = table(refusal.schema.get("properties"))
    for name, needed_by in missing(refusal):
        if name not in misspelt:
            message = f"{quoted(name)} is missing" + (f"; {quoted(needed_by)} needs it" if needed_by else "")
            about = described(table(properties.get(name)))
            yield told._replace(blocks=None, message=message, help=about or None)


def _tell_alternatives(refusal: KeywordError, told: SchemaViolation) -> Iterator[SchemaViolation]:
    """All alternatives in one sentence where that says it, else what the nearest one refuses."""
    fitting = [branch for branch in refusal.branches if not branch.refusals]
    apt = [branch for branch in refusal.branches if not _is_other_type(refusal, branch)]
    inner = [each for branch in apt for each in branch.refusals]
    keywords = {each.keyword if each.steps == refusal.steps else "" for each in inner}
    if fitting:
        forms = join([_form(refusal, branch) for branch in fitting], " and ")
        message = f"{quoted(refusal.instance)} fits more than one form, and may fit one only: {forms}"
        yield told._replace(message=message)
    elif not apt:
        forms = join([_form(refusal, branch) for branch in refusal.branches])
        yield told._replace(message=f"expected {forms}, found {found(refusal.instance)}")
    elif keywords == {"required"} and len(apt) == len(refusal.branches):
        yield told._replace(message=f"{join(map(_all_missing, apt))} is missing", blocks=None)
    elif keywords <= {"const", "enum"}:
        allowed = [value for each in inner for value in choices(each)]
        yield told._replace(message=choices_message(refusal.instance, allowed))
    else:
        for nested in violations(min(apt, key=_distance).refusals):
            # one bad end spoils the whole range, but a bad member of the root does not spoil the document
            yield nested._replace(blocks=told.pointer or nested.blocks)


def _is_other_type(refusal: KeywordError, branch: Branch) -> bool:
    return any(each.keyword == "type" for each in _top(refusal, branch))


def _top(refusal: KeywordError, branch: Branch) -> list[KeywordError]:
    return [each for each in branch.refusals if each.steps == refusal.steps]


def _all_missing(branch: Branch) -> str:
    names = [quoted(name) for refusal in branch.refusals for name, _ in missing(refusal)]
    return " and ".join(dict.fromkeys(names))


def _distance(branch: Branch) -> tuple[int, float, int]:
    """How far a value is from an alternative: marks of another kind, then faults, then how early they are."""
    marks = sum(len(choices(refusal)) == 1 for refusal in branch.refusals)
    faults = sum(
        0.5 if refusal.keyword in UNKNOWN and closest_key(refusal) else 1.0 for refusal in branch.refusals
    )
    return marks, faults, -max(len(refusal.steps) for refusal in branch.refusals)


def _form(refusal: KeywordError, branch: Branch) -> str:
    """What an alternative is called: its title, else its type, else what is said of it."""
    schemas = [branch.schema, *(each.schema for each in _top(refusal, branch))]
    titles = [plain(schema["title"]) for schema in schemas if "title" in schema]
    kinds = [types(schema["type"]) for schema in schemas if "type" in schema]
    return [*titles, *kinds, described(branch.schema) or "another form"][0]
