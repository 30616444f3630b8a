"""Targets that run commands on settings: configuration, profile, JSON Schema, and repositories of git."""

from __future__ import annotations

import json
import os
import subprocess
import tomllib
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fuzzing import Target, require
from hypothesis import strategies as st
from inputs import (
    OWN,
    SPECS,
    TABLE_PROFILE,
    values,
    with_bytes_changed,
    with_values_changed,
    written,
)
from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError
from on_texts import paths, patterns
from runs import write

from speclint.files.tree import WORK_TREE
from speclint.files.walk import walk

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hypothesis.strategies import DrawFn
    from runs import Outcome, Runs

CONFIGURATION = {
    "fail-on": "warning", "ignore": ["cycle-order"], "baseline": "known.json", "bands": "bands.json",
    "sheets": [
        {"files": ["specs/{make}/*.json"], "profile": "own.toml", "schema": "my.schema.json"},
        {"files": ["*.csv"], "profile": "kilowatt"},
    ],
    "accept": [
        {"rule": "conversion-rounding", "sheet": "bmw/*", "at": "/performance", "reason": "as printed"}
    ],
}  # fmt: skip
PROFILES = [
    tomllib.loads(TABLE_PROFILE.decode()),
    *(
        tomllib.loads(
            (Path(__file__).parents[2] / f"linter/speclint/profiles/{name}.toml").read_text(encoding="utf-8")
        )
        for name in ("spec-sheet", "open-ev-data", "kilowatt")
    ),
]
SHEET = json.dumps(SPECS["specs/bmw/ix2-xdrive30.json"]).encode()


def toml_text(table: Mapping[str, Any]) -> str:
    """A table as TOML, each of its values in one line."""
    return "".join(f"{_toml(key)} = {_toml(value)}\n" for key, value in table.items() if value is not None)


def _toml(value: object) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_toml(key)} = {_toml(member)}" for key, member in value.items()) + " }"
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f") if value is not None else '""'


@st.composite
def settings(draw: DrawFn) -> tuple[bytes, bytes]:
    """A configuration and a profile, each with values, patterns, paths or bytes changed."""
    texts = []
    for table in (CONFIGURATION, draw(st.sampled_from(PROFILES))):
        changed = draw(with_values_changed(table, 2))
        if isinstance(changed.get("sheets"), dict) and draw(st.booleans()):
            changed["sheets"]["files"] = [draw(patterns)]
        if isinstance(changed.get("quantities"), dict) and draw(st.booleans()):
            changed["quantities"]["power"] = {"kW": draw(paths)}
        content = toml_text(changed).encode("utf-8", "surrogatepass")
        texts.append(draw(with_bytes_changed(content)) if draw(st.integers(0, 3)) == 0 else content)
    return texts[0], texts[1]


def check_configuration(given: tuple[tuple[bytes, bytes], bool], runs: Runs) -> None:
    """Settings are followed, or refused with one line."""
    (configuration, profile), is_own = given
    files = {
        "speclint.toml": configuration if is_own else OWN.replace("spec-sheet", "own.toml").encode(),
        "own.toml": profile,
    }
    with runs.folder({**files, "specs/bmw/ix2.json": SHEET, "my.schema.json": b"{}"}) as folder:
        outcome = runs.speclint(folder, "check", "--format", "json")
        again = runs.speclint(folder, "check", "--format", "json", "--no-cache")
        require(outcome == again, "a report from the cache is that of a check", f"{outcome}\n{again}")
        runs.speclint(folder, "config", "--format", "json")


KEYWORDS = (
    "type", "properties", "required", "additionalProperties", "items", "prefixItems", "enum", "const",
    "anyOf", "oneOf", "allOf", "not", "if", "then", "else", "minimum", "maximum", "multipleOf", "pattern",
    "minLength", "maxLength", "uniqueItems", "contains", "minContains", "dependentRequired",
    "dependentSchemas", "propertyNames", "unevaluatedProperties", "patternProperties", "$ref", "$defs", "$id",
    "$anchor", "$dynamicRef", "format",
)  # fmt: skip
REFERENCES = [
    "#",
    "#/$defs/a",
    "#/$defs/b",
    "#/properties/a",
    "other.json",
    "../x.json",
    "https://example.org/x",
    "file:///etc/passwd",
    "#a",
    "",
    "%",
]
SCHEMA = json.loads(
    (Path(__file__).parents[2] / "schemas/spec-sheet.schema.json").read_text(encoding="utf-8")
)

_short = st.sampled_from(("a", "b", "c"))
_instances = st.recursive(
    st.sampled_from((None, True, 0, 1, -1, 1.5, "a", "", "ab")),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_short, inner, max_size=3),
    max_leaves=6,
)


def _keywords(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    types = st.sampled_from(("object", "array", "string", "number", "integer", "boolean", "null"))
    by_name, several = st.dictionaries(_short, inner, max_size=2), st.lists(inner, min_size=1, max_size=2)
    small, words = st.integers(0, 3), st.lists(_short, unique=True, max_size=2)
    optional = {
        "type": types | st.lists(types, min_size=1, max_size=2, unique=True), "required": words,
        "properties": by_name, "additionalProperties": inner, "items": inner, "prefixItems": several,
        "enum": st.lists(_instances, min_size=1, max_size=2), "const": _instances, "anyOf": several,
        "oneOf": several, "allOf": several, "not": inner, "if": inner, "then": inner, "else": inner,
        "minimum": small, "maximum": small, "minLength": small, "maxLength": small,
        "uniqueItems": st.booleans(), "contains": inner, "minContains": small, "maxContains": small,
        "minItems": small, "maxItems": small, "dependentRequired": st.dictionaries(_short, words, max_size=2),
        "propertyNames": inner, "minProperties": small, "unevaluatedProperties": inner,
        "unevaluatedItems": inner,
        "patternProperties": st.dictionaries(st.sampled_from(("^a", "b$", ".")), inner, max_size=1),
        "$defs": by_name, "$ref": st.sampled_from(("#", "#/$defs/a", "#/$defs/b")),
    }  # fmt: skip
    return st.lists(st.sampled_from(sorted(optional)), max_size=3, unique=True).flatmap(
        lambda chosen: st.fixed_dictionaries({name: optional[name] for name in chosen})
    )


sound_schemas = st.recursive(st.booleans() | st.just({}), _keywords, max_leaves=5)


@st.composite
def schemas(draw: DrawFn) -> tuple[bytes, bytes]:
    """A JSON Schema with values, keywords or bytes changed, and a document."""
    if draw(st.booleans()):
        schema = draw(sound_schemas)
        document = draw(_instances)
    else:
        schema, document = draw(with_values_changed(SCHEMA, 3)), SPECS["specs/bmw/ix2-xdrive30.json"]
    if isinstance(schema, dict) and draw(st.booleans()):
        value = (
            st.sampled_from(REFERENCES)
            | values
            | st.just(schema)
            | st.sampled_from(("(a+)+$", "[", "\\p{L}", "(?=a)"))
        )
        schema = {**schema, draw(st.sampled_from(KEYWORDS)): draw(value)}
    return draw(written(schema)), draw(written(draw(with_values_changed(document, 2))))


def check_schema(given: tuple[bytes, bytes], runs: Runs) -> None:
    """A schema is applied as another validator applies it, or refused with one line."""
    schema, document = given
    with runs.folder({"my.schema.json": schema, "a.json": document}) as folder:
        outcome = runs.speclint(folder, "check", "--schema", "my.schema.json", "--format", "json", "a.json")
        if outcome.status != 2:
            _require_as_reference(schema, document, outcome)


def _require_as_reference(schema: bytes, document: bytes, outcome: Outcome) -> None:
    rules = {finding["rule"] for finding in outcome.report["findings"]}
    if rules - {"schema"}:
        return
    with suppress(ValueError, RecursionError, SchemaError):
        loaded = json.loads(schema)
        if isinstance(loaded, dict) and (
            "$ref" in str(loaded) or "$dynamicRef" in str(loaded) or "multipleOf" in str(loaded)
        ):
            # the other one follows references without an end, and computes multiples with floats
            return
        Draft202012Validator.check_schema(loaded)
        is_valid = Draft202012Validator(loaded).is_valid(json.loads(document))
        require(is_valid == (not rules), "a document is as valid as another validator has it", outcome.out)


OPERANDS = (
    "HEAD", "HEAD~1", "HEAD~1..HEAD", "HEAD~1...HEAD", "HEAD^", "..", "...", "HEAD..", "..HEAD", "@", "@{0}",
    "v1", "main", "--upload-pack=x", "-", "--", ":/first", "HEAD:specs", "HEAD:nothing", "HEAD~9", "", " ",
    "HEAD^{tree}", "HEAD^{blob}", "a..b..c", "HEAD\n", "ä", "refs/heads/main", "0" * 40, "specs",
    "nothing.json", "HEAD@{upstream}", "x:y:z", "HEAD^2",
)  # fmt: skip
ODD_NAMES = (
    "a.json", "ä.json", " .json", "-x.json", "a\nb.json", 'q".json', "\\.json", "a\tb.json", "\udcff.json",
    "*.json", "[a].json", ":.json", "#x.json", "x;y.json", "$(x).json", "😀.json", "\u202e.json", "--.json",
    "a'b.json", "HEAD",
)  # fmt: skip
IGNORED = (
    "*.json",
    "!a.json",
    "/specs/",
    "[",
    "a**b",
    "**/",
    "\\",
    "\\ ",
    "#",
    "!",
    "specs/**/a.json",
    "*[!a]*",
    " ",
    "a.json ",
    "a.json\\ ",
    "**",
    "/",
    "[[:alpha:]].json",
)
_git_environment = {
    "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "GIT_AUTHOR_NAME": "a",
    "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@example.org",
    "PATH": os.environ["PATH"],
}  # fmt: skip


def git(folder: Path, *arguments: str, text: bytes = b"") -> bytes:
    """What git prints."""
    return subprocess.run(
        ["git", *arguments], cwd=folder, input=text, capture_output=True, check=False, env=_git_environment
    ).stdout


Repository = tuple[list[str], list[str], str, str, bytes]


def check_git(given: Repository, runs: Runs) -> None:
    """Any operand is compared or refused with one line, and files are ignored as git ignores them."""
    odd, ignored, operand, command, changed = given
    with runs.folder({"specs/bmw/ix2.json": SHEET}) as folder:
        (folder / ".gitignore").write_bytes("\n".join(ignored).encode("utf-8", "surrogateescape"))
        git(folder, "init", "-q", "-b", "main")
        _commit(folder, "first")
        git(folder, "tag", "v1")
        (folder / "specs/bmw/ix2.json").write_bytes(changed)
        _commit(folder, "second")
        write(folder, {f"specs/bmw/{name}": SHEET for name in odd})
        if command == "check":
            runs.speclint(folder, "check", "--format", "json", f"--since={operand}")
        elif command == "history":
            runs.speclint(folder, "history", "--format", "json", f"--rev={operand}", "specs/bmw/ix2.json")
        else:
            runs.speclint(folder, command, operand)


def _commit(folder: Path, message: str) -> None:
    git(folder, "add", "-f", "-A")
    git(folder, "commit", "-q", "-m", message)


def check_ignored(given: tuple[list[str], list[str]], runs: Runs) -> None:
    """The files that `init` walks are those that git does not ignore."""
    ignored, found = given
    files = dict.fromkeys(found, b"")
    lines = "\n".join(ignored).encode("utf-8", "surrogateescape")
    with runs.folder({"a/.gitignore": lines, ".gitignore": lines, **files}) as folder:
        git(folder, "init", "-q")
        untracked = git(folder, "ls-files", "-z", "--others", "--exclude-standard", "--", "*.json").split(
            b"\0"
        )
        expected = {name for name in untracked if name and not (b"/" + name).count(b"/.")}
        walked = {os.fsencode(path.relative_to(folder).as_posix()) for path in walk(WORK_TREE, folder)}
        json_files = {name for name in walked if name.endswith(b".json")}
        require(json_files == expected, "files are ignored as git ignores them", f"{json_files ^ expected}")


folders = st.lists(st.sampled_from(("specs", "bmw", "a", "*", "b c", "ä")), max_size=3)
files = st.tuples(folders, st.sampled_from(ODD_NAMES[:-1])).map(lambda parts: "/".join((*parts[0], parts[1])))
ignored_lines = st.lists(
    st.one_of(
        st.sampled_from(IGNORED),
        st.text("ab*?[]!\\/ .json-^", max_size=8),
        patterns.filter(lambda line: "\ud800" not in line),
    ),
    max_size=4,
)

repositories = st.tuples(
    st.lists(st.sampled_from(ODD_NAMES), max_size=2, unique=True),
    st.lists(st.sampled_from(IGNORED) | st.text("ab*?[]!\\/ .json-", max_size=8), max_size=3),
    st.sampled_from(OPERANDS) | st.text("HEAD~^@{}:./-0a", max_size=8).filter(lambda text: "\0" not in text),
    st.sampled_from(("check", "diff", "review", "history", "diff")),
    with_values_changed(SPECS["specs/bmw/ix2-xdrive30.json"], 2).flatmap(written),
)

TARGETS = (
    Target("configuration", st.tuples(settings(), st.booleans()), check_configuration),
    Target("schema", schemas(), check_schema),
    Target("git", repositories, check_git),
    Target("ignored", st.tuples(ignored_lines, st.lists(files, min_size=1, max_size=4)), check_ignored),
)
