"""What a generation costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """What this server takes for a generation, in credits."""

    markup: Decimal
    """On the list price."""
    draft_share: Decimal
    """Of a clip's price that its draft costs; finishing the draft costs the rest."""

    def of(self, spec: GenerationSpec) -> int:
        """For making ``spec``, which may be a draft."""
        whole = credits_for(spec, markup=self.markup)
        return int(whole * self.draft_share) if spec.draft else whole

    def of_finishing(self, draft: GenerationSpec, *, paid: int) -> int:
        """For making the whole of ``draft``, for which so many were ``paid``, at whatever prices there were then."""
        return max(0, credits_for(draft, markup=self.markup) - paid)


def price_usd_per_s(model: str, resolution: str, *, markup: Decimal) -> Decimal:
    """US dollars that a second of output costs here."""
    return LIST_PRICE_USD_PER_S[model][resolution] * markup


def usd(credits: int) -> Decimal:
    """``credits`` in US dollars, exact."""
    return Decimal(credits) / CREDITS_PER_USD
