"""The group of verbs: what ``backsim --help`` shows. Nothing here is heavier than click."""

from __future__ import annotations

import click

from backsim.cli import options
from backsim.cli.check import check
from backsim.cli.compare import compare
from backsim.cli.journal import journal
from backsim.cli.kpis import kpis
from backsim.cli.new import new
from backsim.cli.report import report
from backsim.cli.reproduce import reproduce
from backsim.cli.run import run
from backsim.cli.show import show


def _version(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from backsim import __version__

        click.echo(f"backsim {__version__}")
        ctx.exit()


class Door(click.Group):
    """Verbs in the order in which a newcomer needs them, not by the alphabet."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(self.commands)


@click.group(cls=Door, context_settings={"help_option_names": ["-h", "--help"]})
@options.debug
@click.option(
    "--version", is_flag=True, expose_value=False, is_eager=True, callback=_version,
    help="Show the version and exit.",
)  # fmt: skip
def door() -> None:
    """Which backorder, pre-order, payment and discount policy should an online store use, how
    sure are we, and why?

    \b
    A first try:
      backsim new                  writes shop.yaml, a commented scenario
      backsim compare shop.yaml    runs its arms on the same customers
    The answer is a table here and a page for the browser.
    """


for verb in (new, check, show, run, compare, report, reproduce, journal, kpis):
    door.add_command(options.debug(verb))
