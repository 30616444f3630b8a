"""The cache of reports: an unchanged catalog is not evaluated again, only one's own entries are trusted."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
import zlib
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from conftest import Run, bare_environment
from speclint.files.trace import YOUNG
from speclint.sheets.unread import MIN_INDEXED

if TYPE_CHECKING:
    from collections.abc import Callable

CODE = 16
"""Bytes in front of an entry."""
PROFILE = """
[sheets]
files = ["cars/{line}/*.json"]
layers = ["lines/{line}.json"]

[identity]
make = "make"
model = "model"

[quantities]
power = { kW = "kw", PS = "ps" }
"""


@pytest.fixture
def catalog(tmp_path: Path) -> Path:
    """A catalog of three sheets, one with a fault."""
    root = tmp_path / "catalog"
    write(root / "speclint.toml", '[[sheets]]\nprofile = "cars.toml"\n')
    write(root / "cars.toml", PROFILE)
    write(root / "lines/a.json", '{"make": "Fiat"}')
    write(root / "cars/a/one.json", '{"model": "One", "kw": 100, "ps": 136}')
    write(root / "cars/a/two.json", '{"model": "Two", "kw": 100, "ps": 163}')
    write(root / "cars/a/three.json", '{"model": "Three", "kw": 110}')
    return root


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def reported(run: Run, catalog: Path, *arguments: str | Path) -> tuple[int, dict[str, Any], str]:
    done = run("check", "--format", "json", *arguments, folder=catalog)
    return done.status, json.loads(done.out or "{}"), done.err


def age(catalog: Path) -> None:
    """Let the files be as old as those of a catalog mostly are."""
    for file in (catalog, *catalog.rglob("*")):
        os.utime(file, ns=(10**18, 10**18), follow_symlinks=False)


def test_an_unchanged_catalog_is_not_evaluated_again(run: Run, catalog: Path, cache: Path) -> None:
    age(catalog)
    first = run("check", "--cache-dir", cache, folder=catalog)
    duration = kept_duration(cache)
    again = run("check", folder=catalog, env={"SPECLINT_CACHE_DIR": str(cache)})
    timeless = [re.sub(r"\(\d+\.\d+ s\)", "", done.out) for done in (first, again)]
    assert timeless[0] == timeless[1]
    assert kept_duration(cache) == duration, "a run would have written another one"


def test_a_comparison_is_kept_for_the_commit_that_it_is_with(run: Run, catalog: Path, cache: Path) -> None:
    def git(*arguments: str) -> None:
        author = ("-c", "user.name=a", "-c", "user.email=a@localhost")
        subprocess.run(["git", *author, *arguments], cwd=catalog, capture_output=True, check=True)

    def since(name: str) -> tuple[int, list[str]]:
        status, report, _ = reported(run, catalog, "--since", name, "--cache-dir", cache)
        return status, [finding["sheet"] for finding in report["findings"]]

    git("init", "--quiet", "--initial-branch", "main")
    git("add", ".")
    git("commit", "--quiet", "--message", "Start")
    write(catalog / "cars/a/one.json", '{"model": "One", "kw": 100, "ps": 316}')
    age(catalog)
    assert since("HEAD") == (1, ["a/one"])
    duration = kept_duration(cache)
    assert since("main") == (1, ["a/one"])
    assert kept_duration(cache) == duration, "a run would have written another one"
    git("commit", "--quiet", "--all", "--message", "Fault")
    assert since("HEAD") == (0, [])
    assert since("HEAD~1") == (1, ["a/one"])
    assert len(list(cache.iterdir())) == 2


def kept_duration(cache: Path) -> float:
    """The duration of the run whose report is kept, behind the code of its entry."""
    (entry,) = cache.iterdir()
    _, report, _ = msgspec.msgpack.decode(entry.read_bytes()[CODE:])
    return float(report["seconds"])


@pytest.mark.parametrize("options", [("--select", "conversion-mismatch"), ("--fail-on", "never")])
def test_other_options_are_another_report(
    run: Run, catalog: Path, cache: Path, options: tuple[str, ...]
) -> None:
    reported(run, catalog, "--cache-dir", cache)
    assert reported(run, catalog, "--cache-dir", cache, *options) == reported(
        run, catalog, "--no-cache", *options
    )
    assert len(list(cache.iterdir())) == 2


@pytest.mark.parametrize(
    "damage",
    [
        lambda _: b"",
        lambda content: content[:-1],
        lambda content: content + b"\0",
        lambda content: content[:40] + b"\x80" + content[41:],
        lambda content: b"\x93" + content,
    ],
)
def test_a_damaged_entry_counts_as_absent(
    run: Run, catalog: Path, cache: Path, damage: Callable[[bytes], bytes]
) -> None:
    report = reported(run, catalog, "--cache-dir", cache)
    (entry,) = cache.iterdir()
    entry.write_bytes(damage(entry.read_bytes()))
    assert reported(run, catalog, "--cache-dir", cache) == report


def forged(content: bytes) -> bytes:
    """An entry whose report has no finding."""
    trace, report, rows = msgspec.msgpack.decode(content[CODE:])
    report |= {"findings": [], "fails": False}
    return bytes(msgspec.msgpack.encode([trace, report, rows]))


@pytest.mark.parametrize(
    "code",
    [
        lambda content, _: content[:CODE],
        lambda _, entry: zlib.crc32(entry).to_bytes(4),
        lambda _, entry: blake2b(entry, digest_size=CODE).digest(),
        lambda _, entry: blake2b(entry, digest_size=CODE, key=bytes(32)).digest(),
        lambda *_: b"",
    ],
)
def test_an_entry_that_is_forged_without_the_key_counts_as_absent(
    run: Run, catalog: Path, cache: Path, code: Callable[[bytes, bytes], bytes]
) -> None:
    report = reported(run, catalog, "--cache-dir", cache)
    (entry,) = cache.iterdir()
    content = entry.read_bytes()
    entry.write_bytes(code(content, forged(content)) + forged(content))
    assert reported(run, catalog, "--cache-dir", cache) == report
    key = Path(os.environ["XDG_STATE_HOME"], "speclint", "cache-key").read_bytes()
    named = entry.name.removesuffix(".speclint").encode() + b"\0" + forged(content)
    entry.write_bytes(blake2b(named, digest_size=CODE, key=key).digest() + forged(content))
    assert reported(run, catalog, "--cache-dir", cache)[0] == 0, "the forgery is none"


def test_an_entry_by_the_key_of_another_user_counts_as_absent(
    run: Run, catalog: Path, cache: Path, tmp_path: Path
) -> None:
    report = reported(run, catalog, "--cache-dir", cache)
    duration = kept_duration(cache)
    state = {"XDG_STATE_HOME": str(tmp_path / "state"), "SPECLINT_CACHE_DIR": str(cache)}
    assert run("check", "--format", "json", folder=catalog, env=state).status == report[0]
    assert kept_duration(cache) != duration, "the run would have given what another user kept"
    (key,) = (tmp_path / "state" / "speclint").iterdir()
    assert (len(key.read_bytes()), key.stat().st_mode & 0o777) == (32, 0o600)


@pytest.mark.parametrize(
    "damage",
    [
        lambda key: key.chmod(0o644),
        lambda key: key.write_bytes(b""),
        lambda key: key.write_bytes(bytes(31)),
        lambda key: (key.rename(key.with_name("k")), key.symlink_to("k")),
        lambda key: key.unlink(),
    ],
)
def test_a_key_that_others_may_know_is_replaced(
    run: Run, catalog: Path, cache: Path, tmp_path: Path, damage: Callable[[Path], object]
) -> None:
    state = {"XDG_STATE_HOME": str(tmp_path / "state"), "SPECLINT_CACHE_DIR": str(cache)}
    assert run("check", folder=catalog, env=state).status == 1
    (key,) = (tmp_path / "state" / "speclint").iterdir()
    known = key.read_bytes()
    damage(key)
    assert run("check", folder=catalog, env=state).status == 1
    assert key.read_bytes() not in {known, bytes(32)}
    assert key.lstat().st_mode == 0o100600


def test_an_entry_in_the_place_of_another_counts_as_absent(run: Run, catalog: Path, cache: Path) -> None:
    reported(run, catalog, "--cache-dir", cache)
    (faulty,) = cache.iterdir()
    selected = ("--select", "year-impossible")
    assert reported(run, catalog, "--cache-dir", cache, *selected)[0] == 0
    (clean,) = set(cache.iterdir()) - {faulty}
    faulty.write_bytes(clean.read_bytes())
    assert reported(run, catalog, "--cache-dir", cache)[0] == 1


@pytest.mark.parametrize("kind", ["pipe", "link", "folder", "writable"])
def test_an_entry_that_is_no_file_of_the_user_counts_as_absent(
    run: Run, catalog: Path, cache: Path, kind: str
) -> None:
    report = reported(run, catalog, "--cache-dir", cache)
    (entry,) = cache.iterdir()
    if kind == "writable":
        entry.chmod(0o666)
    else:
        entry.rename(cache / "moved")
    if kind == "pipe":
        os.mkfifo(entry)
    elif kind == "link":
        entry.symlink_to(cache / "moved")
    elif kind == "folder":
        entry.mkdir()
    assert reported(run, catalog, "--cache-dir", cache) == report


def test_a_link_to_a_cache_in_the_repository_is_refused(run: Run, catalog: Path, tmp_path: Path) -> None:
    (catalog / "cache").mkdir()
    (tmp_path / "link").symlink_to(catalog / "cache")
    assert reported(run, catalog, "--cache-dir", tmp_path / "link")[0] == 2
    state = {"XDG_STATE_HOME": str(catalog)}
    assert run("check", folder=catalog, env=state).status == 1
    assert not (catalog / "speclint").exists()


def test_a_cache_in_the_repository_is_refused(run: Run, catalog: Path) -> None:
    for folder, named in ((catalog, "cache"), (catalog / "cars", catalog / "cache"), (catalog, ".")):
        status, _, error = reported(run, folder, "--cache-dir", named)
        assert status == 2
        assert "a cache in the repository is never read" in error
    outside = catalog.parent / "elsewhere"
    outside.mkdir()
    (outside / "link").symlink_to(catalog)
    config = outside / "link" / "speclint.toml"
    assert reported(run, outside, "--config", config, "--cache-dir", catalog / "cache")[0] == 2
    assert not (catalog / "cache").exists()


def test_the_users_cache_is_left_alone_where_it_lies_in_the_repository(run: Run, catalog: Path) -> None:
    home = {"XDG_CACHE_HOME": str(catalog), "SPECLINT_CACHE_DIR": ""}
    assert run("check", "--format", "json", folder=catalog, env=home).status == 1
    assert not (catalog / "speclint").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="modes as POSIX has them")
def test_a_folder_in_which_others_may_write_is_not_used(run: Run, catalog: Path, cache: Path) -> None:
    cache.mkdir()
    cache.chmod(0o777)
    status, _, error = reported(run, catalog, "--cache-dir", cache)
    assert (status, list(cache.iterdir())) == (1, [])
    assert error.startswith(f"speclint: {cache}: no cache is used: others may write there")
    assert error.count("\n") == 1
    assert reported(run, catalog, "--cache-dir", cache, "--quiet")[2] == ""


def test_without_the_cache_nothing_is_written(run: Run, catalog: Path, cache: Path) -> None:
    reported(run, catalog, "--cache-dir", cache, "--no-cache")
    reported(run, catalog, "--cache-dir", cache, "cars/a/one.json")
    assert not cache.exists()


def test_runs_at_the_same_time_do_not_disturb_each_other(catalog: Path, cache: Path) -> None:
    command = [sys.executable, "-m", "speclint", "check", "--format", "json", "--cache-dir", cache]
    runs = [
        subprocess.Popen(command, cwd=catalog, env=bare_environment(), stdout=subprocess.PIPE)
        for _ in range(3)
    ]
    reports = {done.communicate(timeout=30)[0] for done in runs}
    assert len(reports) == 1
    assert [file.suffix for file in cache.iterdir()] == [".speclint"]


def test_old_entries_go(run: Run, catalog: Path, cache: Path) -> None:
    cache.mkdir(mode=0o700)
    for number in range(70):
        (cache / f"{number:032}.speclint").touch()
    reported(run, catalog, "--cache-dir", cache)
    assert len(list(cache.iterdir())) == 64
    assert any(file.stat().st_size for file in cache.iterdir())


def test_a_named_sheet_is_compared_by_the_index_with_what_changed_and_what_did_not(
    catalog: Path, cache: Path, run: Run
) -> None:
    for number in range(MIN_INDEXED):
        text = f'{{"make": "Kia", "model": "{number}", "kw": {number + 50}}}'
        write(catalog / f"cars/b/{number}.json", text)
    write(catalog / "lines/b.json", "{}")
    time.sleep(1.2 * YOUNG / 1e9)
    named = "--select", "duplicate-sheet", "--cache-dir", cache, "cars/b/7.json"
    assert reported(run, catalog, *named) == (0, *reported(run, catalog, *named, "--no-cache")[1:])
    (entry,) = cache.iterdir()
    write(catalog / "cars/b/9.json", '{"make": "Kia", "model": "7", "kw": 59}')
    written = entry.stat().st_mtime_ns
    for also in ((), ("--no-cache",)):
        _, report, _ = reported(run, catalog, *named, *also)
        assert "cars/b/9.json" in json.dumps(report["findings"])
    write(catalog / "cars/b/9.json", '{"make": "Kia", "model": "9", "kw": 59}')
    assert not reported(run, catalog, *named)[1]["findings"]
    assert entry.stat().st_mtime_ns == written, "one changed file is no reason to index all again"
