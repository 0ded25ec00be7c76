"""Lead times: a number for every purchase order, however many there will be."""

from __future__ import annotations

import pickle

import pytest

from backsim.chance.distributions import Constant, Distribution, Exponential, Gamma, Lognormal
from backsim.chance.luck import Luck
from backsim.simulation.lead_times import LeadTimes

KILN, SMITH = 0, 1
MUG, POT = 0, 1


def lead_times(kiln: Distribution = Gamma(4, 20_000), *, block: int = 16) -> LeadTimes:  # noqa: B008
    """Of two suppliers and two products."""
    return LeadTimes(
        Luck(1, 0), [("kiln", kiln), ("smith", Constant(5.4))], ["mug", "pot"], block=block
    )


@pytest.mark.parametrize("kiln", [Gamma(4, 20_000), Lognormal(11, 1), Exponential(90_000)])
@pytest.mark.parametrize("block", [1, 3, 16, 1000])
def test_blocks_of_any_size_give_the_same(kiln: Distribution, block: int) -> None:
    whole = lead_times(kiln, block=128).first(KILN, MUG, 100).tolist()
    times = lead_times(kiln, block=block)
    assert [times.of(KILN, MUG, n) for n in range(100)] == whole
    assert len(set(whole)) > 90
    later = lead_times(kiln, block=block)
    assert [later.of(KILN, MUG, n) for n in reversed(range(100))] == whole[::-1]


def test_suppliers_and_products_have_numbers_of_their_own() -> None:
    times = lead_times()
    mugs, pots = times.first(KILN, MUG, 20).tolist(), times.first(KILN, POT, 20).tolist()
    assert not set(mugs) & set(pots)
    assert times.first(SMITH, MUG, 3).tolist() == [5, 5, 5]


def test_asking_more_of_one_product_moves_no_other() -> None:
    times = lead_times()
    times.first(KILN, MUG, 500)
    assert times.first(KILN, POT, 9).tolist() == lead_times().first(KILN, POT, 9).tolist()


def test_the_first_ones_may_be_told() -> None:
    times = lead_times().given({(KILN, MUG): [7, 8]})
    assert [times.of(KILN, MUG, n) for n in range(2)] == [7, 8]
    assert times.first(KILN, MUG, 40).tolist()[2:] == lead_times().first(KILN, MUG, 40).tolist()[2:]
    assert times.of(KILN, POT, 0) == lead_times().of(KILN, POT, 0)
    assert times.given({(KILN, POT): [9]}).of(KILN, MUG, 1) == 8


def test_what_was_sent_to_another_process_goes_on_alike() -> None:
    times = lead_times()
    times.of(KILN, MUG, 3)
    sent = pickle.loads(pickle.dumps(times))
    assert sent.first(KILN, MUG, 90).tolist() == times.first(KILN, MUG, 90).tolist()
