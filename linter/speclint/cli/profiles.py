"""`speclint profiles`."""

from __future__ import annotations

import click


@click.command(epilog="\b\nExample:\n  speclint profiles\n")
def profiles() -> None:
    """List the shipped profiles: how known data sets write their sheets."""
    from tabulate import tabulate

    from speclint.profiles.compile import load_profile, shipped_profiles

    found = [load_profile(name) for name in shipped_profiles()]
    rows = [(one.name, len(one.names), ", ".join(one.files), ", ".join(one.layers)) for one in found]
    click.echo(tabulate(rows, headers=("profile", "quantities", "files", "layers"), tablefmt="simple"))
    click.echo(
        '\nName one in speclint.toml: [[sheets]] profile = "…"; or write your own and name its .toml file.'
    )
