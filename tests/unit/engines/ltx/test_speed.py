"""Devices by the titles that drivers give them."""

from __future__ import annotations

import pytest

from vitascope.engines.ltx.speed import FLOPS, SHARE, flops_of, peak_of


@pytest.mark.parametrize(
    ("title", "peak"),
    [
        ("NVIDIA H200", 989),
        ("NVIDIA H200 NVL", 835),
        ("NVIDIA H100 80GB HBM3", 989),
        ("NVIDIA H100 PCIe", 756),
        ("NVIDIA H100 80GB HBM3 MIG 1g.10gb", None),
        ("NVIDIA A100-SXM4-80GB", 312),
        ("NVIDIA GeForce RTX 4090", 165.2),
        ("NVIDIA GeForce RTX 4090 Laptop GPU", None),
        ("NVIDIA L4", 121),
        ("NVIDIA L40S", 362),
        ("Some GPU", None),
        ("", None),
    ],
)
def test_a_devices_peak_is_known_by_its_name_or_not_at_all(title: str, peak: float | None) -> None:
    assert peak_of(title) == peak
    assert flops_of(title) == pytest.approx(FLOPS if peak is None else peak * 1e12 * SHARE)
