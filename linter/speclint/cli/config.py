"""`speclint config`."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from speclint.checking.selection import code_rules
from speclint.cli.options import config_option, format_option
from speclint.cli.output import write_lines
from speclint.documents.message_text import counted
from speclint.files.paths import display_path, working_folder
from speclint.project.config import config_for, configs_below
from speclint.project.discover import claimed_files
from speclint.project.request import Request, claims_of, own_files
from speclint.reporters.escape import as_json
from speclint.reporters.sanitize import sanitized

if TYPE_CHECKING:
    from speclint.project.config import Config
    from speclint.sheets.place import Claim

EPILOG = """\b
Examples:
  speclint config
  speclint config specs/bmw/i4-m50.json    the configuration of a file
  speclint config --format json
"""


@click.command(epilog=EPILOG)
@click.argument("path", required=False, type=click.Path(readable=False))
@format_option("text", "json")
@config_option(name="named")
def config(path: str | None, output_format: str, named: Path | None) -> None:
    """Show the effective configuration for a path, or for the working folder."""
    working = working_folder()
    start = [Path(path)] if path else []
    found = config_for(working, named, start)
    source = "none found, defaults apply"
    if found.file:
        source = "named by --config" if named else f"nearest to {path or 'the working folder'}"
    settings = _settings(found, source, working)
    if found.file is None and not path:
        below = (_shown(deeper.file, working) for deeper in configs_below(working))
        settings["nearer"] = list(dict.fromkeys([*settings["nearer"], *below]))
    write_lines(_text(settings) if output_format == "text" else as_json(settings))


def _settings(config: Config, source: str, working: Path) -> dict[str, Any]:
    """The effective configuration; paths are relative to the working folder."""
    request = Request(config, working)
    claims = claims_of(request)
    inputs, nearer = own_files(request, claimed_files(request.tree, claims, working))
    for own in config.own_files:
        inputs.pop(str(own), None)
    counts = Counter(id(file.claim) for file in inputs.values())
    return {
        "file": _shown(config.file, working),
        "source": source,
        "root": _shown(config.root, working),
        "sheets": [_sheets(claim, counts[id(claim)], config, working) for claim in claims],
        "select": config.select,
        "ignore": config.ignore,
        "levels": dict(config.levels),
        "perFileIgnores": dict(config.file_ignores),
        "extends": [
            {"name": shared.name, "file": _shown(shared.file, working), "holds": list(shared.table)}
            for shared in config.extended
        ],
        "rules": [
            {"file": _shown(rules.file, working), "ids": [rule["id"] for rule in rules.tables]}
            for rules in config.rules
        ],
        "installedRules": _installed_rules(),
        "failOn": config.fail_on,
        "baseline": _shown(config.baseline, working),
        "bands": _shown(config.bands, working),
        "mustHold": [
            {"sheets": required.sheets, "atLeast": required.at_least, "line": required.region.line}
            for required in config.must_hold
        ],
        "accept": [
            {name: getattr(accept, name) for name in ("rule", "sheet", "at", "reason", "line")}
            for accept in config.accept
        ],
        "nearer": [_shown(deeper.file, working) for deeper in nearer if deeper.file],
    }


def _installed_rules() -> list[dict[str, Any]]:
    """The rules that installed distributions offer, by their modules."""
    ids: dict[str, list[str]] = {}
    for entry in code_rules():
        ids.setdefault(entry.check.__module__, []).append(entry.id)
    return [{"module": module, "ids": own} for module, own in ids.items()]


def _sheets(claim: Claim, count: int, config: Config, working: Path) -> dict[str, Any]:
    """One entry of sheets, and where its profile and its schema come from."""
    profile = claim.profile
    is_own = profile.name.endswith(".toml")
    return {
        "files": claim.patterns,
        "count": count,
        "profile": _shown(config.root / profile.name, working) if is_own else profile.name,
        "profileSource": "file" if is_own else "shipped",
        "schema": _shown(claim.schema, working) or profile.schema,
        "schemaSource": "configuration" if claim.schema else "profile" if profile.schema else None,
    }


def _shown(file: Path | None, working: Path) -> str | None:
    return display_path(file, working) if file else None


def _text(settings: dict[str, Any]) -> str:
    from tabulate import tabulate

    rows = [
        ("configuration", f"{settings['file'] or 'none'} ({settings['source']})"),
        ("folder", settings["root"]),
        ("select", ", ".join(settings["select"]) or "all rules"),
        ("ignore", ", ".join(settings["ignore"]) or "no rule"),
        ("fail-on", settings["failOn"]),
        ("baseline", settings["baseline"] or "none"),
        ("bands", settings["bands"] or "shipped"),
    ]
    rows += [("level", f"{name}: {level}") for name, level in settings["levels"].items()]
    rows += [
        ("per-file-ignores", f"{pattern}: {', '.join(rules)}")
        for pattern, rules in settings["perFileIgnores"].items()
    ]
    rows += [
        ("extends", f"{shared['file']} ({', '.join(shared['holds']) or 'nothing'})")
        for shared in settings["extends"]
    ]
    rows += [("rules", f"{rules['file']}: {', '.join(rules['ids'])}") for rules in settings["rules"]]
    rows += [
        ("rules", f"{rules['module']} (installed): {', '.join(rules['ids'])}")
        for rules in settings["installedRules"]
    ]
    for sheet in settings["sheets"]:
        schema = f"{sheet['schema']} ({sheet['schemaSource']})" if sheet["schema"] else "none"
        rows += [
            ("sheets", f"{', '.join(sheet['files'])}: {counted(sheet['count'], 'file')}"),
            ("  profile", f"{sheet['profile']} ({sheet['profileSource']})"),
            ("  schema", schema),
        ]
    rows += [("nearer", f"{file} applies below its folder") for file in settings["nearer"]]
    rows += [
        ("must-hold", "{sheets}, at least {atLeast} (line {line})".format(**required))
        for required in settings["mustHold"]
    ]
    rows += [
        ("accept", "{rule} for {sheet}{at} (line {line}): {reason}".format(**accepted))
        for accepted in settings["accept"]
    ]
    rows = [(name, sanitized(text)) for name, text in rows]
    return tabulate(rows, tablefmt="plain", disable_numparse=True, preserve_whitespace=True) + "\n"
