"""``backsim check`` as a shopkeeper meets it: what is wrong, what is odd, and where."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from backsim.cli.main import main

SHOP = """\
horizon: 60 days
products:
  mug: {price: 20.00, unit_cost: 9.00, opening_stock: 20}
demand: {rate: 2 per day}
payment: {authorisation: {renewal_fee: 0.10}}
study: {replications: 4, primary: {cash_trough: {below: 350.00}}}
arms:
  one: {}
  two: {demand.rate: 3 per day}
"""

FEE = "a renewal_fee, but authorisations never expire (valid_for)"

Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("shop.yaml").write_text(SHOP)


def _document(capsys: Captured) -> dict[str, Any]:
    document = json.loads(capsys.readouterr().out)
    assert isinstance(document, dict)
    return document


def test_a_warning_has_its_line_a_caret_and_no_exit_code(capsys: Captured) -> None:
    assert main(["check", "shop.yaml"]) == 0
    out = capsys.readouterr().out.splitlines()
    assert out[0] == "shop.yaml is sound, with 1 warning"
    assert out[-4:-1] == [
        f"shop.yaml:5:11: warning: {FEE}",
        "    payment: {authorisation: {renewal_fee: 0.10}}",
        "              ^",
    ]
    assert out[-1].startswith("one-sided: Other people come to each of the arms")


def test_warnings_in_json(capsys: Captured) -> None:
    assert main(["check", "shop.yaml", "--json"]) == 0
    document = _document(capsys)
    assert document["faults"] == []
    assert document["warned"] == [
        {"file": "shop.yaml", "line": 5, "column": 11, "message": FEE},
    ]
    assert document["warnings"] == [FEE]


def test_without_a_warning_it_is_just_sound(capsys: Captured) -> None:
    assert main(["check", "shop.yaml", "--set", "payment.authorisation.valid_for=7 days"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("shop.yaml is sound\n")
    assert "warning" not in out


def test_a_demand_that_nobody_knows_and_a_store_that_is_not_empty(capsys: Captured) -> None:
    unknown = "demand.rate=uniform(2 per day, 42 per week)"
    waiting = "products.mug.waiting=[{orders: 3, pieces: 2}, {}]"
    assert main(["check", "shop.yaml", "--set", unknown, "--set", waiting]) == 0
    told = [line.strip() for line in capsys.readouterr().out.splitlines()]
    assert "demand    uniform(2 per day, 6 per day): one rate is drawn for each future" in told
    assert "day 0     0 pieces on order, 7 pieces owed to 4 orders that wait" in told


def test_faults_in_json_with_their_places(capsys: Captured) -> None:
    Path("shop.yaml").write_text(SHOP.replace("20.00,", "ten,").replace("60 days", "60"))
    assert main(["check", "shop.yaml", "--json"]) == 2
    out, err = capsys.readouterr()
    assert json.loads(out)["faults"] == [
        {
            "file": "shop.yaml",
            "line": 1,
            "column": 10,
            "message": "60 needs a unit, for instance `60 days`",
        },
        {
            "file": "shop.yaml",
            "line": 3,
            "column": 16,
            "message": "price must be an amount of money such as `49.00`, not 'ten'",
        },
    ]
    assert err.endswith("2 faults in shop.yaml\n"), "in words too, for who watches"


def test_an_unknown_kpi_is_told_with_all_that_is_wrong(capsys: Captured) -> None:
    faulty = SHOP.replace("cash_trough", "cash_truogh").replace("60 days", "60")
    Path("shop.yaml").write_text(faulty)
    assert main(["check", "shop.yaml"]) == 2
    err = capsys.readouterr().err
    assert "shop.yaml:1:10: 60 needs a unit" in err
    assert "shop.yaml:6:36: unknown KPI 'cash_truogh', did you mean 'cash_trough'?" in err


def test_the_chance_of_a_limit_decides_from_the_file_to_the_kept_answer(capsys: Captured) -> None:
    assert main(["check", "shop.yaml"]) == 0
    assert "decides   Chance of cash trough below 350.00\n" in capsys.readouterr().out
    # Nothing is bought, and cash begins at 0: it never falls below 0, so always below 350.
    assert main(["compare", "shop.yaml", "--json", "--no-page", "-q"]) == 0
    document = _document(capsys)
    chance = document["arms"]["one"]["cash_trough_below_350"]
    assert (chance["mean"], chance["unit"]) == (1.0, "share")
    assert document["differences"]["two"]["cash_trough_below_350"]["verdict"] == "equivalent"
    assert main(["report", "results/shop", "--json"]) == 0
    assert _document(capsys)["arms"]["one"]["cash_trough_below_350"] == chance
    assert main(["compare", "shop.yaml", "--set", "money.opening_cash=400.00", "--json", "-q"]) == 0
    assert _document(capsys)["arms"]["one"]["cash_trough_below_350"]["mean"] == 0.0


def test_a_name_cannot_drive_the_terminal(capsys: Captured) -> None:
    Path("shop.yaml").write_text(SHOP.replace("mug:", '"mug\\x1b[31m\\u202e":'))
    assert main(["check", "shop.yaml"]) == 2
    err = capsys.readouterr().err
    assert "a name has 1 to 60 printable characters: 'mug\\x1b[31m\\u202e'" in err
    Path("shop.yaml").write_text(SHOP.replace("mug: {price: 20.00,", '"mug\\x1b[31m": {'))
    assert main(["check", "shop.yaml"]) == 2
    err = capsys.readouterr().err
    assert "products.mug\\x1b[31m needs 'price'" in err
    assert "\x1b" not in err
    assert main(["check", "shop.yaml", "--json"]) == 2
    messages = [fault["message"] for fault in _document(capsys)["faults"]]
    assert all(message.isprintable() for message in messages)


AVERSE = """\
horizon: 60 days
products:
  mug:
    price: 20.00
    unit_cost: 9.00
    replenishment: {policy: base_stock, base_stock_level: 0}
suppliers: {pottery: {lead_time: 7 days}}
demand: {rate: 2 per day}
selling: {backorders: open}
payment: {approach: deposit, share: 30%}
customers: {everyone: {prepayment_aversion: "uniform(0, 0.3)", willingness: 1}}
study: {replications: 2}
"""


@pytest.mark.parametrize(("willingness", "warned"), [("1", True), ("'uniform(1, 1.4)'", False)])
def test_what_is_said_of_an_offer_comes_true(
    willingness: str, warned: bool, capsys: Captured
) -> None:
    text = AVERSE.replace("willingness: 1}", f"willingness: {willingness}}}")
    Path("averse.yaml").write_text(text)
    assert main(["check", "averse.yaml"]) == 0
    assert ("next to nobody can take this way to pay" in capsys.readouterr().out) is warned
    assert main(["run", "averse.yaml", "--json", "--no-page", "-q"]) == 0
    orders = _document(capsys)["arms"]["base"]["orders"]["mean"]
    # Two visits a day, 60 days: nobody, or most of some 120.
    assert orders == 0 if warned else 60 < orders < 120
