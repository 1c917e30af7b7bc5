"""Which GPU each of several workers has."""

from __future__ import annotations

import pytest

from vitascope.compose.workers import share
from vitascope.settings import Settings


@pytest.mark.parametrize(
    ("devices", "of", "shares"),
    [
        ("0,1,2,3", 2, ["0,2", "1,3"]),
        ("0,1", 2, ["0", "1"]),
        ("0,1", 3, ["0", "1", "0"]),
        ("5", 1, ["5"]),
        ("cpu", 2, ["cpu", "cpu"]),
        (None, 2, [None, None]),
    ],
)
def test_each_worker_has_gpus_of_its_own_as_far_as_they_go_round(
    devices: str | None, of: int, shares: list[str | None]
) -> None:
    assert [share(devices, number, of) for number in range(of)] == shares


def test_what_is_no_device_or_no_model_is_refused() -> None:
    assert Settings(device="0,GPU-12ab", models=("ltxv-2",)).models == ("ltxv/ltxv-2",)
    for wrong in ({"device": "cuda"}, {"device": "0,"}, {"models": ("ltx-9",)}):
        with pytest.raises(ValueError, match=r"such as 0|there is no model"):
            Settings(**wrong)  # type: ignore[arg-type]
