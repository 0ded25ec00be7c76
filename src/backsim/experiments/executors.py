"""Where trials are done: in this process, or in several at a time.

Rows come out as they are finished, in any order, and each is on disk before it comes out. What is
found does not depend on where it was done.
"""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import suppress
from math import inf
from queue import SimpleQueue
from signal import Signals
from threading import Lock, Thread
from time import perf_counter
from typing import Any, NamedTuple

from backsim.errors import BacksimError, TrialError
from backsim.experiments.shards import Shard
from backsim.experiments.trials import Bench, Task, luck
from backsim.records.trial import TrialRow

WORTH_A_CREW = 3.0
"""Seconds of work from which on it pays to start other processes."""

START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from backsim.experiments.worker import main; main()"
)


def execute(
    bench: Bench, tasks: Sequence[Task], jobs: int | None = None
) -> Generator[TrialRow, None, None]:
    """Do all tasks, ``jobs`` at a time; by default as many as there are processors, if it pays.

    Each row is kept in ``bench.shards`` before it is yielded. Close the iterator to stop: trials
    in flight are lost, nothing else. A process that dies costs the trial that it was doing, which
    is recorded as failed. Raises ``ResultError`` if a row cannot be kept and ``TrialError`` if no
    process can be started.
    """
    waiting = deque(tasks)
    try:
        if jobs is None:
            # The first trials are done here and timed: most studies are over before a process
            # starts.
            yield from _alone(bench, waiting, patience=WORTH_A_CREW)
            jobs = processors()
        jobs = min(jobs, len(waiting))
        yield from _together(bench, waiting, jobs) if jobs > 1 else _alone(bench, waiting)
    finally:
        luck.cache_clear()


def processors() -> int:
    """How many processors this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _alone(bench: Bench, tasks: deque[Task], patience: float = inf) -> Iterator[TrialRow]:
    """Do tasks in this process, until the rest would take longer than ``patience`` seconds."""
    with Shard(bench.shards) as shard:
        while tasks:
            began = perf_counter()
            row = bench.attempt(tasks.popleft())
            shard.append(row)
            seconds = perf_counter() - began
            yield row
            if seconds * len(tasks) > patience:
                return


def _together(bench: Bench, tasks: deque[Task], jobs: int) -> Iterator[TrialRow]:
    """Do tasks in ``jobs`` other processes."""
    crew = _Crew(bench, tasks)
    try:
        with Shard(bench.shards) as shard:
            for answer in crew.work(jobs):
                if isinstance(answer, BaseException):
                    raise answer
                if isinstance(answer, _Lost):
                    answer = bench.failed(answer.task, answer.why)
                    shard.append(answer)
                yield answer
    finally:
        crew.dismiss()


class Queue:
    """Tasks that wait for a worker, who stays with a replication: the luck of its arms is drawn."""

    def __init__(self, tasks: Iterable[Task]) -> None:
        self._waiting: dict[int, deque[Task]] = {}
        for task in tasks:
            self._waiting.setdefault(task.replication, deque()).append(task)
        self._begun: set[int] = set()
        self._lock = Lock()

    def next(self, after: Task | None) -> Task | None:
        """One more of the replication of the task before; else of one that nobody has begun, or,
        so that nobody is idle at the end, of any. ``None``: all are taken."""
        with self._lock:
            if not self._waiting:
                return None
            if after is None or after.replication not in self._waiting:
                fresh = (number for number in self._waiting if number not in self._begun)
                number = next(fresh, next(iter(self._waiting)))
            else:
                number = after.replication
            self._begun.add(number)
            task = self._waiting[number].popleft()
            if not self._waiting[number]:
                del self._waiting[number]
            return task


class _Lost(NamedTuple):
    """A task whose process died over it."""

    task: Task
    why: str


class _Crew:
    """Workers, each looked after by a thread of its own that does nothing but wait."""

    def __init__(self, bench: Bench, tasks: deque[Task]) -> None:
        self._bench = bench
        self._expected = len(tasks)
        self._tasks = Queue(tasks)
        self._answers: SimpleQueue[Any] = SimpleQueue()
        self._threads: list[Thread] = []
        self._workers: list[_Worker] = []
        self._lock = Lock()
        self._dismissed = False

    def work(self, jobs: int) -> Iterator[Any]:
        """The answer to each task: a row, a loss, or an error that ends it all."""
        for _ in range(jobs):
            thread = Thread(target=self._attend, daemon=True)
            self._threads.append(thread)
            thread.start()
        for _ in range(self._expected):
            yield self._answers.get()

    def dismiss(self) -> None:
        """End all workers at once, whatever they are doing."""
        with self._lock:
            self._dismissed = True
            for worker in self._workers:
                worker.kill()
        for thread in self._threads:
            thread.join()
        for worker in self._workers:
            worker.bury()

    def _attend(self) -> None:
        """Keep one worker busy; replace it if it dies."""
        try:
            worker, task = self._hire(), None
            while task := self._tasks.next(task):
                try:
                    self._answers.put(worker.ask(task))
                except _Died as death:
                    self._answers.put(_Lost(task, str(death)))
                    worker = self._hire()
        except Exception as error:
            self._answers.put(error)

    def _hire(self) -> _Worker:
        """A worker that is ready. Raises ``TrialError`` if none can be had."""
        with self._lock:
            if self._dismissed:
                raise TrialError("the study was stopped")
            worker = _Worker()
            self._workers.append(worker)
        try:
            trouble = worker.ask(self._bench)
        except _Died as death:
            raise TrialError(f"a worker process cannot start: {death}") from death
        if isinstance(trouble, BacksimError):
            raise trouble
        return worker


class _Died(Exception):  # noqa: N818 - it is an event, and never leaves this file
    """A worker ended before it answered; says how."""


class _Worker:
    """Another interpreter, see ``worker``."""

    def __init__(self) -> None:
        # In a process group of its own: Ctrl-C on the terminal reaches the parent alone.
        self._process = subprocess.Popen(
            [sys.executable, "-c", START, json.dumps(sys.path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            process_group=0 if os.name == "posix" else None,
        )

    def ask(self, what: Any) -> Any:
        """Send a request and wait for its answer. Raises ``_Died`` if none will come."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            pickle.dump(what, self._process.stdin)
            self._process.stdin.flush()
            return pickle.load(self._process.stdout)
        except (EOFError, BrokenPipeError, pickle.UnpicklingError) as error:
            raise _Died(_cause_of_death(self._process.wait())) from error

    def kill(self) -> None:
        """End it now."""
        self._process.kill()

    def bury(self) -> None:
        """Free what a killed worker leaves."""
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()


def _cause_of_death(code: int) -> str:
    if code >= 0:
        return f"the worker process ended with code {code}"
    name = Signals(-code).name
    hint = ", which is what happens when memory runs out" if name == "SIGKILL" else ""
    return f"the worker process was killed by {name}{hint}"
