"""Every shape of clip, its price, and whether it can be made here."""

from __future__ import annotations

from decimal import Decimal

from vitascope.core.errors import InvalidField
from vitascope.core.generation import MODELS, GenerationSpec
from vitascope.core.ports import EngineInfo
from vitascope.core.usage import Prices
from vitascope.service.on_offer import choices

PRICES = Prices(markup=Decimal("1.05"), draft_share=Decimal("0.3"))
SHAPES = len(MODELS) * 3 * 3 * 2
"""Resolutions, durations and rates of each model."""


class SmallEngine:
    """Takes a second a second, and nothing above 1440p."""

    def __init__(self, *, drafts: bool = False) -> None:
        self.info = EngineInfo(
            name="small",
            kind="preview",
            summary="For this test.",
            version="1",
            offers=frozenset({"draft"}) if drafts else frozenset(),
        )

    def seconds(self, spec: GenerationSpec) -> float:
        if spec.resolution.name == "2160p":
            raise InvalidField("resolution", "2160p", "this engine makes 1440p at most.")
        return float(spec.duration_s)


def test_every_shape_has_the_price_of_a_submit() -> None:
    found = list(choices(SmallEngine(), PRICES, longest_s=None))
    assert len({(c.spec.model, c.spec.resolution, c.spec.duration_s, c.spec.fps) for c in found}) == SHAPES
    assert all(choice.credits == PRICES.of(choice.spec) for choice in found)
    assert not any(choice.spec.draft for choice in found)


def test_drafts_are_told_of_where_the_engine_makes_them() -> None:
    found = list(choices(SmallEngine(drafts=True), PRICES, longest_s=None))
    assert len(found) == 2 * SHAPES
    assert sum(choice.spec.draft for choice in found) == SHAPES


def test_what_the_engine_cannot_make_is_told_with_its_reason() -> None:
    for choice in choices(SmallEngine(), PRICES, longest_s=None):
        assert (choice.seconds is None) == (choice.refused is not None) == (choice.spec.resolution.name == "2160p")
        assert choice.refused is None or "1440p at most" in choice.refused


def test_what_would_render_too_long_is_told_as_a_submit_would_refuse_it() -> None:
    for choice in choices(SmallEngine(), PRICES, longest_s=7):
        if choice.spec.resolution.name != "2160p":
            assert (choice.refused is None) == (choice.spec.duration_s == 6)
