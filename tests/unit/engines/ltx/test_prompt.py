"""The words that the model reads."""

from __future__ import annotations

from dataclasses import replace

import pytest

from vitascope.core.generation import CAMERA_MOTIONS, GenerationRequest, fill
from vitascope.engines.ltx.prompt import CAMERA, in_words

SPEC = fill(GenerationRequest(model="ltxv/ltxv-2-fast", prompt=" A red boat "), engine="ltx", seed=1)


def test_every_motion_of_the_camera_has_words_of_its_own() -> None:
    assert set(CAMERA) == set(CAMERA_MOTIONS)
    assert len(set(CAMERA.values())) == len(CAMERA)


@pytest.mark.parametrize(
    ("prompt", "read"),
    [
        (" A red boat ", "A red boat. The camera rises straight up."),
        ("A red boat.", "A red boat. The camera rises straight up."),
        ("Where is it?", "Where is it? The camera rises straight up."),
    ],
)
def test_a_motion_is_a_sentence_after_the_prompt(prompt: str, read: str) -> None:
    assert in_words(replace(SPEC, prompt=prompt, camera_motion="jib_up")) == read


def test_without_a_motion_the_prompt_is_read_as_it_is() -> None:
    assert in_words(SPEC) == "A red boat"
