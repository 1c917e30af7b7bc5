"""What a generation costs."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from vitascope.core.generation import GenerationSpec

CREDITS_PER_USD = 2_000_000

LIST_PRICE_USD_PER_S: Mapping[str, Mapping[str, Decimal]] = {
    "ltxv/ltxv-2-fast": {"1080p": Decimal("0.04"), "1440p": Decimal("0.08"), "2160p": Decimal("0.16")},
    "ltxv/ltxv-2": {"1080p": Decimal("0.06"), "1440p": Decimal("0.12"), "2160p": Decimal("0.24")},
}
"""USD a second of output. Frame rate, sound and image input carry no surcharge. Source: wire contract, section 6."""


def credits_for(spec: GenerationSpec, *, markup: Decimal = Decimal("1.05")) -> int:
    """Credits held at submit and charged at completion: seconds × list price × markup × 2,000,000."""
    return int(spec.duration_s * price_usd_per_s(spec.model, spec.resolution.name, markup=markup) * CREDITS_PER_USD)


def price_usd_per_s(model: str, resolution: str, *, markup: Decimal) -> Decimal:
    """US dollars that a second of output costs here."""
    return LIST_PRICE_USD_PER_S[model][resolution] * markup


def usd(credits: int) -> Decimal:
    """``credits`` in US dollars, exact."""
    return Decimal(credits) / CREDITS_PER_USD
