"""How fast devices are: what their makers promise of them, and the share of that which a pass is assumed to reach."""

from __future__ import annotations

import re

TERA = 10**12
PEAKS = {
    "B200": 2250,
    "GH200": 989,
    "H200": 989,
    "H200 NVL": 835,
    "H100": 989,
    "H100 NVL": 835,
    "H100 PCIe": 756,
    "A100": 312,
    "L40S": 362,
    "L40": 181,
    "L4": 121,
    "RTX A6000": 154.8,
    "RTX 5090": 209.5,
    "RTX 4090": 165.2,
    "RTX 3090": 71,
}
"""TFLOP/s of dense products in bf16 that are summed in 32 bits, by what a device's title holds. Source: NVIDIA's data
sheets, and its papers on Ampere (GA102), Ada and RTX Blackwell."""
OTHERS = ("Laptop", "MIG", "4090 D", "5090 D", "3090 Ti")
"""Other devices, and parts of one, with a name of the above in their titles."""
FLOPS = 400e12
"""Operations a second that a pass reaches on an H100. Predicted, not measured."""
SHARE = FLOPS / (PEAKS["H100"] * TERA)
"""Of its peak that is, two fifths; assumed of all devices."""


def peak_of(title: str) -> float | None:
    """TFLOP/s on paper of the device that its driver calls so; ``None`` where that is not known."""
    if any(other in title for other in OTHERS):
        return None
    longest_first = sorted(PEAKS, key=len, reverse=True)
    found = next((name for name in longest_first if re.search(rf"\b{re.escape(name)}\b", title)), None)
    return None if found is None else PEAKS[found]


def flops_of(title: str | None) -> float:
    """Operations a second that a pass is assumed to reach there; an H100's where the device is not known."""
    peak = None if title is None else peak_of(title)
    return FLOPS if peak is None else peak * TERA * SHARE
