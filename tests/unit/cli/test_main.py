"""The door itself: help, version, wrong words, and an end for every error."""

from __future__ import annotations

import io
import os
import signal
import sys
from contextlib import suppress

import click
import pytest
from click.testing import CliRunner

from backsim.cli import main as program
from backsim.cli.door import door
from backsim.cli.main import main
from backsim.cli.session import Session
from backsim.records.trial import TrialRow

VERBS = ["new", "check", "show", "run", "compare", "report", "reproduce", "journal", "kpis"]


def test_help_names_the_verbs_in_order() -> None:
    text = CliRunner().invoke(door, ["--help"]).output
    listed = [line.split()[0] for line in text.partition("Commands:\n")[2].splitlines()]
    assert listed == VERBS


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_teaches_by_example(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([verb, "--help"]) == 0
    out, err = capsys.readouterr()
    assert f"\n    backsim {verb}" in out
    assert "--debug" in out
    assert err == ""


def test_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    from backsim import __version__

    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"backsim {__version__}\n"


def test_no_verb_is_bad_usage_and_gets_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("Usage: backsim ")


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ("comapre a.yaml", "No such command 'comapre'. Did you mean 'compare'?"),
        ("compare a --replicatoins 3", "No such option '--replicatoins'. Did you mean '--repl"),
        ("compare", "Missing argument 'FILE'."),
        ("run a.yaml -n 0", "Invalid value for '--replications' / '-n': 0 is not in the range"),
        ("run a.yaml -n two", "Invalid value for '--replications' / '-n': 'two' is not a valid"),
        ("check a.yaml --set demand", "Invalid value for '--set': 'demand' is not PATH=VALUE, fo"),
        ("check a.yaml --set =3", "Invalid value for '--set': '=3' is not PATH=VALUE, for"),
    ],
)
def test_bad_usage_gets_one_message_and_a_hint(
    args: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(args.split()) == 2
    out, err = capsys.readouterr()
    message, hint = err.splitlines()
    assert out == ""
    assert message.startswith(f"backsim: {words}")
    assert hint.startswith("try: backsim ")
    assert hint.endswith(" --help")


def _break(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    """Let ``backsim kpis`` end with this error."""

    def fail(**_: object) -> None:
        raise error

    monkeypatch.setattr(door.commands["kpis"], "callback", fail)


def test_an_unforeseen_error_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _break(monkeypatch, KeyError("gone"))
    assert main(["kpis"]) == 1
    assert capsys.readouterr().err == (
        "backsim: unexpected KeyError: 'gone'\nrerun with --debug to see where\n"
    )


@pytest.mark.parametrize("args", [["--debug", "kpis"], ["kpis", "--debug"]])
def test_debug_shows_where(
    args: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _break(monkeypatch, KeyError("gone"))
    assert main(args) == 1
    err = capsys.readouterr().err
    assert err.startswith("Traceback (most recent call last):")
    assert "unexpected KeyError: 'gone'" in err


def test_ctrl_c_is_130(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    _break(monkeypatch, KeyboardInterrupt())
    assert main(["kpis"]) == 130
    assert capsys.readouterr().err == "backsim: interrupted\n"


def test_ctrl_c_is_noticed_even_if_a_library_swallows_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)

    @click.pass_obj
    def work(session: Session, /, **_: object) -> None:
        session.progress.started(total=3, done=0)
        for _trial in range(3):
            with suppress(KeyboardInterrupt):
                signal.raise_signal(signal.SIGINT)
            session.progress.advanced(TrialRow("t", "open", 0, {}, None))

    monkeypatch.setattr(door.commands["kpis"], "callback", work)
    assert main(["kpis"]) == 130
    assert signal.signal(signal.SIGINT, before) is signal.default_int_handler
    assert "interrupted; 1 of 3 trials are kept" in capsys.readouterr().err


def test_a_reader_who_left_is_no_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Gone(io.StringIO):
        def flush(self) -> None:
            raise BrokenPipeError

    monkeypatch.setattr(sys, "stdout", Gone())
    assert main(["new", "--list"]) == 0
    assert capsys.readouterr().err == ""


def test_the_shell_may_ask_what_tab_offers(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = {program.COMPLETION: "bash_complete", "COMP_WORDS": "backsim co", "COMP_CWORD": "1"}
    for name, value in asked.items():
        monkeypatch.setitem(os.environ, name, value)
    with pytest.raises(SystemExit, match="0"):
        main([])
    assert capsys.readouterr().out == "plain,compare\n"
