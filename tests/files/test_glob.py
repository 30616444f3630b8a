from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from speclint.files.glob import name_match, path_match
from speclint.files.ignore import IgnoreFile, is_ignored

if TYPE_CHECKING:
    from conftest import Run

MANY = "*a" * 40 + "b"
"""A pattern for which a matcher that tries again each way to split a name would need for ever."""
LONG = "a" * 200


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ignore")
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    return folder


def ignored_by_git(repository: Path, patterns: bytes, paths: list[str]) -> set[str]:
    (repository / ".gitignore").write_bytes(patterns)
    asked = ["git", "-c", "core.excludesFile=", "check-ignore", "--no-index", "-z", "--stdin"]
    text = "\0".join(paths).encode()
    done = subprocess.run(asked, cwd=repository, input=text, capture_output=True, check=False)
    assert not done.stderr
    return {path for path in done.stdout.decode().split("\0") if path}


def ignored(repository: Path, patterns: bytes, paths: list[str]) -> set[str]:
    """The paths that are ignored, or that lie in a folder that is."""
    files = [IgnoreFile(repository / ".gitignore", patterns)]
    found = set()
    for path in paths:
        names = path.split("/")
        above = ["/".join(names[:count]) for count in range(1, len(names))]
        if any(is_ignored(repository / folder, files, is_folder=True) for folder in above) or is_ignored(
            repository / path, files, is_folder=False
        ):
            found.add(path)
    return found


PATTERN = st.lists(
    st.sampled_from(["a", "b", "*", "**", "?", "/", "[ab]", "[!a]", "[b-a]", "[^", "[]a]", "[/", "\\", "\\/",
                     "!", "#", " ", "]"]),
    min_size=1, max_size=7,
).map("".join)  # fmt: skip
PATHS = [
    "a",
    "b",
    "ab",
    "ba",
    "aab",
    "a/b",
    "b/a",
    "a/a/b",
    "a/b/a/b",
    "]",
    "a]",
    "!a",
    "#a",
    "a b",
    "b/ab/aa",
]


@settings(max_examples=100)
@given(patterns=st.lists(PATTERN, min_size=1, max_size=3))
def test_what_is_ignored_is_what_git_ignores(repository: Path, patterns: list[str]) -> None:
    content = "\n".join(patterns).encode()
    assert ignored(repository, content, PATHS) == ignored_by_git(repository, content, PATHS)


@pytest.mark.parametrize(
    "patterns",
    [
        b"a\r\n!a/b\r\n", b"a\\ \n", b"a \n", b"*.json\n!keep.json\n", b"/a\n", b"a/\n", b"a/**\n", b"**/b\n",
        b"a/**/b\n", b"[[:alpha:]]\n", b"[[:nothing:]]\n", b"[a-]\n", b"\\!a\n", b"\\#a\n", b"a/**/\n",
        b"\xef\xbb\xbfa\n", b"**\n", b"**/\n", b"/\n", b"//\n", b"a//b\n", b"\xff\n", b"x\0y\n", b"a**b\n",
        b"**b\n", b"[b-a]\n", b"[^]\n", b"[]\n", b"[[:alpha:]\n", b"[a\n", b"[[:a]\n", b"[!b-a]\n",
        b"[a/b]\n", b"a[/]b\n", b"a[/b\n", b"a\\/b\n", b"**\\/b\n", b"a/**\\/b\n", b"x/[/a]\n", b"[!/]\n",
        b"***/b\n", b"a/****\n", b"a**/b\n", b"a/a**/b\n", b"/]**/*\n", b"a**\\/a\n", b"***\\/a\n",
    ],
)  # fmt: skip
def test_a_pattern_means_what_git_takes_it_for(repository: Path, patterns: bytes) -> None:
    paths = [*PATHS, "keep.json", "x.json", "a-", "-"]
    assert ignored(repository, patterns, paths) == ignored_by_git(repository, patterns, paths)


def test_many_stars_in_an_ignore_file_take_no_more_than_the_walk(run: Run, tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    (tmp_path / ".gitignore").write_text(f"{MANY}\n{'**/' * 300}{MANY}\n", encoding="utf-8")
    (tmp_path / "cars").mkdir()
    (tmp_path / "cars" / f"{LONG}.json").write_text("{}", encoding="utf-8")
    done = run("check", "--format", "concise", "cars")
    assert done.status == 1, done.err
    assert LONG in done.out


@pytest.mark.parametrize("pattern", [f"{MANY}.json", "**/" * 60 + "*", "*/" * 5 + MANY, "**/*/" * 30 + MANY])
def test_many_stars_in_a_configuration_take_no_more_than_the_walk(
    run: Run, tmp_path: Path, pattern: str
) -> None:
    folder = tmp_path.joinpath(*["d"] * 40)
    folder.mkdir(parents=True)
    (folder / f"{LONG}.json").write_text("{}", encoding="utf-8")
    settings = f'[[sheets]]\nfiles = ["{pattern}"]\nprofile = "spec-sheet"\n'
    (tmp_path / "speclint.toml").write_text(settings, encoding="utf-8")
    done = run("check", "--format", "concise")
    # only the second pattern matches the file
    assert done.status == (1 if "**/**" in pattern and MANY not in pattern else 2), done.err + done.out
    assert "internal error" not in done.err


def test_folders_nest_as_deep_as_the_system_lets_them(run: Run, tmp_path: Path) -> None:
    deep = "for i in $(seq 1500); do mkdir d && cd d; done; echo {} >x.json"
    subprocess.run(["sh", "-c", deep], cwd=tmp_path, check=True)
    try:
        done = run("check", "--format", "concise", ".")
    finally:
        subprocess.run(["rm", "-rf", tmp_path / "d"], check=True)
    assert done.status == 1, done.err
    assert "x.json" in done.out


def test_more_paths_than_the_limit_allows_end_the_run_with_its_name(run: Run, tmp_path: Path) -> None:
    (tmp_path / "cars").mkdir()
    for index in range(20):
        (tmp_path / "cars" / f"car{index}.json").write_text("{}", encoding="utf-8")
    done = run("check", "cars", env={"SPECLINT_LIMITS": "paths=19"})
    assert (done.status, done.out) == (2, "")
    assert done.err == (
        f"speclint: {tmp_path}/cars: more than 19 paths; "
        "SPECLINT_LIMITS=paths=NUMBER in the environment raises the limit\n"
    )
    assert run("check", "cars", env={"SPECLINT_LIMITS": "paths=20"}).status == 1


def test_links_that_lead_into_their_own_folder_end_with_the_limit_of_paths(run: Run, tmp_path: Path) -> None:
    (tmp_path / "cars").mkdir()
    for name in ("one", "two"):
        (tmp_path / "cars" / name).symlink_to(".")
    settings = f'[[sheets]]\nfiles = ["cars/{"*/" * 30}*.json"]\nprofile = "spec-sheet"\n'
    (tmp_path / "speclint.toml").write_text(settings, encoding="utf-8")
    done = run("check", env={"SPECLINT_LIMITS": "paths=1000"})
    assert done.status == 2
    assert "more than 1,000 paths" in done.err


def test_parts_of_a_pattern_match_any_number_of_names_between_them() -> None:
    a, b = name_match("a*"), name_match("*b")
    assert path_match([None, a, None, b], ["x", "a1", "y", "a2", "z", "1b"])
    assert not path_match([None, a, None, b], ["x", "1b", "a1"])
    assert not path_match([a, b], ["a", "b", "b"])


@pytest.mark.parametrize("key", ["patterns=1", "pattern-length=3"])
def test_an_ignore_file_beyond_a_limit_ends_the_run_with_its_name(run: Run, tmp_path: Path, key: str) -> None:
    (tmp_path / ".gitignore").write_text("drafts\nbuild\n", encoding="utf-8")
    (tmp_path / "x.json").write_text("{}", encoding="utf-8")
    done = run("check", ".", env={"SPECLINT_LIMITS": key})
    assert done.status == 2
    assert f"{tmp_path}/.gitignore" in done.err
    assert f"SPECLINT_LIMITS={key.split('=', maxsplit=1)[0]}=NUMBER" in done.err


@pytest.mark.parametrize(
    ("name", "old", "new", "line"),
    [
        ("speclint.toml", 'files = ["cars.json"]', 'files = ["a", "PATTERN"]', 2),
        ("mine.toml", 'files = ["cars.json"]', 'files = ["PATTERN"]', 2),
        ("mine.toml", 'layers = ["base.json"]', 'layers = ["base.json", "PATTERN"]', 3),
    ],
)
def test_a_pattern_of_files_beyond_the_limit_is_one_line_with_its_place(
    run: Run, tmp_path: Path, name: str, old: str, new: str, line: int
) -> None:
    files = {
        "speclint.toml": '[[sheets]]\nfiles = ["cars.json"]\nprofile = "mine.toml"\n',
        "mine.toml": (
            '[sheets]\nfiles = ["cars.json"]\nlayers = ["base.json"]\n'
            '[identity]\nmake = "make"\n[quantities]\npower = "power"\n'
        ),
        "cars.json": "{}",
        "base.json": "{}",
    }
    assert old in files[name]
    files[name] = files[name].replace(old, new.replace("PATTERN", "*a" * 2049))
    for file, text in files.items():
        (tmp_path / file).write_text(text, encoding="utf-8")
    done = run("check", "--no-cache")
    remedy = "SPECLINT_LIMITS=pattern-length=NUMBER in the environment raises the limit"
    problem = f"{tmp_path / name}:{line}: 4,098 characters are more than 4,096; {remedy}"
    assert (done.status, done.err) == (2, f"speclint: {problem}\n")


def test_the_ignore_files_around_a_folder_share_the_limit_of_patterns(run: Run, tmp_path: Path) -> None:
    for folder in (".", "a", "a/b", "c"):
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / ".gitignore").write_text("drafts\n# a comment\n", encoding="utf-8")
        (tmp_path / folder / "x.json").write_text("{}", encoding="utf-8")
    done = run("check", ".", env={"SPECLINT_LIMITS": "patterns=2"})
    remedy = "SPECLINT_LIMITS=patterns=NUMBER in the environment raises the limit"
    problem = f"{tmp_path}/a/b/.gitignore: 3 patterns are more than 2; {remedy}"
    assert (done.status, done.err) == (2, f"speclint: {problem}\n")
    assert run("check", ".", env={"SPECLINT_LIMITS": "patterns=3"}).status == 1


def test_the_names_of_a_path_are_read_once_for_all_ignore_files(monkeypatch: pytest.MonkeyPatch) -> None:
    path, read = Path("/", *["ä"] * 20), list[str]()
    ignores = [IgnoreFile(folder / ".gitignore", b"b\na/b\n") for folder in reversed(path.parents)]

    def encode(name: str) -> bytes:
        read.append(name)
        return name.encode()

    monkeypatch.setattr(os, "fsencode", encode)
    assert not is_ignored(path, ignores, is_folder=False)
    assert len(read) == 20


def test_a_line_of_an_ignore_file_holds_any_number_of_blanks(run: Run, tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_text(f"a{' ' * 1_000_000}b\nx.json{' ' * 1_000_000}\n", encoding="utf-8")
    for name in ("x.json", "y.json"):
        (tmp_path / name).write_text("{}", encoding="utf-8")
    done = run("check", "--format", "concise", ".", env={"SPECLINT_LIMITS": "pattern-length=2000000"})
    assert "y.json" in done.out, done.err
    assert "x.json" not in done.out
