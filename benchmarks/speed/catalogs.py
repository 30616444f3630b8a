"""Catalogs of any size, from the project's own sheets and a seed; the same arguments give the same bytes."""

from __future__ import annotations

import copy
import subprocess
import tomllib
from functools import cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import msgspec

from accuracy.faults import ENTRY_ERRORS, seed
from accuracy.sheets import Sheet, own
from speed.variation import Variation, present, without, word

if TYPE_CHECKING:
    from collections.abc import Iterator

    Member = dict[str, Any]

ROOT = Path(__file__).resolve().parent.parent.parent
CONFIG = '[[sheets]]\nfiles = ["specs/{make}/*.json"]\nprofile = "spec-sheet"\n'
SCHEMA = "schemas/spec-sheet.schema.json"
PROFILE = ROOT / "linter/speclint/profiles/spec-sheet.toml"
KINDS = ("unit swap", *ENTRY_ERRORS)
"""How figures of faulty sheets are wrong; most of these errors are found."""
LARGE_MAKER = 0.5
"""The share of sheets that one maker has in a skewed catalog."""
INDENTS = (2, 4, 0)
"""How makers lay out their JSON."""
UNEQUAL = ("M35i xDrive", "xDrive28i")
"""Variants whose siblings state power and torque in other units: the numbers would be rounded apart."""
SEED = 7
FAULTY = 40
"""This sheet is faulty in every catalog that has faults."""
OWN = 49
"""How many sheets the project has."""

_ENCODER = msgspec.json.Encoder(decimal_format="number")


def make(folder: Path, sheets: int, *, faulty: float, skewed: bool = False) -> None:
    """Write a catalog with so many sheets, a share of them faulty; one that is there already stays."""
    if (folder / "speclint.toml").exists():
        return
    random, spoilt = Random(SEED), []  # noqa: S311 - repeatable
    for number, (sheet, indent) in enumerate(varied(random, skewed=skewed)):
        if number == sheets:
            break
        if number >= sheets - sheets % OWN:
            # the siblings of the last are not all there
            sheet.document.pop("siblings", None)
        text = sheet.text()
        is_faulty = random.random() < faulty or (faulty and number == FAULTY)
        if is_faulty and (found := seed(sheet, [], random, KINDS)):
            text = found[1]
            spoilt.append(f"specs/{sheet.id}.json")
        place = folder / "specs" / f"{sheet.id}.json"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(msgspec.json.format(text, indent=indent) + b"\n")
    (folder / "faulty.txt").write_text("\n".join(spoilt), encoding="utf-8")
    (folder / "schemas").mkdir()
    (folder / SCHEMA).write_bytes((ROOT / SCHEMA).read_bytes())
    (folder / "speclint.toml").write_text(CONFIG, encoding="utf-8")


def varied(random: Random, *, skewed: bool = False) -> Iterator[tuple[Sheet, int]]:
    """Sheets without end, each with its indentation. Families are as large as those of the project."""
    sheets = own(ROOT / "specs")
    large = word(random, 5).capitalize()
    while True:
        variation, indent = Variation(random), random.choice(INDENTS)
        if skewed and random.random() < LARGE_MAKER:
            variation.name = lambda original, syllables, usual=variation.name: (  # type: ignore[method-assign]
                usual(original, syllables) if syllables < MAKE_SYLLABLES else large
            )
        names = {sheet.id: _id(sheet, variation) for sheet in sheets}
        for sheet in sheets:
            document = varied_document(sheet.document, variation, names)
            yield Sheet(names[sheet.id], sheet.group, sheet.year, sheet.kind, document), indent


MAKE_SYLLABLES, MODEL_SYLLABLES = 5, 4


def _id(sheet: Sheet, variation: Variation) -> str:
    """Folder and name of a varied sheet."""
    make_, model = sheet.document["make"], sheet.document["model"]
    name = sheet.id.partition("/")[2]
    rest = name.removeprefix(model.lower().replace(" ", "-").replace("é", "e"))
    return f"{variation.name(make_, MAKE_SYLLABLES)}/{variation.name(model, MODEL_SYLLABLES)}{rest}".lower()


def varied_document(document: Member, variation: Variation, names: dict[str, str]) -> Member:
    """A sheet of another maker."""
    changed = copy.deepcopy(document)
    sizes = changed.get("dimensions", {})
    # where one sibling states millimetres and another does not, the numbers would be rounded apart
    alone = tuple(f"dimensions/{name}" for name, size in sizes.items() if "mm" not in size)
    without(changed, variation.omitted + alone)
    kept = {"powertrain"} if document["variant"] in UNEQUAL else set()
    changed = {
        name: member if name in kept else variation.part(member, name) for name, member in changed.items()
    }
    changed["make"] = variation.name(document["make"], MAKE_SYLLABLES)
    changed["model"] = variation.name(document["model"], MODEL_SYLLABLES)
    pages: dict[str, str] = {}
    sources = []
    for source in document["sources"]:
        covered = list(present(changed, source["covers"]))
        if covered:
            sources.append(variation.source(source, covered))
            pages[source["url"]] = sources[-1]["url"]
    changed["sources"] = sources
    for entry in changed.get("disagreements", ()):
        entry["source"] = pages.get(entry["source"], entry["source"])
    if "disagreements" in changed:
        at = set(present(changed, [entry["at"] for entry in changed["disagreements"]]))
        changed["disagreements"] = [entry for entry in changed["disagreements"] if entry["at"] in at]
    gone = {f"/{name}" for name in variation.omitted}
    changed["siblings"] = list(_siblings(changed, names, gone))
    return {name: member for name, member in changed.items() if member != []}


def _siblings(document: Member, names: dict[str, str], gone: set[str]) -> Iterator[Member]:
    for entry in document.get("siblings", ()):
        shares = [share for share in entry["shares"] if quantities().get(share) not in gone]
        if shares:
            yield {"sheet": names[entry["sheet"]], "shares": shares}


@cache
def quantities() -> dict[str, str]:
    """The pointer of each quantity that stands in one place."""
    with PROFILE.open("rb") as file:
        paths = tomllib.load(file)["quantities"]
    plain = {
        name: path if isinstance(path, str) else next(iter(path.values())) for name, path in paths.items()
    }
    return {name: "/" + path.replace(".", "/") for name, path in plain.items() if "[" not in path}


def faulty_sheets(folder: Path) -> list[str]:
    """The paths of the sheets in which a figure is wrong."""
    return (folder / "faulty.txt").read_text(encoding="utf-8").split()


def clean_sheet(folder: Path) -> str:
    """The path of a sheet of a maker that has many and no faulty one."""
    makers = {Path(path).parent.name for path in faulty_sheets(folder)}
    for maker in sorted((folder / "specs").iterdir()):
        sheets = sorted(maker.iterdir())
        if maker.name not in makers and len(sheets) > OWN // 2:
            return sheets[len(sheets) // 2].relative_to(folder).as_posix()
    message = f"{folder}: every maker has a faulty sheet"
    raise ValueError(message)


def change(folder: Path, sheets: int, seed_: int) -> list[Path]:
    """Change a figure of so many sheets a little."""
    random = Random(seed_)  # noqa: S311 - repeatable
    files = random.sample(sorted((folder / "specs").glob("*/*.json")), sheets)
    for file in files:
        document = msgspec.json.decode(file.read_bytes())
        document["powertrain"]["torque"] = {"Nm": random.randint(300, 330)}
        file.write_bytes(msgspec.json.format(_ENCODER.encode(document), indent=2))
    return files


def commit_twice(folder: Path, changed: int) -> None:
    """Make the catalog a git repository whose last commit changed some sheets."""
    if (folder / ".git").exists():
        return

    def git(*arguments: str) -> None:
        author = ("-c", "user.name=a", "-c", "user.email=a@localhost", "-c", "gc.auto=0")
        subprocess.run(["git", *author, *arguments], cwd=folder, check=True, capture_output=True)

    git("init", "--quiet")
    git("add", ".")
    git("commit", "--quiet", "--message", "All")
    change(folder, changed, seed_=1)
    git("commit", "--quiet", "--all", "--message", "Some")
