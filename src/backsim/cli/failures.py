"""What an error is called, and the exit code it ends with."""

from __future__ import annotations

import click

from backsim.cli.progress import Progress
from backsim.errors import BacksimError, ResultError, ScenarioError, TrialError

INTERRUPTED = 130
"""128 + SIGINT, as shells count."""


def explain(error: BaseException, progress: Progress) -> tuple[str, int]:
    """The words for an error and the exit code: 0 done, 1 a trial failed, 2 bad usage, 130.

    Whatever was not foreseen ends with 1 and points to ``--debug``.
    """
    match error:
        case KeyboardInterrupt() | click.Abort():
            return _interrupted(progress), INTERRUPTED
        case click.exceptions.NoArgsIsHelpError():
            return error.format_message(), error.exit_code
        case click.ClickException():
            return _usage(error), error.exit_code
        case ScenarioError():
            return _faults(error), error.exit_code
        case BacksimError():
            return f"backsim: {error}", error.exit_code
        case OSError():
            return f"backsim: {_system(error, progress)}", ResultError.exit_code
        case MemoryError():
            return "backsim: out of memory; try fewer --jobs", TrialError.exit_code
        case _:
            words = f"unexpected {type(error).__name__}: {error}".rstrip(": ")
            return f"backsim: {words}\nrerun with --debug to see where", TrialError.exit_code


def _interrupted(progress: Progress) -> str:
    if not progress.total:
        return "backsim: interrupted"
    kept = f"{progress.done:,} of {progress.total:,} trials are kept"
    return f"backsim: interrupted; {kept}, the same command again does the rest"


def _usage(error: click.ClickException) -> str:
    words = f"backsim: {error.format_message()}"
    context = getattr(error, "ctx", None)
    return f"{words}\ntry: {context.command_path} --help" if context is not None else words


def _faults(error: ScenarioError) -> str:
    """All faults, then how many there are. A fault of ``--set`` stands in no file."""
    count = len(error.faults)
    files = dict.fromkeys(f.file for f in error.faults if f.file and not f.file.startswith("-"))
    where = f" in {', '.join(files)}" if files else ""
    return f"{error}\n{count} fault{'s' if count != 1 else ''}{where}"


def _system(error: OSError, progress: Progress) -> str:
    """What the system says is wrong, and with what: without a name it was the output."""
    reason = error.strerror or str(error) or type(error).__name__
    kept = "; the trials that are done are kept" if progress.done else ""
    return f"{error.filename or 'output'}: {reason[:1].lower()}{reason[1:]}{kept}"
