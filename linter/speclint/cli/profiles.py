"""`speclint profiles`."""

from __future__ import annotations

import click

from speclint.cli.output import write_lines
from speclint.cli.tables import table


@click.command(epilog="\b\nExample:\n  speclint profiles\n")
def profiles() -> None:
    """List the shipped profiles: how known data sets write their sheets."""
    from speclint.profiles.compile import load_profile, shipped_profiles

    rows = [
        (profile.name, len(profile.names), ", ".join(profile.files), ", ".join(profile.layers))
        for profile in map(load_profile, shipped_profiles())
    ]
    shown = table(("profile", "quantities", "files", "layers"), rows, numbers=("quantities",))
    remedy = 'Name one in speclint.toml: [[sheets]] profile = "…"; or write your own and name its .toml file.'
    write_lines(f"{shown}\n\n{remedy}\n")
