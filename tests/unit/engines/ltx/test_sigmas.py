"""Noise schedules: the constants, and the guided one against diffusers' own scheduler where it is installed."""

from __future__ import annotations

import pytest

from vitascope.engines.ltx.sigmas import DISTILLED, REFINE, guided, steps


def test_stage_two_goes_on_where_stage_one_was_at_the_same_noise() -> None:
    assert DISTILLED[-len(REFINE) :] == REFINE
    assert (len(steps(DISTILLED)), len(steps(REFINE))) == (8, 3)


@pytest.mark.parametrize("tokens", [1024, 4096, 10_200, 40_800])
def test_the_guided_schedule_falls_from_one_to_nothing(tokens: int) -> None:
    sigmas = guided(40, tokens)
    assert len(sigmas) == 41
    assert sigmas[0] == pytest.approx(1.0)
    assert sigmas[-2] == pytest.approx(0.1)
    assert sigmas[-1] == 0.0
    assert list(sigmas) == sorted(sigmas, reverse=True)


def test_more_tokens_keep_the_noise_for_longer() -> None:
    assert guided(40, 16_000)[20] > guided(40, 4096)[20] > guided(40, 1024)[20]


@pytest.mark.parametrize("tokens", [1024, 4096, 10_200])
def test_the_guided_schedule_is_that_of_diffusers(tokens: int) -> None:
    diffusers = pytest.importorskip("diffusers", reason="the extra [ltx] is not installed")
    scheduler = diffusers.FlowMatchEulerDiscreteScheduler(
        use_dynamic_shifting=True, base_shift=0.95, max_shift=2.05, base_image_seq_len=1024, max_image_seq_len=4096,
        shift_terminal=0.1, time_shift_type="exponential",
    )  # fmt: skip
    even = [1 - i * (1 - 1 / 40) / 39 for i in range(40)]
    scheduler.set_timesteps(sigmas=even, mu=0.95 + (2.05 - 0.95) / 3072 * (tokens - 1024))
    assert list(guided(40, tokens)) == pytest.approx(scheduler.sigmas.tolist(), abs=1e-6)


def test_one_step_is_no_schedule() -> None:
    with pytest.raises(ValueError, match="at least 2"):
        guided(1, 1024)


def test_the_guided_schedule_is_the_official_one_at_its_published_values() -> None:
    """Of the official scheduler for five steps and 1,024 tokens, as a port of it to another language has them."""
    assert guided(5, 1024) == pytest.approx((1.0, 0.8694, 0.6963, 0.4560, 0.1, 0.0), abs=1e-4)


def test_the_guided_schedule_does_not_depend_on_the_clip() -> None:
    """With a shift by 1080p's own 10,200 tokens, half of the steps that shape what is seen would be lost to noise."""
    assert guided(40) == guided(40, 4096)
    assert [sum(sigma < 0.9 for sigma in sigmas) for sigmas in (guided(40), guided(40, 10_200))] == [23, 11]
