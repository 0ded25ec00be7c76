"""``backsim new``: a commented scenario to start from."""

from __future__ import annotations

import os
from difflib import get_close_matches
from pathlib import Path

import click

from backsim.cli import options
from backsim.cli.session import Session
from backsim.errors import ResultError, UsageError

TEMPLATES = Path(__file__).with_name("templates")
DEFAULT = "shop"


@click.command()
@click.argument("template", default=DEFAULT)
@click.option("--list", "list_them", is_flag=True, help="List the templates and exit.")
@click.option(
    "--out",
    type=options.NewPath(),
    metavar="FILE",
    help="File to write.  [default: TEMPLATE.yaml in the current folder]",
)
@options.quiet
@click.pass_obj
def new(session: Session, template: str, list_them: bool, out: Path | None) -> None:
    """Write a commented scenario to start from.

    A file that is already there is never overwritten.

    \b
    Examples:
      backsim new                    a small shop with three backorder policies
      backsim new launch             a new product, with and without pre-orders
      backsim new replay --out my.yaml
    """
    if list_them:
        _list()
        return
    known = titles()
    if template not in known:
        close = get_close_matches(template, known, 1)
        hint = f"did you mean {close[0]!r}?" if close else f"there are: {', '.join(known)}"
        raise UsageError(f"no template {template!r}; {hint}")
    target = out or Path(f"{template}.yaml")
    copies = _copies(template, target)
    for _, copy in copies:
        _refuse_if_there(copy)
    for source, copy in copies:
        _write(copy, source.read_text(encoding="utf-8"))
        click.echo(str(copy))
    session.note(f"next: backsim compare {target}")


def titles() -> dict[str, str]:
    """Each template with what it is about: the words after ``#`` in its first line."""
    files = sorted(TEMPLATES.glob("*.yaml"), key=lambda file: (file.stem != DEFAULT, file.stem))
    return {file.stem: _first_line(file) for file in files}


def _first_line(file: Path) -> str:
    return file.read_text(encoding="utf-8").partition("\n")[0].lstrip("# ")


def _list() -> None:
    known = titles()
    width = max(map(len, known))
    for name, title in known.items():
        click.echo(f"{name:<{width}}  {title}")


def _copies(template: str, target: Path) -> list[tuple[Path, Path]]:
    """What is written where: the scenario, and the orders that it replays, if any, beside it."""
    orders = TEMPLATES / f"{template}.csv"
    beside = [(orders, target.with_name("orders.csv"))] if orders.exists() else []
    if target in [copy for _, copy in beside]:
        raise UsageError(f"{target} is the name of its order history; --out needs another one")
    return [*beside, (TEMPLATES / f"{template}.yaml", target)]


def _refuse_if_there(copy: Path) -> None:
    # A link that leads nowhere is somebody's, too.
    if os.path.lexists(copy):
        hint = "--out FILE writes elsewhere"
        raise ResultError(f"{copy} is already there and stays as it is; {hint}")


def _write(copy: Path, text: str) -> None:
    """Write a new file whole, or leave nothing behind.

    Mode ``x``: even a file that appeared a moment ago is safe.
    """
    with copy.open("x", encoding="utf-8") as file:
        try:
            file.write(text)
            file.flush()
        except OSError as error:
            copy.unlink()
            raise ResultError(f"cannot write {copy}: {error.strerror}") from error
