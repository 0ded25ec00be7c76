"""``backsim kpis``: the dictionary of what is measured."""

from __future__ import annotations

import click

from backsim.cli import options
from backsim.cli.document import print_json


@click.command()
@options.as_json
def kpis(as_json: bool) -> None:
    """Explain every number that backsim reports.

    \b
    Example:
      backsim kpis | less
    """
    from backsim import metrics

    infos = metrics.infos()
    if as_json:
        print_json({"kpis": [info._asdict() for info in infos]})
        return
    from backsim.report import kpis_text

    click.echo(kpis_text(infos))
