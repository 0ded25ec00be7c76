"""Options and arguments that several verbs share, so that they mean the same everywhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from backsim.cli.session import Session

Command = TypeVar("Command", bound=Callable[..., Any])
Decorator = Callable[[Command], Command]


def _debug(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if value:
        ctx.ensure_object(Session).debug = True


def _quiet(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if value:
        ctx.ensure_object(Session).quiet = True


def _assignments(
    ctx: click.Context, param: click.Parameter, values: tuple[str, ...]
) -> tuple[str, ...]:
    for value in values:
        path, sign, _ = value.partition("=")
        if not (path.strip() and sign):
            example = "for instance --set selling.backorders=open"
            raise click.BadParameter(f"{value!r} is not PATH=VALUE, {example}", ctx, param)
    return values


debug = click.option(
    "--debug",
    is_flag=True,
    expose_value=False,
    callback=_debug,
    help="Show the traceback of an error.",
)

quiet = click.option(
    "--quiet",
    "-q",
    is_flag=True,
    expose_value=False,
    callback=_quiet,
    help="Print the result and nothing else.",
)

as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")

no_page = click.option("--no-page", is_flag=True, help="Do not write the HTML page.")

question = click.option(
    "--question",
    metavar="ID",
    help="Which question of the folder, by the beginning of its name.  [default: the latest]",
)


class NewPath(click.Path):
    """A path to write to; an empty one is a mistake, and not the current folder."""

    def __init__(self) -> None:
        super().__init__(path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if not str(value).strip():
            self.fail("it is empty", param, ctx)
        return super().convert(value, param, ctx)


scenario_file = click.argument("file", type=click.Path(path_type=Path))

arm = click.option("--arm", metavar="ARM", help="One arm of the file, by name.")

overrides = click.option(
    "--set",
    "overrides",
    metavar="PATH=VALUE",
    multiple=True,
    callback=_assignments,
    help="Change a value of the file for this call. May be repeated.",
)

seed = click.option(
    "--seed",
    type=click.IntRange(min=0),
    metavar="N",
    help="Where luck starts; the same seed gives the same result.  [default: as in the file]",
)

jobs = click.option(
    "--jobs",
    "-j",
    type=click.IntRange(min=1),
    metavar="N",
    help="Trials at a time.  [default: one per processor]",
)

clock = click.option(
    "--clock",
    type=click.Choice(["simpy", "heap"]),
    help="What keeps time; the numbers are the same.  [default: the heap if compiled, else SimPy]",
)

by = click.option(
    "--by",
    metavar="CUT",
    multiple=True,
    help="Say it of each product, segment or month too. May be repeated, or --by product,month.",
)

_PLAN: tuple[Decorator[Any], ...] = (
    click.option(
        "--replications",
        "-n",
        type=click.IntRange(min=1),
        metavar="N",
        help="How often each arm is run, with new luck each time.  [default: as in the file]",
    ),
    seed,
    by,
    jobs,
    clock,
    click.option(
        "--out",
        type=NewPath(),
        metavar="DIR",
        help="Folder that keeps the result.  [default: results/NAME OF THE STUDY]",
    ),
)


def plan(command: Command) -> Command:
    """The options of every verb that runs trials."""
    for option in reversed((*_PLAN, overrides, as_json, no_page, quiet)):
        command = option(command)
    return command
