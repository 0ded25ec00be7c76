"""``backsim show``: a scenario with everything filled in, and where each value came from."""

from __future__ import annotations

from pathlib import Path

import click

from backsim.cli import options
from backsim.cli.columns import columns
from backsim.cli.document import print_json


@click.command()
@options.scenario_file
@options.arm
@options.overrides
@options.as_json
def show(file: Path, arm: str | None, overrides: tuple[str, ...], as_json: bool) -> None:
    """Show one arm, filled in, with the origin of each value.

    A mapping merges key by key, anything else replaces; in the order: the file it extends, the
    file, the arm, --set. Without --arm it is the baseline.

    \b
    Example:
      backsim show shop.yaml --arm open
    """
    from backsim.metrics import infos
    from backsim.scenario.show import show as resolve

    shown = resolve(file, arm, overrides, infos())
    if as_json:
        print_json({"file": str(file), "values": [value._asdict() for value in shown]})
        return
    for line in columns([(value.path, value.value, value.origin) for value in shown]):
        click.echo(line)
