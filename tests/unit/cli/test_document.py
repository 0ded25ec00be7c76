"""One JSON document on stdout, readable by any program."""

from __future__ import annotations

import json
from datetime import date
from math import nan

import pytest

from backsim.cli.document import print_json


def test_what_is_printed_can_be_read_back(capsys: pytest.CaptureFixture[str]) -> None:
    print_json({"arm": "größer", "mean": 1.5, "low": None, "start": date(2026, 1, 5)})
    out, err = capsys.readouterr()
    told = {"format": 1, "arm": "größer", "mean": 1.5, "low": None, "start": "2026-01-05"}
    assert json.loads(out) == told
    assert "größer" in out
    assert err == ""


def test_a_number_that_json_cannot_write_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        print_json({"mean": nan})
    assert capsys.readouterr().out == ""
