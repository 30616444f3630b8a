"""Git revisions as trees of files: what they hold, and that a hostile repository starts nothing."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from speclint.errors import GitError, UnreadableFileError
from speclint.files.git import Repository
from speclint.files.revision import revision_at
from speclint.files.walk import matching, walk

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def git(folder: Path, *arguments: str) -> str:
    author = ("-c", "user.name=a", "-c", "user.email=a@localhost", "-c", "protocol.file.allow=always")
    done = subprocess.run(["git", *author, *arguments], cwd=folder, capture_output=True, check=True)
    return done.stdout.decode()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Two commits: a sheet, then the sheet changed, another below a folder, and links."""
    root = tmp_path / "data"
    (root / "specs").mkdir(parents=True)
    git(root, "init", "--quiet", "--initial-branch", "main")
    (root / "specs" / "a.json").write_bytes(b'{"a": 1.50}')
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--message", "First | line")
    (root / "specs" / "a.json").write_bytes(b'{"a": 2}')
    (root / "specs" / "sub").mkdir()
    (root / "specs" / "sub" / "naïve name.json").write_bytes(b"{}")
    (root / "specs" / "to-a.json").symlink_to("a.json")
    (root / "specs" / "to-sub").symlink_to("sub")
    (root / "specs" / "out.json").symlink_to("../../secret.json")
    (root / "specs" / "round.json").symlink_to("round.json")
    (tmp_path / "secret.json").write_bytes(b"secret")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "--message", "Second")
    return root


def test_a_revision_holds_the_bytes_of_its_time(repository: Path) -> None:
    found = Repository(repository)
    file = repository / "specs" / "a.json"
    assert revision_at(found, "HEAD~1").read(file) == b'{"a": 1.50}'
    assert revision_at(found, "HEAD").read(file) == b'{"a": 2}'
    assert revision_at(found, "HEAD~1").oid_of(file) != revision_at(found, "HEAD").oid_of(file)
    assert revision_at(found, "HEAD").oid_of(repository / "none.json") is None


def test_files_are_found_as_in_a_work_tree(repository: Path) -> None:
    tree = revision_at(Repository(repository / "specs"), "main")
    specs = repository / "specs"
    names = [file.relative_to(repository).as_posix() for file in walk(tree, repository)]
    expected = ["out.json", "round.json", "sub/naïve name.json", "to-a.json"]
    assert names == ["specs/a.json", *[f"specs/{name}" for name in expected]]
    assert list(matching(tree, repository, ["specs", "a*.json"])) == [("specs/", ["a.json"])]
    assert list(matching(tree, repository, ["specs", "to-sub", "*.json"])) == [
        ("specs/to-sub/", ["naïve name.json"])
    ]
    assert [entry.name for entry in tree.entries(specs) if entry.is_dir()] == ["sub", "to-sub"]
    assert [entry.name for entry in tree.entries(specs) if entry.is_dir(follow_symlinks=False)] == ["sub"]
    assert tree.entries(repository / "none") == []
    assert tree.is_folder(repository)
    assert tree.is_folder(specs / "sub")
    assert not tree.is_file(specs)
    assert tree.exists(specs / ".." / "specs" / "a.json")
    assert not tree.exists(specs / ".." / ".." / "secret.json")
    assert tree.real(specs) == specs


def test_links_are_followed_inside_the_revision_only(repository: Path) -> None:
    tree = revision_at(Repository(repository), "HEAD")
    assert tree.read(repository / "specs" / "to-a.json") == b'{"a": 2}'
    for name in ("out.json", "round.json"):
        with pytest.raises(UnreadableFileError, match="not there in"):
            tree.read(repository / "specs" / name)
    with pytest.raises(UnreadableFileError, match="a folder in"):
        tree.read(repository / "specs")
    assert not tree.is_file(repository.parent / "secret.json")
    specs = repository / "specs"
    assert tree.real(specs / "to-a.json") == specs / "a.json"
    assert tree.real(specs / "to-sub" / ".." / "a.json") == specs / "a.json"
    assert tree.real(specs / "out.json") == repository.parent / "secret.json"
    assert tree.real(specs / "gone" / ".." / "a.json") == specs / "a.json"
    assert tree.real(specs / "round.json") == specs / "round.json"
    assert [name for name in ("a.json", "to-a.json", "to-sub", "gone") if tree.is_link(specs / name)] == [
        "to-a.json",
        "to-sub",
    ]


@pytest.mark.parametrize("name", ["nope", "--help", "-x", "", "HEAD:specs", "a\0b", "@{upstream}", "main~5"])
def test_what_names_no_commit_is_refused_and_is_never_an_option(repository: Path, name: str) -> None:
    with pytest.raises(GitError) as error:
        Repository(repository).resolve(name)
    assert "\n" not in str(error.value)


def test_a_bare_repository_and_a_linked_work_tree_are_read_alike(repository: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "--bare", str(repository), "bare.git")
    git(repository, "worktree", "add", "--quiet", str(tmp_path / "linked"), "HEAD~1")
    bare = Repository(tmp_path / "bare.git")
    assert bare.is_bare
    assert revision_at(bare, "main").read(tmp_path / "bare.git" / "specs" / "a.json") == b'{"a": 2}'
    linked = Repository(tmp_path / "linked" / "specs")
    assert not linked.is_bare
    assert revision_at(linked, "HEAD").read(tmp_path / "linked" / "specs" / "a.json") == b'{"a": 1.50}'


def test_an_error_in_a_shallow_clone_names_what_is_missing_and_how_to_fetch_it(
    repository: Path, tmp_path: Path
) -> None:
    git(repository, "branch", "old", "HEAD~1")
    git(tmp_path, "clone", "--quiet", "--depth", "1", "--no-single-branch", f"file://{repository}", "shallow")
    shallow = Repository(tmp_path / "shallow")
    with pytest.raises(GitError, match="git fetch --unshallow"):
        shallow.resolve("HEAD~1")
    with pytest.raises(GitError, match="the clone is shallow, `git fetch --unshallow`"):
        shallow.merge_base(shallow.resolve("origin/main"), shallow.resolve("origin/old"))


def test_the_history_of_a_file_is_listed_newest_first(repository: Path) -> None:
    found = Repository(repository)
    commits = found.commits(found.resolve("HEAD"), [repository / "specs" / "a.json"])
    assert [commit.subject for commit in commits] == ["Second", "First | line"]
    assert commits[0].date == git(repository, "log", "-1", "--format=%cs").strip()
    of_folder = found.commits(found.resolve("HEAD"), [repository / "specs" / "sub"])
    assert [commit.subject for commit in of_folder] == ["Second"]


def test_outside_a_repository_the_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(GitError, match=f"{tmp_path}: not a git repository"):
        Repository(tmp_path)


def test_a_path_elsewhere_is_no_path_of_the_repository(repository: Path, tmp_path: Path) -> None:
    with pytest.raises(GitError, match="lies outside the repository"):
        Repository(repository).name_of(tmp_path / "x.json")


def test_without_git_the_error_names_the_remedy(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(GitError, match="git is not there; install it"):
        Repository(repository)


def test_a_missing_object_is_an_error_and_no_remote_is_asked(repository: Path) -> None:
    found = Repository(repository)
    tree = revision_at(found, "HEAD")
    oid = tree.oid_of(repository / "specs" / "a.json")
    assert oid is not None
    (repository / ".git" / "objects" / oid[:2] / oid[2:]).unlink()
    # what a hostile partial clone would run to bring the object
    marker = repository.parent / "ran"
    git(repository, "config", "core.repositoryformatversion", "1")
    git(repository, "config", "extensions.partialClone", "origin")
    git(repository, "config", "remote.origin.url", f"ext::sh -c 'touch {marker}'")
    git(repository, "config", "remote.origin.promisor", "true")
    git(repository, "config", "core.fsmonitor", f"touch {marker}")
    with pytest.raises(GitError, match="is missing here"):
        revision_at(Repository(repository), "HEAD").read(repository / "specs" / "a.json")
    assert not marker.exists()


def test_bytes_are_compared_by_the_id_that_git_gives_them(repository: Path) -> None:
    tree = revision_at(Repository(repository), "main")
    file = repository / "specs" / "a.json"
    content = tree.read(file)
    assert tree.holds(file, content)
    assert tree.holds(str(file), content)
    assert not tree.holds(file, content + b" ")
    assert not tree.holds(repository / "none.json", b"")


def test_the_files_that_hold_a_text_are_found_at_once(repository: Path) -> None:
    tree = revision_at(Repository(repository / "specs"), "main")
    files = [file for file in walk(tree, repository) if tree.is_file(file) and not tree.is_link(file)]
    for text in ("a", '"', "-e", "no file holds this"):
        holding = {str(file) for file in files if text in tree.read(file).decode()}
        assert tree.mention(text) & set(map(str, files)) == holding


@pytest.mark.parametrize(
    "prepare",
    [
        pytest.param(lambda root: put(root / ".gitattributes", "!*.md text\n"), id="negative pattern"),
        pytest.param(lambda root: put(root / ".gitattributes", "*.md té:xt\n"), id="invalid attribute"),
        pytest.param(lambda root: put(root / ".gitattributes", f"*.md {'x ' * 1100}\n"), id="long line"),
        pytest.param(lambda root: (root / ".gitattributes").symlink_to("specs/a.json"), id="link"),
        pytest.param(lambda root: put(root / "specs" / ".gitattributes", "[attr]x text\n"), id="macro below"),
        pytest.param(lambda root: put(root / ".git" / "info" / "grafts", f"{'0' * 40}\n"), id="grafts"),
        pytest.param(
            lambda root: put(root / ".git" / "objects" / "info" / "alternates", "/gone\n"), id="alternates"
        ),
        pytest.param(
            lambda root: put(root / ".git" / "objects" / "info" / "commit-graph", "x" * 100),
            id="commit-graph",
        ),
    ],
)
def test_what_git_warns_of_ends_no_search(repository: Path, prepare: Callable[[Path], object]) -> None:
    prepare(repository)
    git(repository, "add", ".")
    git(repository, "commit", "--quiet", "--allow-empty", "--message", "Third")
    found = Repository(repository)
    assert "specs/a.json" in found.names_holding("a", found.resolve("HEAD"))
    assert found.names_holding("no file holds this", found.resolve("HEAD")) == []
    with pytest.raises(GitError, match=r"there is no revision|object directory"):
        found.resolve("none")


def put(file: Path, text: str) -> None:
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("is_partial", [False, True])
def test_a_search_that_lacks_a_file_names_the_object_and_the_remedy(
    repository: Path, *, is_partial: bool
) -> None:
    found = Repository(repository)
    head = found.resolve("HEAD")
    oid = revision_at(found, head).oid_of(repository / "specs" / "a.json")
    assert oid is not None
    (repository / ".git" / "objects" / oid[:2] / oid[2:]).unlink()
    if is_partial:
        git(repository, "config", "extensions.partialClone", "origin")
        git(repository, "config", "remote.origin.url", "https://example.org")
        git(repository, "config", "remote.origin.promisor", "true")
    with pytest.raises(GitError, match=f"^object {oid[:12]} is missing here; fetch it with git"):
        found.names_holding("no file holds this", head)


def test_a_listing_that_lacks_a_folder_is_an_error(repository: Path) -> None:
    found = Repository(repository)
    oid = git(repository, "rev-parse", "HEAD:specs/sub").strip()
    (repository / ".git" / "objects" / oid[:2] / oid[2:]).unlink()
    with pytest.raises(GitError, match="git cannot list the files of"):
        found.listing(found.resolve("HEAD"))
    with pytest.raises(GitError, match=f"^object {oid[:12]} is missing here"):
        found.commits(found.resolve("HEAD"), [repository / "specs" / "sub"])
