"""A process that does trials for another one.

It is an interpreter of its own, spoken to over its standard input and output: requests (first the
bench, then tasks) come in as pickles, answers go out as pickles. Nothing of the parent's memory,
threads or main script is carried along, so a study can be started from any script or notebook.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from queue import SimpleQueue
from threading import Thread
from typing import Any, BinaryIO

from backsim.errors import BacksimError, TrialError
from backsim.experiments.shards import Shard
from backsim.experiments.trials import Bench


def main() -> None:
    """Answer requests until no more can come."""
    # Ctrl-C is the parent's to handle; it ends its workers itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    requests, answers = _take_pipes()
    inbox: SimpleQueue[Any] = SimpleQueue()
    Thread(target=_listen, args=(requests, inbox), daemon=True).start()
    first = inbox.get()
    if not isinstance(first, Bench):
        _answer(answers, first)
        return
    _answer(answers, None)
    with Shard(first.shards) as shard:
        while True:
            _answer(answers, _done(first, shard, inbox.get()))


def _done(bench: Bench, shard: Shard, task: Any) -> Any:
    """The row of a task, kept; or the error that stops the study."""
    try:
        row = bench.attempt(task)
        shard.append(row)
    except BacksimError as error:
        return error
    return row


def _take_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Keep standard input and output for the parent: a policy that prints must not be heard."""
    sys.stdout.flush()
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return requests, answers


def _listen(requests: BinaryIO, inbox: SimpleQueue[Any]) -> None:
    """Pass on what the parent says; when the parent is gone, end at once, whatever is going on."""
    try:
        while True:
            inbox.put(pickle.load(requests))
    except EOFError:
        os._exit(0)
    except Exception as error:
        # What was sent cannot be rebuilt here, for instance a module that is not found.
        inbox.put(TrialError(f"a worker process cannot start: {type(error).__name__}: {error}"))


def _answer(answers: BinaryIO, what: Any) -> None:
    try:
        pickle.dump(what, answers)
        answers.flush()
    except BrokenPipeError:
        os._exit(0)
