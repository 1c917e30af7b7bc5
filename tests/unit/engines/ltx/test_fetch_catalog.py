"""What can be fetched: names, files and licences, as a table that holds together."""

from __future__ import annotations

from pathlib import Path

import pytest

from vitascope.core.errors import BadInput
from vitascope.engines.ltx.fetch_catalog import (
    COLLECTIONS,
    GEMMA_LICENCE,
    LTX_LICENCE,
    TEXT_ENCODERS,
    Collection,
    check_alone,
    collection,
    sources,
)
from vitascope.engines.ltx.recipe import FAST_MODEL, GUIDED_MODEL

MODELS = [c for c in COLLECTIONS if c.models]


@pytest.mark.parametrize("wanted", MODELS, ids=lambda c: c.name)
def test_each_set_holds_what_its_models_are_read_from(wanted: Collection) -> None:
    files = [file for source in wanted.sources for file in source.files]
    distilled = [f for f in files if "distilled" in f]
    assert len(distilled) == 1
    assert sum("spatial-upscaler-x2" in f for f in files) == 1
    assert any("-dev." in f for f in files) == (GUIDED_MODEL in wanted.models)
    assert FAST_MODEL in wanted.models
    assert ("lora" in wanted.name) == ("lora" in distilled[0])


def test_no_file_is_in_eight_bits_or_for_other_programs() -> None:
    for wanted in COLLECTIONS:
        for source in sources(wanted, "google"):
            assert not any(word in file for file in source.files for word in ("fp8", "fp4", "onnx", "temporal"))


def test_every_file_has_a_licence_that_can_be_read() -> None:
    for wanted in MODELS:
        assert {s.licence for s in sources(wanted, "google")} == {LTX_LICENCE, GEMMA_LICENCE}
    assert all(licence.link.startswith("https://") for licence in (LTX_LICENCE, GEMMA_LICENCE))


def test_a_name_that_is_not_there_is_told_those_that_are() -> None:
    with pytest.raises(BadInput, match=r"'ltx-3'.*ltx-2-distilled, ltx-2, "):
        collection("ltx-3")


def test_the_text_encoder_alone_and_without_it_is_nothing() -> None:
    with pytest.raises(BadInput, match="nothing to fetch"):
        sources(collection("gemma"), "none")
    assert sources(collection("gemma"), "google") == (TEXT_ENCODERS["google"],)


def test_a_text_encoder_goes_beside_any_release(tmp_path: Path) -> None:
    (tmp_path / "ltx-2.3-22b-dev.safetensors").touch()
    check_alone(collection("gemma"), "google", tmp_path)
    check_alone(collection("ltx-2.3-lora"), "google", tmp_path)
    with pytest.raises(BadInput, match=r"is of ltx-2\.3; a folder is for one release"):
        check_alone(collection("ltx-2"), "none", tmp_path)
