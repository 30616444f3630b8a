"""Files of JSON Schema: those of the project and those shipped with speclint, and no others."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from speclint.documents.parser import parse
from speclint.errors import SchemaError, UnreadableFileError
from speclint.files.gate import Gate
from speclint.files.tree import WORK_TREE

if TYPE_CHECKING:
    from collections.abc import Callable

    from speclint.documents.pointer import Json

DIALECTS = (
    "https://json-schema.org/draft/2020-12/schema",
    "https://json-schema.org/draft/2019-09/schema",
    "http://json-schema.org/draft-07/schema",
    "http://json-schema.org/draft-06/schema",
    "http://json-schema.org/draft-04/schema",
)
OLD_DIALECTS = frozenset(dialect + end for dialect in DIALECTS[2:] for end in ("", "#"))
"""Those in which nothing beside a `$ref` counts."""


def shipped_schema(name: str) -> Path:
    """The file of a schema that is shipped with speclint, such as `spec-sheet.schema.json`."""
    return _shipped() / name


def shipped_schemas() -> list[str]:
    """The names of the schemas that are shipped with speclint."""
    return sorted(entry.name for entry in WORK_TREE.entries(_shipped()))


def _shipped() -> Path:
    package = Path(__file__).parents[1]
    in_wheel = package / "schemas"
    return in_wheel if in_wheel.is_dir() else package.parent.parent / "schemas"


def read_text(path: Path) -> str:
    """The text of a file.

    Raises:
        SchemaError: it is missing, not a file, unreadable or not UTF-8.
    """
    try:
        if WORK_TREE.is_file(path):
            return WORK_TREE.read(path).decode("utf-8-sig")
        problem = "is not a file" if WORK_TREE.exists(path) else "does not exist; check the path"
    except UnreadableFileError as error:
        raise SchemaError(str(error)) from error
    except UnicodeDecodeError:
        problem = "is not UTF-8; save it as UTF-8"
    message = f"{display_name(path)} {problem}"
    raise SchemaError(message)


def decode_schema(text: str, name: str) -> Json:
    """The schema in a text.

    Raises:
        SchemaError: it is not JSON.
    """
    value, parse_errors = parse(text.encode())
    for error in parse_errors:
        if error.kind == "invalid-json":
            line = text.count("\n", 0, error.start) + 1
            message = f"{name} is not JSON: {error.message}, in line {line}"
            raise SchemaError(message)
    return value


def display_name(path: Path | str) -> str:
    """A path as a message shows it."""
    from speclint.documents.message_text import printable

    return printable(str(path), 200)


def retriever(root: Path, refused: list[SchemaError]) -> Callable[[str], Json]:
    """A function that reads the target of a `$ref`; its errors are also appended to `refused`.

    jsonschema-rs hides the error of a retriever behind its own.
    """

    def retrieve(uri: str) -> Json:
        try:
            return _retrieve(uri, root)
        except SchemaError as error:
            refused.append(error)
            raise

    return retrieve


def _retrieve(uri: str, root: Path) -> Json:
    parts = urlsplit(uri)
    if parts.scheme != "file" or parts.netloc:
        remedy = "speclint does not use the network; save that schema and refer to its file"
        message = f'"$ref" to {display_name(uri)}: {remedy}'
        raise SchemaError(message)
    path = Path(unquote(parts.path))
    if "\0" in str(path):
        message = f'"$ref" to {display_name(uri)} names no file; correct it'
        raise SchemaError(message)
    place = WORK_TREE.real(path)
    if not Gate(WORK_TREE, root, [_shipped()]).holds(path):
        message = (
            f'"$ref" to {display_name(place)}, which is outside {display_name(root)}; move that schema inside'
        )
        raise SchemaError(message)
    return decode_schema(read_text(place), display_name(place))
