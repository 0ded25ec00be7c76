"""Bad input and bad luck: one clear message, the right exit code, and what was done is kept."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO

import pytest

from backsim.cli.main import main

SHOP = """\
horizon: 60 days
products:
  mug:
    price: 20.00
    unit_cost: 9.00
    opening_stock: 20
    replenishment: {policy: reorder_point, reorder_point: 10, order_quantity: 30}
suppliers:
  pottery: {lead_time: 14 days}
demand: {rate: 2 per day}
study: {replications: 3}
arms:
  refuse: {}
  open: {selling.backorders: open}
"""

COMMAND = [sys.executable, "-m", "backsim.cli.main"]

BUFFERED = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
"""An environment in which what is not flushed shows at the very end, as it does for users."""

SMALL_DISK = """
import resource, sys
from backsim.cli.main import main
resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))
sys.exit(main())
"""
"""The program on a disk, as it were, that takes no file above 40 kB."""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own, with a sound scenario in it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "shop.yaml").write_text(SHOP)
    return tmp_path


def _changed(old: str, new: str) -> None:
    assert old in SHOP
    Path("bad.yaml").write_text(SHOP.replace(old, new))


def _binary() -> None:
    Path("bad.yaml").write_bytes(bytes(range(256)) * 9)


def _huge() -> None:
    Path("bad.yaml").write_text(SHOP + "# more\n" * 400_000)


def _edit(old: str, new: str) -> Callable[[], None]:
    return lambda: _changed(old, new)


NEVER_BOUGHT = _edit(
    "opening_stock: 20\n    replenishment: {policy: reorder_point, reorder_point: 10, "
    "order_quantity: 30}",
    "opening_stock: 0",
)


@pytest.mark.parametrize(
    ("make", "place", "words"),
    [
        (lambda: None, "", "does not exist"),
        (lambda: Path("bad.yaml").mkdir(), "", "is a folder"),
        (_binary, "", "is not a text file"),
        (lambda: Path("bad.yaml").touch(), "", "is empty"),
        (_huge, "", "2.8 MB"),
        (_edit("60 days", "60"), "1:10:", "needs a unit, for instance `60 days`"),
        (_edit("20.00", "[1]"), "4:12:", "an amount of money"),
        (_edit("rate:", "raet:"), "10:10:", "unknown key 'raet', did you mean 'rate'?"),
        (_edit("14 days", "-14 days"), "9:24:", "cannot be negative"),
        (_edit("    opening", "    end_of_sale: 0 days\n    opening"), "6:18:", "the sale ends"),
        (NEVER_BOUGHT, "13:30:", "could never ship"),
        (_edit("replications: 3", "replications: 0"), "11:23:", "0"),
    ],
    ids=[
        "missing", "folder", "binary", "empty", "huge", "no unit", "wrong type", "unknown key",
        "negative lead time", "no time to sell", "never ships", "zero replications",
    ],
)  # fmt: skip
@pytest.mark.parametrize("verb", ["compare", "check"])
def test_a_bad_scenario_is_explained(
    verb: str,
    make: Callable[[], None],
    place: str,
    words: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    make()
    assert main([verb, "bad.yaml"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    lines = err.splitlines()
    if verb == "compare":
        assert lines.pop(0) == "comparing the arms of bad.yaml"
    assert lines[0].startswith(f"bad.yaml:{place}")
    assert words in lines[0]
    assert re.fullmatch(r"\d+ faults? in bad.yaml", lines[-1])
    assert not Path("results").exists()


def test_all_faults_come_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    _changed("price: 20.00\n    unit_cost: 9.00", "price: free\n    unit_cots: 9.00")
    assert main(["check", "bad.yaml"]) == 2
    err = capsys.readouterr().err
    assert "bad.yaml:4:12: " in err
    assert "bad.yaml:5:5: unknown key 'unit_cots', did you mean 'unit_cost'?" in err
    assert err.splitlines()[-1].startswith("3 faults in bad.yaml")  # unit_cost is missing, too


def test_faults_of_the_command_line_stand_in_no_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "shop.yaml", "--set", "demand.rate=lots"]) == 2
    first, last = capsys.readouterr().err.splitlines()
    assert first.startswith("--set demand.rate=lots: ")
    assert last == "1 fault"


def test_an_unknown_arm_gets_a_hint(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "shop.yaml", "--arm", "opne", "--quiet"]) == 2
    assert capsys.readouterr() == (
        "",
        "backsim: shop.yaml: unknown arm 'opne', did you mean 'open'?\n",
    )


@pytest.mark.parametrize("out", ["taken", "taken/below", "/proc/nowhere"])
def test_a_folder_that_cannot_be_written(out: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("taken").write_text("a file")
    assert main(["compare", "shop.yaml", "--out", out, "--quiet"]) == 2
    printed, err = capsys.readouterr()
    assert printed == ""
    (line,) = err.splitlines()
    assert re.match(rf"backsim: cannot (write|use) {out}\b", line)
    assert Path("taken").read_text() == "a file"


@pytest.mark.parametrize(
    ("where", "why"),
    [
        ("nowhere", "there is no such folder"),
        ("shop.yaml", "it is a file"),
        (".", "it has no manifest.json"),
    ],
)
def test_a_folder_without_a_result(
    where: str, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["report", where, "--quiet"]) == 2
    assert capsys.readouterr().err == f"backsim: {where} is not a result of backsim: {why}\n"


def _started(
    *args: str, stdout: int | IO[str] = subprocess.PIPE, program: Sequence[str] = COMMAND
) -> subprocess.Popen[str]:
    """A call in a process, and a process group, of its own."""
    return subprocess.Popen(
        [*program, *args],
        text=True,
        stdout=stdout,
        stderr=subprocess.PIPE,
        start_new_session=True,
        env=BUFFERED,
    )


def _ended(process: subprocess.Popen[str]) -> tuple[str, str]:
    try:
        return process.communicate(timeout=60)
    finally:
        process.kill()


def _wait_for_trials(process: subprocess.Popen[str], count: int) -> None:
    """Until that many trials are kept; a study that dies before fails the test."""
    while process.poll() is None:
        shards = Path("results/shop/trials").glob("*.jsonl")
        if sum(shard.read_bytes().count(b"\n") for shard in shards) >= count:
            return
        time.sleep(0.02)
    assert process.stderr is not None
    pytest.fail(f"it ended early: {process.stderr.read()}")


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_keeps_what_is_done(jobs: str, capsys: pytest.CaptureFixture[str]) -> None:
    process = _started("compare", "shop.yaml", "-n", "20000", "--no-page", "--jobs", jobs)
    _wait_for_trials(process, 6)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: everyone in the group gets it
    out, err = _ended(process)
    assert process.returncode == 130
    assert out == ""
    assert "Traceback" not in err
    told = re.fullmatch(
        r"backsim: interrupted; (\d+) of 40,000 trials are kept, "
        r"the same command again does the rest",
        err.splitlines()[-1],
    )
    assert told
    done = int(told[1])
    # Trials are done in order, so that all of them are among these.
    assert main(["compare", "shop.yaml", "--no-page", "-n", str(done // 2 + 2)]) == 0
    found = re.search(r"(\d+) of them kept from before", capsys.readouterr().err)
    assert found
    # A worker may have kept a trial that nobody had counted yet.
    assert done <= int(found[1]) <= done + int(jobs)


def test_a_closed_pipe_is_silent_and_keeps_the_result() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    process = _started("compare", "shop.yaml", "--quiet", "--no-page", stdout=writer)
    os.close(writer)
    assert _ended(process)[1] == ""
    assert process.returncode == 0
    assert Path("results/shop/comparison.json").exists()


def test_a_reader_of_notes_who_leaves_does_not_stop_the_work() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    process = subprocess.run(
        [*COMMAND, "compare", "shop.yaml", "--no-page", "--json"],
        stdout=subprocess.PIPE,
        stderr=writer,
        check=False,
        env=BUFFERED,
    )
    os.close(writer)
    assert process.returncode == 0
    assert process.stdout.startswith(b"{")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_behind_stdout() -> None:
    with Path("/dev/full").open("w") as full:
        process = _started("compare", "shop.yaml", "--quiet", "--no-page", stdout=full)
        err = _ended(process)[1]
    assert process.returncode == 2
    assert err == ("backsim: output: no space left on device; the trials that are done are kept\n")


def test_a_disk_that_fills_up_keeps_the_trials_before(capsys: pytest.CaptureFixture[str]) -> None:
    args = ("compare", "shop.yaml", "-n", "1000", "--no-page", "--jobs", "1")
    process = _started(*args, program=[sys.executable, "-c", SMALL_DISK])
    out, err = _ended(process)
    assert process.returncode == 2
    assert out == ""
    assert "Traceback" not in err
    assert re.match(r"backsim: cannot write \S+: file too large \(the trials", err.splitlines()[-1])
    assert main(["compare", "shop.yaml", "--no-page", "-n", "2"]) == 0
    assert "4 trials, 4 of them kept from before" in capsys.readouterr().err


def test_closed_streams_are_no_trouble() -> None:
    script = f"{' '.join(COMMAND)} new --list >&- 2>&-"
    assert subprocess.run(["sh", "-c", script], check=False, env=BUFFERED).returncode == 0
