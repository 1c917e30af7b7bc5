from __future__ import annotations

from decimal import Decimal

import pytest

from vitascope.core.generation import GenerationRequest, fill
from vitascope.core.usage import Prices, credits_for, usd


@pytest.mark.parametrize(
    ("model", "resolution", "duration", "markup", "credits"),
    [
        ("ltxv/ltxv-2-fast", "1080p", 6, "1.05", 504_000),  # the seed's printed reply
        ("ltxv/ltxv-2", "1080p", 6, "1.05", 756_000),  # the vendor's sample for the other model
        ("ltxv/ltxv-2-fast", "2160p", 10, "1.05", 3_360_000),
        ("ltxv/ltxv-2-fast", "1080p", 6, "1.30", 624_000),  # the price of 2026
        ("ltxv/ltxv-2", "1440p", 8, "1", 1_920_000),
    ],
)
def test_credits_are_seconds_times_list_price_times_markup(
    model: str, resolution: str, duration: int, markup: str, credits: int
) -> None:
    request = GenerationRequest(model=model, prompt="x", resolution=resolution, duration_s=duration)
    assert credits_for(fill(request, engine="e", seed=1), markup=Decimal(markup)) == credits


def test_a_draft_and_its_finishing_cost_the_clip_whatever_the_prices_were_in_between() -> None:
    before, after = (Prices(markup=Decimal(m), draft_share=Decimal(s)) for m, s in (("1.05", "0.3"), ("1.05", "0.6")))
    whole = fill(GenerationRequest(model="ltxv/ltxv-2-fast", prompt="x"), engine="e", seed=1)
    draft = fill(GenerationRequest(model="ltxv/ltxv-2-fast", prompt="x", draft=True), engine="e", seed=1)
    paid = before.of(draft)
    assert paid + after.of_finishing(draft, paid=paid) == after.of(whole) == 504_000
    cheaper = Prices(markup=Decimal("0.1"), draft_share=Decimal("0.3"))
    assert cheaper.of_finishing(draft, paid=paid) == 0


def test_two_million_credits_are_a_dollar() -> None:
    assert usd(504_000) == Decimal("0.252")
